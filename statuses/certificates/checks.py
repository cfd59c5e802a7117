"""System checks for what certificates need: fonts and a signing key."""

from collections.abc import Sequence
from typing import Any

from django.core import checks

from statuses.certificates.identity import UnableToSign
from statuses.certificates.signing import operator_identity
from web import fonts


@checks.register(checks.Tags.compatibility)
def check_fonts(**_options: Any) -> Sequence[checks.CheckMessage]:
    """Every script used in partner names needs a font."""
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
    """Production needs a key to sign certificates."""
    try:
        operator_identity()
    except UnableToSign as error:
        return [
            checks.Warning(str(error), hint="docs/operations.md says how to get and name it.", id="certificates.W002")
        ]
    return []
