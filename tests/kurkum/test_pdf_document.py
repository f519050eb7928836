"""Printed documents, read back: words, pages, columns, and the same bytes every time."""

import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Sequence
from io import BytesIO

import pytest
from pypdf import PdfReader

from kurkum.lib.figures import clock, shelves
from kurkum.lib.pdf import (
    Band,
    Bar,
    Bars,
    Block,
    Card,
    Column,
    Columns,
    Document,
    Field,
    Fields,
    Heading,
    KeyFigure,
    KeyFigures,
    Label,
    Labels,
    Lane,
    Language,
    Line,
    Mark,
    Moment,
    Note,
    PageBreak,
    Part,
    Point,
    QrCode,
    Space,
    Stack,
    StackedBars,
    Step,
    Strong,
    Table,
    Text,
    Timeline,
    Waterfall,
    render,
)


def document(*content: Part, language: Language = "ar", **more: str) -> Document:
    return Document(more.pop("title", "ورقة الإنتاج"), language, content, **more)  # type: ignore[arg-type]


def pages(pdf: bytes) -> list[str]:
    """The text of each page, joined letter forms written as plain letters."""
    texts = [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]
    return [unicodedata.normalize("NFKC", text) for text in texts]


def places(pdf: bytes, page: int = 0) -> dict[str, float]:
    """Where each piece of text starts on a page, in points from the left edge."""
    found: dict[str, float] = {}

    def note(text: str, page: Sequence[float], line: Sequence[float], *_rest: object) -> None:
        if text.strip():
            found[unicodedata.normalize("NFKC", text.strip())] = page[4] + line[4]

    PdfReader(BytesIO(pdf)).pages[page].extract_text(visitor_text=note)
    return found


EVERY_PART: list[Part] = [
    Heading("مجدّرة رز"),
    Text("مرحبا", "soft", "centre"),
    Note("لا تخرج تحت 70°C", title="انتبهي", warning=True),
    KeyFigures([KeyFigure("1,486", "وجبات", "نُقدّر"), KeyFigure("+6.4%", "أجر")]),
    Fields([Field("الحرارة", "°C"), Field("الساعة", value="11:50")]),
    Fields([Field("توقيع")], tall=True),
    Table(
        [Column("رمز", 1, bold=True), Column("كمّيّة", 1, "number")],
        [Band("خط H"), ["NHF-07", "15.4"], [Mark("بدون سمسم"), Strong("2")]],
        totals=["مجموع", "17.4"],
        ruled=True,
    ),
    Columns([[Text("يمين")], [Text("يسار"), Space(2)]], [2, 1]),
    Card("دفعة 1 من 2", [Text("أرز")], subtitle="06:30–07:50", figure="412", caption="حصّة"),
    Bars("الوجبات", [Bar("نحف", 156, "156"), Bar("بعنة", -31, "-31")]),
    StackedBars("الكلفة", ["طعام", "أجور"], [Stack("أكتوبر", [3, 4], "7")]),
    Waterfall("الفائض", [Step("دخل", 9, "9", total=True), Step("طعام", -4, "−4")]),
    Line("الهدر", [Point("01", 3, "3"), Point("02", None), Point("03", 2)]),
    Timeline("اليوم", [Lane("طنجرة 1", [Block(390, 470, "عدس")])], 300, 690, [Moment(645, "خروج")]),
    QrCode("https://example.org/7K4", "امسحي"),
    PageBreak(),
    Labels([Label("مدرسة الزيتون", ["عدس"], "NHF-07", "بدون سمسم", "NHF-07")] * 3),
]


@pytest.mark.parametrize("language", ["ar", "he", "en"])
def test_every_part_is_drawn_in_every_language(language: Language) -> None:
    text = "\n".join(pages(render(document(*EVERY_PART, language=language))))
    for word in ["15.4", "1,486", "+6.4%", "NHF-07", "06:30–07:50", "156", "70°C"]:
        assert word in text


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("ar", "مدرسة الزيتون في نحف"),
        ("he", "בית ספר הזית בנחף"),
        ("en", "Olive School in Nahf"),
    ],
)
def test_sentences_can_be_copied_out_in_logical_order(language: Language, sentence: str) -> None:
    assert sentence in pages(render(document(Text(sentence), language=language)))[0]


@pytest.mark.parametrize(
    ("language", "words"),
    [("ar", ("صفحة", "من")), ("he", ("עמוד", "מתוך")), ("en", ("Page", "of"))],
)
def test_each_page_says_which_of_how_many_it_is(language: Language, words: tuple[str, str]) -> None:
    content: list[Part] = [Text("x"), PageBreak(), Text("x"), PageBreak(), Text("x")]
    texts = pages(render(document(*content, language=language)))
    assert len(texts) == 3
    assert sorted(re.findall(r"\d", texts[1])) == ["2", "3"]
    assert all(word in texts[1] for word in words)


def test_title_version_seal_and_foot_stand_on_every_page() -> None:
    made = Document(
        "דף ייצור", "he", [Text("א"), PageBreak(), Text("ב")], corner=["7K4-M2"], foot="מטבח"
    )
    for text in pages(render(made)):
        assert "דף ייצור" in text
        assert "7K4-M2" in text
        assert "מטבח" in text


def test_the_same_document_gives_the_same_bytes_in_another_process() -> None:
    code = (
        "import sys, hashlib; from tests.kurkum.test_pdf_document import EVERY_PART, document, "
        "render; sys.stdout.write(hashlib.sha256(render(document(*EVERY_PART))).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1
    assert len(digests.pop()) == 64


def test_one_changed_word_changes_the_bytes() -> None:
    assert render(document(Text("أرز"))) != render(document(Text("رز")))


COLUMNS = [Column("first"), Column("second"), Column("third")]


@pytest.mark.parametrize(("language", "mirrored"), [("ar", True), ("he", True), ("en", False)])
def test_the_first_column_stands_where_reading_begins(language: Language, mirrored: bool) -> None:
    table = Table(COLUMNS, [["a1", "b1", "c1"]])
    found = places(render(document(table, language=language)))
    order = sorted(["first", "second", "third"], key=found.__getitem__)
    assert order == (["third", "second", "first"] if mirrored else ["first", "second", "third"])


def test_numbers_align_right_in_every_language() -> None:
    table = Table([Column("n", align="number"), Column("x")], [["7", "a"], ["1,234", "b"]])
    for language in ("ar", "he", "en"):
        found = places(render(document(table, language=language)))
        assert found["7"] > found["1,234"]


def test_a_long_table_repeats_its_head_and_loses_no_row() -> None:
    rows = [[f"row-{number}", "x"] for number in range(150)]
    texts = pages(render(document(Table([Column("HEAD"), Column("b")], rows))))
    assert len(texts) >= 3
    assert all(text.count("HEAD") == 1 for text in texts)
    found = [f"row-{n}" for n in range(150) if any(f"row-{n}\n" in f"{t}\n" for t in texts)]
    assert len(found) == 150


def test_the_total_is_never_alone_on_a_page() -> None:
    for count in range(25, 40):
        rows = [[f"row-{number}", "1"] for number in range(count)]
        table = Table([Column("a"), Column("b")], rows, totals=["TOTAL", str(count)])
        last = pages(render(document(table)))[-1]
        assert "TOTAL" in last
        assert f"row-{count - 1}" in last


def test_a_heading_is_never_left_at_the_foot_of_a_page() -> None:
    for lines in range(40, 60):
        content: list[Part] = [Text(f"line {n}") for n in range(lines)]
        table = Table(COLUMNS, [["a1", "b1", "c1"]] * 3)
        texts = pages(render(document(*content, Heading("HEADING"), table, language="en")))
        page = next(text for text in texts if "HEADING" in text)
        assert "a1" in page


def test_a_table_without_titles_has_no_head() -> None:
    table = Table([Column(""), Column("")], [["a", "b"]])
    assert "a" in pages(render(document(table)))[0]


def test_an_empty_table_says_so() -> None:
    table = Table(COLUMNS, [], empty="אין מנות מותאמות מחר")
    assert "אין מנות מותאמות מחר" in pages(render(document(table, language="he")))[0]


def test_a_row_of_the_wrong_length_is_refused_by_its_number() -> None:
    with pytest.raises(ValueError, match="Row 2 has 1 cells, the table has 3 columns"):
        Table(COLUMNS, [["a", "b", "c"], ["a"]])


def test_a_timeline_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="must end"):
        Timeline("day", [], 600, 300)


@pytest.mark.parametrize(("language", "mirrored"), [("ar", True), ("he", True), ("en", False)])
def test_time_runs_in_reading_direction(language: Language, mirrored: bool) -> None:
    lane = Lane("pot", [Block(300, 360, "early"), Block(600, 660, "later")])
    found = places(render(document(Timeline("day", [lane], 240, 720), language=language)))
    assert (found["early"] > found["later"]) is mirrored
    assert (found["05:00"] > found["09:00"]) is mirrored


def test_blocks_at_the_same_time_are_set_below_one_another() -> None:
    first, second, third = Block(0, 60, "a"), Block(30, 90, "b"), Block(60, 120, "c")
    assert shelves([third, second, first]) == [[first, third], [second]]


def test_the_clock_starts_again_after_midnight() -> None:
    assert [clock(5), clock(1440 + 30), clock(-60)] == ["00:05", "00:30", "23:00"]


def test_a_timeline_of_many_cooks_splits_between_lanes() -> None:
    lanes = [Lane(f"cook-{n}", [Block(300, 400, "x")]) for n in range(40)]
    texts = pages(render(document(Timeline("DAY", lanes, 240, 720))))
    assert len(texts) == 2
    assert all("DAY" in text for text in texts)
    assert sum(text.count("cook-") for text in texts) == 40


def test_a_long_name_stands_whole_in_its_box_on_several_lines() -> None:
    lane = Lane("pot", [Block(300, 350, "Burghul with tomatoes 2"), Block(360, 365, "Banana 1")])
    (text,) = pages(render(document(Timeline("day", [lane], 240, 720), language="en")))
    assert {"Burghul", "tomatoes"} <= set(text.split())
    assert "Ban" not in text


def test_a_box_without_room_for_its_name_shows_the_key_of_the_legend() -> None:
    lane = Lane("pot", [Block(300, 318, "Burghul with tomatoes 2", shorter=("77/2", "77"))])
    (text,) = pages(render(document(Timeline("day", [lane], 240, 720), language="en")))
    assert "Burgh" not in text
    assert "77" in text.split()


def test_a_card_that_fits_a_page_is_not_cut() -> None:
    filler = [Text("line") for _ in range(35)]
    card = Card("CARD", [Text(f"inside {n}") for n in range(12)])
    texts = pages(render(document(*filler, card, language="en")))
    assert "CARD" in texts[1]
    assert "inside 11" in texts[1]


def test_a_card_longer_than_a_page_continues_on_the_next() -> None:
    card = Card("CARD", [Text(f"inside {n}.") for n in range(90)])
    texts = pages(render(document(card, language="en")))
    assert len(texts) > 1
    assert sum(text.count("inside") for text in texts) == 90


HOSTILE = ["א" * 900, "", " ", "\x00\x1b\x7f", "🎂🍅", "\ud800", "<b>&amp;</b>", "\u202e" * 40]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_prints_without_a_crash(text: str) -> None:
    content: list[Part] = [
        Heading(text),
        Text(text),
        Note(text, text),
        KeyFigures([KeyFigure(text, text, text)] * 6),
        Fields([Field(text, text, text)]),
        Table([Column(text), Column(text, 9)], [[text, Mark(text)], Band(text)], [text, text]),
        Card(text, [Columns([[Text(text)], [Text(text)]])], text, text, text),
        Bars(text, [Bar(text, 0, text)]),
        StackedBars(text, [text], [Stack(text, [0], text)]),
        Waterfall(text, [Step(text, 0, text)]),
        Line(text, [Point(text, None, text)]),
        Timeline(text, [Lane(text, [Block(0, 1, text)])], 0, 2000),
        Labels([Label(text, [text], text, text)]),
    ]
    assert pages(render(document(*content, title=text or "x")))


def test_a_missing_letter_is_seen_not_dropped() -> None:
    assert "\ufffd" in pages(render(document(Text("cake 🎂 today"), language="en")))[0]


def test_one_cell_longer_than_a_page_continues_on_the_next() -> None:
    words = " ".join(f"w{n}" for n in range(3000))
    texts = pages(render(document(Table([Column("a"), Column("b")], [["x", words]]))))
    assert len(texts) > 1
    assert "w2999" in texts[-1]


def test_nothing_to_print_is_one_page_with_its_title() -> None:
    assert "ورقة الإنتاج" in pages(render(document()))[0]


@pytest.mark.parametrize(
    ("size", "landscape", "expected"),
    [("A4", False, (595, 842)), ("A4", True, (842, 595)), ("A3", True, (1191, 842))],
)
def test_paper_is_a4_or_a3_upright_or_across(
    size: str, landscape: bool, expected: tuple[int, int]
) -> None:
    made = Document("t", "en", [Text("x")], size=size, landscape=landscape)  # type: ignore[arg-type]
    box = PdfReader(BytesIO(render(made))).pages[0].mediabox
    assert (round(box.width), round(box.height)) == expected


def test_labels_fill_whole_pages_of_the_grid() -> None:
    labels = [Label(f"box-{n}.") for n in range(21)]
    made = Document("labels", "ar", [Labels(labels, columns=2, rows=5)], plain=True)
    assert [text.count("box-") for text in pages(render(made))] == [10, 10, 1]


@pytest.mark.parametrize("lines", [0, 4, 9])
def test_a_sticker_says_everything_however_much_it_is(lines: int) -> None:
    """Who may not eat what is on it, so it is set smaller rather than cut."""
    said = [f"line {n} contains gluten, sesame, peas and beans" for n in range(lines)]
    mark = "without sesame, tree nuts, peanuts, milk and eggs"
    label = Label("Olive School", [*said, Strong("last: to be eaten by 13:09")], "B08", mark, "B08")
    made = Document("labels", "en", [Labels([label], columns=2, rows=5)], plain=True)
    (text,) = pages(render(made))
    for words in [*said, mark, "last: to be eaten by 13:09"]:
        assert words in " ".join(text.split())


def test_the_file_names_its_title_and_language() -> None:
    reader = PdfReader(BytesIO(render(document(language="he", title="דף ייצור"))))
    assert reader.metadata is not None
    assert reader.metadata.title == "דף ייצור"
    assert str(reader.root_object["/Lang"]) == "he"


@pytest.mark.parametrize(("before", "words"), [(25, 90), (26, 60), (27, 60), (28, 30)])
def test_the_band_of_a_table_is_never_cut_between_pages(before: int, words: int) -> None:
    """Between tall rows at the foot of a page, where a part of it would still have room."""
    name, tall = "Primary school of the two springs", " ".join(["word"] * words)
    rows: list[Band | list[str]] = [["x", "y"]] * before
    table = Table([Column("a", 0.4), Column("b", 3)], [*rows, ["x", tall], Band(name), ["x", tall]])
    texts = pages(render(document(table, language="en")))
    assert any(name in text for text in texts)
