"""A reminder in the customer's own language, to be shared by message or e-mail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from urllib.parse import quote

from django.utils.translation import gettext as _
from django.utils.translation import override

from kurkum.base.models import Kitchen
from orders.models import Customer
from orders.report_words import exact
from orders.selectors.owed import OpenInvoice


def reminder_text(
    customer: Customer, rows: Sequence[OpenInvoice], kitchen: Kitchen | None, today: dt.date
) -> str:
    """What is overdue on ``today``, one invoice a line, and whom to ask."""
    spoken = customer.language
    with override(spoken):
        lines = [
            _("Hello %(customer)s,") % {"customer": customer.name_in(spoken)},
            _("these invoices were due and are not paid yet, as far as we see:"),
            *(
                _("%(number)s, due on %(day)s: %(sum)s ILS")
                % {
                    "number": row.invoice.number,
                    "day": f"{row.invoice.due_on:%d.%m.%Y}",
                    "sum": exact(row.open_agorot),
                }
                for row in rows
                if row.days_late(today) > 0 and row.open_agorot > 0
            ),
            _("Together: %(sum)s ILS") % {"sum": exact(overdue(rows, today))},
            _("If the payment is on its way, please disregard this note. Thank you!"),
        ]
        if kitchen is not None:
            lines.append(" · ".join(filter(None, [kitchen.name_in(spoken), kitchen.phone])))
    return "\n".join(lines)


def overdue(rows: Sequence[OpenInvoice], today: dt.date) -> int:
    return sum(row.open_agorot for row in rows if row.days_late(today) > 0 and row.open_agorot > 0)


def share_links(customer: Customer, text: str) -> dict[str, str]:
    """Addresses that open a message or an e-mail with the text; a telephone in Israel's form."""
    links = {"whatsapp": f"https://wa.me/{_international(customer.phone)}?text={quote(text)}"}
    if customer.email:
        with override(customer.language):
            subject = quote(_("Open invoices"))
        links["mail"] = f"mailto:{customer.email}?subject={subject}&body={quote(text)}"
    return links


def _international(phone: str) -> str:
    digits = "".join(letter for letter in phone if letter.isdigit())
    return f"972{digits[1:]}" if digits.startswith("0") else digits
