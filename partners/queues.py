"""Partner work that vendor staff need to handle."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from common.actor import Actor
from partners.models import Application, InformationRequest, ProfileRevision, TrademarkRequest
from partners.team.queries import waiting_invitations
from partners.websites.queries import websites_in_question
from programs.definition import Definition
from programs.definition.forms import Deadline
from web.admin.queues import Queue, Rules, add_queue


def _applications(state: str) -> Callable[[Actor, date, Rules], QuerySet[Any]]:
    return lambda actor, on, rules: Application.objects.visible_to(actor).filter(state=state, question="")


def _verification(rules: Definition) -> Deadline | None:
    verification = rules.admission.verification if rules.admission else None
    return verification.review if verification else None


def _answers_due(rules: Definition) -> Deadline | None:
    asked = rules.admission.information_requests if rules.admission else None
    return asked.due if asked else None


add_queue(
    Queue(
        code="review",
        title=_("Preliminary review"),
        icon="inbox",
        page="partners_application",
        query="queue=review",
        rows=_applications(Application.State.SUBMITTED),
        kept=lambda rules: rules.admission,
        place=10,
        since="submitted_at",
        due="due_on",
        partner="",
        deadline=lambda rules: rules.admission.application.review if rules.admission else None,
    )
)
add_queue(
    Queue(
        code="verification",
        title=_("Verification"),
        icon="fact_check",
        page="partners_application",
        query="queue=verification",
        rows=_applications(Application.State.VERIFYING),
        kept=_verification,
        place=20,
        since="submitted_at",
        due="due_on",
        partner="",
        deadline=_verification,
    )
)
add_queue(
    Queue(
        code="profile",
        title=_("Profile changes"),
        icon="edit_note",
        page="partners_profilerevision",
        query="state=pending",
        rows=lambda actor, on, rules: ProfileRevision.objects.visible_to(actor).filter(
            state=ProfileRevision.State.PENDING
        ),
        kept=lambda rules: (rules.admission and rules.admission.profile_changes) or rules.directory,
        place=30,
        since="submitted_at",
        due="due_on",
        deadline=_verification,
    )
)
add_queue(
    Queue(
        code="invitation",
        title=_("Invitations to approve"),
        icon="how_to_reg",
        page="partners_invitation",
        query="state=waiting&to=partner",
        rows=lambda actor, on, rules: waiting_invitations(actor),
        kept=lambda rules: rules.admission and rules.admission.team and rules.admission.team.approval,
        place=240,
        since="invited_at",
        told="email",
    )
)
add_queue(
    Queue(
        code="trademark",
        title=_("Trademark requests"),
        icon="copyright",
        page="partners_trademarkrequest",
        query="state=waiting",
        rows=lambda actor, on, rules: TrademarkRequest.objects.visible_to(actor).waiting(),
        kept=lambda rules: rules.admission and rules.admission.trademarks,
        place=260,
        since="asked_at",
        told="use",
    )
)
add_queue(
    Queue(
        code="information",
        title=_("Overdue answers"),
        icon="quiz",
        page="partners_informationrequest",
        query="state=overdue",
        rows=lambda actor, on, rules: InformationRequest.objects.visible_to(actor).overdue(on),
        kept=lambda rules: rules.admission and rules.admission.information_requests,
        place=270,
        since="asked_at",
        due="due_on",
        told="question",
        deadline=_answers_due,
    )
)
add_queue(
    Queue(
        code="website",
        title=_("Websites at risk"),
        icon="travel_explore",
        page="partners_partner",
        query="site=grace",
        rows=websites_in_question,
        kept=lambda rules: rules.directory and rules.directory.website_check,
        place=280,
        since="website_absent_on",
        partner="",
        told="website",
    )
)
