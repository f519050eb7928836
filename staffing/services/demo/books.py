"""The story's money: invoices, supplier charges, closing, the board's resolution, payments."""

from __future__ import annotations

import datetime as dt

from django.db.models import F, QuerySet, Sum
from django.utils.translation import gettext as _

from kurkum.base.choices import Role
from kurkum.base.models import DatedLimit, User
from kurkum.lib import dates, money
from menus.choices import MoveKind
from menus.models import GoodsReceipt, PurchaseInvoice, StockMove, Supplier
from orders.models import Account, Invoice, MonthClose, Payment, PaymentMatch, Vote
from orders.selectors.ledger import balance
from orders.services import ledger
from orders.services.allocating import cast_vote, decide, draft_motion, pay_allocation
from orders.services.budgeting import set_budget
from orders.services.closing import close_month
from orders.services.invoicing import issue_month, month_end
from orders.services.payouts import pay_out
from orders.services.reinvestment import issue_report
from staffing.services.attendance import post_labour
from staffing.services.demo.setting import Setting

PAID_AFTER_DAYS = 20
# One pays late, so that ageing, reminder and the bank's file have something to show.
LATE_PAYER, LATE_DAYS = "tamar_packaging", 75
# What the board hopes for in a month of the story, in shekels by account.
BUDGET = {
    "meals": 455_000, "ingredients": 158_000, "kitchen_labour": 104_000, "management": 55_000,
    "packaging": 23_500, "delivery": 24_000, "energy": 25_000, "premises": 26_400,
    "compliance": 15_500,
}  # fmt: skip
GIVEN_PERCENT = 80
FIRST_INITIATIVE, SECOND_INITIATIVE = "small_businesses_85", "valley_of_cultures"
MOTION = "תמיכה ביוזמות בעמק מתוך עודף החודש · دعم مبادرات في الوادي من فائض الشهر"
MINUTES = "התקבל פה אחד · أُقرّ بالإجماع"


def open_books(setting: Setting, balances: list[tuple[str, int]]) -> None:
    """The opening balances and what lies in the stores, the day before the story begins."""
    entries = [ledger.Entry(account, agorot) for account, agorot in balances]
    stores = _agorot_of(StockMove.objects.filter(kind=MoveKind.OPENING))
    entries += [ledger.Entry("stock", stores), ledger.Entry("capital", -stores)]
    day = setting.begins - dt.timedelta(days=1)
    ledger.post(
        date=day,
        description=_("Opening balances"),
        source="opening",
        source_key="opening",
        entries=entries,
        author=setting.manager,
        now=setting.at(day, 12),
    )


def close_books(setting: Setting, month: dt.date) -> MonthClose:
    """Early in the next month: supplier invoices, customer invoices, labour, closing, report."""
    now = setting.at(min(month_end(month) + dt.timedelta(days=4), setting.today), 10)
    plan_budget(setting, month)
    _record_purchases(setting, month, now)
    for invoice in issue_month(month=month, author=setting.manager, now=now):
        is_late = invoice.customer.key == LATE_PAYER
        days = LATE_DAYS if is_late else PAID_AFTER_DAYS
        if invoice.issued_on + dt.timedelta(days=days) <= setting.today:
            _receive_payment(setting, invoice, invoice.issued_on + dt.timedelta(days=days))
    post_labour(month=month, author=setting.manager, now=now)
    closed = close_month(month=month, author=setting.manager, now=now)
    issue_report(month=month, author=setting.manager, now=now)
    _pay_debts(setting, month, now)
    return closed


def _pay_debts(setting: Setting, month: dt.date, now: dt.datetime) -> None:
    """Wages and VAT of the closed month, and suppliers a month later."""
    last, before = month_end(month), month - dt.timedelta(days=1)
    for account, until, said in (
        ("wages_payable", last, _("Wages of %(month)s") % {"month": f"{month:%m.%Y}"}),
        ("vat", last, _("VAT of %(month)s") % {"month": f"{month:%m.%Y}"}),
        ("payables", before, _("Suppliers' invoices of %(month)s") % {"month": f"{before:%m.%Y}"}),
    ):
        owed = -balance(account, until=until)
        if owed > 0:
            pay_out(
                account=Account.objects.get(key=account), paid_on=dates.day_of(now), agorot=owed,
                reference=said, author=setting.manager, now=now,
            )  # fmt: skip


def plan_budget(setting: Setting, month: dt.date) -> None:
    """The month's budget, set on its first day."""
    set_budget(
        month=month,
        amounts={account: shekels * 100 for account, shekels in BUDGET.items()},
        author=setting.manager,
        now=setting.at(month, 9),
    )


def _record_purchases(setting: Setting, month: dt.date, now: dt.datetime) -> None:
    """One invoice a supplier and month over what it delivered."""
    last = month_end(month)
    receipts = GoodsReceipt.objects.filter(received_at__date__range=(month, last))
    vat = DatedLimit.objects.value_on("vat_rate_pct", last)
    for supplier in Supplier.objects.filter(receipts__in=receipts).distinct().order_by("key"):
        mine = receipts.filter(supplier=supplier)
        net = _received_agorot(mine)
        invoice = PurchaseInvoice.objects.create(
            supplier=supplier,
            number=f"{month:%Y%m}",
            issued_on=last,
            net_agorot=net,
            vat_agorot=money.vat_of(net, vat),
            recorded_by=setting.manager,
            recorded_at=now,
        )
        invoice.receipts.set(mine)
        ledger.post(
            date=last,
            description=f"{invoice.supplier} {invoice.number}",
            source="purchase_invoice",
            source_key=f"{invoice.supplier.key}/{invoice.number}",
            entries=[
                ledger.Entry("stock", net),
                ledger.Entry("vat", invoice.vat_agorot),
                ledger.Entry("payables", -net - invoice.vat_agorot),
            ],
            author=setting.manager,
            now=now,
        )


def _received_agorot(receipts: QuerySet[GoodsReceipt]) -> int:
    return _agorot_of(StockMove.objects.filter(lot__receipt__in=receipts, kind=MoveKind.RECEIPT))


def _agorot_of(moves: QuerySet[StockMove]) -> int:
    """Grams × agorot per kilogram over all lots, rounded once."""
    total = moves.aggregate(total=Sum(F("grams") * F("lot__agorot_per_kg")))["total"]
    return round((total or 0) / 1000)


def _receive_payment(setting: Setting, invoice: Invoice, day: dt.date) -> None:
    now = setting.at(day, 11)
    payment = Payment.objects.create(
        customer=invoice.customer,
        received_on=day,
        amount_agorot=invoice.gross_agorot,
        reference=_("Transfer %(number)s") % {"number": invoice.number},
        recorded_at=now,
        recorded_by=setting.manager,
    )
    PaymentMatch.objects.create(
        payment=payment, invoice=invoice, amount_agorot=payment.amount_agorot
    )
    ledger.post(
        date=day,
        description=payment.reference,
        source="payment",
        source_key=str(payment.pk),
        entries=[
            ledger.Entry("bank", payment.amount_agorot, customer=invoice.customer),
            ledger.Entry("receivables", -payment.amount_agorot, customer=invoice.customer),
        ],
        author=setting.manager,
        now=now,
    )


def decide_gifts(setting: Setting, closed: MonthClose) -> None:
    """The board gives most of the pot to two initiatives; the first half is paid with a receipt."""
    pot = closed.allocable_agorot
    if pot <= 0:
        return
    day = min(month_end(closed.month) + dt.timedelta(days=10), setting.today)
    first, second = money.split(pot * GIVEN_PERCENT // 100, [3, 2])
    motion = draft_motion(
        month=closed.month,
        text=MOTION,
        amounts={FIRST_INITIATIVE: first, SECOND_INITIATIVE: second},
        quorum=2,
        author=setting.manager,
        now=setting.at(day, 17),
    )
    for member in User.objects.filter(role_grants__role=Role.BOARD).order_by("username"):
        cast_vote(motion=motion, member=member, choice=Vote.Choice.FOR, now=setting.at(day, 18))
    passed = decide(
        motion=motion, minutes=MINUTES, decided_on=day, author=setting.manager,
        now=setting.at(day, 19),
    )  # fmt: skip
    gift = passed.allocations.get(initiative__key=FIRST_INITIATIVE)
    pay_allocation(
        allocation=gift,
        amount=gift.amount_agorot // 2,
        paid_on=day,
        receipt="R-1",
        author=setting.manager,
        now=setting.at(day, 20),
    )
