"""What this app stores encrypted: account emails that are not sent yet."""

from common.encryption import add_stored, reencrypt
from common.tenancy import bind
from notices.models import Mail
from programs.models import Program


def reencrypt_mail() -> int:
    """Encrypt unsent account emails with the first key. Returns how many. Raises InvalidToken without their key."""
    done = 0
    for program in Program.objects.order_by("pk"):
        with bind(program.pk):
            rows = Mail.objects.exclude(sealed="").filter(program=program, sent_at=None).select_for_update(no_key=True)
            for mail in rows.order_by("pk"):
                done += Mail.objects.filter(pk=mail.pk).update(sealed=reencrypt(mail.sealed))
    return done


add_stored("account emails", reencrypt_mail)
