"""A pasted message becomes a proposal; confirmed, it becomes the site's order of that day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from kurkum.base.choices import Channel
from kurkum.base.errors import BadInput
from kurkum.base.models import User
from orders.messages import Piece, take_apart
from orders.models import Order, Site, Wording
from orders.selectors.effective import effective_order
from orders.selectors.wordings import Dictionary, Meal, groups_of
from orders.services.learning import learn
from orders.services.placing import LineWanted, lines_of, save_order


@dataclass(frozen=True, slots=True)
class Understood:
    """One piece of a message with what it seems to mean; ``meal`` None asks the person."""

    piece: Piece
    meal: Meal | None


@dataclass(frozen=True, slots=True)
class Line:
    """One confirmed line: the words as they were written, what they mean, how many."""

    text: str
    diner_group: str
    diet: str
    count: int


def understand(*, site: Site, message: str) -> list[Understood]:
    """The pieces of a message as this site's customer means them. Reads only."""
    words = Dictionary(site.customer)
    groups = groups_of(site)
    found = []
    for piece in take_apart(message):
        if piece.count is None and words.site_in(piece.text) is not None:
            continue  # the school's own name above its counts
        found.append(Understood(piece, words.meal(piece.text, groups)))
    return found


def site_named_in(message: str, sites: Sequence[Site]) -> Site | None:
    """The site whose name the message bears, if any."""
    by_customer = {site.customer_id: site.customer for site in sites}
    for customer in by_customer.values():
        site = Dictionary(customer).site_in(message)
        if site is not None:
            return site
    return None


@transaction.atomic
def save_pasted(
    *,
    site: Site,
    date: dt.date,
    lines: Sequence[Line],
    are_among: bool,
    author: User | None,
    now: dt.datetime,
) -> Order:
    """Saves the confirmed lines over what the site eats that day, and learns their words.

    ``are_among``: the special meals are counted among the others, so they are taken off the
    regular count of their group; else they come on top. Raises BadInput, OrderRefused,
    CutoffPassed as a saved order does.
    """
    if not lines:
        raise BadInput(_("There is no count in this message."))
    counts = _counts(lines, Dictionary(site.customer).regular, are_among=are_among)
    there = {line.key: line for line in lines_of(effective_order(site, date))}
    wanted = {key: LineWanted(*key, count) for key, count in counts.items()}
    order = save_order(
        site=site,
        date=date,
        lines=list({**there, **wanted}.values()),
        version=None,
        author=author,
        now=now,
        channel=Channel.PHONE,
        as_manager=True,
        action="pasted",
    )
    meanings = {line.text: f"{line.diner_group}/{line.diet}" for line in lines if line.text}
    learn(customer=site.customer, kind=Wording.Kind.MEAL, meanings=meanings)
    return order


def _counts(lines: Sequence[Line], regular: str, *, are_among: bool) -> dict[tuple[str, str], int]:
    counts: defaultdict[tuple[str, str], int] = defaultdict(int)
    for line in lines:
        counts[line.diner_group, line.diet] += line.count
    if are_among:
        for (group, diet), count in list(counts.items()):
            if diet != regular and (group, regular) in counts:
                counts[group, regular] -= count
    short = [group for (group, _diet), count in counts.items() if count < 0]
    if short:
        raise BadInput(_("There are more special meals than meals altogether; correct a count."))
    return dict(counts)
