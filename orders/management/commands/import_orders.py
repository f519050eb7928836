"""``import_orders FILE.csv``: counts from a spreadsheet, under the same rules as the page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from kurkum.base.commands import KurkumCommand
from kurkum.base.errors import BadInput
from orders.models import Customer
from orders.services.importing import import_orders
from orders.services.order_files import Reading, import_table, suggest
from orders.services.order_tables import read_order_table

# A year of every site is far below this; anything bigger is another file.
LARGEST_BYTES = 20_000_000


class Command(KurkumCommand):
    help = "Imports orders from a CSV file with the columns site,date,diner_group,diet,portions."

    def add_options(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE.csv", help="the orders, in UTF-8")
        parser.add_argument("--dry-run", action="store_true", help="check all, write nothing")
        parser.add_argument(
            "--customer",
            metavar="KEY",
            default="",
            help="her own CSV or XLSX, with the headings that were explained on the page once",
        )
        parser.add_argument(
            "--as-manager",
            action="store_true",
            help="lift cutoff, calendar and limits (never the lock)",
        )

    def run(self, **options: Any) -> str:
        name = options["file"]
        manners: dict[str, Any] = {
            "author": None,
            "now": self.now,
            "as_manager": options["as_manager"],
            "dry_run": options["dry_run"],
        }
        if options["customer"]:
            customer = _customer(options["customer"])
            table = read_order_table(name, _read(name), language=customer.language)
            reading = Reading(customer, suggest(table, customer))
            done = import_table(table=table, reading=reading, **manners)
        else:
            done = import_orders(name=name, content=_read(name), **manners)
        words = (
            _(
                "Checked, nothing written: %(orders)s orders, %(lines)s lines, "
                "%(portions)s portions."
            )
            if options["dry_run"]
            else _("Imported: %(orders)s orders, %(lines)s lines, %(portions)s portions.")
        )
        return words % {
            "orders": done.orders,
            "lines": done.lines,
            "portions": done.portions,
        }


def _customer(key: str) -> Customer:
    found = Customer.objects.filter(key=key).first()
    if found is None:
        raise BadInput("--customer: " + _("there is no customer %(key)s") % {"key": repr(key)})
    return found


def _read(name: str) -> bytes:
    path = Path(name)
    try:
        if path.is_file() and path.stat().st_size > LARGEST_BYTES:
            raise BadInput(f"{name}:1: " + _("larger than 20 MB: this is no file of orders"))
        return path.read_bytes()
    except OSError as error:
        raise BadInput(f"{name}:1: {error.strerror}") from error
