"""First steps of a new partner: its NFR license."""

from django.utils.translation import gettext_lazy as _

from nfr.models import NfrGrant
from web.checklists import PARTNER, Step, add_step

State = NfrGrant.State

add_step(
    PARTNER,
    Step(
        code="nfr",
        title=_("Claim your NFR license"),
        why=_("Work with the product yourself, free of charge, so that you know what you sell."),
        button=_("Claim license"),
        page="nfr:licences",
        permission="nfr.claim",
        place=20,
        done=lambda actor, rules: NfrGrant.objects.visible_to(actor).filter(state__in=(State.ACTIVE, State.ENDED)),
        waits=lambda actor, rules: NfrGrant.objects.visible_to(actor).filter(state=State.WAITING),
        kept=lambda rules: rules.nfr,
    ),
)
