"""What a partner has of clients, for its page in the admin."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from clients.models import Client, ClientLicence, ReferralSignUp
from web.admin.holdings import Holding, add_holding

add_holding(
    Holding(
        code="clients",
        title=_("Clients"),
        page="clients_client",
        rows=Client.objects.visible_to,
        told="company",
        day="linked_on",
        state="origin",
        kept=lambda rules: rules.clients or rules.store,
        place=40,
    )
)
add_holding(
    Holding(
        code="licences",
        title=_("Client licenses"),
        page="clients_clientlicence",
        rows=ClientLicence.objects.visible_to,
        told="plan",
        day="starts_on",
        state="state",
        open=Q(state=ClientLicence.State.ACTIVE),
        kept=lambda rules: rules.clients or rules.store,
        place=50,
    )
)
add_holding(
    Holding(
        code="sign-ups",
        title=_("Referred sign-ups"),
        page="clients_referralsignup",
        rows=ReferralSignUp.objects.visible_to,
        told="account",
        day="on",
        state="state",
        kept=lambda rules: rules.clients and rules.clients.referral,
        place=85,
    )
)
