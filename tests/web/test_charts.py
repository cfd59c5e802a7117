"""Charts and timelines: where they draw, and that their table says the same."""

from datetime import date

from django.template import Context, Template

from web.bar_lists import bar_list
from web.charts import grouped_bars, labels_below, nice_top, stacked_bars
from web.curves import curves
from web.timelines import Lane, Span, timeline


def render(text, **context):
    return " ".join(Template("{% load components %}" + text).render(Context(context)).split())


def test_an_axis_ends_at_a_round_number():
    assert [nice_top(most) for most in (0, 2, 3, 11, 240, 999, 1001)] == [2, 2, 4, 20, 300, 1000, 1500]


def test_labels_are_thinned_and_more_so_on_narrow_screens():
    found = labels_below([f"m{n}" for n in range(25)])
    assert [each.words for each in found][:4] == ["m0", "", "m2", ""]
    assert len([each for each in found if each.words and each.narrow]) == 5


def test_grouped_and_stacked_bars_stand_on_the_floor():
    series = {"Won": [1, 0], "Lost": [1, 4]}
    grouped, stacked = grouped_bars(["a", "b"], series, unit="Requests"), stacked_bars(["a", "b"], series)
    assert all(bar.y + bar.height == grouped.height for bar in grouped.bars)
    assert [(bar.y, bar.height, bar.series) for bar in stacked.bars] == [(225, 75, 1), (150, 75, 2), (0, 300, 2)]
    shown = render("{% chart chart label=label row_label='Month' %}", chart=grouped, label="Ends <b>")
    assert '<th scope="row">b</th><td>0</td><td>4</td>' in shown
    assert "Ends &lt;b&gt;" in shown
    assert "Requests" in shown


def test_a_curve_is_dashed_from_today_on_and_leaves_out_the_unknown():
    found = curves(["a", "b", "c"], {"Points": [10, 20, 5], "Sales": [1, 2, None]}, unit="points", now=1, filled=True)
    points, sales = found.curves
    assert (points.line, points.ahead) == ("M166.7 150.0L500.0 0.0", "M500.0 0.0L833.3 225.0")
    assert sales.ahead == ""
    assert '<th scope="row">c</th><td>5</td><td>–</td>' in render("{% chart x label='y' row_label='z' %}", x=found)


def test_a_target_above_every_figure_stretches_the_axis():
    found = curves(["a"], {"Sales": [10]}, unit="EUR", target=(100, "Target: 100 EUR"))
    assert found.target.y == 0
    assert "Target: 100 EUR" in render("{% chart x label='y' row_label='z' %}", x=found)


def test_a_timeline_cuts_spans_at_its_edges_and_tells_their_days():
    spans = [Span(date(2024, 1, 1), date(2026, 1, 1), "Silver"), Span(date(2027, 1, 1), None, "too late")]
    found = timeline([Lane("Level", spans)], first=date(2025, 1, 1), last=date(2026, 12, 31), today=date(2026, 1, 1))
    ((_name, drawn),) = found.lanes
    assert [(each.x, each.width) for each in drawn] == [(0, found.now)]
    shown = render("{% timeline x label='y' row_label='z' %}", x=found)
    assert '<th scope="row">Level</th><td>Jan. 1, 2024</td><td>Jan. 1, 2026</td><td>Silver</td>' in shown


def test_a_list_of_bars_is_a_table():
    shown = render("{% bar_list x row_label='Country' %}", x=bar_list("c", "Partners", "Companies", [("Spain", 4)]))
    assert '<th scope="row">Spain</th>' in shown
    assert '<td class="barlist__figure">4</td>' in shown
