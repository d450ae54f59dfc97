"""Living conditions and land (生产生活条件): plausible sizes, and agreement with the guarantees."""

from collections.abc import Iterator
from decimal import Decimal

from docgen import Living

from .rule import ERROR, GZ, OWN, Doubt, Seen, rule
from .stages import is_monitored, latest_guarantee

_LAND = ("arable", "forest", "returned_forest", "orchard", "pasture", "water_surface")
_WANTED = ("house_area", "road", "power", "safe_water", "toilet")
_DANGEROUS = frozenset(("C级", "D级"))


def _label(box: str) -> str:
    return Living.model_fields[box].title or box


@rule("LIV-101", "各类土地面积在合理范围", GZ + "5_14_001 至 5_14_014")
def implausible_land(seen: Seen) -> Iterator[Doubt]:
    """Doubt more land of one kind than a household works."""
    for box in _LAND:
        area: Decimal | None = getattr(seen.case.living, box)
        most = seen.figure(f"{box}_max")
        if area is not None and area > most:
            yield Doubt((f"living.{box}",), {"label": _label(box), "area": area, "most": most})


@rule("LIV-102", "与村主干路距离在合理范围", GZ + "5_14_001 至 5_14_014")
def too_far_from_road(seen: Seen) -> Iterator[Doubt]:
    """Doubt a house farther from the village's main road than any is."""
    distance, most = seen.case.living.road_distance, seen.figure("road_distance_max")
    if distance is not None and distance > most:
        yield Doubt(("living.road_distance",), {"distance": distance, "most": most})


@rule("LIV-103", "监测户的住房、道路、用电、饮水、厕所不能为空", GZ + "3_02_002")
def blank_living(seen: Seen) -> Iterator[Doubt]:
    """Doubt a monitored household of which nobody says how it lives."""
    missing = [box for box in _WANTED if getattr(seen.case.living, box) in (None, "")]
    if missing and is_monitored(seen.case):
        named = {"labels": "、".join(map(_label, missing))}
        yield Doubt(tuple(f"living.{box}" for box in missing), named)


@rule("LIV-104", "危房等级与住房安全一致", GZ + "5_19_006", ERROR)
def dangerous_but_safe(seen: Seen) -> Iterator[Doubt]:
    """Doubt a state of the guarantees that grades the house dangerous and calls it safe."""
    for row, state in enumerate(seen.case.guarantees):
        if state.danger_grade in _DANGEROUS and state.unsafe_housing is False:
            boxes = (f"guarantees.{row}.unsafe_housing", f"guarantees.{row}.danger_grade")
            yield Doubt(boxes, {"grade": state.danger_grade})


@rule("LIV-105", "现住房等级与最近一次“三保障”一致", OWN)
def dangerous_house(seen: Seen) -> Iterator[Doubt]:
    """Doubt a house graded dangerous whose latest guarantees call it safe."""
    path, state = latest_guarantee(seen.case)
    if state is not None and state.unsafe_housing is False and seen.case.living.house_grade in _DANGEROUS:
        boxes = ("living.house_grade", f"{path}.unsafe_housing")
        yield Doubt(boxes, {"grade": seen.case.living.house_grade})


@rule("LIV-106", "现饮水情况与最近一次“三保障”一致", OWN)
def unsafe_water(seen: Seen) -> Iterator[Doubt]:
    """Doubt water that is not safe by one box and safe by the other."""
    path, state = latest_guarantee(seen.case)
    if state is not None and state.unsafe_water is False and seen.case.living.safe_water is False:
        yield Doubt(("living.safe_water", f"{path}.unsafe_water"))
