"""The drivers' sheets: one trip a card, stops in order, boxes to tick, temperatures to write."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from kurkum.lib.figures import clock
from kurkum.lib.pdf import Column, Document, Heading, Language, Note, Part, Table, Text, render
from orders.models import RoutePlan, Trip


def routes_pdf(plan: RoutePlan, *, language: Language) -> bytes:
    """Every trip of a route plan, with what could not be served on top."""
    with translation.override(language):
        trips = Trip.objects.filter(route__plan=plan).select_related("route__vehicle")
        parts: list[Part] = [
            Note(" ".join(gap["because"]), title=gap["what"], warning=True) for gap in plan.gaps
        ]
        for trip in trips.order_by("depart_minute", "key"):
            parts += _trip(trip, _driver(plan, trip, language), language)
        return render(
            Document(
                title=_("Routes"),
                subtitle=f"{plan.date:%d.%m.%Y}",
                language=language,
                corner=[_("Version %(number)s") % {"number": plan.version}],
                parts=parts or [Note(_("No trip is planned."))],
            )
        )


def _driver(plan: RoutePlan, trip: Trip, language: str) -> str:
    """Her name, or that nobody is there yet."""
    for row in plan.document["trips"]:
        if row["route"] == trip.key and row.get("driver_name"):
            return str(row["driver_name"][language])
    return _("no driver yet")


def _trip(trip: Trip, driver: str, language: str) -> list[Part]:
    stops = trip.stops.select_related("site__locality").order_by("position")
    rows = [
        [
            "☐",
            clock(stop.arrive_minute),
            stop.site.name_in(language),
            stop.site.locality.name_in(language),
            stop.site.phone,
            str(stop.boxes),
            "",
            "",
        ]
        for stop in stops
    ]
    title = _("%(van)s, leaves at %(time)s") % {
        "van": trip.route.vehicle.name_in(language),
        "time": clock(trip.depart_minute),
    }
    return [
        Heading(title),
        Text(
            _("Driver: %(driver)s · wave %(wave)s · %(boxes)s boxes · back about %(time)s")
            % {
                "driver": driver,
                "wave": trip.wave,
                "boxes": trip.boxes,
                "time": clock(trip.return_minute),
            },
            "soft",
        ),
        Table(
            [
                Column("", 0.4),
                Column(_("Arrives"), 0.9),
                Column(_("Site"), 3),
                Column(_("Place"), 1.6),
                Column(_("Telephone"), 1.7),
                Column(_("Boxes"), 0.8, "number"),
                Column("°C", 0.9),
                Column(_("Signed"), 1.6),
            ],
            rows,
            ruled=True,
        ),
    ]
