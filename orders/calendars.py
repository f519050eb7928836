"""When the communities' schools are closed, for any school year.

Pure: no Django, no database. Jewish dates follow the fixed Hebrew calendar (pyluach); Islamic
dates the Umm al-Qura tables (hijridate), which may lie a day off what is sighted, so they are
provisional until confirmed. Breaks set each year by the Ministry of Education follow the pattern
of the years that could be read and are marked ``assumed``.

A school year is named by the year it begins in: 2026 runs from 1 September 2026 to 31 August 2027.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from hijridate import Gregorian, Hijri
from pyluach.dates import HebrewDate

MUSLIM, CHRISTIAN, DRUZE = "arab_muslim", "arab_christian", "arab_druze"
MIXED, JEWISH = "arab_mixed", "jewish"
ARAB = (MUSLIM, CHRISTIAN, DRUZE, MIXED)
COMMUNITIES = (*ARAB, JEWISH)

RAMADAN, SHAWWAL, DHU_AL_HIJJA = 9, 10, 12
NISAN, IYAR, SIVAN, TISHREI, KISLEV, ADAR, ADAR_II = 1, 2, 3, 7, 9, 12, 13


@dataclass(frozen=True, slots=True)
class Names:
    en: str
    he: str
    ar: str


@dataclass(frozen=True, slots=True)
class ClosurePeriod:
    """Days without meals for one community, both ends included."""

    key: str
    community: str
    kind: str
    first: dt.date
    last: dt.date
    names: Names
    is_provisional: bool
    mark: str
    source: str

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"{self.key} ends on {self.last}, before it begins on {self.first}")

    def __contains__(self, day: dt.date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class SchoolYear:
    """Bounds of teaching: primary schools and kindergartens teach longer than the others."""

    first_day: dt.date
    last_day_primary: dt.date
    last_day_post_primary: dt.date


@dataclass(frozen=True, slots=True)
class _Draft:
    slug: str
    names: Names
    first: dt.date
    last: dt.date
    communities: tuple[str, ...]
    kind: str = "holiday"
    by_moon: bool = False
    mark: str = "derived"
    source: str = ""


def school_year_of(day: dt.date) -> int:
    """The year in which the school year of ``day`` begins (it turns on 1 September)."""
    return day.year if day.month >= 9 else day.year - 1


def school_year(year: int) -> SchoolYear:
    """Bounds of the school year that begins in ``year`` (director-general circulars)."""
    return SchoolYear(dt.date(year, 9, 1), dt.date(year + 1, 6, 30), dt.date(year + 1, 6, 20))


@cache
def closures(year: int) -> tuple[ClosurePeriod, ...]:
    """Every community's closures of the school year that begins in ``year``, in order of date.

    Saturdays, Sundays and Fridays are no closures: the weekday mask of a site says those.
    """
    start, end = dt.date(year, 9, 1), dt.date(year + 1, 8, 31)
    drafts = [*_common(year), *_jewish(year), *_islamic(year), *_christian(year), *_druze(year)]
    periods = [
        ClosurePeriod(
            key=f"{year}-{community}-{draft.slug}",
            community=community,
            kind=draft.kind,
            first=max(draft.first, start),
            last=min(draft.last, end),
            names=draft.names,
            is_provisional=draft.by_moon or draft.mark == "assumed",
            mark=draft.mark,
            source=draft.source,
        )
        for draft in drafts
        if draft.first <= end and draft.last >= start
        for community in draft.communities
    ]
    return tuple(sorted(periods, key=lambda period: (period.first, period.key)))


def closed_by(day: dt.date, community: str) -> tuple[ClosurePeriod, ...]:
    """What closes the community's schools on ``day``; empty on an ordinary day.

    Raises ValueError for a community that has no calendar here.
    """
    if community not in COMMUNITIES:
        raise ValueError(f"{community!r} has no calendar; known are {', '.join(COMMUNITIES)}")
    periods = closures(school_year_of(day))
    return tuple(period for period in periods if period.community == community and day in period)


def ramadan(year: int) -> tuple[dt.date, dt.date] | None:
    """First and last day of Ramadan in a school year by the tables; None if it falls outside."""
    for hijri_year in _hijri_years(year):
        first = _hijri(hijri_year, RAMADAN, 1)
        if school_year_of(first) == year:
            return first, _hijri(hijri_year, SHAWWAL, 1) - dt.timedelta(days=1)
    return None


def is_ramadan(day: dt.date) -> bool:
    """Whether ``day`` lies in Ramadan by the tables (a day more or less by sighting)."""
    return int(Gregorian(day.year, day.month, day.day).to_hijri().month) == RAMADAN


# --- what closes everybody ------------------------------------------------------------------


def _common(year: int) -> Iterator[_Draft]:
    summer = Names("Summer holiday", "חופשת הקיץ", "العطلة الصيفيّة")
    yield _Draft(
        "summer",
        summer,
        dt.date(year + 1, 7, 1),
        dt.date(year + 1, 8, 31),
        COMMUNITIES,
        kind="summer",
        mark="sourced",
        source="S44,S45",
    )
    independence = Names("Independence Day", "יום העצמאות", "يوم الاستقلال")
    day = _independence_day(year + 3761)
    yield _Draft("independence", independence, day, day, COMMUNITIES)


def _independence_day(hebrew_year: int) -> dt.date:
    """5 Iyar, moved so that it and its eve touch no Sabbath (the law of 1949, amended 2004)."""
    day = _hebrew(hebrew_year, IYAR, 5)
    shift = {4: -1, 5: -2, 0: 1}  # Friday and Saturday back to Thursday, Monday on to Tuesday
    return day + dt.timedelta(days=shift.get(day.weekday(), 0))


# --- the Jewish sector ------------------------------------------------------------------------


def _jewish(year: int) -> Iterator[_Draft]:
    hebrew = year + 3761
    only = (JEWISH,)
    kippur_eve, simhat_torah = _hebrew(hebrew, TISHREI, 9), _hebrew(hebrew, TISHREI, 22)
    rows = (
        ("rosh-hashana", Names("Rosh Hashana", "ראש השנה", "رأس السنة العبريّة"),
         _hebrew(hebrew, TISHREI, 1) - dt.timedelta(days=1), _hebrew(hebrew, TISHREI, 2)),
        ("yom-kippur", Names("Yom Kippur", "יום כיפור", "يوم الغفران"),
         kippur_eve, _hebrew(hebrew, TISHREI, 10)),
        ("sukkot", Names("Sukkot and Simhat Torah", "סוכות ושמחת תורה", "عيد العُرش وبهجة التوراة"),
         _hebrew(hebrew, TISHREI, 14), simhat_torah),
        ("purim", Names("Purim", "פורים", "عيد المساخر"), *_purim(hebrew)),
        ("shavuot", Names("Shavuot", "שבועות", "عيد الأسابيع"),
         _hebrew(hebrew, SIVAN, 5), _hebrew(hebrew, SIVAN, 6)),
    )  # fmt: skip
    for slug, names, first, last in rows:
        yield _Draft(slug, names, first, last, only)
    # The days between stay free in practice; so it was published for 2025/26.
    yield _Draft(
        "tishrei-bridge",
        Names("Days before Sukkot", "הימים שלפני סוכות", "الأيّام قبل عيد العُرش"),
        _hebrew(hebrew, TISHREI, 11),
        _hebrew(hebrew, TISHREI, 13),
        only,
        kind="break",
        mark="assumed",
        source="S46",
    )
    yield _Draft(
        "hanukkah",
        Names("Hanukkah break", "חופשת חנוכה", "عطلة عيد الأنوار"),
        _hebrew(hebrew, KISLEV, 26),
        _hebrew(hebrew, KISLEV, 25) + dt.timedelta(days=7),
        only,
        kind="break",
        mark="assumed",
        source="S46",
    )
    yield _Draft(
        "passover",
        Names("Passover break", "חופשת פסח", "عطلة عيد الفصح العبريّ"),
        _hebrew(hebrew, NISAN, 6),
        _hebrew(hebrew, NISAN, 21),
        only,
        kind="break",
        mark="assumed",
        source="S46",
    )


def _purim(hebrew_year: int) -> tuple[dt.date, dt.date]:
    month = ADAR_II if (7 * hebrew_year + 1) % 19 < 7 else ADAR
    first = _hebrew(hebrew_year, month, 14)
    return first, first + dt.timedelta(days=1)


# --- the Arab sector ----------------------------------------------------------------------------


def _islamic(year: int) -> Iterator[_Draft]:
    believers = (MUSLIM,)
    with_mixed = (MUSLIM, MIXED)
    for hijri_year in _hijri_years(year):
        rows = (
            ("new-year", Names("Hijri New Year", "ראש השנה ההג׳רי", "رأس السنة الهجريّة"),
             (1, 1), 1, believers),
            ("mawlid", Names("Mawlid", "הולדת הנביא", "المولد النبويّ الشريف"),
             (3, 12), 1, believers),
            ("isra-miraj", Names("Isra' and Mi'raj", "אל-אסראא ואל-מעראג׳", "الإسراء والمعراج"),
             (7, 27), 1, believers),
            ("fitr", Names("Eid al-Fitr", "עיד אל-פיטר", "عيد الفطر السعيد"),
             (SHAWWAL, 1), 4, with_mixed),
            ("adha", Names("Eid al-Adha", "עיד אל-אדחא", "عيد الأضحى المبارك"),
             (DHU_AL_HIJJA, 9), 5, (MUSLIM, DRUZE, MIXED)),
        )  # fmt: skip
        for slug, names, (month, day), days, communities in rows:
            first = _hijri(hijri_year, month, day)
            last = first + dt.timedelta(days=days - 1)
            yield _Draft(f"{slug}-{hijri_year}", names, first, last, communities, by_moon=True)


def _christian(year: int) -> Iterator[_Draft]:
    western, orthodox = western_easter(year + 1), orthodox_easter(year + 1)
    with_mixed = (CHRISTIAN, MIXED)
    pentecost = orthodox + dt.timedelta(days=49)
    rows = (
        ("easter", Names("Easter", "חג הפסחא", "عيد الفصح المجيد"), western, 1, with_mixed),
        ("orthodox-easter",
         Names("Easter (Orthodox)", "חג הפסחא (אורתודוקסי)", "عيد الفصح المجيد (الشرقيّ)"),
         orthodox, 1, with_mixed),
    )  # fmt: skip
    for slug, names, sunday, after, communities in rows:
        good_friday = sunday - dt.timedelta(days=2)
        yield _Draft(slug, names, good_friday, sunday + dt.timedelta(days=after), communities)
    yield _Draft(
        "pentecost",
        Names("Pentecost", "חג השבועות הנוצרי", "عيد العنصرة"),
        pentecost,
        pentecost + dt.timedelta(days=1),
        (CHRISTIAN,),
    )
    yield _Draft(
        "winter",
        Names("Winter break", "חופשת החורף", "عطلة الشتاء"),
        dt.date(year, 12, 23),
        dt.date(year + 1, 1, 8),
        ARAB,
        kind="break",
        mark="assumed",
        source="S42,S43,S44,S45",
    )
    spring = _first_monday_from(dt.date(year + 1, 3, 25))
    yield _Draft(
        "spring",
        Names("Spring break", "חופשת האביב", "عطلة الربيع"),
        spring,
        spring + dt.timedelta(days=13),
        ARAB,
        kind="break",
        mark="assumed",
        source="S42,S43,S44,S45",
    )


def _druze(year: int) -> Iterator[_Draft]:
    rows = (
        ("nabi-sabalan", Names("Nabi Sabalan", "נבי סבלאן", "زيارة النبيّ سبلان"),
         dt.date(year, 9, 10), 1, (DRUZE,)),
        ("khader", Names("Nabi al-Khader", "נבי אל-ח׳דר", "زيارة النبيّ الخضر"),
         dt.date(year + 1, 1, 25), 1, (DRUZE,)),
        ("nabi-shuayb", Names("Nabi Shu'ayb", "נבי שועייב", "زيارة النبيّ شعيب"),
         dt.date(year + 1, 4, 25), 4, (DRUZE, MIXED)),
    )  # fmt: skip
    for slug, names, first, days, communities in rows:
        last = first + dt.timedelta(days=days - 1)
        yield _Draft(slug, names, first, last, communities, mark="sourced", source="S45")


# --- reckoning ------------------------------------------------------------------------------------


def western_easter(year: int) -> dt.date:
    """Easter Sunday of the Gregorian calendar (anonymous Gregorian computus)."""
    golden, century, of_century = year % 19, year // 100, year % 100
    correction = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (of_century // 4) - correction - of_century % 4) % 7
    shift = (golden + 11 * correction + 22 * weekday) // 451
    month, day = divmod(correction + weekday - 7 * shift + 114, 31)
    return dt.date(year, month, day + 1)


def orthodox_easter(year: int) -> dt.date:
    """Easter Sunday of the Julian computus (Meeus), as a Gregorian date; valid 1900–2099."""
    moon = (19 * (year % 19) + 15) % 30
    sunday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7
    month, day = divmod(moon + sunday + 114, 31)
    return dt.date(year, month, day + 1) + dt.timedelta(days=13)


def _first_monday_from(day: dt.date) -> dt.date:
    return day + dt.timedelta(days=-day.weekday() % 7)


def _hijri_years(year: int) -> range:
    first = Gregorian(year, 9, 1).to_hijri().year
    return range(first, first + 3)


def _hijri(year: int, month: int, day: int) -> dt.date:
    return dt.date.fromisoformat(Hijri(year, month, day).to_gregorian().isoformat())


def _hebrew(year: int, month: int, day: int) -> dt.date:
    converted: dt.date = HebrewDate(year, month, day).to_pydate()  # type: ignore[no-untyped-call]
    return converted
