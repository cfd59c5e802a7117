"""Long lists that are chosen from by typing: a native select that static/js/choose.js turns into a combobox.

A select with more than `LONG` options becomes one by itself where a template shows it with `{% field %}`. Without
JavaScript it stays as it is. ``also`` finds an option by other names: `country_words`, `language_words`.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.forms import BoundField
from django.templatetags.static import static
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from web.rendering import component

LONG = 12
"""A select with more options is searched."""
Also = Callable[[str], str]


class SeveralOf(forms.SelectMultiple):
    """Several of many: a list without JavaScript, otherwise removable chips and a search."""

    def __init__(self, attrs: dict[str, Any] | None = None, *, also: Also | None = None) -> None:
        super().__init__({"size": 8, **(attrs or {})})
        self.also = also

    def create_option(self, name: str, value: Any, *args: Any, **options: Any) -> dict[str, Any]:
        """An option with its other names."""
        made = super().create_option(name, value, *args, **options)
        if self.also:
            made["attrs"]["data-also"] = self.also(str(value))
        return made


class WordsOf(forms.Textarea):
    """Words of one's own, one per line; with JavaScript, chips and a search in ``words`` that others use."""

    def __init__(self, *, words: Iterable[str] = (), attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.words = words


def find_by(field: forms.Field, also: Also) -> None:
    """Have the options of the field's select found by other names, too."""
    field.widget.also = also  # type: ignore[attr-defined]  # read when the options are rendered


def searchable(widget: forms.Widget) -> bool:
    """Whether the widget is a list that is long enough to be searched."""
    if isinstance(widget, WordsOf | SeveralOf):
        return True
    return isinstance(widget, forms.Select) and sum(1 for _choice in widget.choices) > LONG


def searched(rendered: SafeString | BoundField, widget: forms.Widget) -> SafeString:
    """The rendered widget as a combobox, with the script that makes it one."""
    return component(
        "search_select",
        content=rendered,
        words=list(getattr(widget, "words", ())),
        script=static("js/choose.js"),
        said={"choices": _("Choices"), "none": _("Nothing found"), "remove": _("Remove {}"), "add": _("Add “{}”")},
    )


def as_choices(choices: Iterable[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """The names of states or kinds as options: they begin with a capital, as in tables."""
    return [(value, capfirst(name)) for value, name in choices]
