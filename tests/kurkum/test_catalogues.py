"""Every text of every app is there in Arabic and Hebrew, as whole as its English."""

import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

import kurkum

ROOT = Path(kurkum.__file__).parents[1]
APPS = ["kurkum/base", "menus", "orders", "staffing"]
FORMS = {"ar": 6, "he": 2}
PLACES = re.compile(r"%\(\w+\)[+0-9.]*[sd]|%[sd]|<[^>]+>")
Text = dict[str, str]

pytestmark = [
    pytest.mark.parametrize("language", ["ar", "he"]),
    pytest.mark.parametrize("app", APPS),
]


def catalogue(app: str, language: str) -> Path:
    return ROOT / app / f"locale/{language}/LC_MESSAGES/django.po"


def texts(path: Path) -> list[Text]:
    """One mapping an entry: msgid, msgstr, msgstr[0] … → what is written there."""
    found = []
    for block in path.read_text().split("\n\n")[1:]:
        joined = re.sub(r'"\n"', "", block)
        found.append(dict(re.findall(r'^(msg[\w\[\]]+) "(.*)"$', joined, re.MULTILINE)))
    return found


def sayings(text: Text) -> dict[str, str]:
    return {key: said for key, said in text.items() if key.startswith("msgstr")}


def test_every_text_is_said(app: str, language: str) -> None:
    read = texts(catalogue(app, language))
    assert len(read) > 100
    for text in read:
        plural = "msgid_plural" in text
        assert len(sayings(text)) == (FORMS[language] if plural else 1), text["msgid"]
        assert all(sayings(text).values()), text["msgid"]


def test_nothing_is_a_guess(app: str, language: str) -> None:
    lines = catalogue(app, language).read_text().splitlines()
    assert [line for line in lines if line.startswith("#,") and "fuzzy" in line] == []


def test_places_for_figures_and_names_are_kept(app: str, language: str) -> None:
    for text in texts(catalogue(app, language)):
        english = text.get("msgid_plural", text["msgid"])
        wanted = sorted(PLACES.findall(english))
        for said in sayings(text).values():
            # One and two may be said without their digit, never with a place of their own.
            places = sorted(PLACES.findall(said))
            assert places == wanted or ("msgid_plural" in text and set(places) < set(wanted)), (
                english
            )


def keys(path: Path) -> frozenset[tuple[str, str]]:
    """Context and English of every entry."""
    return frozenset((text.get("msgctxt", ""), text["msgid"]) for text in texts(path))


@cache
def used(app: str) -> frozenset[tuple[str, str]]:
    """What the app's code and templates say now, read from a copy; -P, so that its
    folder "selectors" does not stand before the standard library's."""
    skip = shutil.ignore_patterns("locale", "migrations", "__pycache__", "static")
    arguments = ["makemessages", "-l", "xx", "--no-location", "--no-wrap"]
    alone = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    with TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(ROOT / app, Path(folder) / "app", ignore=skip))
        (copy / "locale").mkdir()
        subprocess.run(
            [sys.executable, "-P", "-m", "django", *arguments],
            cwd=copy, env=alone, check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        return keys(copy / "locale/xx/LC_MESSAGES/django.po")


def test_the_code_says_nothing_the_catalogue_lacks(app: str, language: str) -> None:
    if not shutil.which("xgettext"):
        pytest.skip("xgettext is not installed")
    known = keys(catalogue(app, language))
    assert len(used(app)) > 100
    assert sorted(used(app) - known) == []


def test_the_compiled_file_is_what_its_text_makes(app: str, language: str, tmp_path: Path) -> None:
    if not shutil.which("msgfmt"):
        pytest.skip("msgfmt is not installed")
    source = catalogue(app, language)
    made = tmp_path / "django.mo"
    subprocess.run(["msgfmt", "--check-format", "-o", made, source], check=True, timeout=60)
    assert made.read_bytes() == source.with_suffix(".mo").read_bytes()


def test_one_english_text_is_said_one_way_in_all_apps(app: str, language: str) -> None:
    """The apps' catalogues become one when they are read: the uppermost would win."""
    mine = {(t.get("msgctxt", ""), t["msgid"]): sayings(t) for t in texts(catalogue(app, language))}
    for other in APPS:
        for text in texts(catalogue(other, language)):
            key = (text.get("msgctxt", ""), text["msgid"])
            assert mine.get(key, sayings(text)) == sayings(text), (other, key)
