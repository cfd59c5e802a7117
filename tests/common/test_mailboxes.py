"""One mailbox has one address."""

import pytest

from common.mailboxes import account_address, address_key, mailbox
from common.text import Untidy


@pytest.mark.parametrize(
    "typed",
    ["who@b\u00fccher.example", "Who@BU\u0308CHER.example", " who@xn--bcher-kva.example ", "WHO@XN--BCHER-KVA.Example"],
)
def test_one_mailbox_is_one_account(typed):
    assert account_address(typed) == "who@xn--bcher-kva.example"


def test_the_part_before_the_at_keeps_its_case():
    assert mailbox("Who@Example.COM") == "Who@example.com"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("a@tt.example\u200b", "U\\+200B ZERO WIDTH SPACE"),
        ("\uff41@tt.example", "U\\+FF41 FULLWIDTH LATIN SMALL LETTER A"),
        ("a@\uff54t.example", "U\\+FF54 FULLWIDTH LATIN SMALL LETTER T"),
        ("\u0131@tt.example", "U\\+0131 LATIN SMALL LETTER DOTLESS I"),
        ("\u00e4@tt.example", "U\\+00E4 LATIN SMALL LETTER A WITH DIAERESIS"),
        ("\u212a@tt.example", "U\\+212A KELVIN SIGN"),
        ("a@t\u0442\u202e.example", "U\\+202E"),
        ("<b>@tt.example", "Enter an email address"),
        ("a", "Enter an email address"),
        ("a b@tt.example", "Enter an email address"),
    ],
)
def test_other_addresses_are_refused(typed, said):
    with pytest.raises(Untidy, match=said):
        mailbox(typed)


def test_a_dotless_i_is_another_domain():
    assert account_address("a@\u0131.example") == "a@xn--cfa.example"
    assert address_key("\u0131@tt.example") != address_key("i@tt.example")


@pytest.mark.parametrize("foreign", ["\u0131", "\u0130", "\u212a", "\uff49", "\u0456", "i\u200b"], ids=ascii)
def test_a_letter_that_looks_like_another_finds_nobody_else(foreign):
    assert address_key(f"{foreign}@tt.example") not in ("i@tt.example", "k@tt.example")
