"""The whole kitchen as a workbook, or one to fill in."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from kurkum.base.commands import KurkumCommand, check_writable
from kurkum.base.errors import BadInput
from staffing.services.kitchen_book import PARTS, export_kitchen, known_sheets


class Command(KurkumCommand):
    help = "Writes the kitchen as a workbook (XLSX), one sheet per table; see import_kitchen."

    def add_options(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE.xlsx", help="where to write it")
        parser.add_argument(
            "--only", metavar="SHEETS", default="", help=f"{', '.join(PARTS)}, or sheets by key"
        )
        parser.add_argument(
            "--empty",
            action="store_true",
            help="a workbook to fill in, without this kitchen's rows",
        )

    def run(self, **options: Any) -> str:
        check_writable(options["file"], option="FILE.xlsx")
        content = export_kitchen(
            language=options["language"],
            sheets=sheets_named(options["only"]),
            is_empty=options["empty"],
        )
        self.write_bytes(options["file"], content, option="FILE.xlsx")
        return _("Written: %(file)s") % {"file": options["file"]}


def sheets_named(text: str) -> frozenset[str]:
    """Parts and sheets by name, joined by commas. Raises BadInput naming what is not known."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    known = set(known_sheets())
    unknown = [name for name in names if name not in known and name not in PARTS]
    if unknown:
        listed = ", ".join([*PARTS, *sorted(known)])
        raise BadInput(
            *(f"--only: {name!r} is neither a part nor a sheet: {listed}" for name in unknown)
        )
    return frozenset(sheet for name in names for sheet in PARTS.get(name, {name}))
