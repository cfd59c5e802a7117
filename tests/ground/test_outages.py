"""A whole demo while PostgreSQL or Redis is stopped or its disk is full: what it answers, and that it comes back."""

import json
import os
import subprocess
from contextlib import suppress
from itertools import count

import pytest

from tests.ground.demo import SOON, Demo, fill, running
from tests.ground.users import eventually, ground
from tests.samples import CAMPAIGN, sample

pytestmark = [
    pytest.mark.campaign,
    pytest.mark.skipif(not CAMPAIGN, reason="a whole demo takes a minute to start: make campaign"),
]
TURNS = pytest.mark.parametrize("turn", range(sample(1, campaign=3)))
DISK = "600m"
# 200 MB for PostgreSQL's log.
_MORE_THAN_FITS = "SELECT max(pg_logical_emit_message(true, 'x', repeat('x', 1000000))) FROM generate_series(1, 200)"
_numbers = count()


def mount(directory) -> str:
    """Mount a small disk there; return why that can't be done, or ''."""
    if os.geteuid() != 0:
        return "only root may mount a disk"
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK},mode=755", "tmpfs", str(directory)]
    try:
        made = subprocess.run(command, capture_output=True, text=True)
    except OSError as error:
        return f"mount: {error}"
    return "" if made.returncode == 0 else made.stderr.strip() or "mount failed"


@pytest.fixture(scope="module")
def running_demo():
    """One demo for all tests here, on a disk of its own where that can be had."""
    with ground(DJANGO_SETTINGS_MODULE="config.settings") as here:  # not those of the tests
        here.var.parent.mkdir(exist_ok=True)
        no_disk = mount(here.var.parent)
        try:
            with running(here) as demo:
                demo.no_disk = no_disk
                yield demo
        finally:
            if not no_disk:
                subprocess.run(["umount", "--lazy", str(here.var.parent)], check=True)


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


@TURNS
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


@TURNS
def test_while_redis_is_stopped_public_pages_answer_and_signing_in_is_closed(demo, turn):
    meanwhile, refused = somebody(), somebody()
    send = sign_up(demo, refused)
    sign_in = demo.filled("/account/login/", login="manager@example.com", password="a wrong one")
    with demo.without("redis-server"):
        for path in ("/", "/?q=a", "/api/v1/partners/", "/account/login/"):
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


@TURNS
def test_a_full_disk_is_named_and_the_demo_comes_back_when_there_is_room(demo, turn):
    if demo.no_disk:
        pytest.skip(f"no disk to fill: {demo.no_disk}")
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
