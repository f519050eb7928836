"""Draw a map for a page: plain coordinates that the template `parts/map.html` turns to SVG.

A map is not mirrored in Arabic and Hebrew: its texts are centred, so their direction moves nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from kurkum.lib.figures import PlaceMap
from kurkum.lib.maps import LINE, Frame, Spot, lay_out, round_scale

WIDTH, HEIGHT, LETTERS, LARGEST = 640.0, 330.0, 13.0, 26.0
LETTER_WIDTH = 7.0


@dataclass(frozen=True, slots=True)
class Label:
    """One line of text, centred on x at its baseline."""

    x: float
    y: float
    text: str
    strong: bool


@dataclass(frozen=True, slots=True)
class MapDrawing:
    """A map ready for the template; ``rows`` are (name, text) of the table behind it."""

    title: str
    legend: str
    spots: tuple[Spot, ...]
    labels: tuple[Label, ...]
    scale_from: float
    scale_to: float
    scale_middle: float
    scale_text: str
    rows: tuple[tuple[str, str], ...]
    leaders: tuple[str, ...] = ()
    width: float = WIDTH
    height: float = HEIGHT


def draw_map(figure: PlaceMap) -> MapDrawing:
    """The drawing of a map."""
    frame = Frame(WIDTH, HEIGHT, LETTERS, LARGEST, lambda text: len(text) * LETTER_WIDTH)
    found = lay_out(figure, frame)
    whole = round_scale(found.kilometre, WIDTH / 4)
    labels = [label for spot in found.spots for label in _labels(spot)]
    return MapDrawing(
        figure.title,
        figure.legend,
        found.spots,
        tuple(labels),
        10,
        round(10 + whole * found.kilometre, 1),
        round(10 + whole * found.kilometre / 2, 1),
        f"{whole} {figure.kilometres}",
        tuple((place.label, place.text) for place in figure.places),
        tuple(
            f"{spot.x:.1f},{spot.y:.1f} {spot.leader[0]:.1f},{spot.leader[1]:.1f}"
            for spot in found.spots
            if spot.leader
        ),
    )


def _labels(spot: Spot) -> list[Label]:
    middle = round(spot.label.x + spot.label.width / 2, 1)
    return [
        Label(middle, round(spot.label.y + (number + 0.8) * LETTERS * LINE, 1), line, number == 0)
        for number, line in enumerate(spot.lines)
    ]
