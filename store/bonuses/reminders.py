"""Reminds partners of bonus money that will expire, on the days set in the definition."""

from datetime import date, datetime

from common.actor import Actor
from programs.rulebook import Rulebook
from store.bonuses.news import send_about_credit
from store.bonuses.queries import expiring_credits


def remind_of_bonuses(*, rulebook: Rulebook, today: date, now: datetime) -> int:
    """Send the day's reminders; returns how many were sent. A second run on the day sends none."""
    rules = rulebook.on(today).bonuses
    if rules is None:
        return 0
    system, sent = Actor.system(rulebook.program.pk), 0
    for days in rules.account.reminders:
        for credit in expiring_credits(system, on=today, days=days):
            key = f"bonus/{credit.pk}/reminder/{days}"
            sent += send_about_credit(rulebook, credit, "expiring", key=key, today=today, now=now)
    return sent
