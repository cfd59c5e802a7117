"""Writes standings: settle partners by replaying them, and record managers' decisions."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from django.db import connection, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.permissions import require
from accounts.sentences import Sentence, sentence
from common.actor import Actor
from common.events import publish
from common.memory import uncollected
from common.refusals import Refused
from partners.models import Partner
from points.operations import reconcile, set_watermark
from programs.definition import MAIN_TRACK
from programs.definition.words import as_written
from programs.rulebook import Rulebook, read_rulebook
from statuses.engine import History, Timeline, replay
from statuses.events import DecisionTaken, LevelDecided, StandingsSettled
from statuses.histories import histories
from statuses.models import Decision
from statuses.partner_locks import chunks, lock_partners
from statuses.results import write_changes, write_standings

PERMISSION = "partners.decide"
_AHEAD = "SELECT partner_id, assessed_on FROM statuses_standing WHERE partner_id = ANY(%s) AND assessed_on > %s"


class UnableToDecideLevel(Refused):
    """A manager's decision about a level is invalid: ``level``, ``reason``, ``on``."""


def settle(
    *,
    rulebook: Rulebook,
    partner_ids: Sequence[int],
    until: date,
    now: datetime,
    live: bool = True,
    reason: str = "",
    progress: Callable[[int], None] | None = None,
) -> list[LevelDecided]:
    """Bring partners' points, levels and standings up to a day, from everything known about them.

    Safe to repeat: stored rows stay. Results that a new fact about an earlier day made wrong are reversed in the ledger
    and superseded in the history. ``reason`` is stored on reversals. Returns the new decisions. Partners are locked in
    order of their ids.
    """
    set_watermark(program_id=rulebook.program.pk, active_on=until)
    decided: list[LevelDecided] = []
    for chunk in chunks(sorted(partner_ids)):
        with transaction.atomic(savepoint=False), uncollected():
            lock_partners(chunk)
            fresh = _settle(rulebook, chunk, until, reason=reason, now=now)
            publish(StandingsSettled(rulebook, chunk, fresh, until, live, now))
        decided += fresh
        if progress:
            progress(len(chunk))
    return decided


def _settle(
    rulebook: Rulebook, partner_ids: Sequence[int], until: date, *, reason: str, now: datetime
) -> list[LevelDecided]:
    timelines = {
        partner_id: replay(history, rulebook.revisions, day)
        for partner_id, (history, day) in _known(partner_ids, until).items()
    }
    return _store(rulebook.program.pk, timelines, reason=reason, now=now)


def _known(partner_ids: Sequence[int], until: date) -> dict[int, tuple[History, date]]:
    """Each partner's history, and the day to settle to: never before the day it was last settled to."""
    with connection.cursor() as cursor:
        cursor.execute(_AHEAD, [list(partner_ids), until])
        ahead = dict(cursor.fetchall())
    found = histories(partner_ids, until=max(ahead.values(), default=until))
    days = {partner_id: ahead.get(partner_id, until) for partner_id in found}
    return {
        partner_id: (history.until(days[partner_id]) if ahead else history, days[partner_id])
        for partner_id, history in found.items()
        if history.accepted_on <= days[partner_id]
    }


def _store(program_id: int, timelines: dict[int, Timeline], *, reason: str, now: datetime) -> list[LevelDecided]:
    reconcile(
        program_id=program_id,
        wanted={partner_id: timeline.ledger.postings for partner_id, timeline in timelines.items()},
        reason=reason,
        now=now,
    )
    decided = write_changes(program_id, timelines, now=now)
    write_standings(program_id, timelines)
    return decided


def grant_exception(
    *,
    actor: Actor,
    partner: Partner,
    rulebook: Rulebook,
    level: str,
    reason: str,
    on: date,
    today: date,
    now: datetime,
    track: str = MAIN_TRACK,
) -> Decision:
    """Record a manager's exception: a level that overrides the rules, with a reason (BPS-status1).

    The caller then settles the partner (portal/reactions.py does). Raises UnableToDecideLevel for a level the track
    doesn't have, a missing reason, a future day or a day before the partner's acceptance; PermissionDenied.
    """
    require(actor, PERMISSION, program_id=partner.program_id)
    known = next((item for item in rulebook.on(today).tracks if item.code == track), None)
    found = known.level(level) if known else None
    if known is None or found is None:
        said = _("The program has no level '%(level)s' on the track '%(track)s'.")
        raise UnableToDecideLevel({"level": said % {"level": level, "track": track}})
    done = sentence(
        "Granted %(partner)s an exception: %(level)s (%(track)s), from %(on)s",
        partner=partner.name,
        level=as_written(found.name),
        track=as_written(known.name),
        on=on,
    )
    exception = Decision.Kind.EXCEPTION
    return decide_level(
        actor=actor,
        partner=partner,
        rulebook=rulebook,
        track=track,
        kind=exception,
        level=level,
        reason=reason,
        on=on,
        today=today,
        now=now,
        done=done,
    )


def terminate(*, actor: Actor, partner: Partner, reason: str, on: date, today: date, now: datetime) -> Decision:
    """End the partnership: the partner loses its levels on every track (B24-1.5).

    Raises UnableToDecideLevel without a reason, PermissionDenied.
    """
    require(actor, PERMISSION, program_id=partner.program_id)
    done = sentence("Terminated %(partner)s, from %(on)s", partner=partner.name, on=on)
    rulebook, termination = read_rulebook(partner.program_id), Decision.Kind.TERMINATION
    return decide_level(
        actor=actor,
        partner=partner,
        rulebook=rulebook,
        track=MAIN_TRACK,
        kind=termination,
        level="",
        reason=reason,
        on=on,
        today=today,
        now=now,
        done=done,
    )


def decide_level(
    *,
    actor: Actor,
    partner: Partner,
    rulebook: Rulebook,
    track: str,
    kind: str,
    level: str,
    reason: str,
    on: date,
    today: date,
    now: datetime,
    done: Sentence,
) -> Decision:
    """Record a decision about a level, and publish it; the caller has asked for the permission.

    Raises UnableToDecideLevel without a reason, for a future day or one before the partner's acceptance.
    """
    if not reason.strip():
        raise UnableToDecideLevel({"reason": _("Enter a reason.")})
    if on > today:
        said = _("%(day)s is in the future; today is %(today)s.")
        raise UnableToDecideLevel({"on": said % {"day": date_format(on), "today": date_format(today)}})
    if on < partner.accepted_on:
        said = _("The partner only joined on %(day)s.")
        raise UnableToDecideLevel({"on": said % {"day": date_format(partner.accepted_on)}})
    with transaction.atomic():
        decision = Decision.objects.create(
            program_id=partner.program_id,
            partner=partner,
            track=track,
            on=on,
            kind=kind,
            level=level,
            reason=reason.strip(),
            decided_by_id=actor.user_id,
            recorded_at=now,
        )
        note_act(
            actor=actor,
            action=PERMISSION,
            subject=decision,
            partner_id=partner.pk,
            now=now,
            summary=done,
            details={"reason": decision.reason},
        )
        publish(DecisionTaken(rulebook, partner.pk, decision.pk, on, today, now))
    return decision
