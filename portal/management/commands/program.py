"""`manage.py program check | words | publish | show | diff`: work with a program's rules."""

import json
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from common import clock
from common.actor import Actor
from common.tenancy import bind
from portal.publishing import publish_rules
from programs.commands import day
from programs.commands import program as existing
from programs.definition import Definition
from programs.definition.load import load
from programs.definition.problems import DefinitionInvalid
from programs.definition.words import gaps, missing_texts
from programs.homes import address, languages_read
from programs.models import Program
from programs.operations import UnableToPublish
from programs.prose import changes, pages
from programs.queries import NothingPublished, has_administrator, revisions


class Command(BaseCommand):
    help = "Check, publish, show or compare a program's rules (docs/writing-a-program.md)."

    def add_arguments(self, parser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
        check = actions.add_parser("check", help="read a file and list everything that is wrong with it")
        check.add_argument("file", metavar="FILE", type=Path)
        words = actions.add_parser(
            "words", help="list the texts that a file doesn't have in a language, to be filled in"
        )
        words.add_argument("file", metavar="FILE", type=Path)
        words.add_argument("language", metavar="LANGUAGE", choices=[code for code, _name in settings.LANGUAGES])
        publish = actions.add_parser("publish", help="put a file in force as the program's next revision")
        publish.add_argument("program", metavar="PROGRAM", help="the program's code")
        publish.add_argument("file", metavar="FILE", type=Path)
        publish.add_argument("--from", dest="start", metavar="DATE", type=day, help="in force from (default: today)")
        show = actions.add_parser("show", help="say the rules in force in words")
        show.add_argument("program", metavar="PROGRAM")
        show.add_argument("--as-of", metavar="DATE", type=day, help="the rules in force on that day (default: today)")
        diff = actions.add_parser("diff", help="say what a file would change in the rules published last")
        diff.add_argument("program", metavar="PROGRAM")
        diff.add_argument("file", metavar="FILE", type=Path)

    def handle(self, *args, **options) -> None:
        getattr(self, f"do_{options['action']}")(options)

    def do_check(self, options) -> None:
        """Check the file; print every problem on its own line."""
        definition = self.read(options["file"])[1]
        levels = ", ".join(level.name for track in definition.tracks for level in track.levels)
        self.stdout.write(f"{options['file']} is a valid definition of {definition.program.name}: {levels}.")
        self.warn(options["file"], definition)

    def do_words(self, options) -> None:
        """Print the missing translations as a table of the file; nothing if it is complete."""
        definition = self.read(options["file"])[1]
        missing = missing_texts(definition, definition.texts, options["language"])
        if missing:
            lines = (f'{json.dumps(text, ensure_ascii=False)} = ""' for text in missing)
            self.stdout.write("\n".join([f"[texts.{options['language']}]", *lines]))

    def do_publish(self, options) -> None:
        """Publish the file as the next revision."""
        source, definition = self.read(options["file"])
        start = options["start"] or clock.today(definition.program.time_zone)
        try:
            revision = publish_rules(
                actor=Actor.system(None),
                program_code=options["program"],
                source=source,
                effective_from=start,
                now=clock.now(),
            )
        except UnableToPublish as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{definition.program.name}: revision {revision.number} is in force from {start}.")
        self.warn(options["file"], definition)
        self.say_who_signs_in(revision.program)

    def do_show(self, options) -> None:
        """Print the rules in force on the day."""
        program = existing(options["program"])
        on = options["as_of"] or clock.today(program.time_zone)
        known = self.published(program)
        number = [item[1] for item in known.items].index(known.at(on)[0]) + 1
        self.stdout.write(f"Revision {number} of {len(known.items)}, the rules of {on}\n")
        for line in pages(known.at(on)[1]):
            self.stdout.write(line)

    def do_diff(self, options) -> None:
        """Print the file's changes since the last published revision."""
        program = existing(options["program"])
        definition = self.read(options["file"])[1]
        lines = changes(self.published(program).items[-1][2], definition)
        self.stdout.write("\n".join(lines) if lines else "The file says the same as the rules published last.")

    def say_who_signs_in(self, program: Program) -> None:
        """Print where the program's administrators sign in, and how to make the first one."""
        site = program.sites.order_by("pk").first()
        if site is None:
            self.stdout.write("It has no site yet: add [[sites]] to the file and publish it again.")
            return
        if not has_administrator(program.pk):
            self.stdout.write("Nobody administers it yet. Make the first administrator: manage.py createsuperuser")
        self.stdout.write(f"Administrators sign in at {address(site, '/admin/')}")

    def warn(self, path: Path, definition: Definition) -> None:
        """Say of which languages of its sites the file lacks texts, and how many."""
        asked = languages_read(site.language for site in definition.sites)
        for language, missing in gaps(definition, definition.texts, asked).items():
            many = "1 text is" if len(missing) == 1 else f"{len(missing)} texts are"
            said = f"{language}: {many} missing; list them with: program words {path} {language}"
            self.stderr.write(self.style.WARNING(said))

    def read(self, path: Path) -> tuple[str, Definition]:
        """The file's text and its validated definition."""
        try:
            source = path.read_text(encoding="utf-8-sig")
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from None
        except UnicodeDecodeError:
            raise CommandError(f"{path} is not a text file in UTF-8.") from None
        try:
            return source, load(source)
        except DefinitionInvalid as error:
            count = len(error.problems)
            head = f"{path} is not a valid definition; {count} problem{'' if count == 1 else 's'}:"
            raise CommandError("\n".join([head, *(f"  {problem}" for problem in error.problems)])) from None

    def published(self, program: Program):
        """The program's revisions, read with the program bound."""
        try:
            with bind(program.pk):
                return revisions(program.pk)
        except NothingPublished as error:
            raise CommandError(str(error)) from None
