"""Pages of the app."""

from __future__ import annotations

import datetime as dt

from django.urls import URLPattern, path, register_converter

from staffing.views import (
    batches,
    buying,
    closures,
    day_trials,
    dish_swaps,
    dishes,
    hours,
    kitchen,
    kitchen_book,
    my_shifts,
    outages,
    production,
    replacing,
    roster,
    roster_edit,
    roster_solve,
    roster_why,
    stores,
    suppliers,
    today,
    tracing,
    what_if,
)


class DateConverter:
    regex = r"20[0-9]{2}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> dt.date:
        return dt.date.fromisoformat(value)

    def to_url(self, value: dt.date) -> str:
        return value.isoformat()


class MonthConverter:
    regex = r"20[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> dt.date:
        return dt.date.fromisoformat(f"{value}-01")

    def to_url(self, value: dt.date) -> str:
        return f"{value:%Y-%m}"


register_converter(DateConverter, "isodate")
register_converter(MonthConverter, "isomonth")

app_name = "staffing"

roster_pages: list[URLPattern] = [
    path("roster/", roster.roster_home, name="roster_home"),
    path("roster/solve/", roster_solve.solve, name="roster_solve"),
    path("roster/runs/<int:run>/", roster_solve.run_page, name="roster_run"),
    path("roster/runs/<int:run>/stop/", roster_solve.stop, name="roster_stop"),
    path("roster/<int:pk>/", roster.roster, name="roster"),
    path("roster/<int:pk>/publish/", roster.publish, name="roster_publish"),
    path("roster/<int:pk>/wall.pdf", roster.wall, name="roster_wall"),
    path("roster/<int:pk>/move/", roster_edit.move, name="roster_move"),
    path("roster/<int:pk>/<isodate:date>/", roster.roster_day, name="roster_day"),
    path("roster/<int:pk>/<isodate:date>/<str:cook>/", roster_edit.cell, name="roster_cell"),
    path("roster/<int:pk>/hand/<int:assignment>/", roster_edit.hand, name="roster_hand"),
    path("roster/<int:pk>/trial/", roster_edit.trial, name="roster_trial"),
    path("roster/<int:pk>/gaps/<int:gap>/", roster_why.gap, name="roster_gap"),
    path("roster/<int:pk>/<isodate:date>/<str:cook>/why/", roster_why.why, name="roster_why"),
    path("replace/<str:cook>/<isodate:date>/", replacing.replace, name="replace"),
    path("swaps/<int:pk>/", replacing.decide, name="swap_decide"),
]

book_pages: list[URLPattern] = [
    path("workbook/", kitchen_book.home, name="kitchen_book"),
    path("workbook/kitchen.xlsx", kitchen_book.download, name="kitchen_book_download"),
    path("workbook/<int:pk>/", kitchen_book.handed_in, name="kitchen_book_preview"),
    path("workbook/<int:pk>/undo/", kitchen_book.undo, name="kitchen_book_undo"),
]

my_pages: list[URLPattern] = [
    path("my/", my_shifts.my_shifts, name="my_shifts"),
    path("my/wishes/", my_shifts.wish, name="my_wish"),
    path("my/wishes/<int:pk>/drop/", my_shifts.drop_wish, name="my_wish_drop"),
    path("my/shifts/<int:pk>/cannot-come/", my_shifts.cannot_come, name="my_cannot_come"),
    path("my/shifts/<int:pk>/swap/", my_shifts.ask, name="my_swap"),
    path("my/swaps/<int:pk>/", my_shifts.answer, name="my_swap_answer"),
    path("my/calendar/<str:token>.ics", my_shifts.my_calendar, name="my_calendar"),
]

hours_pages: list[URLPattern] = [
    path("clock/", hours.clock, name="clock"),
    path("hours/", hours.this_month, name="hours_now"),
    path("hours/<isomonth:month>/", hours.hours, name="hours"),
    path("hours/<isomonth:month>/book/", hours.book_labour, name="book_labour"),
    path("hours/<isomonth:month>/<str:cook>/", hours.cook_hours, name="cook_hours"),
]

closure_pages: list[URLPattern] = [
    path("closures/", closures.page, name="closures"),
    path("closures/<int:pk>/end/", closures.end, name="closure_end"),
]

day_pages: list[URLPattern] = [
    path("today/", today.today, name="today"),
    path("plan/<isodate:date>/", production.production, name="production"),
    path("plan/<isodate:date>/solve/", production.solve, name="production_solve"),
    path("plan/runs/<int:run>/", production.run_page, name="production_run"),
    path("plan/runs/<int:run>/stop/", production.stop, name="production_stop"),
    path("plan/<int:pk>/sheet.pdf", production.sheet, name="production_sheet"),
    path("plan/<int:pk>/parts/<slug:part>.pdf", production.part, name="production_part"),
    path("plan/<int:pk>/labels.pdf", production.labels, name="production_labels"),
    path("plan/<isodate:date>/replan/", production.replan, name="production_replan"),
    path("plan/<isodate:date>/broken/", outages.broken, name="equipment_broken"),
    path("outages/<int:pk>/mended/", outages.mended, name="equipment_mended"),
    path("plan/<int:pk>/changes.pdf", production.changes, name="production_changes"),
    path("plan/<int:pk>/cooks/<str:cook>.pdf", production.card, name="cook_card"),
    path("plan/<int:pk>/cards-<str:language>.pdf", production.cards, name="cook_cards"),
    path("plan/<isodate:date>/helps/", day_trials.suggestions, name="plan_suggestions"),
    path("plan/<isodate:date>/try/", day_trials.try_one, name="plan_trial"),
    path("plan/<isodate:date>/swap/", dish_swaps.choose, name="swap_choose"),
    path("plan/<isodate:date>/swap/<str:old>/", dish_swaps.instead, name="swap_instead"),
    path("plan/<isodate:date>/swap/<str:old>/do/", dish_swaps.swap, name="swap"),
    path("buy/", buying.buying, name="buying"),
    path("buy/list.pdf", buying.buying_pdf, name="buying_pdf"),
    path("tasks/", kitchen.kitchen_now, name="kitchen_now"),
    path("tasks/<isodate:date>/", kitchen.kitchen, name="kitchen"),
    path("tasks/<int:pk>/start/", kitchen.start, name="task_start"),
    path("tasks/<int:pk>/finish/", kitchen.finish, name="task_finish"),
    path("batches/<int:pk>/", batches.batch, name="batch"),
    path("batches/<int:pk>/temperature/", batches.reading, name="batch_reading"),
    path("batches/<int:pk>/sample/", batches.sample, name="batch_sample"),
    path("batches/<int:pk>/thrown/", batches.throw_away, name="batch_discard"),
    path("batches/<int:pk>/shortage/", batches.shortage, name="batch_shortage"),
    path("temperatures/<int:pk>/", batches.action, name="reading_action"),
    path("samples/", batches.samples, name="samples"),
    path("samples/<int:pk>/gone/", batches.sample_gone, name="sample_gone"),
]

store_pages: list[URLPattern] = [
    path("stores/", stores.lots, name="lots"),
    path("stores/lots/<int:pk>/", stores.lot, name="lot"),
    path("stores/lots/<int:pk>/away/", stores.throw_away, name="lot_away"),
    path("stores/count/", stores.count, name="stock_count"),
    path("stores/receipts/", stores.receipt_list, name="receipts"),
    path("stores/receipts/<int:pk>/", stores.receipt, name="receipt"),
    path("stores/receive/", stores.receive, name="receive"),
    path("stores/receive/<int:pk>/", stores.receive, name="receive_from"),
    path("stores/suppliers/", suppliers.supplier_list, name="suppliers"),
    path("stores/suppliers/new/", suppliers.supplier, name="supplier_new"),
    path("stores/suppliers/<int:pk>/", suppliers.supplier, name="supplier"),
    path("stores/suppliers/<int:pk>/offers/", suppliers.offer, name="supplier_offer"),
    path("stores/suppliers/<int:pk>/invoice/", suppliers.invoice, name="purchase_invoice"),
    path("stores/invoices/", suppliers.invoice_list, name="purchase_invoices"),
]

dish_pages: list[URLPattern] = [
    path("dishes/", dishes.dishes, name="dishes"),
    path("dishes/<str:key>/", dishes.dish, name="dish"),
    path("times/", dishes.times, name="times"),
    path("times/<int:pk>/", dishes.take_over, name="take_over_time"),
]

trace_pages: list[URLPattern] = [
    path("trace/", tracing.trace, name="trace"),
    path("trace/code/", tracing.code, name="trace_code"),
    path("trace/batches/<int:pk>/", tracing.batch, name="trace_batch"),
    path("trace/batches/<int:pk>/recall.pdf", tracing.batch_pdf, name="trace_batch_pdf"),
    path("trace/lots/<int:pk>/", tracing.lot, name="trace_lot"),
    path("trace/lots/<int:pk>/recall.pdf", tracing.lot_pdf, name="trace_lot_pdf"),
]

what_if_pages: list[URLPattern] = [
    path("what-if/", what_if.home, name="what_ifs"),
    path("what-if/new/", what_if.ask, name="ask_what_if"),
    path("what-if/compare/", what_if.compare, name="compare_what_ifs"),
    path("what-if/compare.pdf", what_if.compare_pdf, name="what_if_pdf"),
    path("what-if/<int:pk>/", what_if.question, name="what_if"),
    path("what-if/<int:pk>/again/", what_if.again, name="what_if_again"),
    path("what-if/<int:pk>/stop/", what_if.stop, name="what_if_stop"),
    path("what-if/<int:pk>/archive/", what_if.archive, name="what_if_archive"),
]

urlpatterns: list[URLPattern] = [
    *day_pages,
    *closure_pages,
    *dish_pages,
    *store_pages,
    *trace_pages,
    *roster_pages,
    *my_pages,
    *hours_pages,
    *book_pages,
    *what_if_pages,
]
