"""Emails that confirm receipt of an application and say when to expect an answer."""

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from notices.operations import queue_mail
from partners.events import ApplicationSent
from partners.models import Application


def confirm_receipt(event: ApplicationSent) -> None:
    """Email the applicant that the form has arrived, in the language of the application."""
    application = Application.objects.select_related("program", "applicant").get(pk=event.application_id)
    facts = {"application": application, "program": application.program, "stage": event.stage}
    with translation.override(application.language or None):
        subject = " ".join(render_to_string("notices/application_received_subject.txt", facts).split())
        text = render_to_string("notices/application_received.txt", facts)
    queue_mail(
        program_id=event.program_id,
        to=application.applicant.email,
        subject=subject,
        text=text,
        key=f"application/{application.pk}/received/{event.stage}",
        language=application.language or "en",
        link=reverse("partners:application"),
        now=event.now,
    )
