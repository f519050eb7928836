"""The printed delivery report: the answer first, then what went wrong, then site by site."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from kurkum.lib.pdf import (
    Band,
    Bar,
    Bars,
    Column,
    Document,
    Heading,
    KeyFigure,
    KeyFigures,
    Language,
    Note,
    Part,
    Strong,
    Table,
    render,
)
from menus.models import Dish
from orders.models import Site

NOT_NOTED = "–"


def delivery_pdf(document: dict[str, Any], *, language: Language) -> bytes:
    """``document`` is the report of the contract."""
    with translation.override(language):
        names = _Names(language)
        return render(
            Document(
                title=_("Delivery report"),
                subtitle=_period(document),
                language=language,
                corner=[_("%(count)s deliveries") % {"count": document["totals"]["deliveries"]}],
                foot=_("What was not noted is shown as –, never as zero."),
                parts=[
                    KeyFigures(_key_figures(document)),
                    *_troubles(document, names),
                    _leftover_chart(document, names),
                    *_sites(document, names),
                ],
            )
        )


class _Names:
    """Names of sites and dishes in the document's language, by key."""

    def __init__(self, language: str) -> None:
        self.sites = {row.key: row.name_in(language) for row in Site.objects.all()}
        self.dishes = {row.key: row.name_in(language) for row in Dish.objects.all()}


def _day(text: str) -> str:
    return f"{dt.date.fromisoformat(text):%d.%m.%Y}"


def _period(document: dict[str, Any]) -> str:
    first, last = document["from"], document["to"]
    return _day(first) if first == last else f"{_day(first)} – {_day(last)}"


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else NOT_NOTED


def _key_figures(document: dict[str, Any]) -> list[KeyFigure]:
    totals, on_time = document["totals"], document["on_time"]
    readings = document["readings"]
    good = sum(row["ok"] for row in readings)
    noted = [row for row in document["lines"] if row["leftover"] is not None]
    left = sum(row["leftover"] for row in noted)
    got = sum(row["received"] or 0 for row in noted)
    return [
        KeyFigure(
            f"{totals['received']:,}",
            _("portions received"),
            _("of %(ordered)s ordered") % {"ordered": f"{totals['ordered']:,}"},
        ),
        KeyFigure(
            _percent(on_time["stops"] - on_time["late"], on_time["stops"]),
            _("on time"),
            _("%(late)s late, at worst %(minutes)s min")
            % {"late": on_time["late"], "minutes": on_time["worst_minutes"]},
        ),
        KeyFigure(
            _percent(good, len(readings)),
            _("right temperature"),
            _("%(count)s readings") % {"count": f"{len(readings):,}"},
        ),
        KeyFigure(
            _percent(left, got),
            _("left over"),
            _("where it was noted"),
        ),
    ]


def _troubles(document: dict[str, Any], names: _Names) -> list[Part]:
    """Short deliveries and temperatures outside their limit; a sentence where there are none."""
    short = [
        row
        for row in document["lines"]
        if row["received"] is not None and row["received"] < row["ordered"]
    ]
    wrong = [row for row in document["readings"] if not row["ok"]]
    parts: list[Part] = [Heading(_("What went wrong"))]
    if not short and not wrong:
        return [*parts, Note(_("Nothing: every portion arrived, at the right temperature."))]
    tables = [_short_table(short, names)] if short else []
    return [*parts, *tables, *([_wrong_table(wrong, names)] if wrong else [])]


def _short_table(short: list[dict[str, Any]], names: _Names) -> Table:
    columns = [
        Column(_("Day"), 1.2),
        Column(_("Site"), 3),
        Column(_("Dish"), 3),
        Column(_("Ordered"), 1, "number"),
        Column(_("Received"), 1, "number"),
    ]
    rows = [
        [
            _day(row["date"]),
            names.sites[row["site"]],
            names.dishes[row["dish"]],
            str(row["ordered"]),
            str(row["received"]),
        ]
        for row in short
    ]
    return Table(columns, rows, dense=True)


def _wrong_table(wrong: list[dict[str, Any]], names: _Names) -> Table:
    columns = [
        Column(_("Day"), 1.2),
        Column(_("Time"), 0.8),
        Column(_("Site"), 3),
        Column(_("Dish"), 3),
        Column("°C", 0.8, "number"),
    ]
    rows = [
        [
            _day(row["date"]),
            row["time"][11:16],
            names.sites[row["site"]],
            names.dishes[row["dish"]],
            f"{row['celsius']:.1f}",
        ]
        for row in wrong
    ]
    return Table(columns, rows, dense=True)


def _leftover_chart(document: dict[str, Any], names: _Names) -> Part:
    """Leftovers by dish, largest share first."""
    sums: dict[str, tuple[int, int]] = {}
    for row in document["lines"]:
        if row["leftover"] is not None and row["received"]:
            left, got = sums.get(row["dish"], (0, 0))
            sums[row["dish"]] = (left + row["leftover"], got + row["received"])
    shares = sorted(((left / got, dish) for dish, (left, got) in sums.items()), reverse=True)[:12]
    if not shares:
        return Note(_("No leftovers were noted."))
    worst = names.dishes[shares[0][1]]
    return Bars(
        _("Most was left of %(dish)s") % {"dish": worst},
        [Bar(names.dishes[dish], share * 100, f"{share:.1%}") for share, dish in shares],
    )


def _sites(document: dict[str, Any], names: _Names) -> list[Part]:
    """Per site the dishes; of a long stretch summed over its days."""
    sums: dict[tuple[str, str], dict[str, int | None]] = {}
    for row in document["lines"]:
        found = sums.setdefault((row["site"], row["dish"]), {})
        for name in ("ordered", "dispatched", "received", "leftover"):
            if row[name] is not None:
                found[name] = (found.get(name) or 0) + row[name]
    rows: list[Any] = []
    last = ""
    for (site, dish), counts in sorted(sums.items(), key=lambda item: item[0]):
        if site != last:
            rows.append(Band(names.sites[site]))
            last = site
        rows.append(
            [
                names.dishes[dish],
                *(_count(counts.get(name)) for name in ("ordered", "dispatched", "received")),
                _count(counts.get("leftover")),
            ]
        )
    totals = document["totals"]
    return [
        Heading(_("Site by site")),
        Table(
            [
                Column(_("Dish"), 4),
                Column(_("Ordered"), 1, "number"),
                Column(_("Sent"), 1, "number"),
                Column(_("Received"), 1, "number"),
                Column(_("Left over"), 1, "number"),
            ],
            rows,
            totals=[
                Strong(_("Together")),
                *(
                    Strong(f"{totals[name]:,}")
                    for name in ("ordered", "dispatched", "received", "leftover")
                ),
            ],
            dense=True,
        ),
    ]


def _count(value: int | None) -> str:
    return NOT_NOTED if value is None else f"{value:,}"
