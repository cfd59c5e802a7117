"""What partners have to answer, on their first screen."""

from django.utils.translation import gettext_lazy as _

from partners.models import InformationRequest
from web.todo import Action, add_action

add_action(
    Action(
        code="question",
        title=_("Answer our question"),
        rows=lambda actor: InformationRequest.objects.visible_to(actor).open(),
        told="question",
        due="due_on",
        page="partners:requests",
        key="",
        permission="information.answer",
        place=10,
    )
)
