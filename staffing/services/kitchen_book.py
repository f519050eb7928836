"""A kitchen moves in or out as a workbook: checked, previewed, imported whole, taken back."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kurkum.base.choices import Channel
from kurkum.base.errors import BadInput, CannotBeDone
from kurkum.base.models import KitchenImport, User
from kurkum.base.services.changes import record_change
from kurkum.base.workbook import ground
from kurkum.base.workbook.applying import Writing, apply_comparison
from kurkum.base.workbook.comparing import Comparison, compare_book
from kurkum.base.workbook.faults import words_for
from kurkum.base.workbook.journal import Journal, take_back
from kurkum.base.workbook.sheets import Sheet, Table
from kurkum.base.workbook.writing import export_book
from kurkum.lib.workbooks.cells import BookFault, SheetCells
from kurkum.lib.workbooks.reading import read_book
from menus import workbook as menus_book
from orders import workbook as orders_book
from staffing import workbook as staffing_book
from staffing.services.moving_in import add_what_follows, cooked_recipes, load_product_reference

State = KitchenImport.State
SUBJECT = "KitchenImport"
FLOORS = (menus_book, orders_book, staffing_book)

# Tables in the order in which they need each other.
SHEETS: tuple[Sheet, ...] = (
    ground.LOCALITIES,
    *ground.REFERENCE_SHEETS,
    ground.KITCHEN,
    *(sheet for floor in FLOORS for sheet in (*floor.SHEETS, *floor.REFERENCE_SHEETS)),
)

# Parts that are often moved alone: what they need besides stands with them.
PARTS: dict[str, frozenset[str]] = {
    "dishes": frozenset(
        {"ingredients", "ingredient_prices", "dishes", "recipes", "recipe_lines", "dish_twins"}
        | {"process_steps", "skills", "equipment_kinds", "diets"}
    ),
    "prices": frozenset({"prices"}),
    "customers": frozenset(
        {"customers", "sites", "site_groups", "special_meals", "standing_orders"}
        | {"standing_lines", "localities", "diner_groups", "diets"}
    ),
    "cooks": frozenset(
        {"localities", "skills", "cooks", "cook_skills", "contracts", "availability"}
        | {"roster_flags", "shift_patterns"}
    ),
}
# What a workbook to fill in holds already: the programme's own reference.
TEMPLATE_ROWS = frozenset(
    {"limits", "diner_groups", "diets", "ingredients", "nutrition_standards", "accounts", "skills"}
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What to take from a workbook: some sheets or all, and whether gone rows are taken away."""

    sheets: frozenset[str] = frozenset()
    removes: bool = False


def tables_in_order() -> list[Table]:
    """Every table; the columns of nutrients need them loaded."""
    return [Table(sheet) for sheet in SHEETS]


def export_kitchen(
    *, language: str, sheets: frozenset[str] = frozenset(), is_empty: bool = False
) -> bytes:
    """The kitchen as a workbook in a language: whole, some sheets, or one to fill in.

    A workbook to fill in holds the programme's own reference (diets, groups, ingredients …) and
    nothing of a kitchen.
    """
    with transaction.atomic():
        load_product_reference(whole=is_empty)
        wanted = [table for table in tables_in_order() if not sheets or table.key in sheets]
        content = export_book(
            sorted(wanted, key=lambda table: _place(table.key)),
            language=language,
            with_rows=lambda table: not is_empty or table.key in TEMPLATE_ROWS,
        )
        transaction.set_rollback(True)
    return content


def _place(key: str) -> tuple[bool, int]:
    """Where a sheet stands in the workbook: the kitchen's own first, in the order of the floors."""
    order = [*ground.SHEETS, *(s for floor in FLOORS for s in floor.SHEETS)]
    keys = [sheet.key for sheet in order]
    return (key not in keys, keys.index(key) if key in keys else 0)


def check_workbook(content: bytes, wish: Wish, *, now: dt.datetime) -> Comparison:
    """What an import would do, or the faults that forbid it. Writes nothing.

    Raises BadInput for a file that cannot be opened.
    """
    with transaction.atomic():
        load_product_reference()
        comparison = _compare(content, wish)
        transaction.set_rollback(True)
    return comparison


def hand_in(
    *, file_name: str, content: bytes, author: User | None, now: dt.datetime
) -> KitchenImport:
    """Keeps a workbook until it is confirmed; one that waited before is dropped."""
    _read(content)
    KitchenImport.objects.filter(state=State.WAITING, uploaded_by=author).update(
        state=State.DROPPED, content=None
    )
    return KitchenImport.objects.create(
        file_name=file_name[-160:], content=content, uploaded_at=now, uploaded_by=author
    )


def drop(*, handed: KitchenImport) -> None:
    KitchenImport.objects.filter(pk=handed.pk, state=State.WAITING).update(
        state=State.DROPPED, content=None
    )


def import_workbook(
    *,
    handed: KitchenImport,
    wish: Wish,
    author: User | None,
    now: dt.datetime,
    channel: str = Channel.WEB,
) -> Comparison:
    """Imports all of it or nothing. Raises BadInput with every fault, CannotBeDone with reasons."""
    try:
        with transaction.atomic():
            return _import(handed, wish, Writing(author, now), channel)
    except IntegrityError as error:
        raise BadInput(
            _("%(file)s: the tables contradict one another: %(error)s")
            % {"file": handed.file_name, "error": error}
        ) from error


def _import(handed: KitchenImport, wish: Wish, writing: Writing, channel: str) -> Comparison:
    locked = KitchenImport.objects.select_for_update().get(pk=handed.pk)
    if locked.state != State.WAITING or locked.content is None:
        raise CannotBeDone(_("This workbook was imported or dropped already."))
    load_product_reference()
    comparison = _compare(bytes(locked.content), wish)
    if not comparison.is_sound:
        raise BadInput(*fault_lines(comparison, locked.file_name))
    journal = apply_comparison(comparison, writing)
    add_what_follows(comparison, journal, now=writing.now)
    journal.seal()
    summary = summary_of(comparison)
    KitchenImport.objects.filter(pk=locked.pk).update(
        state=State.APPLIED,
        content=None,
        applied_at=writing.now,
        sheets=sorted(wish.sheets),
        removes=wish.removes,
        summary=summary,
        journal=journal.as_json(),
    )
    _record(
        locked,
        "imported",
        writing,
        channel,
        {"tables": summary, "checksum": hashlib.sha256(bytes(locked.content)).hexdigest()},
    )
    return comparison


def undo_import(
    *, handed: KitchenImport, author: User | None, now: dt.datetime, channel: str = Channel.WEB
) -> None:
    """Takes an import back. Raises CannotBeDone naming what was built on it since."""
    with transaction.atomic():
        locked = KitchenImport.objects.select_for_update().get(pk=handed.pk)
        if locked.state != State.APPLIED:
            raise CannotBeDone(_("This import was taken back already."))
        take_back(Journal(locked.journal))
        KitchenImport.objects.filter(pk=locked.pk).update(
            state=State.UNDONE, undone_at=now, journal={}
        )
        _record(locked, "taken back", Writing(author, now), channel, None)


def latest_import() -> KitchenImport | None:
    return KitchenImport.objects.filter(state=State.APPLIED).order_by("-applied_at").first()


def fault_lines(comparison: Comparison, file: str) -> list[str]:
    """Every fault as ``FILE:ROW: sheet, cell: what is wrong; remedy``."""
    lines = [fault.line(file) for fault in comparison.faults.faults]
    if comparison.faults.unlisted:
        lines.append(
            f"{file}:0: "
            + _("and %(count)s more faults of the same kinds")
            % {"count": comparison.faults.unlisted}
        )
    return lines


def summary_of(comparison: Comparison) -> dict[str, list[int]]:
    """Added, changed, unchanged, taken away and left standing, by table."""
    return {
        change.table.key: [
            len(change.added), len(change.changed), change.unchanged, len(change.removed),
            len(change.gone),
        ]
        for change in comparison.changes
    }  # fmt: skip


def _compare(content: bytes, wish: Wish) -> Comparison:
    comparison = compare_book(
        _read(content),
        tables_in_order(),
        only=wish.sheets or None,
        removes=wish.removes,
    )
    cooked_recipes(comparison)
    return comparison


def _read(content: bytes) -> Sequence[SheetCells]:
    try:
        return read_book(content)
    except BookFault as fault:
        raise BadInput(words_for(fault)) from fault


def _record(
    handed: KitchenImport, action: str, writing: Writing, channel: str, after: object
) -> None:
    record_change(
        subject=SUBJECT,
        subject_key=handed.file_name,
        action=action,
        author=writing.author,
        now=writing.now,
        channel=channel,
        after=after,
    )


def known_sheets() -> Iterable[str]:
    return (sheet.key for sheet in SHEETS)
