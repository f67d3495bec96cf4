"""The code of a number is painted here, and read back by a decoder's rules."""

from __future__ import annotations

import segno
from PySide6.QtGui import QColor

from loancrm_desktop.ui.widgets.qr_code import QrCode


def test_the_modules_are_those_of_the_text(qtbot):
    code = QrCode("code")
    qtbot.addWidget(code)
    code.show_text("tel:13900000872")
    wanted = [bytes(line) for line in segno.make("tel:13900000872", error="m", micro=False).matrix]
    side = code.sizeHint().width() / (len(wanted) + 4)
    code.resize(code.sizeHint())
    picture = code.grab().toImage()
    for y in range(0, len(wanted), 3):
        for x in range(0, len(wanted), 3):
            at = [int((each + 2.5) * side * picture.devicePixelRatio()) for each in (x, y)]
            dark = QColor(picture.pixel(*at)).lightness() < 128
            assert dark == bool(wanted[y][x])


def test_an_empty_text_shows_nothing(qtbot):
    code = QrCode("code")
    qtbot.addWidget(code)
    code.show_text("tel:1")
    code.show_text("")
    assert code.is_empty
