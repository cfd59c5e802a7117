"""The meetings with a partner, for its page in the admin."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from meetings.models import Meeting
from meetings.rules import kind_of
from web.admin.holdings import Holding, add_holding


def _name(rules: Any, code: str) -> str:
    kind = kind_of(rules, code)
    return kind.name if kind else code


add_holding(
    Holding(
        code="meetings",
        title=_("Meetings"),
        page="meetings_meeting",
        rows=Meeting.objects.visible_to,
        told="kind",
        named=_name,
        day="on",
        state="state",
        open=Q(state=Meeting.State.PLANNED),
        kept=lambda rules: rules.meetings,
        place=75,
    )
)
