"""Contacts and keys are stored encrypted; encrypts them with the newest key."""

from clients.keys import sealed, unsealed
from clients.models import Client, ClientLicence
from common.encryption import add_stored, reencrypt
from common.tenancy import bind
from programs.models import Program

_BATCH = 500


def reencrypt_contacts() -> int:
    """Encrypt every contact with the first key; return their number."""
    return _all(Client, "contact")


def reencrypt_keys() -> int:
    """Encrypt every activation key with the first key, and renew its digest; return their number."""
    return _all(ClientLicence, "sealed_key")


def _all(model: type[Client] | type[ClientLicence], column: str) -> int:
    return sum(_of_program(model, column, pk) for pk in Program.objects.order_by("pk").values_list("pk", flat=True))


def _of_program(model: type[Client] | type[ClientLicence], column: str, program_id: int) -> int:
    done = last = 0
    while True:
        with bind(program_id):
            rows = list(
                model._default_manager.filter(program_id=program_id, pk__gt=last)
                .exclude(**{column: ""})
                .order_by("pk")
                .select_for_update(no_key=True, of=("self",))[:_BATCH]
            )
            for row in rows:
                changed = _renewed(getattr(row, column), column)
                for name, value in changed.items():
                    setattr(row, name, value)
                row.save(update_fields=list(changed))
        if not rows:
            return done
        done, last = done + len(rows), rows[-1].pk


def _renewed(text: str, column: str) -> dict[str, str]:
    return sealed(unsealed(text)) if column == "sealed_key" else {column: reencrypt(text)}


add_stored("client contacts", reencrypt_contacts)
add_stored("activation keys", reencrypt_keys)
