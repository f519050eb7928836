"""A map's labels cover neither circles nor one another; north is up and east is right."""

from __future__ import annotations

from itertools import combinations

import pytest

from kurkum.lib.figures import Place, PlaceMap
from kurkum.lib.maps import Box, Frame, lay_out, round_scale
from kurkum.lib.svg_map import draw_map

FRAME = Frame(640, 330, 13, 26, lambda text: len(text) * 7.0)
VALLEY = PlaceMap(
    "Meals went to five towns.",
    [
        Place("Majd al-Krum", 32.92111, 35.25, 7991, "7,991 meals"),
        Place("Deir al-Asad", 32.9358, 35.26817, 4509, "4,509 meals"),
        Place("Bi'ina", 32.92913, 35.27319, 3687, "3,687 meals"),
        Place("Rameh", 32.93833, 35.36, 1923, "1,923 meals", ringed=True),
        Place("Lotem", 32.88289, 35.35, 473, "473 meals", home=True),
    ],
)
CROWDED = PlaceMap(
    "Meals went to twelve towns.",
    [
        *(place for place in VALLEY.places if place.label != "Lotem"),
        Place("Eshhar", 32.88583, 35.30073, 527, "527 meals"),
        Place("Gilon", 32.90299, 35.23704, 380, "380 meals"),
        Place("Kammana", 32.91319, 35.35079, 604, "604 meals"),
        Place("Karmiel", 32.91099, 35.29178, 2266, "2,266 meals"),
        Place("Karmiel industrial zone", 32.92386, 35.3247, 1139, "1,139 meals", home=True),
        Place("Lotem", 32.88289, 35.35747, 473, "473 meals"),
        Place("Nahf", 32.93478, 35.31704, 5793, "5,793 meals"),
        Place("Yuvalim", 32.87864, 35.27027, 667, "667 meals"),
    ],
)


@pytest.mark.parametrize("figure", [VALLEY, CROWDED], ids=["few", "crowded"])
def test_labels_cover_nothing_and_stay_inside(figure: PlaceMap) -> None:
    spots = lay_out(figure, FRAME).spots
    circles = [Box(s.x - s.radius, s.y - s.radius, 2 * s.radius, 2 * s.radius) for s in spots]
    labels = [spot.label for spot in spots]
    for one, other in combinations(labels, 2):
        assert one.overlap(other) == 0
    for label in labels:
        assert all(label.overlap(circle) == 0 for circle in circles)
        assert 0 <= label.x <= 640 - label.width
        assert 0 <= label.y <= 330 - label.height


def test_the_line_to_a_far_label_crosses_no_other_label() -> None:
    spots = lay_out(CROWDED, Frame(420, 190, 11, 16, lambda text: len(text) * 6.0)).spots
    tied = [spot for spot in spots if spot.leader]
    assert tied
    for spot in tied:
        assert spot.leader is not None
        for share in (0.25, 0.5, 0.75, 0.95):
            x = spot.x + (spot.leader[0] - spot.x) * share
            y = spot.y + (spot.leader[1] - spot.y) * share
            dot = Box(x - 0.5, y - 0.5, 1, 1)
            assert not any(dot.overlap(one.label) for one in spots if one is not spot)


def test_north_is_up_and_east_is_right() -> None:
    at = {spot.place.label: spot for spot in lay_out(VALLEY, FRAME).spots}
    assert at["Majd al-Krum"].x < at["Rameh"].x
    assert at["Rameh"].y < at["Lotem"].y


def test_a_circles_area_says_how_much() -> None:
    at = {spot.place.label: spot for spot in lay_out(VALLEY, FRAME).spots}
    ratio = (at["Majd al-Krum"].radius / at["Deir al-Asad"].radius) ** 2
    assert abs(ratio - 7991 / 4509) < 0.01


def test_one_place_alone_and_none_at_all_can_be_drawn() -> None:
    assert len(lay_out(PlaceMap("x", VALLEY.places[:1]), FRAME).spots) == 1
    assert lay_out(PlaceMap("x", ()), FRAME).spots == ()


def test_the_scale_is_a_round_number_of_kilometres() -> None:
    assert [round_scale(30, 160), round_scale(50, 160), round_scale(200, 160)] == [5, 2, 1]
    assert draw_map(VALLEY).scale_text.endswith("km")
