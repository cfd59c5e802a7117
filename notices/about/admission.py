"""Emails to applicants about decisions, and the acceptance notice to new partners."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from common.dates import DAY
from notices.operations import Draft, queue_mail, send_notices
from notices.wording import in_every_language
from partners.events import ApplicationDecided, PartnerAccepted
from partners.models import Application, ApplicationEvent, Partner
from partners.terms import term
from programs.definition import MAIN_TRACK, Definition
from programs.models import Program

TEMPLATES = {
    ApplicationEvent.Kind.APPROVED: "application_approved",
    ApplicationEvent.Kind.DECLINED: "application_declined",
    ApplicationEvent.Kind.ASKED: "application_asked",
}


def tell_applicant(event: ApplicationDecided) -> None:
    """Email the applicant the decision or question, in the language of the application (B24-1.2.1c, B24-1.2.2c)."""
    step = ApplicationEvent.objects.select_related("application__applicant").get(pk=event.step_id)
    application = step.application
    rules = event.rulebook.on(event.today)
    admission = rules.admission
    facts = _facts(application, event.rulebook.program) | {"text": step.note, "stage": step.stage}
    if admission and admission.verification:
        review = term(rules, admission.verification.review, application)
        facts |= {"verification": admission.verification, "review": review.deadline, "agreement": _agreement(rules)}
    with translation.override(application.language or None):
        subject, text = _worded(TEMPLATES[ApplicationEvent.Kind(step.kind)], facts)
    queue_mail(
        program_id=event.program_id,
        to=application.applicant.email,
        subject=subject,
        text=text,
        key=f"application/{application.pk}/{step.pk}",
        language=application.language or "en",
        link=reverse("partners:application"),
        now=event.now,
    )


def welcome(event: PartnerAccepted) -> None:
    """Put the acceptance notice into the new partner's inbox and email it (B24-1.3a)."""
    application = Application.objects.get(pk=event.application_id)
    partner = Partner.objects.get(pk=event.partner_id)
    rules = event.rulebook.on(event.today)
    track = rules.track(MAIN_TRACK)
    level = track.level(partner.entry_level)
    grace = level.grace if level else None
    facts = _facts(application, event.rulebook.program) | {
        "partner": partner,
        "level": level,
        "grace": grace,
        "last": grace and event.today + grace.days * DAY,
    }
    acceptance = rules.admission.acceptance if rules.admission else None

    def write() -> Draft:
        subject, body = _worded("accepted", facts)
        return Draft(
            partner_id=event.partner_id,
            kind=acceptance.notice if acceptance else "accepted",
            key=f"accepted/{event.partner_id}",
            on=event.today,
            subject=subject,
            body=body,
            clause=acceptance.clause if acceptance else "",
            link=reverse("portal:dashboard"),
        )

    drafts = [in_every_language(application.language or settings.LANGUAGE_CODE, write)]
    send_notices(program_id=event.program_id, drafts=drafts, now=event.now)


def _facts(application: Application, program: Program) -> dict[str, Any]:
    return {"application": application, "program": program}


def _agreement(rules: Definition) -> Any:
    """The agreement that the applicant accepts by submitting the second form."""
    consent = rules.admission.verification.consent if rules.admission and rules.admission.verification else None
    return next((text for text in rules.agreements if consent and text.code == consent.agreement), None)


def _worded(template: str, facts: dict[str, Any]) -> tuple[str, str]:
    subject = render_to_string(f"notices/{template}_subject.txt", facts)
    return " ".join(subject.split()), render_to_string(f"notices/{template}.txt", facts)
