"""Golden strings: what stands on paper, read from left to right, letter by letter."""

import unicodedata

import pytest

from kurkum.lib.pdf.fonts import REGULAR, ready
from kurkum.lib.pdf.text import isolate, reads_right_to_left, shape, visual


def on_paper(text: str, *, rtl: bool = True) -> str:
    """The drawn letters from left to right, joined forms written as their base letters."""
    return unicodedata.normalize("NFKC", visual(shape(text), rtl=rtl))


def back(word: str) -> str:
    """A right-to-left word as it stands on paper read from the left."""
    return word[::-1]


def test_hebrew_brackets_open_towards_their_word() -> None:
    assert on_paper("מנה (טבעוני)") == f"({back('טבעוני')}) {back('מנה')}"


def test_arabic_brackets_and_square_brackets_open_towards_their_word() -> None:
    assert on_paper("طبق (نباتي) [خط]") == f"[{back('خط')}] ({back('نباتي')}) {back('طبق')}"


def test_brackets_around_latin_inside_hebrew_keep_their_latin_order() -> None:
    assert on_paper("שלום Name (abc)") == f"Name (abc) {back('שלום')}"


def test_a_quantity_in_brackets_after_a_latin_letter_stays_in_brackets() -> None:
    assert on_paper('שמנת L (1.2 ק"ג)') == f"({back('ק' + chr(34) + 'ג')} 1.2) L {back('שמנת')}"


def test_a_hebrew_prefix_with_hyphen_keeps_its_number() -> None:
    assert on_paper("ל-14 מנות") == f"{back('מנות')} 14-{back('ל')}"


@pytest.mark.parametrize(
    "token",
    [
        "04-123-4567",
        "052-1234567",
        "+972-4-123-4567",
        "₪2,574.00",
        "−₪120.50",
        "-₪120.50",
        "180°C",
        "70 °C",
        "-18°C",
        "≥65°C",
        "2026-11-24",
        "24.11.2026",
        "24/11/2026",
        "06:30–07:50",
        "+6.4%",
        "±3%",
        "NHF-07",
        "7K4-M2",
        "2026-10/1",
        "15.4 kg",
        "1,486",
        "×2",
        "20 × GN 1/1",
        "office@example.org",
    ],
)
def test_numbers_and_codes_never_flip_inside_arabic(token: str) -> None:
    drawn = on_paper(f"قبل {token} بعد").replace("\u00a0", " ")
    assert drawn == f"{back('بعد')} {token} {back('قبل')}"


def test_a_phone_written_with_spaces_stays_in_order() -> None:
    drawn = on_paper("هاتف +972 4 123 4567").replace("\u00a0", " ")
    assert drawn == f"+972 4 123 4567 {back('هاتف')}"


def test_a_time_glued_to_the_arabic_and_stays_whole() -> None:
    assert on_paper("و12:40") == f"12:40{back('و')}"


def test_two_times_in_one_sentence_keep_their_places() -> None:
    assert on_paper("من 10:45 حتى 12:40") == f"12:40 {back('حتى')} 10:45 {back('من')}"


def test_the_full_stop_after_a_date_ends_the_hebrew_sentence() -> None:
    assert on_paper("עד 24.11.2026.") == f".24.11.2026 {back('עד')}"


def test_arabic_hebrew_and_latin_share_a_line_in_reading_order() -> None:
    drawn = on_paper("مجدرة · מג׳דרה · Mujaddara")
    assert drawn == f"Mujaddara · {back('מג׳דרה')} · {back('مجدرة')}"


def test_an_arabic_name_inside_english_reads_right_to_left_by_itself() -> None:
    assert on_paper("To مدرسة الزيتون, gate 2", rtl=False) == (
        f"To {back('مدرسة الزيتون')}, gate 2"
    )


def test_arabic_letters_are_joined() -> None:
    assert visual(shape("بيت")) == "\ufe96\ufef4\ufe91"


def test_lam_and_alef_become_one_sign() -> None:
    assert visual(shape("لا")) == "\ufefb"


def test_control_marks_and_overrides_are_not_drawn() -> None:
    assert on_paper("\u202eabc\u202c\u200f\x00\x07 def", rtl=False) == "abc def"


def test_vowel_marks_are_left_out() -> None:
    assert on_paper("חִטָּה") == back("חטה")


def test_plain_words_are_not_fenced() -> None:
    assert isolate("Mujaddara with rice") == "Mujaddara with rice"


def test_letters_the_font_lacks_become_a_visible_box() -> None:
    assert ready("עוגה 🎂", REGULAR).endswith("\ufffd")


def test_signs_drawn_for_the_kitchen_exist_in_the_font() -> None:
    assert ready("☐✓→←↑↓", REGULAR) == "☐✓→←↑↓"


@pytest.mark.parametrize(
    ("text", "default", "expected"),
    [
        ("Mujaddara (2 kg)", True, False),
        ("مدرسة (2)", False, True),
        ("מנה Mujaddara", False, False),
        ("24.11.2026", True, True),
        ("24.11.2026", False, False),
    ],
)
def test_a_text_follows_the_document_unless_all_its_letters_disagree(
    text: str, default: bool, expected: bool
) -> None:
    assert reads_right_to_left(text, default=default) is expected
