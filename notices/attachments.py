"""Documents that emails carry. The outbox stores their names only; they are made when the email is sent.

The app that owns a kind of document registers its *reader*, which turns the name into the document.
"""

from collections.abc import Callable
from dataclasses import dataclass

from notices.models import Mail
from programs.homes import Homes
from programs.models import Site


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of an email, with its media type."""

    name: str
    content: bytes
    type: str


# Gets the name, the email, the program's homes and the site that links lead to. Returns None if the document can't be
# made: the email is sent without it.
Reader = Callable[[str, Mail, Homes, Site | None], Attachment | None]
_READERS: dict[str, Reader] = {}


def add_reader(kind: str, reader: Reader) -> None:
    """Register how documents of a kind are made. Raises ValueError for a kind that is taken."""
    if kind in _READERS:
        raise ValueError(f"There is a reader of {kind!r} already.")
    _READERS[kind] = reader


def attachment(kind: str, name: str) -> str:
    """The document as stored with a notice. Raises KeyError for a kind without a reader."""
    _READERS[kind]
    return f"{kind}/{name}"


def attachment_of(mail: Mail, homes: Homes, site: Site | None) -> Attachment | None:
    """The document of an email, made now; None if it has none."""
    kind, _slash, name = mail.attached.partition("/")
    return _READERS[kind](name, mail, homes, site) if name and kind in _READERS else None
