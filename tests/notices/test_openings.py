"""The button of an email says what it opens: every view that an email leads to has words of its own."""

import re

import pytest
from django.conf import settings
from django.utils import translation

from notices.openings import add_opening, named_openings, opening_words

# The modules that word emails.
WORDING = ("*/news.py", "*/*/news.py", "notices/about/*.py", "statuses/reminders.py", "portal/digest.py")
MORE = ("*/*/*_notices.py", "reports/operations.py", "partners/team/invitations.py", "clients/renewing.py")
VIEW = re.compile(r'reverse\(\s*"([a-z_]+:[a-z_]+)"')


def linked() -> set[str]:
    paths = {path for pattern in (*WORDING, *MORE) for path in settings.BASE_DIR.glob(pattern)}
    return {view for path in paths if ".venv" not in path.parts for view in VIEW.findall(path.read_text())}


def test_every_page_that_an_email_opens_is_named():
    views = linked()
    assert {"store:order", "partners:invitation", "leads:follow", "admin:leads_deal_change"} <= views
    assert sorted(views - named_openings()) == []


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ("/dashboard/orders/X7/", "See your order"),
        ("/invitations/secret/", "Join the team"),
        ("https://elsewhere.example/page/", "Open the page"),
        ("", "Open the page"),
    ],
)
def test_a_button_says_what_it_opens(link, words):
    with translation.override("en"):
        assert opening_words(link) == words


def test_a_view_has_one_name():
    with pytest.raises(ValueError, match="store:order"):
        add_opening("store:order", "Another")
