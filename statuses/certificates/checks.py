"""What keeps certificates from being printed or signed, said at start by `manage.py check` and in words."""

from collections.abc import Sequence
from typing import Any

from django.core import checks

from statuses.certificates.identity import UnableToSign
from statuses.certificates.signing import operator_identity
from web import fonts


@checks.register(checks.Tags.compatibility)
def check_fonts(**_options: Any) -> Sequence[checks.CheckMessage]:
    """Each script of partners' names has a font."""
    absent = fonts.missing()
    if not absent:
        return []
    names = ", ".join(absent)
    return [
        checks.Warning(
            f"No font can write {names}: such names have no certificate.", hint=fonts.ADVICE, id="certificates.W001"
        )
    ]


@checks.register(checks.Tags.security, deploy=True)
def check_key(**_options: Any) -> Sequence[checks.CheckMessage]:
    """Production has the key that signs certificates."""
    try:
        operator_identity()
    except UnableToSign as error:
        return [
            checks.Warning(str(error), hint="docs/operations.md says how to get and name it.", id="certificates.W002")
        ]
    return []
