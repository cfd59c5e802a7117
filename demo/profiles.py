"""The demo's profile changes, made through the regular operations: some pending, one declined, one with a logo."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

from django.db import transaction
from PIL import Image, ImageDraw

from accounts.models import User
from common.actor import Actor
from common.tenancy import bind_actor
from common.uploads import Upload, read_upload
from demo.plan import DemoRevision, Plan
from partners.models import Member, Partner, ProfileRevision
from partners.profile.moderation import approve_revision, decline_revision
from partners.profile.operations import submit_revision
from programs.models import Program, Staff
from programs.rulebook import Rulebook, rulebook_of


def send_revisions(*, actor: Actor, program: Program, plan: Plan, today: date, now: datetime) -> int:
    """Submit and decide the plan's profile changes as of ``today``; returns how many.

    Does nothing if changes exist already; skips people who don't exist.
    """
    with bind_actor(actor), transaction.atomic():
        if ProfileRevision.objects.visible_to(actor).exists():
            return 0
        rulebook = rulebook_of(program)
        return sum(_send(program, wanted, rulebook, today, now) for wanted in plan.revision)


def _send(program: Program, wanted: DemoRevision, rulebook: Rulebook, today: date, now: datetime) -> bool:
    who = Member.objects.filter(program=program, user__email__iexact=wanted.by).select_related("partner").first()
    if who is None:
        return False
    past = timedelta(days=wanted.days_ago)
    on, at, later = today - past, now - past, min(timedelta(days=1), past)
    revision = submit_revision(
        actor=Actor("partner", who.user_id, program.pk, who.partner_id, who.role),
        partner=who.partner,
        rulebook=rulebook,
        changes=wanted.changes,
        logo=_logo(who.partner) if wanted.logo else None,
        today=on,
        now=at,
    ).revision
    manager = _manager(program, wanted.decided_by)
    if revision is None or manager is None:
        return True
    decided: dict[str, Any] = {
        "actor": manager,
        "revision": revision,
        "today": on + later,
        "now": at + later,
    }
    if wanted.declined:
        decline_revision(**decided, reason=wanted.declined)
    else:
        approve_revision(**decided, rulebook=rulebook)
    return True


def _manager(program: Program, email: str) -> Actor | None:
    """The manager who decided; None when nobody did."""
    user = User.objects.filter(email__iexact=email).first() if email else None
    staff = Staff.objects.filter(program=program, user=user).first() if user else None
    return Actor("staff", user.pk, program.pk, role=staff.role) if user and staff else None


def _logo(partner: Partner) -> Upload:
    """A plain logo with the first letter of the company's code, a letter every font has."""
    picture = Image.new("RGB", (512, 512), "#17375e")
    draw = ImageDraw.Draw(picture)
    draw.ellipse((56, 56, 456, 456), fill="#f2b705")
    draw.text((256, 256), partner.code[:1].upper(), fill="#17375e", font_size=280, anchor="mm")
    written = BytesIO()
    picture.save(written, "PNG")
    written.seek(0)
    written.name = "logo.png"
    return read_upload(written, formats=["png"])
