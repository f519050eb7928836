"""Pages of the app."""

import datetime as dt

from django.urls import URLPattern, path, register_converter

from orders.views import (
    accounts,
    annual,
    asking,
    board,
    board_rows,
    budget,
    costs,
    deliveries,
    elsewhere,
    invoices,
    lunch,
    margins,
    money,
    motions,
    order_board,
    order_verbs,
    ordering,
    payments,
    prices,
    shortage,
    special_meals,
    standing,
)


class MonthConverter:
    """``2026-10`` in an address is the first day of that month."""

    regex = r"20[0-9]{2}-(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> dt.date:
        return dt.date.fromisoformat(f"{value}-01")

    def to_url(self, value: dt.date) -> str:
        return f"{value:%Y-%m}"


class DayConverter:
    regex = r"20[0-9]{2}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> dt.date:
        return dt.date.fromisoformat(value)

    def to_url(self, value: dt.date) -> str:
        return value.isoformat()


register_converter(MonthConverter, "month")
register_converter(DayConverter, "day")

app_name = "orders"

_money: list[URLPattern] = [
    path("books/", money.home, name="books"),
    path("books/invoices/", money.invoices, name="invoices"),
    path("books/<month:month>/issue/", money.issue, name="issue_invoices"),
    path("books/<month:month>/close/", money.close, name="close_month"),
    path("books/prices/", prices.page, name="prices"),
    path("books/invoices/<int:pk>/", invoices.invoice, name="invoice"),
    path("books/invoices/<int:pk>/credit/", invoices.credit, name="credit_lines"),
    path("books/invoices/<int:pk>/pdf/", invoices.invoice_pdf, name="invoice_pdf"),
]

_accounts: list[URLPattern] = [
    path("books/customers/", accounts.customers, name="customers"),
    path("books/customers/<str:key>/", accounts.statement, name="statement"),
    path("books/customers/<str:key>/terms/", accounts.terms, name="terms"),
    path("books/customers/<str:key>/pdf/", accounts.statement_pdf, name="statement_pdf"),
    path("books/customers/<str:key>/reminder/", accounts.reminder, name="reminder"),
    path("books/cash/", accounts.cash, name="cash"),
    path("my-accounts/", accounts.my_accounts, name="my_accounts"),
    path("books/payments/", payments.page, name="payments"),
    path("books/payments/file/", payments.preview, name="bank_file"),
    path("books/payments/file/book/", payments.confirm, name="bank_file_book"),
    path("books/payments/file/<int:pk>/undo/", payments.undo_file, name="bank_file_undo"),
    path("books/payments/<int:pk>/cancel/", payments.cancel, name="payment_cancel"),
]

_costs: list[URLPattern] = [
    path("books/costs/", costs.home, name="costs_now"),
    path("books/<month:month>/costs/", costs.page, name="costs"),
    path("books/costs/<int:pk>/", costs.item, name="cost_item"),
    path("books/costs/file/", costs.preview, name="cost_file"),
    path("books/costs/file/book/", costs.confirm, name="cost_file_book"),
    path("books/costs/file/<int:pk>/undo/", costs.undo_file, name="cost_file_undo"),
    path("books/margins/", margins.home, name="margins_now"),
    path("books/months/", margins.months, name="months"),
    path("books/<month:month>/margins/<slug:by>/", margins.page, name="margins"),
    path("books/bookings/", margins.bookings_now, name="bookings_now"),
    path("books/<month:month>/bookings/", margins.bookings, name="bookings"),
    path("books/<month:month>/bookings/<slug:kind>/", margins.export, name="ledger_export"),
    path("books/bookings/<int:pk>/correct/", margins.correct, name="booking_correct"),
    path("lunch-money/", lunch.home, name="lunch_now"),
    path("lunch-money/<month:month>/<str:key>/", lunch.page, name="lunch"),
    path("lunch-money/<month:month>/<str:key>/pdf/", lunch.pdf, name="lunch_pdf"),
]

_board: list[URLPattern] = [
    path("board/", board.home, name="board"),
    path("board/<int:pk>/", board.home, name="report"),
    path("board/<month:month>/", board_rows.of_month, name="report_of_month"),
    path("board/<int:pk>/pdf/", board.report_pdf, name="report_pdf"),
    path("board/<int:pk>/xlsx/", board.report_xlsx, name="report_xlsx"),
    path("board/<int:pk>/account/<str:key>/", board_rows.account, name="report_account"),
    path("board/<int:pk>/figure/<str:metric>/", board_rows.figure, name="report_figure"),
    path("board/booking/<int:number>/", board_rows.booking, name="booking"),
    path("board/motions/", motions.home, name="motions"),
    path("board/motions/new/", motions.draft, name="draft_motion"),
    path("board/motions/<int:pk>/", motions.motion, name="motion"),
    path("board/motions/<int:pk>/paper.pdf", motions.motion_pdf, name="motion_pdf"),
    path("board/motions/<int:pk>/record/", motions.record, name="record_meeting"),
    path("board/motions/<int:pk>/withdraw/", motions.withdraw, name="withdraw_motion"),
    path("board/gifts/<int:pk>/pay/", motions.pay, name="pay_gift"),
    path("board/gifts/<int:pk>/outcome/", motions.outcome, name="gift_outcome"),
    path("board/resolutions/<path:number>/", motions.by_number, name="resolution"),
    path("board/budget/<month:month>/", budget.budget, name="budget"),
    path("board/year/<int:number>/", annual.year, name="year"),
    path("board/year/<int:number>/issue/", annual.issue, name="issue_year"),
]

_day = "sites/<str:site>/<day:date>/"

_ordering: list[URLPattern] = [
    path("", ordering.home, name="ordering"),
    path(_day, ordering.order, name="order"),
    path(f"{_day}same-as-last-week/", order_verbs.same_as_last_week, name="order_last_week"),
    path(f"{_day}copy/", order_verbs.copy_to, name="order_copy"),
    path(f"{_day}undo/", order_verbs.undo, name="order_undo"),
    path(f"{_day}withdraw/", order_verbs.withdraw, name="order_withdraw"),
    path(f"{_day}clock/", ordering.clock, name="order_clock"),
    path(f"{_day}history/", ordering.history, name="order_history"),
]

_standing: list[URLPattern] = [
    path("standing/", standing.home, name="standing_home"),
    path("standing/<str:site>/", standing.page, name="standing"),
    path("standing/<str:site>/change/", standing.change_from, name="standing_change"),
    path("standing/<str:site>/pause/", standing.pause, name="standing_pause"),
    path("standing/<str:site>/resume/<int:pk>/", standing.resume, name="standing_resume"),
    path("standing/<str:site>/day/", standing.decide_day, name="standing_day"),
    path(
        "standing/<str:site>/<day:date>/take-back/",
        standing.undecide_day,
        name="standing_undecide",
    ),
    path(f"{_day}ask/", asking.ask, name="ask"),
]

_special: list[URLPattern] = [
    path("special/", special_meals.home, name="special_meals_home"),
    path("special/<str:site>/", special_meals.page, name="special_meals"),
    path("special/<str:site>/<int:pk>/renew/", special_meals.renew, name="special_meal_renew"),
    path("special/<str:site>/<int:pk>/end/", special_meals.end, name="special_meal_end"),
]

_days: list[URLPattern] = [
    path("days/", order_board.home, name="order_boards"),
    path("days/<day:date>/", order_board.day, name="order_board"),
    path("days/<day:date>/lock/", order_board.lock, name="lock_day"),
    path("days/<day:date>/message/", elsewhere.message, name="order_message"),
    path("from-file/", elsewhere.from_file, name="order_file"),
    path("days/<day:date>/reopen/", order_board.reopen, name="reopen_day"),
    path("days/<day:date>/dishes/", order_board.dishes, name="board_dishes"),
    path("days/<day:date>/dishes/<str:dish>/", order_board.limit, name="limit_dish"),
    path("days/<day:date>/forecast/", order_board.forecast_day, name="forecast_day"),
    path("days/<day:date>/shortage/", shortage.page, name="shortage"),
    path("amendments/<int:pk>/", order_board.decide, name="decide_amendment"),
]

_deliveries: list[URLPattern] = [
    path("deliveries/", deliveries.home, name="deliveries_today"),
    path("deliveries/<day:date>/", deliveries.day, name="deliveries"),
    path("deliveries/<day:date>/routes.pdf", deliveries.routes, name="routes_pdf"),
    path("deliveries/<day:date>/report.pdf", deliveries.report, name="delivery_report_pdf"),
    path("deliveries/<int:pk>/", deliveries.delivery, name="delivery"),
    path("deliveries/<int:pk>/dispatch/", deliveries.dispatch, name="dispatch"),
    path("deliveries/<int:pk>/arrived/", deliveries.arrived, name="arrived"),
    path("deliveries/<int:pk>/receive/", deliveries.receive, name="receive"),
    path("deliveries/<int:pk>/leftovers/", deliveries.leftovers, name="leftovers"),
    path("my-sites/", deliveries.payer, name="payer"),
]

urlpatterns: list[URLPattern] = [
    *_money,
    *_accounts,
    *_costs,
    *_board,
    *_ordering,
    *_standing,
    *_special,
    *_days,
    *_deliveries,
]
