"""Reports: every one answers as page and file, filters say what is wrong, and scheduled emails come once."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core import mail as django_mail
from django.core.mail.backends.locmem import EmailBackend
from django.urls import reverse

from accounts.models import AuditEntry
from activities.operations import record_activity
from common.actor import Actor
from common.tenancy import bind
from notices.models import Mail
from notices.outbox import deliver_next
from programs.homes import Homes
from programs.queries import definition
from programs.rulebook import read_rulebook
from reports.models import ReportMail
from reports.operations import UnableToSchedule, UnableToStop, schedule_report, send_reports, stop_report
from reports.queries import Filters, asked_of, report_of
from reports.rules import is_due, period_before, period_begin, presets, usual_period
from tests.cast import admit, hire, staff_actor
from web.reporting import reports

NOW, TODAY = datetime(2026, 2, 16, 12, tzinfo=UTC), date(2026, 2, 16)


def test_a_period_begins_on_monday_or_on_the_first():
    assert period_begin("week", date(2026, 2, 18)) == date(2026, 2, 16)
    assert period_begin("month", date(2026, 2, 18)) == date(2026, 2, 1)
    assert is_due("week", date(2026, 2, 9), TODAY)
    assert not is_due("month", date(2026, 2, 1), TODAY)
    assert usual_period(date(2026, 2, 16), ahead=False) == (date(2025, 3, 1), date(2026, 2, 16))


def test_the_period_before_has_as_many_months_or_days():
    assert period_before(date(2026, 7, 1), date(2026, 9, 30)) == (date(2026, 4, 1), date(2026, 6, 30))
    assert period_before(date(2026, 1, 1), date(2026, 2, 16)) == (date(2025, 11, 1), date(2025, 12, 16))
    assert period_before(date(2026, 3, 1), date(2026, 3, 31)) == (date(2026, 2, 1), date(2026, 2, 28))
    assert period_before(date(2026, 2, 5), date(2026, 2, 9)) == (date(2026, 1, 31), date(2026, 2, 4))


def test_presets_are_quarters_and_years():
    found = presets(TODAY)
    assert found["this_quarter"] == (date(2026, 1, 1), TODAY)
    assert found["last_quarter"] == (date(2025, 10, 1), date(2025, 12, 31))
    assert found["last_year"] == (date(2025, 1, 1), date(2025, 12, 31))


@pytest.mark.django_db
@pytest.mark.usefixtures("fixed_day")
def test_sales_have_a_total_the_period_before_and_links_to_their_list(visit, charlie, program, alpha):
    sold = {"partner": alpha, "kind": "sale", "today": TODAY, "now": NOW}
    with bind(program.pk):
        rulebook = read_rulebook(program.pk)
        system = Actor.system(program.pk)
        for day, amount in ((date(2026, 1, 5), 1000), (date(2026, 2, 5), 500), (date(2025, 11, 5), 70)):
            record_activity(actor=system, rulebook=rulebook, on=day, amount=Decimal(amount), **sold)
    client = visit(charlie)
    page = client.get(reverse("admin:reports_reportmail_show", args=["sales"]), {"since": "2026-01-01"})
    assert [text for _column, text in page.context["totals"]] == ["", "2", "1,500"]
    days, before = page.context["before"]
    assert (days, [text for _column, text in before]) == ("Nov. 1, 2025 – Dec. 16, 2025", ["", "1", "70"])
    address, _cells = page.context["rows"][0]
    assert "on_from=2026-01-01&on_to=2026-01-31" in address
    assert len(client.get(address).context["cl"].result_list) == 1
    assert ("Last year", "?since=2025-01-01&until=2025-12-31") in page.context["presets"]


@pytest.mark.django_db
@pytest.mark.usefixtures("fixed_day")
def test_a_schedule_says_whom_it_reaches_and_when_it_begins(visit, charlie):
    client = visit(charlie)
    order = reverse("admin:reports_reportmail_schedule", args=["sales"])
    form = client.get(order).content.decode()
    assert f"{charlie.email} gets an email with the figures of the last 12 months" in form
    client.post(order, {"every": "week", "country": "", "choice": "all"})
    assert "Not sent yet, first on Feb. 23, 2026" in client.get("/admin/reports/reportmail/").content.decode()


@pytest.mark.django_db
def test_every_report_is_page_picture_and_file(visit, charlie, program, alpha, subtests):
    staff_client = visit(charlie)
    with bind(program.pk):
        found = reports(definition(program, TODAY))
    assert {
        "network",
        "levels",
        "reviews",
        "applications",
        "sales",
        "points",
        "claims",
        "approval-times",
        "queues",
    } <= {each.code for each in found}
    for report in found:
        with subtests.test(report.code):
            page = staff_client.get(reverse("admin:reports_reportmail_show", args=[report.code]))
            assert page.status_code == 200
            table = page.context["table"]
            file = staff_client.get(reverse("admin:reports_reportmail_file", args=[report.code]))
            text = file.content.decode("utf-8-sig")
            assert len(text.splitlines()) == len(table.rows) + 1
            assert text.startswith(str(table.columns[0].title))


@pytest.mark.django_db
def test_wrong_filters_are_named_beside_their_field(visit, charlie):
    staff_client = visit(charlie)
    page = reverse("admin:reports_reportmail_show", args=["sales"])
    answer = staff_client.get(page, {"since": "2026-02-01", "until": "2026-01-01", "country": "ZZ"})
    assert answer.context["form"].errors.keys() == {"until", "country"}
    assert answer.context["table"] is None
    assert staff_client.get(page.replace("sales", "nothing")).status_code == 404


@pytest.mark.django_db
@pytest.mark.usefixtures("fixed_day")
def test_an_amount_has_its_currency_where_a_phone_stacks_the_row(visit, charlie, climbed):
    page = visit(charlie).get(reverse("admin:reports_reportmail_show", args=["sales"])).content.decode()
    assert f'<th scope="col" class="v-end">Amount ({climbed.currency})</th>' in page
    assert '<td data-label="Amount" class="v-num v-end">' in page
    assert f'<span class="v-unit"> {climbed.currency}</span>' in page


@pytest.fixture
def ordered(program, alpha, charlie):
    with bind(program.pk):
        actor = staff_actor(program, charlie)
        report = report_of("network", definition(program, TODAY))
        order = {"actor": actor, "program_id": program.pk, "report": report, "today": TODAY, "now": NOW}
        first = schedule_report(**order, every="week", country="", choice="")
        assert schedule_report(**order, every="week", country="", choice="") == first
        with pytest.raises(UnableToSchedule):
            schedule_report(**order, every="day", country="", choice="")
        yield first


@pytest.mark.django_db
def test_a_scheduled_report_is_sent_once_a_week_and_catches_up(program, ordered):
    rules = definition(program, TODAY)

    def sent(day):
        return send_reports(program=program, rules=rules, today=day, now=NOW)

    assert [sent(date(2026, 2, 17)), sent(date(2026, 2, 26)), sent(date(2026, 2, 27))] == [0, 1, 0]
    assert sent(date(2026, 3, 2)) == 1
    mail = Mail.objects.filter(key__startswith="report/").latest("pk")
    assert "Network" in mail.subject
    assert mail.link == reverse("admin:reports_reportmail_show", args=["network"])
    letters = deliver(program)
    assert len(letters) == 2
    ((name, content, kind),) = letters[-1].attachments
    assert (name, kind) == ("network-2026-02-16.csv", "text/csv")
    assert content.startswith("\ufeffCountry,")
    assert "attached" in letters[-1].body


@pytest.mark.django_db
@pytest.mark.parametrize("why", ["too long", "stopped", "no longer staff", "another address"])
def test_a_report_is_attached_only_for_its_reader_and_up_to_a_size(program, ordered, charlie, monkeypatch, why):
    if why == "too long":
        monkeypatch.setattr("reports.operations.MOST_BYTES", 10)
    send_reports(program=program, rules=definition(program, TODAY), today=date(2026, 2, 26), now=NOW)
    if why == "stopped":
        ordered.delete()
    elif why == "no longer staff":
        charlie.staff_of.all().delete()
    elif why == "another address":
        charlie.email = "other@vendor.example"
        charlie.save(update_fields=["email"])
    (letter,) = deliver(program)
    assert not letter.attachments
    assert ("too long" in letter.body) is (why == "too long")


def deliver(program):
    """Send what waits; returns the emails."""
    django_mail.outbox.clear()
    while deliver_next(homes=Homes.of(program, on=TODAY), post=EmailBackend(), now=NOW):
        pass
    return django_mail.outbox


@pytest.mark.django_db
def test_only_its_person_stops_a_report_and_former_staff_get_none(program, ordered, charlie):
    other = staff_actor(program, hire(program, "Mara"))
    with pytest.raises(UnableToStop):
        stop_report(actor=other, reportmail=ordered, now=NOW)
    charlie.staff_of.all().delete()
    assert send_reports(program=program, rules=definition(program, TODAY), today=date(2026, 3, 2), now=NOW) == 0
    stop_report(actor=other, reportmail=ordered, now=NOW)
    assert not ReportMail.objects.exists()
    assert AuditEntry.objects.filter(action="reports.schedule").count() == 2


@pytest.mark.django_db
def test_a_report_counts_its_own_program_only(program, alpha, other_program):
    with bind(program.pk):
        rules = definition(program, TODAY)
        report = report_of("network", rules)

        def partners(program_id):
            actor = Actor.system(program_id)
            asked = asked_of(report, Filters(), actor=actor, rules=rules, time_zone="UTC", today=TODAY)
            return sum(row[-1] for row in report.ask(asked).rows)

        assert partners(other_program.pk) == 0


@pytest.mark.django_db
def test_sales_are_drawn_in_money_with_a_picture_for_each_currency(visit, charlie, program, alpha):
    ruble = admit(program, "ruble", "Ruble", currency="RUB")
    system = Actor.system(program.pk)
    with bind(program.pk):
        for partner, amount in ((alpha, "240"), (alpha, "100"), (ruble, "90000")):
            given = {"kind": "sale", "on": TODAY, "today": TODAY, "now": NOW, "amount": Decimal(amount)}
            record_activity(actor=system, partner=partner, rulebook=read_rulebook(program.pk), **given)
    page = visit(charlie).get(reverse("admin:reports_reportmail_show", args=["sales"]))
    pictures = {words: drawing for words, drawing, _is_list in page.context["drawings"]}
    assert list(pictures) == ["Amount (EUR)", "Amount (RUB)"], "the most used first"
    assert (pictures["Amount (EUR)"].unit, pictures["Amount (EUR)"].lines[0]) == ("EUR", "400")
    assert [90000] in [figures for _month, figures in pictures["Amount (RUB)"].rows]
