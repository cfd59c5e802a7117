"""Uploads: the content decides the type, pictures are re-encoded, and nothing hostile gets through."""

import random
import struct
import zlib
from contextlib import suppress
from hashlib import sha256
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.utils.http import content_disposition_header
from PIL import Image

from common.pictures import Purpose
from common.uploads import UnableToUpload, clean_name, read_upload
from tests.common.pictures import PDF, SECRET, bomb, jpeg, png, sent
from tests.samples import sample

ALL = ("pdf", "jpeg", "png")
SCRIPT = b"<html><script>alert(1)</script></html>"


def taken(content: bytes, name: str = "paper.pdf", **options):
    return read_upload(sent(content, name), formats=options.pop("formats", ALL), **options)


def archive() -> bytes:
    written = BytesIO()
    with ZipFile(written, "w") as archived:
        archived.writestr("run.js", "alert(1)")
    return written.getvalue()


def test_a_pdf_is_kept_unchanged() -> None:
    upload = taken(PDF, "Registration.PDF")
    assert (upload.name, upload.content_type, upload.content) == ("Registration.pdf", "application/pdf", PDF)
    assert upload.digest == sha256(PDF).hexdigest()


@pytest.mark.parametrize(
    ("content", "name", "content_type"),
    [(jpeg(), "me.pdf", "image/jpeg"), (png(), "me.html", "image/png")],
)
def test_the_content_decides_the_type_and_the_extension(content, name, content_type) -> None:
    upload = taken(content, name)
    assert upload.content_type == content_type
    assert upload.name in ("me.jpg", "me.png")
    assert Image.open(BytesIO(upload.content)).size == (40, 20)


def test_only_the_given_formats_are_accepted() -> None:
    with pytest.raises(UnableToUpload, match="Upload one of: JPEG, PNG"):
        taken(PDF, formats=("jpeg", "png"))


@pytest.mark.parametrize(
    "content",
    [
        SCRIPT,
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<?xml version='1.0'?><svg onload='alert(1)'/>",
        b"GIF89a" + bytes(40),
        b"MZ" + bytes(60),
        b"%!PS-Adobe",
        archive(),
        SCRIPT + PDF,
        b"\n" + PDF,
        b"PNG",
        b"\0",
    ],
)
def test_other_content_is_refused_whatever_its_name(content) -> None:
    for name in ("logo.png", "paper.pdf", "photo.jpg", "drawing.svg"):
        with pytest.raises(UnableToUpload, match="file type isn't accepted"):
            taken(content, name)


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(UnableToUpload, match="empty"):
        taken(b"")


def test_a_pdf_with_appended_content_is_refused() -> None:
    for behind in (archive(), SCRIPT, b"\n<?php ?>"):
        with pytest.raises(UnableToUpload, match="more than pages"):
            taken(PDF + behind)
    assert taken(PDF + b"\r\n \0").content.startswith(b"%PDF")


def test_a_truncated_pdf_is_refused() -> None:
    with pytest.raises(UnableToUpload, match="damaged"):
        taken(PDF[:-12])


@pytest.mark.parametrize("make", [jpeg, png])
def test_content_appended_to_a_picture_is_removed(make) -> None:
    for behind in (archive(), SCRIPT, PDF):
        upload = taken(make() + behind)
        assert behind not in upload.content
        assert b"alert" not in upload.content
        assert b"PK\x03\x04" not in upload.content


def test_content_hidden_in_a_picture_is_removed() -> None:
    hidden = {
        "photo": jpeg(exif=True, comment=SECRET + SCRIPT, icc_profile=SECRET, xmp=SECRET),
        "drawing": png(text=SECRET + SCRIPT),
        "palette": png(mode="P", text=SECRET),
    }
    for name, content in hidden.items():
        assert SECRET in content
        upload = taken(content, name)
        assert SECRET not in upload.content
        assert b"script" not in upload.content
        read = Image.open(BytesIO(upload.content))
        assert not dict(read.getexif())
        assert set(read.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_a_photo_is_rotated_upright_when_its_exif_data_is_removed() -> None:
    picture = Image.open(BytesIO(taken(jpeg(width=40, height=20, exif=True)).content))
    assert picture.size == (20, 40)
    red, _green, blue = picture.convert("RGB").getpixel((10, 5))
    assert red > 150 > blue


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_picture_mode_is_supported(mode) -> None:
    picture = Image.open(BytesIO(taken(png(mode=mode)).content))
    assert picture.size == (40, 20)
    assert ("A" in mode) == (picture.mode == "RGBA")


def test_cmyk_colors_are_converted_to_rgb() -> None:
    written = BytesIO()
    Image.new("CMYK", (10, 10), (0, 255, 255, 0)).save(written, "JPEG")
    picture = Image.open(BytesIO(taken(written.getvalue()).content))
    assert picture.mode == "RGB"
    assert picture.getpixel((5, 5))[0] > 200 > picture.getpixel((5, 5))[1]


@pytest.mark.parametrize("make", [jpeg, png])
def test_a_truncated_picture_is_refused(make) -> None:
    whole = make(width=200, height=200)
    for length in (12, len(whole) // 3, len(whole) - 40):
        with pytest.raises(UnableToUpload, match="damaged"):
            taken(whole[:length])


def test_truncated_pictures_are_refused_even_if_weasyprint_allows_them(monkeypatch) -> None:
    monkeypatch.setattr("PIL.ImageFile.LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint sets it
    with pytest.raises(UnableToUpload, match="damaged"):
        taken(png(width=200, height=200)[:-60])


def test_decompression_bombs_are_refused_before_decoding() -> None:
    for width, height in ((7000, 7000), (12_000, 12_000), (60_000, 60_000), (2**31 - 1, 2**31 - 1)):
        content = bomb(width=width, height=height)
        assert len(content) < 100_000
        with pytest.raises(UnableToUpload, match=r"million pixels|damaged"):
            taken(content)


def test_limits_are_in_bytes_and_pixels() -> None:
    with pytest.raises(UnableToUpload, match="larger than 1 MB"):
        taken(PDF + bytes(1024**2), max_bytes=1024**2)
    with pytest.raises(UnableToUpload, match="more than 1 million pixels"):
        taken(png(width=40, height=20), purpose=Purpose(kept_pixels=800, max_pixels=799))
    assert taken(png(width=40, height=20), purpose=Purpose(kept_pixels=800, max_pixels=800)).content


def test_a_compressed_comment_bomb_is_refused() -> None:
    text = b"Comment\0\0" + zlib.compress(bytes(50_000_000), 9)
    whole = png()
    chunk = struct.pack(">I", len(text)) + b"zTXt" + text + struct.pack(">I", zlib.crc32(b"zTXt" + text))
    with pytest.raises(UnableToUpload, match="damaged"):
        taken(whole[:33] + chunk + whole[33:])


def test_a_jpeg_with_a_thousand_scans_is_refused() -> None:
    with pytest.raises(UnableToUpload, match="damaged"):
        taken(jpeg(progressive=True) + b"\xff\xda" * 100)


@pytest.mark.campaign
@pytest.mark.filterwarnings("ignore::UserWarning:PIL")  # Pillow only warns of Exif data it can't read
def test_damage_anywhere_is_refused_without_an_error() -> None:
    chance = random.Random(7)
    wholes = [jpeg(exif=True, comment=b"c"), png(text=b"words"), png(mode="P"), jpeg(progressive=True)]
    for _turn in range(sample(150, campaign=5_000)):
        content = bytearray(chance.choice(wholes))
        for _hit in range(chance.randint(1, 12)):
            content[chance.randrange(8, len(content))] = chance.randrange(256)
        with suppress(UnableToUpload):
            assert taken(bytes(content)).content


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("..\\..\\boot.ini", "boot.pdf"),
        ("C:\\Users\\Ann\\paper.html", "paper.pdf"),
        ("/etc/cron.d/", "document.pdf"),
        ("..", "document.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("", "document.pdf"),
        ("   .pdf", "pdf.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.pdf"),
        ("a\u200b\u2066b\ufeff.pdf", "ab.pdf"),
        ("nul\0byte.pdf", "nulbyte.pdf"),
        ('a"; filename="evil.html', "a__ filename=_evil.pdf"),
        ("a\r\nSet-Cookie: x=1\r\n\r\n<b>.pdf", "aSet-Cookie_ x=1_b.pdf"),
        ("Выписка из реестра.pdf", "Выписка из реестра.pdf"),
        ("=HYPERLINK(1).pdf", "=HYPERLINK(1).pdf"),
        ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
    ],
)
def test_hostile_names_become_harmless(name, clean) -> None:
    assert clean_name(name, ".pdf") == clean
    header = content_disposition_header(as_attachment=True, filename=clean_name(name, ".pdf")) or ""
    assert header.startswith("attachment; filename")
    assert not set(header) & {"\r", "\n", "\0"}
    assert header.count('"') in (0, 2)
