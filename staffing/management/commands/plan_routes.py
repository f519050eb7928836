"""Plans a date's routes: vans, drivers, stops, departure and arrival times."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from kurkum.base.commands import (
    KurkumCommand,
    check_writable,
    iso_date,
    positive_seconds,
    seed_number,
)
from kurkum.base.errors import CannotBeDone
from orders.services.route_question import RouteRequest
from staffing.services.driving import plan_driven_routes


class Command(KurkumCommand):
    help = "Plans a date's routes and stores them as a new version."

    def add_options(self, parser: CommandParser) -> None:
        parser.add_argument("date", metavar="DATE", type=iso_date, help="the service date")
        parser.add_argument("--seconds", type=positive_seconds, default=5.0, metavar="S")
        parser.add_argument("--seed", type=seed_number, default=1, metavar="N")
        parser.add_argument("--json", metavar="F", help="the routes as a file; - for stdout")
        parser.add_argument("--pdf", metavar="F", help="the drivers' sheets")

    def run(self, **options: Any) -> str:
        check_writable(options["json"], option="--json")
        check_writable(options["pdf"], option="--pdf")
        request = RouteRequest(seconds=options["seconds"], seed=options["seed"])
        plan = plan_driven_routes(date=options["date"], author=None, now=self.now, request=request)
        if options["json"]:
            self.write_json(options["json"], plan.document)
        if options["pdf"]:
            from orders.pdf.routes import routes_pdf

            content = routes_pdf(plan, language=options["language"])
            self.write_bytes(options["pdf"], content, option="--pdf")
        if plan.gaps:
            raise CannotBeDone(*(f"{gap['what']}: {' '.join(gap['because'])}" for gap in plan.gaps))
        return _("%(date)s, version %(version)s: %(trips)s trips, %(stops)s stops, %(status)s.") % {
            "date": plan.date,
            "version": plan.version,
            "trips": len(plan.document["trips"]),
            "stops": len(plan.document["stops"]),
            "status": plan.status,
        }
