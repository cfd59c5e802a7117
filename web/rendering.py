"""What a page renders a hundred times, components and form fields, is compiled by Jinja2.

Django interprets a template node by node: a page of 24 cards spent two thirds of its time in 280 small renderings.
bench/rendering.py compares the two.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings
from django.forms.renderers import DjangoTemplates
from django.forms.renderers import Jinja2 as Jinja2Forms
from django.utils.safestring import SafeString, mark_safe
from jinja2 import Environment, FileSystemLoader, StrictUndefined

_components = Environment(
    loader=FileSystemLoader(settings.BASE_DIR / "templates" / "components"),
    autoescape=True,
    undefined=StrictUndefined,
    auto_reload=settings.DEBUG,
)


def component(name: str, /, **given: object) -> SafeString:
    """Render the macro of templates/components/NAME.jinja. Every value is escaped unless it is marked as safe.

    A macro is a function of Python by now; rendering it as a template of its own would cost several times as much.
    """
    return mark_safe(_macro(name)(**given))  # noqa: S308 - a template's own output


@cache
def _macro(name: str) -> Callable[..., str]:
    return getattr(_components.get_template(f"{name}.jinja").module, name)


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
