"""What follows from penalties that are imposed or lifted, on levels, points, achievements and the directory."""

from activities.operations import restore_achievements
from common.actor import Actor
from common.tenancy import bind
from partners.events import MeasureLifted, MeasureTaken
from partners.models import Restriction
from statuses.directory.cards import refresh_cards
from statuses.operations import settle
from statuses.penalties.operations import restore_level

Effect = Restriction.Effect


def follow_penalty(event: MeasureTaken | MeasureLifted) -> None:
    """Points are counted again at once, and the card appears or goes."""
    effect = Restriction.objects.values_list("effect", flat=True).get(pk=event.restriction_id)
    if effect == Effect.POINTS:
        until = max(event.today, event.rulebook.program.opened_on or event.today)
        settle(rulebook=event.rulebook, partner_ids=[event.partner_id], until=until, now=event.now)
    elif effect == Effect.CARD:
        definition = event.rulebook.on(event.today)
        refresh_cards(
            program_id=event.program_id, partner_ids=[event.partner_id], definition=definition, on=event.today
        )


def undo_penalty(event: MeasureLifted) -> None:
    """Give back the level or the achievements that a lifted penalty took."""
    with bind(event.program_id):
        row = Restriction.objects.select_related("partner").get(pk=event.restriction_id)
        actor = Actor.system(event.program_id)
        if row.effect == Effect.LEVEL:
            restore_level(actor=actor, restriction=row, rulebook=event.rulebook, today=event.today, now=event.now)
        elif row.effect == Effect.ACHIEVEMENTS:
            restore_achievements(
                actor=actor, restriction=row, rulebook=event.rulebook, today=event.today, now=event.now
            )
