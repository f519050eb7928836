"""The house keeps its shape: who may import whom, and which libraries live in which rooms."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ["kurkum.lib", "kurkum.base", "menus", "orders", "staffing"]  # from the ground up
APPS = ["menus", "orders", "staffing"]

# Rooms of an app from top to bottom: a room may import only from rooms below it.
ROOMS = [
    {"urls", "apps"},
    {"admin", "management"},
    {"views"},
    {"tasks"},
    {"forms", "tables", "filters"},
    {"services", "checks", "roster_checks"},
    {"reports", "pdf"},
    {"selectors"},
    {"models"},
    {"choices", "errors"},
]
DOCUMENT_ROOMS = {"planning", "pdf", "reports"}
PURE = [
    "kurkum/lib",
    "menus/planning",
    "menus/units.py",
    "menus/nutrition.py",
    "menus/allergens.py",
    "orders/planning",
    "orders/cutoff.py",
    "orders/messages.py",
    "orders/pricing.py",
    "orders/sharing.py",
    "orders/calendars.py",
    "staffing/planning",
]
# Exactly these files of the ground may use Django: they wrap it for every floor.
LIB_WITH_DJANGO = {"kurkum/lib/tables.py"}
HEAVY = {
    "ortools": ("planning/", "kurkum/lib/solving.py"),
    "reportlab": ("pdf/", "kurkum/lib/pdf"),
    "pandas": ("reports/", "kurkum/lib/exports.py"),
}


@dataclass(frozen=True)
class Import:
    file: str
    line: int
    module: str
    is_top: bool

    def __str__(self) -> str:
        return f"{self.file}:{self.line} imports {self.module}"


def product_files() -> list[Path]:
    folders = ["kurkum", *APPS]
    files = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return sorted(path for path in files if "migrations" not in path.parts)


def imports_of(path: Path) -> Iterator[Import]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    name = path.relative_to(ROOT).as_posix()
    top = {id(node) for node in tree.body}
    for node in tree.body:
        if isinstance(node, ast.If):  # if TYPE_CHECKING:
            top |= {id(inner) for inner in node.body}
    for found in ast.walk(tree):
        if isinstance(found, ast.Import):
            for alias in found.names:
                yield Import(name, found.lineno, alias.name, id(found) in top)
        elif isinstance(found, ast.ImportFrom) and found.module:
            for alias in found.names:
                yield Import(name, found.lineno, f"{found.module}.{alias.name}", id(found) in top)


ALL_IMPORTS = [imported for path in product_files() for imported in imports_of(path)]


def floor_of(dotted: str) -> int | None:
    for level, floor in enumerate(FLOORS):
        if dotted == floor or dotted.startswith(floor + "."):
            return level
    return None


def room_of(dotted: str) -> int | None:
    parts = dotted.split(".")
    if parts[0] not in APPS or len(parts) < 2:
        return None
    return next((level for level, room in enumerate(ROOMS) if parts[1] in room), None)


def dotted(file: str) -> str:
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def test_there_are_files_to_look_at() -> None:
    assert len(ALL_IMPORTS) > 200


def test_each_floor_imports_only_what_stands_below_it() -> None:
    wrong = []
    for imported in ALL_IMPORTS:
        here, there = floor_of(dotted(imported.file)), floor_of(imported.module)
        if here is not None and there is not None and there > here:
            wrong.append(str(imported))
    assert wrong == []


def test_inside_an_app_each_room_imports_only_from_rooms_below_it() -> None:
    wrong = []
    for imported in ALL_IMPORTS:
        file = dotted(imported.file)
        if file.split(".")[0] != imported.module.split(".")[0]:
            continue
        here, there = room_of(file), room_of(imported.module)
        if here is not None and there is not None and there < here:
            wrong.append(str(imported))
    assert wrong == []


def test_planning_and_the_pure_modules_know_neither_django_nor_pandas() -> None:
    wrong = []
    for imported in ALL_IMPORTS:
        pure = any(imported.file.startswith(place) for place in PURE)
        if not pure or imported.file in LIB_WITH_DJANGO:
            continue
        allowed_pandas = imported.file == "kurkum/lib/exports.py"
        if imported.module.split(".")[0] == "django":
            wrong.append(str(imported))
        if imported.module.split(".")[0] == "pandas" and not allowed_pandas:
            wrong.append(str(imported))
    assert wrong == []


@pytest.mark.parametrize("library", sorted(HEAVY))
def test_heavy_libraries_live_in_their_rooms_only(library: str) -> None:
    wrong = [
        str(imported)
        for imported in ALL_IMPORTS
        if imported.module.split(".")[0] == library
        and not any(place in imported.file for place in HEAVY[library])
    ]
    assert wrong == []


def test_imports_stand_at_the_top_except_the_way_to_planning_documents_and_reports() -> None:
    wrong = []
    for imported in ALL_IMPORTS:
        if imported.is_top or imported.file == "manage.py":
            continue
        parts = imported.module.split(".")
        to_heavy_room = bool(DOCUMENT_ROOMS & set(parts)) or imported.module.startswith(
            (
                "kurkum.lib.solving",
                "kurkum.lib.pdf",
                "kurkum.lib.exports",
                "kurkum.lib.workbooks",
            )
        )
        in_ready = imported.file.endswith("/apps.py")
        if not to_heavy_room and not in_ready:
            wrong.append(str(imported))
    assert wrong == []


def modules_after(statement: str) -> set[str]:
    code = f"import sys\n{statement}\nprint('\\n'.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return {line.split(".")[0] for line in done.stdout.splitlines()}


def test_starting_django_and_its_pages_loads_no_heavy_library() -> None:
    loaded = modules_after(
        "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'kurkum.settings'\n"
        "import django; django.setup()\n"
        "from django.core.management import call_command; call_command('check')"
    )
    assert "django" in loaded
    assert loaded & {"ortools", "pandas", "reportlab"} == set()


@pytest.mark.parametrize(
    "core",
    ["staffing.planning.roster", "staffing.planning.production", "orders.planning.routes"],
)
def test_a_planning_core_works_in_a_process_without_django(core: str) -> None:
    assert "django" not in modules_after(f"import {core}")


def test_the_top_level_holds_only_what_was_agreed() -> None:
    done = subprocess.run(
        ["git", "ls-tree", "--name-only", "HEAD"], cwd=ROOT, capture_output=True, text=True
    )
    agreed = {"kurkum", "menus", "orders", "staffing", "fixtures", "tests"}
    agreed |= {"manage.py", "requirements.txt", "README.md", "pyproject.toml", "LICENSE"}
    assert {name for name in done.stdout.split() if not name.startswith(".")} <= agreed


def test_models_neither_override_save_nor_listen_to_signals() -> None:
    wrong = []
    for path in product_files():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        name = path.relative_to(ROOT).as_posix()
        if "/models/" in name:
            wrong += [
                f"{name}:{node.lineno} overrides {node.name}()"
                for node in ast.walk(tree)
                if isinstance(node, ast.FunctionDef) and node.name in {"save", "delete"}
            ]
    wrong += [str(found) for found in ALL_IMPORTS if "django.db.models.signals" in found.module]
    assert wrong == []
