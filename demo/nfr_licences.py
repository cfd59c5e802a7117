"""The demo's NFR licenses, through the regular operations."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from common.actor import Actor
from common.tenancy import bind_actor
from nfr.allowances import allowances
from nfr.daily import open_day
from nfr.models import NfrGrant
from nfr.operations.claiming import claim_nfr
from partners.models import Member, Partner
from programs.models import Program
from programs.rulebook import Rulebook, rulebook_of


def send_nfr(*, actor: Actor, program: Program, today: date, now: datetime) -> int:
    """Give partners the NFR licenses of their levels; returns how many. Does nothing if there are any.

    Partners with logins claim theirs; what levels send by themselves goes to every partner.
    """
    with bind_actor(actor), transaction.atomic():
        rulebook = rulebook_of(program)
        if rulebook.on(today).nfr is None or NfrGrant.objects.visible_to(actor).exists():
            return 0
        mine = Partner.objects.visible_to(actor).filter(members__isnull=False, ended_on=None).distinct()
        done = sum(_claim(partner, rulebook, today, now) for partner in mine)
        return done + open_day(actor=actor, rulebook=rulebook, today=today, now=now)


def _claim(partner: Partner, rulebook: Rulebook, today: date, now: datetime) -> int:
    """Claim one of each license that a higher level gives, or that has no term.

    The entry level's subscription stays as the network has it, because its status depends on it.
    """
    nfr, store = rulebook.on(today).nfr, rulebook.on(today).store
    main = Member.objects.filter(partner=partner, role=Member.Role.MAIN).order_by("pk").first()
    if nfr is None or main is None:
        return 0
    known = [one for one in allowances(partner=partner, rulebook=rulebook, on=today) if one.can_claim]
    wanted = [one for one in known if one.rule.extendable or one.grant.life is None]
    host = store.cloud_account.hosts[0] if store and store.cloud_account else ""
    for one in wanted:
        claim_nfr(
            actor=Actor("partner", main.user_id, partner.program_id, partner.pk, main.role),
            partner=partner,
            kind=one.rule.grant,
            account=f"{partner.code}-nfr.{host}",
            purposes=nfr.purposes.allowed if nfr.purposes else [],
            rulebook=rulebook,
            today=today,
            now=now,
        )
    return len(wanted)
