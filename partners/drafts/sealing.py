"""What was typed into a form, as it is stored: encrypted."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from common.encryption import InvalidToken, decrypt, encrypt
from partners.drafts.models import FormDraft

MOST_FIELDS, MOST_CHARACTERS = 400, 60_000
"""Limits of one draft; a form that is longer is not kept."""
Typed = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed, by field, and when it was kept."""

    typed: Typed
    at: datetime


def sealed(typed: Typed) -> str:
    """What was typed, encrypted; empty if it is nothing or too much."""
    if not any(text for texts in typed.values() for text in texts) or len(typed) > MOST_FIELDS:
        return ""
    text = json.dumps({name: list(texts) for name, texts in typed.items()}).replace("\\u0000", "")
    return encrypt(text) if len(text) <= MOST_CHARACTERS else ""


def unsealed(token: str, at: datetime) -> Draft | None:
    """What was typed; None if the keys it was encrypted with are gone."""
    try:
        return Draft(json.loads(decrypt(token)), at)
    except InvalidToken:
        return None


def typed_into(row: FormDraft) -> dict[str, str]:
    """What a draft holds, for its person's own data."""
    draft = unsealed(row.sealed, row.at)
    return {name: "\n".join(texts) for name, texts in draft.typed.items() if any(texts)} if draft else {}
