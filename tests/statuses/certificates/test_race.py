"""Parallel downloads get one certificate; without the lock the database refuses the second."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connection

from common.actor import Actor
from statuses.certificates import operations
from tests.statuses.certificates.holders import certificates, issue, stand

AT_ONCE = 6


@pytest.mark.django_db(transaction=True)
def test_parallel_downloads_get_one_certificate(alpha, monkeypatch):
    stand(alpha, "gold")
    assert len(set(_download_at_once(alpha, monkeypatch))) == 1
    assert len(certificates(alpha)) == 1


@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_a_download_fails(alpha, monkeypatch):
    stand(alpha, "gold")
    monkeypatch.setattr(operations, "_lock", lambda _actor, _partner: None)
    answers = _download_at_once(alpha, monkeypatch, again=True)
    assert any(isinstance(answer, IntegrityError) for answer in answers)
    assert len(certificates(alpha)) == 1


def _download_at_once(partner, monkeypatch, again=False):
    """Run downloads that all find no certificate before any is issued; returns serial numbers, or the error.

    `again`: they also wait for each other at the second look, which is possible only without the lock.
    """
    meeting, look = Barrier(AT_ONCE, timeout=20), operations._look
    looks: dict[object, int] = {}

    def looked(actor, partner, track, on):
        found = look(actor, partner, track, on)
        looks[actor] = looks.get(actor, 0) + 1
        if looks[actor] == 1 or again:
            meeting.wait()
        return found

    monkeypatch.setattr(operations, "_look", looked)

    def download(number):
        try:
            return issue(partner, actor=Actor("staff", number, partner.program_id)).serial
        except IntegrityError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(download, range(1, AT_ONCE + 1)))
