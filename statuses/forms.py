"""Admin forms for a manager's level decisions."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partners.models import Partner
from programs.definition import Definition
from web.admin.forms import AdminForm, Day
from web.fields import Code, Lines
from web.forms import offer


class Reasoned(AdminForm):
    """A day and a reason, required for every decision."""

    on = Day(label=_("Day"), help_text=_("The day the decision takes effect: today or earlier."))
    reason = Lines(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=_("The partner sees it."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"on": today}, **kwargs)


class GrantException(Reasoned):
    """Set a level that overrides the rules."""

    level = forms.ChoiceField(label=_("Level"))
    field_order = ("level", "on", "reason")

    def __init__(self, *args: Any, definition: Definition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [
            (track.name, [(f"{track.code}/{level.code}", level.name) for level in track.levels])
            for track in definition.tracks
        ]
        offer(self, "level", [("", _("Choose a level")), *groups])

    @property
    def values(self) -> dict[str, Any]:
        """The values, with the codes of the track and the level that were chosen."""
        track, _slash, level = self.cleaned_data["level"].partition("/")
        return {**self.cleaned_data, "track": track, "level": level}


class Terminate(Reasoned):
    """End a partnership, today or on a day ahead; the partner's code must be typed, to prevent accidents."""

    on = Day(
        label=_("Ends on"),
        help_text=_("From this day on it's no longer a partner: the day before is its last. It can be a day ahead."),
    )

    confirmation = Code(label=_("Partner's code"), help_text=_("Type it to confirm."), max_length=60)
    field_order = ("on", "reason", "confirmation")

    def __init__(self, *args: Any, partner: Partner, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.code = partner.code

    @property
    def values(self) -> dict[str, Any]:
        """The values without the confirmation."""
        return {name: self.cleaned_data[name] for name in ("on", "reason")}

    def clean_confirmation(self) -> str:
        """Check that the partner's code was typed."""
        if self.cleaned_data["confirmation"].strip() != self.code:
            raise forms.ValidationError(_("This isn't the partner's code."))
        return self.code
