"""A kitchen from a workbook: checked whole, imported whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from kurkum.base.choices import Channel
from kurkum.base.commands import KurkumCommand
from kurkum.base.errors import BadInput, CannotBeDone
from kurkum.base.workbook.comparing import Comparison
from kurkum.lib.workbooks.safety import MAX_FILE_BYTES
from staffing.management.commands.export_kitchen import sheets_named
from staffing.services.kitchen_book import (
    Wish,
    check_workbook,
    fault_lines,
    hand_in,
    import_workbook,
    latest_import,
    summary_of,
    undo_import,
)


class Command(KurkumCommand):
    help = "Reads a kitchen from a workbook that export_kitchen wrote, or that was filled in."

    def add_options(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE.xlsx", nargs="?", default="")
        parser.add_argument("--dry-run", action="store_true", help="check only; write nothing")
        parser.add_argument("--only", metavar="SHEETS", default="", help="parts or sheets by key")
        parser.add_argument(
            "--remove-gone", action="store_true", help="take away rows the workbook does not have"
        )
        parser.add_argument("--undo", action="store_true", help="take back the last import")

    def run(self, **options: Any) -> str:
        if options["undo"]:
            return self._undo()
        path = Path(options["file"])
        content = _content(path)
        wish = Wish(sheets_named(options["only"]), options["remove_gone"])
        try:
            comparison = self._act(path.name, content, wish, dry=options["dry_run"])
        except BadInput as error:
            raise BadInput(
                *(_with_file(str(fault), path.name) for fault in error.faults)
            ) from error
        for warning in comparison.faults.warnings:
            self.stderr.write(warning.line(path.name), style_func=str)
        return _words(comparison, dry=options["dry_run"])

    def _act(self, name: str, content: bytes, wish: Wish, *, dry: bool) -> Comparison:
        if dry:
            comparison = check_workbook(content, wish, now=self.now)
            if not comparison.is_sound:
                raise BadInput(*fault_lines(comparison, name))
            return comparison
        handed = hand_in(file_name=name, content=content, author=None, now=self.now)
        return import_workbook(
            handed=handed, wish=wish, author=None, now=self.now, channel=Channel.COMMAND
        )

    def _undo(self) -> str:
        last = latest_import()
        if last is None:
            raise CannotBeDone(_("There is no import to take back."))
        undo_import(handed=last, author=None, now=self.now, channel=Channel.COMMAND)
        return _("Taken back: %(file)s") % {"file": last.file_name}


def _content(path: Path) -> bytes:
    if not path.name:
        raise BadInput("FILE.xlsx: " + _("name the workbook to read"))
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            size = path.stat().st_size // 1_000_000
            raise BadInput(
                f"{path.name}:1: "
                + _("the file has %(megabytes)s MB; a workbook of up to 20 MB can be read")
                % {"megabytes": size}
            )
        return path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path.name}:1: cannot be read: {error.strerror}") from error


def _with_file(fault: str, name: str) -> str:
    return fault if fault.startswith(f"{name}:") else f"{name}:1: {fault}"


def _words(comparison: Comparison, *, dry: bool) -> str:
    added, changed, unchanged, removed, gone = (
        sum(column) for column in zip(*summary_of(comparison).values(), strict=True)
    )
    begin = _("Checked, nothing written") if dry else _("Imported")
    return begin + ": " + _(
        "%(added)s rows added, %(changed)s changed, %(unchanged)s unchanged, %(removed)s taken "
        "away, %(gone)s not in the workbook and left as they are."
    ) % {
        "added": added, "changed": changed, "unchanged": unchanged, "removed": removed,
        "gone": gone,
    }  # fmt: skip
