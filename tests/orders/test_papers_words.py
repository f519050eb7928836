"""An issued paper can be read in each language years later, with the names of its day; and the
checklist says what is missing, and since when."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from kurkum.base.choices import Role
from menus.models import DinerGroup
from orders.models import Customer, Invoice, Site
from orders.pdf.invoice import invoice_pdf
from orders.selectors.invoices import invoice_sites, wants_allocation_number
from orders.services.checklist import CheckItem, checklist
from orders.services.crediting import issue_credit_note
from orders.services.invoicing import issue_month, note_allocation_number
from tests.factories import base
from tests.orders.books_kitchen import MONTH, NOW, open_books, served

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 10, 5)


@pytest.fixture
def site(db: None) -> Site:
    return open_books()


def billed(site: Site, *, agorot: int = 2000, meals: int = 100) -> Invoice:
    served(site, DAY, meals, agorot)
    (invoice,) = issue_month(month=MONTH, author=None, now=NOW)
    return invoice


def printed(invoice: Invoice, language: str) -> str:
    content = invoice_pdf(invoice, language=language)
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def item(month: dt.date, text: str, today: dt.date) -> CheckItem:
    return next(row for row in checklist(month, today=today) if text in row.text)


def test_a_paper_speaks_every_language_with_the_names_of_its_day(site: Site) -> None:
    DinerGroup.objects.update(name_he="כיתות א׳–ו׳", name_ar="الصفوف 1–6")
    invoice = billed(site)
    Site.objects.update(name_he="שם אחר", name_ar="اسم آخر", name_en="Renamed")
    said = {language: invoice_sites(invoice, language)[0].site for language in ("ar", "he", "en")}
    assert said == {"ar": "مدرسة نحف", "he": "בית ספר נחף", "en": "Nahf A"}
    assert invoice_sites(invoice, "he")[0].rows[0].description.startswith("כיתות א׳–ו׳")
    assert "Nahf A" in printed(invoice, "en")


def test_a_credit_note_says_what_its_invoice_said_and_why(site: Site) -> None:
    invoice = billed(site)
    Site.objects.update(name_en="Renamed")
    Customer.objects.update(name_en="Another council")
    note = issue_credit_note(invoice=invoice, author=None, now=NOW, reason="The soup was cold.")
    assert invoice_sites(note, "en")[0].site == "Nahf A"
    assert "The soup was cold." in printed(note, "en")
    assert note.net_agorot == -invoice.net_agorot


def test_an_old_paper_without_other_languages_keeps_its_customers_words(site: Site) -> None:
    invoice = billed(site)
    Invoice.objects.update(words={})
    invoice.refresh_from_db()
    assert invoice_sites(invoice, "en")[0].site == invoice.lines.get().site_name


@pytest.mark.parametrize(("meals", "asked"), [(249, False), (250, True)])
def test_a_paper_asks_for_the_tax_authoritys_number_from_the_sum_of_its_day(
    site: Site, meals: int, asked: bool
) -> None:
    invoice = billed(site, meals=meals)  # at ₪20; the law of the day says ₪5,000
    assert (wants_allocation_number(invoice) is not None) is asked
    noted = note_allocation_number(invoice=invoice, number="123456789", author=None, now=NOW)
    assert wants_allocation_number(noted) is None


def test_the_page_warns_that_the_kitchens_number_is_missing(client: Client, site: Site) -> None:
    invoice = billed(site)
    keeper = base.user("keeper", Role.BOOKKEEPER)
    keeper.language = "en"
    keeper.save()
    client.force_login(keeper)
    page = client.get(reverse("orders:invoice", args=[invoice.pk])).content.decode()
    assert "registration number is not on this paper" in page


def test_a_credit_note_takes_back_and_asks_for_nothing(client: Client, site: Site) -> None:
    note = issue_credit_note(invoice=billed(site), author=None, now=NOW, reason="cold")
    keeper = base.user("keeper", Role.BOOKKEEPER)
    keeper.language = "en"
    keeper.save()
    client.force_login(keeper)
    page = client.get(reverse("orders:invoice", args=[note.pk])).content.decode()
    assert "Taken back" in page
    assert "To be paid" not in page
    assert "−₪2,360.00" in page
    assert ">−100<" in page


def test_the_checklist_says_how_many_meals_are_on_no_invoice_and_since_when(site: Site) -> None:
    served(site, DAY, 1200, 2000)
    served(site, dt.date(2026, 10, 6), 100, 2000)
    found = item(MONTH, "meal is on an invoice", NOW.date())
    assert not found.is_done
    assert found.missing == "Meals on no invoice: 1,300, the first of 05.10.2026."
    issue_month(month=MONTH, author=None, now=NOW)
    assert item(MONTH, "meal is on an invoice", NOW.date()) == CheckItem(found.text, True)


def test_the_checklist_names_the_days_whose_food_nobody_noted(site: Site) -> None:
    served(site, DAY, 10, 2000)
    found = item(MONTH, "Food that was used", NOW.date())
    assert (found.is_done, found.missing) == (False, "Nothing is noted for: 05.10.")
