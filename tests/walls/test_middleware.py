"""The middlewares: site, program, actor, language, and the transaction of each request."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.template.response import TemplateResponse
from django.test import Client
from django.urls import path
from django.utils import timezone, translation

from common.tenancy import bind, bound
from config.urls import urlpatterns as portal_addresses
from partners.actors import actor_for
from partners.models import Partner
from points.models import Account

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.walls.test_middleware")]


def whoami(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    return HttpResponse(" ".join(map(str, (actor.kind, actor.user_id, actor.program_id, actor.partner_id, actor.role))))


def binding(request: HttpRequest) -> HttpResponse:
    return HttpResponse(" ".join(value or "-" for value in bound()))


def words(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{translation.get_language()} {timezone.get_current_timezone_name()} {request.site.currency}")


def deferred(request: HttpRequest) -> TemplateResponse:
    """A view whose template reads the rows after the view has returned."""
    template = engines["django"].from_string("{% for partner in partners %}{{ partner.name }}{% endfor %}")
    return TemplateResponse(request, template, {"partners": Partner.objects.order_by("pk")})


def saves(request: HttpRequest, answer: int) -> HttpResponse:
    partner = Partner.objects.visible_to(request.actor).get()
    with bind(request.program.pk):
        Account.objects.create(program=request.program, partner=partner, code="written", points=answer)
    if answer == 0:
        raise ValueError
    return HttpResponse(status=answer)


urlpatterns = [
    path("whoami", whoami),
    path("binding", binding),
    path("account/binding", binding),
    path("words", words),
    path("deferred", deferred),
    path("saves/<int:answer>", saves),
    *portal_addresses,
]


def text(client: Client, address: str) -> str:
    return client.get(address).content.decode()


@pytest.mark.rule("B24-15.2")
@pytest.mark.parametrize("host", ["nowhere.localhost", "bitrix24.localhost.evil.example", "a b", ""])
@pytest.mark.parametrize("address", ["/whoami", "/no-such-page", "/static/x.css"])
def test_an_unknown_host_is_404_everywhere(site, host, address):
    assert Client(headers={"host": host}).get(address).status_code == 404


@pytest.mark.rule("B24-15.2")
@pytest.mark.parametrize("host", ["bitrix24.localhost", "bitrix24.localhost:8000", "BITRIX24.localhost."])
def test_a_site_ignores_port_and_case(site, host):
    assert text(Client(headers={"host": host}), "/whoami") == f"visitor None {site.program_id} None "


@pytest.mark.rule("B24-15.2")
@pytest.mark.parametrize(
    ("language", "currency"),
    [("de", "EUR"), ("pt-br", "USD")],
)
def test_a_site_uses_its_language_and_the_programs_time_zone(program, visit, language, currency):
    host = f"{language}.localhost"
    program.sites.create(host=host, language=language, currency=currency)
    client = visit(host=host)
    assert text(client, "/words") == f"{language} {program.time_zone} {currency}"
    assert client.get("/words").headers["Content-Language"] == language


def test_language_and_time_zone_end_with_the_request(program, visit):
    program.sites.create(host="de.localhost", language="de", currency="EUR")
    visit(host="de.localhost").get("/words")
    assert translation.get_language() == "en"
    assert timezone.get_current_timezone_name() == "UTC"


def test_the_actor_of_each_user(visit, program, other_site, alpha, alice, rita, charlie, dora, erin, root):
    assert text(visit(alice), "/whoami") == f"partner {alice.pk} {program.pk} {alpha.pk} main"
    assert text(visit(rita), "/whoami") == f"partner {rita.pk} {program.pk} {alpha.pk} readonly"
    assert text(visit(charlie), "/whoami") == f"staff {charlie.pk} {program.pk} None manager"
    assert text(visit(root), "/whoami") == f"staff {root.pk} {program.pk} None administrator"
    assert text(visit(dora), "/whoami") == f"visitor {dora.pk} {program.pk} None "
    assert text(visit(erin), "/whoami") == f"visitor {erin.pk} {program.pk} None "
    assert text(visit(erin, host=other_site.host), "/whoami").startswith("staff")


def test_what_each_request_may_see(visit, program, alpha, alice, charlie, dora):
    assert text(visit(), "/binding") == f"{program.pk} - - visitor"
    assert text(visit(dora), "/binding") == f"{program.pk} - {dora.pk} visitor"
    assert text(visit(alice), "/binding") == f"{program.pk} {alpha.pk} {alice.pk} partner"
    assert text(visit(charlie), "/binding") == f"{program.pk} 0 {charlie.pk} staff"


def test_account_pages_are_bound_as_such_whoever_asks(visit, program, alpha, alice):
    assert text(visit(), "/account/binding") == f"{program.pk} - - account"
    assert text(visit(alice), "/account/binding") == f"{program.pk} {alpha.pk} {alice.pk} account"


def test_a_deactivated_user_is_a_visitor(visit, alice):
    client = visit(alice)
    alice.is_active = False
    alice.save()
    assert text(client, "/whoami").startswith("visitor None")


def test_staff_who_are_also_members_act_as_staff(program, alpha, charlie):
    with bind(program.pk):
        alpha.members.create(program=program, user=charlie, role="main")
        assert actor_for(charlie, program).kind == "staff"


@pytest.mark.django_db(transaction=True)
def test_rendering_after_the_view_still_sees_the_rows(visit, alpha, alice):
    assert alpha.name in text(visit(alice), "/deferred")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("answer", "kept"), [(200, True), (404, True), (500, False), (503, False), (0, False)])
def test_only_server_errors_roll_the_transaction_back(visit, alpha, alice, answer, kept):
    client = visit(alice)
    client.raise_request_exception = False
    assert client.get(f"/saves/{answer}").status_code == (answer or 500)
    with bind(alpha.program_id):
        assert Account.objects.filter(code="written").exists() is kept


@pytest.mark.django_db(transaction=True)
def test_nothing_stays_bound_after_a_request(visit, charlie):
    before = bound()
    visit(charlie).get("/whoami")
    assert bound() == before
    assert before[:3] == ("", "", "")


def test_a_request_costs_few_queries(visit, alice, charlie, django_assert_num_queries):
    """Visitor: site, savepoint, bind with the outer binding, restore, release. Signed in: person with roles, rebind.

    The session is read with the site. A member also needs the partner with its restrictions.
    """
    with django_assert_num_queries(5):
        visit().get("/whoami")
    member, staff = visit(alice), visit(charlie)
    with django_assert_num_queries(8):
        member.get("/whoami")
    with django_assert_num_queries(7):
        staff.get("/whoami")


def test_only_staff_can_open_the_admin(visit, alice, dora, erin):
    for user, answer in ((alice, 404), (dora, 403), (erin, 403)):
        assert visit(user).get("/admin/").status_code == answer
        assert visit(user).get("/admin/partners/partner/").status_code == answer


def test_staff_can_open_only_their_programs_admin(visit, charlie, erin, other_site):
    assert visit(charlie).get("/admin/").status_code == 200
    assert visit(charlie, host=other_site.host).get("/admin/").status_code == 403
    assert visit(erin, host=other_site.host).get("/admin/").status_code == 200


def test_a_member_in_two_programs_acts_for_the_hosts(visit, alpha, delta, alice, site, other_site):
    with bind(delta.program_id):
        delta.members.create(program_id=delta.program_id, user=alice, role="sales")
    assert text(visit(alice), "/whoami").endswith(f"{alpha.pk} main")
    assert text(visit(alice, host=other_site.host), "/whoami").endswith(f"{delta.pk} sales")
