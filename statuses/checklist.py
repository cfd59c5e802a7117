"""First steps of a new partner: what opens its discount."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.models import Activity
from common.actor import Actor
from common.numbers import percent
from programs.definition import MAIN_TRACK, Definition
from programs.definition.requirements import Count
from web.checklists import PARTNER, Step, add_step


def _opening(rules: Definition) -> tuple[Count, int] | None:
    """The first activity that the entry level's discount asks for, with the percent that it opens."""
    for level in rules.track(MAIN_TRACK).levels[:1]:
        discount = level.benefits.discount
        for one in discount.requires if discount else ():
            if isinstance(one, Count) and one.at_least:
                return one, int(discount.percent) if discount else 0
    return None


def _done(actor: Actor, rules: Definition) -> QuerySet[Activity]:
    asked = _opening(rules)
    if asked is None:
        return Activity.objects.none()
    where = {name: value for name, value in asked[0].where.items() if not isinstance(value, list)}
    rows = Activity.objects.visible_to(actor).effective()
    return rows.filter(kind=asked[0].of, attributes__contains=where)


def _title(rules: Definition) -> str:
    asked = _opening(rules)
    return asked[0].name if asked else ""


def _why(rules: Definition) -> str:
    asked = _opening(rules)
    return _("Opens your partner discount of %(percent)s.") % {"percent": percent(asked[1])} if asked else ""


add_step(
    PARTNER,
    Step(
        code="opening",
        title=_title,
        why=_why,
        button=gettext_lazy("See levels and benefits"),
        page="portal:benefits",
        permission="dashboard.view",
        place=10,
        done=_done,
        kept=_opening,
    ),
)
