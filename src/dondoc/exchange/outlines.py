"""Outlines with fewer points, thinned along their common borders, so that neighbours go on meeting.

    thin = Thinned(rings, most=8_000)
    thin.ring(rings[0])                     →  the same ring with the points that make its shape

A border between two places is one line for both: it is cut where three meet (or the coast begins), and each
piece is thinned once, by Douglas and Peucker's rule, whichever of the two asks for it. The points kept are
those of the file; none is moved by more than `GRID`th of the whole, which first makes near points the same.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

GRID = 8_000  # steps across all outlines: finer than any picture
Point = tuple[float, float]
Ring = list[list[float]]


class Thinned:
    """All rings of a map together, and how much of each is kept."""

    def __init__(self, rings: Sequence[Ring], *, most: int) -> None:
        """Weigh every point; `most` says how many are kept, about: each ring keeps at least three."""
        self._step = _step(rings)
        self._of = {id(ring): self._snapped(ring) for ring in rings}
        snapped = [ring for ring in self._of.values() if len(ring) >= 3]
        self._joints = _joints(snapped)
        self._weights: dict[tuple[Point, ...], list[float]] = {}
        weights = [
            weight for ring in snapped for arc in self._arcs(ring) for weight in self._weights_of(arc)[1:]
        ]
        ordered = sorted(weights, reverse=True)
        self._least = ordered[most] if len(ordered) > most else -1.0

    def ring(self, ring: Ring) -> Ring:
        """What is kept of a ring, closed; [] where it is too small to be seen."""
        snapped = self._of[id(ring)]
        if len(snapped) < 3:
            return []
        kept: list[Point] = []
        for arc in self._arcs(snapped):
            weights = self._weights_of(arc)
            last = len(arc) - 1
            kept += [p for n, p in enumerate(arc[:-1]) if n in (0, last) or weights[n] > self._least]
        return _closed(kept) if len(kept) >= 3 else []

    def least(self, ring: Ring) -> Ring:
        """A triangle, or what is left of it, of a ring too small to be seen."""
        points = [(x, y) for x, y in ring[:-1]]
        first = points[0]
        second = max(points, key=lambda one: math.dist(first, one))
        third = max(points, key=lambda one: _off(one, first, second))
        return _closed([first, second, third])

    def _snapped(self, ring: Ring) -> list[Point]:
        """Without the closing point, near points made one."""
        made: list[Point] = []
        for x, y in ring[:-1]:
            point = (
                max(-180.0, min(180.0, round(x / self._step) * self._step)),
                max(-90.0, min(90.0, round(y / self._step) * self._step)),
            )
            if not made or made[-1] != point:
                made.append(point)
        while len(made) > 1 and made[0] == made[-1]:
            made.pop()
        return made

    def _arcs(self, ring: list[Point]) -> Iterator[tuple[Point, ...]]:
        """The pieces of a ring between joints, in its direction; each ends where the next begins."""
        cuts = [n for n, point in enumerate(ring) if point in self._joints]
        if not cuts:  # an island: from its lowest point to the one farthest from it and back
            first = min(range(len(ring)), key=lambda n: ring[n])
            far = max(range(len(ring)), key=lambda n: (math.dist(ring[first], ring[n]), ring[n]))
            cuts = sorted({first, far})
        turned = ring[cuts[0] :] + ring[: cuts[0]] + [ring[cuts[0]]]
        ends = [n - cuts[0] for n in cuts] + [len(ring)]
        for start, end in pairwise(ends):
            yield tuple(turned[start : end + 1])

    def _weights_of(self, arc: tuple[Point, ...]) -> list[float]:
        """How much each point of a piece matters, in its direction; reckoned once for both directions."""
        forward = (arc[0], arc[1]) <= (arc[-1], arc[-2])
        key = arc if forward else arc[::-1]
        if key not in self._weights:
            self._weights[key] = _weights(key)
        found = self._weights[key]
        return found if forward else found[::-1]


def _step(rings: Sequence[Ring]) -> float:
    xs = [x for ring in rings for x, _y in ring]
    ys = [y for ring in rings for _x, y in ring]
    return max(max(xs) - min(xs), max(ys) - min(ys), 1e-6) / GRID


def _joints(rings: Sequence[list[Point]]) -> set[Point]:
    """Points where borders part: with more than two neighbours, all rings together."""
    beside: dict[Point, set[Point]] = defaultdict(set)
    for ring in rings:
        for one, other in pairwise([*ring, ring[0]]):
            beside[one].add(other)
            beside[other].add(one)
    return {point for point, others in beside.items() if len(others) > 2}


def _weights(arc: tuple[Point, ...]) -> list[float]:
    """Of each point the distance at which it would go; never more than of the point that keeps it."""
    weights = [math.inf] + [0.0] * (len(arc) - 2) + [math.inf]
    todo = [(0, len(arc) - 1, math.inf)]
    while todo:
        start, end, above = todo.pop()
        if end - start < 2:
            continue
        far, place = -1.0, start + 1
        first, last = arc[start], arc[end]
        for n in range(start + 1, end):
            away = _off(arc[n], first, last)
            if away > far:
                far, place = away, n
        weights[place] = min(far, above)
        todo += [(start, place, weights[place]), (place, end, weights[place])]
    return weights


def _off(point: Point, first: Point, last: Point) -> float:
    """How far a point lies from the stretch between two others."""
    dx, dy = last[0] - first[0], last[1] - first[1]
    length = dx * dx + dy * dy
    if not length:
        return math.dist(point, first)
    along = max(0.0, min(1.0, ((point[0] - first[0]) * dx + (point[1] - first[1]) * dy) / length))
    return math.hypot(point[0] - first[0] - along * dx, point[1] - first[1] - along * dy)


def _closed(points: Sequence[Point]) -> Ring:
    made = [[round(x, 5), round(y, 5)] for x, y in points]
    return [*made, list(made[0])]
