"""For the manager: the kitchen as a workbook, out and in, previewed before anything happens."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kurkum.base.choices import Language, Role
from kurkum.base.errors import BadInput, CannotBeDone
from kurkum.base.models import KitchenImport, User
from kurkum.base.permissions import role_required, signed_in
from kurkum.base.workbook.preview import preview
from kurkum.lib.tables import XLSX
from kurkum.lib.workbooks.safety import MAX_FILE_BYTES
from staffing.services.kitchen_book import (
    PARTS,
    Wish,
    check_workbook,
    drop,
    export_kitchen,
    hand_in,
    import_workbook,
    undo_import,
)

State = KitchenImport.State
SHOWN_IMPORTS = 10


@role_required(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """Take the kitchen out, hand a workbook in, and what was imported before."""
    if request.method == "POST":
        return _hand_in(request, signed_in(request))
    done = KitchenImport.objects.exclude(state__in=[State.WAITING, State.DROPPED])
    context = {
        "imports": done.select_related("uploaded_by").defer("content", "journal")[:SHOWN_IMPORTS],
        "waiting": KitchenImport.objects.filter(state=State.WAITING)
        .defer("content", "journal")
        .first(),
    }
    return render(request, "staffing/book/home.html", context)


def _hand_in(request: HttpRequest, author: User) -> HttpResponse:
    file = request.FILES.get("workbook")
    if file is None:
        messages.error(request, _("Choose a workbook first."))
        return redirect("staffing:kitchen_book")
    if (file.size or 0) > MAX_FILE_BYTES:
        messages.error(
            request,
            _("the file has %(megabytes)s MB; a workbook of up to 20 MB can be read")
            % {"megabytes": (file.size or 0) // 1_000_000},
        )
        return redirect("staffing:kitchen_book")
    try:
        handed = hand_in(
            file_name=file.name or "kitchen.xlsx",
            content=file.read(),
            author=author,
            now=timezone.now(),
        )
    except BadInput as error:
        _tell(request, error)
        return redirect("staffing:kitchen_book")
    return redirect("staffing:kitchen_book_preview", pk=handed.pk)


@role_required(Role.MANAGER)
@require_GET
def download(request: HttpRequest) -> HttpResponse:
    """The workbook: ``part`` names a part, ``empty`` gives one to fill in."""
    language = get_language() or Language.AR
    part = request.GET.get("part", "")
    is_empty = "empty" in request.GET
    content = export_kitchen(
        language=language[:2], sheets=PARTS.get(part, frozenset()), is_empty=is_empty
    )
    name = "-".join(filter(None, ["kitchen", part, "empty" if is_empty else ""]))
    return HttpResponse(
        content,
        content_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}.xlsx"'},
    )


@role_required(Role.MANAGER)
@require_http_methods(["GET", "POST"])
def handed_in(request: HttpRequest, pk: int) -> HttpResponse:
    """What the workbook would change, or its faults; a POST imports what was chosen."""
    handed = get_object_or_404(KitchenImport, pk=pk, state=State.WAITING)
    if request.method == "POST":
        return _import(request, handed)
    wish = _wish(request)
    comparison = check_workbook(bytes(handed.content or b""), wish, now=timezone.now())
    whole = comparison
    if wish.sheets:
        whole = check_workbook(bytes(handed.content or b""), Wish(), now=timezone.now())
    sheets = preview(comparison, (get_language() or Language.AR)[:2])
    has_faults = not comparison.is_sound
    context = {
        "handed": handed,
        "comparison": comparison,
        "touched": [] if has_faults else [sheet for sheet in sheets if sheet.has_details],
        "quiet": [sheet for sheet in sheets if has_faults or not sheet.has_details],
        "left_out": [
            change.table.sheet
            for change in whole.changes
            if wish.sheets and change.table.key not in wish.sheets
        ],
        "wish": wish,
        "faults": comparison.faults.faults,
        "warnings": comparison.faults.warnings,
        "unlisted": comparison.faults.unlisted,
    }
    return render(request, "staffing/book/preview.html", context)


def _import(request: HttpRequest, handed: KitchenImport) -> HttpResponse:
    author, now = signed_in(request), timezone.now()
    if "drop" in request.POST:
        drop(handed=handed)
        messages.info(request, _("Nothing was imported."))
        return redirect("staffing:kitchen_book")
    try:
        import_workbook(handed=handed, wish=_wish(request), author=author, now=now)
    except (BadInput, CannotBeDone) as error:
        _tell(request, error)
        return redirect("staffing:kitchen_book_preview", pk=handed.pk)
    messages.success(request, _("The workbook is imported."))
    return redirect("staffing:kitchen_book")


def _wish(request: HttpRequest) -> Wish:
    asked = request.POST if request.method == "POST" else request.GET
    return Wish(frozenset(asked.getlist("sheet")), asked.get("removes") == "yes")


@role_required(Role.MANAGER)
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    handed = get_object_or_404(KitchenImport, pk=pk)
    try:
        undo_import(handed=handed, author=signed_in(request), now=timezone.now())
    except CannotBeDone as error:
        _tell(request, error)
    else:
        messages.success(request, _("The import is taken back."))
    return redirect("staffing:kitchen_book")


def _tell(request: HttpRequest, error: BadInput | CannotBeDone) -> None:
    reasons = error.faults if isinstance(error, BadInput) else error.reasons
    for text in list(reasons)[:10]:
        messages.error(request, str(text))
