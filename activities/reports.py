"""Reports about sales by month, and about claims by the time to a decision."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, DurationField, ExpressionWrapper, F, Max, Q, Sum
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.models import Activity, Claim
from programs.definition import Definition
from web.reporting import Asked, Column, Median, Report, StrOrPromise, Table, add_report, days, month_of, percent

State = Claim.State
ALL = "all"


def _sale_kinds(rules: Definition) -> Sequence[tuple[str, StrOrPromise]]:
    kinds = [(code, kind.name) for code, kind in rules.activities.items() if kind.amount != "none"]
    return [(ALL, gettext_lazy("All with an amount")), *kinds]


def _claim_kinds(rules: Definition) -> Sequence[tuple[str, StrOrPromise]]:
    kinds = [(code, kind.name) for code, kind in rules.activities.items() if kind.claim]
    return [(ALL, gettext_lazy("All claims")), *kinds]


def sales(asked: Asked) -> Table:
    """Activities with an amount by month, with a column and a picture for each currency, the most used first."""
    rows = Activity.objects.visible_to(asked.actor).effective().filter(amount__isnull=False)
    rows = rows.filter(
        on__gte=asked.since, on__lte=asked.until, **asked.narrowed(country="partner__country"), **_of_kind(asked)
    )
    summed = (
        rows.annotate(month=TruncMonth("on"))
        .order_by("month")
        .values_list("month", "partner__currency")
        .annotate(number=Count("pk"), amount=Sum("amount"))
    )
    counts, amounts = Counter[date](), defaultdict[tuple[date, str], Decimal](Decimal)
    used = Counter[str]()
    for month, currency, number, amount in summed:
        counts[month] += number
        amounts[month, currency] += amount
        used[currency] += number
    currencies = sorted(used, key=lambda each: (-used[each], each))
    columns = [
        Column(_("Month")),
        Column(_("Sales"), summed=True),
        *(Column(_("Amount"), currency, drawn=True, summed=True) for currency in currencies),
    ]
    shown = [(month, counts[month], *(amounts[month, each] for each in currencies)) for month in asked.months()]
    return Table(columns, shown, monthly=True, apart=True)


def _list_of_sales(asked: Asked) -> str:
    query = {"on_from": str(asked.since), "on_to": str(asked.until), **_of_kind(asked)}
    return f"{reverse('admin:activities_activity_changelist')}?{urlencode(query)}"


def claims(asked: Asked) -> Table:
    """Claims by the month in which they were sent."""
    sent = Claim.objects.visible_to(asked.actor).filter(
        submitted_at__gte=asked.begins,
        submitted_at__lt=asked.ends,
        **asked.narrowed(country="partner__country"),
        **_of_kind(asked),
    )
    took = ExpressionWrapper(F("decided_at") - F("submitted_at"), output_field=DurationField())
    approved, declined = Q(state__in=(State.APPROVED, State.RETRACTED)), Q(state=State.DECLINED)
    counted = (
        sent.annotate(month=TruncMonth("submitted_at", tzinfo=asked.zone))
        .order_by("month")
        .values("month")
        .annotate(
            sent=Count("pk"),
            approved=Count("pk", filter=approved),
            declined=Count("pk", filter=declined),
            open=Count("pk", filter=Q(state__in=(*Claim.WAITING, State.ASKED, State.PLAN_APPROVED))),
            took=Median(took, filter=Q(decided_at__isnull=False)),
        )
    )
    found: dict[Any, Any] = {month_of(row["month"]): row for row in counted}
    columns = [
        Column(_("Month")),
        Column(_("Sent"), drawn=True, summed=True),
        Column(_("Approved"), drawn=True, summed=True),
        Column(_("Declined"), summed=True),
        Column(_("Open"), summed=True),
        Column(_("Approved of decided"), "%"),
        Column(_("Median time to a decision"), _("days"), digits=1),
    ]
    rows = [_claims_row(month, found.get(month)) for month in asked.months()]
    return Table(columns, rows, monthly=True, unit=_("Claims"))


def _claims_row(month: date, row: Any) -> tuple[Any, ...]:
    if row is None:
        return (month, 0, 0, 0, 0, None, None)
    share = percent(row["approved"], row["approved"] + row["declined"])
    return (month, row["sent"], row["approved"], row["declined"], row["open"], share, days(row["took"]))


def approval_times(asked: Asked) -> Table:
    """Claims decided in the period by kind, with the time from sending to the decision."""
    decided = Claim.objects.visible_to(asked.actor).filter(
        decided_at__gte=asked.begins, decided_at__lt=asked.ends, **asked.narrowed(country="partner__country")
    )
    took = ExpressionWrapper(F("decided_at") - F("submitted_at"), output_field=DurationField())
    counted: Any = (
        decided.order_by("kind").values("kind").annotate(number=Count("pk"), middle=Median(took), longest=Max(took))
    )
    kinds = {code: kind.name for code, kind in asked.rules.activities.items()}
    columns = [
        Column(_("Kind")),
        Column(_("Decided"), summed=True),
        Column(_("Median time to a decision"), _("days"), drawn=True, digits=1),
        Column(_("Longest"), _("days"), digits=1),
    ]
    rows = [
        (str(kinds.get(row["kind"], row["kind"])), row["number"], days(row["middle"]), days(row["longest"]))
        for row in counted
    ]
    return Table(columns, sorted(rows, key=lambda row: -(row[2] or 0)))


def _takes_claims(rules: Definition) -> bool:
    return any(kind.claim for kind in rules.activities.values())


def _of_kind(asked: Asked) -> dict[str, str]:
    return {} if asked.choice in ("", ALL) else {"kind": asked.choice}


add_report(
    Report(
        code="sales",
        title=gettext_lazy("Sales"),
        question=gettext_lazy("How much did partners sell each month?"),
        icon="point_of_sale",
        place=50,
        answer=sales,
        records=_list_of_sales,
        choice=gettext_lazy("Kind"),
        choices=_sale_kinds,
    )
)
add_report(
    Report(
        code="claims",
        title=gettext_lazy("Claims"),
        question=gettext_lazy("How many claims do partners send, and how long does a decision take?"),
        icon="task_alt",
        place=70,
        answer=claims,
        choice=gettext_lazy("Kind"),
        choices=_claim_kinds,
        kept=_takes_claims,
    )
)
add_report(
    Report(
        code="approval-times",
        title=gettext_lazy("Approval times"),
        question=gettext_lazy("How long do we take to decide claims of each kind?"),
        icon="timer",
        place=72,
        answer=approval_times,
        kept=_takes_claims,
    )
)
