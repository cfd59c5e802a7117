"""Imports in the admin: try, import, and download what failed; for administrators only."""

import csv
import io
from datetime import timedelta
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import AuditEntry
from common.tenancy import bind
from importing import admin as pages
from importing.models import ImportRun
from importing.uploads import forget
from partners.models import Partner
from tests import cast

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]
RUNS = "/admin/importing/importrun/"
UPLOAD = f"{RUNS}upload/"
PARTNERS = "code,name,country,currency,accepted_on\n"
GOOD = f"{PARTNERS}new,New Works,DE,EUR,2026-01-10\n"
BAD = f"{PARTNERS}new,=1+1,DE,JPY,2026-01-10\nfine,Fine,DE,EUR,2026-01-10\nx y,Odd,DE,EUR,2026-01-10\n"
SALES = "partner,kind,on,amount,subject,reference\nnew,sale,2026-02-01,330,Client,r1\n"


@pytest.fixture
def chief(visit, program):
    return visit(cast.hire(program, "Ada", "administrator"))


def file(name: str, content: str | bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)


def packed(**contents: str | bytes) -> bytes:
    held = io.BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(f"network/{name}.csv", content)
    return held.getvalue()


def run_of(program) -> ImportRun:
    with bind(program.pk):
        return ImportRun.objects.get()


def codes(program) -> list[str]:
    with bind(program.pk):
        return sorted(Partner.objects.values_list("code", flat=True))


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_files_are_tried_first_and_imported_then(chief, program):
    page = chief.post(UPLOAD, {"partners": file("a.csv", GOOD), "activities": file("b.csv", SALES)}, follow=True)
    assert "1 new partners and 1 new activities" in text_of(page)
    assert "Nothing was imported yet" in text_of(page)
    assert codes(program) == []
    run = run_of(program)
    assert run.imported_at is None
    done = chief.post(f"{RUNS}{run.pk}/import/", follow=True)
    assert "The files are imported" in text_of(done)
    assert codes(program) == ["new"]
    assert run_of(program).imported_at
    assert chief.post(f"{RUNS}{run.pk}/import/").status_code == 403  # not twice
    with bind(program.pk):
        noted = list(AuditEntry.objects.order_by("pk").values_list("action", "summary"))
    assert noted == [
        ("network.import", "Uploaded files and tried the import"),
        ("network.import", "Imported uploaded files"),
    ]


def test_a_zip_archive_is_read(chief, program):
    page = chief.post(UPLOAD, {"archive": file("a.zip", packed(partners=GOOD, activities=SALES))}, follow=True)
    assert "1 new partners and 1 new activities" in text_of(page)


def test_one_bad_row_and_nothing_is_imported(chief, program):
    page = text_of(chief.post(UPLOAD, {"partners": file("a.csv", BAD)}, follow=True))
    assert "Nothing was imported" in page
    assert "partners.csv, line 2: currency: the program has no accounts in JPY" in page
    assert "partners.csv, line 4" in page
    assert "2 problems" in page
    assert codes(program) == []
    assert chief.post(f"{RUNS}{run_of(program).pk}/import/").status_code == 403


def test_the_failed_rows_are_downloaded_corrected_and_uploaded_again(chief, program):
    chief.post(UPLOAD, {"partners": file("a.csv", BAD)})
    run = run_of(program)
    answer = chief.get(f"{RUNS}{run.pk}/failed-partners/")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="failed-partners.csv"'
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["code", "name", "country", "currency", "accepted_on", "error"]
    assert [(row[0], row[1]) for row in rows[1:]] == [("new", "'=1+1"), ("x y", "Odd")]
    assert rows[1][-1].startswith("line 2: currency: the program has no accounts in JPY")
    assert rows[2][-1].startswith("line 4: code: ")
    corrected = answer.content.decode("utf-8-sig").replace("JPY,2026", "EUR,2026").replace("x y", "xy")
    with bind(program.pk):
        ImportRun.objects.all().delete()
    chief.post(UPLOAD, {"partners": file("a.csv", corrected)})
    assert run_of(program).problems == []


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"archive": b"no archive"},
        {"archive": packed(elsewhere="x")},
        {"archive": packed(partners=GOOD)[:-30]},
        {"archive": packed(partners=b"0" * 5000)},
        {"partners": b"0" * 5000},
    ],
)
def test_files_that_cannot_be_read_are_refused(files, chief, program, monkeypatch):
    monkeypatch.setattr(pages, "MOST_BYTES", 4000)
    answer = chief.post(UPLOAD, {name: file(name, content) for name, content in files.items()})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    with bind(program.pk):
        assert not ImportRun.objects.exists()


def test_managers_may_not_import(desk, chief, program):
    chief.post(UPLOAD, {"partners": file("a.csv", GOOD)})
    run = run_of(program)
    for address in (RUNS, UPLOAD, f"{RUNS}{run.pk}/change/", f"{RUNS}{run.pk}/import/"):
        assert desk.get(address).status_code == 403
    assert desk.post(UPLOAD, {"partners": file("a.csv", GOOD)}).status_code == 403
    assert desk.post(f"{RUNS}{run.pk}/import/").status_code == 403


def test_the_files_are_deleted_after_their_time(chief, program):
    chief.post(UPLOAD, {"partners": file("a.csv", GOOD)})
    at = run_of(program).uploaded_at
    with bind(program.pk):
        assert forget(program_id=program.pk, before=at) == 0
        assert forget(program_id=program.pk, before=at + timedelta(seconds=1)) == 1
