"""Charts on pages: mirrored with the reading direction, signs kept, gaps shown as gaps."""

import pytest

from kurkum.lib.figures import (
    Bar,
    Bars,
    Block,
    Lane,
    Line,
    Moment,
    Point,
    Stack,
    StackedBars,
    Step,
    Timeline,
    Waterfall,
    levels,
)
from kurkum.lib.svg import LETTER, Drawing, Rect, draw, sparkline

DAY = Timeline(
    "day",
    [Lane("pot", [Block(300, 360, "early bird"), Block(600, 660, "later bird")])],
    240,
    720,
    [Moment(645, "out")],
)
EVERY = [
    Bars("t", [Bar("a", 10, "10"), Bar("b", -5, "−5")]),
    StackedBars("t", ["x", "y"], [Stack("a", [1, 2], "3")]),
    Waterfall("t", [Step("in", 9, "9", total=True), Step("out", -4, "−4")]),
    Line("t", [Point("01", 3, "3"), Point("02", None), Point("03", 2, "2")]),
    DAY,
]


def place_of(drawing: Drawing, text: str) -> float:
    return next(word.x for word in drawing.words if text in word.text)


@pytest.mark.parametrize("figure", EVERY, ids=lambda figure: type(figure).__name__)
@pytest.mark.parametrize("rtl", [True, False])
def test_nothing_is_drawn_outside_the_picture(figure: object, rtl: bool) -> None:
    drawing = draw(figure, rtl=rtl)
    for rect in drawing.rects:
        assert rect.x >= -0.2
        assert rect.x + rect.width <= drawing.width + 0.2
        assert rect.y >= 0
        assert rect.y + rect.height <= drawing.height
    for word in drawing.words:
        assert 0 <= word.x <= drawing.width


def test_time_runs_right_to_left_where_people_read_so() -> None:
    arabic, english = draw(DAY, rtl=True), draw(DAY, rtl=False)
    assert place_of(arabic, "early") > place_of(arabic, "later")
    assert place_of(english, "early") < place_of(english, "later")


def test_bars_start_at_the_reading_edge_and_keep_their_proportion() -> None:
    figure = Bars("t", [Bar("a", 10, "10"), Bar("b", 5, "5")])
    long, short = draw(figure, rtl=True).rects
    assert long.width == pytest.approx(2 * short.width, abs=0.2)
    assert long.x + long.width == pytest.approx(short.x + short.width, abs=0.2)


def test_a_negative_bar_lies_on_the_other_side_of_zero_and_is_marked() -> None:
    first, second = draw(EVERY[0], rtl=False).rects
    assert second.x + second.width == pytest.approx(first.x, abs=0.2)
    assert second.kind == "hatched"


def test_a_waterfall_hangs_each_change_where_the_last_one_ended() -> None:
    steps = [Step("in", 9, "9", total=True), Step("a", -4, "4"), Step("b", -2, "2")]
    assert levels([*steps, Step("left", 3, "3", total=True)]) == [(0, 9), (9, 5), (5, 3), (0, 3)]


def test_a_missing_value_breaks_the_line() -> None:
    curves = [s for s in draw(EVERY[3], rtl=False).strokes if s.kind == "curve"]
    assert len(curves) == 2


def test_a_sparkline_has_a_gap_for_a_missing_value_and_mirrors() -> None:
    arabic = sparkline([1, 2, None, 3, 4], rtl=True)
    assert len(arabic.strokes) == 2
    assert arabic.strokes[0].points[0][0] > arabic.strokes[0].points[1][0]


def test_signed_sums_are_fenced_so_that_the_sign_keeps_its_side() -> None:
    texts = [word.text for word in draw(EVERY[0], rtl=True).words]
    assert "\u2066−5\u2069" in texts


def test_a_name_too_long_for_its_block_is_cut_with_an_ellipsis() -> None:
    figure = Timeline("t", [Lane("pot", [Block(300, 350, "a very long dish name")])], 240, 720)
    assert any(word.text.rstrip("\u2069").endswith("…") for word in draw(figure, rtl=False).words)


def test_a_narrow_block_shows_the_longest_key_that_fits_and_says_its_name_when_pointed_at() -> None:
    blocks = [
        Block(240, 480, "lentil soup 2", shorter=("5/2", "5")),
        Block(480, 500, "lentil soup 3", shorter=("5/3", "5")),
        Block(500, 508, "lentil soup 4", shorter=("5/4", "5")),
        Block(508, 510, "lentil soup 5", shorter=("5/5", "5")),
    ]
    figure = Timeline("t", [Lane("pot", blocks)], 240, 720, legend=[("5", "lentil soup")])
    drawing = draw(figure, rtl=False)
    said = [word.text.strip("\u2066\u2069") for word in drawing.words]
    assert [text for text in said if text[0] in "l5"] == ["lentil soup 2", "5/3", "5"]
    assert [rect.title for rect in drawing.rects][-1] == "08:28–08:30 lentil soup 5"
    assert drawing.legend == [("5", "lentil soup")]


def test_the_table_behind_the_chart_names_every_block_with_its_times() -> None:
    assert ("pot", "05:00–06:00 early bird") in draw(DAY, rtl=True).rows


def test_a_block_outside_the_hours_shown_is_not_drawn() -> None:
    figure = Timeline("t", [Lane("pot", [Block(0, 100, "night")])], 240, 720)
    assert [r for r in draw(figure, rtl=False).rects if isinstance(r, Rect)] == []


def test_a_long_key_takes_a_second_line() -> None:
    names = ["ingredients bought", "wages and pensions", "gas and electricity"]
    drawing = draw(StackedBars("t", names, [Stack("a", [1, 2, 3], "6")]), rtl=False)
    assert len({word.y for word in drawing.words if word.text.strip("\u2066\u2069") in names}) > 1


def test_empty_figures_are_drawn_empty() -> None:
    for figure in (Bars("t", []), StackedBars("t", [], []), Waterfall("t", []), Line("t", [])):
        assert draw(figure, rtl=True).rects == []


def test_something_else_is_refused() -> None:
    with pytest.raises(TypeError, match="str is not a figure"):
        draw("chart", rtl=True)


@pytest.mark.parametrize("rtl", [True, False])
def test_the_text_of_the_first_and_last_point_is_not_cut(rtl: bool) -> None:
    points = [
        Point(f"{week}", week, "−116,022.55" if week in (0, 12) else "") for week in range(13)
    ]
    drawing = draw(Line("t", points), rtl=rtl)
    half = len("−116,022.55") * LETTER / 2
    for word in drawing.words:
        if "116,022" in word.text:
            assert half - 0.1 <= word.x <= drawing.width - half + 0.1


def test_a_long_name_of_a_bar_stands_whole_on_two_lines() -> None:
    name = "ביטוח, מעבדה, רישוי ומחשוב"
    drawing = draw(Bars("t", [Bar(name, 10, "10"), Bar("short", 5, "5")]), rtl=True)
    said = " ".join(word.text for word in drawing.words if word.kind == "small")
    assert said == name
    assert drawing.rects[1].y - drawing.rects[0].y > 30


def test_marks_above_letters_take_no_room() -> None:
    plain, vowelled = (
        draw(Bars("t", [Bar("مجلس", 1, "1")]), rtl=True),
        draw(Bars("t", [Bar("مَجْلِسٌ", 1, "1")]), rtl=True),
    )
    assert plain.rects[0].width == vowelled.rects[0].width
