"""Orders that come as a message or as a customer's own spreadsheet."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from openpyxl import Workbook

from kurkum.base.errors import BadInput
from orders.messages import Piece, take_apart
from orders.models import Order, Site, Wording
from orders.selectors.wordings import Dictionary
from orders.services import order_files
from orders.services.learning import learn
from orders.services.order_files import Reading
from orders.services.order_tables import OrderTable, read_order_table
from orders.services.pasted import Line, save_pasted, site_named_in, understand
from tests.factories import menus, orders
from tests.factories.base import TODAY, TOMORROW, at, manager

MESSAGE = "صف أول 25، صف ثاني 27، نباتي 3"
NOW = at(TODAY, 9)


@pytest.fixture
def vegetarian(school: Site) -> Site:
    """The school of 120 with a vegetarian diet in its vocabulary."""
    found = menus.diet("vegetarian", excludes_meat=True)
    found.name_ar, found.name_he, found.name_en = "نباتيّ", "צמחוני", "Vegetarian"
    found.save()
    return school


# --- taking a message apart ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("message", "pieces"),
    [
        (MESSAGE, [("صف أول", 25), ("صف ثاني", 27), ("نباتي", 3)]),
        ("صف أول ٢٥\nنباتي: ٣", [("صف أول", 25), ("نباتي", 3)]),
        ("כיתה א 25 כיתה ב 27 צמחוני 3", [("כיתה א", 25), ("כיתה ב", 27), ("צמחוני", 3)]),
        ("25 regular, 3 vegetarian", [("regular", 25), ("vegetarian", 3)]),
        ("class 1 25", [("class 1", 25)]),
        ("• 25\n", [("", 25)]),
        ("مدرسة الزيتون\nعاديّ - 40", [("مدرسة الزيتون", None), ("عاديّ", 40)]),
        ("صباح الخير", [("صباح الخير", None)]),
        ("", []),
    ],
)
def test_a_message_is_divided_into_words_with_counts(
    message: str, pieces: list[tuple[str, int | None]]
) -> None:
    assert take_apart(message) == [Piece(text, count) for text, count in pieces]


def test_a_count_that_nobody_eats_is_left_open() -> None:
    assert take_apart("نباتي 123456789") == [Piece("نباتي", None)]


@pytest.mark.parametrize(
    "stamp",
    ["[30/11, 09:12] نسرين: ", "30.11.2026, 09:12 - רנה: ", "\u200e[11/30/26, 9:12:05 AM] Rana: "],
)
def test_the_stamp_of_a_copied_message_is_no_count(stamp: str) -> None:
    message = f"{stamp}صف أول 25\n{stamp}نباتي ٣"
    assert take_apart(message) == [Piece("صف أول", 25), Piece("نباتي", 3)]


# --- what it means ------------------------------------------------------------------------------


def test_words_are_understood_by_name_and_the_rest_is_assumed(vegetarian: Site) -> None:
    first, second, third = understand(site=vegetarian, message=MESSAGE)
    assert first.meal is not None
    assert (first.meal.meaning, first.meal.is_sure) == ("grades_1_6/regular", False)
    assert third.meal is not None
    assert (third.meal.meaning, third.meal.is_sure) == ("grades_1_6/vegetarian", True)
    assert second.piece.count == 27


def test_a_confirmed_message_is_saved_and_its_words_are_remembered(vegetarian: Site) -> None:
    group = "grades_1_6"
    lines = [
        Line("صف أول", group, "regular", 25),
        Line("صف ثاني", group, "regular", 27),
        Line("نباتي", group, "vegetarian", 3),
    ]
    order = save_pasted(
        site=vegetarian, date=TOMORROW, lines=lines, are_among=False, author=manager(), now=NOW
    )
    counts = {line.diet.key: line.portions for line in order.lines.select_related("diet")}
    assert counts == {"regular": 52, "vegetarian": 3}
    again = understand(site=vegetarian, message=MESSAGE)
    assert all(found.meal is not None and found.meal.is_sure for found in again)


def test_special_meals_may_be_counted_among_the_others(vegetarian: Site) -> None:
    lines = [Line("", "grades_1_6", "regular", 52), Line("", "grades_1_6", "vegetarian", 3)]
    order = save_pasted(
        site=vegetarian, date=TOMORROW, lines=lines, are_among=True, author=manager(), now=NOW
    )
    assert sum(line.portions for line in order.lines.all()) == 52
    few = [Line("", "grades_1_6", "regular", 2), Line("", "grades_1_6", "vegetarian", 3)]
    with pytest.raises(BadInput, match="more special meals"):
        save_pasted(site=vegetarian, date=TOMORROW, lines=few, are_among=True, author=None, now=NOW)


def test_the_site_is_found_by_its_name_in_the_message(school: Site) -> None:
    Site.objects.filter(pk=school.pk).update(name_ar="مدرسة الزيتون")
    sites = list(Site.objects.select_related("customer"))
    assert site_named_in("مرحبا، مدرسة الزيتون: 40", sites) == school
    assert site_named_in("مرحبا", sites) is None


# --- files --------------------------------------------------------------------------------------


def test_a_file_in_any_usual_encoding_and_division_is_read() -> None:
    text = "التاريخ;عدد\n25/11/2026;٤٠\n"
    for content in (text.encode(), text.encode("utf-8-sig"), text.encode("utf-16"),
                    text.replace("٤٠", "40").encode("cp1256")):  # fmt: skip
        table = read_order_table("o.csv", content)
        assert table.headings == ["التاريخ", "عدد"]
        assert table.rows[0][0] == 2


def test_a_workbook_with_a_title_is_read_from_its_headings_on() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["طلبيّات الأسبوع"])
    sheet.append(["التاريخ", "عدد"])
    sheet.append([dt.date(2026, 11, 24), 40])
    out = io.BytesIO()
    book.save(out)
    table = read_order_table("o.xlsx", out.getvalue())
    assert table == OrderTable("o.xlsx", ["التاريخ", "عدد"], [(3, ["2026-11-24", "40"])])


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"", "no order"), (b"PK\x03\x04rubbish", "not a workbook"), (b"a\0b\n1\n", "not a text"),
     (b"x" * 2_000_001, "larger than 2 MB"), (b"a," * 50 + b"\n1\n", "too many")],
)  # fmt: skip
def test_what_is_no_file_of_orders_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        read_order_table("o.csv", content)


def test_headings_are_told_by_their_words_and_by_the_diets_they_name(vegetarian: Site) -> None:
    table = OrderTable("o.csv", ["יום", "الصفوف", "נציג", "נباتي"], [(2, ["", "", "", ""])])
    suggested = order_files.suggest(table, vegetarian.customer)
    assert suggested[0] == "date"
    assert suggested[2] == ""


def test_a_file_with_a_column_for_each_diet_is_imported_and_remembered(vegetarian: Site) -> None:
    customer = vegetarian.customer
    table = OrderTable("o.csv", ["Tag", "Alle", "Veg"], [(2, ["24/11/2026", "60", "4"])])
    assert order_files.suggest(table, customer) == ["", "", ""]
    meanings = ["date", "meals:grades_1_6/regular", "meals:grades_1_6/vegetarian"]
    done = order_files.import_table(
        table=table, reading=Reading(customer, meanings), author=None, now=NOW, as_manager=True
    )
    assert (done.orders, done.portions) == (1, 64)
    assert order_files.suggest(table, customer) == meanings


def test_unknown_words_are_asked_for_once_and_then_known(vegetarian: Site) -> None:
    orders.site(key="nahf-b")
    customer = vegetarian.customer
    table = OrderTable("o.csv", ["school", "date", "count"],
                       [(2, ["البلدة القديمة", "24.11.2026", "30"])])  # fmt: skip
    meanings = order_files.suggest(table, customer)
    assert meanings == ["site", "date", "portions"]
    found = order_files.understand(table, Reading(customer, meanings))
    assert list(found.unknown_sites) == ["البلدة القديمة"]
    words = {"البلدة القديمة": vegetarian.key}
    reading = Reading(customer, meanings, words=words)
    order_files.import_table(table=table, reading=reading, author=None, now=NOW, as_manager=True)
    assert Order.objects.get().site == vegetarian
    assert not order_files.understand(table, Reading(customer, meanings)).faults


def test_every_fault_of_a_file_has_its_line_and_nothing_is_saved(vegetarian: Site) -> None:
    table = OrderTable("o.csv", ["date", "portions"],
                       [(2, ["24/11/2026", "6o"]), (3, ["morgen", "10"]), (4, ["24/11/2026", "9"]),
                        (5, ["24/11/2026", "8"])])  # fmt: skip
    reading = Reading(vegetarian.customer, ["date", "portions"])
    with pytest.raises(BadInput) as caught:
        order_files.import_table(table=table, reading=reading, author=None, now=NOW)
    assert [str(fault).split(": ")[0] for fault in caught.value.faults] == [
        "o.csv:2", "o.csv:3", "o.csv:5",
    ]  # fmt: skip
    assert not Order.objects.exists()


def test_two_sites_of_one_name_are_not_guessed_between(school: Site) -> None:
    orders.site(key="nahf-b")
    assert Dictionary(school.customer).site("مدرسة نحف") is None
    assert Dictionary(school.customer).site("nahf-b") is not None


def test_a_part_of_one_sites_name_is_a_guess(school: Site) -> None:
    words = Dictionary(school.customer)
    assert (words.site_like("نحف"), words.site_like("رامة")) == ("nahf-a", "")


def test_a_later_meaning_replaces_an_earlier_one(school: Site) -> None:
    for meaning in ("a/b", "c/d"):
        learn(customer=school.customer, kind=Wording.Kind.MEAL, meanings={"صفّ أوّل": meaning})
    assert Wording.objects.get(text="صف اول").meaning == "c/d"


def test_the_command_reads_a_customers_own_file_once_its_headings_are_known(
    vegetarian: Site, tmp_path: Path
) -> None:
    file = tmp_path / "o.csv"
    file.write_text(f"Tag,Zahl\n{TOMORROW},44\n", encoding="utf-8")
    arguments = ["import_orders", str(file), "--as-manager", "--customer", "nahf-council"]
    with pytest.raises(SystemExit):
        call_command(*arguments, stderr=io.StringIO())
    known = {"Tag": "date", "Zahl": "meals:grades_1_6/regular"}
    learn(customer=vegetarian.customer, kind=Wording.Kind.HEADING, meanings=known)
    call_command(*arguments, "--dry-run", stdout=io.StringIO())
    assert not Order.objects.exists()
    call_command(*arguments, stdout=io.StringIO())
    assert Order.objects.get().lines.get(diet__key="regular").portions == 44


# --- the pages ----------------------------------------------------------------------------------


@pytest.fixture
def boss(db: None) -> Client:
    client = Client()
    client.force_login(manager())
    return client


def test_the_board_reads_a_message_shows_it_and_saves_what_is_confirmed(
    boss: Client, vegetarian: Site
) -> None:
    url = f"/orders/days/{TOMORROW}/message/"
    assert url in boss.get(f"/orders/days/{TOMORROW}/").content.decode()
    page = boss.post(url, {"message": MESSAGE, "site": vegetarian.key}).content.decode()
    assert 'value="27"' in page
    assert not Order.objects.exists()
    posted = {"message": MESSAGE, "site": vegetarian.key, "confirm": "yes", "special": "extra"}
    for number, (words, count) in enumerate((("صف أول", "٢٥"), ("صف ثاني", "27"), ("نباتي", "3"))):
        diet = "vegetarian" if number == 2 else "regular"
        posted |= {f"words-{number}": words, f"group-{number}": "grades_1_6",
                   f"diet-{number}": diet, f"count-{number}": count}  # fmt: skip
    assert boss.post(url, posted).status_code == 302
    order = Order.objects.get()
    assert sum(line.portions for line in order.lines.all()) == 55


def test_a_file_is_mapped_on_the_page_and_saved(boss: Client, vegetarian: Site) -> None:
    file = SimpleUploadedFile("o.csv", f"Tag,Zahl\n{TOMORROW:%d/%m/%Y},44\n".encode())
    page = boss.post("/orders/from-file/", {"customer": vegetarian.customer.key, "file": file})
    signed = page.context["signed"]
    assert page.context["found"].faults
    posted = {"customer": vegetarian.customer.key, "table": signed, "column-0": "date",
              "column-1": "meals:grades_1_6/regular"}  # fmt: skip
    seen = boss.post("/orders/from-file/", posted)
    assert seen.context["found"].portions == 44
    assert not Order.objects.exists()
    assert boss.post("/orders/from-file/", posted | {"confirm": "yes"}).status_code == 302
    assert Order.objects.get().lines.get(diet__key="regular").portions == 44


def test_a_table_that_was_tampered_with_is_refused(boss: Client, school: Site) -> None:
    posted = {"customer": school.customer.key, "table": "forged", "confirm": "yes"}
    assert boss.post("/orders/from-file/", posted).status_code == 302
    assert not Order.objects.exists()
