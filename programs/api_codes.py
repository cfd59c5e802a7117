"""Codes of the program's rules in the API: written with their names, and refused in filters when nobody knows them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import Http404
from rest_framework import serializers
from rest_framework.request import Request

from programs.code_names import Names
from programs.definition import Definition
from programs.request_rules import names_today, rulebook_of_request
from web.requests import Request as PageRequest


class Coded(serializers.Serializer[Any]):
    """A code of the program's rules with its name."""

    code = serializers.CharField(help_text="The code that requests take.")
    name = serializers.CharField(
        help_text="In the site's language; the code itself if today's rules no longer have it."
    )


def coded(code: str, name: str) -> dict[str, str] | None:
    """Return a code with its name; None for no code, such as that of no level."""
    return {"code": code, "name": name} if code else None


def names_for(request: Request) -> Names:
    """Return the names in today's rules."""
    return names_today(_page(request))


def rules_for(request: Request) -> Definition:
    """Return today's rules. Raises Http404 before any are published."""
    if (rules := names_for(request).definition) is None:
        raise Http404
    return rules


class KnownCode(serializers.CharField):
    """A code in a query string that some revision of the rules must have."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, **kwargs)

    @staticmethod
    def known(rules: Definition) -> Iterable[str]:
        """Return the codes in a revision of the rules; each kind of code overrides this."""
        return ()

    def run_validation(self, data: Any = serializers.empty) -> Any:
        """Return the code. Raises ValidationError naming the known ones."""
        code = super().run_validation(data)
        if code:
            rulebook = rulebook_of_request(_page(self.context["request"]))
            revisions = rulebook.revisions.items if rulebook else []
            known = {each for *_, rules in revisions for each in self.known(rules)}
            if code not in known:
                raise serializers.ValidationError(f"The program's rules know: {', '.join(sorted(known))}.")
        return code


class TrackCode(KnownCode):
    """A track's code."""

    @staticmethod
    def known(rules: Definition) -> Iterable[str]:
        return rules.track_codes


class LevelCode(KnownCode):
    """A level's code on any track."""

    @staticmethod
    def known(rules: Definition) -> Iterable[str]:
        return [level.code for track in rules.tracks for level in track.levels]


class KindCode(KnownCode):
    """The code of an activity kind."""

    @staticmethod
    def known(rules: Definition) -> Iterable[str]:
        return rules.activities


class AccountCode(KnownCode):
    """The code of a points account."""

    @staticmethod
    def known(rules: Definition) -> Iterable[str]:
        return rules.points.accounts


def _page(request: Any) -> PageRequest:
    inner: PageRequest = request._request
    return inner


def attributes_schema(allowed: Mapping[str, list[str]], optional: Iterable[str]) -> dict[str, Any]:
    """Return the JSON Schema of an activity kind's attributes."""
    return {
        "type": "object",
        "properties": {
            name: {"type": "string", "enum": values} if values else {"type": "string", "maxLength": 200}
            for name, values in allowed.items()
        },
        "required": sorted(allowed.keys() - set(optional)),
        "additionalProperties": False,
    }
