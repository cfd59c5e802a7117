"""First steps of a new program: that its emails leave."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.actor import Actor
from common.letters import has_mail_server
from notices.models import Mail
from web.checklists import PROGRAM, Rules, Step, add_step


def _left(actor: Actor, rules: Rules) -> QuerySet[Mail]:
    """Emails of the program that were handed to a mail server; files on this one prove nothing."""
    return Mail.objects.visible_to(actor).filter(sent_at__isnull=False) if has_mail_server() else Mail.objects.none()


def _what_is_missing(rules: Rules) -> str:
    if not has_mail_server():
        return _(
            "The portal has no mail server yet: your emails are only files on the server, although the list says sent. "
            "The people who run the server set EMAIL_URL (docs/operations.md, “Environment”)."
        )
    return _("No email has been sent yet. Invite a colleague: the first email that is sent proves it.")


add_step(
    PROGRAM,
    Step(
        code="mail",
        title=gettext_lazy("Check that emails leave"),
        why=_what_is_missing,
        button=gettext_lazy("Open emails"),
        page="admin:notices_mail_changelist",
        permission="rules.publish",
        place=60,
        done=_left,
    ),
)
