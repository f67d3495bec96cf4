"""Mouse and keyboard on the page of the rules."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from loancrm_desktop.services.rules import drawing

LEFT = Qt.MouseButton.LeftButton


class Hand:
    """Mouse and keyboard on the page's sentences."""

    def __init__(self, page, desk, qtbot):
        self.page, self.desk, self.qtbot = page, desk, qtbot

    def pick(self, token, *names):
        self.qtbot.mouseClick(token, LEFT)
        shown = token.opened
        for name in names:
            row = next(
                at for at in range(shown.model.rowCount()) if shown.model.index(at).data() == name
            )
            index = shown.model.index(row)
            shown.view.scrollTo(index)
            self.qtbot.mouseClick(
                shown.view.viewport(), LEFT, pos=shown.view.visualRect(index).center()
            )
        if token.opened is not None:
            QTest.keyClick(token.opened.view, Qt.Key.Key_Escape)
            token._popover.close()

    def name(self, words):
        edit = self.page.editor.bar.name
        edit.selectAll()
        self.type(edit, words)

    def type(self, edit, words):
        """Paste, for Qt's test keys know no Chinese."""
        QGuiApplication.clipboard().setText(words)
        QTest.keyClick(edit, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    def when(self, trigger):
        self.pick(self.page.editor.when.tokens["on"], trigger)

    def row(self, at=0):
        return self.page.editor.then.action_rows[at]

    def text(self, token, before, *fields):
        self.qtbot.mouseClick(token, LEFT)
        self.type(token.edit, before)
        for field in fields:
            self.pick(token.insert, field)
        token.popover.close()

    def number(self, token, value):
        self.qtbot.mouseClick(token, LEFT)
        token.spin.selectAll()
        QTest.keyClicks(token.spin, str(value))
        QTest.keyClick(token.spin, Qt.Key.Key_Tab)
        token.popover.close()

    def save(self):
        QTest.keyClick(self.page, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
        if self.page.desk.is_changed:
            self.qtbot.mouseClick(self.page.editor.bar.save, LEFT)
        self.desk.settle(lambda: not self.page.desk.is_changed)
        assert self.page.editor.notice.isHidden(), self.page.editor.notice.text
        (rule,) = self.desk.ask(drawing.list_rules)
        assert rule.broken == ""
        assert rule.is_on
        return rule
