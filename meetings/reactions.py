"""What reversed activities and ended partnerships mean for meetings."""

from activities.events import ActivityRetracted
from common.actor import Actor
from common.tenancy import bind
from meetings.operations.planning import cancel_meetings
from meetings.operations.results import follow_retraction
from partners.events import PartnershipEnded


def reopen_meeting(event: ActivityRetracted) -> None:
    """A meeting whose attendance was reversed waits for its result again."""
    with bind(event.program_id):
        follow_retraction(actor=Actor.system(event.program_id), activity_id=event.activity_id)


def withdraw_meetings(event: PartnershipEnded) -> None:
    """A former partner's meetings are canceled."""
    with bind(event.program_id):
        cancel_meetings(actor=Actor.system(event.program_id), partner_id=event.partner_id, now=event.now)
