"""A quite different kitchen, filled in by hand in one language: twelve cooks in the northern Negev.

One line, two age groups, two diets, towns, shifts, skills and dishes of its own. Nearly nothing has
a key: rows are known by their Arabic names, and refer to one another by them.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence

from openpyxl import Workbook

START = dt.date(2026, 9, 1)
FIRST_SUNDAY = dt.date(2026, 8, 30)
COOKS = (
    "عائشة",
    "فاطمة",
    "سلمى",
    "هدى",
    "منى",
    "ريم",
    "ليلى",
    "نورا",
    "سعاد",
    "جميلة",
    "خولة",
    "زينب",
)
SITES = (("مدرسة السلام", "رهط", "كبار", 80), ("مدرسة النور", "اللقيّة", "كبار", 60),
         ("روضة الورد", "رهط", "صغار", 35), ("روضة الأمل", "حورة", "صغار", 30))  # fmt: skip
DISHES = (("برياني دجاج", "complete_main", "B", 28), ("عدس بالأرز", "complete_main", "A", 26),
          ("سلطة خضار", "salad", "cold", None), ("شوربة عدس", "soup", "A", 24))  # fmt: skip
WEEK = ("برياني دجاج", "عدس بالأرز", "برياني دجاج", "شوربة عدس", "عدس بالأرز")
GRAMS = {
    "برياني دجاج": {"دجاج": 9000, "أرز": 6000, "بصل": 2000, "زيت": 400},
    "عدس بالأرز": {"عدس": 5000, "أرز": 4500, "بصل": 2500, "زيت": 400},
    "سلطة خضار": {"بندورة": 6000, "خيار": 5000},
    "شوربة عدس": {"عدس": 5000, "بصل": 2000, "زيت": 300},
}
INGREDIENTS = (("دجاج", "poultry", "meat"), ("أرز", "grains", "parve"), ("عدس", "legumes", "parve"),
               ("بصل", "vegetables", "parve"), ("بندورة", "vegetables", "parve"),
               ("خيار", "vegetables", "parve"), ("زيت", "oils", "parve"))  # fmt: skip

Rows = Sequence[Sequence[object]]


def second_kitchen() -> bytes:
    """The workbook."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, headings, rows in (*_ground(), *_food(), *_customers(), *_work()):
        sheet = book.create_sheet(name)
        sheet.append(headings.split())
        for row in rows:
            sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _ground() -> list[tuple[str, str, Rows]]:
    return [
        ("localities", "name_ar latitude longitude",
         [("رهط", 31.39300, 34.75400), ("اللقيّة", 31.32400, 34.86600),
          ("حورة", 31.29900, 34.93300)]),
        ("kitchen", "key name_ar locality opens_minute closes_minute languages",
         [("zaatar", "مطبخ الزعتر", "رهط", "05:00", "15:00", "ar")]),
        ("kitchen_lines", "name_ar allows_dairy requires_halal", [("الخطّ", "نعم", "نعم")]),
        ("diner_groups", "name_ar portion_factor_percent position",
         [("صغار", "٧٠", 1), ("كبار", "١٠٠", 2)]),
        ("diets", "key name_ar is_regular excludes_meat position",
         [("all", "الكلّ", "نعم", "لا", 1), ("no_meat", "بلا لحم", "لا", "نعم", 2)]),
        ("cutoff_rules", "valid_from working_days_before at amendments_until",
         [("01/09/2026", 1, "11:00", "07:30")]),
    ]  # fmt: skip


def _food() -> list[tuple[str, str, Rows]]:
    lines = [
        (dish, 1, at, ingredient, grams)
        for dish, recipe in GRAMS.items()
        for at, (ingredient, grams) in enumerate(recipe.items(), start=1)
    ]
    menu = [("الأسبوع", 1, day, 1, dish) for day, dish in enumerate(WEEK)]
    menu += [("الأسبوع", 1, day, 2, "سلطة خضار") for day in range(5)]
    return [
        ("ingredients", "name_ar category diet_class halal_ok",
         [(name, category, diet, "نعم") for name, category, diet in INGREDIENTS]),
        ("dishes", "name_ar course hold_class litres_per_100", DISHES),
        ("recipes", "dish version valid_from yield_portions yield_grams",
         [(dish, 1, START, 100, 20000) for dish, *_rest in DISHES]),
        ("recipe_lines", "dish version position ingredient gross_grams", lines),
        ("dish_twins", "dish diet twin", [("برياني دجاج", "بلا لحم", "عدس بالأرز")]),
        ("menu_cycles", "name_ar line weeks starts_on", [("الأسبوع", "الخطّ", 1, FIRST_SUNDAY)]),
        ("menu_cycle_items", "cycle week weekday position dish",
         [(cycle, week, _DAYS[day], at, dish) for cycle, week, day, at, dish in menu]),
        ("suppliers", "name_ar locality is_local", [("سوق رهط", "رهط", "نعم")]),
        ("supplier_items", "supplier ingredient pack_name pack_grams agorot_per_pack is_preferred",
         [("سوق رهط", name, "صندوق", 10000, "85.50", "نعم") for name, *_rest in INGREDIENTS]),
        ("opening_stock", "ingredient lot_code created_on grams agorot_per_kg",
         [(name, f"L{at}", START, 200000, 8.5) for at, (name, *_rest) in enumerate(INGREDIENTS)]),
    ]  # fmt: skip


_DAYS = ("الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس")


def _customers() -> list[tuple[str, str, Rows]]:
    standing = [
        (site, START, day, group, diet, count if diet == "الكلّ" else 3)
        for site, _town, group, count in SITES
        for day in _DAYS
        for diet in ("الكلّ", "بلا لحم")
    ]
    return [
        ("customers", "name_ar kind language payment_days",
         [("مجلس القسوم", "authority", "ar", 30)]),
        ("sites", "name_ar customer kind locality language community weekday_mask line window_from "
         "window_to",
         [(name, "مجلس القسوم", "school" if "مدرسة" in name else "kindergarten", town, "ar",
           "arab_muslim", "; ".join(_DAYS), "الخطّ", "10:30", "12:15")
          for name, town, _group, _count in SITES]),
        ("site_groups", "site diner_group eat_at enrolled",
         [(name, group, "12:30", count + 10) for name, _town, group, count in SITES]),
        ("standing_orders", "site valid_from", [(name, START) for name, *_rest in SITES]),
        ("standing_lines", "site valid_from weekday diner_group diet portions", standing),
        ("prices", "diner_group packaging valid_from agorot",
         [("صغار", "bulk", START, "14.00"), ("كبار", "bulk", START, "17.50")]),
        ("cost_items", "key name_ar account rhythm agorot valid_from grade",
         [("rent", "إيجار", "premises", "month", 4000, START, "estimated")]),
        ("initiatives", "name_ar locality", [("نادي القراءة", "حورة")]),
        ("vehicles", "name_ar boxes from_time to_time", [("الشاحنة", 40, "08:00", "14:00")]),
    ]  # fmt: skip


def _work() -> list[tuple[str, str, Rows]]:
    return [
        ("skills", "key name_ar", [("tabkh", "طبخ"), ("taqti", "تقطيع"), ("driving", "سياقة"),
                                   ("packing", "تعبئة")]),
        ("equipment_kinds", "name_ar unit", [("طنجرة", "litres")]),
        ("equipment", "name_ar kind capacity",
         [(f"طنجرة {n}", "طنجرة", 100) for n in (1, 2, 3)]),
        ("process_steps", "dish position kind skill equipment_kind fixed_minutes minutes_per_100 "
         "attended_minutes attended_minutes_per_100 max_lag ends_cooking", list(_steps())),
        ("shift_patterns", "name_ar start_minute end_minute break_minutes break_from paid_minutes "
         "weekday_mask",
         [("صباح", "05:00", "12:00", 30, "08:00", 390, "; ".join(_DAYS)),
          ("نهار", "07:00", "15:00", 45, "10:30", 435, "; ".join(_DAYS))]),
        ("cooks", "name_ar locality language rest_day hired_on",
         [(name, "رهط", "ar", "الجمعة", dt.date(2025, 1, 5)) for name in COOKS]),
        ("cook_skills", "cook skill",
         [(name, skill) for at, name in enumerate(COOKS)
          for skill in ("طبخ", "تقطيع", "تعبئة", "سياقة")[: 4 if at < 4 else 3]]),
        ("contracts", "cook valid_from min_week_minutes max_week_minutes hourly_agorot",
         [(name, dt.date(2025, 1, 5), 0, 2520, "42.00") for name in COOKS]),
    ]  # fmt: skip


def _steps() -> Rows:
    hot = [name for name, _course, hold, _litres in DISHES if hold != "cold"]
    rows: list[Sequence[object]] = []
    for dish in hot:
        rows += [
            (dish, 1, "cut", "تقطيع", None, 5, 12, 5, 12, None, "لا"),
            (dish, 2, "cook", "طبخ", "طنجرة", 40, 6, 8, 4, 60, "نعم"),
            (dish, 3, "pack", "تعبئة", None, 6, 8, 6, 8, 30, "لا"),
        ]
    rows += [
        ("سلطة خضار", 1, "cut", "تقطيع", None, 5, 15, 5, 15, None, "نعم"),
        ("سلطة خضار", 2, "pack", "تعبئة", None, 5, 6, 5, 6, 60, "لا"),
    ]
    return rows
