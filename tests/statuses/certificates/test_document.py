"""The certificate page: single, tagged, titled, with every script used by partners, and no fetching."""

from itertools import product
from urllib.request import OpenerDirector

import pytest
import segno

from statuses.certificates import document
from statuses.certificates.document import render
from statuses.certificates.phrases import languages, phrases, spoken
from tests.statuses.certificates.papers import CHECK_URL, SERIAL, fonts_of, paper, picture_of, reader, text_of

NAMES = {
    "Latin": "Żółć & Åström Çözüm São Șoimuș",
    "Cyrillic": "Общество «Рога и копыта»",
    "Greek": "Αφοί Παπαδόπουλου & Σία",
    "Chinese": "北京软件有限公司",
    "Japanese": "東京システムズ",
    "Korean": "한국소프트",
}


@pytest.mark.rule("B24-12.3")
def test_page_shows_company_status_validity_issue_and_serial():
    said = text_of(render(paper()))
    for fact in ("Northwind Integrations", "Gold", "March 10, 2026", "March 9, 2027", SERIAL, CHECK_URL, "EX-12"):
        assert fact in said


@pytest.mark.parametrize("script", NAMES)
def test_names_in_every_script_can_be_extracted(script):
    assert NAMES[script].replace(" ", "") in text_of(render(paper(holder=NAMES[script]))).replace(" ", "")


def test_an_arabic_name_is_shaped_from_right_to_left():
    pdf = render(paper(holder="شركة الأفق", language="ar"))
    # poppler restores logical order only when the letters were set from right to left.
    assert "شركة الأفق" in text_of(pdf)
    assert any("Naskh" in name or "Arabic" in name for name, _embedded, _subset in fonts_of(pdf))


def test_fonts_are_embedded_and_subset():
    pdf = render(paper(holder=" ".join(NAMES.values())))
    fonts = fonts_of(pdf)
    assert len(fonts) >= 4
    assert all(embedded and subset for _name, embedded, subset in fonts)
    assert len(pdf) < 100_000


def test_document_is_tagged_with_title_and_language():
    catalog = reader(render(paper(language="de")))
    root = catalog.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "de"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert catalog.metadata.title == "Zertifikat: Northwind Integrations, Gold"
    assert b"pdfuaid" in root["/Metadata"].get_data()
    tags = set(_tags(root["/StructTreeRoot"]["/K"]))
    assert {"/H1", "/P", "/Figure", "/Link"} <= tags


def test_pictures_have_alternative_text():
    root = reader(render(paper())).trailer["/Root"]
    figures = [tag for tag in _elements(root["/StructTreeRoot"]["/K"]) if tag.get("/S") == "/Figure"]
    assert [figure["/Alt"] for figure in figures] == [f"QR code that opens {CHECK_URL}"]


@pytest.mark.parametrize(
    ("holder", "language"),
    list(product(["A", "W" * 200, "Ж" * 200, "株" * 200, "ش" * 200, "long words " * 18], ["en", "ar"])),
)
def test_any_name_fits_on_one_page(holder, language):
    long = paper(holder=holder, level_name="W" * 80, track_name="T" * 80, program_name="P" * 90, language=language)
    assert len(reader(render(long)).pages) == 1


def test_the_same_facts_give_the_same_bytes():
    assert render(paper()) == render(paper())


def test_pattern_depends_on_the_serial_number():
    assert _panel(serial=SERIAL) == _panel(serial=SERIAL)
    assert _panel(serial=SERIAL) != _panel(serial="0000-0000-0000-0000")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_text_overlaps_the_panel(language):
    """The panel looks the same with long and short names, in either reading direction."""
    long = {"holder": "W" * 200, "level_name": "W" * 80, "track_name": "T" * 80}
    right = language == "ar"
    assert _panel(right, language=language, **long) == _panel(right, language=language, holder="", level_name="")


def test_printed_qr_code_links_to_the_check_page():
    """Each module of the printed QR code matches the code for the check URL."""
    dpi = 300
    width, height, dots = picture_of(render(paper()), dpi)
    matrix = [list(row) for row in segno.make(CHECK_URL, error="m", micro=False).matrix]
    side, right, bottom = (millimetres / 25.4 * dpi for millimetres in (31, 20, 18))
    module = side / len(matrix)
    printed = [
        [
            dots[
                round(height - bottom - side + (row + 0.5) * module) * width
                + round(width - right - side + (column + 0.5) * module)
            ]
            < 128
            for column in range(len(matrix))
        ]
        for row in range(len(matrix))
    ]
    assert printed == [[bool(dark) for dark in row] for row in matrix]


def test_name_is_escaped():
    said = text_of(render(paper(holder="<b>Bold</b> & <script>")))
    assert "<b>Bold</b> & <script>" in said


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:9/x.png", "https://example.com/x.png", "file:///etc/passwd", "data:image/png,x"]
)
def test_nothing_is_fetched(address, opened, monkeypatch):
    page = document._html(paper())
    monkeypatch.setattr(
        document, "_html", lambda _facts: page.replace("</body>", f'<img alt="" src="{address}"></body>')
    )
    assert render(paper()).startswith(b"%PDF")
    assert opened == []


def test_control_a_fetch_is_detected(opened):
    from weasyprint import HTML

    HTML(string='<img alt="" src="data:image/png,x">').write_pdf()
    assert opened == ["data:image/png,x"]


@pytest.fixture
def opened(monkeypatch):
    """The URLs the renderer opens."""
    addresses, opens = [], OpenerDirector.open

    def recorded(director, request, *args, **kwargs):
        addresses.append(request.full_url)
        return opens(director, request, *args, **kwargs)

    monkeypatch.setattr(OpenerDirector, "open", recorded)
    return addresses


def test_every_language_has_every_phrase():
    wanted = set(phrases("en"))
    assert [language for language in languages() if set(phrases(language)) != wanted] == []


@pytest.mark.parametrize("language", languages())
def test_every_language_prints(language):
    assert reader(render(paper(language=language, track_name="Track"))).trailer["/Root"]["/Lang"] == language


def test_unknown_language_falls_back_to_english():
    assert spoken("pt-br") == "pt"
    assert reader(render(paper(language="xx"))).trailer["/Root"]["/Lang"] == "en"


def _panel(right=False, **facts):
    """The panel's part of the rendered page, row by row."""
    width, height, dots = picture_of(render(paper(**facts)), 30)
    wide = width * 66 // 297 - 1
    first = width - wide if right else 0
    return [dots[row * width + first : row * width + first + wide] for row in range(height)]


def _tags(node):
    return [element["/S"] for element in _elements(node)]


def _elements(node):
    for child in node if isinstance(node, list) else [node]:
        element = child.get_object() if hasattr(child, "get_object") else child
        if isinstance(element, dict) and "/S" in element:
            yield element
            if "/K" in element:
                yield from _elements(element["/K"])
