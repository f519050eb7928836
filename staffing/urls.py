"""Pages of the app."""

from __future__ import annotations

import datetime as dt

from django.urls import URLPattern, path, register_converter

from staffing.views import hours, my_shifts, replacing, roster, roster_edit, roster_solve


class DateConverter:
    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> dt.date:
        return dt.date.fromisoformat(value)

    def to_url(self, value: dt.date) -> str:
        return value.isoformat()


class MonthConverter:
    regex = r"\d{4}-\d{2}"

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
    path("replace/<str:cook>/<isodate:date>/", replacing.replace, name="replace"),
    path("swaps/<int:pk>/", replacing.decide, name="swap_decide"),
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
    path("hours/<isomonth:month>/<str:cook>/", hours.cook_hours, name="cook_hours"),
]

urlpatterns: list[URLPattern] = [*roster_pages, *my_pages, *hours_pages]
