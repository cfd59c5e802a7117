"""Files of requests through the API, and on the manager's page: whoever may read them, nobody else (B24-6.2d, R29)."""

from base64 import b64encode

import pytest

from common.tenancy import bind
from common.uploads import Upload
from leads.board.operations import attaching
from leads.models import LeadFile, LeadNote
from tests.cast import partner_actor
from tests.leads.network import NOW, promote, reserved
from tests.web.api.tokens import caller, partner_secret, vendor_secret

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
SENT = {"name": "../quote.exe", "content": b64encode(PDF).decode()}


@pytest.fixture
def held(alpha):
    """A request that Alpha holds."""
    return reserved(promote(alpha))


@pytest.mark.rule("B24-6.2d")
def test_a_file_is_attached_listed_and_read(program, alpha, alice, charlie, held, visit):
    call, address = caller(visit(), partner_secret(alpha, alice)), f"me/requests/{held.pk}/files/"
    made = call(address, SENT, key="one")
    assert made.status_code == 201
    assert (made.json()["name"], made.json()["content_type"]) == ("quote.pdf", "application/pdf")
    assert call(address, SENT, key="one").json() == made.json()
    assert [row["id"] for row in call(address).json()["results"]] == [made.json()["id"]]
    vendor = caller(visit(), vendor_secret(program, charlie))
    assert vendor(f"vendor/reservations/{held.pk}/files/").json()["results"] == call(address).json()["results"]
    for ask, where in ((call, "me/requests"), (vendor, "vendor/reservations")):
        answer = ask(f"{where}/files/{made.json()['id']}/")
        assert (answer.content, answer["Content-Type"]) == (PDF, "application/pdf")
        assert answer["Content-Disposition"] == 'attachment; filename="quote.pdf"'
        assert answer["X-Content-Type-Options"] == "nosniff"
    with bind(program.pk):
        assert LeadFile.objects.count() == 1
        assert LeadNote.objects.get(kind="file").by == alice


@pytest.mark.parametrize(
    ("sent", "field", "said"),
    [
        ({"content": b64encode(b"MZ\x90\x00").decode()}, "content", "PDF, JPEG, PNG"),
        ({"content": "%%%"}, "content", "base64"),
        ({"content": b64encode(PDF + b"PK\x03\x04").decode()}, "content", "damaged"),
        ({"name": "quote\u202e.pdf"}, "name", "U+202E"),
    ],
    ids=["kind", "no base64", "another file behind", "hidden mark"],
)
def test_what_the_page_refuses_the_api_refuses(program, alpha, alice, held, visit, sent, field, said):
    call = caller(visit(), partner_secret(alpha, alice))
    given = {"name": "quote.pdf", "content": b64encode(PDF).decode(), **sent}
    answer = call(f"me/requests/{held.pk}/files/", given, key="one")
    assert answer.status_code in (400, 422)
    assert said in str(answer.json()["errors"][field])
    with bind(program.pk):
        assert not LeadFile.objects.exists()


def test_a_request_takes_so_many_files(program, alpha, alice, held, visit, monkeypatch):
    monkeypatch.setattr(attaching, "MOST_FILES", 1)
    call, address = caller(visit(), partner_secret(alpha, alice)), f"me/requests/{held.pk}/files/"
    assert call(address, SENT, key="one").status_code == 201
    assert "at most 1" in str(call(address, SENT, key="two").json()["errors"]["file"])


def test_nobody_else_reads_a_file(program, alpha, alice, beta, bob, held, visit):
    call = caller(visit(), partner_secret(alpha, alice))
    made = call(f"me/requests/{held.pk}/files/", SENT, key="one").json()["id"]
    other = caller(visit(), partner_secret(beta, bob))
    assert other(f"me/requests/files/{made}/").status_code == 404
    assert other(f"me/requests/{held.pk}/files/").status_code == 404
    assert other(f"me/requests/{held.pk}/files/", SENT, key="two").status_code == 404
    reader = caller(visit(), partner_secret(alpha, alice, ["requests:read"]))
    assert reader(f"me/requests/files/{made}/").status_code == 200
    assert reader(f"me/requests/{held.pk}/files/", SENT, key="three").status_code == 403


def test_managers_read_the_files_on_the_page_of_the_request(program, alpha, alice, charlie, held, visit):
    upload = Upload("quote.pdf", "application/pdf", PDF, "0" * 64)
    made = attaching.attach_file(actor=partner_actor(alpha, alice), reservation=held, upload=upload, now=NOW)
    page = visit(charlie).get(f"/admin/leads/leadrequest/{held.lead_id}/change/").content.decode()
    assert f'href="/dashboard/leads/files/{made.pk}/">quote.pdf</a>' in page
    assert visit(charlie).get(f"/dashboard/leads/files/{made.pk}/").content == PDF
