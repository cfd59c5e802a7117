"""Keeps the catalogue in step with the program's definition."""

from zoneinfo import ZoneInfo

from common.actor import Actor
from common.tenancy import bind
from programs.events import RevisionPublished
from programs.rulebook import read_rulebook
from store.catalogue.operations.loading import load_catalogue


def follow_revision(event: RevisionPublished) -> None:
    """Add the products of rules that were just published."""
    rulebook = read_rulebook(event.program_id)
    today = event.now.astimezone(ZoneInfo(rulebook.program.time_zone)).date()
    with bind(event.program_id):
        load_catalogue(
            actor=Actor.system(event.program_id),
            rulebook=rulebook,
            effective_from=event.effective_from,
            today=today,
            now=event.now,
        )
