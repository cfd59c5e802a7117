"""Claiming an NFR license."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError
from django.utils.translation import gettext as _

from accounts.permissions import require
from clients.checking import account_of
from clients.queries import had_commercial_subscription
from common.actor import Actor
from common.constraints import violated
from common.languages import listed
from common.refusals import Refused
from common.tenancy import bind
from nfr.allowances import Allowance, allowances, used_up
from nfr.beginning import begin, grant_columns
from nfr.models import NfrGrant
from partners.models import Partner
from programs.definition.nfr import Nfr
from programs.rulebook import Rulebook

State, Given = NfrGrant.State, NfrGrant.Given


class UnableToClaimNfr(Refused):
    """The license cannot be claimed; ``problems`` says why, by field: ``kind``, ``account``, ``purposes``."""


def claim_nfr(
    *,
    actor: Actor,
    partner: Partner,
    kind: str,
    purposes: Sequence[str],
    rulebook: Rulebook,
    today: date,
    now: datetime,
    account: str = "",
) -> NfrGrant:
    """Claim a license of the partner's level (B24-8.1a, B24-8.2, BPS-nfr); ``purposes`` are accepted uses (B24-8u).

    It begins at once, or waits for a manager where the level says so. Claims of a partner are decided one at a time,
    and the database has one license a slot, so parallel claims never exceed the allowance. Raises UnableToClaimNfr for
    a kind that the level doesn't give, a used allowance, a missing condition, uses that weren't accepted, and an
    account that had a commercial subscription or has an NFR license; PermissionDenied for anyone but the partner's
    leaders, the program's staff and the system.
    """
    require(actor, "nfr.claim", program_id=partner.program_id)
    nfr = rulebook.on(today).nfr
    if nfr is None:
        raise UnableToClaimNfr({"kind": _("This program has no NFR licenses.")})
    _check_purposes(nfr, purposes)
    try:
        with bind(partner.program_id):
            held = Partner.objects.select_for_update(no_key=True).get(pk=partner.pk)
            found = _claimable(held, kind, rulebook, today)
            host = _account(held, found, account, rulebook, today)
            row = NfrGrant.objects.create(
                **grant_columns(held, found, Given.ON_CLAIM, now),
                account=host,
                purposes=list(purposes),
                accepted_at=now,
                accepted_by_id=actor.user_id,
                claimed_by_id=actor.user_id,
            )
            if not found.rule.approval:
                begin(row, grant=found.grant, rulebook=rulebook, today=today, now=now)
    except IntegrityError as error:
        raise _refusal(error) from error
    return row


def _check_purposes(nfr: Nfr, purposes: Sequence[str]) -> None:
    allowed = nfr.purposes.allowed if nfr.purposes else []
    if unknown := [purpose for purpose in purposes if purpose not in allowed]:
        said = _("This use isn't allowed: %(use)s")
        raise UnableToClaimNfr({"purposes": said % {"use": unknown[0]}})
    if allowed and not purposes:
        raise UnableToClaimNfr({"purposes": _("Choose what you will use the license for, and accept these uses.")})


def _claimable(partner: Partner, kind: str, rulebook: Rulebook, today: date) -> Allowance:
    known = allowances(partner=partner, rulebook=rulebook, on=today)
    found = next((one for one in known if one.rule.grant == kind and one.rule.given == "on_claim"), None)
    if found is None:
        raise UnableToClaimNfr({"kind": _("Your level doesn't include this NFR license.")})
    if found.missing:
        wanted = listed(one.requirement.name for one in found.missing)
        raise UnableToClaimNfr({"kind": _("Not yet available. Still missing: %(what)s") % {"what": wanted}})
    if found.slot is None:
        raise UnableToClaimNfr({"kind": used_up(found)})
    return found


def _account(partner: Partner, found: Allowance, account: str, rulebook: Rulebook, today: date) -> str:
    """The host of the account for a cloud license. Raises UnableToClaimNfr."""
    if found.grant.form != "cloud":
        return ""
    problems: dict[str, str] = {}
    host = account_of(account, kind="cloud", rules=rulebook.on(today), problems=problems)
    if not problems and found.grant.never_commercial and had_commercial_subscription(partner.program_id, host):
        said = _("%(account)s has or had a paid subscription. Choose an account that never had one.")
        problems["account"] = said % {"account": host}
    if problems:
        raise UnableToClaimNfr(problems)
    return host


def _refusal(error: IntegrityError) -> UnableToClaimNfr:
    """What the database refused, in words; other errors go on."""
    if violated(error, "nfr_grant_account"):
        return UnableToClaimNfr({"account": _("This account already has an NFR license.")})
    if violated(error, "nfr_grant_slot") or violated(error, "nfr_grant_allowance"):
        return UnableToClaimNfr({"kind": _("Someone on your team has just claimed this license.")})
    raise error
