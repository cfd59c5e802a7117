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
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any, Literal, Protocol

from django.utils.translation import gettext as _
from PIL import ExifTags, Image, ImageFile

from common.refusals import Refused

Format = Literal["pdf", "jpeg", "png"]

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 40_000_000  # an A4 page scanned at 600 dpi has 35 million
# A re-encoded picture may be somewhat larger than the upload, but not many times larger.
_GROWTH = 2
# Each scan of a progressive JPEG is a pass over the whole picture; normal files have about ten.
_MAX_SCANS = 64
_LONGEST_STEM = 100
_TYPES: dict[Format, tuple[str, str]] = {
    "pdf": ("application/pdf", ".pdf"),
    "jpeg": ("image/jpeg", ".jpg"),
    "png": ("image/png", ".png"),
}
_SAID: dict[Format, str] = {"pdf": "PDF", "jpeg": "JPEG", "png": "PNG"}
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
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
    file: SentFile, *, formats: Sequence[Format], max_bytes: int = MAX_BYTES, max_pixels: int = MAX_PIXELS
) -> Upload:
    """Return the file as it may be stored: its content is one of the formats, and pictures hide nothing.

    Raises UnableToUpload for anything else: empty, too large in bytes or pixels, damaged, or of another kind.
    """
    content = file.read(max_bytes + 1)
    if not content:
        raise UnableToUpload({"": _("The file is empty.")})
    if len(content) > max_bytes:
        raise UnableToUpload({"": _("The file is larger than %(size)s MB.") % {"size": max(max_bytes // 1024**2, 1)}})
    kind = _kind(content)
    if kind is None or kind not in formats:
        offered = ", ".join(_SAID[each] for each in formats)
        raise UnableToUpload(
            {"": _("This is no file of an accepted kind. Send one of: %(formats)s.") % {"formats": offered}}
        )
    if kind == "pdf":
        _check_pdf(content)
    else:
        content = _encoded_anew(content, kind, max_pixels)
        if len(content) > _GROWTH * max_bytes:
            raise UnableToUpload({"": _("The picture is too large. Send it with fewer pixels.")})
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
        raise UnableToUpload(
            {"": _("The PDF is damaged or holds something besides its pages. Save it anew and send that.")}
        )


def _encoded_anew(content: bytes, kind: Format, max_pixels: int) -> bytes:
    """Re-encode the picture's pixels, upright and in the same format, without any other content of the file."""
    damaged = UnableToUpload({"": _("The picture is damaged or cannot be read. Save it anew and send that.")})
    millions = max(max_pixels // 1_000_000, 1)
    too_many = UnableToUpload(
        {"": _("The picture has more than %(millions)s million pixels.") % {"millions": millions}}
    )
    if kind == "jpeg" and content.count(b"\xff\xda") > _MAX_SCANS:
        raise damaged
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint sets this to True when it is loaded
    try:
        with Image.open(BytesIO(content), formats=[kind.upper()]) as picture:
            if picture.width * picture.height > max_pixels:
                raise too_many
            picture.load()
            turn = _TURNS.get(_orientation(picture))
            plain = _plain(picture.transpose(turn) if turn is not None else picture, kind)
    except UnableToUpload:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise too_many from bomb
    except Exception as broken:  # decoders raise all kinds of errors on damaged files
        raise damaged from broken
    written = BytesIO()
    options: dict[str, Any] = {"quality": 85} if kind == "jpeg" else {}
    plain.save(written, format=kind.upper(), **options)
    return written.getvalue()


def _orientation(picture: Image.Image) -> int:
    """Return the orientation from the Exif data; 1 (upright) if it can't be read."""
    try:
        return int(picture.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:  # ignore damaged Exif data
        return 1


def _plain(picture: Image.Image, kind: Format) -> Image.Image:
    """Copy the pixels into a new picture, without comments, profile, palette or location."""
    if picture.mode.startswith("I;16"):
        picture = picture.convert("I").point(lambda value: value / 256).convert("L")
    if kind == "jpeg":
        mode = "L" if picture.mode == "L" else "RGB"
    else:
        see_through = "A" in picture.mode or "transparency" in picture.info
        mode = "RGBA" if see_through else "L" if picture.mode in ("1", "L") else "RGB"
    plain = Image.new(mode, picture.size)
    plain.paste(picture.convert(mode))
    return plain
