"""Claims for tests: submitting, deciding, and a program with caps."""

from typing import Any

from accounts.models import User
from activities.claims.answers import Given
from activities.claims.operations.submitting import submit_claim
from activities.models import Claim
from common.actor import Actor
from partners.models import Partner
from programs.models import Program
from programs.operations import FIRST_RULES, publish
from programs.rulebook import read_rulebook
from tests import cast
from tests.careers import NOON, TODAY

EVIDENCE = Given(
    answers={"address": "https://alpha.example/social", "note": "Our page"},
    on=TODAY,
    subject="alpha.example/social",
    attributes={"evidence": "social"},
)
PROJECT = Given(
    answers={"client": "Client One", "address": "https://client-one.example", "description": "A portal"},
    on=TODAY,
    quantity=1,
    subject="Client One",
)
PLAN = Given(answers={"plan": "A seminar for accountants."}, subject="Seminar in June")


def at(**more: Any) -> dict[str, Any]:
    """The current moment in these tests."""
    return {"today": TODAY, "now": NOON, **more}


def claimed(partner: Partner, user: User, kind: str = "project", given: Given = PROJECT, **more: Any) -> Claim:
    """A submitted claim. The transaction must be bound."""
    actor = cast.partner_actor(partner, user)
    return submit_claim(
        actor=actor, partner=partner, rulebook=read_rulebook(partner.program_id), kind=kind, given=given, **at(**more)
    )


def open_capped_program(*, window: str = "year", at_most: int = 2) -> Program:
    """A program with a preset's rules, in which projects have a cap."""
    text = (cast.PRESETS / "bitrix24.toml").read_text(encoding="utf-8")
    head, mark, rest = text.partition("[activities.project]\nclaim = { ")
    assert mark
    capped = f'{head}{mark}cap = {{ at_most = {at_most}, window = "{window}" }}, {rest}'
    revision = publish(
        program_code="bitrix24",
        source=capped,
        effective_from=cast.PUBLISHED_AT.date(),
        actor=Actor.system(None),
        now=cast.PUBLISHED_AT,
        partners_on=FIRST_RULES,
    )
    return revision.program
