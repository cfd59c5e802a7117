"""Emails to partner managers about webhooks that don't work."""

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from common.tenancy import bind
from notices.operations import MailDraft, queue_mails
from programs.homes import own_language
from programs.models import Staff
from store.models import ProvisioningEndpoint
from store.provisioning.events import EndpointPaused


def tell_of_paused_endpoint(event: EndpointPaused) -> None:
    """Email every manager that a webhook is paused, why, and what to do."""
    program = event.rulebook.program
    with bind(program.pk):
        row = ProvisioningEndpoint.objects.get(pk=event.endpoint_id)
        people = list(Staff.objects.filter(program=program, user__is_active=True).select_related("user"))
        language = own_language(program)
        with translation.override(language):
            words = {"name": row.name, "failure": row.failure}
            subject = _("Webhook %(name)s is paused") % words
            text = _(
                "The webhook %(name)s failed too often, so nothing more is sent to it. "
                "Its last failure: %(failure)s\n\n"
                "Licenses that are sold now wait until you resume it. Nothing is lost."
            )
            drafts = [
                MailDraft(
                    to=one.user.email,
                    subject=subject,
                    text=text % words,
                    key=f"webhook-paused/{row.pk}/{event.now.isoformat()}/{one.user_id}",
                    language=language,
                    link=reverse("admin:store_provisioningendpoint_change", args=[row.pk]),
                )
                for one in people
            ]
        queue_mails(program_id=program.pk, drafts=drafts, now=event.now)
