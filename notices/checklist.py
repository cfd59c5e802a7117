"""First steps of a new program: that its emails leave."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from common.actor import Actor
from common.letters import has_mail_server
from notices.models import Mail
from web.checklists import PROGRAM, Rules, Step, add_step


def _left(actor: Actor, rules: Rules) -> QuerySet[Mail]:
    """Emails of the program that were handed to a mail server; files on this one prove nothing."""
    return Mail.objects.visible_to(actor).filter(sent_at__isnull=False) if has_mail_server() else Mail.objects.none()


add_step(
    PROGRAM,
    Step(
        code="mail",
        title=_("Check that emails leave"),
        why=_("The first email that is sent proves it. Invite a colleague, or look for failed emails."),
        button=_("Open emails"),
        page="admin:notices_mail_changelist",
        permission="rules.publish",
        place=60,
        done=_left,
    ),
)
