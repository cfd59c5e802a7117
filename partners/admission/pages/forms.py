"""The applicant's two forms. Names with a hyphen are the portal's own, because program field codes have none."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from partners.admission.consents import Statement, digest
from partners.admission.operations.applying import LONGEST_AFFILIATES, LONGEST_ANSWER, Affiliation
from partners.printable_names import NAMES, PRINTABLE, asked_with_name, name_problems
from programs.answers import AnswersForm, UploadField, about_oneself
from programs.definition.admission import Admission, Verification
from programs.definition.forms import FormField
from programs.same_as import box_of, without_repeated
from programs.uploads import UploadsField
from web.fields import Hidden, Lines
from web.forms import RefusableForm

DECLARED, NAMED, TEXTS, ACCEPTED = "affiliation-declared", "affiliation-named", "texts-shown", "agreement-accepted"
Problems = Mapping[str, str]


class ApplicantForm(AnswersForm, RefusableForm):
    """Base of both forms: questions, texts to agree to, and problems that an operation found."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: Any = None,
        *,
        asked: Sequence[FormField],
        statements: Iterable[Statement],
        **options: Any,
    ) -> None:
        known = options.get("initial") if data is None else data
        super().__init__(data, files, asked=asked_with_name(asked, known or {}), **options)
        about_oneself(self)
        self.statements = list(statements)
        self.fields[TEXTS] = Hidden(required=False, max_length=64, initial=digest(self.statements))

    def clean(self) -> dict[str, Any]:
        """Ask for a name that certificates can print, if they can't print the company's own."""
        found = super().clean()
        if any(field.code == PRINTABLE for field in self.asked):
            name = next((found[code] for code in NAMES if found.get(code)), "")
            self.refuse(name_problems(name, found.get(PRINTABLE) or ""))
        return found

    @property
    def questions(self) -> list[BoundField]:
        """The fields that the program asks for."""
        asked = [field for field in self.asked if field.type != "file"]
        return [self[name] for field in asked for name in (box_of(field), field.code) if name]

    @property
    def typed(self) -> dict[str, str]:
        """The answers as typed."""
        return {field.code: self.data.get(field.code, "") for field in self.asked if field.type != "file"}

    @property
    def agreed_to(self) -> str:
        """The digest of the texts that the page showed."""
        return str(self.data.get(TEXTS, ""))

    def show(self, problems: Problems) -> None:
        """Show only these problems, each beside its field. An outdated page gets the current texts."""
        self.errors.clear()
        self.refuse(without_repeated(problems, self.data, self.asked))
        self.data = {**dict(self.data.items()), TEXTS: digest(self.statements)}


class ApplicationForm(ApplicantForm):
    """The public form: contact, company, affiliates and confirmations (B24-1.1, B24-1.2.1a)."""

    def __init__(self, *args: Any, admission: Admission, statements: Iterable[Statement], **options: Any) -> None:
        super().__init__(*args, asked=admission.application.fields, statements=statements, **options)
        if admission.affiliates:
            self.fields[DECLARED] = forms.ChoiceField(
                label=_("Is your company affiliated with a partner of this program?"),
                help_text=_("As a subsidiary, a parent company or under the same control."),
                choices=[("", _("Choose one")), ("no", _("No")), ("yes", _("Yes"))],
            )
            self.fields[NAMED] = Lines(
                label=_("If so: with which companies, and how?"),
                required=False,
                max_length=LONGEST_AFFILIATES,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        for each in self.statements:
            self.fields[f"confirm-{each.code}"] = forms.BooleanField(
                label=each.text,
                help_text=f"{each.agreement.name}, {each.agreement.version}" if each.agreement else "",
                error_messages={"required": _("Confirm this to continue.")},
            )

    @property
    def affiliation(self) -> Affiliation:
        """The answers about affiliates."""
        return Affiliation(self.data.get(DECLARED, ""), self.data.get(NAMED, ""))

    @property
    def confirmed(self) -> list[str]:
        """The codes of the ticked boxes."""
        return [each.code for each in self.statements if self.data.get(f"confirm-{each.code}")]

    @property
    def affiliates(self) -> list[BoundField]:
        """The questions about affiliates, if the program asks them."""
        return [self[name] for name in (DECLARED, NAMED) if name in self.fields]

    @property
    def boxes(self) -> list[tuple[BoundField, Statement]]:
        """The confirmations, each with the text it refers to."""
        return [(self[f"confirm-{each.code}"], each) for each in self.statements]


class LegalForm(ApplicantForm):
    """The second form: legal data, documents that prove them, and the agreement (B24-1.2.2a, B24-1.2.2b)."""

    def __init__(self, *args: Any, verification: Verification, statements: Iterable[Statement], **options: Any) -> None:
        written = [field for field in verification.fields if field.type != "file"]
        super().__init__(*args, asked=written, statements=statements, **options)
        self.wanted = {document.code: document.name for document in verification.documents}
        formats = {document.code: document.formats for document in verification.documents}
        self.wanted |= {field.code: field.label for field in verification.fields if field.type == "file"}
        optional = {field.code for field in verification.fields if not field.required}
        for code, name in self.wanted.items():
            made = UploadField(label=name, required=False, formats=formats.get(code, ("pdf", "jpeg", "png")))
            made.help_text = _("PDF, JPEG or PNG, up to 10 MB.")
            if code not in optional:  # it may have been sent before: the operation checks that it is there
                made.widget.attrs["aria-required"] = "true"
            self.fields[f"file-{code}"] = made
        for each in self.statements:
            self.fields[ACCEPTED] = forms.BooleanField(
                label=_("I accept this agreement on behalf of the company."),
                help_text=f"{each.agreement.name}, {each.agreement.version}" if each.agreement else "",
            )

    @property
    def papers(self) -> list[tuple[str, BoundField]]:
        """The upload fields, by document code."""
        return [(code, self[f"file-{code}"]) for code in self.wanted]

    @property
    def acceptance(self) -> BoundField | None:
        """The checkbox under the agreement."""
        return self[ACCEPTED] if ACCEPTED in self.fields else None

    @property
    def accepted(self) -> bool:
        """Whether the agreement is ticked."""
        return bool(self.data.get(ACCEPTED))

    @property
    def sent(self) -> dict[str, list[Any]]:
        """The valid files, by document code."""
        found = {code: self.cleaned_data.get(f"file-{code}") for code in self.wanted}
        return {code: [upload] for code, upload in found.items() if upload}

    @property
    def current(self) -> dict[str, str]:
        """The answers as they are in the form now."""
        return self.typed if self.is_bound else dict(self.initial)

    @property
    def said(self) -> dict[str, str]:
        """All problems, by field."""
        return {name: " ".join(map(str, said)) for name, said in self.errors.items()}

    @property
    def bad_files(self) -> dict[str, str]:
        """Problems with files, by field."""
        return {name: text for name, text in self.said.items() if name.startswith("file-")}


class AnswerForm(RefusableForm):
    """The applicant's answer to the vendor's question."""

    text = Lines(label=_("Your answer"), max_length=LONGEST_ANSWER, widget=forms.Textarea(attrs={"rows": 5}))
    attached = UploadsField(label=_("Files"), required=False, help_text=_("PDF, JPEG or PNG, up to 10 MB each."))
