"""What happens to deals by themselves: reminders, closing, expiry, warnings, erasure, and the end of a partnership."""

from datetime import date, timedelta

import pytest

from common.tenancy import bind
from leads.deals.contacts import unseal
from leads.deals.news import warn_of_ends
from leads.deals.operations.daily import (
    end_deals_of,
    erase_deal,
    erase_old_deals,
    expire_deals,
    follow_overdue,
    lapse_unanswered,
)
from leads.deals.operations.deciding import approve_deal, ask_about_deal, prolong_deal
from leads.deals.operations.working import report_progress
from leads.deals.writing import UnableToMove
from leads.models import CompanyKey, Deal, DealStep
from notices.models import Mail, Notice
from tests import cast
from tests.leads.deals.network import NOW, TODAY, again, competent, given, register, rulebook_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def deal(kz):
    partner, user = competent(kz, "astana", "Astana Systems")
    row = register(partner, user)
    row.user = user
    return row


def on(day):
    return {"today": day, "now": NOW + (day - TODAY)}


def kinds(deal):
    with bind(deal.program_id):
        return list(DealStep.objects.filter(deal=deal).order_by("pk").values_list("kind", flat=True))


def test_an_overdue_decision_is_told_once(kz, deal):
    cast.hire(kz, "Charlie")
    assert follow_overdue(**given(kz, **on(date(2026, 2, 19)))) == 0
    assert follow_overdue(**given(kz, **on(date(2026, 2, 20)))) == 1
    assert follow_overdue(**given(kz, **on(date(2026, 2, 21)))) == 0
    assert kinds(deal) == ["registered", "overdue"]
    with bind(kz.pk):
        assert Notice.objects.filter(subject="Our decision is late: Kaspi Logistics LLP").count() == 1
        assert Mail.objects.filter(subject__startswith="Overdue deal").count() == 1


def test_a_question_without_an_answer_closes_the_deal(kz, deal):
    ask_about_deal(**given(kz), deal=deal, text="Which department?")
    assert lapse_unanswered(**given(kz, **on(date(2026, 2, 26)))) == 0
    assert lapse_unanswered(**given(kz, **on(date(2026, 2, 27)))) == 1
    assert (again(deal).state, kinds(deal)[-1]) == ("lapsed", "lapsed")


def test_a_protection_is_warned_of_extended_by_progress_and_expires(kz, deal):
    approve_deal(**given(kz), deal=deal)
    actor = cast.partner_actor(deal.partner, deal.user)
    end = again(deal).protected_until

    def progress(day, text="Contract sent."):
        report_progress(**{**given(kz, **on(day)), "actor": actor}, deal=deal, text=text)
        return again(deal).protected_until

    assert progress(end - timedelta(days=61)) == end
    for days in (30, 7):
        assert warn_of_ends(rulebook_for(kz), **on(end - timedelta(days=days))) == 1
        assert warn_of_ends(rulebook_for(kz), **on(end - timedelta(days=days))) == 0
    assert progress(end - timedelta(days=60)) == date(2026, 11, 15)
    assert progress(date(2026, 11, 1)) == date(2027, 2, 15)
    assert progress(date(2027, 2, 1)) == date(2027, 2, 15)
    prolong_deal(**given(kz, **on(date(2027, 2, 1))), deal=deal, until=date(2027, 3, 1))
    assert expire_deals(**given(kz, **on(date(2027, 3, 1)))) == 0
    assert expire_deals(**given(kz, **on(date(2027, 3, 2)))) == 1
    assert again(deal).state == "expired"


def test_whoever_leaves_loses_its_protections_at_once(kz, deal):
    approve_deal(**given(kz), deal=deal)
    assert end_deals_of(**given(kz), partner_id=deal.partner_id) == 1
    assert again(deal).state == "withdrawn"


def test_the_personal_data_of_old_deals_are_erased(kz, deal):
    with pytest.raises(UnableToMove):
        erase_deal(actor=given(kz)["actor"], deal=deal, now=NOW)
    approve_deal(**given(kz), deal=deal, text="Ask for Aida Nurlan.")
    end_deals_of(**given(kz), partner_id=deal.partner_id)
    later = date(2029, 2, 17)
    assert erase_old_deals(**given(kz, **on(date(2029, 2, 15)))) == 0
    assert erase_old_deals(**given(kz, **on(later))) == 1
    row = again(deal)
    assert (unseal(row.contact).name, row.project, row.answers) == ("", "", {})
    with bind(kz.pk):
        assert not DealStep.objects.exclude(text="").exists()
        assert not CompanyKey.objects.exists()
        assert Deal.objects.get().erased_at is not None
