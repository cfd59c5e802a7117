"""The one place that decodes pictures people uploaded, with bounded memory.

A small file can hold a huge picture: 170 kB of PNG are 40 million pixels, 160 MB once decoded. So the memory it takes
is known before anything is decoded, a JPEG is decoded reduced, copies on the way are made in strips, and a process
decodes one picture at a time, however many are sent at once.
"""

import re
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from io import BytesIO
from math import ceil, floor, sqrt
from typing import Literal

from PIL import ExifTags, Image, ImageFile, JpegImagePlugin, PngImagePlugin

from common.memory import give_back_large_blocks

PictureFormat = Literal["jpeg", "png"]

MAX_PIXELS = 40_000_000  # of a file; an A4 page scanned at 600 dpi has 35 million
DECODED_BYTES = 64 * 1024**2  # held by the decoder at most
WAITING_SECONDS = 30.0  # for the pictures before this one
# Each scan of a progressive JPEG is a pass over the whole picture; normal files have about ten.
_MAX_SCANS, _SCANNED_PIXELS = 64, 10 * MAX_PIXELS
_STRIP_PIXELS = 1_000_000  # of the source, copied at a time
_LONGEST_SIDE = 65_500  # as in JPEG
_ONE_AT_A_TIME = threading.BoundedSemaphore(1)
# Bytes that Pillow holds for a pixel; every mode with several channels takes four.
_DEPTH = {"1": 1, "L": 1, "P": 1, "I;16": 2, "I;16B": 2, "I;16L": 2}
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
# A compressed comment may not become larger than this; Pillow would hold 64 MB of them.
PngImagePlugin.MAX_TEXT_MEMORY = 2 * PngImagePlugin.MAX_TEXT_CHUNK
give_back_large_blocks()


class UnableToDecode(Exception):
    """The picture is damaged or not what its first bytes say."""


class TooManyPixels(UnableToDecode):
    """The picture has more pixels than allowed; ``most`` is the number that would be."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


class TooBusy(UnableToDecode):
    """Other pictures are being decoded, for longer than anybody should wait."""


@dataclass(frozen=True, slots=True)
class Purpose:
    """What pictures are for: the pixels that are kept, and those that a file may have."""

    kept_pixels: int
    max_pixels: int = MAX_PIXELS


DOCUMENT = Purpose(kept_pixels=9_000_000)  # an A4 page at 300 dpi has 8.7 million
LOGO = Purpose(kept_pixels=1_000_000, max_pixels=16_000_000)


def encoded_anew(content: bytes, kind: PictureFormat, purpose: Purpose) -> bytes:
    """Return the picture's pixels, upright and in the same format, without any other content of the file.

    A picture with more pixels than the purpose keeps is reduced. Raises TooManyPixels, TooBusy, UnableToDecode.
    """
    with _alone(WAITING_SECONDS):
        return _encoded(_decoded(content, kind, purpose), kind)


def small_png(content: bytes, side: int) -> bytes:
    """Return a picture that is stored already as a PNG of at most ``side`` pixels per side; transparency is kept.

    Raises UnableToDecode.
    """
    kind: PictureFormat = "png" if content.startswith(b"\x89PNG") else "jpeg"
    # What was stored before the limit on memory may take more than is allowed now.
    with _alone(None):
        small = _decoded(content, kind, Purpose(kept_pixels=16 * side**2), most_bytes=4 * MAX_PIXELS).convert("RGBA")
        small.thumbnail((side, side))
        return _encoded(small, "png", optimize=True)


@contextmanager
def _alone(seconds: float | None) -> Iterator[None]:
    """Wait so many seconds until no other picture is being decoded in this process."""
    if not _ONE_AT_A_TIME.acquire(timeout=seconds):
        raise TooBusy
    try:
        yield
    finally:
        _ONE_AT_A_TIME.release()


def _decoded(content: bytes, kind: PictureFormat, purpose: Purpose, most_bytes: int = DECODED_BYTES) -> Image.Image:
    """Decode into a new picture, reduced and upright."""
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint sets this to True when it is loaded
    problem: UnableToDecode
    try:
        plain, turn = _pixels(content, kind, purpose, most_bytes)
        return plain.transpose(turn) if turn is not None else plain
    except UnableToDecode as refusal:
        problem = refusal
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        problem = TooManyPixels(purpose.max_pixels)
    except Exception as broken:  # decoders raise all kinds of errors on damaged files
        problem = UnableToDecode(type(broken).__name__)
    # Raised without its cause, whose frames would keep the decoded pixels until the response is written.
    raise problem.with_traceback(None)


def _pixels(
    content: bytes, kind: PictureFormat, purpose: Purpose, most_bytes: int
) -> tuple[Image.Image, Image.Transpose | None]:
    """Return the reduced pixels, and how to turn them upright. What the decoder held is freed on return."""
    scans = _scans(content) if kind == "jpeg" else 1
    # Closing frees the pixels even while an error that holds this frame is being handled.
    with closing(Image.open(BytesIO(content), formats=[kind.upper()])) as picture:
        pixels = picture.width * picture.height
        most = min(purpose.max_pixels, _SCANNED_PIXELS // max(scans, 1))
        if pixels > most:
            raise TooManyPixels(most)
        if max(picture.size) > _LONGEST_SIDE:
            raise UnableToDecode
        kept_whole = 0
        if isinstance(picture, JpegImagePlugin.JpegImageFile):
            kept_whole = _samples(picture) if scans > 1 else 0
            _draft(picture, _reduced(picture.size, purpose.kept_pixels), most_bytes - kept_whole)
        needed = kept_whole + _held(picture.size, picture.mode)
        if needed > most_bytes:
            raise TooManyPixels(pixels * most_bytes // needed)
        picture.load()
        return _plain(picture, kind, _reduced(picture.size, purpose.kept_pixels)), _TURNS.get(_orientation(picture))


def _scans(content: bytes) -> int:
    """Count the scans of a JPEG, without those of a small picture inside its Exif data or of one after it."""
    if content.count(b"\xff\xda") > _MAX_SCANS:
        raise UnableToDecode
    found, at = 0, 2
    while marker := _MARKER.search(content, at):
        code = content[marker.start() + 1]
        if code == _END:
            break
        found += code == _SCAN
        at = marker.end() + (0 if code == _START else int.from_bytes(content[marker.end() : marker.end() + 2]))
    return found


def _samples(picture: JpegImagePlugin.JpegImageFile) -> int:
    """Return the bytes of a JPEG in several scans: libjpeg holds two for each sample of the full size."""
    areas = [across * down for _component, across, down, _table in picture.layer]
    return ceil(2 * picture.width * picture.height * sum(areas) / max(areas))


def _draft(picture: JpegImagePlugin.JpegImageFile, size: tuple[int, int], most_bytes: int) -> None:
    """Have a JPEG decoded at a half, a quarter or an eighth: not below this size, unless memory asks for it."""
    width, height = picture.size
    for scale in (8, 4, 2):
        smaller = ceil(width / scale), ceil(height / scale)
        larger = ceil(2 * width / scale), ceil(2 * height / scale)
        enough = smaller[0] >= size[0] and smaller[1] >= size[1]
        if enough or _held(larger, picture.mode) > most_bytes:
            picture.draft(picture.mode, (max(1, width // scale), max(1, height // scale)))
            return


def _held(size: tuple[int, int], mode: str) -> int:
    return size[0] * size[1] * _DEPTH.get(mode, 4)


def _reduced(size: tuple[int, int], pixels: int) -> tuple[int, int]:
    """Return the size with at most so many pixels, in the same proportions."""
    width, height = size
    factor = min(1.0, sqrt(pixels / (width * height)))
    return max(1, floor(width * factor)), max(1, floor(height * factor))


def _orientation(picture: Image.Image) -> int:
    """Return the orientation from the Exif data; 1 (upright) if it can't be read."""
    try:
        return int(picture.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:  # ignore damaged Exif data
        return 1


def _plain(picture: Image.Image, kind: PictureFormat, size: tuple[int, int]) -> Image.Image:
    """Copy the pixels into a new picture of this size, without comments, profile, palette or location.

    The copy is made in strips, because converting colors takes several times the memory of the pixels.
    """
    mode = _mode(picture, kind)
    plain = Image.new(mode, size)
    width, height = size
    factor = picture.height / height
    step = max(1, floor(_STRIP_PIXELS / (picture.width * factor)))
    for top in range(0, height, step):
        bottom = min(top + step, height)
        first, last = floor(top * factor), min(ceil(bottom * factor), picture.height)
        rows = _converted(picture.crop((0, first, picture.width, last)), mode)
        if picture.size != size:
            box = 0, top * factor - first, picture.width, min(bottom * factor - first, rows.height)
            rows = rows.resize((width, bottom - top), Image.Resampling.BOX, box=box)
        plain.paste(rows, (0, top))
    return plain


def _mode(picture: Image.Image, kind: PictureFormat) -> str:
    if kind == "jpeg":
        return "L" if picture.mode == "L" else "RGB"
    if picture.mode.startswith("I;16"):
        return "L"
    see_through = "A" in picture.mode or "transparency" in picture.info
    return "RGBA" if see_through else "L" if picture.mode in ("1", "L") else "RGB"


def _converted(rows: Image.Image, mode: str) -> Image.Image:
    if rows.mode.startswith("I;16"):
        rows = rows.convert("I").point(lambda value: value / 256)
    return rows.convert(mode)


def _encoded(plain: Image.Image, kind: PictureFormat, **options: bool) -> bytes:
    written = BytesIO()
    if kind == "jpeg":
        plain.save(written, "JPEG", quality=85)
    else:
        plain.save(written, "PNG", **options)
    return written.getvalue()
