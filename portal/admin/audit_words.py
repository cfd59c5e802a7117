"""The audit log's sentences in the reader's language, with codes as pages name them."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist

from accounts.sentences import in_readers_words
from common.countries import country_name
from common.moments import days_in_words
from programs.code_names import Names
from web.reporting import title_of


def in_words(summary: str, details: Mapping[str, Any], names: Names) -> str:
    """What was done; an entry from before sentences were kept with their values is as it was written."""
    return days_in_words(in_readers_words(details, fallback=summary, named=partial(_named, names)))


def model_name(label: str) -> str:
    """What one row of a model is called; the label itself if there is no such model any more."""
    try:
        return str(apps.get_model(label)._meta.verbose_name)
    except (LookupError, ValueError):
        return label


def _named(names: Names, of: str, code: str) -> str:
    """The name of a code; the code itself if nothing has it any more."""
    match of:
        case "kind":
            return names.kind(code)
        case "country":
            return country_name(code)
        case "report":
            return title_of(code)
        case "list":
            return _list(code)
    return _choice(of, code)


def _list(label: str) -> str:
    """The rows of a model, such as "partners.partner"."""
    try:
        return str(apps.get_model(label)._meta.verbose_name_plural)
    except (LookupError, ValueError):
        return label


def _choice(of: str, code: str) -> str:
    """A choice of a model's field, such as "reports.reportmail.every"."""
    label, _dot, field = of.rpartition(".")
    try:
        choices = apps.get_model(label)._meta.get_field(field).choices
    except (LookupError, ValueError, FieldDoesNotExist):
        return code
    return str(dict(choices or ()).get(code, code))
