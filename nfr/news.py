"""Notices about NFR licenses: granted, declined, extended, ending soon, rolled back."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse

from common.actor import Actor
from nfr.events import NfrDeclined, NfrExtended, NfrGranted, NfrRolledBack
from nfr.models import NfrGrant
from nfr.queries import ending_grants
from notices.languages import languages_of
from notices.operations import Draft, send_notices
from notices.wording import in_every_language
from programs.rulebook import Rulebook

_TOLD = {NfrGranted: "granted", NfrDeclined: "declined", NfrExtended: "prolonged", NfrRolledBack: "ended"}


def tell_of_nfr(event: NfrGranted | NfrDeclined | NfrExtended | NfrRolledBack) -> None:
    """Tell the partner what became of its license."""
    row = NfrGrant.objects.get(pk=event.grant_id)
    what = _TOLD[type(event)]
    key = f"nfr/{row.pk}/{what}" + (f"/{row.ends_on}" if what == "prolonged" else "")
    _tell([(row, key)], what, rulebook=event.rulebook, on=event.today, now=event.now)


def remind_of_ends(*, rulebook: Rulebook, today: date, now: datetime) -> int:
    """Remind partners before the end of a license, on the days that the program sets; returns how many notices."""
    nfr = rulebook.on(today).nfr
    found = []
    for grant in nfr.grants if nfr else ():
        for days in grant.life.reminders if grant.life else ():
            rows = ending_grants(Actor.system(rulebook.program.pk), on=today, days=days).filter(kind=grant.code)
            found += [(row, f"nfr/{row.pk}/ending/{row.ends_on}/{days}") for row in rows]
    return _tell(found, "ending", rulebook=rulebook, on=today, now=now)


def _tell(about: Sequence[tuple[NfrGrant, str]], what: str, *, rulebook: Rulebook, on: date, now: datetime) -> int:
    if not about:
        return 0
    rules = rulebook.on(on)
    spoken = languages_of(rulebook.program, [row.partner_id for row, _key in about])
    drafts = []
    for row, key in about:
        grant = rules.nfr.grant(row.kind) if rules.nfr else None
        write = partial(_draft, row, key, what, grant, on)
        drafts.append(in_every_language(spoken[row.partner_id], write))
    return send_notices(program_id=rulebook.program.pk, drafts=drafts, now=now)


def _draft(row: NfrGrant, key: str, what: str, rule: Any, on: date) -> Draft:
    words = {"what": what, "grant": row, "name": rule.name if rule else row.kind, "rule": rule}
    return Draft(
        partner_id=row.partner_id,
        kind="nfr",
        key=key,
        on=on,
        subject=" ".join(render_to_string("nfr/notices/nfr_subject.txt", words).split()),
        body=render_to_string("nfr/notices/nfr.txt", words),
        clause=rule.clause if rule else "",
        link=reverse("nfr:licences"),
    )
