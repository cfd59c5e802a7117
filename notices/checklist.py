"""First steps of a new program: that its emails leave."""

from django.utils.translation import gettext_lazy as _

from notices.models import Mail
from web.checklists import PROGRAM, Step, add_step

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
        done=lambda actor, rules: Mail.objects.visible_to(actor).filter(sent_at__isnull=False),
    ),
)
