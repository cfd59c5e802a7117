"""A partner withdraws an NFR claim, or gives a license back."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.permissions import require
from accounts.sentences import sentence
from common.actor import Actor
from common.refusals import Refused
from common.tenancy import bind
from nfr.ending import end_grant
from nfr.models import NfrGrant
from partners.models import Partner
from programs.rulebook import Rulebook


class UnableToReturnNfr(Refused):
    """The license has ended already, or its claim was declined."""


def return_nfr(*, actor: Actor, grant: NfrGrant, rulebook: Rulebook, today: date, now: datetime) -> NfrGrant:
    """Withdraw a claim, or end an active license today at the partner's own wish.

    A license that ran has used its slot where the level can't extend it, as at the end of its term (B24-8.1b); a
    withdrawn claim hasn't. Raises UnableToReturnNfr if it doesn't run or wait any more; PermissionDenied for anyone but
    the partner's leaders, the program's staff and the system.
    """
    require(actor, "nfr.claim", program_id=grant.program_id)
    own = NfrGrant.objects.visible_to(actor).get(pk=grant.pk)
    with bind(own.program_id):
        Partner.objects.select_for_update(no_key=True).get(pk=own.partner_id)
        row = NfrGrant.objects.select_for_update(no_key=True, of=("self",)).get(pk=own.pk)
        if row.state not in NfrGrant.HELD:
            said = _("This can't be done anymore: the license is now “%(state)s”.")
            raise UnableToReturnNfr({"": said % {"state": row.get_state_display()}})
        end_grant(row, cause=NfrGrant.Cause.RETURNED, rulebook=rulebook, today=today, now=now)
    # The entry bears the actor's name, so it is written outside the system's block.
    summary = sentence("Gave back NFR license %(number)s (%(kind)s)", number=row.pk, kind=row.kind)
    note_act(actor=actor, action="nfr.claim", subject=row, partner_id=row.partner_id, now=now, summary=summary)
    return row
