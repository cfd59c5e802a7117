"""Papers that the demo's people hand in."""

from io import BytesIO

from PIL import Image, ImageDraw

from common.uploads import Upload, read_upload


def stamped_page(title: str, words: str) -> Upload:
    """A drawing of a stamped page, like a scanned document."""
    page = Image.new("RGB", (620, 877), "#fdfcf8")
    draw = ImageDraw.Draw(page)
    draw.text((60, 70), title, fill="#161d1a", font_size=26)
    draw.text((60, 120), words, fill="#161d1a", font_size=18)
    for line, width in enumerate((460, 430, 470, 300, 0, 440, 410, 250)):
        draw.rectangle((60, 190 + 34 * line, 60 + width, 200 + 34 * line), fill="#ddd8cc")
    draw.ellipse((400, 660, 540, 800), outline="#0e5a4a", width=5)
    written = BytesIO()
    page.save(written, "PNG")
    written.seek(0)
    written.name = f"{title}.png"
    return read_upload(written, formats=["png"])
