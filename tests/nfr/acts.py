"""What partners and staff do with NFR licenses, for the tests of this app."""

from datetime import UTC, date, datetime

from activities.operations import record_activity
from common.actor import Actor
from common.tenancy import bind, bind_actor
from nfr.daily import open_day
from nfr.models import NfrGrant
from nfr.operations.claiming import claim_nfr
from nfr.operations.deciding import extend_nfr
from programs.rulebook import read_rulebook
from statuses.operations import grant_exception, settle
from tests.cast import admit, partner_actor, staff_actor

TODAY, NOW = date(2026, 2, 16), datetime(2026, 2, 16, 12, tzinfo=UTC)
USES = ["Demonstration of the products to clients"]


def newcomer(program, code, name):
    """A partner on the entry level that has its tutorial, so its status isn't cancelled after 90 days with a claim."""
    partner = admit(program, code, name, accepted_on=date(2026, 2, 1))
    with bind(program.pk):
        record_activity(
            actor=Actor.system(program.pk),
            partner=partner,
            rulebook=read_rulebook(program.pk),
            kind="course",
            on=TODAY,
            today=TODAY,
            now=NOW,
            subject="Ada",
            attributes={"course": "tutorial"},
        )
    return partner


def rules(partner):
    with bind(partner.program_id):
        return read_rulebook(partner.program_id)


def raised(partner, staff, level, on=TODAY):
    """The partner on this level from a day."""
    manager = staff_actor(partner.program, staff)
    with bind_actor(manager):
        grant_exception(
            actor=manager,
            partner=partner,
            rulebook=read_rulebook(partner.program_id),
            level=level,
            reason="Experience",
            on=on,
            today=on,
            now=NOW,
        )
    return partner


def settled(partner, until=TODAY):
    with bind(partner.program_id):
        settle(rulebook=read_rulebook(partner.program_id), partner_ids=[partner.pk], until=until, now=NOW)


def claim(partner, user, *, kind="cloud", account="alpha-demo.bitrix24.com", uses=USES, on=TODAY):
    actor = partner_actor(partner, user)
    with bind_actor(actor):
        return claim_nfr(
            actor=actor,
            partner=partner,
            kind=kind,
            account=account,
            purposes=uses,
            rulebook=read_rulebook(partner.program_id),
            today=on,
            now=NOW,
        )


def extended(row, actor, on):
    with bind_actor(actor):
        return extend_nfr(actor=actor, grant=row, rulebook=read_rulebook(row.program_id), today=on, now=NOW)


def opened(partner, on):
    with bind(partner.program_id):
        system = Actor.system(partner.program_id)
        return open_day(actor=system, rulebook=read_rulebook(partner.program_id), today=on, now=NOW)


def fresh(row):
    with bind(row.program_id):
        return NfrGrant.objects.get(pk=row.pk)
