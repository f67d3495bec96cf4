"""What can be done from the keyboard: every command is a QAction that its widget carries.

The command palette, the menus and the F1 sheet read the actions off the widgets that are shown,
so a command that is added to a page appears in all three at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from loancrm_desktop.ui import theme

Keys = str | QKeySequence.StandardKey | tuple[str, ...]

_ICON = "icon name"
_USUAL_KEYS = "usual keys"


@dataclass(frozen=True, slots=True)
class Command:
    """One command as people meet it.

    Attributes:
        key: its name in code and tests, such as `customer.new`.
        title: a verb with its object, already in the language of the window.
        keys: the shortcut, several, or none; a standard key where Qt has one.
        icon: a name in resources/icons.
        menu: the menu it stands in: file, edit, view, go, customer, window, help; empty for none.
    """

    key: str
    title: str
    keys: Keys = ""
    icon: str = ""
    menu: str = ""


def add_command(widget: QWidget, command: Command, run: Callable[[], object]) -> QAction:
    """Give a widget a command that its keys run while the widget or a child of it has focus.

    Args:
        widget: the window, workspace or page that offers the command.
        command: what people see.
        run: a bound method (never a lambda: it would keep the page alive).
    """
    return _added(widget, command, run, Qt.ShortcutContext.WidgetWithChildrenShortcut)


def add_global(window: QWidget, command: Command, run: Callable[[], object]) -> QAction:
    """Give a window a command that its keys run wherever the focus is in it.

    Args:
        window: a top-level window, or what fills one.
        command: what people see.
        run: a bound method.
    """
    return _added(window, command, run, Qt.ShortcutContext.WindowShortcut)


def add_letter(
    view: QWidget, page: QWidget, command: Command, run: Callable[[], object]
) -> QAction:
    """Give a page a command whose single-letter key works only while its list has focus.

    The view must not use an input method, or a Chinese one would swallow the letter.

    Args:
        view: the list, board column or canvas that must have the focus.
        page: the page that offers the command to palette and F1 sheet.
        command: what people see.
        run: a bound method.
    """
    view.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
    action = _added(page, command, run, Qt.ShortcutContext.WidgetShortcut)
    view.addAction(action)
    return action


def commands_of(*widgets: QWidget) -> list[QAction]:
    """Answer the commands these widgets offer now, in order, disabled ones left out."""
    return [
        action
        for widget in widgets
        for action in widget.actions()
        if action.objectName() and action.isEnabled() and action.isVisible()
    ]


def icon_of(action: QAction) -> str:
    """Answer the icon name of a command, empty for none."""
    return action.property(_ICON) or ""


def menu_of(action: QAction) -> str:
    """Answer the menu a command stands in, empty for none."""
    data = action.data()
    return data if isinstance(data, str) else ""


def make_room(general: Iterable[QAction], own: Iterable[QAction]) -> None:
    """Let commands of a page have their keys where a general one has the same.

    Two commands with the same keys would both stay silent. The general ones get their keys back
    with the next page that does not want them.
    """
    taken = {keys.toString() for action in own for keys in action.shortcuts()}
    for action in general:
        usual = action.property(_USUAL_KEYS)
        if usual is None:
            usual = action.shortcuts()
            action.setProperty(_USUAL_KEYS, usual)
        kept = [keys for keys in usual if keys.toString() not in taken]
        if kept != action.shortcuts():
            action.setShortcuts(kept)


def keys_text(action: QAction) -> str:
    """Answer the command's first shortcut as this computer writes it, such as Ctrl+N or ⌘N."""
    return action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)


def _added(
    widget: QWidget, command: Command, run: Callable[[], object], context: Qt.ShortcutContext
) -> QAction:
    action = QAction(command.title, widget)
    action.setObjectName(command.key)
    action.setShortcutContext(context)
    if isinstance(command.keys, tuple):
        action.setShortcuts([QKeySequence(keys) for keys in command.keys])
    elif command.keys:
        action.setShortcut(QKeySequence(command.keys))
    if command.icon:
        action.setIcon(theme.current().icon(command.icon))
        action.setProperty(_ICON, command.icon)
    action.setData(command.menu)
    action.triggered.connect(run)
    widget.addAction(action)
    return action
