"""Registers of tax IDs: one small interface, the EU's VIES over HTTP, and one that answers offline.

The setting ``TAX_ID_REGISTER`` chooses: empty for none (only the format is checked), ``offline``, or the base address
of VIES's REST API.
"""

import http.client
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import quote, urlsplit

from django.conf import settings

from store.pricing.taxes import is_vat_number

SECONDS, MOST_BYTES = 10, 100_000


class UnableToAsk(Exception):
    """The register didn't answer; the message says why. Nothing is known about the tax ID then."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a register says about a tax ID."""

    valid: bool
    reference: str = ""
    name: str = ""
    evidence: Mapping[str, Any] = field(default_factory=dict)


class Register(Protocol):
    """Answers whether a tax ID of a country is registered."""

    code: str

    def ask(self, *, country: str, tax_id: str) -> Answer:
        """The register's answer. Raises UnableToAsk."""


class Offline:
    """Takes every well-formed number for registered: for demos and tests, without a network."""

    code = "offline"

    def ask(self, *, country: str, tax_id: str) -> Answer:
        """The answer by format and check digits."""
        valid = is_vat_number(tax_id, country)
        return Answer(valid, reference=f"offline-{country}-{tax_id}", evidence={"checked": "format"})


Get = Callable[[str, str], tuple[int, bytes]]


def _get(host: str, path: str) -> tuple[int, bytes]:
    connection = http.client.HTTPSConnection(host, timeout=SECONDS)
    try:
        connection.request("GET", path, headers={"Accept": "application/json", "User-Agent": "Echelon/1.0"})
        response = connection.getresponse()
        return response.status, response.read(MOST_BYTES)
    finally:
        connection.close()


class Vies:
    """The EU's register of VAT numbers, by its REST API."""

    code = "vies"

    def __init__(self, base: str, get: Get = _get) -> None:
        self.base, self.get = urlsplit(base), get

    def ask(self, *, country: str, tax_id: str) -> Answer:
        """The register's answer, with everything that it said."""
        number = "".join(sign for sign in tax_id if sign.isalnum()).upper().removeprefix(_prefix(country))
        path = f"{self.base.path.rstrip('/')}/ms/{_prefix(country)}/vat/{quote(number)}"
        try:
            status, body = self.get(self.base.netloc, path)
            said = json.loads(body)
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise UnableToAsk(f"VIES didn't answer: {type(error).__name__}") from error
        if status != http.HTTPStatus.OK or not isinstance(said, dict) or not isinstance(said.get("isValid"), bool):
            raise UnableToAsk(f"VIES answered {status} without a result")
        if not said["isValid"] and said.get("userError") not in ("INVALID", None):
            raise UnableToAsk(f"VIES can't say: {said['userError']}")
        name = str(said.get("name") or "").strip("- ")
        return Answer(said["isValid"], str(said.get("requestIdentifier") or ""), name[:300], said)


def _prefix(country: str) -> str:
    """VIES writes EL for Greece."""
    return "EL" if country == "GR" else country


def register() -> Register | None:
    """The register that the settings choose; None for none."""
    chosen: str = settings.TAX_ID_REGISTER
    if not chosen:
        return None
    return Offline() if chosen == "offline" else Vies(chosen)
