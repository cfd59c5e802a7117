"""Which market a client belongs to, and whether its account address and territory allow a sale. No database."""

from datetime import date
from urllib.parse import urlsplit

from programs.definition.store import Exclusions, Market, Store


def account_host(address: str) -> str:
    """The host of an account address such as https://acme.example.com/, in lower case; empty if it is malformed."""
    text = address.strip()
    if not text or any(sign.isspace() for sign in text):
        return ""
    try:
        parts = urlsplit(text if "//" in text else f"https://{text}")
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or port or parts.username or parts.path not in ("", "/") or parts.query:
        return ""
    return (parts.hostname or "").rstrip(".")


def is_account(host: str, endings: list[str]) -> bool:
    """Whether the host is one account below a known ending: acme.example.com, not example.com or a.b.example.com."""
    name, _, ending = host.partition(".")
    return bool(name) and name.replace("-", "").isalnum() and name.isascii() and ending in endings


def market_of(store: Store, *, host: str, country: str) -> Market | None:
    """The market of a client: by its account's domain zone, or without an account by its country (R7)."""
    if host:
        zones = {zone: market for market in store.markets for zone in market.domains}
        labels = host.split(".")
        found = (zones.get(".".join(labels[place:])) for place in range(1, len(labels)))
        market = next((each for each in found if each), None)
    else:
        market = next((each for each in store.markets if country in each.countries), None)
    return market or next((each for each in store.markets if each.fallback), None)


def territory(exclusions: Exclusions | None, country: str, on: date) -> str:
    """Whether the country is ``open``, under ``review`` or ``excluded`` on a day (B24-2.4, R14)."""
    if exclusions is None or not country:
        return "open"
    listed = [
        each
        for each in exclusions.territories
        if each.country == country and each.since <= on and (each.until is None or on <= each.until)
    ]
    if listed:
        return max(listed, key=lambda each: each.since).state
    return "open" if country in exclusions.open else exclusions.unlisted
