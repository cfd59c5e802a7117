"""The profile form. The operation validates it, because only the operation knows what changed."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from common.languages import by_name, language_name
from common.pictures import LOGO as PICTURE_OF_LOGO
from common.searching.vocabulary import language_words
from common.uploads import Upload
from partners.models import Partner, ProfileRevision
from partners.printable_names import PRINTABLE, needs_printable
from partners.profile.fields import (
    LEGAL,
    LISTS,
    LOGO,
    labels,
    legal_fields,
    legal_papers,
    texts,
    verified_fields,
    waiting_fields,
)
from partners.profile.listing import required_fields
from partners.profile.queries import services_offered
from partners.profile.spoken import SPOKEN
from programs.answers import UploadField, form_fields
from programs.definition import Definition
from programs.same_as import BOX, taken_over, with_boxes, without_repeated
from programs.service_names import service_names, services_in_words
from web.choosing import SeveralOf, WordsOf
from web.fields import Line, Lines
from web.forms import RefusableForm

PAPER = "paper."
FIRST = ("name", PRINTABLE, "description", "services", "languages", LOGO)


class ProfileForm(RefusableForm):
    """Every field that the person may change, with its current or pending value. ``legal`` adds the legal data.

    Each field also sends the value that was shown, so that only edited fields count as changed. An outdated page can't
    undo somebody else's changes.
    """

    kept: Sequence[Upload] = ()  # files that the page keeps while the form is not right yet

    logo = UploadField(
        label=_("Logo"),
        required=False,
        formats=("png", "jpeg"),
        purpose=PICTURE_OF_LOGO,
        help_text=_("PNG or JPEG, up to 10 MB."),
    )
    logo_waiting = forms.IntegerField(required=False, widget=forms.HiddenInput)
    logo_remove = forms.BooleanField(label=_("Show no logo"), required=False)
    replace = forms.BooleanField(label=_("Replace the pending change with this one"), required=False)

    def __init__(
        self,
        data: Any,
        files: Any,
        *,
        partner: Partner,
        definition: Definition,
        shown: Mapping[str, Any],
        pending: ProfileRevision | None,
        legal: bool,
    ) -> None:
        services = "\n".join(services_in_words(definition, shown["services"]))
        initial = {**shown, "services": services, "logo_waiting": shown[LOGO], LOGO: None}
        self.legal = legal_fields(definition) if legal else []
        super().__init__(taken_over(data, self.legal, LEGAL), files, initial=initial)
        self.pending, self.partner = pending, partner
        named = labels(definition)
        asked = form_fields(texts())
        asked |= {f"{LEGAL}{code}": field for code, field in form_fields(self.legal).items()}
        for key, made in asked.items():
            reads = Lines if isinstance(made.widget, forms.Textarea) else Line
            self._offer(key, reads(widget=made.widget, max_length=20_000), named[key])
        self._offer("services", Lines(max_length=5_000), named["services"])
        spoken = forms.MultipleChoiceField(
            choices=_languages(definition, shown["languages"]), widget=SeveralOf(also=language_words)
        )
        self._offer("languages", spoken, named["languages"])
        self.fields["services"].help_text = _("Choose from the list, or type your own and press Enter.")
        self.fields["description"].widget = forms.Textarea(attrs={"rows": 8})
        offered = dict.fromkeys([*service_names(definition), *services_offered(partner.program_id)])
        self.fields["services"].widget = WordsOf(
            words=services_in_words(definition, offered), attrs={"rows": 5, "placeholder": _("One per line")}
        )
        name = (data or shown).get("name") or ""
        if not (shown[PRINTABLE] or needs_printable(name)):
            del self.fields[PRINTABLE]
        for document in legal_papers(definition) if legal else ():
            paper = UploadField(label=document.name, required=False, formats=document.formats)
            paper.help_text = format_lazy("{} {}", paper.help_text, _("Only if it has changed."))
            self.fields[f"{PAPER}{document.code}"] = paper
        self.fields = with_boxes(self.fields, self.legal, initial, LEGAL)
        self._explain(definition)
        if pending is None:
            del self.fields["replace"]
        if shown[LOGO] is None:
            del self.fields["logo_remove"]

    def _offer(self, key: str, field: forms.Field, label: str) -> None:
        field.label, field.required, field.show_hidden_initial = label, False, True
        self.fields[key] = field

    def _explain(self, definition: Definition) -> None:
        """Say beside each field what changing it triggers. What applies to all fields is said once, above."""
        waits, verified, needed = waiting_fields(definition), verified_fields(definition), required_fields(definition)
        keys = [key for key in labels(definition) if key in self.fields]
        self.everything_waits = waits.issuperset(keys)
        for key in keys:
            said = [self.fields[key].help_text] if self.fields[key].help_text else []
            if key in needed:
                said.append(_("Needed for a directory listing."))
            if key in verified:
                said.append(_("A change is verified again. You keep your status meanwhile."))
            elif key in waits and not self.everything_waits:
                said.append(_("A change is pending approval."))
            self.fields[key].help_text = " ".join(map(str, said))

    @property
    def card_fields(self) -> list[forms.BoundField]:
        """Fields that describe the company."""
        return [self[key] for key in FIRST if key in self.fields]

    @property
    def contact_fields(self) -> list[forms.BoundField]:
        """Contact details."""
        return [self[field.code] for field in texts() if field.code not in FIRST]

    @property
    def legal_fields(self) -> list[forms.BoundField]:
        """The legal data."""
        return [self[key] for key in self.fields if key.removeprefix(BOX).startswith(LEGAL)]

    @property
    def paper_fields(self) -> list[forms.BoundField]:
        """The documents that prove legal data."""
        return [self[key] for key in self.fields if key.startswith(PAPER)]

    @property
    def papers(self) -> dict[str, Upload]:
        """The valid uploaded files, by document code."""
        sent = ((key, self.cleaned_data.get(key)) for key in self.fields if key.startswith(PAPER))
        return {key.removeprefix(PAPER): upload for key, upload in sent if upload}

    @property
    def changes(self) -> dict[str, Any]:
        """The pending changes, updated with what was edited on this page."""
        found = dict(self.pending.changes) if self.pending else {}
        if not self.legal_fields:
            found = {key: value for key, value in found.items() if not key.startswith(LEGAL)}
        touched = (key for key in self.changed_data if key in LISTS or key.startswith(LEGAL) or key in _own())
        found |= {key: self.cleaned_data[key] for key in touched}
        if self.cleaned_data.get("logo_remove"):
            found[LOGO] = None
        elif self.cleaned_data.get("logo_waiting"):
            found[LOGO] = self.cleaned_data["logo_waiting"]
        return found

    def refuse(self, problems: Mapping[str, str]) -> None:
        """The same form, asking whether to replace a change that became pending in the meantime."""
        if "replace" in problems and "replace" not in self.fields:
            self.fields["replace"] = self.base_fields["replace"]
        super().refuse(without_repeated(problems, self.data, self.legal, LEGAL))


def _own() -> set[str]:
    return {field.code for field in texts()}


def _languages(definition: Definition, present: Iterable[str]) -> list[tuple[str, str]]:
    codes = {*SPOKEN, *(site.language.split("-")[0] for site in definition.sites), *present}
    return sorted(((code, language_name(code)) for code in codes), key=by_name)
