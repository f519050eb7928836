"""Is this file a workbook that can be opened without harm? Answered before anything is unpacked.

A workbook is a zip file. Its directory declares how large each part will be; Python's reader never
unpacks more than declared, so the sums below bound what reading can cost. Pure.
"""

from __future__ import annotations

import io
import zipfile

from kurkum.lib.workbooks.cells import BookFault

MAX_FILE_BYTES = 20_000_000
MAX_UNPACKED_BYTES = 150_000_000
MAX_PARTS = 2_000
MAX_RATIO = 100  # sheets of real kitchens pack to a tenth or a twentieth
RATIO_FROM_BYTES = 1_000_000  # below this a high ratio does no harm
OLD_OFFICE_START = b"\xd0\xcf\x11\xe0"  # also what a workbook with a password begins with


def open_package(content: bytes) -> zipfile.ZipFile:
    """The zip of a workbook. Raises BookFault with the code of what speaks against it."""
    if len(content) > MAX_FILE_BYTES:
        raise BookFault("too_large", megabytes=len(content) // 1_000_000)
    if content.startswith(OLD_OFFICE_START):
        raise BookFault("password")
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise BookFault("not_a_workbook") from error
    _weigh(package)
    names = set(package.namelist())
    if any("vbaproject" in name.lower() or "macrosheets" in name.lower() for name in names):
        raise BookFault("macros")
    if "xl/workbook.xml" not in names:
        raise BookFault("not_a_workbook")
    return package


def read_part(package: zipfile.ZipFile, name: str) -> bytes:
    """One part, whole. Raises BookFault ``damaged`` for what cannot be unpacked."""
    try:
        return package.read(name)
    except (zipfile.BadZipFile, KeyError, OSError, EOFError, RuntimeError, ValueError) as error:
        raise BookFault("damaged", part=name) from error
    except Exception as error:  # zlib and lzma raise errors of their own kind
        raise BookFault("damaged", part=name) from error


def _weigh(package: zipfile.ZipFile) -> None:
    parts = package.infolist()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise BookFault("bomb")
    for part in parts:
        if part.flag_bits & 1:
            raise BookFault("password")
        packed = max(1, part.compress_size)
        if part.file_size > RATIO_FROM_BYTES and part.file_size > MAX_RATIO * packed:
            raise BookFault("bomb")
