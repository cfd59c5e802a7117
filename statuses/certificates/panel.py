"""The side panel of a certificate: the program's color with interlaced rings drawn from the serial number.

As on a banknote, the pattern depends on the number, so almost no two certificates share one. It is written as PDF
operators, because rendering so many curves as an image would take a quarter of the total time.
"""

from hashlib import sha256
from itertools import pairwise
from math import cos, pi, sin

# In millimeters. The rings are as wide as the page is high, so most of each lies outside the panel.
PAGE_WIDTH, PAGE_HEIGHT, WIDTH = 297, 210, 66
_RADIUS = 100
_NODES_PER_WAVE = 6
_LINE = 0.27
_POINTS_PER_MILLIMETRE = 72 / 25.4

Point = tuple[float, float]


def panel(serial: str, colour: str, *, right: bool) -> bytes:
    """The panel as a content stream for the left or `right` edge of the page; the same for the same serial number.

    `colour` has the form "#17375e". The stream is marked as an artifact, so screen readers skip it.
    """
    seed = sha256(serial.encode()).digest()
    rings = (
        _ring(radius=0.97, depth=0.10 + seed[0] / 3000, waves=16 + seed[1] % 9, copies=6),
        _ring(radius=0.77, depth=0.24 + seed[2] / 2000, waves=9 + seed[3] % 6, copies=7),
        _ring(radius=0.46, depth=0.30 + seed[4] / 2000, waves=5 + seed[5] % 4, copies=6),
    )
    paper, ink = _rgb(colour), _lighter(_rgb(colour))
    place = f"{PAGE_WIDTH - WIDTH / 2 if right else WIDTH / 2} {PAGE_HEIGHT / 2}"
    scale = f"{_POINTS_PER_MILLIMETRE:.6f}"
    edges = f"{-WIDTH / 2} {-PAGE_HEIGHT / 2} {WIDTH} {PAGE_HEIGHT} re"
    operators = (
        f"/Artifact BMC q {scale} 0 0 {scale} 0 0 cm 1 0 0 1 {place} cm {edges} W n",
        f"{_written(paper)} rg {edges} f {_written(ink)} RG {_LINE} w 1 J 1 j",
        *rings,
        "S Q EMC",
    )
    return "\n".join(operators).encode("ascii")


def _ring(*, radius: float, depth: float, waves: int, copies: int) -> str:
    """A closed wave with `waves` periods between two rims, drawn `copies` times, each rotated slightly."""
    return "\n".join(_wave(radius, depth, waves, turn=2 * pi * copy / waves / copies) for copy in range(copies))


def _wave(radius: float, depth: float, waves: int, turn: float) -> str:
    """The part of one wave that is visible in the panel.

    The nodes are control points of a quadratic spline through their midpoints, which is smooth with few points.
    """
    step = 2 * pi / (waves * _NODES_PER_WAVE)
    nodes = []
    for node in range(waves * _NODES_PER_WAVE + 2):
        reach = radius * _RADIUS * (1 - depth / 2 + depth / 2 * cos(waves * step * node))
        nodes.append((reach * cos(step * node + turn), reach * sin(step * node + turn)))
    middles = [((x + u) / 2, (y + v) / 2) for (x, y), (u, v) in pairwise(nodes)]
    path, pen_is_down = [], False
    for handle, (start, end) in zip(nodes[1:-1], pairwise(middles), strict=True):
        shown = _shown(start) or _shown(end)
        if shown and not pen_is_down:
            path.append(f"{_point(start)} m")
        if shown:
            path.append(f"{_point(_two_thirds(start, handle))} {_point(_two_thirds(end, handle))} {_point(end)} c")
        pen_is_down = shown
    return " ".join(path)


def _shown(point: Point) -> bool:
    return abs(point[0]) <= WIDTH / 2


def _two_thirds(start: Point, handle: Point) -> Point:
    """PDF has only cubic curves: their control points lie two thirds of the way to the quadratic one."""
    return start[0] + (handle[0] - start[0]) * 2 / 3, start[1] + (handle[1] - start[1]) * 2 / 3


def _point(point: Point) -> str:
    return f"{point[0]:.2f} {point[1]:.2f}"


def _rgb(colour: str) -> tuple[float, ...]:
    return tuple(int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))


def _lighter(colour: tuple[float, ...]) -> tuple[float, ...]:
    """Halfway to white."""
    return tuple((part + 1) / 2 for part in colour)


def _written(colour: tuple[float, ...]) -> str:
    return " ".join(f"{part:.3f}" for part in colour)
