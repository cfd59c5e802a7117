"""Reads of certificates: the signed PDF, and the public check."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, FilteredRelation, Q
from django.utils import translation

from common.actor import Actor
from common.prepared import PreparedFor, Slot, columns, made, slot
from common.tenancy import bind
from programs.definition import MAIN_TRACK, Definition
from programs.definition.certificates import CertificateTerms
from programs.definition.words import as_written
from programs.models import Site
from programs.queries import definition, revisions, revisions_of
from statuses.certificates.document import Facts, render
from statuses.certificates.phrases import FALLBACK, spoken
from statuses.certificates.rules import Finding, Held, found
from statuses.certificates.serials import as_typed
from statuses.certificates.signing import sign
from statuses.models import Certificate, Standing

_HELD = ("level", "since", "confirmed_on", "review_on", "grace_on")
_CHECKED = PreparedFor(
    lambda actor: (
        Certificate.objects.visible_to(actor)
        .filter(serial=Slot("serial"))
        .annotate(held=FilteredRelation("partner__standings", condition=Q(partner__standings__track=F("track"))))
        .values_list(*columns(Certificate), *(f"held__{name}" for name in _HELD))
    )
)
_STANDING = PreparedFor(
    lambda actor: (
        Standing.objects.visible_to(actor)
        .filter(partner_id=slot("partner"), track=Slot("track"))
        .values_list(*columns(Standing))
    )
)


@dataclass(frozen=True, slots=True)
class Check:
    """The result of a public check: what the certificate says, and whether it is valid. Nothing else."""

    finding: Finding
    serial: str
    holder: str
    level: str
    level_name: str
    track: str
    track_name: str
    program_name: str
    issued_on: date
    valid_until: date


def printed(certificate: Certificate, *, check_url: str, language: str, now: datetime) -> bytes:
    """The signed PDF; apart from the signature, every download is the same.

    Raises `fonts.UnableToPrint` or `identity.UnableToSign` when a font or the key is missing.
    """
    return sign(render(facts(certificate, check_url=check_url, language=language)), now=now)


def facts(certificate: Certificate, *, check_url: str, language: str) -> Facts:
    """The certificate's content, in the words of the rules in force when it was issued, all in ``language``."""
    with translation.override(FALLBACK if spoken(language) == FALLBACK else language):
        words = _worded(certificate, definition(certificate.program, certificate.issued_on))
        level, track = words.level_name, words.track_name
    return Facts(
        holder=certificate.holder,
        level_name=level,
        program_name=words.program_name,
        track_name=track,
        issued_on=certificate.issued_on,
        valid_until=certificate.valid_until,
        serial=certificate.serial,
        check_url=check_url,
        language=language,
        clause=certificate.clause,
        colour=words.terms.colour,
    )


def check(*, site: Site, serial: str, on: date) -> Check | None:
    """What anyone with the serial number may know; None when the site's program issued no such certificate.

    Visitors may read neither certificates nor standings, but the serial number grants access to one certificate. So the
    transaction is bound to the whole program only for this read by number, and the result contains only what the
    certificate shows and whether it is valid, never the holder's current level.
    """
    wanted = as_typed(serial)
    if not wanted:
        return None
    with bind(site.program_id, savepoint=False):
        row = _CHECKED.first(Actor.system(site.program_id), serial=wanted)
    if row is None:
        return None
    width = len(columns(Certificate))
    certificate = made(Certificate, row[:width])
    held = held_in(Standing(**dict(zip(_HELD, row[width:], strict=True))))
    words = _worded(certificate, revisions_of(site).at(certificate.issued_on)[1])
    return Check(
        finding=_finding(certificate, words, held, on),
        serial=certificate.serial,
        holder=certificate.holder,
        level=certificate.level,
        level_name=words.level_name,
        track=certificate.track,
        track_name=words.track_name,
        program_name=words.program_name,
        issued_on=certificate.issued_on,
        valid_until=certificate.valid_until,
    )


@dataclass(frozen=True, slots=True)
class Valid:
    """A certificate that is valid today: its number, and the names of its level and track, which have translations."""

    serial: str
    level_name: str
    track_name: str  # empty for the main track


def valid_certificates(*, actor: Actor, program_id: int, partner_id: int, on: date) -> tuple[Valid, ...]:
    """The partner's latest certificate of each track, as far as a check on the day finds it valid; main track first."""
    latest = Certificate.objects.visible_to(actor).filter(partner_id=partner_id, replaced_on=None, valid_until__gte=on)
    if not (issued := list(latest)):
        return ()
    rules = revisions(program_id)
    holds = Standing.objects.visible_to(actor).filter(partner_id=partner_id)
    held = {standing.track: held_in(standing) for standing in holds}
    valid = []
    for certificate in sorted(issued, key=lambda each: (each.track != MAIN_TRACK, each.track)):
        words = _worded(certificate, rules.at(certificate.issued_on)[1])
        if _finding(certificate, words, held.get(certificate.track), on) is Finding.VALID:
            valid.append(Valid(certificate.serial, words.level, words.track))
    return tuple(valid)


def held_by(*, actor: Actor, partner_id: int, track: str) -> Held | None:
    """The partner's level on a track; None without one."""
    row = _STANDING.first(actor, partner=partner_id, track=track)
    return held_in(made(Standing, row)) if row else None


def held_in(standing: Standing) -> Held | None:
    """The level of a stored standing; None without one."""
    if not standing.level or standing.since is None or standing.confirmed_on is None:
        return None
    return Held(standing.level, standing.since, standing.confirmed_on, standing.review_on, standing.grace_on)


@dataclass(frozen=True, slots=True)
class _Words:
    program_name: str
    level: str
    track: str  # empty for the main track
    terms: CertificateTerms

    @property
    def level_name(self) -> str:
        """The level in the reader's language."""
        return str(self.level)

    @property
    def track_name(self) -> str:
        """The track in the reader's language; empty for the main track."""
        return str(self.track)


def _worded(certificate: Certificate, rules: Definition) -> _Words:
    """The names and terms for the certified level, by the rules of the day of issue."""
    track = next(track for track in rules.tracks if track.code == certificate.track)
    if track.certificate is None:
        raise LookupError(f"The rules of {certificate.issued_on} give no certificate for {track.code}.")
    level = track.level(certificate.level)
    name = level.name if level and as_written(level.name) == certificate.level_name else certificate.level_name
    return _Words(rules.program.name, name, "" if track.code == MAIN_TRACK else track.name, track.certificate)


def _finding(certificate: Certificate, words: _Words, held: Held | None, on: date) -> Finding:
    return found(
        words.terms,
        held,
        level=certificate.level,
        issued_on=certificate.issued_on,
        valid_until=certificate.valid_until,
        replaced_on=certificate.replaced_on,
        on=on,
    )
