"""The design system as template tags: a page says *what* to show, templates/components/*.jinja says how.

Tags that wrap content end with ``end<name>``. Every component template is small enough to redesign without reading a
page, and no page uses a component's CSS classes directly.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django import template
from django.forms import BaseForm, BoundField, CheckboxInput
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from web.bar_lists import BarList
from web.charts import Chart
from web.choosing import searchable, searched
from web.rendering import component as _component
from web.timelines import Timeline

register = template.Library()


# Tags without content


@register.simple_tag
def button(label: str, *, href: str = "", kind: str = "", small: bool = False, **attributes: object) -> SafeString:
    """A button, or a link that looks like one when it has an ``href``.

    ``kind`` is primary, danger, quiet or empty; other names become attributes (``type``, ``name``,
    ``value``, ``form``, ``aria_label``: underscores become hyphens).
    """
    rest = {name.replace("_", "-"): value for name, value in attributes.items() if value not in (None, "")}
    return _component("button", label=label, href=href, kind=kind, small=small, attributes=rest)


@register.simple_tag
def field(bound: BoundField, *, hide_label: bool = False) -> SafeString:
    """A form field with label, help and errors; keeps what was typed. A long selection can be searched."""
    widget = bound.field.widget
    shown = searched(bound, widget) if searchable(widget) and not bound.is_hidden else bound
    check = isinstance(widget, CheckboxInput)
    return _component("field", field=bound, shown=shown, hide_label=hide_label, check=check)


@register.simple_tag
def problems(form: BaseForm | None) -> SafeString | str:
    """What is wrong with a sent form, above it: each field's error leads to the field. Empty if nothing is.

    The page opens at it, so that a screen reader begins there.
    """
    if not form or not form.errors:
        return ""
    wrong = [bound for bound in form if bound.errors]
    fields = [
        {"target": _target(bound), "label": bound.label, "said": " ".join(map(str, bound.errors))}
        for bound in wrong
        if not bound.is_hidden
    ]
    general = [*form.non_field_errors(), *(said for bound in wrong if bound.is_hidden for said in bound.errors)]
    heading = ngettext("%(count)s field needs your attention", "%(count)s fields need your attention", len(fields))
    return _component(
        "problems",
        heading=heading % {"count": len(fields)} if fields else _("That didn't work"),
        general=general,
        fields=fields,
        script=static("js/problems.js"),
    )


def _target(bound: BoundField) -> str:
    """The id of a field's input; of its label, for a group of boxes."""
    return f"{bound.auto_id}_label" if bound.use_fieldset else bound.id_for_label


@register.simple_tag
def badge(label: str, *, tone: str = "") -> SafeString:
    """A badge. ``tone``: good, warn, bad, accent, brass or empty."""
    return _component("badge", label=label, tone=tone)


@dataclass(frozen=True)
class Bar:
    """One bar of the level badge, in SVG units."""

    x: int
    y: int
    height: int
    filled: bool


def level_bars(rank: int, of: int) -> list[Bar]:
    """Return rising bars, one per level, with the first ``rank`` filled."""
    return [
        Bar(x=i * 5, y=14 - height, height=height, filled=i < rank) for i in range(of) if (height := _height(i, of))
    ]


def _height(place: int, of: int) -> int:
    return round(4 + 10 * (place + 1) / of)


@register.simple_tag
def level(name: str, *, rank: int = 0, of: int = 0) -> SafeString:
    """A level's name with its badge; ``rank`` counts from 1, 0 is no level."""
    steps = max(of, rank)
    return _component(
        "level",
        name=name,
        rank=rank,
        bars=level_bars(rank, steps),
        top=bool(rank) and rank == steps,
        width=max(1, steps * 5 - 1),
    )


@register.simple_tag
def ladder(steps: Sequence[object]) -> SafeString:
    """Every level from the lowest up, with held levels filled. A step has ``name``, ``held``, ``here``."""
    return _component("ladder", steps=steps)


@register.simple_tag
def meter(value: Decimal | int, target: Decimal | int, *, label: str, shown: str = "", of: str = "") -> SafeString:
    """A progress bar from 0 to ``target``; ``shown`` and ``of`` are the texts beside it."""
    limit = float(target) or 1.0
    reached = min(max(float(value), 0.0), limit)
    return _component("meter", label=label, value=str(reached), limit=str(limit), shown=shown, of=of)


@register.simple_tag
def chart(chart: Chart, *, label: str, row_label: str) -> SafeString:
    """Bars or curves as SVG, and a table of the same figures; ``row_label`` heads its first column."""
    words = {"table": _("Show as a table"), "ahead": _("If nothing more happens")}
    return _component("chart", chart=chart, label=label, row_label=row_label, words=words)


@register.simple_tag
def timeline(timeline: Timeline, *, label: str, row_label: str) -> SafeString:
    """Spans of days as SVG, and a table of the same spans; ``row_label`` heads its first column."""
    words = {
        "table": _("Show as a table"),
        "what": row_label,
        "from": _("From"),
        "to": _("Until"),
        "about": _("Details"),
    }
    return _component("timeline", timeline=timeline, label=label, words=words, day=date_format)


@register.simple_tag
def bar_list(bars: BarList, *, row_label: str) -> SafeString:
    """Horizontal bars as a table; ``row_label`` heads its first column."""
    return _component("bar_list", bars=bars, row_label=row_label)


@register.simple_tag(takes_context=True)
def pagination(context: template.Context, page: object, *, label: str) -> SafeString:
    """Links to the previous and next page, keeping the other query parameters."""
    request = context["request"]
    return render_to_string("components/pagination.html", {"page": page, "label": label, "request": request})


# Tags that wrap content


@register.simple_block_tag
def card(
    content: str,
    *,
    title: str = "",
    kind: str = "",
    featured: bool = False,
    element: str = "section",
    heading: str = "h2",
    aside: str = "",
) -> SafeString:
    """A card. ``kind``: sunk, link or empty; ``aside`` is shown beside the title."""
    return _component(
        "card",
        content=content,
        title=title,
        kind=kind,
        featured=featured,
        element=element,
        heading=heading,
        aside=aside,
    )


@register.simple_block_tag
def table(content: str, *, label: str, stack: bool = True) -> SafeString:
    """A table with a name for screen readers. ``stack``: on a phone each row becomes a block,
    so cells need ``data-label``."""
    return _component("table", content=content, label=label, stack=stack)


@register.simple_block_tag
def empty(content: str, *, title: str, heading: str = "h2") -> SafeString:
    """The empty state of a list: says why it is empty and what to do."""
    return _component("empty", content=content, title=title, heading=heading)


@register.simple_block_tag
def page_header(content: str, *, title: str, lead: str = "", eyebrow: str = "") -> SafeString:
    """A page's title, a line about it, and its actions as content."""
    return _component("page_header", content=content, title=title, lead=lead, eyebrow=eyebrow)


@register.simple_block_tag
def alert(content: str, *, tone: str = "", role: str = "status") -> SafeString:
    """An alert. ``tone``: warn, bad or empty."""
    return _component("alert", content=content, tone=tone, role=role)


@register.simple_block_tag
def facts(content: str, *, rows: bool = False) -> SafeString:
    """A list of terms with values: ``{% fact "Term" %}…{% endfact %}`` inside."""
    return _component("facts", content=content, rows=rows)


@register.simple_block_tag
def fact(content: str, term: str) -> SafeString:
    """One term of ``facts``."""
    return _component("fact", term=term, content=content)
