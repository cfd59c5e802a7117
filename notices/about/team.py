"""Invitation emails, and notices to partners about who joined, left or was declined."""

from collections.abc import Mapping
from datetime import date, datetime

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.functional import lazy

from accounts.models import User
from common.actor import Actor
from common.tenancy import bind
from notices.languages import languages_of
from notices.operations import Draft, queue_mail, send_notices
from notices.wording import in_every_language
from partners.events import InvitationAccepted, InvitationDecided, InvitationSent, MemberLeft
from partners.models import Invitation, Partner
from partners.team.invitations import link_of, role_words
from programs.models import Program

KIND = "team"


def mail_invitation(event: InvitationSent) -> None:
    """Email the invitation link to the invited address only. The inviter can't add text to this email."""
    invitation = _invitation(event.program_id, event.invitation_id)
    language = _language(invitation.program, invitation.partner_id)
    with translation.override(language):
        words = {
            "program": invitation.program.called,
            "team": invitation.partner and invitation.partner.name,
            "role": role_words(invitation),
            "until": invitation.expires_at,
        }
        queue_mail(
            program_id=event.program_id,
            to=invitation.email,
            partner_id=invitation.partner_id,
            subject=render_to_string("notices/invitation_subject.txt", words),
            text=render_to_string("notices/invitation.txt", words),
            key=f"invitation/{invitation.pk}/{event.now.isoformat()}",
            secret_link=link_of(invitation),
            language=language,
            now=event.now,
        )


def tell_decision(event: InvitationDecided) -> None:
    """Tell the partner whether the vendor approved the person it wants to add (B24-7.2)."""
    invitation = _invitation(event.program_id, event.invitation_id)
    what = "approved" if event.approved else "declined"
    words = {"email": invitation.email, "reason": invitation.reason}
    _tell(invitation.program, event.partner_id, f"{what}/{invitation.pk}", what, words, event.today, event.now)


def tell_arrival(event: InvitationAccepted) -> None:
    """Tell a partner who joined its team. Nothing is sent about vendor staff."""
    if event.partner_id is None:
        return
    invitation = _invitation(event.program_id, event.invitation_id)
    person = User.objects.get(pk=event.user_id)
    words = {"email": person.email, "name": person.name, "role": lazy(role_words, str)(invitation)}
    _tell(invitation.program, event.partner_id, f"joined/{invitation.pk}", "joined", words, event.today, event.now)


def tell_departure(event: MemberLeft) -> None:
    """Tell a partner who no longer acts for it. The person gets an email if somebody else removed them."""
    person = User.objects.get(pk=event.user_id)
    by_another = event.by_id is not None and event.by_id != event.user_id
    words = {"email": person.email, "name": person.name, "removed": by_another}
    key = f"left/{event.partner_id}/{event.user_id}/{event.now.isoformat()}"
    with bind(event.program_id):
        partner = Partner.objects.select_related("program").get(pk=event.partner_id)
    _tell(partner.program, event.partner_id, key, "left", words, event.today, event.now)
    if not by_another:
        return
    language = person.language or _language(partner.program, partner.pk)
    with translation.override(language):
        words = {"program": partner.program.called, "team": partner.name}
        queue_mail(
            program_id=event.program_id,
            to=person.email,
            subject=render_to_string("notices/removed_subject.txt", words),
            text=render_to_string("notices/removed.txt", words),
            key=f"{KIND}/{key}",
            partner_id=partner.pk,
            language=language,
            now=event.now,
        )


def _tell(
    program: Program, partner_id: int, key: str, what: str, words: Mapping[str, object], today: date, now: datetime
) -> None:
    """Put a notice into the partner's inbox."""
    shown = {"what": what, "program": program.called, **words}

    def write() -> Draft:
        return Draft(
            partner_id=partner_id,
            kind=KIND,
            key=f"{KIND}/{key}",
            on=today,
            subject=render_to_string("notices/team_subject.txt", shown),
            body=render_to_string("notices/team.txt", shown),
            link=reverse("partners:team"),
        )

    drafts = [in_every_language(_language(program, partner_id), write)]
    send_notices(program_id=program.pk, drafts=drafts, now=now)


def _invitation(program_id: int, invitation_id: int) -> Invitation:
    """Read the invitation as the system, because the person who accepted it can't see the partner's rows yet."""
    with bind(program_id):
        rows = Invitation.objects.visible_to(Actor.system(program_id)).select_related("program", "partner")
        return rows.get(pk=invitation_id)


def _language(program: Program, partner_id: int | None) -> str:
    """The partner's language; for staff, the language of the page they are using."""
    if partner_id is None:
        return translation.get_language() or "en"
    with bind(program.pk):
        return languages_of(program, [partner_id])[partner_id]
