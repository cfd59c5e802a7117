"""NFR keys are stored encrypted; encrypts them with the newest key."""

from clients.keys import sealed, unsealed
from common.encryption import add_stored
from common.tenancy import bind
from nfr.models import NfrGrant
from programs.models import Program


def reencrypt_keys() -> int:
    """Encrypt every NFR key with the first key, and renew its digest; return their number."""
    done = 0
    for program_id in Program.objects.order_by("pk").values_list("pk", flat=True):
        with bind(program_id):
            rows = list(
                NfrGrant.objects.filter(program_id=program_id)
                .exclude(sealed_key="")
                .order_by("pk")
                .select_for_update(no_key=True, of=("self",))
            )
            for row in rows:
                for column, value in sealed(unsealed(row.sealed_key)).items():
                    setattr(row, column, value)
            NfrGrant.objects.bulk_update(rows, ["sealed_key", "key_digest"], batch_size=500)
        done += len(rows)
    return done


add_stored("NFR keys", reencrypt_keys)
