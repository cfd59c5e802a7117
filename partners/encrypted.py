"""Drafts of forms are stored encrypted; encrypts them with the newest key."""

from common.encryption import InvalidToken, add_stored, reencrypt
from common.tenancy import bind
from partners.models import FormDraft
from programs.models import Program


def reencrypt_drafts() -> int:
    """Encrypt every draft with the first key; return their number. One that no key opens is deleted."""
    done = 0
    for program_id in Program.objects.order_by("pk").values_list("pk", flat=True):
        with bind(program_id):
            rows = FormDraft.objects.filter(program_id=program_id).order_by("pk").select_for_update(of=("self",))
            for row in rows:
                try:
                    row.sealed = reencrypt(row.sealed)
                except InvalidToken:
                    row.delete()
                    continue
                row.save(update_fields=["sealed"])
                done += 1
    return done


add_stored("drafts of forms", reencrypt_drafts)
