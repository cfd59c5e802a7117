"""What a program holds of a person, and the same as a file."""

import io
import json
import zipfile
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.crypto import salted_hmac

from accounts.models import User
from common.mailboxes import address_key
from common.personal.erasing import Found, export_person, find_person


def find_data(program_id: int, address: str) -> Found:
    """Everything that a program holds of the person with an email address."""
    key = address_key(address)
    user_id = User.objects.filter(email=key).values_list("pk", flat=True).first()
    return find_person(program_id, key, user_id)


def archive(found: Found) -> bytes:
    """Everything held of a person as a ZIP: data.json, and the person's files."""
    told, files = export_person(found)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("data.json", json.dumps(told, ensure_ascii=False, indent=1, cls=_Readable))
        for name, content in files.items():
            packed.writestr(f"files/{name}", content)
    return made.getvalue()


def address_digest(address: str) -> str:
    """A keyed digest of an address, the same for every spelling of it."""
    return salted_hmac("privacy.erasure", address_key(address), algorithm="sha256").hexdigest()


class _Readable(DjangoJSONEncoder):
    """Also writes lazy words and sets."""

    def default(self, o: Any) -> Any:
        return sorted(o) if isinstance(o, (set, frozenset)) else super().default(o)
