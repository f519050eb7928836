"""The style sheet and the base templates keep the promises that eyes cannot check every day."""

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.utils import translation
from django.utils.translation import gettext

import kurkum.base

BASE = Path(kurkum.base.__file__).parent
SHEET = (BASE / "static/kurkum/kurkum.css").read_text()
TEMPLATES = sorted((BASE / "templates").rglob("*.html"))
PAIRS = [
    ("ink", "paper"),
    ("ink", "card"),
    ("soft", "paper"),
    ("soft", "card"),
    ("sky", "paper"),
    ("sky", "card"),
    ("olive", "olive-wash"),
    ("sumac", "sumac-wash"),
    ("sumac", "card"),
    ("sky", "sky-wash"),
    ("ink", "turmeric-wash"),
    ("ink", "line"),
    ("card", "olive"),
    ("card", "sky"),
    ("paper", "soft"),
]


def tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{3,6})", block))


LIGHT = tokens(SHEET[SHEET.index(":root") : SHEET.index("@media (prefers-color-scheme: dark)")])
DARK = tokens(SHEET[SHEET.index("@media (prefers-color-scheme: dark)") : SHEET.index("/* Ground")])


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_stands_out_from_its_ground(theme: dict[str, str], text: str, ground: str) -> None:
    lighter, darker = sorted((luminance(theme[text]), luminance(theme[ground])), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_field_edges_can_be_seen(theme: dict[str, str]) -> None:
    lighter, darker = sorted((luminance(theme["edge"]), luminance(theme["card"])), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 3


def test_the_sheet_uses_logical_properties_only() -> None:
    physical = (
        r"(?:margin|padding|border)-(?:left|right|top|bottom)|[{;]\s*(?:left|right|float)\s*:"
    )
    assert re.findall(physical, SHEET) == []


def test_every_file_the_sheet_names_is_there() -> None:
    names = re.findall(r"url\(([^)]+)\)", SHEET)
    assert names
    assert all((BASE / "static/kurkum" / name).is_file() for name in names)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_need_no_inline_script_or_style(path: Path) -> None:
    text = path.read_text()
    get_template(str(path.relative_to(BASE / "templates")))
    assert not re.search(r"<style|\sstyle=|\son\w+=|hx-on|javascript:", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)


def rendered(template: str, language: str) -> str:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    with translation.override(language):
        return render_to_string(template, {}, request)


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("he", "rtl"), ("en", "ltr")])
def test_a_page_states_its_language_and_direction(language: str, direction: str) -> None:
    page = rendered("registration/locked_out.html", language)
    assert f'<html lang="{language}" dir="{direction}">' in page


@pytest.mark.parametrize("language", ["ar", "he", "en"])
@pytest.mark.parametrize("code", ["400", "403", "404", "500", "403_csrf"])
def test_every_error_page_offers_the_way_out_without_a_request(code: str, language: str) -> None:
    with translation.override(language):
        page = render_to_string(f"{code}.html")
        assert f'href="/">{gettext("To the start page")}</a>' in page


def words(page: str) -> str:
    """What a reader sees: no tags, no head."""
    return re.sub(r"<[^>]+>", " ", page[page.index("<body") :])


@pytest.mark.parametrize("language", ["ar", "he"])
@pytest.mark.parametrize("code", ["400", "403", "404", "500", "403_csrf"])
def test_no_english_is_left_on_error_pages(code: str, language: str) -> None:
    with translation.override(language):
        page = render_to_string(f"{code}.html")
    assert re.findall(r"[A-Za-z]{2,}", words(page)) == []


@pytest.mark.parametrize(("language", "said"), [("ar", "السابق"), ("he", "הקודם")])
def test_texts_of_libraries_without_our_languages_are_ours(language: str, said: str) -> None:
    with translation.override(language):
        assert gettext("previous") == said
        assert gettext("is greater than") != "is greater than"


@pytest.mark.parametrize("language", ["ar", "he", "en"])
def test_a_stepper_keeps_plain_digits_for_the_browser(language: str) -> None:
    with translation.override(language):
        html = render_to_string(
            "parts/stepper.html", {"name": "portions", "value": 1250, "label": "1–3", "max": 2000}
        )
    assert 'value="1250"' in html
    assert 'max="2000"' in html
    assert 'min="0"' in html


def test_progress_asks_again_until_the_work_is_done() -> None:
    running = {"label": "Plan", "percent": 40, "poll_url": "/run/1/", "stop_url": "/run/1/stop/"}
    assert 'hx-get="/run/1/"' in render_to_string("parts/progress.html", running)
    assert "hx-get" not in render_to_string("parts/progress.html", {**running, "done": True})
