"""The inbox of record: unread notices, who read them, and email preferences."""

from datetime import UTC, date, datetime

import pytest

from common.tenancy import bind
from notices.models import MailChoice, Notice, Reading
from notices.operations import Draft, send_notices
from tests.races.crowd import at_once

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
pytestmark = [pytest.mark.usefixtures("fixed_day"), pytest.mark.django_db]


def tell(partner, key, **words):
    asked = {"kind": "reminder", "subject": f"About {key}", "body": "First.\n\nSecond.", "clause": "1.2", **words}
    draft = Draft(partner_id=partner.pk, key=key, on=date(2026, 3, 1), **asked)
    with bind(partner.program_id):
        send_notices(program_id=partner.program_id, drafts=[draft], now=NOW)
        return Notice.objects.get(program_id=partner.program_id, key=key)


def readings(partner):
    with bind(partner.program_id):
        return {(row.notice.key, row.user.name) for row in Reading.objects.select_related("notice", "user")}


@pytest.mark.rule("B24-1.7.1")
def test_reading_is_recorded_per_person_but_receipt_counts_from_sending(visit, alpha, alice, rita):
    notice = tell(alpha, "tutorial")
    listed = visit(alice).get("/dashboard/notices/").content.decode()
    assert "About tutorial" in listed
    assert ">New<" in listed
    page = visit(alice).get(f"/dashboard/notices/{notice.pk}/").content.decode()
    assert "Sent on March 1, 2026" in page
    assert "counts as received" in page
    assert "clause 1.2" in page
    assert readings(alpha) == {("tutorial", "Alice")}
    assert ">New<" not in visit(alice).get("/dashboard/notices/").content.decode()
    assert ">New<" in visit(rita).get("/dashboard/notices/").content.decode()
    assert "Alice" in visit(rita).get(f"/dashboard/notices/{notice.pk}/").content.decode()
    with bind(alpha.program_id):
        assert Notice.objects.get().sent_at == NOW


def test_only_the_first_reading_is_recorded_and_head_requests_do_not_count(visit, alpha, alice):
    notice = tell(alpha, "tutorial")
    assert visit(alice).head(f"/dashboard/notices/{notice.pk}/").status_code == 200
    assert readings(alpha) == set()
    for _ in range(2):
        visit(alice).get(f"/dashboard/notices/{notice.pk}/")
    with bind(alpha.program_id):
        assert Reading.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_opening_a_notice_twice_at_once_is_no_error(visit, alpha, alice):
    notice = tell(alpha, "tutorial")
    clients = [visit(alice) for _ in range(4)]
    found = at_once(lambda n: clients[n].get(f"/dashboard/notices/{notice.pk}/").status_code, people=4)
    assert found == [200] * 4
    assert len(readings(alpha)) == 1


def test_a_notice_of_another_partner_is_not_found(visit, alpha, alice, beta, bob):
    notice = tell(beta, "secret")
    for address in (notice.pk, 987654321, 10**30):
        assert visit(alice).get(f"/dashboard/notices/{address}/").status_code == 404
    assert readings(beta) == set()


def test_the_inbox_is_filtered_by_kind_and_unread(visit, alpha, alice):
    read = tell(alpha, "one")
    tell(alpha, "two", kind="discount_lowered")
    client = visit(alice)
    client.get(f"/dashboard/notices/{read.pk}/")

    def shown(query):
        page = client.get(f"/dashboard/notices/?{query}").content.decode()
        return [key for key in ("one", "two") if f"About {key}" in page]

    assert shown("") == ["one", "two"]
    assert shown("show=unread") == ["two"]
    assert shown("kind=reminder") == ["one"]
    assert shown("kind=reminder&show=unread") == []
    assert shown("q=about+two") == ["two"]
    assert "Discount lowered temporarily" in client.get("/dashboard/notices/").content.decode()
    assert client.get("/dashboard/notices/?kind=nonsense&show=%00&q=%00").status_code == 200


def test_all_notices_can_be_marked_as_read_at_once(visit, alpha, beta, alice, bob):
    tell(alpha, "one")
    tell(alpha, "two")
    tell(beta, "three")
    client = visit(alice)
    assert 'class="sections__count"' in client.get("/dashboard/").content.decode()
    answer = client.post("/dashboard/notices/read/", follow=True)
    assert "2 notices are marked as read." in answer.content.decode()
    assert readings(alpha) == {("one", "Alice"), ("two", "Alice")}
    assert 'class="sections__count"' not in client.get("/dashboard/").content.decode()
    assert client.get("/dashboard/notices/read/").status_code == 405
    assert "0 notices" in client.post("/dashboard/notices/read/", follow=True).content.decode()


def test_the_unread_count_stops_at_a_hundred(visit, alpha, alice):
    drafts = [
        Draft(partner_id=alpha.pk, kind="news", key=str(n), on=date(2026, 3, 1), subject="S", body="B")
        for n in range(120)
    ]
    with bind(alpha.program_id):
        send_notices(program_id=alpha.program_id, drafts=drafts, now=NOW)
    assert "99+" in visit(alice).get("/dashboard/notices/").content.decode()


def test_each_person_has_their_own_email_preference(visit, alpha, alice, rita):
    client = visit(rita)
    assert client.get("/dashboard/notices/mail/").status_code == 200
    assert client.post("/dashboard/notices/mail/", {"mode": "digest"}).status_code == 302
    assert client.post("/dashboard/notices/mail/", {"mode": "none"}).status_code == 302
    assert client.post("/dashboard/notices/mail/", {"mode": "hourly"}).status_code == 200
    assert client.post("/dashboard/notices/mail/", {"mode": "\0"}).status_code == 200
    with bind(alpha.program_id):
        assert list(MailChoice.objects.values_list("user", "mode")) == [(rita.pk, "none")]


def test_staff_choose_whether_to_get_the_digest(visit, program, charlie):
    client = visit(charlie)
    assert "each" not in client.get("/dashboard/notices/mail/").context["form"].fields["mode"].choices[0]
    assert client.post("/dashboard/notices/mail/", {"mode": "each"}).status_code == 200
    assert client.post("/dashboard/notices/mail/", {"mode": "none"}).status_code == 302
    with bind(program.pk):
        assert MailChoice.objects.get().user_id == charlie.pk


def test_visitors_and_people_without_a_partner_have_no_preference(visit, django_user_model):
    nobody = django_user_model.objects.create_user("nobody@echelon.example", name="Nobody")
    assert visit().get("/dashboard/notices/mail/").status_code == 302
    assert visit(nobody).post("/dashboard/notices/mail/", {"mode": "none"}).status_code == 200
    assert "on a partner's team" in visit(nobody).get("/dashboard/notices/mail/").content.decode()
