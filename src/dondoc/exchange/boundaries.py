"""Boundaries of communes from a GeoJSON file: checked, turned the way maps want them, and thinned.

    {"type": "FeatureCollection", "features": [{"properties": {"ten_xa": "Xã Đông Sơn"}, "geometry": …}, …]}

What a file of an office may cost is bounded; anything wrong is one Vietnamese sentence.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from dondoc.errors import BoundaryError

MOST_BYTES = 20_000_000
MOST_FEATURES = 2_000
MOST_POINTS = 2_000_000
DRAWN_POINTS = 20_000  # of all outlines together: a picture needs no more
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

Ring = list[list[float]]


@dataclass(frozen=True, slots=True)
class Outline:
    """One place: its name as the file has it, and its outline."""

    name: str
    geometry: dict[str, Any]  # GeoJSON Polygon or MultiPolygon


def boundaries(data: bytes) -> list[Outline]:
    """The places of a file, outlines thinned to `DRAWN_POINTS` together.

    Raises:
        BoundaryError: It is no such file, too large, or has coordinates that are no longitude and latitude.
    """
    features = _features(data)
    outlines, points = [], 0
    for number, feature in enumerate(features, 1):
        name, polygons = _name(feature, number), _polygons(feature, number)
        points += sum(len(ring) for polygon in polygons for ring in polygon)
        if points > MOST_POINTS:
            raise BoundaryError("Tệp có quá nhiều điểm (trên 2 triệu). Giản lược ranh giới rồi tải lại.")
        outlines.append((name, polygons))
    step = _grid(outlines) if points > DRAWN_POINTS else 0.0
    return [Outline(name, _geometry(polygons, step)) for name, polygons in outlines]


def _features(data: bytes) -> list[Any]:
    if len(data) > MOST_BYTES:
        raise BoundaryError("Tệp ranh giới quá lớn (trên 20 MB). Giản lược ranh giới rồi tải lại.")
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


def _rings(outlines: Sequence[tuple[str, list[list[Ring]]]]) -> Iterator[Ring]:
    for _place, polygons in outlines:
        for polygon in polygons:
            yield from polygon


def _grid(outlines: Sequence[tuple[str, list[list[Ring]]]]) -> float:
    """The step, in degrees, on which few enough points are left; neighbours share the grid and so meet."""
    step = 0.0005
    while step < 0.05 and sum(len(_thinned(ring, step)) for ring in _rings(outlines)) > DRAWN_POINTS:
        step *= 1.6
    return step


def _thinned(ring: Ring, step: float) -> Ring:
    if not step:
        return [[round(x, 5), round(y, 5)] for x, y in ring]
    made: Ring = []
    for x, y in ring:
        point = [round(round(x / step) * step, 5), round(round(y / step) * step, 5)]
        if not made or made[-1] != point:
            made.append(point)
    return made if len(made) >= 4 else []


def _geometry(polygons: list[list[Ring]], step: float) -> dict[str, Any]:
    made = []
    for polygon in polygons:
        rings = [ring for one in polygon if (ring := _thinned(one, step))]
        if rings:
            # Spherical drawing takes an outline to go clockwise; a hole the other way.
            made.append([_turned(ring, clockwise=place == 0) for place, ring in enumerate(rings)])
    return {"type": "MultiPolygon", "coordinates": made}


def _turned(ring: Ring, *, clockwise: bool) -> Ring:
    area = sum((bx - ax) * (by + ay) for (ax, ay), (bx, by) in pairwise(ring))
    return ring if (area > 0) == clockwise else ring[::-1]
