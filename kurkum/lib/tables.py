"""What every list page shares: django-tables2, and CSV and XLSX of the same rows."""

from __future__ import annotations

from typing import Any

import django_tables2
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_bidi

PER_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def answer_list(
    request: HttpRequest,
    table: django_tables2.Table,
    *,
    title: str,
    filename: str,
    template: str = "parts/list_page.html",
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """The page of a table; with ``?export=csv`` or ``?export=xlsx`` all of its rows as a file."""
    django_tables2.RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    kind = request.GET.get("export", "")
    if kind in ("csv", "xlsx"):
        return _file(table, kind, title, filename)
    return render(request, template, {"table": table, "title": title, **(context or {})})


def _file(table: django_tables2.Table, kind: str, title: str, filename: str) -> HttpResponse:
    from kurkum.lib.exports import csv_bytes, xlsx_bytes

    headings, *rows = list(table.as_values())
    if kind == "csv":
        content, content_type = csv_bytes(headings, rows), "text/csv; charset=utf-8"
    else:
        content = xlsx_bytes(headings, rows, title=title, right_to_left=get_language_bidi())
        content_type = XLSX
    return HttpResponse(
        content,
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{filename}.{kind}"'},
    )
