"""A whole demo while PostgreSQL or Redis is stopped or its disk is full: what it answers, and that it comes back.

Only a campaign collects this module (tests/conftest.py), because a demo takes a minute to start. The full disk is a
small one that root mounts; without that right its test has no cases.
"""

import json
import re
import subprocess
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

import pytest

from tests.ground.demo import SOON, Demo, fill, running
from tests.ground.users import eventually, ground
from tests.samples import sample

pytestmark = pytest.mark.campaign
TURNS = range(sample(1, campaign=3))
DISK = "600m"
_SYS_ADMIN = 1 << 21  # the capability that mounting takes
# 200 MB for PostgreSQL's log.
_MORE_THAN_FITS = "SELECT max(pg_logical_emit_message(true, 'x', repeat('x', 1000000))) FROM generate_series(1, 200)"
_numbers = count()


def may_mount() -> bool:
    """Whether this process may mount a disk."""
    status = Path("/proc/self/status")
    rights = re.search(r"^CapEff:\s*(\w+)", status.read_text(), re.MULTILINE) if status.exists() else None
    return rights is not None and bool(int(rights[1], 16) & _SYS_ADMIN)


DISKS = [DISK] if may_mount() else []


@contextmanager
def disk(directory):
    """Mount a small disk there, if that is allowed."""
    directory.mkdir(exist_ok=True)
    if DISKS:
        options = f"size={DISK},mode=755"
        subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(directory)], check=True)
    try:
        yield
    finally:
        if DISKS:
            subprocess.run(["umount", "--lazy", str(directory)], check=True)


@pytest.fixture(scope="module")
def running_demo():
    """One demo for all tests here, on a disk of its own where that can be had."""
    not_for_tests = {"DJANGO_SETTINGS_MODULE": "config.settings"}
    with ground(**not_for_tests) as here, disk(here.var.parent), running(here) as demo:
        yield demo


@pytest.fixture
def demo(running_demo):
    """The demo, well when a test begins and when it ends."""
    assert running_demo.comes_back(), running_demo.printed.read_text()
    yield running_demo
    assert running_demo.comes_back(), running_demo.printed.read_text()


def somebody() -> str:
    return f"person{next(_numbers)}@alpha.example"


def sign_up(demo: Demo, email: str):
    """Fill the sign-up form; return what sends it."""
    password = "correct horse battery"
    return demo.filled("/account/signup/", name="Nina", email=email, password1=password, password2=password)


def assert_away(answer) -> None:
    status, headers, page = answer
    assert (status, headers.get("retry-after")) == (503, "60"), page


@pytest.mark.parametrize("turn", TURNS)
def test_while_postgresql_is_stopped_every_page_is_a_503_and_acknowledged_mail_leaves_afterwards(demo, turn):
    asked, before, refused = somebody(), somebody(), somebody()
    send = sign_up(demo, refused)
    assert sign_up(demo, asked)()[0] == 302
    demo.queue_mail(before)
    with demo.without("postgres"):
        for path in ("/", "/account/login/", "/apply/", "/api/v1/partners/"):
            assert_away(demo.ask(path))
        assert_away(send())
        assert demo.status("/healthz") == 200
        assert json.loads(demo.ask("/readyz")[2])["database"] == "does not answer"
    assert demo.comes_back(), demo.printed.read_text()
    assert eventually(lambda: demo.mailed(asked) and demo.mailed(before), SOON)
    assert not demo.mailed(refused)
    assert send()[0] == 302  # the form still works
    assert eventually(lambda: demo.mailed(refused), SOON)


@pytest.mark.parametrize("turn", TURNS)
def test_while_redis_is_stopped_public_pages_answer_and_signing_in_is_closed(demo, turn):
    meanwhile, refused = somebody(), somebody()
    send = sign_up(demo, refused)
    sign_in = demo.filled("/account/login/", login="manager@example.com", password="a wrong one")
    with demo.without("redis-server"):
        for path in ("/", "/partners/?q=a", "/api/v1/partners/", "/account/login/"):
            assert demo.status(path) == 200, path
        assert_away(send())
        assert_away(sign_in())
        demo.queue_mail(meanwhile)
        assert json.loads(demo.ask("/readyz")[2])["redis"] == "does not answer"
    assert demo.comes_back(), demo.printed.read_text()
    assert eventually(lambda: demo.mailed(meanwhile), SOON)
    assert send()[0] == 302
    assert eventually(lambda: demo.mailed(refused), SOON)


@pytest.mark.parametrize("turn", range(sample(1, campaign=5)))
@pytest.mark.parametrize("victim", ["keeper", "postgres", "redis-server"])
def test_after_a_kill_all_acknowledged_mail_leaves_without_a_hand(demo, victim, turn):
    asked = somebody()
    assert sign_up(demo, asked)()[0] == 302
    demo.here.kill(victim)
    assert eventually(lambda: not demo.is_well(), 10)
    assert demo.comes_back(), demo.printed.read_text()
    assert eventually(lambda: demo.mailed(asked), SOON)


@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize("disk", DISKS)
def test_a_full_disk_is_named_and_the_demo_comes_back_when_there_is_room(demo, disk, turn):
    before = somebody()
    demo.queue_mail(before)
    words, back = f"The disk that holds {demo.here.var} is full", "PostgreSQL and Redis run again"
    named, came_back = demo.said(words), demo.said(back)
    filling = fill(demo.here.var.parent)
    try:
        assert eventually(lambda: demo.said(words) > named), demo.printed.read_text()
        assert demo.status("/readyz") == 503
        assert demo.status() in (200, 503)
        with suppress(AssertionError):  # PostgreSQL ends, because it can't write its log
            demo.here.sql(_MORE_THAN_FITS, owner=True)
        assert eventually(lambda: demo.status() == 503), demo.status()
    finally:
        filling.unlink()
    assert demo.comes_back(), demo.printed.read_text()
    assert eventually(lambda: demo.said(back) > came_back)
    assert eventually(lambda: demo.mailed(before), SOON)
