"""A question is sent again once a day, however many managers remind the partner at once. Without the lock, all do."""

from datetime import timedelta
from threading import Barrier

import pytest
from django.db.models import QuerySet

from common.tenancy import bind, bind_actor
from partners.measures.operations.following import remind_of_question
from partners.measures.operations.requests import UnableToAsk
from partners.models import InformationRequest
from programs.rulebook import rulebook_of
from tests import cast
from tests.careers import NOON, TODAY
from tests.races.crowd import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.campaign]
PEOPLE = 2


@pytest.fixture
def remind(program, alpha, charlie):
    """What each manager does."""
    actor = cast.staff_actor(program, charlie)
    with bind(program.pk):
        own = {"program": program, "partner": alpha, "asked_by": charlie, "asked_at": NOON}
        asked = InformationRequest.objects.create(**own, question="Who are your clients?", due_on=TODAY - timedelta(1))
        rulebook = rulebook_of(program)

    def work(_n):
        with bind_actor(actor):
            return remind_of_question(actor=actor, asked=asked, rulebook=rulebook, today=TODAY, now=NOON)

    return work


def test_one_of_two_reminds_and_the_other_reads_why(remind):
    found = at_once(remind, people=PEOPLE)
    assert sum(isinstance(each, UnableToAsk) for each in found) == PEOPLE - 1
    assert sum(isinstance(each, InformationRequest) for each in found) == 1


def test_control_without_the_lock_both_remind(remind, monkeypatch):
    met, save = Barrier(PEOPLE, timeout=20), InformationRequest.save

    def meet_and_save(row, *args, **kwargs):
        met.wait()  # both have read that nobody reminded today
        save(row, *args, **kwargs)

    monkeypatch.setattr(InformationRequest, "save", meet_and_save)
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_given: self)
    assert not [each for each in at_once(remind, people=PEOPLE) if isinstance(each, UnableToAsk)]
