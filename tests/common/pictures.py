"""Pictures and documents as people and attackers send them."""

import struct
import zlib
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from PIL.PngImagePlugin import PngInfo

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
SECRET = b"Secret Street 7"


def sent(content: bytes, name: str = "paper.pdf", content_type: str = "application/pdf") -> SimpleUploadedFile:
    """A file as a browser sends it; its declared type is ignored."""
    return SimpleUploadedFile(name, content, content_type)


def jpeg(*, width: int = 40, height: int = 20, exif: bool = False, comment: bytes = b"", **options) -> bytes:
    """A photo, red on the left; with ``exif``, it has a location and was taken with the camera upright."""
    picture = Image.new("RGB", (width, height), (10, 10, 200))
    picture.paste((220, 10, 10), (0, 0, width // 2, height))
    if exif:
        data = Image.Exif()
        data[0x010E] = SECRET.decode()
        data[0x0112] = 6  # turned by a quarter
        data.get_ifd(0x8825).update({1: "N", 2: (35.0, 10.0, 0.0), 3: "E", 4: (33.0, 22.0, 0.0)})
        options["exif"] = data
    written = BytesIO()
    picture.save(written, "JPEG", comment=comment, **options)
    return written.getvalue()


def png(*, mode: str = "RGB", width: int = 40, height: int = 20, text: bytes = b"") -> bytes:
    """A drawing, optionally with hidden text."""
    about = PngInfo()
    if text:
        about.add_text("Comment", text.decode())
        about.add_itxt("XML:com.adobe.xmp", text.decode())
    written = BytesIO()
    Image.new(mode, (width, height)).save(written, "PNG", pnginfo=about)
    return written.getvalue()


def bomb(*, width: int, height: int) -> bytes:
    """A PNG of a few kilobytes that decodes to width x height pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(min(width * height * 3, 20_000_000)), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
