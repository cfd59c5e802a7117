"""Notices about clients: keys to register, keys deactivated, licenses that end, clients that moved."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse

from clients.events import ClientLinked, ClientMoved, LicenceEnded, LicenceReactivated
from clients.models import Client, ClientLicence
from clients.queries import expiring, unregistered
from clients.renewing import late_renewal_address, renewal_address
from common.actor import Actor
from notices.languages import languages_of
from notices.operations import Draft, send_notices
from notices.wording import in_every_language
from programs.rulebook import Rulebook

About = tuple[int, str, dict[str, Any], str]  # the partner, the notice's key, what it names, its link


def remind_to_register(*, rulebook: Rulebook, today: date, now: datetime) -> int:
    """Remind partners of keys that aren't registered yet, on the days that the program sets (B24-2.3a)."""
    store = rulebook.on(today).store
    rule = store.registration if store else None
    if rule is None:
        return 0
    waiting = unregistered(Actor.system(rulebook.program.pk))
    found = []
    for reminder in rule.reminders:
        due = today + timedelta(days=rule.days - reminder)
        for row in waiting.filter(register_by=due):
            link = reverse("clients:register", args=[row.pk])
            found.append((row.partner_id, f"client/{row.pk}/register/{reminder}", {"licence": row}, link))
    return _tell(found, "register", rulebook=rulebook, on=today, now=now, clause=rule.clause)


def remind_of_expiry(*, rulebook: Rulebook, today: date, now: datetime) -> int:
    """Tell partners of licenses that end soon, on the days that the program sets; the link is the filled renewal."""
    rules = rulebook.on(today)
    system = Actor.system(rulebook.program.pk)
    found = []
    for days in rules.clients.expiry_reminders if rules.clients else ():
        day = today + timedelta(days=days)
        for row in expiring(system, start=day, end=day).exclude(client=None):
            link = renewal_address(row) or reverse("clients:client", args=[row.client_id])
            found.append((row.partner_id, f"client/{row.pk}/expiry/{row.ends_on}/{days}", {"licence": row}, link))
    return _tell(found, "expiry", rulebook=rulebook, on=today, now=now)


def tell_of_end(event: LicenceEnded) -> None:
    """Tell the partner that a license was deactivated, or until when a key whose term is over can be renewed.

    Any other term that is over was announced before.
    """
    row = ClientLicence.objects.select_related("client").get(pk=event.licence_id)
    store = event.rulebook.on(event.today).store
    last = row.ends_on + timedelta(days=store.late_days) if store and store.late_days and row.ends_on else None
    if row.counts and last and last >= event.today and (link := late_renewal_address(row)):
        key = f"client/{row.pk}/lapsed/{row.ends_on}"
        lapsed = (row.partner_id, key, {"licence": row, "last": last}, link)
        _tell([lapsed], "lapsed", rulebook=event.rulebook, on=event.today, now=event.now)
    if row.state == ClientLicence.State.DEACTIVATED:
        about = (
            row.partner_id,
            f"client/{row.pk}/deactivated/{row.ended_on}",
            {"licence": row},
            reverse("clients:keys"),
        )
        _tell([about], "deactivated", rulebook=event.rulebook, on=event.today, now=event.now)


def tell_of_reactivation(event: LicenceReactivated) -> None:
    """Tell the partner that a key works again, and by when to register it."""
    row = ClientLicence.objects.select_related("client").get(pk=event.licence_id)
    key = f"client/{row.pk}/reactivated/{event.now.isoformat()}"
    about = (row.partner_id, key, {"licence": row}, reverse("clients:keys"))
    _tell([about], "reactivated", rulebook=event.rulebook, on=event.today, now=event.now)


def tell_of_link(event: ClientLinked) -> None:
    """Tell the partner of a client that asked to be linked to it."""
    client = Client.objects.get(pk=event.client_id)
    link = reverse("clients:client", args=[client.pk])
    about = (event.partner_id, f"client/{client.pk}/linked", {"client": client, "left": False}, link)
    _tell([about], "linked", rulebook=event.rulebook, on=event.today, now=event.now)


def tell_of_move(event: ClientMoved) -> None:
    """Tell both partners that a client moved."""
    client = Client.objects.get(pk=event.client_id)
    there, link = {"client": client}, reverse("clients:clients")
    left = (event.from_partner_id, f"client/{client.pk}/left/{event.move_id}", {**there, "left": True}, link)
    came = (
        event.to_partner_id,
        f"client/{client.pk}/came/{event.move_id}",
        {**there, "left": False},
        reverse("clients:client", args=[client.pk]),
    )
    _tell([left, came], "moved", rulebook=event.rulebook, on=event.today, now=event.now)


def _tell(about: Sequence[About], what: str, *, rulebook: Rulebook, on: date, now: datetime, clause: str = "") -> int:
    if not about:
        return 0
    spoken = languages_of(rulebook.program, [partner_id for partner_id, *_rest in about])
    drafts = [in_every_language(spoken[one[0]], partial(_draft, one, what, on, clause)) for one in about]
    return send_notices(program_id=rulebook.program.pk, drafts=drafts, now=now)


def _draft(about: About, what: str, on: date, clause: str) -> Draft:
    partner_id, key, words, link = about
    render: Callable[..., str] = render_to_string
    shown = {"what": what, **words}
    subject = " ".join(render("clients/notices/client_subject.txt", shown).split())
    body = render("clients/notices/client.txt", shown)
    return Draft(partner_id, "client", key, on, subject, body, clause=clause, link=link)
