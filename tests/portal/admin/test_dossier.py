"""A partner's admin page: the latest ten rows of each kind, with links to the full lists."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activities.models import Activity
from common.tenancy import bind
from notices.models import Notice, Reading
from partners.models import ApiToken, InformationRequest, Note, ProfileRevision, Restriction
from portal.queries.dossier import LATEST, PARTS
from store.models import Order
from tests.careers import NOON, TODAY
from tests.cast import hire
from tests.isolation.tenants import found
from tests.portal.admin.tabs import all_tabs

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]

DAY = timedelta(days=1)
HOSTILE = "<script>alert(1)</script>{{ request }}"


@pytest.fixture
def tenant(program, site):
    """A partner with a row of every kind, each containing its private text."""
    return found(program, site, "acme")


@pytest.fixture
def own(program, tenant):
    return {"program": program, "partner": tenant.partner}


@pytest.fixture
def manager(visit, charlie):
    return visit(charlie)


def path(tenant, part="overview"):
    return f"/admin/partners/partner/{tenant.partner.pk}/change/?part={part}"


def text_of(response):
    return " ".join(response.content.decode().split())


def section(page, name):
    """The text of one section of the page."""
    return re.search(rf'aria-labelledby="p-{name}".*?</section>', page).group()


def test_every_kind_of_row_is_shown(manager, tenant):
    page = all_tabs(manager, tenant.partner.pk)
    private = tenant.private
    told = {
        "history": "set by a partner manager",
        "activities": private,
        "claims": private,
        "points-main": private,
        "decisions": private,
        "certificates": "acme-0001",
        "application": private,
        "consents": private,
        "revisions": "Change 1",
        "documents": f"{private}.pdf",
        "checks": private,
        "members": tenant.user.email,
        "invitations": f"{private}@mail.example",
        "tokens": private[:8],
        "restrictions": private,
        "information": private,
        "trademarks": private,
        "notices": private,
        "notes": private,
        "audit": private,
    }
    assert {name for name, words in told.items() if words not in section(page, name)} == set()


def test_every_app_shows_what_the_partner_has(manager, tenant):
    asked = manager.get(path(tenant, "sales"))
    cards = {card.code: card for card in asked.context["cards"]}
    assert {"orders", "quotes", "clients", "licences", "requests", "deals", "meetings", "nfr"} <= cards.keys()
    assert {code for code, card in cards.items() if not (card.number and card.rows)} == set()
    with bind(tenant.partner.program_id):
        assert cards["orders"].open == Order.objects.filter(partner=tenant.partner, state__in=Order.OPEN).count()
    for card in cards.values():
        listed = manager.get(card.link).context["cl"]
        assert listed.result_count == card.number, card.code
        assert {row.pk for row in listed.result_list} >= {int(row.link.split("/")[-3]) for row in card.rows}, card.code


def test_each_section_links_to_its_full_list(manager, tenant):
    page = all_tabs(manager, tenant.partner.pk)
    links = set(re.findall(rf'href="(/admin/[^"]*partner(?:__id|_id)__exact={tenant.partner.pk}[^"]*)"', page))
    assert len(links) >= 17
    for link in links:
        listed = manager.get(link.replace("&amp;", "&"))
        assert listed.status_code == 200, link
        assert listed.context["cl"].result_list, link


def test_readers_of_a_notice_are_shown(manager, tenant, own):
    with bind(tenant.partner.program_id):
        notice = Notice.objects.create(**own, kind="news", key="n", on=TODAY, subject="Unread", body="x", sent_at=NOON)
    words = section(text_of(manager.get(path(tenant, "words"))), "notices")
    assert f"read by {tenant.user}" in words
    assert "not read yet" in words
    with bind(tenant.partner.program_id):
        Reading.objects.create(**own, notice=notice, user=tenant.user, read_at=NOON)
    assert "not read yet" not in section(text_of(manager.get(path(tenant, "words"))), "notices")


def test_current_issues_come_first(manager, tenant, own):
    with bind(tenant.partner.program_id):
        Restriction.objects.create(
            **own, effect="access", starts_on=TODAY, ends_on=TODAY + DAY, reason="x", set_at=NOON
        )
        InformationRequest.objects.create(
            **own, question="Why?", asked_by=tenant.user, asked_at=NOON, due_on=TODAY - DAY
        )
    top = text_of(manager.get(path(tenant))).split('class="v-tabs"')[0]
    for said in (
        "access blocked",
        "everybody",
        "A profile change needs your decision.",
        "It hasn't answered your question.",
    ):
        assert said in top, said
    with bind(tenant.partner.program_id):
        ProfileRevision.objects.filter(partner=tenant.partner).update(state="declined")
        Restriction.objects.filter(partner=tenant.partner).update(lifted_on=TODAY)
    top = text_of(manager.get(path(tenant))).split('class="v-tabs"')[0]
    assert "access blocked" not in top
    assert "A profile change" not in top


def test_more_rows_run_no_more_queries_and_show_ten(manager, tenant, own, program):
    def asked():
        all_tabs(manager, tenant.partner.pk)
        with CaptureQueriesContext(connection) as queries:
            page = all_tabs(manager, tenant.partner.pk)
        return len(queries), page

    few, _page = asked()
    with bind(program.pk):
        for number in range(LATEST + 5):
            Note.objects.create(**own, text=f"Called them {number} times.", by=tenant.user, at=NOON)
            notice = Notice.objects.create(
                **own, kind="news", key=f"n-{number}", on=TODAY, subject=f"News {number}", body="x", sent_at=NOON
            )
            Reading.objects.create(**own, notice=notice, user=tenant.user, read_at=NOON)
            ApiToken.objects.create(
                **own,
                user=tenant.user,
                name=f"Shop {number}",
                prefix="ech_1",
                digest=str(number),
                scopes=["x:read"],
                created_at=NOON,
            )
    many, page = asked()
    assert many == few
    assert section(page, "notes").count("<li>") == section(page, "tokens").count("<li>") == LATEST
    assert "Called them 14 times." in page
    assert "Called them 4 times." not in page


def test_only_administrators_see_links_to_tokens(manager, visit, tenant, program):
    link = "/admin/partners/apitoken/"
    assert link not in manager.get(path(tenant, "people")).content.decode()
    assert link in visit(hire(program, "Ada", "administrator")).get(path(tenant, "people")).content.decode()


def test_user_text_is_escaped(manager, tenant, own, program):
    with bind(program.pk):
        by = {"asked_by": tenant.user, "asked_at": NOON}
        Note.objects.create(**own, text=HOSTILE, by=tenant.user, at=NOON)
        InformationRequest.objects.create(**own, **by, question=HOSTILE, answer=HOSTILE, answered_at=NOON, due_on=TODAY)
        Restriction.objects.create(
            **own, effect="discount", percent=5, starts_on=TODAY, ends_on=TODAY, reason=HOSTILE, set_at=NOON
        )
        Notice.objects.create(**own, kind="news", key="h", on=TODAY, subject=HOSTILE, body=HOSTILE, sent_at=NOON)
    page = all_tabs(manager, tenant.partner.pk)
    assert "<script>alert(1)" not in page
    assert page.count("{{ request }}") >= 4


def test_every_tab_stays_within_its_budget(manager, tenant, subtests):
    for part in PARTS:
        manager.get(path(tenant, part))
        with CaptureQueriesContext(connection) as queries:
            manager.get(path(tenant, part))
        asked = [each["sql"] for each in queries if each["sql"].startswith(("SELECT", "WITH"))]
        asked = [sql for sql in asked if "set_config" not in sql and "current_setting" not in sql]
        with subtests.test(part):
            assert len(asked) <= 12, "\n".join(asked)


def test_the_effect_follows_typing_and_records_nothing(manager, tenant):
    page = f"/admin/partners/partner/{tenant.partner.pk}/record/?kind=sale"
    with bind(tenant.partner.program_id):
        before = Activity.objects.count()
    for half_typed in ({"on": str(TODAY), "amount": "-"}, {"on": "", "amount": "5"}):
        answer = manager.post(page, {**half_typed, "look": "1"})
        assert (answer.status_code, answer.content) == (204, b""), "no errors while somebody types"
    sent = {"on": str(TODAY), "amount": "33000"}
    shown = manager.post(page, {**sent, "look": "1"})
    assert "+3,300" in text_of(shown)
    assert "<form" not in text_of(shown)
    seen = shown.context["form"].mark
    assert f'data-seen="{seen}"' in text_of(shown)
    assert manager.post(page, {**sent, "look": "1", "seen": seen}).status_code == 200
    with bind(tenant.partner.program_id):
        assert Activity.objects.count() == before
    assert manager.post(page, {**sent, "seen": seen}).status_code == 302


def test_a_sale_shows_its_effect_first_and_returns_to_the_partner(manager, tenant):
    page = f"/admin/partners/partner/{tenant.partner.pk}/record/"
    assert "kind=sale" in text_of(manager.get(f"{page}?kind="))
    form = manager.get(page)
    assert form.context["form"].code == "sale"
    assert 'href="?kind="' in text_of(form)
    assert f"Amount ({tenant.partner.currency})" in text_of(form)
    assert tenant.partner.name in text_of(form)
    wrong = manager.post(f"{page}?kind=sale", {"on": TODAY, "amount": "-1"})
    assert wrong.context["form"].errors.keys() == {"amount"}
    sent = {"on": str(TODAY), "amount": "33000"}
    with bind(tenant.partner.program_id):
        before = Activity.objects.count()
    shown = manager.post(f"{page}?kind=sale", sent)
    assert "This is what changes when you record it" in text_of(shown)
    with bind(tenant.partner.program_id):
        assert Activity.objects.count() == before
    effect = shown.context["effect"]
    assert effect.levels or effect.stays
    seen = shown.context["form"].mark
    changed = manager.post(page, {**sent, "amount": "400", "seen": seen})
    assert changed.status_code == 200
    done = manager.post(page, {**sent, "seen": seen})
    assert (done.status_code, done["Location"]) == (302, f"/admin/partners/partner/{tenant.partner.pk}/change/")
    assert ": +3,300." in text_of(manager.get(done["Location"])), "a number as the effect before showed it"
    with bind(tenant.partner.program_id):
        assert Activity.objects.count() == before + 1


def test_a_sale_that_leaves_the_level_says_what_is_still_missing(manager, tenant):
    page = f"/admin/partners/partner/{tenant.partner.pk}/record/?kind=sale"
    effect = manager.post(page, {"on": str(TODAY), "amount": "1"}).context["effect"]
    assert not effect.levels
    (words,) = effect.stays
    assert words.startswith("The level stays Silver. Still missing for Gold: ")
    assert "more)" in words
