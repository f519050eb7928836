"""A workbook of somebody else's, opened to read its values; never its formulas or macros."""

from __future__ import annotations

import io

from openpyxl import Workbook, load_workbook


def open_plain(content: bytes) -> Workbook:
    """Rows one by one, formulas as the values last seen. Raises what openpyxl raises."""
    book: Workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    return book
