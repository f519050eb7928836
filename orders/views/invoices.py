"""One invoice: its lines, its paper, the tax authority's number, and taking meals back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kurkum.base.choices import Language, Role
from kurkum.base.errors import BadInput
from kurkum.base.models import User
from kurkum.base.permissions import has_role, role_required, signed_in
from orders.choices import InvoiceKind
from orders.forms import not_a_count, whole_number
from orders.forms_money import AllocationNumberForm, ReasonForm
from orders.models import Invoice
from orders.selectors.invoices import invoice_sites, lines_left, wants_allocation_number
from orders.services.crediting import credit_lines, issue_credit_note
from orders.services.invoicing import note_allocation_number
from orders.views.form_pages import Part, act, handle
from orders.views.money import KEEPERS

READERS = (*KEEPERS, Role.PAYER)


@role_required(*KEEPERS)
@require_http_methods(["GET", "POST"])
def invoice(request: HttpRequest, pk: int) -> HttpResponse:
    """An issued paper with what may still be done about it."""
    found = _get(signed_in(request), pk)
    who: dict[str, Any] = {"author": signed_in(request), "now": timezone.now()}

    def number(data: dict[str, Any]) -> str:
        note_allocation_number(invoice=found, number=data["number"], **who)
        return _("The number is noted.")

    def whole(data: dict[str, Any]) -> str:
        note = issue_credit_note(invoice=found, reason=data["reason"], **who)
        return _("Credit note %(number)s was issued.") % {"number": note.number}

    forms = handle(
        request,
        {
            "number": Part(AllocationNumberForm, number, {"number": found.allocation_number}),
            "credit": Part(ReasonForm, whole),
        },
    )
    if forms is None:
        return redirect("orders:invoice", pk=pk)
    left = lines_left(found)
    context = {
        "invoice": found,
        "sites": invoice_sites(found, page_language()),
        "customer_name": found.in_words(found.customer_name, page_language()),
        "number_from": wants_allocation_number(found),
        "lines": left,
        "forms": forms,
        "notes": found.credit_notes.order_by("year", "sequence"),
        "may_credit": found.kind == InvoiceKind.INVOICE and any(row.left for row in left),
        "languages": Language.choices,
        "tab": "invoices",
    }
    return render(request, "orders/money/invoice.html", context)


@role_required(*KEEPERS)
@require_POST
def credit(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes back the meals counted beside the lines."""
    found = _get(signed_in(request), pk)

    def work() -> None:
        portions: dict[int, int] = {}
        for line in found.lines.values_list("pk", flat=True):
            text = request.POST.get(f"take:{line}", "").strip()
            count = whole_number(text or "0")
            if count is None:
                raise BadInput(not_a_count(text))
            portions[line] = count
        credit_lines(
            invoice=found,
            portions=portions,
            reason=request.POST.get("reason", ""),
            author=signed_in(request),
            now=timezone.now(),
        )

    act(request, work, _("The credit note was issued."))
    return redirect("orders:invoice", pk=pk)


@role_required(*READERS)
@require_GET
def invoice_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper in the language asked for, else the reader's."""
    from orders.pdf.invoice import invoice_pdf as render_pdf

    found = _get(signed_in(request), pk)
    content = render_pdf(found, language=asked_language(request))
    name = f"{found.kind}-{found.number}.pdf"
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


def asked_language(request: HttpRequest) -> str:
    """``?language=he`` where it is one of ours, else the page's."""
    asked = request.GET.get("language", "")
    return asked if asked in Language.values else page_language()


def page_language() -> str:
    return (get_language() or "en")[:2]


def _get(user: User, pk: int) -> Invoice:
    """An invoice she may read: the bookkeeper every one, a payer those of her customers."""
    rows = Invoice.objects.select_related("customer", "credits")
    if not has_role(user, *KEEPERS):
        rows = rows.filter(customer__accesses__user=user)
    return get_object_or_404(rows.distinct(), pk=pk)
