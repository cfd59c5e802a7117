"""One row of each table of meetings, for tests that ask the same of every table."""

from datetime import UTC, date, datetime, time

from django.db import models

from accounts.models import User
from meetings.models import Meeting
from partners.models import Partner

NOW = datetime(2026, 2, 2, 9, 0, tzinfo=UTC)


def meeting_rows(partner: Partner, user: User, text: str) -> list[models.Model]:
    """A meeting whose day has come, and that the partner asked to move; every text is the given one."""
    return [
        Meeting.objects.create(
            program=partner.program,
            partner=partner,
            kind="qbr",
            quarter=date(2026, 1, 1),
            on=date(2026, 2, 10),
            at=time(10, 30),
            place=text,
            manager=user,
            asked=text,
            asked_at=NOW,
            asked_by=user,
            scheduled_at=NOW,
            scheduled_by=user,
        )
    ]
