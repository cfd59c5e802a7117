"""A competence: a second track with its own request, list, deals, reports and supervision."""

from typing import Literal

from pydantic import Field

from programs.definition.base import Code, Label, Rule
from programs.definition.forms import Deadline, FormField


class Request(Rule):
    """The request for the competence and its preliminary decision."""

    fields: list[FormField] = Field(min_length=1)
    preliminary: Deadline
    final: Deadline


class Renewal(Rule):
    """Due a number of days before the end, with reminders; a late request needs a manager."""

    days_before_end: int = Field(gt=0)
    reminders: list[int] = Field(default_factory=list)
    late: Literal["refused_unless_admitted", "accepted"] = "refused_unless_admitted"
    decision: Deadline


class MoreDocuments(Rule):
    """The vendor may ask for more documents; the decision's term pauses meanwhile."""

    extends_the_clock: bool = True


class Filters(Rule):
    """A partner matches a filter with at least one such activity of that value."""

    activity: Code
    attributes: list[Code] = Field(min_length=1)


class CompetenceList(Rule):
    """The public list: which levels, ordered by which points account, highest first, and how it is filtered."""

    levels: list[Code] = Field(min_length=1)
    account: Code
    filters: Filters | None = None


class DealRegistration(Rule):
    """A partner registers a deal when a large client shows interest."""

    fields: list[FormField] = Field(default_factory=list)


class QuoteApproval(Rule):
    """A quote needs prior approval of the price by the vendor."""

    without: Literal["refused"] = "refused"


class Participation(Rule):
    """How the vendor's specialists may take part in a project."""

    forms: list[Label] = Field(min_length=1)


class ProgressReports(Rule):
    """A report on each running project at least ``every_months``, as an activity, with reminders when overdue."""

    every_months: int = Field(gt=0)
    activity: Code
    reminder_days: list[int] = Field(default_factory=list)
    overdue: Literal["violation"] = "violation"


class Supervision(Rule):
    """Paid supervision of projects by the vendor."""

    paid_by: list[Literal["partner", "client"]] = Field(min_length=1)
    required_for: Label | None = None
    records: list[Literal["scope", "stages", "cost", "payer", "nda", "manager", "recommendations", "accepted_risks"]]


class Competence(Rule):
    """One competence, on the track it belongs to; ``needed_for`` says what the store refuses without it."""

    track: Code
    needed_for: Literal["enterprise_products"] | None = None
    request: Request
    renewal: Renewal | None = None
    more_documents: MoreDocuments | None = None
    public_list: CompetenceList | None = None
    deal_registration: DealRegistration | None = None
    quote_approval: QuoteApproval | None = None
    participation: Participation | None = None
    progress_reports: ProgressReports | None = None
    supervision: Supervision | None = None
