"""Loads the money side and the vans: accounts, prices, shares, costs, initiatives, vehicles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from kurkum.base.models import Locality
from kurkum.base.services.storing import by_key, store
from kurkum.lib.rows import Faults, Row
from menus.models import Diet, DinerGroup
from menus.services.loading_food import names_of
from orders.models import Account, CostItem, Customer, Initiative, PayerShare, Price, Vehicle

Tables = Mapping[str, Sequence[Row]]
KEY = ("key",)


def load_money(tables: Tables, faults: Faults, start: dt.date) -> int:
    """Prices, payers' shares, cost items and initiatives; returns how many changed."""
    accounts, places = by_key(Account), by_key(Locality)
    costs = faults.each(tables["cost_items"], lambda row: _cost_item(row, accounts, start))
    changed = store(costs, identity=KEY, faults=faults, keep=("valid_from", "valid_to"))
    aims = faults.each(tables["initiatives"], lambda row: _initiative(row, places))
    changed += store(aims, identity=KEY, faults=faults)
    return changed + _prices(tables, faults, start)


def load_accounts(rows: Sequence[Row], faults: Faults) -> int:
    """The chart of accounts, the same for every kitchen: the books look its keys up."""
    return store(faults.each(rows, _account), identity=KEY, faults=faults)


def load_vehicles(rows: Sequence[Row], faults: Faults) -> int:
    return store(faults.each(rows, _vehicle), identity=KEY, faults=faults)


def _prices(tables: Tables, faults: Faults, start: dt.date) -> int:
    customers, groups, diets = by_key(Customer), by_key(DinerGroup), by_key(Diet)
    prices = faults.each(tables["prices"], lambda row: _price(row, customers, groups, diets, start))
    identity = ("customer", "diner_group", "diet", "packaging", "valid_from")
    changed = store(prices, identity=identity, faults=faults)
    shares = faults.each(tables["payer_shares"], lambda row: _share(row, customers, start))
    return changed + store(shares, identity=("customer", "valid_from"), faults=faults)


def _account(row: Row) -> Account:
    return Account(
        **names_of(row),
        kind=row.needed("kind"),
        code=row.text("code"),
        position=row.integer("position"),
    )


def _cost_item(row: Row, accounts: Mapping[str, Account], start: dt.date) -> CostItem:
    return CostItem(
        **names_of(row),
        account=row.one_of("account", accounts),
        rhythm=row.needed("rhythm"),
        agorot=row.agorot("amount"),
        valid_from=start,
        grade=row.needed("grade"),
    )


def _initiative(row: Row, places: Mapping[str, Locality]) -> Initiative:
    return Initiative(
        **names_of(row),
        locality=row.optional(lambda column: row.one_of(column, places), "locality"),
        description_ar=row.text("description_ar"),
        description_he=row.text("description_he"),
        description_en=row.text("description_en"),
    )


def _price(
    row: Row,
    customers: Mapping[str, Customer],
    groups: Mapping[str, DinerGroup],
    diets: Mapping[str, Diet],
    start: dt.date,
) -> Price:
    return Price(
        customer=row.optional(lambda column: row.one_of(column, customers), "customer"),
        diner_group=row.one_of("diner_group", groups),
        diet=row.optional(lambda column: row.one_of(column, diets), "diet"),
        packaging=row.needed("packaging"),
        valid_from=start,
        agorot=row.agorot("price"),
        mark=row.needed("mark"),
    )


def _share(row: Row, customers: Mapping[str, Customer], start: dt.date) -> PayerShare:
    return PayerShare(
        customer=row.optional(lambda column: row.one_of(column, customers), "customer"),
        valid_from=start,
        ministry_percent=row.decimal("ministry_percent"),
        authority_percent=row.decimal("authority_percent"),
        parents_percent=row.decimal("parents_percent"),
        mark=row.needed("mark"),
        source=row.text("source"),
    )


def _vehicle(row: Row) -> Vehicle:
    return Vehicle(
        **names_of(row),
        boxes=row.integer("boxes"),
        from_time=row.time("from_time"),
        to_time=row.time("to_time"),
    )
