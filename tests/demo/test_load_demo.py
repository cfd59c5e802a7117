"""The demo network is loaded once through the import, with its logins."""

import io

import pytest
import time_machine
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from accounts.models import User
from activities.models import Activity, Claim
from clients.models import ClientLicence
from clients.operations.seats import count_seats
from common.actor import Actor
from common.tenancy import bind
from demo.operations import DEMO_PASSWORD
from demo.plan import DEMO_PROGRAM, demo_programs, load_plan
from demo.welcome import welcome
from nfr.models import NfrGrant
from partners.admission.duplicates import matches
from partners.models import Application, InformationRequest, Member, Partner, Restriction, TrademarkRequest
from programs.models import Staff
from programs.operations import FIRST_RULES, publish
from programs.queries import definition
from programs.rulebook import read_rulebook
from store.campaigns.models import NAMED_IN
from store.models import ClientQuote, Order, PriceCampaign
from tests.cast import PUBLISHED_AT, open_program
from tests.importing.conftest import NOW
from tests.programs.files import SMALL
from tests.samples import sample

pytestmark = [pytest.mark.django_db, pytest.mark.campaign]
DEMO_PROGRAMS = demo_programs()


@pytest.fixture(autouse=True)
def fewer_requests(monkeypatch):
    """Requests of clients and deals are half of the work; tests/demo/test_leads.py sends them, `make campaign` all."""

    def shorter(code):
        plan = load_plan(code)
        return plan.model_copy(
            update={
                "leads": sample(min(plan.leads, 16), campaign=plan.leads),
                "deals": sample(min(plan.deals, 8), campaign=plan.deals),
            }
        )

    monkeypatch.setattr("demo.management.commands.load-demo.load_plan", shorter)


def load(*arguments: str) -> str:
    out = io.StringIO()
    with time_machine.travel(NOW, tick=True):
        call_command("load-demo", *arguments, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def test_the_network_is_loaded_once(program, subtests):
    """One load, because it takes seconds; the second changes nothing."""
    out = load()
    assert out.startswith("Demo network: 300 partners with ")
    shows = (
        network_and_logins,
        applications_in_every_state,
        requests_and_restrictions,
        orders_in_every_state,
        clients_agree_with_the_log,
        every_login_works,
    )
    for shown in shows:
        with subtests.test(shown.__name__):
            shown(program)
    with bind(program.pk):
        before = list(Partner.objects.order_by("pk").values())
    assert load() == "The program has partners already; they stay as they are.\nLogins added: 0.\n"
    with bind(program.pk):
        assert list(Partner.objects.order_by("pk").values()) == before


def network_and_logins(program):
    plan = load_plan(DEMO_PROGRAM)
    with bind(program.pk):
        assert Partner.objects.count() == 300
        members = dict(Member.objects.values_list("user__email", "partner__code"))
        staff = dict(Staff.objects.values_list("user__email", "role"))
    assert members == {login.email: login.partner for login in plan.login if login.partner}
    assert staff == {login.email: login.staff for login in plan.login if login.staff}


def applications_in_every_state(program):
    """One of each: overdue, duplicate, question asked, approved, in verification with affiliates, declined."""
    manager = Actor.system(program.pk)
    with bind(program.pk):
        rows = list(Application.objects.select_related("program").order_by("pk"))
        rules = definition(program, NOW.date())
        found = matches(rows, definition=rules, actor=manager)
    assert [(row.state, row.waits_for_applicant) for row in rows] == [
        ("submitted", False),
        ("submitted", False),
        ("submitted", True),
        ("approved", True),
        ("verifying", False),
        ("verifying", False),
        ("declined", False),
    ]
    assert [match.partner.code for match in found[rows[1].pk]] == ["lindqvist-daten"]
    assert rows[0].due_on < NOW.date()
    assert rows[4].affiliates
    assert "applicant@example.com" in welcome(8123)


def requests_and_restrictions(program):
    """An answered, an open and an overdue request; a refused and a pending trademark use; a lowered discount."""
    today = NOW.date()
    with bind(program.pk):
        requests = InformationRequest.objects.all()
        assert (requests.count(), requests.open().count(), requests.overdue(today).count()) == (3, 2, 1)
        assert sorted(TrademarkRequest.objects.values_list("state", flat=True)) == ["declined", "waiting"]
        assert Restriction.objects.in_force(today).get().partner.members.get().user.email == "back@example.com"


def orders_in_every_state(program):
    """Paid, excluded, refunded, awaiting payment and under review; the log holds what counts."""
    with bind(program.pk):
        states = [(order.state, order.excluded_on is None) for order in Order.objects.all()]
        assert sorted(states) == sorted(
            [
                ("paid", True),
                ("paid", False),
                ("refunded", True),
                ("paid", True),
                ("paid", True),
                ("placed", True),
                ("waiting_compliance", True),
            ]
        )
        sales = Activity.objects.filter(reference__startswith="order-").effective()
        counted = Order.objects.counted()
        assert sum(sale.amount for sale in sales) == sum(order.net_total for order in counted) > 0


def clients_agree_with_the_log(program):
    """Each client and license is a sale or new seats of the log; the daily job finds nothing that isn't counted."""
    with bind(program.pk):
        log = Activity.objects.exclude(reference__startswith="order-")
        references = set(log.values_list("reference", flat=True))
        licences = ClientLicence.objects.exclude(reference__startswith="order-")
        assert set(licences.values_list("reference", flat=True)) <= references
        mine = Partner.objects.get(members__user__email="partner@example.com")
        sold_to = set(log.filter(partner=mine, kind="sale").values_list("subject", flat=True))
        assert sold_to <= set(mine.clients.values_list("company", flat=True))
        assert mine.client_licences.filter(state="active").exists()
        assert mine.clients.filter(seats_activity__isnull=False).exists()
        assert set(mine.referral_sign_ups.values_list("state", flat=True)) == {"linked", "refused"}
        assert set(mine.referral_sign_ups.values_list("cause", flat=True)) == {"", "own", "taken"}
        rulebook = read_rulebook(program.pk)
        given = {"rulebook": rulebook, "today": NOW.date(), "now": NOW}
        assert count_seats(actor=Actor.system(program.pk), **given) == 0


def every_login_works(_program):
    screen = welcome(8123)
    assert "http://bitrix24.localhost:8123/" in screen
    for login in load_plan(DEMO_PROGRAM).login:
        assert login.email in screen
        assert authenticate(username=login.email, password=DEMO_PASSWORD) == User.objects.get(email=login.email)


def test_existing_network_is_left_alone(program, alpha):
    assert "stay as they are" in load()
    with bind(program.pk):
        assert Partner.objects.count() == 1


def test_production_refuses_the_demo(program, settings):
    settings.ENVIRONMENT = "production"
    with pytest.raises(CommandError, match="in production"):
        call_command("load-demo")


@pytest.mark.parametrize("code", DEMO_PROGRAMS[1:])
def test_every_program_has_a_network_with_claims_and_applications(code):
    program, plan = open_program(code), load_plan(code)
    assert load(code).startswith("Demo network: 60 partners with ")
    with bind(program.pk):
        assert Partner.objects.count() == 60
        assert set(Member.objects.values_list("partner__code", flat=True)) == {
            login.partner for login in plan.login if login.partner
        }
        assert Claim.objects.count() == len(plan.claim) >= 2
        assert Application.objects.count() == len(plan.application) >= 2
        assert Application.objects.get(applicant__email=f"applicant@{code}.example").state == "approved"
        assert Staff.objects.get().role == "manager"
        assert Order.objects.count() == len(plan.order) >= 2
        sold = Activity.objects.filter(reference__startswith="order-").values_list("amount", flat=True)
        assert sorted(sold) == sorted(Order.objects.filter(state="paid").values_list("net_total", flat=True))
        assert ClientQuote.objects.count() == len(plan.quote) >= 2
        assert PriceCampaign.objects.count() == len(plan.campaign) == 1
        assert NfrGrant.objects.exists()
    assert f"http://{code}.localhost:8123/" in welcome(8123)


@pytest.mark.parametrize("code", demo_programs())
def test_campaigns_have_names_in_every_language(code):
    names = [each.names for each in load_plan(code).campaign]
    assert all(set(each) == set(NAMED_IN) for each in names)


def test_program_without_demo_network_shows_error(db):
    publish(
        program_code="club",
        source=SMALL,
        effective_from=PUBLISHED_AT.date(),
        actor=Actor.system(None),
        now=PUBLISHED_AT,
        partners_on=FIRST_RULES,
    )
    with pytest.raises(CommandError, match="no demo network"):
        call_command("load-demo", "club")
