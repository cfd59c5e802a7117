"""What a partner asks for: a product, how many of it, and for which client."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from store.models import Product


@dataclass(frozen=True)
class EndClient:
    """The client a line is for. ``account`` is the address of its cloud account; ``known`` the id of its record.

    ``contact`` is the person there who deals with it, ``licence`` the license that the line renews.
    """

    company: str = ""
    country: str = ""
    account: str = ""
    email: str = ""
    phone: str = ""
    tax_id: str = ""
    contact: str = ""
    known: int | None = None
    licence: int | None = None

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "EndClient":
        """The client stored with a line."""
        return cls(**{name: value for name, value in stored.items() if name in cls.__dataclass_fields__})

    def stored(self) -> dict[str, Any]:
        """What is stored with a line: the fields that have a value."""
        return {name: value for name, value in asdict(self).items() if value}

    @property
    def names(self) -> list[str]:
        """The names that are looked up on the lists of excluded persons."""
        return [name for name in (self.company, self.contact) if name]


@dataclass(frozen=True)
class Wanted:
    """A product for one client."""

    product: Product
    quantity: int = 1
    client: EndClient = EndClient()
