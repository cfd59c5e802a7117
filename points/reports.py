"""The report about points: earned, reversed and expired by month."""

from collections.abc import Sequence

from django.db import connection
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.code_names import Names
from programs.definition import Definition
from web.reporting import Asked, Column, Report, Table, add_report

_BY_MONTH = """
SELECT date_trunc('month', day)::date, sum(earned)::bigint, sum(reversed)::bigint, sum(expired)::bigint FROM (
    SELECT partner_id, earned_on AS day, CASE WHEN reverses_id IS NULL THEN points ELSE 0 END AS earned,
           CASE WHEN reverses_id IS NULL THEN 0 ELSE -points END AS reversed, 0 AS expired
    FROM points_entry WHERE program_id = %(program)s AND account = %(account)s
    AND earned_on BETWEEN %(since)s AND %(until)s
    UNION ALL
    SELECT partner_id, expires_on, 0, 0, points
    FROM points_entry WHERE program_id = %(program)s AND account = %(account)s
    AND expires_on BETWEEN %(since)s AND %(until)s
) AS moved
WHERE %(country)s = '' OR partner_id IN (SELECT id FROM partners_partner WHERE country = %(country)s)
GROUP BY 1
"""


def _accounts(rules: Definition) -> Sequence[tuple[str, str]]:
    names = Names(rules)
    return [(code, names.account(code)) for code in rules.points.accounts]


def points(asked: Asked) -> Table:
    """Points of one account by the month in which they were earned, reversed or expired."""
    given = {
        "program": asked.actor.program_id,
        "account": asked.choice,
        "since": asked.since,
        "until": asked.until,
        "country": asked.country,
    }
    with connection.cursor() as cursor:
        cursor.execute(_BY_MONTH, given)
        found = {month: numbers for month, *numbers in cursor.fetchall()}
    unit = _("points")
    columns = [
        Column(_("Month")),
        Column(_("Earned"), unit, drawn=True, summed=True),
        Column(_("Reversed"), unit, summed=True),
        Column(_("Expired"), unit, drawn=True, summed=True),
    ]
    return Table(columns, [(month, *found.get(month, (0, 0, 0))) for month in asked.months()], monthly=True)


def _list_of_entries(asked: Asked) -> str:
    query = {"account": asked.choice, "earned_on_from": str(asked.since), "earned_on_to": str(asked.until)}
    return f"{reverse('admin:points_entry_changelist')}?{urlencode(query)}"


add_report(
    Report(
        code="points",
        title=gettext_lazy("Points"),
        question=gettext_lazy("How many points did partners earn each month, and how many expired?"),
        icon="stars",
        place=60,
        answer=points,
        records=_list_of_entries,
        choice=gettext_lazy("Account"),
        choices=_accounts,
    )
)
