"""First steps of a new partner: what opens its discount."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from activities.models import Activity
from common.actor import Actor
from common.numbers import percent
from programs.definition import MAIN_TRACK, Definition
from programs.definition.requirements import Count
from web.checklists import PARTNER, Step, add_step
from web.ways import Way, way_to


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


def _way(rules: Definition) -> Way | None:
    asked = _opening(rules)
    return way_to(asked[0], rules=rules) if asked else None


def _title(rules: Definition) -> str:
    asked, way = _opening(rules), _way(rules)
    return way.title if way else asked[0].name if asked else ""


def _why(rules: Definition) -> str:
    asked, way = _opening(rules), _way(rules)
    opens = _("Opens your partner discount of %(percent)s.") % {"percent": percent(asked[1])} if asked else ""
    return f"{opens} {way.note}" if way and way.note else opens


def _button(rules: Definition) -> str:
    way = _way(rules)
    return way.button if way else _("See levels and benefits")


def _page(rules: Definition) -> str:
    way = _way(rules)
    return way.address if way else reverse("portal:benefits")


add_step(
    PARTNER,
    Step(
        code="opening",
        title=_title,
        why=_why,
        button=_button,
        page=_page,
        permission="dashboard.view",
        place=10,
        done=_done,
        kept=_opening,
    ),
)
