"""Email addresses in one form: one mailbox is one account and one rate limit, however its address was typed."""

import string
import unicodedata

import email_validator
from django.utils.translation import gettext as _

from common.text import Untidy, named, tidy

_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


def mailbox(text: str) -> str:
    """Return the address in its one form, the domain in ASCII (punycode) and lower case. Raises Untidy.

    The part before the @ keeps its case; it must be ASCII, as most mail servers demand. Full-width letters and others
    that only look like a letter are refused, never read as that letter: they would give one person's mail to another.
    """
    given, text = text, tidy(text, joiners=False)
    for place, each in enumerate(given):
        foreign = not each.isascii()
        before_at = "@" in given[place:] and not each.isspace()
        if foreign and (before_at or unicodedata.normalize("NFKC", each) != each):
            said = _("An email address can't have %(character)s (character %(position)s).")
            shown = said % {"character": f"“{each}”, {named(each)}", "position": place + 1}
            raise Untidy(shown, character=named(each), position=place + 1)
    try:
        found = email_validator.validate_email(
            text, check_deliverability=False, allow_smtputf8=False, strict=True, test_environment=True
        )
    except email_validator.EmailNotValidError:
        raise Untidy(_("Enter an email address, for example name@example.com.")) from None
    return found.ascii_email or text


def account_address(text: str) -> str:
    """Return the address that identifies an account: the mailbox in lower case. Raises Untidy."""
    return mailbox(text).lower()


def address_key(text: str) -> str:
    """Return what an address is looked up and counted by; what is no address is only trimmed and lowered.

    Only ASCII letters are lowered: `str.lower` makes a k of the Kelvin sign, and would find another person.
    """
    try:
        return account_address(text)
    except Untidy:
        return text.strip().translate(_LOWER)
