"""The first screen: what waits, first steps, what if, congratulations; and the page of progress."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine

from common.tenancy import bind
from notices.models import Notice
from partners.models import InformationRequest, Invitation, Partner, ProfileRevision
from programs.rulebook import read_rulebook
from tests.careers import CLIMB, TODAY, live
from tests.cast import admit, join
from tests.claims import EVIDENCE, claimed

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]
NOW = datetime(2026, 2, 16, 12, tzinfo=UTC)


def seen(visit, user, path="/dashboard/", **asked):
    response = visit(user).get(path, asked)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_questions_and_claims_wait_above_the_level(visit, alice, career):
    with bind(career.program_id):
        claim = claimed(career, alice, "evidence", EVIDENCE)
        claim.state = "asked"
        claim.save(update_fields=["state"])
        InformationRequest.objects.create(
            program_id=career.program_id,
            partner=career,
            question="Where is <b>it</b>?",
            asked_at=NOW,
            due_on=date(2026, 3, 2),
        )
    page = seen(visit, alice)
    assert "Where is &lt;b&gt;it&lt;/b&gt;?" in page
    assert "by March 2, 2026" in page
    assert f'href="/dashboard/claims/{claim.pk}/"' in page
    assert page.index("Action needed") < page.index("To keep Silver") < page.index("To reach Gold")
    assert page.index("To reach Gold") < page.index("Active points") < page.index("Latest notices")


def test_what_waits_is_in_the_order_of_days_and_a_level_in_danger_is_in_it(visit, alice, career):
    with bind(career.program_id):
        claim = claimed(career, alice, "evidence", EVIDENCE)
        claim.state = "asked"
        claim.save(update_fields=["state"])
        for question, due in (("Second?", date(2026, 6, 20)), ("Late?", date(2026, 5, 1))):
            asked = {"question": question, "asked_at": NOW, "due_on": due}
            InformationRequest.objects.create(program_id=career.program_id, partner=career, **asked)
    with time_machine.travel(datetime(2026, 5, 4, 12, tzinfo=UTC), tick=False):
        waiting = visit(alice).get("/dashboard/").context["waiting"]
    assert [(one.told or one.title, one.due) for one in waiting][:3] == [
        ("Late?", date(2026, 5, 1)),
        ("Otherwise you drop to Bronze.", date(2026, 6, 8)),
        ("Second?", date(2026, 6, 20)),
    ]
    assert waiting[1].title == "Close the gaps to keep Silver"
    assert waiting[-1].due is None


def test_no_box_of_actions_when_nothing_waits(visit, alice, career):
    assert "Action needed" not in seen(visit, alice)


def test_first_steps_are_listed_until_they_are_done(visit, alice, alpha):
    live(alpha, [], until=date(2025, 3, 10))
    page = seen(visit, alice)
    assert "Getting started" in page
    assert "Opens your partner discount of 20%." in page
    assert 'href="/dashboard/nfr/"' in page
    steps = page[page.index("Getting started") :]
    assert (
        steps.index("Partner Program Tutorial")
        < steps.index("Claim your NFR license")
        < steps.index("Invite your team")
    )
    with bind(alpha.program_id):
        Partner.objects.filter(pk=alpha.pk).update(accepted_on=date(2024, 3, 10))
    assert "Getting started" not in seen(visit, alice), "a partner of many years"


def test_met_requirements_are_folded(visit, alice, career):
    page = seen(visit, alice, as_of="2025-06-08")
    page = page[page.index("To reach Silver") :]
    folded = page.index("<summary>5 met</summary>")
    assert (
        page.index("<summary>2 not met yet</summary>")
        < page.index("€1,265.50 more")
        < folded
        < page.index("Partner Sales Course completed")
    )


def test_what_if_shows_the_forecast_and_stores_nothing(visit, alice, career):
    page = seen(visit, alice, as_of="2026-06-08", sell="3500")
    assert "if you sell €3,500 more by June 7, 2026" in page
    assert "€6,500 more" in page, "for Gold"
    assert "€3,500 more</strong>" not in page
    without = seen(visit, alice, as_of="2026-06-08")
    assert "€3,500 more</strong>" in without
    assert "€10,000 more" in without


def test_the_form_has_today_when_the_address_only_says_a_language(visit, alice, career):
    assert 'name="as_of" value="2026-02-16"' in seen(visit, alice, lang="en")


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"sell": "much"}, "Enter a number."),
        ({"sell": "-1"}, "greater than or equal to 0.01"),
        ({"sell": "1e400"}, "field__error"),
        ({"sell": "5", "as_of": "2025-06-08"}, "To try a sale, choose today or a later day."),
    ],
)
def test_a_wrong_amount_has_its_error_beside_it(visit, alice, career, asked, error):
    page = seen(visit, alice, **asked)
    assert "field--wrong" in page
    assert page.count(error) > 1 or error == "field__error", "above the page and beside the field"
    assert "Nothing was saved" not in page


def test_on_the_day_of_a_promotion_there_is_no_alarm(visit, alice, alpha):
    last = [*CLIMB[:-1], ("sale", date(2026, 2, 16), {"subject": "Client Two", "amount": Decimal("1500.00")})]
    moved = [(kind, on if on.month != 5 else date(2026, 1, 6), given) for kind, on, given in last]
    live(alpha, sorted(moved, key=lambda deed: deed[1]))
    page = seen(visit, alice)
    assert "Congratulations, you're now Silver." in page
    assert "Discount on products: 40%" in page
    assert "or you drop" not in page


def test_progress_shows_levels_points_sales_and_what_ends(visit, alice, career):
    page = seen(visit, alice, "/dashboard/progress/")
    assert "<td>June 9, 2025</td>" in page, "Silver since"
    assert "Target: €5,000" in page
    assert "EUR, added up" in page
    assert '<th scope="row">Feb 26</th><td>273</td>' in page, "today's points"
    assert '<th scope="row">Jul 26</th><td>0</td>' in page, "all have expired by then"
    ends = page[page.index("What ends within a year") :]
    assert ends.index("May 6, 2026") < ends.index("June 9, 2026")


def test_notices_on_the_first_screen_lead_to_the_notice(visit, alice, career):
    with bind(career.program_id):
        notice = Notice.objects.latest("sent_at")
    assert f'href="/dashboard/notices/{notice.pk}/"' in seen(visit, alice)


def step_of(page, title):
    """The item of a first step."""
    start = page.index(f'<h3 class="checklist__title">{title}')
    return page[start : page.index("</li>", start)]


@pytest.fixture
def newcomer(program):
    partner = admit(program, "echo", "Echo", accepted_on=TODAY)
    live(partner, [])
    return partner


def test_the_first_step_is_an_act_and_says_where_it_is_done(visit, newcomer, program):
    page = seen(visit, join(newcomer, "Eve"))
    with bind(program.pk):
        course = read_rulebook(program.pk).on(TODAY).training.course("tutorial")
    assert f'href="{course.page}"' in step_of(page, "Pass the course Partner Program Tutorial")
    assert re.search(r"by May 1\d, 2026</strong>", step_of(page, "Pass the course Partner Program Tutorial"))
    assert page.count(f'href="{course.page}"') == 1, "once on the page: in the first steps"
    grace = page[page.index("To complete Bronze") : page.index("To reach Silver")]
    assert "Listed above: Partner Program Tutorial completed; NFR" in grace
    assert "Claim license" not in grace
    assert "Your full discount starts with" not in page, "the first step says so"
    silver = page[page.index("To reach Silver") :]
    assert "Listed above: Partner Program Tutorial completed" in silver[: silver.index("</section>")]


def test_the_menu_of_a_new_partner_folds_the_store_until_it_is_used(visit, newcomer, program):
    eve = join(newcomer, "Eve")
    folded = '<details class="sections__later"><summary class="sections__title" id="sections-3">Store'
    assert folded in seen(visit, eve)
    assert folded not in seen(visit, eve, "/dashboard/store/")
    with bind(program.pk):
        Partner.objects.filter(pk=newcomer.pk).update(accepted_on=date(2025, 11, 1))
    assert folded not in seen(visit, eve)


def test_nothing_can_be_done_on_a_day_that_is_past(visit, alice, alpha, program):
    live(alpha, [], until=date(2025, 3, 10))
    page = seen(visit, alice, as_of="2025-03-20")
    assert "To complete Bronze" in page
    assert "Take the course" not in page
    assert "Claim license" not in page


def test_a_course_without_an_address_says_whom_to_ask(visit, newcomer):
    page = seen(visit, join(newcomer, "Eve"))
    target = page[page.index("To reach Silver") :]
    sales = target[target.index("Partner Sales Course completed") :]
    asked = sales[: sales.index("</li>")]
    assert "Ask us where to take it. We record it here once it is passed." in asked
    assert 'href="mailto:' in asked


def test_a_reader_sees_no_act_of_others(visit, newcomer):
    page = seen(visit, join(newcomer, "Rita", role="readonly"))
    assert "To complete Bronze" in page
    assert "Take the course" in page
    assert "Claim license" not in page


def test_a_step_that_waits_for_approval_says_so_until_it_is_approved(visit, alice, alpha, program, charlie):
    live(alpha, [], until=date(2025, 3, 10))
    own = {"description": "", "moderated_on": None, "services": []}
    with bind(alpha.program_id):
        Partner.objects.filter(pk=alpha.pk).update(**own)
    page = seen(visit, alice)
    assert "It lists partners from Silver on." in step_of(page, "Complete your profile")
    assert "/dashboard/profile/edit/" in step_of(page, "Complete your profile")
    with bind(alpha.program_id):
        change = ProfileRevision.objects.create(
            program_id=alpha.program_id,
            partner=alpha,
            number=1,
            changes={"description": "Sets up portals."},
            submitted_by=alice,
            submitted_at=NOW,
        )
    assert "/dashboard/profile/edit/" in step_of(seen(visit, alice), "Complete your profile"), "services are missing"
    with bind(alpha.program_id):
        change.changes |= {"services": ["Training"]}
        change.save(update_fields=["changes"])
        Invitation.objects.create(
            program_id=alpha.program_id,
            partner=alpha,
            email="new@alpha.example",
            role="sales",
            state="waiting",
            invited_by=alice,
            invited_at=NOW,
        )
    page = seen(visit, alice)
    for title in ("Complete your profile", "Invite your team"):
        assert "Pending approval" in step_of(page, title)
        assert "href" not in step_of(page, title)
    with bind(alpha.program_id):
        change.state = "approved"
        change.save(update_fields=["state"])
        filled = {"description": "Sets up portals.", "services": ["Training"], "moderated_on": TODAY}
        Partner.objects.filter(pk=alpha.pk).update(**filled)
        Invitation.objects.update(state="sent")
    page = seen(visit, alice)
    assert "1 done" in page
    team = step_of(page, "Invite your team")
    assert "Invited: new@alpha.example. This step is done once someone has joined." in team
    assert "Pending approval" not in team
