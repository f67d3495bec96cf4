"""Reads XLSX, XLSM, XLSB, XLS, ODS and ET through calamine, after the guard has looked."""

from __future__ import annotations

import math
import posixpath
import zipfile
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

import python_calamine as calamine

from loancrm_desktop.errors import Invalid
from loancrm_desktop.services.exchange import sheet_guard
from loancrm_desktop.services.exchange.cell_cleaning import RowCleaner
from loancrm_desktop.services.exchange.file_kinds import password_text
from loancrm_desktop.services.exchange.header_row import NOTHING_FILLED, header_likeness
from loancrm_desktop.services.exchange.raw_tables import Merge, Outline, RawFile, RawSheet
from loancrm_desktop.services.exchange.reading_limits import ReadingLimits
from loancrm_desktop.services.exchange.sheet_boxes import SheetBox
from loancrm_desktop.texts import Text, listed, say

# From this likeness on a sheet is taken without looking at the ones behind it.
_LIKELY_ENOUGH = 0.9
_SHEETS_LOOKED_AT = 20
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    hidden: bool
    box: SheetBox | None


def read_workbook(path: Path, kind: str, sheet: str | None, limits: ReadingLimits) -> RawFile:
    """Read one sheet of a workbook: the named one, or the first that looks like a list.

    Raises:
        Invalid: it is protected, damaged or hostile, or has no such sheet.
    """
    boxes: dict[str, SheetBox] = {}
    family = kind
    if kind == "zip":
        parts = sheet_guard.inspect(path, limits)
        family, boxes = parts.family, parts.boxes
        if family == "xlsx":
            boxes = _boxes_by_name(path, boxes)
    try:
        book = calamine.CalamineWorkbook.from_path(path)  # pyright: ignore[reportUnknownMemberType] - its stub leaves PathLike open
        reader = _BookReader(book, _sheets_of(book, boxes), limits)
        raw = reader.read_named(sheet) if sheet is not None else reader.read_likeliest()
        return RawFile(family, reader.outlines(), raw)
    except calamine.PasswordError as error:
        raise Invalid(password_text()) from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise Invalid(sheet_guard.damaged_text()) from error


def _sheets_of(book: calamine.CalamineWorkbook, boxes: dict[str, SheetBox]) -> list[_Sheet]:
    kinds = (calamine.SheetTypeEnum.WorkSheet,)
    return [
        _Sheet(entry.name, entry.visible == calamine.SheetVisibleEnum.Hidden, boxes.get(entry.name))
        for entry in book.sheets_metadata
        if entry.typ in kinds and entry.visible != calamine.SheetVisibleEnum.VeryHidden
    ]


class _BookReader:
    """Reads sheets of one workbook, each at most once."""

    def __init__(
        self, book: calamine.CalamineWorkbook, sheets: list[_Sheet], limits: ReadingLimits
    ) -> None:
        self._book = book
        self._sheets = sheets
        self._limits = limits
        self._sizes: dict[str, tuple[int, int]] = {}

    def outlines(self) -> tuple[Outline, ...]:
        """Answer all sheets that may be chosen, with their size where it is known."""
        return tuple(
            Outline(sheet.name, *self._size(sheet), hidden=sheet.hidden) for sheet in self._sheets
        )

    def read_named(self, name: str) -> RawSheet:
        """Read the sheet of this name, hidden or not."""
        for sheet in self._sheets:
            if sheet.name == name:
                return self._read(sheet)
        raise Invalid(
            say(
                "The file has no sheet named {name}; it has {names}.",
                name=name,
                names=listed(sheet.name for sheet in self._sheets),
            )
        )

    def read_likeliest(self) -> RawSheet:
        """Read the first visible sheet that looks like a list, or else the likeliest."""
        best: RawSheet | None = None
        best_likeness = -math.inf
        refusal: Invalid | None = None
        visible = [sheet for sheet in self._sheets if not sheet.hidden]
        for sheet in visible[:_SHEETS_LOOKED_AT]:
            try:
                raw = self._read(sheet)
            except Invalid as error:
                refusal = refusal or error
                continue
            likeness = header_likeness(raw.rows, raw.merges)
            if likeness > best_likeness:
                best, best_likeness = raw, likeness
            if likeness >= _LIKELY_ENOUGH:
                break
        if best is None or best_likeness == NOTHING_FILLED:
            raise refusal or Invalid(_nothing_text(any_hidden=len(visible) < len(self._sheets)))
        return best

    def _read(self, sheet: _Sheet) -> RawSheet:
        if sheet.box is not None:
            sheet_guard.check_box(sheet.box.rows, sheet.box.columns, self._limits)
        found = self._book.get_sheet_by_name(sheet.name)
        end = found.end or (-1, -1)
        self._sizes[sheet.name] = (end[0] + 1, end[1] + 1)
        sheet_guard.check_box(end[0] + 1, end[1] + 1, self._limits)
        cleaner = RowCleaner()
        rows = [cleaner.clean(row) for row in found.to_python(skip_empty_area=False)]
        merges = _merges_within(found.merged_cell_ranges or [], end)
        errors = sheet.box.errors if sheet.box else 0
        return RawSheet(sheet.name, rows, merges, notes={"error_cells": errors} if errors else {})

    def _size(self, sheet: _Sheet) -> tuple[int, int]:
        if sheet.name not in self._sizes and sheet.box is not None:
            return sheet.box.rows, sheet.box.columns
        return self._sizes.get(sheet.name, (0, 0))


def _merges_within(
    found: list[tuple[tuple[int, int], tuple[int, int]]], end: tuple[int, int]
) -> list[Merge]:
    """Cut merged ranges to the filled rectangle; some reach to the end of the sheet."""
    return [
        (top, left, min(bottom, end[0]), min(right, end[1]))
        for (top, left), (bottom, right) in found
        if top <= end[0] and left <= end[1]
    ]


def _nothing_text(*, any_hidden: bool) -> Text:
    if any_hidden:
        return say(
            "The visible sheets are empty. Show the hidden sheet that holds the list, or name it."
        )
    return say("The file holds no filled cells. Choose another file.")


def _boxes_by_name(path: Path, boxes: dict[str, SheetBox]) -> dict[str, SheetBox]:
    """Bring part names and sheet names together through the workbook's relations."""
    try:
        with zipfile.ZipFile(path) as packed:
            book = ET.fromstring(packed.read("xl/workbook.xml"))  # noqa: S314 - no DOCTYPE: guard
            links = ET.fromstring(packed.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 - as above
    except (KeyError, ET.ParseError) as error:
        raise Invalid(sheet_guard.damaged_text()) from error
    targets = {link.get("Id", ""): link.get("Target", "") for link in links}
    found: dict[str, SheetBox] = {}
    for entry in book.iter():
        relation = entry.get(_RELATION) or entry.get(_STRICT_RELATION)
        if relation and entry.tag.rpartition("}")[2] == "sheet":
            part = posixpath.normpath(posixpath.join("/xl", targets.get(relation, "")))
            box = boxes.get(part.lstrip("/"))
            if box is not None:
                found[entry.get("name", "")] = box
    return found
