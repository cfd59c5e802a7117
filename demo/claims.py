"""The demo's claims: a few in every state, submitted and decided through the regular operations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

from django.db import transaction
from PIL import Image, ImageDraw

from accounts.models import User
from activities.claims.answers import Given
from activities.claims.operations.deciding import approve_claim, approve_plan, ask_claimant, decline_claim
from activities.claims.operations.submitting import (
    add_message,
    answer_claim,
    complete_claim,
    submit_claim,
    withdraw_claim,
)
from activities.models import Claim
from activities.operations import retract_activity
from common.actor import Actor
from common.tenancy import bind_actor
from common.uploads import Upload, read_upload
from demo.plan import ClaimStep, DemoClaim, Plan
from partners.models import Member, Partner
from programs.models import Program, Staff
from programs.rulebook import Rulebook, rulebook_of

_STEPS: dict[str, Callable[..., object]] = {
    "withdraw": withdraw_claim,
    "message": add_message,
    "approve_plan": approve_plan,
    "ask": ask_claimant,
    "decline": decline_claim,
}


def send_claims(*, actor: Actor, program: Program, plan: Plan, today: date, now: datetime) -> int:
    """Submit and decide the plan's claims as of ``today``; returns how many.

    Does nothing if claims exist already; skips people who don't exist.
    """
    with bind_actor(actor), transaction.atomic():
        if Claim.objects.visible_to(actor).exists():
            return 0
        rulebook, sent = rulebook_of(program), 0
        for wanted in plan.claim:
            claim: Claim | None = None
            for step in wanted.step:
                who = _actor(program, step.by)
                if who is None:
                    break
                day = today - timedelta(days=step.days_ago)
                at = {"today": day, "now": now - timedelta(days=step.days_ago)}
                claim = _take(who, wanted, step, claim, rulebook, day, at)
            sent += claim is not None
        return sent


def _take(
    who: Actor,
    wanted: DemoClaim,
    step: ClaimStep,
    claim: Claim | None,
    rulebook: Rulebook,
    day: date,
    at: dict[str, Any],
) -> Claim | None:
    """Take one step of one claim; the first step submits it."""
    given = Given(
        answers=step.answers,
        files={step.file: _screenshot(wanted.subject)} if step.file else {},
        on=day - timedelta(days=step.done_before),
        quantity=wanted.quantity,
        subject=wanted.subject,
        attributes=wanted.attributes,
    )
    if step.does == "submit":
        partner = Partner.objects.visible_to(who).get(pk=who.partner_id or 0)
        return submit_claim(actor=who, partner=partner, rulebook=rulebook, kind=wanted.kind, given=given, **at)
    if claim is None:
        return None
    common: dict[str, Any] = {"actor": who, "claim": claim, **at}
    said = {**common, "text": step.text}
    match step.does:
        case "complete":
            complete_claim(**common, rulebook=rulebook, given=given)
        case "answer":
            answer_claim(**said, rulebook=rulebook)
        case "approve":
            approve_claim(**said, rulebook=rulebook)
        case "take_back" if claim.activity:
            retract_activity(actor=who, activity=claim.activity, reason=step.text, **at)
        case "withdraw" | "message" | "approve_plan" | "ask" | "decline":
            _STEPS[step.does](**said)
    claim.refresh_from_db()
    return claim


def _actor(program: Program, email: str) -> Actor | None:
    """The login acting for its partner or the vendor; None for someone without a role here."""
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        return None
    member = Member.objects.filter(program=program, user=user).order_by("pk").first()
    if member:
        return Actor("partner", user.pk, program.pk, member.partner_id, member.role)
    staff = Staff.objects.filter(program=program, user=user).first()
    return Actor("staff", user.pk, program.pk, role=staff.role) if staff else None


def _screenshot(title: str) -> Upload:
    """A drawing of a web page with a title, like a screenshot."""
    picture = Image.new("RGB", (960, 600), "#ffffff")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, 960, 64), fill="#0e5a4a")
    draw.text((24, 22), title, fill="#ffffff", font_size=20)
    for line, width in enumerate((640, 560, 600, 420)):
        draw.rectangle((24, 120 + 40 * line, 24 + width, 136 + 40 * line), fill="#ddd8cc")
    written = BytesIO()
    picture.save(written, "PNG")
    written.seek(0)
    written.name = "screenshot.png"
    return read_upload(written, formats=["png"])
