"""The demand of a day as the file that scripts and audits read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from kurkum.lib import dates
from menus import units
from orders.selectors.demand import FirmLine, IngredientNeed

VERSION = 1


def demand_document(
    date: dt.date,
    lines: Sequence[FirmLine],
    needs: Sequence[IngredientNeed],
    *,
    is_locked: bool,
) -> dict[str, Any]:
    """``kind: demand``; weights in grams, local times."""
    return {
        "kind": "demand",
        "version": VERSION,
        "date": str(date),
        "locked": is_locked,
        "lines": [_line(line) for line in lines],
        "ingredients": [
            {
                "key": need.ingredient.key,
                "net_grams": need.net_grams,
                "gross_grams": need.gross_grams,
                "on_hand_grams": need.on_hand_grams,
                "to_buy_grams": need.to_buy_grams,
            }
            for need in needs
        ],
    }


def _line(line: FirmLine) -> dict[str, Any]:
    return {
        "site": line.site.key,
        "line": line.line.key,
        "diner_group": line.diner_group.key,
        "diet": line.diet.key,
        "dish": line.dish.key,
        "portions": line.portions,
        "reference_portions": float(units.reference_portions(line.hundredths)),
        "grams": line.grams,
        "ready_by": dates.to_local_iso(line.ready_by),
        "eat_at": dates.to_local_iso(line.eat_at),
    }
