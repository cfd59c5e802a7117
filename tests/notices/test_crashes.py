"""After a kill -9 at any point, no email is lost, and at most one is repeated, with the same Message-ID."""

import time
from collections import Counter

import pytest

from notices.outbox import Sent
from signin.mail import queue_letter
from tests.cast import join
from tests.notices.letterbox import Letterbox
from tests.notices.post import NOW, deliver, draft, fan_out_all, mails
from tests.notices.test_mail import tell
from tests.nursery import Nursery
from tests.samples import sample

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.campaign]
TURNS = pytest.mark.parametrize("turn", range(sample(1, campaign=20)))
PEOPLE = 4


@pytest.fixture(scope="module")
def nursery(django_db_setup):
    found = Nursery("tests.notices.doomed")
    yield found
    found.close()


def deliver_the_rest(program, letterbox):
    """The result of the next run. A dead process's lock ends as soon as the server notices."""
    end = time.monotonic() + 20
    while any(row.sent_at is None for row in mails(program)) and time.monotonic() < end:
        if deliver(program, post=letterbox) is not Sent.SENT:
            time.sleep(0.05)


@pytest.fixture
def letterbox(tmp_path):
    return Letterbox(path=tmp_path / "letterbox")


@pytest.fixture
def team(alpha, monkeypatch):
    monkeypatch.setattr("notices.wakeup.knock", lambda: None)
    return [join(alpha, f"Person{n}") for n in range(PEOPLE)]


@TURNS
def test_a_kill_between_commit_and_sending_loses_nothing(alpha, team, letterbox, nursery, turn):
    nursery.kill_at("committed", letterbox.path, alpha.pk)
    assert letterbox.lines() == []
    assert fan_out_all(alpha.program) == 1
    deliver_the_rest(alpha.program, letterbox)
    assert sorted(line.split()[1] for line in letterbox.lines()) == sorted(user.email for user in team)


@TURNS
def test_a_kill_before_sending_an_email_repeats_nothing(alpha, team, letterbox, nursery, turn):
    tell(alpha, draft(alpha))
    fan_out_all(alpha.program)
    nursery.kill_at("before", letterbox.path, alpha.pk)
    assert len(letterbox.lines()) == 1
    deliver_the_rest(alpha.program, letterbox)
    assert sorted(Counter(letterbox.lines()).values()) == [1] * PEOPLE


@TURNS
def test_a_kill_before_marking_an_email_repeats_it_with_the_same_message_id(alpha, team, letterbox, nursery, turn):
    tell(alpha, draft(alpha))
    fan_out_all(alpha.program)
    nursery.kill_at("after", letterbox.path, alpha.pk)
    assert len(letterbox.lines()) == 2
    deliver_the_rest(alpha.program, letterbox)
    found = Counter(letterbox.lines())
    assert sorted(found.values()) == [1] * (PEOPLE - 1) + [2]
    assert len({line.split()[0] for line in found}) == PEOPLE


@TURNS
@pytest.mark.parametrize(("where", "sent"), [("before", 3), ("after", 4)])
def test_a_kill_loses_no_account_email(program, alpha, site, team, letterbox, nursery, where, sent, turn):
    for n in range(3):
        queue_letter(site, to=f"{n}@b.example", subject="Code", text="Type it", words="", path="", now=NOW)
    nursery.kill_at(where, letterbox.path, alpha.pk)
    deliver_the_rest(program, letterbox)
    assert {line.split()[1] for line in letterbox.lines()} == {"0@b.example", "1@b.example", "2@b.example"}
    assert (len(letterbox.lines()), len(set(letterbox.lines()))) == (sent, 3)
    assert {row.sealed for row in mails(program)} == {""}
