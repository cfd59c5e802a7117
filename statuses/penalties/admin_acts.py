"""Buttons on a partner's page for penalties on its level and points (B24-14.1, B24-14.2)."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from accounts.permissions import may
from partners.measures.rules import penalty_for
from programs.request_rules import rules_today
from statuses.operations import PERMISSION
from statuses.penalties.admin_forms import CancelPoints, LowerLevel
from statuses.penalties.operations import cancel_points, penalize_level
from web.admin.decisions import Decision
from web.requests import Request

_EFFECTS = {"downgrade": "level", "cancel": "points"}


class PenaltyActs(ModelAdmin):
    """Lowers the level or cancels points of the page's partner."""

    downgrade = Decision(
        label=_("Lower the level"),
        icon="trending_down",
        permission=PERMISSION,
        form=LowerLevel,
        operation=penalize_level,
        title=_("Lower the level of %(partner)s"),
        danger=True,
        told=_("Lowered. The partner is notified."),
        intro=_("Takes effect today. Lifting the penalty restores the level."),
    )
    cancel = Decision(
        label=_("Cancel points"),
        icon="money_off",
        permission=PERMISSION,
        form=CancelPoints,
        operation=cancel_points,
        title=_("Cancel points of %(partner)s"),
        danger=True,
        told=_("Canceled. The partner is notified."),
        intro=_("Points that expire first are canceled first. Lifting the penalty restores them."),
    )

    def offered_penalties(self, request: Request, partner: Any) -> list[str]:
        """The buttons of penalties that today's rules have."""
        rules = rules_today(request)
        if rules is None or partner.ended_on is not None or not may(request.actor, PERMISSION):
            return []
        return [path for path, effect in _EFFECTS.items() if penalty_for(rules, effect)]
