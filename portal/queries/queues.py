"""What waits for the vendor's staff, kind by kind: which rows, where their list is, by when they are due.

The list behind a queue's address shows exactly the queue's rows: the home counts what somebody finds behind the link.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from activities.claims.queries import waiting_claims
from activities.models import Claim
from common.actor import Actor
from notices.models import Mail
from notices.outbox import GIVEN_UP
from partners.models import Application, InformationRequest, Partner, ProfileRevision, TrademarkRequest
from partners.team.queries import waiting_invitations
from programs.definition import Definition
from programs.definition.forms import Deadline

Rules = Definition | None


@dataclass(frozen=True)
class Queue:
    """One kind of thing that waits. ``since`` is the column that says from when, ``due`` the last day of the term.

    ``page`` names the admin's pages of the rows, ``query`` the filters of the list. ``partner`` leads from a row to
    its company (an application is one itself); ``told`` to a word about the row. ``decided`` are queues whose rows
    somebody decides one by one: they stand among the most urgent things.
    """

    code: str
    title: str | Promise
    icon: str
    page: str
    query: str
    rows: Callable[[Actor, date, Rules], QuerySet[Any]]
    kept: Callable[[Definition], bool]
    since: str
    due: str = ""
    partner: str = "partner__"
    told: str = ""
    deadline: Callable[[Definition], Deadline | None] = lambda rules: None
    decided: bool = True


def _applications(state: str) -> Callable[[Actor, date, Rules], QuerySet[Any]]:
    return lambda actor, on, rules: Application.objects.visible_to(actor).filter(state=state, question="")


def _changes(actor: Actor, on: date, rules: Rules) -> QuerySet[Any]:
    return ProfileRevision.objects.visible_to(actor).filter(state=ProfileRevision.State.PENDING)


def _claims(*states: str) -> Callable[[Actor, date, Rules], QuerySet[Any]]:
    return lambda actor, on, rules: waiting_claims(actor).filter(state__in=states)


def _overdue_answers(actor: Actor, on: date, rules: Rules) -> QuerySet[Any]:
    return InformationRequest.objects.visible_to(actor).overdue(on)


def _trademarks(actor: Actor, on: date, rules: Rules) -> QuerySet[Any]:
    return TrademarkRequest.objects.visible_to(actor).waiting()


def websites_in_question(actor: Actor, on: date, rules: Rules) -> QuerySet[Partner]:
    """Partners whose website has missed its checks, while the grace runs after which the card goes (B24-1.4c)."""
    check = rules.directory.website_check if rules and rules.directory else None
    rows = Partner.objects.visible_to(actor).filter(ended_on=None)
    return rows.filter(website_absent_on__gte=on - timedelta(days=check.grace_days)) if check else rows.none()


def _verification(rules: Definition) -> Deadline | None:
    verification = rules.admission.verification if rules.admission else None
    return verification.review if verification else None


QUEUES: tuple[Queue, ...] = (
    Queue(
        "review",
        _("Preliminary review"),
        "inbox",
        "partners_application",
        "queue=review",
        _applications(Application.State.SUBMITTED),
        lambda rules: rules.admission is not None,
        since="submitted_at",
        due="due_on",
        partner="",
        deadline=lambda rules: rules.admission.application.review if rules.admission else None,
    ),
    Queue(
        "verification",
        _("Verification"),
        "fact_check",
        "partners_application",
        "queue=verification",
        _applications(Application.State.VERIFYING),
        lambda rules: _verification(rules) is not None,
        since="submitted_at",
        due="due_on",
        partner="",
        deadline=_verification,
    ),
    Queue(
        "profile",
        _("Profile changes"),
        "edit_note",
        "partners_profilerevision",
        "state=pending",
        _changes,
        lambda rules: bool(rules.admission and rules.admission.profile_changes) or bool(rules.directory),
        since="submitted_at",
        due="due_on",
        deadline=_verification,
    ),
    Queue(
        "plan",
        _("Plans to approve"),
        "assignment",
        "activities_claim",
        "state=planned",
        _claims(Claim.State.PLANNED),
        lambda rules: any(kind.claim and kind.claim.prior_approval for kind in rules.activities.values()),
        since="waits_since",
        told="subject",
    ),
    Queue(
        "claim",
        _("Claims"),
        "task_alt",
        "activities_claim",
        "state=submitted",
        _claims(Claim.State.SUBMITTED),
        lambda rules: any(kind.claim for kind in rules.activities.values()),
        since="waits_since",
        told="subject",
    ),
    Queue(
        "invitation",
        _("Invitations to approve"),
        "how_to_reg",
        "partners_invitation",
        "state=waiting&to=partner",
        lambda actor, on, rules: waiting_invitations(actor),
        lambda rules: bool(rules.admission and rules.admission.team and rules.admission.team.approval),
        since="invited_at",
        told="email",
    ),
    Queue(
        "trademark",
        _("Uses of the trademarks"),
        "copyright",
        "partners_trademarkrequest",
        "state=waiting",
        _trademarks,
        lambda rules: bool(rules.admission and rules.admission.trademarks),
        since="asked_at",
        told="use",
    ),
    Queue(
        "information",
        _("Overdue answers"),
        "quiz",
        "partners_informationrequest",
        "state=overdue",
        _overdue_answers,
        lambda rules: bool(rules.admission and rules.admission.information_requests),
        since="asked_at",
        due="due_on",
        told="question",
        deadline=lambda rules: (
            rules.admission.information_requests.due
            if rules.admission and rules.admission.information_requests
            else None
        ),
    ),
    Queue(
        "website",
        _("Websites in question"),
        "travel_explore",
        "partners_partner",
        "site=grace",
        websites_in_question,
        lambda rules: bool(rules.directory and rules.directory.website_check),
        since="website_absent_on",
        partner="",
        told="website",
    ),
    Queue(
        "mail",
        _("Mail given up"),
        "unsubscribe",
        "notices_mail",
        "state=given_up",
        lambda actor, on, rules: Mail.objects.visible_to(actor).filter(GIVEN_UP),
        lambda rules: True,
        since="queued_at",
        decided=False,
    ),
)
