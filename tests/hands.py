"""A person at the program: finds what is on the screen by its words, clicks it and types.

Nothing here knows a page. A thing is found by what is written on it or read out of it, it must
be in sight and not covered, and mouse and keys go to the window as from the system.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import (
    QAction,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QInputMethodEvent,
    QInputMethodQueryEvent,
    QKeySequence,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QMainWindow,
    QMenu,
    QPlainTextEdit,
    QScrollArea,
    QTabBar,
    QTextEdit,
    QWidget,
)

from loancrm_desktop.ui.application import Options, Program

LEFT = Qt.MouseButton.LeftButton
PLAIN = Qt.KeyboardModifier.NoModifier
PATIENCE_MS = 20_000
WINDOWS = (QMainWindow, QDialog, QMenu)
PLAIN_WINDOWS = (Qt.WindowType.Window, Qt.WindowType.Widget)
FIELDS = (QLineEdit, QPlainTextEdit, QTextEdit)


class StrayWindows(QObject):
    """Notes what is shown as a window of its own although it was meant as a part of one.

    A widget that is shown before it has a parent flashes up as a window and takes the keyboard.
    """

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget):
            meant = isinstance(watched, WINDOWS) or watched.windowType() not in PLAIN_WINDOWS
            if watched.isWindow() and not meant:
                self.names.append(f"{type(watched).__name__} {words_of(watched)}")
        return False


class Hands:
    """Mouse and keyboard of one person at one running program."""

    def __init__(self, qtbot: Any, program: Program) -> None:
        self._qtbot = qtbot
        self.program = program
        self.bugs: list[str] = []
        self.stray = StrayWindows()
        QApplication.instance().installEventFilter(self.stray)
        program.net.caught.connect(self.bugs.append)

    def leave(self) -> None:
        """Close the program; nothing may have gone wrong on the way."""
        QApplication.instance().removeEventFilter(self.stray)
        self.program.window.close()
        self.program.end()
        assert not self.bugs, self.bugs
        assert self.stray.names == [], f"shown as windows: {self.stray.names}"

    # Waiting

    def wait(self, wanted: Callable[[], Any], why: str = "") -> Any:
        """Wait until something is so and nothing is under way; answers it."""
        found: list[Any] = []

        def there() -> bool:
            assert not self.bugs, self.bugs
            found[:] = [wanted()]
            return bool(found[0]) and self.program.bridge.pending == 0

        try:
            self._qtbot.waitUntil(there, timeout=PATIENCE_MS)
        except Exception as late:
            raise AssertionError(f"waited in vain: {why}\n{self.screen()}") from late
        return found[0]

    def rest(self) -> None:
        """Wait until every request is answered."""
        QApplication.processEvents()
        self.wait(lambda: True)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QApplication.processEvents()
        if QGuiApplication.focusWindow() is None and QApplication.activePopupWidget() is None:
            self._give_focus()  # as a window manager does; where there is no screen there is none

    def _give_focus(self) -> None:
        shown = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
        front = QApplication.activeModalWidget() or self.program.window
        if front in shown:
            front.activateWindow()
            self._qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is not None)

    def screen(self) -> str:
        """Answer what can be read on the screen, to say it where a test fails."""
        return "\n".join(
            f"{type(each).__name__}: {words}"
            for each in on_screen()
            if (words := " | ".join(words_of(each))) and words.strip()
        )

    # Finding

    def see(self, words: str, kind: type[QWidget] = QWidget, within: QWidget | None = None) -> Any:
        """Wait for the widget in sight that is so named; answers it."""
        return self.wait(lambda: self.look(words, kind, within), f"no {kind.__name__} “{words}”")

    def look(
        self, words: str, kind: type[QWidget] = QWidget, within: QWidget | None = None
    ) -> QWidget | None:
        """Answer the widget in sight that is so named, the innermost and topmost, or None."""
        named = [
            each
            for each in on_screen(within)
            if isinstance(each, kind) and words in [one.strip() for one in words_of(each)]
        ]
        free = [each for each in named if is_reachable(each)]
        inner = [each for each in free or named if not any(_holds(each, one) for one in named)]
        return inner[0] if inner else None

    def ending(self, words: str) -> QWidget | None:
        """Answer the widget in sight whose name ends so, or None."""
        found = (each for each in on_screen() if any(w.endswith(words) for w in words_of(each)))
        return next(found, None)

    def reads(self, part: str) -> bool:
        """Tell whether some text in sight holds these words."""
        return any(part in words for each in on_screen() for words in words_of(each))

    # Mouse

    def press(self, words: str, kind: type[QWidget] = QWidget) -> None:
        """Click what is so named."""
        widget = self.see(words, kind)
        self.wait(widget.isEnabled, f"“{words}” stays grey")
        self.click(widget)

    def click(self, widget: QWidget, at: QPoint | None = None, *, twice: bool = False) -> None:
        """Click a place of a widget; it must be in sight and nothing may lie upon it."""
        bring_into_sight(widget)
        place = widget.rect().center() if at is None else at
        assert reaches(widget, place), f"covered: {type(widget).__name__} {words_of(widget)}"
        window = widget.window()
        there = widget.mapTo(window, place)
        act = QTest.mouseDClick if twice else QTest.mouseClick
        act(window.windowHandle(), LEFT, PLAIN, there)
        self.rest()

    def click_row(self, view: QAbstractItemView, row: int, column: int = 0, **how: bool) -> None:
        """Click a cell of a list."""
        index = view.model().index(row, column)
        view.scrollTo(index)
        self.click(view.viewport(), view.visualRect(index).center(), **how)

    def choose(self, words: str) -> None:
        """Click an entry of the menu that is open."""
        menu = self.wait(QApplication.activePopupWidget, "no menu")
        assert isinstance(menu, QMenu)
        action = next(each for each in menu.actions() if plain(each) == words)
        QTest.mouseClick(menu.windowHandle(), LEFT, PLAIN, menu.actionGeometry(action).center())
        self.rest()

    def press_tab(self, words: str, more: str) -> None:
        """Click the tab that begins so, or its entry in the menu of tabs there is no room for."""
        for bar in (each for each in on_screen() if isinstance(each, QTabBar)):
            for at in range(bar.count()):
                if bar.tabText(at).startswith(words) and bar.isTabVisible(at):
                    self.click(bar, bar.tabRect(at).center())
                    return
        self.press(more)
        self.choose(words)

    # Keys

    def keys(self, *sequences: str) -> None:
        """Press keys, as they are written in the F1 sheet."""
        for sequence in sequences:
            keys = QKeySequence.fromString(sequence, QKeySequence.SequenceFormat.PortableText)
            assert keys.count() == 1, sequence
            pressed = keys[0]
            QTest.keyClick(focus_window(), pressed.key(), pressed.keyboardModifiers())
        self.rest()

    def write(self, text: str) -> None:
        """Type into what has the focus: Latin by keys, Chinese by an input method."""
        if text.isascii():
            for sign in text:
                QTest.keyClick(focus_window(), sign)
        else:
            compose(text)
        self.rest()

    def fill_in(self, words: str, text: str) -> None:
        """Click an input that is so named, and write into it anew."""
        field = self.see(words, QWidget)
        if not isinstance(field, FIELDS):
            field = next(each for each in field.findChildren(QWidget) if isinstance(each, FIELDS))
        self.click(field)
        if text_of(field):
            self.keys("Ctrl+A", "Del")
        self.write(text)

    # The office, asked for the facts

    def ask(self, reader: Callable[..., Any], **arguments: Any) -> Any:
        """Ask a service, past the windows."""
        bridge = self.program.bridge
        office, actor = bridge.office, bridge.actor
        answers: list[Any] = []
        asking = threading.Thread(
            target=lambda: answers.append(office.ask(actor, reader, **arguments))
        )
        asking.start()
        asking.join()
        return answers[0]


class CarriedDrag:
    """Stands in for QDrag where there is no screen: lets go at the place the hand goes to."""

    goal: QPoint = QPoint()
    over: list[QWidget]

    def __init__(self, source: QWidget) -> None:
        self._source = source
        self._mime = QMimeData()

    def setMimeData(self, mime: QMimeData) -> None:  # noqa: N802 - QDrag's name
        self._mime = mime

    def setPixmap(self, picture: Any) -> None:  # noqa: N802 - QDrag's name
        del picture

    def setHotSpot(self, place: QPoint) -> None:  # noqa: N802 - QDrag's name
        del place

    def exec(self, actions: Qt.DropAction) -> Qt.DropAction:
        window = self._source.window()
        drop(window, self.goal, self._mime, actions)
        return actions


def drop(window: QWidget, goal: QPoint, mime: QMimeData, actions: Qt.DropAction) -> bool:
    """Carry something to a place of a window and let go, as the system tells a window of it."""
    target: QWidget | None = window.childAt(goal) or window
    while target is not None and not target.acceptDrops():
        target = target.parentWidget()
    assert target is not None, "nothing there takes a drop"
    at = QPointF(target.mapFrom(window, goal)) if target is not window else QPointF(goal)
    enter = QDragEnterEvent(at.toPoint(), actions, mime, LEFT, PLAIN)
    enter.ignore()
    QApplication.sendEvent(target, enter)
    if not enter.isAccepted():
        return False
    QApplication.sendEvent(target, QDragMoveEvent(at.toPoint(), actions, mime, LEFT, PLAIN))
    let_go = QDropEvent(at, actions, mime, LEFT, PLAIN)
    QApplication.sendEvent(target, let_go)
    return let_go.isAccepted()


def start_program(qapp: Any, language: str) -> Program:
    """Start the program as a person does, with nothing remembered."""
    program = Program(qapp, Options(language=language, theme="light"))
    program.show()
    return program


def on_screen(within: QWidget | None = None) -> Iterator[QWidget]:
    """Answer what is shown, popups and dialogs first."""
    tops = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
    tops.sort(key=lambda each: (each is not QApplication.activePopupWidget(), not each.isModal()))
    for top in tops:
        if within is None or top is within.window():
            yield top
            for child in top.findChildren(QWidget):
                inside = within is None or within.isAncestorOf(child)
                if child.isVisible() and child.window() is top and inside:
                    yield child


def words_of(widget: QWidget) -> list[str]:
    """Answer what is written on a widget and what a screen reader calls it."""
    text = getattr(widget, "text", None)
    written = text() if callable(text) else text if isinstance(text, str) else ""
    found = [written if isinstance(written, str) else "", widget.accessibleName()]
    if isinstance(widget, QLabel):
        return found[:1]
    return [words.replace("&", "") for words in found if words]


def text_of(field: QWidget) -> str:
    """Answer what stands in a text field."""
    if isinstance(field, QLineEdit):
        return field.text()
    assert isinstance(field, QPlainTextEdit | QTextEdit)
    return field.toPlainText()


def plain(action: QAction) -> str:
    """Answer a menu entry's words without its shortcut."""
    return action.text().split("\t", maxsplit=1)[0].replace("&", "")


def focus_window() -> Any:
    """Answer the window that keys go to."""
    popup = QApplication.activePopupWidget()
    window = popup.windowHandle() if popup is not None else QGuiApplication.focusWindow()
    assert window is not None, "no window has the keyboard"
    return window


def compose(text: str, *, commit: bool = True) -> None:
    """Have an input method hold letters in what has the focus, then put the signs down."""
    target = QGuiApplication.focusObject()
    popup = QApplication.activePopupWidget()
    if popup is not None and popup.focusWidget() is not None:
        target = popup.focusWidget()
    assert target is not None
    asked = QInputMethodQueryEvent(Qt.InputMethodQuery.ImEnabled)
    QApplication.sendEvent(target, asked)
    assert asked.value(Qt.InputMethodQuery.ImEnabled), f"no input method works in {target}"
    QApplication.sendEvent(target, QInputMethodEvent("pin yin", []))
    if commit:
        done = QInputMethodEvent("", [])
        done.setCommitString(text)
        QApplication.sendEvent(target, done)


def bring_into_sight(widget: QWidget) -> None:
    """Scroll to a widget, as a wheel would."""
    holder = widget.parentWidget()
    while holder is not None:
        if isinstance(holder, QScrollArea):
            holder.ensureWidgetVisible(widget)
        holder = holder.parentWidget()
    QApplication.processEvents()


def _holds(holder: QWidget, other: QWidget) -> bool:
    return holder is not other and holder.isAncestorOf(other)


def is_reachable(widget: QWidget) -> bool:
    """Tell whether a click on the middle of a widget would come to it."""
    return reaches(widget, widget.rect().center())


def reaches(widget: QWidget, place: QPoint) -> bool:
    """Tell whether a click at a place of a widget comes to it, or to a part of it."""
    window = widget.window()
    there = widget.mapTo(window, place)
    if not QRect(QPoint(0, 0), window.size()).contains(there):
        return False
    hit = window.childAt(there) or window
    return hit is widget or widget.isAncestorOf(hit)
