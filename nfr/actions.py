"""NFR licenses that end, on the partner's first screen."""

from django.utils.translation import gettext_lazy as _

from nfr.models import NfrGrant
from web.todo import Action, add_action

add_action(
    Action(
        code="nfr",
        title=_("NFR license ends"),
        rows=lambda actor: NfrGrant.objects.visible_to(actor).filter(state=NfrGrant.State.ACTIVE),
        told="account",
        due="ends_on",
        page="nfr:licences",
        key="",
        permission="nfr.view",
        place=80,
        ends=True,
        kept=lambda rules: rules.nfr,
    )
)
