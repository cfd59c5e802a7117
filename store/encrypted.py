"""The secrets of webhooks are stored encrypted; encrypts them with the newest key."""

from common.encryption import add_stored, reencrypt
from common.tenancy import bind
from programs.models import Program
from store.models import ProvisioningEndpoint


def reencrypt_webhook_secrets() -> int:
    """Encrypt the secrets of every webhook with the first key; return the number of webhooks."""
    done = 0
    for program_id in Program.objects.order_by("pk").values_list("pk", flat=True):
        with bind(program_id):
            rows = ProvisioningEndpoint.objects.filter(program_id=program_id).select_for_update(
                no_key=True, of=("self",)
            )
            for row in rows.order_by("pk"):
                row.sealed_secret = reencrypt(row.sealed_secret)
                row.sealed_previous = reencrypt(row.sealed_previous) if row.sealed_previous else ""
                row.save(update_fields=["sealed_secret", "sealed_previous"])
                done += 1
    return done


add_stored("webhook secrets", reencrypt_webhook_secrets)
