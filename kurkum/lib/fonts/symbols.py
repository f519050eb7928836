"""The signs a kitchen sheet needs and Rubik lacks, drawn as straight-edged outlines.

Coordinates are font units (1,000 to the em). Each sign is a list of closed polygons; outer edges
run clockwise and holes anticlockwise, as TrueType fills them.
"""

Polygon = list[tuple[int, int]]


def _box(left: int, bottom: int, right: int, top: int) -> Polygon:
    return [(left, bottom), (left, top), (right, top), (right, bottom)]


def _hole(left: int, bottom: int, right: int, top: int) -> Polygon:
    return [(left, bottom), (right, bottom), (right, top), (left, top)]


def _turned(polygons: list[Polygon]) -> list[Polygon]:
    """Mirror left and right; the order is reversed to keep the fill direction."""
    return [[(WIDTH - x, y) for x, y in reversed(polygon)] for polygon in polygons]


def _quarter(polygons: list[Polygon]) -> list[Polygon]:
    """Turn a quarter anticlockwise about the middle of the sign."""
    centre, middle = WIDTH // 2, 350
    return [[(centre - (y - middle), middle + (x - centre)) for x, y in p] for p in polygons]


WIDTH = 860
_RIGHT: list[Polygon] = [
    [(90, 310), (90, 390), (560, 390), (440, 510), (500, 570), (770, 350), (500, 130), (440, 190),
     (560, 310)],
]  # fmt: skip
_TICK: Polygon = [(120, 330), (180, 390), (330, 240), (660, 640), (730, 590), (340, 110)]
_FRAME: list[Polygon] = [_box(80, 0, 780, 700), _hole(150, 70, 710, 630)]
_CROSS: list[Polygon] = [
    [(150, 110), (150, 160), (660, 630), (710, 630), (710, 590), (200, 70), (150, 70)],
]

SYMBOLS: dict[int, list[Polygon]] = {
    0x2190: _turned(_RIGHT),
    0x2191: _quarter(_RIGHT),
    0x2192: _RIGHT,
    0x2193: _quarter(_turned(_RIGHT)),
    0x2610: _FRAME,
    0x2713: [_TICK],
    0xFFFD: [*_FRAME, *_CROSS],
}
