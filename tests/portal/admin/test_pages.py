"""Every admin page opens, writes nothing on its own, and reads with a limited number of queries."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activities.operations import retract_activity
from common.actor import Actor
from common.tenancy import bind
from desk.models import Assignment, SavedView
from importing.models import ImportRun
from notices.models import Mail, Notice
from partners.models import (
    ApiToken,
    Document,
    InformationRequest,
    Invitation,
    Note,
    ProfileRevision,
    Restriction,
    TrademarkRequest,
    WebsiteCheck,
)
from privacy.models import Erasure
from reports.models import ReportMail
from statuses.models import Certificate
from tests.applicants import applicant
from tests.careers import CLIMB, NOON, TODAY, live
from tests.cast import admit, hire
from tests.claims import claimed
from tests.clients.rows import client_rows
from tests.isolation.lead_rows import lead_rows
from tests.meetings.rows import meeting_rows
from tests.nfr.rows import nfr_rows
from tests.portal.admin.doubled import doubled
from tests.portal.admin.limits import LISTS, RECORDS
from tests.samples import sample
from tests.store.bonuses.rows import bonus_rows
from tests.store.cards.rows import card_rows
from tests.store.exemptions.rows import exemption_request
from tests.store.invoices.rows import invoice_rows
from tests.store.kyc.rows import kyc_rows
from tests.store.payments.rows import payment_rows
from tests.store.provisioning.rows import provisioning_rows
from tests.store.quotes.rows import quote_rows
from tests.store.renewals.rows import renewal_rows
from tests.store.rows import store_rows

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]

NAMES = sorted(f"{model._meta.app_label}_{model._meta.model_name}" for model in admin.site._registry)
EDITED = {"partners_partner": "profile, through partners.operations.edit_profile"}
ADDED = {"activities_activity": "recorded, through activities.operations.record_activity"}


def page_of(name):
    return "/admin/" + name.replace("_", "/") + "/"


@pytest.fixture
def applied(site):
    """Two applications that match each other; the applicants have no role in the program yet."""
    return [applicant(site, name).sends(TODAY) for name in ("Gus", "Gil")]


@pytest.fixture
def full(applied, visit, climbed, sale, program, alice, charlie):
    """An administrator's browser and a row in every list, including a certificate, a notice and a reversal."""
    desk = visit(hire(program, "Ada", "administrator"))
    actor, own = Actor.system(program.pk), {"program": program, "partner": climbed}
    with bind(program.pk):
        retract_activity(actor=actor, activity=sale, reason="Paid back", today=TODAY, now=NOON)
        Notice.objects.create(**own, kind="news", key="n-1", on=TODAY, subject="Hello", body="There", sent_at=NOON)
        claimed(climbed, alice)
        Invitation.objects.create(
            **own, email="new@alpha.example", role="sales", state="waiting", invited_by=alice, invited_at=NOON
        )
        ApiToken.objects.create(
            **own, user=alice, name="Shop", prefix="ech_1", digest="d", scopes=["points:read"], created_at=NOON
        )
        ProfileRevision.objects.create(
            **own, number=1, changes={"city": "Paphos"}, submitted_by=alice, submitted_at=NOON
        )
        by = {"asked_by": alice, "asked_at": NOON}
        InformationRequest.objects.create(**own, **by, question="Why?", due_on=TODAY)
        TrademarkRequest.objects.create(**own, **by, use="On a mug")
        Restriction.objects.create(
            **own, effect="access", starts_on=TODAY, ends_on=TODAY, reason="Unfair", user=alice, set_at=NOON
        )
        Note.objects.create(**own, text="Called them.", by=alice, at=NOON)
        Document.objects.create(
            **own,
            purpose="claim",
            name="a.pdf",
            content_type="application/pdf",
            size=7,
            digest="d",
            content=b"%PDF",
            uploaded_by=alice,
            uploaded_at=NOON,
        )
        for rows in (lead_rows, client_rows, bonus_rows, store_rows, quote_rows, kyc_rows, nfr_rows, meeting_rows):
            rows(climbed, alice, "Needs help")
        exemption_request(climbed, alice, "Needs help")
        for rows in (invoice_rows, payment_rows, provisioning_rows, card_rows, renewal_rows):
            rows(climbed, "Needs help")
        Erasure.objects.create(program=program, cause="retention", at=NOON, rows={"emails": 1})
        staff = {"program": program, "user": charlie}
        SavedView.objects.create(**staff, page="activities_claim", name="Mine", query="state=pending", saved_at=NOON)
        Assignment.objects.create(**staff, page="activities_claim", row_id=1, assigned_at=NOON)
        ReportMail.objects.create(**staff, report="levels", every="week", started_at=NOON, sent_for=TODAY)
        WebsiteCheck.objects.create(**own, on=TODAY, at=NOON, address="https://alpha.example", outcome="found")
        ImportRun.objects.create(program=program, uploaded_by=alice, uploaded_at=NOON, partners=b"", activities=b"")
        Mail.objects.create(**own, key="m-1", to="a@b.example", subject="Hello", text="There", queued_at=NOON)
        Certificate.objects.filter(partner=climbed).exists() or Certificate.objects.create(
            **own,
            track="status",
            serial="S-1",
            holder="Alpha Works",
            level="silver",
            level_name="Silver",
            issued_on=TODAY,
            valid_until=TODAY,
        )
    exception = {"level": "status/gold", "on": TODAY, "reason": "Trust"}
    desk.post(f"/admin/partners/partner/{climbed.pk}/exception/", exception)
    desk.get("/admin/")  # the first request of a process also fills the caches
    return desk


def model_of(name):
    return next(model for model in admin.site._registry if model._meta.label_lower == name.replace("_", "."))


# Each test below walks all lists with one set of rows: inventing the rows costs more than the requests.


def test_a_list_stays_within_its_query_limit(full, subtests):
    for name in NAMES:
        with subtests.test(name), CaptureQueriesContext(connection) as queries:
            assert full.get(page_of(name)).status_code == 200
            assert len(queries) <= LISTS[name], "\n".join(query["sql"] for query in queries)


def test_a_record_stays_within_its_query_limit(full, program, subtests):
    for name in NAMES:
        with bind(program.pk):
            pk = model_of(name)._default_manager.latest("pk").pk
        with subtests.test(name), CaptureQueriesContext(connection) as queries:
            answer = full.get(f"{page_of(name)}{pk}/change/")
            assert answer.status_code == 200
            assert len(queries) <= RECORDS[name], "\n".join(query["sql"] for query in queries)
            assert doubled(answer.content.decode(), f"{page_of(name)}{pk}/") == [], "each act has one place"


@pytest.mark.parametrize("name", ["partners_partner", "statuses_standing", "activities_activity", "points_entry"])
def test_more_rows_run_no_more_queries(name, full, program):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert full.get(page_of(name) + "?due=90").status_code in (200, 302)
        return len(queries)

    before = asked()
    for number in range(3):
        live(admit(program, f"p-{number}", f"Partner {number}"), CLIMB)
    asked()  # the first page after a change of the listings reads the rules anew
    assert asked() == before


def test_rows_change_only_through_operations(full, program, subtests):
    for name in NAMES:
        with subtests.test(name):
            refuses_changes(full, name, program)


def refuses_changes(desk, name, program):
    """Try every way to change a list's rows, and check that they stay as they are."""
    page, rows = page_of(name), model_of(name)._default_manager
    with bind(program.pk):
        pk = rows.latest("pk").pk
        before = list(rows.order_by("pk").values_list())
    if name not in ADDED:
        assert desk.get(f"{page}add/").status_code == 403
        assert desk.post(f"{page}add/", {"program": program.pk}).status_code == 403
    if name not in EDITED:
        assert desk.post(f"{page}{pk}/change/", {"reason": "x", "points": 1}).status_code == 403
    assert desk.post(f"{page}{pk}/delete/", {"post": "yes"}).status_code == 403
    desk.post(page, {"action": "delete_selected", "_selected_action": [pk], "post": "yes"})
    with bind(program.pk):
        after = list(rows.filter(pk__lte=pk).order_by("pk").values_list())
    assert after == before


NONSENSE = (
    "?q=%00",
    "?q=%27%22%5C",
    "?p=-1",
    "?p=99999999999999",
    "?o=99.-1.x",
    "?on_from=nonsense",
    "?kind=%00",
    "?who=x",
    "?earned_on_to=9999-99-99",
    "?level=a/b/c",
    "?due=x",
    "?state=x",
    "?partner__id__exact=x",
    "?id__in=x",
    "?partner__program__code=bolt",
    "?country=%00",
    "?review=9",
)


@pytest.mark.campaign
def test_an_invalid_url_is_not_an_error(full, subtests):
    """The answer is the list, a clear refusal, or Django's redirect to the list without the filter.

    In the suite each list is asked a sixth, and the lists begin at different ones.
    """
    for number, name in enumerate(NAMES):
        asked = NONSENSE[number % 6 :: sample(6, campaign=1)]
        with subtests.test(name):
            answers = {query: full.get(page_of(name) + query).status_code for query in asked}
            assert {query: status for query, status in answers.items() if status not in (200, 302, 400)} == {}


@pytest.mark.campaign
def test_a_missing_record_is_not_found(full, subtests):
    """In the suite each list is asked for a third of them, and the lists begin at different ones."""
    missing = ("0", "x", "99999999999999999999999", "%00", "1/2")
    for number, name in enumerate(NAMES):
        with subtests.test(name):
            for pk in missing[number % 3 :: sample(3, campaign=1)]:
                assert full.get(f"{page_of(name)}{pk}/change/").status_code in (302, 404), pk
