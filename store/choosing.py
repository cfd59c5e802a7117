"""The clients that a form of the store offers: the partner's own, and those of its requests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from clients.models import Client
from clients.prospects import Prospect, prospect_details, prospects
from clients.queries import clients_of, paid_until_of

MOST = 200  # in the list to choose from; others are entered as new, and found by their account


@dataclass(frozen=True)
class ClientChoices:
    """What a person may choose from; ``until`` are the last days of the licenses that an order would extend."""

    request: Any
    now: datetime
    clients: Mapping[str, Client] = field(default_factory=dict)
    prospects: Sequence[Prospect] = ()
    until: Mapping[int, date] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.clients or self.prospects)

    @property
    def options(self) -> list[tuple[str, str]]:
        """The values and their words."""
        found = [("", _("New client"))]
        found += [(each.code, f"{each.name} ({each.about})") for each in self.prospects]
        return found + [(code, self._words(client)) for code, client in self.clients.items()]

    def _words(self, client: Client) -> str:
        until = self.until.get(client.pk)
        if until is None:
            return client.company
        said = _("%(company)s (license runs until %(day)s)")
        return said % {"company": client.company, "day": date_format(until)}

    def chosen(self, code: str) -> dict[str, Any]:
        """The chosen client's fields, as `EndClient` has them; empty for a new one."""
        if client := self.clients.get(code):
            return {
                "company": client.company,
                "country": client.country,
                "account": client.account,
                "known": client.pk,
            }
        if any(each.code == code for each in self.prospects) and (
            found := prospect_details(self.request, code, now=self.now)
        ):
            return {
                "company": found.company,
                "country": found.country,
                "contact": found.contact,
                "email": found.email,
                "phone": found.phone,
            }
        return {}


def client_choices(request: Any, *, now: datetime, extends: bool = False) -> ClientChoices:
    """The clients for a form; ``extends`` where the product would extend a license that runs."""
    known = list(clients_of(request.actor)[:MOST])
    until = paid_until_of([client.pk for client in known], on=request.today) if extends and known else {}
    return ClientChoices(request, now, {str(client.pk): client for client in known}, prospects(request), until)
