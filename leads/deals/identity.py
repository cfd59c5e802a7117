"""Finds the same company again: the keys that two spellings of it share, and how alike two names are.

No database. Words are read by the one normalizer of the searches (common/searching). Legal forms and the spaces between
words don't count. A name has a key for the whole, for each half (so that one typo leaves the other half), for pairs of
its words (so that their order doesn't matter) and for its first word. Keys are keyed digests: they show no name.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import blake2b
from itertools import combinations

from django.conf import settings
from django.utils.crypto import salted_hmac

from common.searching.words import names
from partners.admission.identity import mail_domains, tax_id, web_domains

# Legal forms, as they are written in Latin letters; their dots and spaces are gone.
_WRITTEN = """
ab ag aps as asa bv bvba co company corp corporation doo dooel eood ev fze gk gmbh gmbhcokg inc incorporated ip kft kg
kk lda limited llc llp lp ltd ltda mbh nv oao ohg ood oo ooo oy oyj pao plc pte pty pvt sa sae sarl sas sau sc sl slu
snc so spa spk spzoo srl sro sp too tov ug uab zao zoo zrt ao jsc ojsc pjsc cjsc
"""
_FORMS = frozenset(_WRITTEN.split())
_PAIRED, _HEAD = 3, 6  # words of a name that are paired, and the letters of each that count
_SHORTEST = 3  # letters of a name, and of a first word, that is worth a key
EXACT = ("domain", "tax")


@lru_cache(maxsize=4_000)
def words_of(name: str) -> tuple[str, ...]:
    """The words of a company's name in Latin letters, without its legal form unless nothing else is left."""
    found = tuple(word.spellings[-1] for each in names(name) for word in each.words)
    short = tuple(word for word in found if word not in _FORMS)
    return short or found


def name_keys(name: str) -> dict[int, str]:
    """The keys of a company's name."""
    return {_digest(text): "name" for text in _of_name(name, asked=False)}


def asked_keys(name: str) -> list[int]:
    """The keys under which the name and its misspellings may be stored."""
    return list({_digest(text) for text in _of_name(name, asked=True)})


def domain_keys(addresses: Iterable[str], *, shared: Iterable[str] = ()) -> set[int]:
    """The keys of web and email addresses; domains that many companies share prove nothing."""
    domains = {domain for address in addresses for domain in _domains(address)} - set(shared)
    return {_digest(f"domain:{domain}") for domain in domains}


def tax_keys(number: str, country: str) -> set[int]:
    """The key of a tax ID, however it is spelled; none for a placeholder."""
    read = tax_id(number, country) if number else ""
    return {_digest(f"tax:{read}")} if read else set()


def likeness(one: str, other: str) -> int:
    """How much two names are alike in percent: the pairs of letters that they share, without order of words."""
    mine, theirs = _pairs(one), _pairs(other)
    if not mine or not theirs:
        return 100 if words_of(one) and words_of(one) == words_of(other) else 0
    return round(200 * len(mine & theirs) / (len(mine) + len(theirs)))


@lru_cache(maxsize=4_000)
def _pairs(name: str) -> frozenset[tuple[str, int]]:
    """The pairs of neighbouring letters in each word, each numbered, so that a repeated pair counts twice."""
    seen: dict[str, int] = {}
    found = set()
    for word in words_of(name):
        for place in range(len(word) - 1):
            pair = word[place : place + 2]
            seen[pair] = seen.get(pair, 0) + 1
            found.add((pair, seen[pair]))
    return frozenset(found)


def _of_name(name: str, *, asked: bool) -> Iterator[str]:
    words = words_of(name)
    joined = "".join(words)
    if len(joined) < _SHORTEST:
        return
    yield f"whole:{joined}"
    half = len(joined) // 2
    # One letter more or less moves the middle: who asks tries both lengths.
    for length in {half, (len(joined) + 1) // 2, (len(joined) - 1) // 2} if asked else {half}:
        if length >= _SHORTEST:
            yield f"begins:{joined[:length]}"
            yield f"ends:{joined[-length:]}"
    for pair in combinations(words[:_PAIRED], 2):
        yield "pair:" + "+".join(sorted(word[:_HEAD] for word in pair))
    if len(words[0]) >= _SHORTEST:
        yield f"first:{words[0]}"


def _domains(address: str) -> set[str]:
    return mail_domains(address) if "@" in address else web_domains(address)


def _digest(text: str) -> int:
    """A signed number of eight bytes that only this installation can compute."""
    number = int.from_bytes(blake2b(text.encode(), digest_size=8, key=_key(settings.SECRET_KEY)).digest())
    return number - 2**63


@lru_cache(maxsize=4)
def _key(secret: str) -> bytes:
    return salted_hmac("leads.company", "", secret=secret, algorithm="sha256").digest()
