"""The words of "Where your lunch money went", the same on screen and on paper. ₪ of one meal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kurkum.lib.figures import Bar, Bars
from orders.report_words import exact
from orders.selectors.lunch_money import LunchMoney, Share


@dataclass(frozen=True, slots=True)
class Step:
    """One row: what it went to, of one meal, of every hundred shekels, and of all the meals."""

    name: str
    agorot: int
    percent: int
    total: int
    is_surplus: bool = False


def steps(found: LunchMoney) -> list[Step]:
    """Costs, the largest first, then what became of the surplus; a loss is told as a loss."""
    names = kept_names()
    rows = [(share, share.name, False) for share in found.costs]
    rows += [(share, names[share.key], True) for share in found.kept]
    if not found.kept and found.surplus:
        name = _("Surplus") if found.surplus > 0 else _("Missing: the meals cost more than that")
        rows.append((Share("", name, found.surplus, found.surplus_total), name, True))
    percents = _percents([share.agorot for share, _name, _kept in rows], found.price)
    return [
        Step(name, share.agorot, percent, share.total, is_surplus)
        for (share, name, is_surplus), percent in zip(rows, percents, strict=True)
    ]


def kept_names() -> dict[str, str]:
    return {
        "loss": _("To make up for an earlier loss"),
        "reserve": _("Into the reserve for hard times"),
        "equipment_fund": _("For equipment of the kitchen"),
        "initiatives": _("Given to initiatives in the valley"),
        "waiting": _("Waits for the board's decision"),
    }


def bars(found: LunchMoney) -> Bars:
    """The steps as bars; what goes back to the community is dark."""
    return Bars(
        finding(found),
        [
            Bar(
                step.name,
                max(0, step.agorot) / 100,
                f"₪{exact(step.agorot)}",
                "dark" if step.is_surplus else "light",
            )
            for step in steps(found)
        ],
    )


def finding(found: LunchMoney) -> str:
    """The month in one sentence."""
    price, left = f"₪{exact(found.price)}", f"₪{exact(abs(found.surplus))}"
    if found.surplus < 0:
        return _("A meal brought %(price)s and cost %(left)s more than that.") % {
            "price": price,
            "left": left,
        }
    return _("Of the %(price)s of a meal, %(left)s stay for the community.") % {
        "price": price,
        "left": left,
    }


def whose(found: LunchMoney, language: str) -> str:
    """The customer's name, or everybody's meals."""
    if found.customer is not None:
        return found.customer.name_in(language)
    return pgettext("lunch money", "All the kitchen's meals")


def gifts_text(found: LunchMoney) -> Sequence[tuple[str, str]]:
    return [(gift.name, f"₪{exact(gift.agorot)}") for gift in found.gifts]


def _percents(parts: Sequence[int], whole: int) -> list[int]:
    """Whole percents that sum to what the parts sum to: each is the step of a rounded sum."""
    sums = [round(100 * part / whole) if whole else 0 for part in accumulate(parts)]
    return [after - before for before, after in zip([0, *sums], sums, strict=False)]
