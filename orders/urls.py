"""Pages of the app."""

import datetime as dt

from django.urls import URLPattern, path, register_converter

from orders.views import board, money, ordering


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
    path("board/", board.home, name="board"),
    path("board/<int:pk>/", board.home, name="report"),
    path("board/<int:pk>/pdf/", board.report_pdf, name="report_pdf"),
    path("board/<int:pk>/xlsx/", board.report_xlsx, name="report_xlsx"),
]

_day = "sites/<str:site>/<day:date>/"

_ordering: list[URLPattern] = [
    path("", ordering.home, name="ordering"),
    path(_day, ordering.order, name="order"),
    path(f"{_day}same-as-last-week/", ordering.same_as_last_week, name="order_last_week"),
    path(f"{_day}copy/", ordering.copy_to, name="order_copy"),
    path(f"{_day}undo/", ordering.undo, name="order_undo"),
    path(f"{_day}clock/", ordering.clock, name="order_clock"),
    path(f"{_day}history/", ordering.history, name="order_history"),
]

urlpatterns: list[URLPattern] = [*_money, *_ordering]
