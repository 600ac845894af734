"""Boundaries of communes from a GeoJSON file: checked, turned the way maps want them, and thinned.

    {"type": "FeatureCollection", "features": [{"properties": {"ten_xa": "Xã Đông Sơn"}, "geometry": …}, …]}

What a file of an office may cost is bounded; anything wrong is one Vietnamese sentence.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from dondoc.errors import BoundaryError
from dondoc.exchange.outlines import Thinned

MOST_BYTES = 20_000_000
MOST_FEATURES = 2_000
MOST_POINTS = 2_000_000
DRAWN_POINTS = 8_000  # of all outlines together, about: a picture needs no more
_NAMES = (
    "ten_xa",
    "ten",
    "name",
    "name_3",
    "ten_dvhc",
    "tenxa",
    "xa",
    "commune",
    "ward",
    "name_vi",
    "ten_px",
)

# what offices send instead, by how it begins
_OTHERS = {
    b"PK": "tệp nén (thường là shapefile)",
    b"\x00\x00'\n": "shapefile",
    b"<": "tệp KML, GML hoặc trang web",
    b"%PDF": "tệp PDF",
    b"SQLite": "GeoPackage",
}

Ring = list[list[float]]


@dataclass(frozen=True, slots=True)
class Outline:
    """One place: its name as the file has it, and its outline."""

    name: str
    geometry: dict[str, Any]  # GeoJSON Polygon or MultiPolygon


def boundaries(data: bytes, *, most: int = DRAWN_POINTS) -> list[Outline]:
    """The places of a file, outlines thinned to about `most` points together; neighbours go on meeting.

    Raises:
        BoundaryError: It is no such file, too large, or has coordinates that are no longitude and latitude.
    """
    features = _features(data)
    outlines: list[tuple[str, list[list[Ring]]]] = []
    points = 0
    for number, feature in enumerate(features, 1):
        name, polygons = _name(feature, number), _polygons(feature, number)
        points += sum(len(ring) for polygon in polygons for ring in polygon)
        if points > MOST_POINTS:
            raise BoundaryError("Tệp có quá nhiều điểm (trên 2 triệu). Giản lược ranh giới rồi tải lại.")
        outlines.append((name, polygons))
    rings = [ring for _name, polygons in outlines for polygon in polygons for ring in polygon]
    thin = Thinned(rings, most=most)
    return [Outline(name, _geometry(polygons, thin)) for name, polygons in outlines]


def _features(data: bytes) -> list[Any]:
    if len(data) > MOST_BYTES:
        raise BoundaryError("Tệp ranh giới quá lớn (trên 20 MB). Giản lược ranh giới rồi tải lại.")
    for start, what in _OTHERS.items():
        if data.lstrip()[: len(start)] == start:
            raise BoundaryError(
                f"Đây là {what}, không phải GeoJSON. Xuất ranh giới dạng GeoJSON rồi tải lại."
            )
    try:
        read = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BoundaryError(
            "Tệp không phải GeoJSON. Xuất ranh giới dạng GeoJSON (WGS 84) rồi tải lại."
        ) from error
    features = read.get("features") if isinstance(read, dict) else None
    if not isinstance(features, list) or not features:
        raise BoundaryError("Tệp không có đơn vị nào. Cần một FeatureCollection, mỗi xã, phường một Feature.")
    if len(features) > MOST_FEATURES:
        raise BoundaryError(
            f"Tệp có {len(features)} đơn vị, nhiều hơn {MOST_FEATURES}. Chỉ giữ các xã của tỉnh."
        )
    return features


def _name(feature: Any, number: int) -> str:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if isinstance(properties, dict):
        told = {str(key).lower(): value for key, value in properties.items() if isinstance(value, str)}
        for key in _NAMES:
            if told.get(key, "").strip():
                return " ".join(told[key].split())[:200]
    raise BoundaryError(
        f"Đơn vị thứ {number} không có tên. Ghi tên xã, phường vào thuộc tính “ten_xa” hoặc “name”."
    )


def _polygons(feature: Any, number: int) -> list[list[Ring]]:
    geometry = feature.get("geometry")
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise BoundaryError(f"Đơn vị thứ {number} không phải vùng (Polygon, MultiPolygon).")
    told = geometry.get("coordinates")
    polygons = [told] if kind == "Polygon" else told
    try:
        return [[_ring(ring) for ring in polygon] for polygon in polygons if polygon]
    except (TypeError, ValueError, IndexError) as error:
        raise BoundaryError(
            f"Đơn vị thứ {number} có tọa độ không đúng: cần kinh độ, vĩ độ WGS 84, không phải tọa độ VN-2000."
        ) from error


def _ring(told: Sequence[Any]) -> Ring:
    ring = [[float(point[0]), float(point[1])] for point in told]
    if len(ring) < 4:
        message = "a ring needs four points"
        raise ValueError(message)
    if any(not (math.isfinite(x) and math.isfinite(y) and abs(x) <= 180 and abs(y) <= 90) for x, y in ring):
        message = "not degrees"
        raise ValueError(message)
    return ring if ring[0] == ring[-1] else [*ring, ring[0]]


def _geometry(polygons: list[list[Ring]], thin: Thinned) -> dict[str, Any]:
    made: list[list[Ring]] = []
    for polygon in polygons:
        rings = [ring for one in polygon if (ring := thin.ring(one))]
        if rings and thin.ring(polygon[0]):
            made.append(rings)
    if not made:  # so small that nothing is left of it: a place must not vanish
        made = [[thin.least(max((polygon[0] for polygon in polygons if polygon), key=_size))]]
    # Spherical drawing takes an outline to go clockwise; a hole the other way.
    turned = [[_turned(ring, clockwise=place == 0) for place, ring in enumerate(rings)] for rings in made]
    return {"type": "MultiPolygon", "coordinates": turned}


def _turned(ring: Ring, *, clockwise: bool) -> Ring:
    return ring if (_area(ring) > 0) == clockwise else ring[::-1]


def _area(ring: Ring) -> float:
    """Twice the area, above 0 where the ring goes clockwise."""
    return sum((bx - ax) * (by + ay) for (ax, ay), (bx, by) in pairwise(ring))


def _size(ring: Ring) -> float:
    return abs(_area(ring))


def label_point(geometry: dict[str, Any]) -> list[float]:
    """Longitude and latitude near the middle of a place, inside its largest part: where a word may stand.

    Of the lines across the part at several heights the middle of the longest stretch that lies inside.
    """
    ring = max((polygon[0] for polygon in geometry["coordinates"]), key=_size)
    low, high = min(y for _x, y in ring), max(y for _x, y in ring)
    best = (0.0, [ring[0][0], ring[0][1]])
    for n in range(3, 8):
        y = low + (high - low) * n / 10
        crossed = sorted(
            ax + (y - ay) * (bx - ax) / (by - ay)
            for (ax, ay), (bx, by) in pairwise(ring)
            if (ay > y) != (by > y)
        )
        for left, right in zip(crossed[::2], crossed[1::2], strict=False):
            near = (right - left) * (1 - abs(n - 5) / 10)
            if near > best[0]:
                best = (near, [round((left + right) / 2, 5), round(y, 5)])
    return best[1]
