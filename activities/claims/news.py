"""Notices to partners about their claims and reversed activities."""

from collections.abc import Callable
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse

from activities.claims.events import ClaimMoved
from activities.claims.operations.deciding import follow_retraction
from activities.events import ActivityRetracted
from activities.models import Activity, ClaimMessage
from common.actor import Actor
from common.languages import listed
from common.tenancy import bind
from notices.languages import languages_of
from notices.operations import Draft, send_notices
from notices.wording import in_every_language
from programs.code_names import Names
from programs.models import Program

TOLD = {
    ClaimMessage.Kind.PLAN_APPROVED,
    ClaimMessage.Kind.ASKED,
    ClaimMessage.Kind.MESSAGE,
    ClaimMessage.Kind.APPROVED,
    ClaimMessage.Kind.DECLINED,
    ClaimMessage.Kind.RETRACTED,
}


def tell_of_claim(event: ClaimMoved, *, points_of: Callable[[int], int]) -> None:
    """Tell the partner what the vendor said or decided; the partner's own steps send no notice.

    ``points_of`` returns the points earned by an activity, given its id.
    """
    system = Actor.system(event.program_id)
    message = ClaimMessage.objects.visible_to(system).select_related("claim").get(pk=event.message_id)
    if not message.by_vendor or message.kind not in TOLD:
        return
    claim = message.claim
    earned = claim.activity_id if message.kind == ClaimMessage.Kind.APPROVED else None
    shown = {
        "what": message.kind,
        "number": claim.pk,
        "code": claim.kind,
        "subject": claim.subject,
        "attributes": claim.attributes,
        "text": message.text,
        "day": claim.on,
        "points": points_of(earned) if earned else 0,
    }
    _tell(event, "claim", f"claim/{claim.pk}/{message.pk}", shown, reverse("activities:claim", args=[claim.pk]))


def tell_of_retraction(event: ActivityRetracted) -> None:
    """Give the reason on the claim the activity came from, or in a notice if there was no claim."""
    system = Actor.system(event.program_id)
    claim = follow_retraction(
        actor=system, activity_id=event.activity_id, rulebook=event.rulebook, today=event.today, now=event.now
    )
    if claim is not None:
        return
    activity = Activity.objects.visible_to(system).select_related("retraction").get(pk=event.activity_id)
    shown = {"code": activity.kind, "subject": activity.subject, "day": activity.on, "text": activity.retraction.reason}
    _tell(event, "activity_retracted", f"activity/{activity.pk}/retracted", shown, reverse("activities:log"))


def _tell(event: ClaimMoved | ActivityRetracted, template: str, key: str, shown: dict[str, Any], link: str) -> None:
    """Add a notice to the partner's inbox."""
    program = event.rulebook.program
    names = Names(event.rulebook.on(event.today))
    words = {**shown, "program": program.called}

    def write() -> Draft:
        words["kind"] = names.kind(shown["code"])  # in the language of this reader
        # What the vendor decided about: the claim's own choices ("Public webinar") say more than its kind ("Evidence").
        details = listed(names.details(shown["code"], shown.get("attributes", {})))
        words["name"] = listed([details or words["kind"], shown["subject"]])
        return Draft(
            partner_id=event.partner_id,
            kind=key.partition("/")[0],
            key=key,
            on=event.today,
            subject=render_to_string(f"activities/notices/{template}_subject.txt", words),
            body=render_to_string(f"activities/notices/{template}.txt", words),
            link=link,
        )

    drafts = [in_every_language(_language(program, event.partner_id), write)]
    send_notices(program_id=program.pk, drafts=drafts, now=event.now)


def _language(program: Program, partner_id: int) -> str:
    with bind(program.pk):
        return languages_of(program, [partner_id])[partner_id]
