"""What the public reads of a listed partner beside its card: its ranks, and the certificates that are valid today."""

import time
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from common.actor import Actor
from common.tenancy import bind
from programs.definition.tracks import Track
from programs.models import Site
from statuses.certificates.queries import Valid, valid_certificates
from statuses.rank import Rank, bound_rank

SECONDS = 60  # as old as a kept page may be (programs/kept_pages.py)
_MOST = 4096


@dataclass(frozen=True)
class PublicFacts:
    """Ranks in the program and in the country, None without a level; the main track's certificate comes first."""

    rank: Rank | None
    certificates: tuple[Valid, ...]


def public_facts(site: Site, *, partner_id: int, track: Track, on: date) -> PublicFacts:
    """Read them; each process keeps them for a minute, or until the public sees something else of the program."""
    asked = (site.program_id, partner_id, track.code, track.account, on)
    if not site.generation:
        return _read(*asked)
    return _read_at(site.generation, int(time.monotonic() // SECONDS), *asked)


@lru_cache(maxsize=_MOST)
def _read_at(
    _generation: str, _period: int, program_id: int, partner_id: int, track: str, account: str, on: date
) -> PublicFacts:
    return _read(program_id, partner_id, track, account, on)


def _read(program_id: int, partner_id: int, track: str, account: str, on: date) -> PublicFacts:
    """Visitors see neither standings nor certificates: they are read as the system, and only this is passed on."""
    system = Actor.system(program_id)
    with bind(program_id):
        return PublicFacts(
            bound_rank(program_id=program_id, partner_id=partner_id, track=track, account=account),
            valid_certificates(actor=system, program_id=program_id, partner_id=partner_id, on=on),
        )
