"""Sign-ups that the vendor's product reports: linked to the partner of the first visit, or refused with the reason."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.permissions import require
from clients.contacts import Contact
from clients.models import Client, ReferralLink, ReferralSignUp, ReferralVisit
from clients.operations.adding import add_client
from clients.own_data import own_data_problems
from clients.referral.events import ClientSignedUp
from clients.referral.rules import winner
from clients.referral.visitors import digest_of
from clients.rules import account_host
from common.actor import Actor
from common.events import publish
from common.refusals import Refused
from partners.models import Partner
from programs.rulebook import Rulebook

State, Cause = ReferralSignUp.State, ReferralSignUp.Cause


class UnableToReportSignUp(Refused):
    """The report is incomplete; ``problems`` says why, by field: ``visitor``, ``partner``."""


@dataclass(frozen=True)
class _Referred:
    """Whose sign-up it is, and by which visit; ``late`` if the visit was too long ago."""

    partner: Partner
    link: ReferralLink | None = None
    visited_on: date | None = None
    late: bool = False


def report_sign_up(
    *,
    actor: Actor,
    rulebook: Rulebook,
    account: str,
    company: str,
    country: str,
    today: date,
    now: datetime,
    partner: Partner | None = None,
    visitor: str = "",
    name: str = "",
    email: str = "",
    phone: str = "",
    tax_id: str = "",
    known_before: bool = False,
) -> ReferralSignUp:
    """Link a sign-up to the partner whose link its ``visitor`` followed first, or that the product names (B24-5.1).

    A sign-up that can't be linked is kept as refused, with its reason: the partner's own data, an account that is a
    client already (late re-attribution), a visit that is too old, a partnership that had ended. The same report again
    returns the same row. Raises UnableToReportSignUp if neither or both are given, or the visitor isn't known,
    UnableToAddClient for malformed data, PermissionDenied for anyone but the program's staff and the system.
    """
    require(actor, "clients.manage", program_id=rulebook.program.pk)
    with transaction.atomic():
        referred = _referred(actor, rulebook, partner, visitor, today)
        host = account_host(account)
        if known := _reported(actor, referred.partner, host):
            return known
        client = Client.objects.visible_to(actor).filter(account=host).exclude(account="").first()
        cause, reason = _refused(referred, client, today)
        about: dict[str, Any] = {"name": name, "email": email, "phone": phone, "tax_id": tax_id}
        if not cause and client is None:
            cause, reason = _own(referred.partner, rulebook, today, company, country, **about)
        if cause:
            return _keep_refused(referred, account, cause, reason, today, now)
        client = client or add_client(
            actor=actor,
            partner=referred.partner,
            kind=Client.Kind.CLOUD,
            account=account,
            company=company,
            country=country,
            origin=Client.Origin.REFERRAL,
            known_before=known_before,
            today=today,
            now=now,
            **about,
        )
        return _keep_linked(referred, client, rulebook, today, now)


def note_first_payment(*, actor: Actor, client: Client, on: date) -> None:
    """Note in the statistics that a client of a sign-up pays. PermissionDenied for partners."""
    require(actor, "clients.manage", program_id=client.program_id)
    rows = ReferralSignUp.objects.visible_to(actor).filter(client=client, state=State.LINKED)
    rows.exclude(paid_on__lte=on).update(paid_on=on)


def _referred(actor: Actor, rulebook: Rulebook, partner: Partner | None, visitor: str, today: date) -> _Referred:
    if (partner is None) == (not visitor):
        raise UnableToReportSignUp({"visitor": _("Send either the visitor's code or the partner's.")})
    if partner is not None:
        return _Referred(partner)
    clients = rulebook.on(today).clients
    referral = clients.referral if clients else None
    visits = ReferralVisit.objects.visible_to(actor).filter(visitor=digest_of(visitor)).order_by("at", "pk")
    known = list(visits.select_related("link", "partner"))
    if referral is None or not known:
        raise UnableToReportSignUp({"visitor": _("This visitor hasn't opened a referral link.")})
    won = winner(known, on=today, window_days=referral.window_days, wins=referral.wins)
    visit = won or known[0]
    return _Referred(visit.partner, visit.link, visit.on, late=won is None)


def _reported(actor: Actor, partner: Partner, host: str) -> ReferralSignUp | None:
    """The sign-up if it was reported before, also when its client has moved since."""
    rows = ReferralSignUp.objects.visible_to(actor).filter(account=host, state=State.LINKED)
    return rows.filter(partner=partner).first()


def _refused(referred: _Referred, client: Client | None, today: date) -> tuple[str, str]:
    """Why the sign-up can't be linked, whatever its data are: cause and reason; both empty if it can."""
    partner = referred.partner
    if client is not None and client.partner_id != partner.pk:
        return Cause.TAKEN, _("This account is already linked to another partner. To move it, ask a manager.")
    if referred.late:
        return Cause.LATE, _("The visit by the referral link was too long ago.")
    if partner.ended_on is not None and partner.ended_on <= today:
        return Cause.ENDED, _("The partnership ended before the sign-up.")
    return "", ""


def _own(
    partner: Partner, rulebook: Rulebook, today: date, company: str, country: str, **about: str
) -> tuple[str, str]:
    """Why the sign-up is the partner's own (B24-2.3.2)."""
    problems = own_data_problems(
        partner=partner,
        rules=rulebook.on(today),
        contact=Contact(about["name"], about["email"], about["phone"]),
        client_tax_id=about["tax_id"],
        country=country.upper(),
    )
    if company.strip().casefold() == partner.name.casefold():
        problems["company"] = _("This is the partner's own company.")
    return (Cause.OWN, " ".join(problems.values())) if problems else ("", "")


def _keep_refused(
    referred: _Referred, account: str, cause: str, reason: str, today: date, now: datetime
) -> ReferralSignUp:
    partner = referred.partner
    row, _new = ReferralSignUp.objects.get_or_create(
        program_id=partner.program_id,
        partner=partner,
        account=account_host(account),
        state=State.REFUSED,
        cause=cause,
        defaults={
            "link": referred.link,
            "reason": reason[:400],
            "visited_on": referred.visited_on,
            "on": today,
            "reported_at": now,
        },
    )
    return row


def _keep_linked(referred: _Referred, client: Client, rulebook: Rulebook, today: date, now: datetime) -> ReferralSignUp:
    row, is_new = ReferralSignUp.objects.get_or_create(
        program_id=client.program_id,
        account=client.account,
        state=State.LINKED,
        defaults={
            "partner_id": client.partner_id,
            "link": referred.link,
            "client": client,
            "visited_on": referred.visited_on,
            "on": today,
            "paid_on": client.first_paid_on,
            "reported_at": now,
        },
    )
    if is_new:
        publish(ClientSignedUp(rulebook, row.partner_id, row.pk, today, now))
    return row
