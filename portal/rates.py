"""How often one address may ask for what costs the portal something or could be guessed at."""

from hashlib import sha256

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

# So many checks of certificates from one address in so many seconds, on the page and through the API together.
CHECKS, PERIOD = 60, 600


def asks_too_often(request: HttpRequest, *, what: str, times: int, seconds: int) -> bool:
    """Count this request; whether its address has now asked more than `times` within about `seconds`.

    Kept in the cache that all processes share, under a digest of the address, which is personal data.
    """
    address = get_adapter().get_client_ip(request)
    key = f"asked:{what}:{sha256(address.encode()).hexdigest()[:32]}"
    if cache.add(key, 1, seconds):
        return False
    try:
        return cache.incr(key) > times
    except ValueError:  # it ran out between the two calls
        return False
