"""How a company becomes a partner, changes its data, works in a team, and leaves."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from programs.definition.base import Code, Label, Part, Rule
from programs.definition.forms import Deadline, Document, FormField

Domain = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$", max_length=253)]
Paragraph = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]


class Agreement(Rule):
    """A text that people agree to, by version.

    ``text`` is printed paragraph by paragraph; ``{code}`` in it stands for an answer of the verification's form,
    ``{entity}``, ``{entity_address}``, ``{company}``, ``{country}``, ``{date}`` and ``{version}`` for what they say.
    """

    code: Code
    name: Label
    version: Label
    text: list[Paragraph] = Field(default_factory=list)


class Confirmation(Rule):
    """A box that the applicant ticks, perhaps about an agreement or policy."""

    code: Code
    text: Label
    agreement: Code | None = None


class Decline(Rule):
    """A declined applicant is told so; an internal reason may be kept and is never shown."""

    reason_required: bool = False


class Application(Rule):
    """The public form and its preliminary review."""

    fields: list[FormField] = Field(min_length=1)
    confirmations: list[Confirmation] = Field(default_factory=list)
    review: Deadline
    decline: Decline


class Consent(Rule):
    """Handing in records the agreement to a text on behalf of the company."""

    agreement: Code


class Verification(Rule):
    """The legal entity's data, the documents that prove them, the consent and the time to verify."""

    fields: list[FormField] = Field(min_length=1)
    documents: list[Document] = Field(default_factory=list)
    consent: Consent | None = None
    review: Deadline


class Acceptance(Rule):
    """Final approval: the notice that goes out. It fixes the day from which terms run."""

    notice: Code


class Download(Rule):
    """The partner can download the agreement that it accepted, filled with its data."""

    agreement: Code


class Dashboard(Rule):
    """What an applicant sees before approval."""

    before_approval: list[Code] = Field(min_length=1)


class Affiliates(Rule):
    """Which equal data flag an applicant as affiliated with a partner or another applicant.

    ``shared_domains`` are those under which anybody has an address, so that having the same one says nothing.
    """

    matched_on: list[Literal["tax_id", "registration_number", "website_domain", "email_domain", "phone"]] = Field(
        min_length=1
    )
    shared_domains: list[Domain] = Field(default_factory=list)


class ProfileChanges(Rule):
    """Which changes the vendor approves first, and which of them reopen verification."""

    approved: list[Code] = Field(min_length=1)
    reverified: list[Code] = Field(default_factory=list)


class Termination(Rule):
    """What ends at once with the agreement."""

    ends: list[Literal["discount", "nfr", "directory", "leads", "dashboard"]] = Field(min_length=1)


class Role(Part):
    """A role of a partner's employee."""

    code: Literal["main", "manager", "sales", "readonly"]
    name: Label


class Team(Rule):
    """The partner's employees: their roles, and whether the vendor approves each."""

    roles: list[Role] = Field(min_length=1)
    approval: bool = True


class InformationRequests(Rule):
    """The vendor asks a partner for information; overdue answers are listed for penalties."""

    due: Deadline


class Trademarks(Rule):
    """Which uses of the trademarks need no approval; every other use waits for it."""

    free: list[Label] = Field(default_factory=list)


class Admission(Part):
    """The way into the program and through it."""

    application: Application
    verification: Verification | None = None
    acceptance: Acceptance
    download: Download | None = None
    dashboard: Dashboard | None = None
    affiliates: Affiliates | None = None
    profile_changes: ProfileChanges | None = None
    team: Team | None = None
    information_requests: InformationRequests | None = None
    trademarks: Trademarks | None = None
    termination: Termination
