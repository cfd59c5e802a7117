"""Uploaded files: the type is detected from the content, and pictures are re-encoded.

The declared type and the extension are ignored. A picture is decoded and encoded again, which drops everything else in
the file (locations, comments, another file appended to it). Re-encoding a PDF would break its signatures, so it is kept
unchanged and only ever served as an attachment.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Literal, Protocol

from django.utils.translation import gettext as _

from common.languages import listed
from common.pictures import (
    DOCUMENT,
    PictureFormat,
    Purpose,
    TooBusy,
    TooManyPixels,
    UnableToDecode,
    encoded_anew,
)
from common.refusals import Refused

Format = Literal["pdf", "jpeg", "png"]

MAX_BYTES = 10 * 1024 * 1024
# A re-encoded picture may be somewhat larger than the upload, but not many times larger.
_GROWTH = 2
_LONGEST_STEM = 100
_TYPES: dict[Format, tuple[str, str]] = {
    "pdf": ("application/pdf", ".pdf"),
    "jpeg": ("image/jpeg", ".jpg"),
    "png": ("image/png", ".png"),
}
SAID: dict[Format, str] = {"pdf": "PDF", "jpeg": "JPEG", "png": "PNG"}
_UNWANTED = re.compile(r'["\'<>:|?*%;&`$\\/]')


class UnableToUpload(Refused):
    """The file is not accepted; the message tells the user why."""


class SentFile(Protocol):
    """The interface of Django's uploaded files."""

    name: str | None

    def read(self, size: int = -1, /) -> bytes:
        """Read up to this many bytes from the current position."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that may be stored. ``digest`` is the SHA-256 of ``content`` in hexadecimal."""

    name: str
    content_type: str
    content: bytes
    digest: str


def read_upload(
    file: SentFile, *, formats: Sequence[Format], max_bytes: int = MAX_BYTES, purpose: Purpose = DOCUMENT
) -> Upload:
    """Return the file as it may be stored: its content is one of the formats, and pictures hide nothing.

    Pictures are reduced to the pixels that their purpose needs.

    Raises UnableToUpload for anything else: empty, too large in bytes or pixels, damaged, or of another kind.
    """
    content = file.read(max_bytes + 1)
    if not content:
        raise UnableToUpload({"": _("The file is empty.")})
    if len(content) > max_bytes:
        raise UnableToUpload({"": _("The file is larger than %(size)s MB.") % {"size": max(max_bytes // 1024**2, 1)}})
    kind = _kind(content)
    if kind is None or kind not in formats:
        offered = listed(SAID[each] for each in formats)
        raise UnableToUpload(
            {"": _("This file type isn't accepted. Upload one of: %(formats)s.") % {"formats": offered}}
        )
    if kind == "pdf":
        _check_pdf(content)
    else:
        content = _picture(content, kind, purpose)
        if len(content) > _GROWTH * max_bytes:
            raise UnableToUpload({"": _("The image is too large. Upload it with fewer pixels.")})
    content_type, ending = _TYPES[kind]
    return Upload(clean_name(file.name or "", ending), content_type, content, sha256(content).hexdigest())


def clean_name(name: str, ending: str) -> str:
    """Return a file name safe to store, show and send in a header: no folders or invisible marks, one extension."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(character for character in last if unicodedata.category(character)[0] != "C")
    stem = PurePosixPath(" ".join(_UNWANTED.sub("_", seen).split())).stem.strip(". _-")
    return f"{stem[:_LONGEST_STEM].rstrip() or 'document'}{ending}"


def _kind(content: bytes) -> Format | None:
    """Detect the format from the first bytes; a PDF must begin with its mark, though readers are more lenient."""
    if re.match(rb"%PDF-[12]\.\d", content):
        return "pdf"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    return "png" if content.startswith(b"\x89PNG\r\n\x1a\n") else None


def _check_pdf(content: bytes) -> None:
    """Check that a PDF ends with its end mark: anything after it could be another file, such as an archive."""
    end = content.rfind(b"%%EOF")
    if end < 0 or content[end + len(b"%%EOF") :].strip(b"\0\t\n\x0c\r "):
        raise UnableToUpload({"": _("The PDF is damaged or contains more than pages. Save it again and upload that.")})


def _picture(content: bytes, kind: PictureFormat, purpose: Purpose) -> bytes:
    """Encode a picture anew. Raises UnableToUpload with the reason why it can't be."""
    try:
        return encoded_anew(content, kind, purpose)
    except TooManyPixels as error:
        millions = max(error.most // 1_000_000, 1)
        said = _("The picture has more than %(millions)s million pixels.") % {"millions": millions}
        raise UnableToUpload({"": said}) from error
    except TooBusy as error:
        said = _("Many pictures are being checked right now. Send yours again in a minute.")
        raise UnableToUpload({"": said}) from error
    except UnableToDecode as error:
        said = _("The image is damaged or can't be read. Save it again and upload that.")
        raise UnableToUpload({"": said}) from error
