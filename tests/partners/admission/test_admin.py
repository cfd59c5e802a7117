"""Applications in the admin: the queues, what a manager sees of a company, and the decisions."""

import pytest

from common.tenancy import bind
from partners.models import Application, Note
from tests.applicants import at
from tests.partners.admission.desk import LIST, TODAY, page, shown, text_of

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]


@pytest.fixture
def desk(visit, charlie, site):
    return visit(charlie)


@pytest.mark.rule("B24-1.2.1b")
def test_overdue_applications_come_first_then_the_most_urgent(desk, queues):
    rows = list(desk.get(LIST).context["cl"].result_list)
    assert [(row.company.split()[0], row.left) for row in rows] == [
        ("Late", -3),
        ("New", 5),
        ("Proof", 5),
        ("Form", None),
        ("Gone", None),
    ]
    words = text_of(desk.get(LIST))
    for said in ("3 days overdue", "5 days left", "under preliminary review", "the applicant", "Cyprus"):
        assert said in words, said


@pytest.mark.rule("B24-1.2.1b", "B24-1.2.2c")
@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?queue=review", ["Late", "New"]),
        ("?queue=verification", ["Proof"]),
        ("?queue=applicant", ["Form"]),
        ("?queue=declined", ["Gone"]),
        ("?queue=accepted", []),
        ("?term=overdue", ["Late"]),
        ("?q=late+sys", ["Late"]),
        ("?q=office%40new", []),
        ("?q=new%40new.example", ["New"]),
        ("?q=10259033-P", ["Proof"]),
        ("?q=he+400500", ["Proof"]),
        ("?q=CY10259033P", ["Proof"]),
        ("?country=CY&queue=review", ["Late", "New"]),
        ("?country=DE", []),
        ("?queue=nonsense", ["Late", "New", "Proof", "Form", "Gone"]),
    ],
)
def test_the_queues_are_filtered_and_searched(query, names, desk, queues):
    assert shown(desk, query) == names


def test_drafts_are_not_shown(desk, queues, program):
    with bind(program.pk):
        draft = Application.objects.get(state="draft")
    assert desk.get(page(draft)).status_code in (302, 404)
    assert "Draft" not in shown(desk)


def test_the_page_shows_everything(desk, queues, charlie, program):
    application = queues["proof"]
    with bind(program.pk):
        Note.objects.create(program=program, application=application, text="Met them in May.", by=charlie, at=at(TODAY))
    words = text_of(desk.get(page(application)))
    for said in (
        "Proof Systems",
        "Gil Gamma",
        "Integrator",
        "10259033P",
        "IBAN CY17",
        "Proof of registration",
        "proof.pdf",
        "I agree with the Privacy Policy.",
        "Distribution Agreement",
        "proof@proof.example",
        "Charlie",
        "approved",
        "submitted for verification",
        "Met them in May.",
        "Alaio Cloud Limited",
        "5 days left",
        "Accept as a partner",
    ):
        assert said in words, said


def test_documents_are_downloaded_as_attachments(desk, queues, program):
    with bind(program.pk):
        document = queues["proof"].documents.first()
    assert f'href="/documents/{document.pk}/"' in desk.get(page(queues["proof"])).content.decode()
    response = desk.get(f"/documents/{document.pk}/")
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].startswith("attachment")
