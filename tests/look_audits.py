"""Looks through the widgets of a window that is shown, for what its design forbids.

Each audit answers one line per fault, so that a test can say `assert audit_names(page) == []`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from PySide6.QtCore import QAbstractItemModel, QEvent, QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QCalendarWidget,
    QCheckBox,
    QComboBox,
    QGraphicsView,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QScrollBar,
    QStyle,
    QStyleOptionComboBox,
    QTabBar,
    QTextEdit,
    QToolButton,
    QWidget,
)

from loancrm_desktop.ui.widgets.elided_label import ElidedLabel

LEAST_HIT = 24
HEAD_PADDING = 16
ROUNDS = 6  # a text that grew by a line moves its card first, then what the card lies in
OWN_WORDS = frozenset(
    {
        "WPS",
        "Excel",
        "Ctrl",
        "Alt",
        "Shift",
        "Enter",
        "Esc",
        "Tab",
        "Space",
        "Del",
        "Home",
        "End",
        "PgUp",
        "PgDown",
    }
    | {"PDF", "JPG", "PNG", "CSV", "XLSX", "DOCX", "English", "Windows", "macOS", "LoanCRM"}
)
_INPUTS = (QLineEdit, QComboBox, QPlainTextEdit, QTextEdit, QAbstractSpinBox)
_LATIN = re.compile(r"[A-Za-z]{2,}")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_MASK_OR_CODE = re.compile(r"[\d*_@./\\]")


def settle() -> None:
    """Let layouts come to rest."""
    for _ in range(ROUNDS):
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QApplication.processEvents()


def audit_targets(widget: QWidget, least: int = LEAST_HIT) -> list[str]:
    """Name every button and box that is too small to hit."""
    faults = []
    for each in _seen(widget):
        if isinstance(each, QAbstractButton | QComboBox) and not _of_qt(each):
            size = each.size()
            if min(size.width(), size.height()) < least:
                faults.append(f"{_named(each)}: {size.width()} × {size.height()}")
    return faults


def audit_names(widget: QWidget) -> list[str]:
    """Name every icon button, input and view that a screen reader could not name."""
    faults = []
    buddies = {one.buddy() for one in widget.findChildren(QLabel) if one.buddy() is not None}
    for each in _seen(widget):
        if _of_qt(each):
            continue
        if isinstance(each, QAbstractButton) and not each.text().strip():
            if not each.accessibleName():
                faults.append(f"{_named(each)}: no accessible name")
            if not each.toolTip() and isinstance(each, QToolButton | QPushButton):
                faults.append(f"{_named(each)}: no tip")
        elif isinstance(each, _INPUTS) and not each.accessibleName() and each not in buddies:
            faults.append(f"{_named(each)}: an input without a name")
        elif isinstance(each, QAbstractItemView | QGraphicsView) and not each.accessibleName():
            faults.append(f"{_named(each)}: a view without a name")
    return faults


def audit_cut_text(widget: QWidget) -> list[str]:
    """Name everything whose words do not fit and are not in its tip."""
    faults = []
    for each in _seen(widget):
        if isinstance(each, QHeaderView):
            faults += _cut_heads(each)
        elif not _of_qt(each):
            faults += _cut_words(each)
            faults += _cut_input(each)
    return faults


def _cut_words(each: QWidget) -> list[str]:
    if isinstance(each, ElidedLabel):
        cut = each.is_elided and each.text() not in each.toolTip()
        return [f"{_named(each)}: elided without a tip"] * cut
    if isinstance(each, QLabel):
        cut = bool(each.text()) and each.text() not in each.toolTip() and _label_is_cut(each)
        return [f"{_named(each)}: {_sizes(each)}"] * cut
    if isinstance(each, QPushButton | QToolButton | QCheckBox | QRadioButton):
        words = each.text().strip()
        needed, room = each.minimumSizeHint().width(), each.width()
        cut = bool(words) and words not in each.toolTip() and needed > room + 1
        return [f"{_named(each)}: {_sizes(each)}"] * cut
    return []


def _cut_input(each: QWidget) -> list[str]:
    if isinstance(each, QComboBox):
        return _cut_choice(each)
    return _cut_hint(each) if isinstance(each, QLineEdit) else []


def audit_untranslated(
    widget: QWidget, lang: str, allowed: frozenset[str] | set[str] = frozenset()
) -> list[str]:
    """Name what is seen, or read out, in English only where the window speaks Chinese.

    Args:
        widget: what is looked through.
        lang: the language of the window; English is not looked at.
        allowed: names of the test's own people and places.
    """
    if lang != "zh":
        return []
    faults = set()
    for each in _seen(widget):
        for words in _words_of(each):
            if words not in allowed and _is_english(words):
                faults.add(f"{type(each).__name__}: {words}")
    return sorted(faults)


def audit_overlaps(widget: QWidget) -> list[str]:
    """Name buttons and inputs of one parent that lie upon each other."""
    faults = []
    holders: dict[QWidget, list[QWidget]] = {}
    for each in _seen(widget):
        parent = each.parentWidget()
        meant = isinstance(each, QAbstractButton | QLineEdit | QComboBox) and not _of_qt(each)
        if meant and parent is not None:
            holders.setdefault(parent, []).append(each)
    for parent, inside in holders.items():
        if isinstance(parent, QLineEdit | QComboBox | QAbstractSpinBox):
            continue
        for place, one in enumerate(inside):
            for other in inside[place + 1 :]:
                shared = one.geometry() & other.geometry()
                if shared.width() > 1 and shared.height() > 1:
                    faults.append(f"{_named(one)} and {_named(other)}")
    return faults


def all_faults(
    widget: QWidget, lang: str = "zh", allowed: frozenset[str] | set[str] = frozenset()
) -> dict[str, list[str]]:
    """Answer the faults of every audit by its name, those without faults left out."""
    settle()
    found = {
        "targets": audit_targets(widget),
        "names": audit_names(widget),
        "cut text": audit_cut_text(widget),
        "untranslated": audit_untranslated(widget, lang, allowed),
        "overlaps": audit_overlaps(widget),
    }
    return {name: faults for name, faults in found.items() if faults}


def _seen(widget: QWidget) -> Iterator[QWidget]:
    """Answer the widget and its children that are shown, also those scrolled out of sight."""
    yield widget
    for child in widget.findChildren(QWidget):
        if child.isVisible() and child.window() is widget.window():
            yield child


def _of_qt(widget: QWidget) -> bool:
    """Tell whether a widget is a part that Qt itself puts into one of its widgets."""
    if widget.objectName().startswith("qt_") or type(widget).__name__ == "QComboBoxListView":
        return True
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QCalendarWidget | QTabBar | QScrollBar):
            return True
        if isinstance(parent, QComboBox | QAbstractSpinBox) and not isinstance(widget, QLabel):
            return True
        if isinstance(parent, QAbstractItemView) and not isinstance(widget, QPushButton):
            return True
        if isinstance(parent, QLineEdit):
            return type(widget).__name__ == "QToolButton" and not widget.property("kind")
        parent = parent.parentWidget()
    return False


def _cut_choice(box: QComboBox) -> list[str]:
    """Answer what is wrong with the choice shown, in a box that cannot be typed into."""
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    part = QStyle.SubControl.SC_ComboBoxEditField
    room = box.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, box)
    words = box.currentText()
    needed = box.fontMetrics().horizontalAdvance(words)
    cut = not box.isEditable() and needed > room.width() + 1 and words not in box.toolTip()
    return [f"{_named(box)}: the choice “{words}” needs {needed}, has {room.width()}"] * cut


def _cut_hint(edit: QLineEdit) -> list[str]:
    words = edit.placeholderText()
    needed = edit.fontMetrics().horizontalAdvance(words)
    cut = not edit.text() and needed > edit.width() - 8 and words not in edit.toolTip()
    return [f"{_named(edit)}: the hint “{words}” needs {needed}, has {edit.width()}"] * cut


def _cut_heads(head: QHeaderView) -> list[str]:
    """Answer the heads of columns whose words neither fit nor are in a tip."""
    faults = []
    model = cast("QAbstractItemModel | None", head.model())
    if model is None or head.orientation() != Qt.Orientation.Horizontal:
        return []
    for section in range(head.count()):
        words = str(model.headerData(section, head.orientation()) or "")
        tip = str(model.headerData(section, head.orientation(), Qt.ItemDataRole.ToolTipRole) or "")
        needed = head.fontMetrics().horizontalAdvance(words) + HEAD_PADDING
        room = head.sectionSize(section)
        if not head.isSectionHidden(section) and needed > room and words not in tip:
            faults.append(f"{type(head.parent()).__name__}: the head “{words}” needs {needed}, "
                          f"has {room}")  # fmt: skip
    return faults


def _label_is_cut(shown: QLabel) -> bool:
    if not shown.pixmap().isNull():
        return False
    room = shown.contentsRect()
    if not shown.wordWrap():
        needed = shown.fontMetrics().size(0, shown.text())
        return needed.width() > room.width() + 1
    return shown.heightForWidth(shown.width()) > shown.height() + 2


def _words_of(widget: QWidget) -> Iterator[str]:
    tips = [widget.toolTip(), widget.accessibleName()]
    if isinstance(widget, QLabel | QAbstractButton):
        tips.append(widget.text())
    if isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit):
        tips.append(widget.placeholderText())
    if isinstance(widget, QComboBox):
        tips += [widget.itemText(place) for place in range(widget.count())]
    if isinstance(widget, QTabBar):
        tips += [widget.tabText(place) for place in range(widget.count())]
    for words in tips:
        yield words.strip()


def _is_english(words: str) -> bool:
    if _CHINESE.search(words) or _MASK_OR_CODE.search(words):
        return False
    letters = [each for each in _LATIN.findall(words) if each not in OWN_WORDS]
    return any(len(each) > 3 for each in letters)


def _named(widget: QWidget) -> str:
    words = widget.accessibleName() or getattr(widget, "text", str)() or widget.toolTip()
    parent = widget.parentWidget()
    at = widget.mapTo(widget.window(), QPoint(0, 0))
    place = QRect(at, widget.size())
    return (
        f"{type(parent).__name__}>{type(widget).__name__}“{words[:40]}” at {place.x()},{place.y()}"
    )


def _sizes(widget: QWidget) -> str:
    hint, size = widget.minimumSizeHint(), widget.size()
    return f"needs {hint.width()} × {hint.height()}, has {size.width()} × {size.height()}"
