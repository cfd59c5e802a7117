"""The line pattern of a certificate's side panel: interlaced rings drawn from the serial number.

As on a banknote, the pattern belongs to the number: two certificates hardly ever carry the same one.
"""

from base64 import b64encode
from hashlib import sha256
from itertools import pairwise
from math import cos, pi, sin

# The panel in the pattern's own units: the rings are as wide as the panel is high, so most of them lies outside.
WIDTH, HEIGHT = 66, 210
_RADIUS = 100
_NODES_PER_WAVE = 6

Point = tuple[float, float]


def rosette(serial: str) -> str:
    """An SVG that fills the panel, as a data address; the same for the same serial number."""
    seed = sha256(serial.encode()).digest()
    rings = (
        _ring(radius=0.97, depth=0.10 + seed[0] / 3000, waves=16 + seed[1] % 9, copies=6),
        _ring(radius=0.77, depth=0.24 + seed[2] / 2000, waves=9 + seed[3] % 6, copies=7),
        _ring(radius=0.46, depth=0.30 + seed[4] / 2000, waves=5 + seed[5] % 4, copies=6),
    )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{-WIDTH / 2} {-HEIGHT / 2} {WIDTH} {HEIGHT}">'
        f'<path fill="none" stroke="#fff" stroke-width=".27" stroke-opacity=".55" d="{"".join(rings)}"/></svg>'
    )
    return "data:image/svg+xml;base64," + b64encode(svg.encode()).decode()


def _ring(*, radius: float, depth: float, waves: int, copies: int) -> str:
    """A closed wave that swings `waves` times between two rims, drawn `copies` times, each turned a little."""
    return "".join(_wave(radius, depth, waves, turn=2 * pi * copy / waves / copies) for copy in range(copies))


def _wave(radius: float, depth: float, waves: int, turn: float) -> str:
    """The part of one wave that the panel shows.

    The nodes are the handles of a quadratic spline through the middles between them: smooth with few points, and each
    handle mirrors the one before (T), so that it need not be written.
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
        if shown and pen_is_down:
            path.append(f"T{end[0]:.3f} {end[1]:.3f}")
        elif shown:
            path.append(f"M{start[0]:.3f} {start[1]:.3f}Q{handle[0]:.3f} {handle[1]:.3f} {end[0]:.3f} {end[1]:.3f}")
        pen_is_down = shown
    return "".join(path)


def _shown(point: Point) -> bool:
    return abs(point[0]) <= WIDTH / 2
