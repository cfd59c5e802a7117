"""Uploaded pictures: one door decodes them, one at a time, in bounded memory; bombs get a clear error."""

import subprocess
import sys
import threading
from io import BytesIO

import pytest
from django.conf import settings
from PIL import Image

from common import pictures
from common.pictures import DOCUMENT, LOGO, TooBusy, TooManyPixels, UnableToDecode, encoded_anew, small_png
from common.uploads import UnableToUpload, read_upload
from programs.answers import UploadField
from tests.architecture.sources import app_modules, name
from tests.common.pictures import bomb, jpeg, png, sent
from tests.samples import CAMPAIGN, sample, tally

MOST_MB = 150
EVERY = ("logo", "rgba", "palette", "gray", "deep", "photo", "progressive", "print", "cut rgba", "cut photo")
KINDS = EVERY if CAMPAIGN else EVERY[:1]


def growth(kind: str, people: int, together: int = 1) -> int:
    """The MB by which the memory of a process grows that reads so many pictures at once."""
    tally("pictures", people)
    command = [sys.executable, "-m", "tests.common.gallery", kind, str(people), str(together)]
    run = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True)
    return int(run.stdout)


@pytest.mark.campaign
@pytest.mark.parametrize("kind", KINDS)
def test_many_pictures_at_once_take_little_memory(kind):
    assert growth(kind, people=sample(3, campaign=16)) < MOST_MB


def test_control_decoded_together_they_take_much():
    assert growth("logo", people=3, together=3) > MOST_MB


def test_only_one_module_decodes_pictures():
    wanted = {name(path) for path in app_modules() if "PIL" in path.read_text(encoding="utf-8")}
    assert {path for path in wanted if not path.startswith("demo/")} == {"common/pictures.py"}


def written(picture: Image.Image, kind: str, **options) -> bytes:
    file = BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def frames(kind: str, count: int = 200) -> bytes:
    """An animated picture."""
    first, *others = (Image.new("RGB", (20, 20), (n % 256, 0, 0)) for n in range(count))
    return written(first, kind, save_all=True, append_images=others)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (bomb(width=6000, height=6000), "more than 16 million pixels"),
        (bomb(width=7000, height=7000), "more than 40 million pixels"),
        (bomb(width=70_000, height=100), "damaged or can't be read"),
        (jpeg(width=6000, height=6000, progressive=True, subsampling=0, quality=5), "more than 11 million pixels"),
        (frames("GIF"), "file type isn't accepted"),
        (frames("WEBP", 20), "file type isn't accepted"),
        (written(Image.new("L", (20, 20)), "TIFF"), "file type isn't accepted"),
    ],
    ids=["png", "huge png", "long png", "progressive", "gif", "webp", "tiff"],
)
def test_a_bomb_is_refused_beside_its_field(content, said):
    field = UploadField(formats=("png", "jpeg"))
    with pytest.raises(Exception, match=said) as refusal:
        field.clean(sent(content, "logo.png"))
    assert type(refusal.value).__name__ == "ValidationError"


def test_of_an_animated_picture_only_the_first_frame_is_decoded():
    first, *others = (Image.new("RGB", (20, 20), (n, 0, 0)) for n in range(100))
    content = written(first, "PNG", save_all=True, append_images=others)
    assert b"acTL" in content
    upload = read_upload(sent(content), formats=["png"])
    assert b"acTL" not in upload.content
    assert Image.open(BytesIO(upload.content)).getpixel((3, 3)) == (0, 0, 0)


def test_a_picture_is_reduced_to_what_its_purpose_needs():
    for content, purpose in ((png(width=1600, height=900), LOGO), (jpeg(width=3300, height=4400), DOCUMENT)):
        kind = "png" if content.startswith(b"\x89PNG") else "jpeg"
        before, after = Image.open(BytesIO(content)), Image.open(BytesIO(encoded_anew(content, kind, purpose)))
        assert 0.98 * purpose.kept_pixels < after.width * after.height <= purpose.kept_pixels
        assert after.width / after.height == pytest.approx(before.width / before.height, rel=0.01)
    colors = [after.getpixel((x, 100)) for x in (5, after.width - 5)]
    assert (colors[0][0] > 200, colors[1][2] > 180) == (True, True)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_strips_leave_no_seams(mode):
    """A picture with a gradient, reduced in strips, equals the one reduced as a whole."""
    gradient = Image.linear_gradient("L").resize((1200, 1500))
    content = written(gradient if mode == "I;16" else gradient.convert(mode), "PNG")
    purpose = pictures.Purpose(kept_pixels=500_000)
    whole, strips = [], []
    for found, pixels in ((whole, 10**9), (strips, 100_000)):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(pictures, "_STRIP_PIXELS", pixels)
            found.append(Image.open(BytesIO(encoded_anew(content, "png", purpose))))
    assert max(abs(a - b) for a, b in zip(_bytes(whole[0]), _bytes(strips[0]), strict=True)) <= 1


def _bytes(picture: Image.Image) -> bytes:
    return picture.convert("L").tobytes()


def test_an_a4_page_scanned_at_600_dpi_is_kept_legible():
    content = written(Image.new("RGB", (4960, 7016), "white"), "JPEG", quality=5)
    kept = Image.open(BytesIO(encoded_anew(content, "jpeg", DOCUMENT)))
    assert kept.size == (2480, 3508)  # at 300 dpi


def test_a_photo_with_a_small_picture_inside_is_no_progressive_one():
    content = jpeg(width=400, height=300)
    inside = jpeg(width=16, height=16)
    segment = b"\xff\xe1" + (len(inside) + 2).to_bytes(2) + inside
    assert pictures._scans(content[:2] + segment + content[2:] + inside) == 1
    assert pictures._scans(jpeg(progressive=True)) > 3


def test_many_scans_of_a_large_picture_are_refused(monkeypatch):
    monkeypatch.setattr(pictures, "_SCANNED_PIXELS", 1_000_000)
    content = jpeg(width=600, height=600, progressive=True)
    with pytest.raises(TooManyPixels):
        encoded_anew(content, "jpeg", DOCUMENT)
    assert encoded_anew(jpeg(width=600, height=600), "jpeg", DOCUMENT)


def test_whoever_would_wait_too_long_is_told_to_send_it_again(monkeypatch):
    monkeypatch.setattr(pictures, "WAITING_SECONDS", 0.01)
    busy = threading.BoundedSemaphore(1)
    monkeypatch.setattr(pictures, "_ONE_AT_A_TIME", busy)
    with busy:
        with pytest.raises(TooBusy):
            encoded_anew(png(), "png", DOCUMENT)
        with pytest.raises(UnableToUpload, match="Send yours again in a minute"):
            read_upload(sent(png()), formats=["png"])
    assert read_upload(sent(png()), formats=["png"]).content


def test_a_damaged_picture_frees_the_door():
    for _turn in range(3):
        with pytest.raises(UnableToDecode):
            encoded_anew(png()[:40], "png", DOCUMENT)
    assert small_png(png(), 16).startswith(b"\x89PNG")


def test_a_logo_stored_before_the_limit_is_still_made_small():
    with pytest.raises(TooManyPixels):
        encoded_anew(bomb(width=5000, height=5000), "png", DOCUMENT)
    content = written(Image.new("RGB", (4200, 4200)), "PNG", compress_level=1)
    assert Image.open(BytesIO(small_png(content, 256))).size == (256, 256)
