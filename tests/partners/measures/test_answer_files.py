"""Files of an answer to the vendor's question."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from common.clock import now, today
from common.tenancy import bind
from partners.measures.operations.requests import ask_information
from partners.models import Document
from programs.rulebook import read_rulebook
from tests.cast import hire, staff_actor
from tests.common.pictures import PDF

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]


def test_an_answer_has_files_that_both_sides_can_open(visit, alice, alpha, program):
    mira = hire(program, "Mira")
    with bind(program.pk):
        asked = ask_information(
            actor=staff_actor(program, mira),
            partner=alpha,
            rulebook=read_rulebook(program.pk),
            question="What is your new address?",
            today=today(program.time_zone),
            now=now(),
        )
    client = visit(alice)
    sent = {"answer": "It's in the extract.", "files": SimpleUploadedFile("extract.pdf", PDF)}
    client.post(f"/dashboard/requests/{asked.pk}/answer/", sent)
    with bind(program.pk):
        kept = Document.objects.get(request=asked)
    assert (kept.name, kept.purpose, kept.partner_id) == ("extract.pdf", "answer", alpha.pk)
    assert f'href="/documents/{kept.pk}/">extract.pdf' in client.get("/dashboard/requests/").content.decode()
    assert visit(mira).get(f"/documents/{kept.pk}/").content == PDF
    assert "extract.pdf" in visit(mira).get(f"/admin/partners/informationrequest/{asked.pk}/change/").content.decode()
