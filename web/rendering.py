"""What a page renders a hundred times, components and form fields, is compiled by Jinja2.

Django interprets a template node by node: a page of 24 cards spent two thirds of its time in 280 small renderings.
`make bench BENCH=serving` measures pages beside a plain Django page.
"""

from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

from django import forms
from django.conf import settings
from django.forms import BoundField
from django.forms.renderers import DjangoTemplates
from django.forms.renderers import Jinja2 as Jinja2Forms
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from web.drafts import drafted_value

_WIDGETS = "django/forms/widgets/"
_INPUTS = ("text", "number", "email", "url", "password", "hidden", "date", "datetime", "time", "file", "checkbox")
_MACROS = {f"{name}.html": "widget_input" for name in _INPUTS} | {"textarea.html": "widget_textarea"}
_SELECTED = mark_safe(" selected")
_pieces = Environment(
    loader=FileSystemLoader(settings.BASE_DIR / "templates"), autoescape=True, undefined=StrictUndefined
)


def component(name: str, /, **given: object) -> SafeString:
    """Render templates/components/NAME.jinja."""
    return piece(f"components/{name}", **given)


def piece(path: str, /, **given: object) -> SafeString:
    """Render templates/PATH.jinja: a macro with the file's name. Every value is escaped unless it is marked as safe.

    A macro is a function of Python by now; rendering it as a template of its own would cost several times as much.
    Its Markup becomes Django's own kind of safe text: the admin would escape it, as `mark_safe` leaves it as it is.
    """
    return SafeString(_macro(path)(**given))


@cache
def _macro(path: str) -> Callable[..., str]:
    return getattr(_pieces.get_template(f"{path}.jinja").module, path.rpartition("/")[2])


class CompiledField(BoundField):
    """A form field whose selection is rendered without a dictionary for each option, and that shows drafts."""

    _first = False

    def as_widget(
        self, widget: forms.Widget | None = None, attrs: dict[str, Any] | None = None, only_initial: bool = False
    ) -> SafeString:
        """Render the field's widget, or another one."""
        own = self.field.widget
        if only_initial:
            return self._at_first(widget, attrs)
        if widget is not None or type(own) is not forms.Select:
            return super().as_widget(widget, attrs, only_initial)
        choices = tuple(own.choices)
        if any(isinstance(label, list | tuple) for _value, label in choices):
            return super().as_widget(widget, attrs, only_initial)
        return self._selection(own, choices, attrs or {})

    def value(self) -> Any:
        """What the field shows: what was sent, a person's draft, or the initial value."""
        drafted, value = (False, None) if self._first else drafted_value(self)
        return value if drafted else super().value()

    def _at_first(self, widget: forms.Widget | None, attrs: dict[str, Any] | None) -> SafeString:
        """The hidden value that was shown at first, which a draft doesn't change."""
        self._first = True
        try:
            return super().as_widget(widget, attrs, only_initial=True)
        finally:
            self._first = False

    def _selection(
        self, widget: forms.Select, choices: tuple[tuple[Any, Any], ...], attrs: dict[str, Any]
    ) -> SafeString:
        given = self.build_widget_attrs(attrs, widget)
        if self.auto_id and "id" not in widget.attrs:
            given.setdefault("id", self.auto_id)
        known = tuple([("" if value is None else str(value), str(label)) for value, label in choices])
        chosen = next(iter(widget.format_value(self.value())), "")
        return component(
            "widget_select",
            name=self.html_name,
            attrs=widget.build_attrs(widget.attrs, given),
            options=_options(known, chosen, getattr(widget, "also", None)),
        )


@lru_cache(maxsize=512)
def _options(choices: tuple[tuple[str, str], ...], chosen: str, also: Callable[[str], str] | None = None) -> SafeString:
    """A selection's options, with the other names of each. Only the first that is chosen is marked, as Django does."""
    lines, marked = [], False
    for value, label in choices:
        mark = value == chosen and not marked
        marked |= mark
        others = format_html(' data-also="{}"', also(value)) if also and value else ""
        chosen_mark = _SELECTED if mark else ""
        lines.append(format_html('  <option value="{}"{}{}>{}</option>', value, others, chosen_mark, label))
    return mark_safe("\n".join(lines))  # noqa: S308 - joined from escaped lines


class FormRenderer(DjangoTemplates):
    """Renders Django's own widgets with compiled templates, and all others as usual.

    Inputs, text areas and selections, which are nearly all of them, are our macros; for the rest Django has templates.
    """

    bound_field_class = CompiledField

    def __init__(self) -> None:
        super().__init__()
        self._compiled = Jinja2Forms()

    def get_template(self, template_name: str) -> Any:
        """Return the template of a widget, form or form set."""
        if template_name.startswith(_WIDGETS):
            return self._compiled.get_template(template_name)
        return super().get_template(template_name)

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """Render a widget, form or form set."""
        macro = _MACROS.get(template_name.removeprefix(_WIDGETS))
        if macro is None:
            return super().render(template_name, context, request)
        return component(macro, widget=context["widget"])
