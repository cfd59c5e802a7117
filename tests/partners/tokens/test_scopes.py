"""The words of API permissions."""

from partners.tokens.scopes import PARTNER_SCOPES, VENDOR_SCOPES


def test_what_a_token_may_read_is_said_with_one_verb():
    reading = {
        f"{who} {code}": str(scope.words)
        for who, scopes in (("partner", PARTNER_SCOPES), ("vendor", VENDOR_SCOPES))
        for code, scope in scopes.items()
        if code.endswith(":read") and code != "certificate:read"  # a certificate is a file to download
    }

    assert reading
    assert {name: words for name, words in reading.items() if not words.startswith("see ")} == {}
