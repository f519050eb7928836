"""Names one after another, with the comma of the reader's language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils import translation

from kurkum.base.lists import listed

ROOT = Path(__file__).resolve().parents[2]
APPS = ("kurkum", "menus", "orders", "staffing")
PAGES = [page for app in APPS for page in (ROOT / app).rglob("*.html")]
LATIN_LIST = re.compile(r"forloop\.last %\}, \{%")


@pytest.mark.parametrize(("language", "said"), [("ar", "أ، ب"), ("he", "أ, ب"), ("en", "أ, ب")])
def test_arabic_has_a_comma_of_its_own(language: str, said: str) -> None:
    template = Template("{% load lists %}{{ one }}{% comma %}{{ two }}")
    with translation.override(language):
        assert listed(["أ", "ب"]) == said
        assert template.render(Context({"one": "أ", "two": "ب"})) == said


def test_no_page_joins_a_list_with_the_latin_comma() -> None:
    assert [page.name for page in PAGES if LATIN_LIST.search(page.read_text("utf-8"))] == []
