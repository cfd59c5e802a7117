"""Deal registration: partners register clients and projects, and the vendor protects them."""

from typing import Annotated, Literal

from pydantic import Field

from programs.definition.base import SHOWN, Clause, Code, Label, Part, Rule
from programs.definition.forms import Deadline, FormField


class Decision(Deadline):
    """How long the vendor may take to decide, and what follows when the time is over.

    ``then``: managers are emailed ("remind"), or a deal without a conflict is approved by itself ("approve").
    """

    then: Literal["remind", "approve"] = "remind"


class Protection(Part):
    """How long an approved deal is protected, and how progress extends it.

    A report of progress within ``extend_within_days`` of the end adds ``extension_months``, at most ``extensions``
    times. ``warnings`` are the days before the end on which the partner is told.
    """

    months: int = Field(default=6, gt=0)
    extension_months: int = Field(default=3, gt=0)
    extensions: int = Field(default=2, ge=0)
    extend_within_days: int = Field(default=60, gt=0)
    warnings: list[int] = Field(default_factory=lambda: [30, 7])


class NoCompetition(Rule):
    """What a partner accepts with each deal: it offers this client no competing products (KKV-5.2).

    ``violation`` is the kind of activity that a breach records.
    """

    text: Annotated[str, SHOWN] = Field(min_length=1, max_length=1000)
    violation: Code | None = None


class Prices(Rule):
    """The partner agrees the price with the vendor before it quotes; an agreed price holds for ``valid_days``."""

    decision: Deadline | None = None
    valid_days: int = Field(default=30, gt=0)


class Specialists(Rule):
    """How the vendor's specialists may take part; the vendor says so with its approval."""

    forms: list[Label] = Field(min_length=1)


class Proof(Part):
    """Whether a won deal needs proof: a license of the partner's client, or a document."""

    kinds: list[Literal["license", "document"]] = Field(min_length=1)


def _reasons() -> list[Label]:
    return ["Price", "Chose another partner", "Chose another product", "No budget", "No answer", "Project canceled"]


class Deals(Rule):
    """Registration of deals.

    ``track``: only partners with a level on it register deals. ``fields`` come on top of the short form.
    ``similar_percent``: how much two company names must be alike to be shown as a possible duplicate.
    ``won_activity`` is the kind of activity that a won deal records.
    """

    track: Code | None = None
    fields: list[FormField] = Field(default_factory=list)
    decision: Decision
    answer: Deadline
    begins: Clause | None = None
    protection: Protection = Field(default_factory=Protection)
    similar_percent: int = Field(default=65, ge=30, le=100)
    no_competition: NoCompetition | None = None
    prices: Prices | None = None
    specialists: Specialists | None = None
    proof: Proof | None = None
    lost_reasons: list[Label] = Field(default_factory=_reasons, min_length=1)
    won_activity: Code | None = None
    retention_months: int = Field(default=36, gt=0)
