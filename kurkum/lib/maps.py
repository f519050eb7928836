"""Lays out a map of places: where each circle and its label stand. Pure; north is always up.

East is right in every language: a map is not mirrored. Coordinates are degrees; the drawing is in
any unit, y downwards. Labels go where they, and the lines that tie them to their places, cover no
circle and no other label, nearest first.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kurkum.lib.figures import Place, PlaceMap

KM_PER_DEGREE = 111.32
LINE = 1.25  # height of a line of text, in letters' size
GAP = 3.0
FAR = 8.0  # a label further from its circle is tied to it by a line


@dataclass(frozen=True, slots=True)
class Frame:
    """The room of a map and the size of its letters; ``width_of`` measures a text."""

    width: float
    height: float
    letters: float
    largest: float
    width_of: Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: left, top, width, height."""

    x: float
    y: float
    width: float
    height: float

    def overlap(self, other: Box) -> float:
        wide = min(self.x + self.width, other.x + other.width) - max(self.x, other.x)
        high = min(self.y + self.height, other.y + other.height) - max(self.y, other.y)
        return max(0.0, wide) * max(0.0, high)


@dataclass(frozen=True, slots=True)
class Circle:
    """A place on the drawing."""

    x: float
    y: float
    radius: float

    def line_to(self, label: Box) -> tuple[float, float] | None:
        """Where a thin line from the place meets its label; None where they are neighbours."""
        x = min(max(self.x, label.x), label.x + label.width)
        y = min(max(self.y, label.y), label.y + label.height)
        return (x, y) if math.dist((x, y), (self.x, self.y)) > self.radius + FAR else None


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the drawing: its circle, and the box of its label (lines from the top)."""

    place: Place
    x: float
    y: float
    radius: float
    label: Box
    lines: tuple[str, ...]

    @property
    def leader(self) -> tuple[float, float] | None:
        return Circle(self.x, self.y, self.radius).line_to(self.label)


@dataclass(frozen=True, slots=True)
class LaidOut:
    """Every spot, largest circle first, and how long one kilometre is."""

    spots: tuple[Spot, ...]
    kilometre: float


def lay_out(figure: PlaceMap, frame: Frame) -> LaidOut:
    """Places and labels inside the frame; an empty map has no spots."""
    places = sorted(figure.places, key=lambda place: (-place.size, place.label))
    if not places:
        return LaidOut((), 0)
    points, kilometre = _projected(places, frame)
    most = max(place.size for place in places) or 1
    radii = [_radius(place, most, frame) for place in places]
    taken = [Box(x - r, y - r, 2 * r, 2 * r) for (x, y), r in zip(points, radii, strict=True)]
    spots = []
    for place, (x, y), radius, circle in zip(places, points, radii, list(taken), strict=True):
        lines = tuple(line for line in (place.label, place.text) if line)
        others = [box for box in taken if box is not circle]
        label = _free_box(lines, Circle(x, y, radius), others, frame)
        spot = Spot(place, x, y, radius, label, lines)
        taken += [label, *_along(spot)]
        spots.append(spot)
    return LaidOut(tuple(spots), kilometre)


def _radius(place: Place, most: float, frame: Frame) -> float:
    """The area of a circle says how much; a place without a size is a small dot."""
    return max(2.5, frame.largest * math.sqrt(max(0.0, place.size) / most))


def _projected(places: Sequence[Place], frame: Frame) -> tuple[list[tuple[float, float]], float]:
    """Kilometres east and north, scaled to fit with room for circles and labels at the rim."""
    middle = math.radians(sum(place.latitude for place in places) / len(places))
    east = [place.longitude * KM_PER_DEGREE * math.cos(middle) for place in places]
    north = [place.latitude * KM_PER_DEGREE for place in places]
    side, rim = frame.width * 0.13, frame.largest + 1.2 * frame.letters
    wide, high = max(east) - min(east) or 1, max(north) - min(north) or 1
    scale = min((frame.width - 2 * side) / wide, (frame.height - 2 * rim) / high)
    left = (frame.width - wide * scale) / 2
    top = (frame.height - high * scale) / 2
    return [
        (left + (x - min(east)) * scale, top + (max(north) - y) * scale)
        for x, y in zip(east, north, strict=True)
    ], scale


# Round a circle, nearest and plainest first: beside it, above and below, then the places between.
SIDES = (
    *((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1)),
    *((1, -0.5), (-1, -0.5), (1, 0.5), (-1, 0.5), (0.5, -1), (-0.5, -1), (0.5, 1), (-0.5, 1)),
)
STEPS = (0.0, 4.0, 9.0, 15.0, 22.0, 30.0, 40.0, 52.0)


def _free_box(lines: Sequence[str], circle: Circle, taken: Sequence[Box], frame: Frame) -> Box:
    """The first position round the circle that covers nothing, else the one that covers least."""
    width = max((frame.width_of(line) for line in lines), default=0)
    height = len(lines) * frame.letters * LINE
    best, least = Box(circle.x, circle.y, width, height), math.inf
    for step in STEPS:
        off = circle.radius + GAP + step
        for east, south in SIDES:
            left = circle.x + east * (off + width / 2) - width / 2
            top = circle.y + south * (off + height / 2) - height / 2
            box = Box(left, top, width, height)
            covered = [box, *_tie(circle, box)]
            cost = 5 * sum(own.overlap(other) for own in covered for other in taken)
            cost += _outside(box, frame) + step
            if cost < least:
                best, least = box, cost
        if least <= step:
            break
    return best


def _along(spot: Spot) -> list[Box]:
    """The line that ties a label to its place, so that later labels keep off it."""
    return _tie(Circle(spot.x, spot.y, spot.radius), spot.label)


def _tie(circle: Circle, label: Box) -> list[Box]:
    """Small boxes along the line from the circle to a label that is far; none where it is near."""
    end = circle.line_to(label)
    if end is None:
        return []
    long = math.dist(end, (circle.x, circle.y))
    many = int((long - circle.radius) / 3)
    shares = [(circle.radius + 3 * (number + 1)) / long for number in range(many)]
    return [
        Box(circle.x + (end[0] - circle.x) * share - 1, circle.y + (end[1] - circle.y) * share - 1,
            2, 2)
        for share in shares
    ]  # fmt: skip


def _outside(box: Box, frame: Frame) -> float:
    """How much of the box would be cut off; cutting is worse than covering."""
    over = max(0.0, -box.x) + max(0.0, box.x + box.width - frame.width)
    beyond = max(0.0, -box.y) + max(0.0, box.y + box.height - frame.height)
    return 20 * (over + beyond)


def round_scale(kilometre: float, room: float) -> int:
    """Whole kilometres of a scale bar that fits the room: 1, 2, 5 or 10."""
    return next((km for km in (10, 5, 2) if km * kilometre <= room), 1)
