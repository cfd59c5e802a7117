"""Every URL of the portal, read from the URL resolver, so that new pages are tested automatically."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern
from django.utils.regex_helper import normalize

from tests.samples import CAMPAIGN

# Pages of a record that the admin makes of every model by the same lines: its history, its deletion, and the redirect.
_ALIKE = re.compile(r"^admin/\w+/\w+/%\(object_id\)s/(?:history/|delete/)?$")
# A path argument: a converter in angle brackets, or a named group restored by `normalize`.
_ARGUMENT = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True)
class Route:
    """A URL with its arguments as `%(name)s`. `model` is set for admin pages."""

    name: str
    pattern: str
    model: Any = None

    @property
    def arguments(self) -> tuple[str, ...]:
        """The argument names, in path order."""
        return tuple(_ARGUMENT.findall(self.pattern))

    def fill(self, values: dict[str, Any]) -> str:
        """The path with its arguments filled in. Raises `KeyError` if one is missing."""
        return "/" + self.pattern % {name: values[name] for name in self.arguments}


def routes(urlconf: str | None = None) -> list[Route]:
    """Every route below a URL configuration, by default the portal's."""
    return list(_walk(get_resolver(urlconf).url_patterns, "", ""))


def few(every: list[Route], first: int) -> list[Route]:
    """In the suite, leave out pages that the admin makes alike, but for those of every third model from ``first`` on.

    The walks begin at different ones, so that together they ask for all; in a campaign each one does.
    """
    models = sorted({route.model._meta.label for route in every if route.model})
    asked = set(models if CAMPAIGN else models[first % 3 :: 3])
    return [
        each for each in every if not (_ALIKE.match(each.pattern) and each.model) or each.model._meta.label in asked
    ]


def _walk(patterns, prefix: str, namespace: str) -> Iterator[Route]:
    for pattern in patterns:
        path = prefix + _template(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, path, inner)
        elif isinstance(pattern, URLPattern):
            name = namespace + (pattern.name or path)
            yield Route(name, path, getattr(getattr(pattern.callback, "model_admin", None), "model", None))


def _template(pattern) -> str:
    """The pattern with its arguments as `%(name)s`. For a regular expression, the first form it can take."""
    if isinstance(pattern, RoutePattern):
        return re.sub(r"<(?:\w+:)?(\w+)>", r"%(\1)s", str(pattern._route).replace("%", "%%"))
    return normalize(pattern.regex.pattern)[0][0]
