"""Quarterly meetings on the pages of manager and partner: scheduled, moved, attended, missed, reversed."""

from datetime import date, time, timedelta

import pytest
import time_machine

from accounts.models import AuditEntry
from activities.models import Activity
from common.tenancy import bind
from meetings.jobs import remind
from meetings.models import Meeting
from notices.models import Mail, Notice
from tests.careers import NOON, TODAY
from tests.cast import admit
from tests.nfr.acts import raised

pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]

DAY = timedelta(days=1)
PAGE, LIST = "/dashboard/meetings/", "/admin/meetings/meeting/"
WHEN = {"kind": "qbr", "on": TODAY + 7 * DAY, "at": "10:30", "place": "https://meet.example/qbr"}


@pytest.fixture
def gold(alpha, charlie):
    return raised(alpha, charlie, "gold")


@pytest.fixture
def manager(visit, charlie):
    return visit(charlie)


@pytest.fixture
def schedule(gold, manager, charlie):
    """Press the button on the partner's page; returns the meetings."""

    def schedule(**changes):
        form = {**WHEN, "leader": charlie.pk, **changes}
        return manager.post(f"/admin/partners/partner/{gold.pk}/meeting/", form, follow=True)

    return schedule


def rows(partner, model=Meeting, **which):
    with bind(partner.program_id):
        return list(model.objects.filter(partner=partner, **which).order_by("pk"))


def text_of(response):
    return " ".join(response.content.decode().split())


def act(manager, meeting, step, **form):
    return manager.post(f"{LIST}{meeting.pk}/{step}/", form, follow=True)


@pytest.mark.rule("B24-3.1.3m")
def test_a_meeting_is_scheduled_moved_and_attended(gold, schedule, manager, visit, alice, rita, charlie):
    desk = visit(alice)
    assert "Quarterly business review: not scheduled for Q1 2026 yet" in text_of(desk.get(PAGE))
    assert "meeting=due" in text_of(manager.get("/admin/"))
    due = manager.get("/admin/partners/partner/?meeting=due").context["cl"].result_list
    assert [row.pk for row in due] == [gold.pk]

    assert "is notified" in text_of(schedule())
    (meeting,) = rows(gold)
    assert (meeting.quarter, meeting.manager_id, meeting.scheduled_by_id) == (date(2026, 1, 1), charlie.pk, charlie.pk)
    page = text_of(desk.get(PAGE))
    assert "https://meet.example/qbr" in page
    assert "not scheduled" not in page
    (notice,) = rows(gold, Notice, kind="meeting")
    assert (notice.clause, notice.subject) == ("B24-3.1.3m", "Quarterly business review on Feb. 23, 2026")
    assert manager.get("/admin/partners/partner/?meeting=due").context["cl"].result_count == 0
    again = schedule(on=TODAY + 20 * DAY)
    assert again.context["form"].errors["on"] == ["Q1 2026 already has such a meeting with this partner."]

    assert visit(rita).post(f"{PAGE}{meeting.pk}/", {"text": "Friday"}).status_code == 403
    assert desk.post(f"{PAGE}{meeting.pk}/", {"text": " "}).context["form"].errors
    assert desk.post(f"{PAGE}{meeting.pk}/", {"text": "Friday, 27th"}).status_code == 302
    with bind(gold.program_id):
        mail = Mail.objects.get(key__startswith=f"meeting/{meeting.pk}/asked")
    assert mail.to == charlie.email
    assert "Friday, 27th" in mail.text
    assert [row.pk for row in manager.get(f"{LIST}?waits=move").context["cl"].result_list] == [meeting.pk]
    assert "Moved" in text_of(act(manager, meeting, "move", on=TODAY + 11 * DAY, at="09:00", place=""))
    (meeting,) = rows(gold)
    assert (meeting.asked, meeting.place, meeting.on) == ("", "https://meet.example/qbr", TODAY + 11 * DAY)

    early = act(manager, meeting, "attended")
    assert "still to come" in text_of(early)
    with time_machine.travel(NOON + 10 * DAY, tick=False):
        assert remind() == 1
        assert remind() == 0
    with time_machine.travel(NOON + 11 * DAY, tick=False):
        assert [row.pk for row in manager.get(f"{LIST}?waits=result").context["cl"].result_list] == [meeting.pk]
        assert "Recorded" in text_of(act(manager, meeting, "attended"))
    (activity,) = rows(gold, Activity, kind="meeting")
    assert (activity.on, activity.attributes, activity.recorded_by_id) == (meeting.on, {"meeting": "qbr"}, charlie.pk)
    assert "Attended" in text_of(desk.get(PAGE))
    said = [row.subject for row in rows(gold, Notice, kind="meeting")]
    assert said[1:] == [
        "Quarterly business review moved to Feb. 27, 2026",
        "Reminder: Quarterly business review on Feb. 27, 2026",
        "Quarterly business review on Feb. 27, 2026: attendance recorded",
    ]
    with bind(gold.program_id):
        acts = AuditEntry.objects.filter(action="meetings.manage").order_by("pk").values_list("summary", flat=True)
        assert [act.split()[0] for act in acts] == ["Scheduled", "Moved", "Recorded"]


@pytest.mark.rule("B24-3.1.3m")
def test_a_missed_quarter_fails_the_keep_rule_and_another_meeting_heals_it(gold, schedule, visit, alice, charlie):
    """Asked as of the review a year later: the quarter has to have one attended."""
    asked = f"/admin/partners/partner/{gold.pk}/explanation/?as_of={TODAY + 60 * DAY:%Y-%m-%d}"
    schedule(on=date(2026, 4, 1))
    (meeting,) = rows(gold)
    with time_machine.travel(NOON + 60 * DAY, tick=False):
        manager = visit(charlie)  # two months later, everybody signs in again
        assert act(manager, meeting, "missed", reason="  ").context["form"].errors
        assert "Recorded" in text_of(act(manager, meeting, "missed", reason="Nobody came."))
        desk = visit(alice)
        page = text_of(desk.get(PAGE))
        assert "Missed" in page
        assert "Nobody came." in page
        assert "not scheduled for Q2 2026" in page
        assert rows(gold, Activity, kind="meeting") == []
        without = text_of(manager.get(asked))
        assert "Quarterly business review attended every quarter" in without
        form = {**WHEN, "on": TODAY + 60 * DAY, "leader": charlie.pk}
        manager.post(f"/admin/partners/partner/{gold.pk}/meeting/", form)
        another = rows(gold)[-1]
        act(manager, another, "attended")
        assert len(rows(gold, Activity, kind="meeting")) == 1
        assert text_of(manager.get(asked)) != without
        act(manager, another, "reverse", reason="It was another partner.")
        assert rows(gold)[-1].state == "planned"
        assert rows(gold, Activity, retracts=None, retraction=None, kind="meeting") == []
        act(manager, another, "attended")
        (counted,) = rows(gold, Activity, retracts=None, retraction=None, kind="meeting")
        manager.post(f"/admin/activities/activity/{counted.pk}/take-back/", {"reason": "Slip."})
        assert rows(gold)[-1].state == "planned"
    with bind(gold.program_id):
        assert Notice.objects.filter(kind="meeting", subject__startswith="You missed").count() == 1


def test_the_end_of_a_partnership_cancels_its_meetings(gold, schedule, manager):
    schedule()
    form = {"on": TODAY, "reason": "Breach of the agreement.", "confirmation": gold.code}
    assert manager.post(f"/admin/partners/partner/{gold.pk}/termination/", form).status_code == 302
    assert [row.state for row in rows(gold)] == ["cancelled"]


def test_meetings_with_many_partners_follow_each_other(gold, beta, manager, charlie):
    cedar = admit(gold.program, "cedar", "Cedar")
    chosen = {"action": "meeting", "_selected_action": [each.pk for each in (gold, beta, cedar)], "index": "0"}
    page = manager.post("/admin/partners/partner/", chosen)
    assert page.context["form"].fields.keys() >= {"minutes", "last"}
    friday = date(2026, 2, 20)
    form = {"kind": "qbr", "on": friday, "at": "10:00", "minutes": "45", "last": "10:45", "leader": charlie.pk}
    refused = manager.post("/admin/partners/partner/", {**chosen, "apply": "1", **form, "last": "09:00"})
    assert refused.context["form"].errors.keys() == {"last"}
    done = manager.post("/admin/partners/partner/", {**chosen, "apply": "1", **form})
    assert (done.context["done"], done.context["refused"]) == (3, 0)
    assert "Feb. 23, 2026, 10 a.m." in text_of(done)
    with bind(gold.program_id):
        times = list(Meeting.objects.order_by("pk").values_list("on", "at"))
    assert times == [(friday, time(10)), (friday, time(10, 45)), (date(2026, 2, 23), time(10))]
    again = manager.post("/admin/partners/partner/", {**chosen, "apply": "1", **form})
    assert (again.context["done"], again.context["refused"]) == (0, 3)


@pytest.mark.rule("B24-3.1.3m")
def test_meetings_after_the_quarter_of_the_first_are_asked_about(gold, beta, manager, charlie):
    cedar = admit(gold.program, "cedar", "Cedar")
    chosen = {"action": "meeting", "_selected_action": [each.pk for each in (gold, beta, cedar)], "index": "0"}
    assert "beyond" not in manager.post("/admin/partners/partner/", chosen).context["form"].fields
    form = {"kind": "qbr", "on": "2026-03-31", "at": "10:00", "minutes": "45", "last": "10:45", "leader": charlie.pk}
    asked = manager.post("/admin/partners/partner/", {**chosen, "apply": "1", **form})
    assert asked.context["form"].errors.keys() == {"beyond"}
    assert "1 meeting would fall after Q1 2026, on April 1, 2026." in text_of(asked)
    assert not rows(cedar)
    done = manager.post("/admin/partners/partner/", {**chosen, "apply": "1", **form, "last": "12:00"})
    assert done.context["done"] == 3, "they fit in one day"
    assert {each.quarter for each in rows(cedar)} == {date(2026, 1, 1)}


def test_meetings_of_the_next_quarter_are_scheduled_once_confirmed(gold, beta, manager, charlie):
    chosen = {"action": "meeting", "_selected_action": [gold.pk, beta.pk], "index": "0"}
    form = {"kind": "qbr", "on": "2026-03-31", "at": "10:00", "minutes": "45", "last": "10:00", "leader": charlie.pk}
    done = manager.post("/admin/partners/partner/", {**chosen, "apply": "1", **form, "beyond": "on"})
    assert (done.context["done"], done.context["refused"]) == (2, 0)
    assert [each.quarter for each in rows(beta)] == [date(2026, 4, 1)]


def test_a_program_without_meetings_does_not_offer_them(other_site, delta, erin, visit, gold, manager):
    offered = {
        name for name, _words in manager.get("/admin/partners/partner/").context["action_form"].fields["action"].choices
    }
    assert {"meeting", "note", "information", "assign"} <= offered
    elsewhere = visit(erin, host=other_site.host).get("/admin/partners/partner/")
    names = {name for name, _words in elsewhere.context["action_form"].fields["action"].choices}
    assert "meeting" not in names
    assert "note" in names
