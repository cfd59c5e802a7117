"""What a page renders a hundred times, components and form fields, is compiled by Jinja2.

Django interprets a template node by node: a page of 24 cards spent two thirds of its time in 280 small renderings.
`make bench BENCH=serving` measures pages beside a plain Django page.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings
from django.forms.renderers import DjangoTemplates
from django.forms.renderers import Jinja2 as Jinja2Forms
from django.utils.safestring import SafeString, mark_safe
from jinja2 import Environment, FileSystemLoader, StrictUndefined

_pieces = Environment(
    loader=FileSystemLoader(settings.BASE_DIR / "templates"), autoescape=True, undefined=StrictUndefined
)


def component(name: str, /, **given: object) -> SafeString:
    """Render templates/components/NAME.jinja."""
    return piece(f"components/{name}", **given)


def piece(path: str, /, **given: object) -> SafeString:
    """Render templates/PATH.jinja: a macro with the file's name. Every value is escaped unless it is marked as safe.

    A macro is a function of Python by now; rendering it as a template of its own would cost several times as much.
    """
    return mark_safe(_macro(path)(**given))  # noqa: S308 - a template's own output


@cache
def _macro(path: str) -> Callable[..., str]:
    return getattr(_pieces.get_template(f"{path}.jinja").module, path.rpartition("/")[2])


class FormRenderer(DjangoTemplates):
    """Renders Django's own widgets with the Jinja2 templates that Django has for them, and all others as usual."""

    def __init__(self) -> None:
        super().__init__()
        self._compiled = Jinja2Forms()

    def get_template(self, template_name: str) -> Any:
        """Return the template of a widget, form or form set."""
        if template_name.startswith("django/forms/widgets/"):
            return self._compiled.get_template(template_name)
        return super().get_template(template_name)
