"""Publishes the preset of a demo's program: at the first start, and when a new release has changed it."""

from __future__ import annotations

from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

from common.actor import Actor
from common.tenancy import bind
from demo.plan import Plan
from portal.publishing import publish_rules
from programs.definition.load import load
from programs.models import Program, Revision

PRESETS = Path(__file__).parent.parent / "programs" / "presets"


def preset(code: str) -> str:
    """The text of a program's preset. Raises ``FileNotFoundError`` when it has none."""
    return (PRESETS / f"{code}.toml").read_text(encoding="utf-8")


def publish_preset(*, actor: Actor, source: str, today: date, now: datetime) -> Revision | None:
    """Publish ``source`` as the next revision from ``today`` on; None if the program has had exactly these rules.

    Older revisions stay in force for the days before, so no past decision changes. Rules that somebody published on
    top of this preset stay too: it was published before them. Raises UnableToPublish as `publish_rules` does.
    """
    code = load(source).program.code
    published = _published(code)
    if sha256(source.encode()).hexdigest() in published:
        return None
    return publish_rules(
        actor=actor, program_code=code, source=source, effective_from=max([today, *published.values()]), now=now
    )


def _published(code: str) -> dict[str, date]:
    """The first day of every revision by its digest."""
    program = Program.objects.filter(code=code).first()
    if program is None:
        return {}
    with bind(program.pk):
        return dict(Revision.objects.filter(program=program).values_list("digest", "effective_from"))


def under_newest_rules(plan: Plan, program: Program, *, today: date) -> Plan:
    """The plan with nothing older than the program's newest rules.

    What a plan lets partners do is written for the preset. In a network that an older release has loaded, it happens
    from the day of the upgrade on, because the rules before may not know it.
    """
    days = list(Revision.objects.filter(program=program).order_by("number").values_list("effective_from", flat=True))
    if len(days) < 2:
        return plan  # the first revision also applies to the days before it
    return plan.with_steps_within(days=max((today - days[-1]).days, 0))
