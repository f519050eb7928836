"""The communities' closures against the dates that were published."""

from __future__ import annotations

import datetime as dt

import pytest

from orders.calendars import (
    ARAB,
    COMMUNITIES,
    ClosurePeriod,
    Names,
    closed_by,
    closures,
    is_ramadan,
    orthodox_easter,
    ramadan,
    school_year,
    school_year_of,
    western_easter,
)


def period(year: int, community: str, slug: str) -> tuple[dt.date, dt.date]:
    found = [p for p in closures(year) if p.key == f"{year}-{community}-{slug}"]
    assert len(found) == 1
    return found[0].first, found[0].last


@pytest.mark.parametrize(
    ("community", "slug", "first", "last"),
    [
        ("arab_druze", "nabi-sabalan", "2026-09-10", "2026-09-10"),
        ("jewish", "rosh-hashana", "2026-09-11", "2026-09-13"),
        ("jewish", "yom-kippur", "2026-09-20", "2026-09-21"),
        ("jewish", "sukkot", "2026-09-25", "2026-10-03"),
        ("jewish", "hanukkah", "2026-12-06", "2026-12-12"),
        ("arab_muslim", "winter", "2026-12-23", "2027-01-08"),
        ("arab_muslim", "isra-miraj-1448", "2027-01-05", "2027-01-05"),
        ("arab_druze", "khader", "2027-01-25", "2027-01-25"),
        ("arab_muslim", "fitr-1448", "2027-03-09", "2027-03-12"),
        ("jewish", "purim", "2027-03-23", "2027-03-24"),
        ("arab_christian", "easter", "2027-03-26", "2027-03-29"),
        ("arab_christian", "orthodox-easter", "2027-04-30", "2027-05-03"),
        ("jewish", "passover", "2027-04-13", "2027-04-28"),
        ("arab_druze", "nabi-shuayb", "2027-04-25", "2027-04-28"),
        ("arab_muslim", "independence", "2027-05-12", "2027-05-12"),
        ("arab_druze", "adha-1448", "2027-05-15", "2027-05-19"),
        ("arab_muslim", "new-year-1449", "2027-06-06", "2027-06-06"),
        ("jewish", "shavuot", "2027-06-10", "2027-06-11"),
        ("arab_muslim", "mawlid-1449", "2027-08-14", "2027-08-14"),
    ],
)
def test_the_dates_of_2026_27_are_met(community: str, slug: str, first: str, last: str) -> None:
    expected = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    assert period(2026, community, slug) == expected


@pytest.mark.parametrize(
    ("slug", "first", "last"),
    [
        ("rosh-hashana", "2025-09-22", "2025-09-24"),
        ("yom-kippur", "2025-10-01", "2025-10-02"),
        ("tishrei-bridge", "2025-10-03", "2025-10-05"),
        ("sukkot", "2025-10-06", "2025-10-14"),
        ("hanukkah", "2025-12-16", "2025-12-22"),
        ("purim", "2026-03-03", "2026-03-04"),
        ("passover", "2026-03-24", "2026-04-08"),
        ("independence", "2026-04-22", "2026-04-22"),
        ("shavuot", "2026-05-21", "2026-05-22"),
    ],
)
def test_the_published_calendar_of_2025_26_is_met(slug: str, first: str, last: str) -> None:
    expected = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    assert period(2025, "jewish", slug) == expected


def test_ramadan_of_1448_and_1449_is_met() -> None:
    assert ramadan(2026) == (dt.date(2027, 2, 8), dt.date(2027, 3, 8))
    assert ramadan(2027) == (dt.date(2028, 1, 28), dt.date(2028, 2, 25))


def test_ramadan_begins_and_ends_with_its_own_days() -> None:
    assert not is_ramadan(dt.date(2027, 2, 7))
    assert is_ramadan(dt.date(2027, 2, 8))
    assert is_ramadan(dt.date(2027, 3, 8))
    assert not is_ramadan(dt.date(2027, 3, 9))


def test_what_the_moon_decides_is_provisional() -> None:
    moon = [p for p in closures(2026) if p.key.endswith(("-1448", "-1449"))]
    assert moon
    assert all(p.is_provisional for p in moon)


def test_an_assumed_break_is_provisional_and_says_so() -> None:
    breaks = [p for p in closures(2026) if p.kind == "break"]
    assert breaks
    assert all(p.mark == "assumed" and p.is_provisional for p in breaks)


@pytest.mark.parametrize("year", range(2020, 2041))
def test_every_year_has_a_calendar_within_its_own_bounds(year: int) -> None:
    found = closures(year)
    assert {p.community for p in found} == set(COMMUNITIES)
    assert all(dt.date(year, 9, 1) <= p.first <= p.last <= dt.date(year + 1, 8, 31) for p in found)
    assert len({p.key for p in found}) == len(found)


def test_every_closure_is_named_in_three_languages() -> None:
    assert all(p.names.en and p.names.he and p.names.ar for p in closures(2026))


@pytest.mark.parametrize("year", range(2020, 2041))
def test_independence_day_never_touches_friday_or_saturday(year: int) -> None:
    first, _last = period(year, "jewish", "independence")
    assert first.weekday() in {1, 2, 3}


def test_a_day_is_closed_to_its_own_community_only() -> None:
    day = dt.date(2026, 9, 21)
    assert [p.names.en for p in closed_by(day, "jewish")] == ["Yom Kippur"]
    assert all(closed_by(day, community) == () for community in ARAB)


def test_the_first_and_last_day_of_a_closure_are_closed() -> None:
    assert closed_by(dt.date(2027, 4, 13), "jewish")
    assert closed_by(dt.date(2027, 4, 28), "jewish")
    assert closed_by(dt.date(2027, 4, 12), "jewish") == ()
    assert closed_by(dt.date(2027, 4, 29), "jewish") == ()


def test_a_community_without_a_calendar_is_refused() -> None:
    with pytest.raises(ValueError, match="martian"):
        closed_by(dt.date(2026, 9, 21), "martian")


def test_a_closure_that_ends_before_it_begins_is_refused() -> None:
    days = dt.date(2026, 9, 2), dt.date(2026, 9, 1)
    with pytest.raises(ValueError, match="before it begins"):
        ClosurePeriod("x", "jewish", "holiday", *days, Names("x", "x", "x"), False, "derived", "")


def test_the_school_year_turns_on_the_first_of_september() -> None:
    assert school_year_of(dt.date(2026, 8, 31)) == 2025
    assert school_year_of(dt.date(2026, 9, 1)) == 2026
    assert school_year(2026).last_day_post_primary == dt.date(2027, 6, 20)
    assert school_year(2026).last_day_primary == dt.date(2027, 6, 30)


@pytest.mark.parametrize(
    ("year", "western", "orthodox"),
    [(2024, (3, 31), (5, 5)), (2025, (4, 20), (4, 20)), (2026, (4, 5), (4, 12))],
)
def test_both_easters_are_met(
    year: int, western: tuple[int, int], orthodox: tuple[int, int]
) -> None:
    assert western_easter(year) == dt.date(year, *western)
    assert orthodox_easter(year) == dt.date(year, *orthodox)
