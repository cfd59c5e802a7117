"""Notices about requests for client documents, and the reminders before they are due."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import partial

from django.template.loader import render_to_string
from django.urls import reverse

from common.actor import Actor
from common.tenancy import bind
from notices.languages import languages_of
from notices.operations import Draft, send_notices
from notices.wording import in_every_language
from programs.rulebook import Rulebook
from store.kyc.events import KycChanged
from store.models import KycRequest


def tell_of_kyc(event: KycChanged) -> None:
    """Tell the partner what is asked for, or what became of its answer."""
    row = KycRequest.objects.visible_to(Actor.system(event.program_id)).get(pk=event.request_id)
    moment = f"/{event.now:%Y%m%d%H%M%S}" if event.what in ("rejected", "blocked") else ""
    about = [(row, f"kyc/{row.pk}/{event.what}{moment}")]
    _tell(about, event.what, rulebook=event.rulebook, on=event.today, now=event.now)


def remind_of_kyc(*, rulebook: Rulebook, today: date, now: datetime) -> int:
    """Remind partners of requests that are due soon, on the days that the program sets; returns how many notices."""
    store = rulebook.on(today).store
    rules = store.know_your_customer if store else None
    waiting = KycRequest.objects.visible_to(Actor.system(rulebook.program.pk)).filter(state=KycRequest.State.ASKED)
    about = [
        (row, f"kyc/{row.pk}/due/{row.due_on}/{days}")
        for days in (rules.reminders if rules else ())
        for row in waiting.filter(due_on=today + timedelta(days=days))
    ]
    return _tell(about, "due", rulebook=rulebook, on=today, now=now)


def _tell(about: Sequence[tuple[KycRequest, str]], what: str, *, rulebook: Rulebook, on: date, now: datetime) -> int:
    if not about:
        return 0
    store = rulebook.on(on).store
    clause = store.know_your_customer.clause if store and store.know_your_customer else ""
    with bind(rulebook.program.pk):
        spoken = languages_of(rulebook.program, [row.partner_id for row, _key in about])
    drafts = []
    for row, key in about:
        write = partial(_draft, row, key, what, on, clause)
        drafts.append(in_every_language(spoken[row.partner_id], write))
    return send_notices(program_id=rulebook.program.pk, drafts=drafts, now=now)


def _draft(row: KycRequest, key: str, what: str, on: date, clause: str) -> Draft:
    shown = {"what": what, "asked": row}
    subject = " ".join(render_to_string("store/notices/kyc_subject.txt", shown).split())
    body = render_to_string("store/notices/kyc.txt", shown)
    link = reverse("store:kyc_request", args=[row.pk])
    return Draft(row.partner_id, "kyc", key, on, subject, body, clause=clause, link=link)
