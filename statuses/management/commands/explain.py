"""``manage.py explain PARTNER [--level L] [--as-of DATE]``: the partner's page in a terminal."""

from collections.abc import Iterator
from datetime import date

from django.core.management.base import BaseCommand, CommandError, CommandParser

from common import clock
from common.numbers import number
from common.tenancy import bind
from partners.models import Partner
from programs.commands import day
from programs.models import Program
from programs.queries import revisions
from statuses.standing.queries import AnsweredList, TrackStanding, standing
from statuses.standing.wording import Answer

_LISTS = {
    "reach": "To reach {level}:",
    "requalify": "To reach {level} again, once lost:",
    "keep": "To keep {level} at the review of {day}:",
    "grace": "To keep {level} after {day}:",
}
_MARKS = {"met": "[x]", "open": "[ ]", "later": "[-]"}


class Command(BaseCommand):
    """Explain a partner's levels on a past or future day."""

    help = "Explain a partner's level: every requirement, its clause, what counts, what is missing and by when."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("partner", metavar="PARTNER", help="its code; PROGRAM/CODE where several programs use it")
        parser.add_argument("--level", help="code of the level to ask about; the next one when left out")
        parser.add_argument("--as-of", metavar="DATE", type=day, help="any day, past or coming; today when left out")

    def handle(self, *, partner: str, level: str | None, as_of: date | None, **options: object) -> None:
        program, found = _find(partner)
        on = as_of or clock.today(program.time_zone)
        with bind(program.pk):
            try:
                tracks = standing(partner=found, revisions=revisions(program.pk), as_of=on, level=level)
            except KeyError as error:
                raise CommandError(f"{program.code} has no level {level!r}.") from error
        self.stdout.write(f"{found.name} ({found.code}), {program.name}, on {on}")
        if not tracks:
            self.stdout.write(f"Not a partner yet: accepted on {found.accepted_on}.")
        for track in tracks:
            self.stdout.write("\n".join(_told(track)))


def _find(name: str) -> tuple[Program, Partner]:
    program_code, _, code = name.rpartition("/")
    programs = Program.objects.filter(code=program_code) if program_code else Program.objects.all()
    found = []
    for program in programs.order_by("pk"):
        with bind(program.pk):
            found += [(program, partner) for partner in Partner.objects.filter(program=program, code=code)]
    if not found:
        raise CommandError(f"There is no partner {name!r}.")
    if len(found) > 1:
        names = ", ".join(f"{program.code}/{code}" for program, _ in found)
        raise CommandError(f"Several programs have a partner {code!r}: say which, {names}.")
    return found[0]


def _told(track: TrackStanding) -> Iterator[str]:
    state = track.found.state
    yield ""
    yield f"{track.name}: {track.level or 'no level'}" + (f" since {state.since}" if state.since else "")
    if state.confirmed_on:
        yield f"  confirmed on {state.confirmed_on}" + (f", next review {state.review_on}" if state.review_on else "")
    yield f"  {track.account}: {number(track.found.points)}"
    for expiry in track.expiries:
        yield f"    {number(expiry.points)} stop counting on {expiry.on}"
    for asked in (track.term, track.target):
        if asked:
            yield from _list(asked)
    if track.outlook:
        end = "kept" if track.outlook.kept else f"falls to {track.outlook.after or 'no level'}"
        yield f"  If nothing more happens, on {track.outlook.on}: {track.outlook.before} {end}."


def _list(asked: AnsweredList) -> Iterator[str]:
    yield "  " + _LISTS[asked.kind].format(level=asked.level, day=asked.decided_on)
    for answer in asked.answers:
        yield from _answer(answer)


def _answer(answer: Answer) -> Iterator[str]:
    window = f", {answer.window}" if answer.window else ""
    yield f"    {_MARKS[answer.state]} {answer.name} ({answer.clause}): {answer.have} of {answer.needed}{window}"
    if answer.missing:
        yield f"        missing: {answer.missing}" + (f", by {answer.by}" if answer.by else "")
    for fact in answer.counted:
        figure = fact.amount if fact.amount is not None else fact.quantity
        parts = [str(fact.on), fact.kind, *map(str, fact.attributes.values()), fact.subject]
        yield "        counts: " + " ".join(filter(None, [*parts, "" if figure is None else str(figure)]))
