"""For the manager: orders that come as a message or as a customer's own spreadsheet."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from kurkum.base.choices import Role
from kurkum.base.errors import BadInput, CannotBeDone
from kurkum.base.lists import listed
from kurkum.base.permissions import role_required, signed_in
from menus.models import Diet
from orders.forms_elsewhere import file_reading, message_lines
from orders.models import Customer, Site
from orders.selectors.wordings import COLUMN_OF_MEALS
from orders.services import order_files, pasted
from orders.services.order_tables import MOST_BYTES, OrderTable, read_order_table
from orders.views.ordering import reasons_of

SALT = "orders from elsewhere"


@role_required(Role.MANAGER)
@require_POST
def message(request: HttpRequest, date: dt.date) -> HttpResponse:
    """A pasted message as a preview; confirmed, it is saved as the site's order."""
    text = request.POST.get("message", "")
    sites = list(Site.objects.filter(is_active=True).select_related("customer"))
    site = next((s for s in sites if s.key == request.POST.get("site")), None)
    site = site or pasted.site_named_in(text, sites)
    if site is not None and "confirm" in request.POST:
        answer = _save_message(request, site, date)
        if answer is not None:
            return answer
    context = {
        "date": date,
        "message": text,
        "site": site,
        "sites": sites,
        "pieces": pasted.understand(site=site, message=text) if site else [],
        "groups": [row.diner_group for row in site.groups.select_related("diner_group")]
        if site
        else [],
        "diets": Diet.objects.all(),
    }
    return render(request, "orders/elsewhere/message.html", context)


def _save_message(request: HttpRequest, site: Site, date: dt.date) -> HttpResponse | None:
    """Saves and leads back to the board; None where the page must be shown again."""
    try:
        order = pasted.save_pasted(
            site=site,
            date=date,
            lines=message_lines(request.POST.dict()),
            are_among=request.POST.get("special") == "among",
            author=signed_in(request),
            now=timezone.now(),
        )
    except (BadInput, CannotBeDone) as error:
        for text in reasons_of(error):
            messages.error(request, text)
        return None
    total = sum(line.portions for line in order.lines.all())
    messages.success(
        request,
        ngettext("%(site)s: %(count)s meal saved.", "%(site)s: %(count)s meals saved.", total)
        % {"site": site.name, "count": total},
    )
    return redirect("orders:order_board", date=date)


@role_required(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def from_file(request: HttpRequest) -> HttpResponse:
    """A customer's spreadsheet: choose it, say once what its columns mean, see it, save it."""
    if request.method == "GET":
        return render(request, "orders/elsewhere/choose.html", {"customers": _customers()})
    customer = get_object_or_404(Customer, key=request.POST.get("customer"))
    try:
        table = _table(request, customer)
    except BadInput as error:
        for text in reasons_of(error):
            messages.error(request, text)
        return redirect("orders:order_file")
    reading = file_reading(request.POST.dict(), customer, order_files.suggest(table, customer))
    if "confirm" in request.POST and _save_file(request, table, reading):
        return redirect("orders:order_boards")
    return _mapping(request, table, reading)


def _table(request: HttpRequest, customer: Customer) -> OrderTable:
    """The file just handed in, or the one that travels with the page, signed."""
    if "table" in request.POST:
        try:
            name, headings, rows = signing.loads(request.POST["table"], salt=SALT)
        except signing.BadSignature as error:
            raise BadInput(_("Choose the file again.")) from error
        return OrderTable(name, headings, [(line, cells) for line, cells in rows])
    file = request.FILES.get("file")
    if file is None:
        raise BadInput(_("Choose a file first."))
    if (file.size or 0) > MOST_BYTES:
        raise BadInput(_("larger than 2 MB: this is no file of orders"))
    name = (file.name or "orders.csv")[-80:]
    return read_order_table(name, file.read(), language=customer.language)


def _mapping(request: HttpRequest, table: OrderTable, reading: order_files.Reading) -> HttpResponse:
    found = order_files.understand(table, reading)
    columns = [
        {"at": at, "heading": heading, "meaning": reading.meanings[at],
         "sample": next((cells[at] for _line, cells in table.rows if cells[at]), "")}
        for at, heading in enumerate(table.headings)
    ]  # fmt: skip
    context = {
        "table": table,
        "signed": signing.dumps([table.name, table.headings, table.rows], salt=SALT, compress=True),
        "customer": reading.customer,
        "reading": reading,
        "columns": columns,
        "found": found,
        "fields": _field_words(),
        "meals": [(f"{COLUMN_OF_MEALS}{key}", words) for key, words in _meal_words(reading)],
        "meal_words": list(_meal_words(reading)),
        "sites": reading.customer.sites.filter(is_active=True),
        "days": sorted({row.date for row in found.rows}),
        "count_of_sites": len({row.site for row in found.rows}),
    }
    return render(request, "orders/elsewhere/mapping.html", context)


def _save_file(request: HttpRequest, table: OrderTable, reading: order_files.Reading) -> bool:
    try:
        done = order_files.import_table(
            table=table,
            reading=reading,
            author=signed_in(request),
            now=timezone.now(),
            as_manager=True,
        )
    except (BadInput, CannotBeDone) as error:
        for text in reasons_of(error)[:10]:
            messages.error(request, text)
        return False
    messages.success(
        request,
        _("Imported: %(orders)s orders, %(lines)s lines, %(portions)s portions.")
        % {"orders": done.orders, "lines": done.lines, "portions": done.portions},
    )
    return True


def _customers() -> list[Customer]:
    return list(Customer.objects.filter(is_active=True))


def _field_words() -> list[tuple[str, str]]:
    return [
        ("", _("not needed")),
        ("site", _("site")),
        ("date", _("date")),
        ("diner_group", _("diner group")),
        ("diet", _("diet")),
        ("portions", _("portions")),
    ]


def _meal_words(reading: order_files.Reading) -> list[tuple[str, str]]:
    """Every diner group of the customer's sites with every diet, the regular one first."""
    groups = {
        row.diner_group
        for site in reading.customer.sites.prefetch_related("groups__diner_group")
        for row in site.groups.all()
    }
    diets = list(Diet.objects.order_by("-is_regular", "position"))
    return [
        (f"{group.key}/{diet.key}", listed([group.name, diet.name]))
        for group in sorted(groups, key=lambda group: group.position)
        for diet in diets
    ]
