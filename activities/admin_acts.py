"""The button on a partner's page that revokes achievements (B24-14.3)."""

from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from accounts.permissions import may
from activities.models import Activity
from activities.operations import revoke_achievements
from common.actor import Actor
from partners.measures.admin_forms import Penalty
from partners.measures.rules import penalty_for
from partners.models import Partner
from programs.code_names import Names
from programs.definition import Definition
from programs.request_rules import rules_today
from web.admin.decisions import Decision
from web.forms import offer
from web.requests import Request

PERMISSION = "partners.decide"
MOST = 200


class RevokeAchievements(Penalty):
    """What the partner achieved and still counts: anything but sales."""

    activities = forms.MultipleChoiceField(label=_("Achievements"), widget=forms.SelectMultiple(attrs={"size": 10}))
    field_order = ("activities", "reason", "clause")

    def __init__(self, *args: Any, actor: Actor, partner: Partner, definition: Definition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = Names(definition)
        kinds = [code for code, kind in definition.activities.items() if kind.amount == "none"]
        rows = Activity.objects.visible_to(actor).filter(
            partner=partner, retracts=None, retraction=None, kind__in=kinds
        )
        offer(
            self, "activities", [(str(row.pk), self._words(names, row)) for row in rows.order_by("-on", "-pk")[:MOST]]
        )

    @property
    def values(self) -> dict[str, Any]:
        """The operation's arguments, with the ids as numbers."""
        given = self.cleaned_data
        return {**given, "activities": [int(pk) for pk in given["activities"]]}

    @staticmethod
    def _words(names: Names, row: Activity) -> str:
        said = [date_format(row.on), names.kind(row.kind), *names.details(row.kind, row.attributes), row.subject]
        return " · ".join(str(each) for each in said if each)


class AchievementActs(ModelAdmin):
    """Revokes achievements of the page's partner."""

    revoke = Decision(
        label=_("Revoke achievements"),
        icon="workspace_premium",
        permission=PERMISSION,
        form=RevokeAchievements,
        operation=revoke_achievements,
        title=_("Revoke achievements of %(partner)s"),
        button=_("Revoke"),
        danger=True,
        told=_("Revoked. The partner is notified."),
        intro=_("They stop counting at once, along with points and levels. Lifting the penalty records them again."),
    )

    def offered_achievements(self, request: Request, partner: Any) -> list[str]:
        """The button, where today's rules have this penalty."""
        rules = rules_today(request)
        given = rules and penalty_for(rules, "achievements") and partner.ended_on is None
        return ["revoke"] if given and may(request.actor, PERMISSION) else []
