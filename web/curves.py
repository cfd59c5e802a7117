"""Curves over time as charts: what was, what is expected, and a target to reach."""

from collections.abc import Mapping, Sequence

from web.charts import (
    HEIGHT,
    WIDTH,
    Chart,
    Curve,
    Figure,
    Target,
    axis,
    height_of,
    labels_below,
    nice_top,
    rows_of,
)

Point = tuple[float, float]


def curves(
    labels: Sequence[str],
    series: Mapping[str, Sequence[Figure | None]],
    *,
    unit: str,
    now: int | None = None,
    target: tuple[Figure, str] | None = None,
    filled: bool = False,
) -> Chart:
    """Lay out one curve for each series over equally wide columns, on a common axis from zero.

    From the column ``now`` on a curve is dashed, because it says what is expected. ``target`` is a figure with its
    words; ``filled`` colors the area below each curve. Figures that are None are left out.
    """
    known = [each for figures in series.values() for each in figures if each is not None]
    top = nice_top(max([*known, target[0]] if target else known, default=0))
    drawn = [
        _curve(place + 1, _points(figures, top), now=now, filled=filled)
        for place, figures in enumerate(series.values())
    ]
    return Chart(
        list(series),
        rows_of(labels, series),
        unit,
        labels_below(labels),
        axis(top),
        curves=drawn,
        target=Target(round(HEIGHT - height_of(target[0], top), 1), target[1]) if target else None,
        now=None if now is None else _middle(now, len(labels)),
    )


def _middle(column: int, columns: int) -> float:
    return round(WIDTH * (column + 0.5) / max(columns, 1), 1)


def _points(figures: Sequence[Figure | None], top: int) -> list[Point | None]:
    return [
        None if each is None else (_middle(n, len(figures)), round(HEIGHT - height_of(each, top), 1))
        for n, each in enumerate(figures)
    ]


def _curve(series: int, points: list[Point | None], *, now: int | None, filled: bool) -> Curve:
    last = len(points) - 1 if now is None else now
    past = [each for each in points[: last + 1] if each]
    ahead = [each for each in points[last:] if each]
    every = [each for each in points if each]
    area = f"{_path(every)}L{every[-1][0]} {HEIGHT}L{every[0][0]} {HEIGHT}Z" if filled and len(every) > 1 else ""
    end = f"M{past[-1][0]} {past[-1][1]}h0.01" if past else ""
    return Curve(series, _path(past), _path(ahead) if len(ahead) > 1 else "", area, end)


def _path(points: Sequence[Point]) -> str:
    return "".join(f"{'L' if n else 'M'}{x} {y}" for n, (x, y) in enumerate(points))
