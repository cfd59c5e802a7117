"""Form bases for the admin's own pages, in the theme's style."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    CHECKBOX_CLASSES,
    INPUT_CLASSES,
    SELECT_CLASSES,
    TEXTAREA_CLASSES,
    UnfoldAdminSelectWidget,
)

from web.choosing import searchable, searched
from web.fields import Lines
from web.forms import RefusableForm
from web.rendering import CompiledField

# As the theme's own template shows a selection, which the fast rendering of web/rendering.py doesn't use.
_WITH_ARROW = (
    '<div class="grow relative max-w-2xl">{}<span class="material-symbols-outlined absolute pointer-events-none '
    'mr-[12px] right-0 text-base-400 top-1/2 dark:text-base-500 -translate-y-1/2" aria-hidden="true">expand_more'
    "</span></div>"
)


class Day(forms.DateField):
    """A date input that uses the browser's date picker."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class AdminField(CompiledField):
    """A field of the admin's own pages; a long selection can be searched."""

    def as_widget(
        self, widget: forms.Widget | None = None, attrs: dict[str, Any] | None = None, only_initial: bool = False
    ) -> SafeString:
        """Render the field's widget, or another one."""
        shown = super().as_widget(widget, attrs, only_initial)
        own = self.field.widget
        if widget is not None or only_initial:
            return shown
        if searchable(own):
            return searched(shown, own)
        return format_html(_WITH_ARROW, shown) if type(own) is forms.Select else shown


class AdminForm(RefusableForm):
    """A form in the style of the admin's theme."""

    bound_field_class = AdminField
    row_count = 1  # of the rows that it is filled in for

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dress()

    @property
    def values(self) -> dict[str, Any]:
        """The arguments for the operation of a decision, by name."""
        return self.cleaned_data

    def values_for(self, place: int) -> dict[str, Any]:
        """The operation's arguments for one of many rows; ``place`` counts those that were done before it."""
        return self.values

    def dress(self) -> None:
        """Give every field the theme's classes; call it again after adding fields."""
        for field in self.fields.values():
            widget = field.widget
            if isinstance(widget, forms.Textarea):
                classes = TEXTAREA_CLASSES
            elif isinstance(widget, forms.Select):
                classes = SELECT_CLASSES
                widget.template_name = UnfoldAdminSelectWidget.template_name
            elif isinstance(widget, forms.CheckboxInput | forms.CheckboxSelectMultiple):
                classes = CHECKBOX_CLASSES
            else:
                classes = INPUT_CLASSES
            widget.attrs["class"] = " ".join(classes)


class Reason(AdminForm):
    """Why it was decided so."""

    reason = Lines(label=_("Reason"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))
