"""The notice about a sign-up by a partner's link."""

from django.template.loader import render_to_string
from django.urls import reverse

from clients.models import ReferralSignUp
from clients.referral.events import ClientSignedUp
from notices.languages import languages_of
from notices.operations import Draft, send_notices
from notices.wording import in_every_language


def tell_of_sign_up(event: ClientSignedUp) -> None:
    """Tell the partner that a client has signed up by its link."""
    row = ReferralSignUp.objects.select_related("client", "link").get(pk=event.sign_up_id)
    spoken = languages_of(event.rulebook.program, [row.partner_id])
    clients = event.rulebook.on(event.today).clients

    def write() -> Draft:
        return Draft(
            row.partner_id,
            "client",
            f"client/{row.client_id}/sign-up",
            event.today,
            " ".join(render_to_string("clients/referral/notices/sign_up_subject.txt", {"sign_up": row}).split()),
            render_to_string("clients/referral/notices/sign_up.txt", {"sign_up": row}),
            clause=clients.referral.clause if clients and clients.referral else "",
            link=reverse("clients:client", args=[row.client_id]),
        )

    drafts = [in_every_language(spoken[row.partner_id], write)]
    send_notices(program_id=event.program_id, drafts=drafts, now=event.now)
