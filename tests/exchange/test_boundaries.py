"""A file of boundaries is bounded, checked and thinned; what is wrong is told in one sentence."""

from __future__ import annotations

import json
import math
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.errors import BoundaryError
from dondoc.exchange.boundaries import DRAWN_POINTS, boundaries, label_point

SQUARE = [[105.0, 10.0], [105.1, 10.0], [105.1, 10.1], [105.0, 10.1], [105.0, 10.0]]


def file(*features: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


def place(name: str = "Xã Đông Sơn", ring: Any = SQUARE, **more: Any) -> dict[str, Any]:
    made = {"type": "Feature", "properties": {"ten_xa": name},
            "geometry": {"type": "Polygon", "coordinates": [ring]}}  # fmt: skip
    return made | more


def area(ring: list[list[float]]) -> float:
    """Positive where an outline goes clockwise."""
    return sum((bx - ax) * (by + ay) for (ax, ay), (bx, by) in pairwise(ring))


def test_places_with_their_names() -> None:
    """Polygons and several of them; the outline is turned the way maps are drawn."""
    several = {"type": "MultiPolygon", "coordinates": [[SQUARE], [[[x + 1, y] for x, y in SQUARE]]]}
    one, two = boundaries(file(place(), place("Đặc khu Thổ Châu", geometry=several)))
    assert (one.name, two.name) == ("Xã Đông Sơn", "Đặc khu Thổ Châu")
    assert [len(one.geometry["coordinates"]), len(two.geometry["coordinates"])] == [1, 2]
    assert area(one.geometry["coordinates"][0][0]) > 0


WRONG = [
    (b"{", "không phải GeoJSON", "broken"),
    (b"[" * 100_000, "không phải GeoJSON", "nested without end"),
    (b'{"type": "FeatureCollection", "features": []}', "không có đơn vị nào", "empty"),
    (file(place(properties={"ma": "01"})), "không có tên", "no name"),
    (file(place(geometry={"type": "Point", "coordinates": [105, 10]})), "không phải vùng", "a point"),
    (file(place(ring=[[585000.0, 1190000.0]] * 5)), "VN-2000", "metres of VN-2000"),
    (file(place(ring=[[105, 10], [105, 11]])), "tọa độ không đúng", "a line"),
    (file(place(ring=[["a", "b"]] * 5)), "tọa độ không đúng", "no numbers"),
    (b" " * 20_000_001, "quá lớn", "too large"),
    (b"PK\x03\x04...", "tệp nén", "a zipped shapefile"),
    (b"<?xml version='1.0'?><kml/>", "KML", "a file of Google Earth"),
    (file(*[place()] * 2001), "nhiều hơn 2000", "a country"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "said", "why"), WRONG, ids=[row[2] for row in WRONG])
def test_a_wrong_file_is_told(data: bytes, said: str, why: str) -> None:
    """One sentence: what, why, what to do."""
    with pytest.raises(BoundaryError, match=said):
        boundaries(data)
    assert why


def test_a_large_file_is_thinned() -> None:
    """Ten circles of ten thousand points become what a picture can show, and stay closed."""
    places = []
    for n in range(10):
        circle = [
            [
                105 + n + 0.4 * math.cos(2 * math.pi * k / 10_000),
                10 + 0.4 * math.sin(2 * math.pi * k / 10_000),
            ]
            for k in range(10_000)
        ]
        places.append(place(f"Xã {n}", [*circle, circle[0]]))
    made = boundaries(file(*places))
    rings = [ring for one in made for polygon in one.geometry["coordinates"] for ring in polygon]
    assert sum(map(len, rings)) <= DRAWN_POINTS + 4 * len(rings)
    assert all(ring[0] == ring[-1] and len(ring) >= 4 for ring in rings)
    assert len(made) == 10


@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=4, max_size=30))
def test_any_outline_of_degrees_is_taken(points: list[tuple[float, float]]) -> None:
    """Whatever its shape, an outline comes back closed, within the world, and not longer."""
    (made,) = boundaries(file(place(ring=[list(point) for point in points])))
    for polygon in made.geometry["coordinates"]:
        for ring in polygon:
            assert ring[0] == ring[-1]
            assert len(ring) <= len(points) + 1
            assert all(abs(x) <= 180 and abs(y) <= 90 for x, y in ring)


def wiggling(a: list[float], b: list[float], n: int = 400) -> list[list[float]]:
    """A border of many points from a to b, with large bends and small ones."""

    def off(k: int) -> float:
        return sum(math.sin(2 * math.pi * k * turns / n) / (25 * turns) for turns in (2, 5, 13, 47, 130))

    (ax, ay), (bx, by) = a, b
    return [
        [ax + (bx - ax) * k / n + (by - ay) * off(k), ay + (by - ay) * k / n + (bx - ax) * off(k)]
        for k in range(n + 1)
    ]


def test_neighbours_go_on_meeting() -> None:
    """Four places around a point, thinned: each point of an inner border stands in both outlines."""
    corner = {(x, y): [105 + x * 0.5, 10 + y * 0.5] for x in range(3) for y in range(3)}
    border = {}
    for (x, y), at in corner.items():
        for other in ((x + 1, y), (x, y + 1)):
            if other in corner:
                line = wiggling(at, corner[other])
                line[0], line[-1] = at, corner[other]
                border[(x, y), other] = line
                border[other, (x, y)] = line[::-1]
    places = []
    for x, y in ((0, 0), (1, 0), (0, 1), (1, 1)):
        round_it = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y)]
        ring = [point for one, other in pairwise(round_it) for point in border[one, other][:-1]]
        places.append(place(f"Xã {x}{y}", [*ring, ring[0]]))
    made = boundaries(file(*places), most=300)
    outlines = [
        {tuple(point) for polygon in one.geometry["coordinates"] for ring in polygon for point in ring}
        for one in made
    ]
    assert sum(map(len, outlines)) < 400
    middle = (105.5, 10.5)
    for one, other in ((0, 1), (0, 2), (1, 3), (2, 3)):
        common = outlines[one] & outlines[other]
        assert any(math.dist(middle, point) < 0.001 for point in common)
        assert len(common) > 5, "the border itself, not its ends alone"


def test_a_place_too_small_to_be_seen_stays() -> None:
    """An island of a few metres beside a province keeps an outline, and a point for its label."""
    island = [[x / 100_000 + 107, y / 100_000 + 9] for x, y in ((0, 0), (1, 0), (1, 1), (0, 1), (0, 0))]
    _large, small = boundaries(file(place(), place("Đảo", island)))
    (polygon,) = small.geometry["coordinates"]
    assert len(polygon[0]) == 4
    assert math.dist(label_point(small.geometry), [107, 9]) < 0.001


def test_a_label_stands_inside() -> None:
    """Of a crescent, whose middle lies outside, in the thick of it."""
    crescent = [[0, 0], [4, 0], [4, 4], [0, 4], [0, 3], [3, 3], [3, 1], [0, 1], [0, 0]]
    (one,) = boundaries(file(place(ring=[[105 + x / 10, 10 + y / 10] for x, y in crescent])))
    x, y = label_point(one.geometry)
    assert x > 105.3 or y < 10.1 or y > 10.3
