"""Admission: how a company becomes a partner, changes its data, manages its team, and leaves."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from programs.definition.base import Code, Label, Name, Paragraph, Part, Rule
from programs.definition.forms import Deadline, Document, FormField

Domain = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$", max_length=253)]


class Records(Part):
    """The activity that is recorded for a company when it joins, for an agreement that it accepted."""

    of: Code
    attributes: dict[Code, str] = Field(default_factory=dict)


class Agreement(Rule):
    """A text that people agree to, by version.

    ``text`` is printed paragraph by paragraph; ``{code}`` is replaced by an answer in the verification form, and
    ``{entity}``, ``{entity_address}``, ``{company}``, ``{country}``, ``{date}`` and ``{version}`` by their values.
    ``records``: the activity that shows in levels and reviews that the partner accepted it.
    """

    code: Code
    name: Label
    version: Name
    text: list[Paragraph] = Field(default_factory=list)
    records: Records | None = None


class Confirmation(Rule):
    """A box that the applicant ticks, perhaps about an agreement or policy."""

    code: Code
    text: Label
    agreement: Code | None = None


class Decline(Rule):
    """Declining an applicant: the applicant is told, and an internal reason may be stored but is never shown."""

    reason_required: bool = False


class Application(Rule):
    """The public form and its preliminary review."""

    fields: list[FormField] = Field(min_length=1)
    confirmations: list[Confirmation] = Field(default_factory=list)
    review: Deadline
    decline: Decline


class Consent(Rule):
    """Consent to a text on behalf of the company, recorded when it submits its documents."""

    agreement: Code


class Verification(Rule):
    """The legal entity's data, its documents as proof, the consent and the time to verify them."""

    fields: list[FormField] = Field(min_length=1)
    documents: list[Document] = Field(default_factory=list)
    consent: Consent | None = None
    review: Deadline


class Acceptance(Rule):
    """Final approval and its notice. Terms run from its day."""

    notice: Code


class Download(Rule):
    """The partner can download the agreement that it accepted, filled with its data."""

    agreement: Code


class Dashboard(Rule):
    """What an applicant sees before approval."""

    before_approval: list[Code] = Field(min_length=1)


class Affiliates(Rule):
    """Which matching data flag an applicant as affiliated with a partner or another applicant.

    ``shared_domains`` are open to anyone, such as mail providers, so a match on them is ignored.
    """

    matched_on: list[Literal["tax_id", "registration_number", "website_domain", "email_domain", "phone"]] = Field(
        min_length=1
    )
    shared_domains: list[Domain] = Field(default_factory=list)


class ProfileChanges(Rule):
    """Which changes need the vendor's approval, and which of them reopen verification."""

    approved: list[Code] = Field(min_length=1)
    reverified: list[Code] = Field(default_factory=list)


class Termination(Rule):
    """What ends immediately with the agreement."""

    ends: list[Literal["discount", "nfr", "directory", "leads", "dashboard"]] = Field(min_length=1)


class Role(Part):
    """A role of a partner's employee."""

    code: Literal["main", "manager", "sales", "readonly"]
    name: Label


class Team(Rule):
    """The partner's team: its roles, and whether the vendor approves each member."""

    roles: list[Role] = Field(min_length=1)
    approval: bool = True


class InformationRequests(Rule):
    """The vendor asks a partner for information; overdue answers are listed for penalties."""

    due: Deadline


class Trademarks(Rule):
    """Which uses of the trademarks need no approval; every other use does."""

    free: list[Label] = Field(default_factory=list)


class Admission(Part):
    """Joining the program and being a partner."""

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
