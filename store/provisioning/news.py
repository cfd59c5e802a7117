"""Emails to partner managers about webhooks that don't work."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from common.tenancy import bind
from notices.operations import MailDraft, queue_mails
from notices.wording import to_managers
from store.models import ProvisioningEndpoint
from store.provisioning.events import EndpointPaused


def tell_of_paused_endpoint(event: EndpointPaused) -> None:
    """Email every manager that a webhook is paused, why, and what to do."""
    program = event.rulebook.program
    with bind(program.pk):
        row = ProvisioningEndpoint.objects.get(pk=event.endpoint_id)

        def write(person: User) -> MailDraft:
            words = {"name": row.name, "failure": row.failure}
            text = _(
                "The webhook %(name)s failed too often, so nothing more is sent to it. "
                "Its last failure: %(failure)s\n\n"
                "Licenses that are sold now wait until you resume it. Nothing is lost."
            )
            return MailDraft(
                to=person.email,
                subject=_("Webhook %(name)s is paused") % words,
                text=text % words,
                key=f"webhook-paused/{row.pk}/{event.now.isoformat()}/{person.pk}",
                link=reverse("admin:store_provisioningendpoint_change", args=[row.pk]),
            )

        queue_mails(program_id=program.pk, drafts=to_managers(program, write), now=event.now)
