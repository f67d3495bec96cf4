"""A relay hands a signal on with words, and keeps nobody alive."""

from __future__ import annotations

import gc
import weakref

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QPushButton

from loancrm_desktop.ui.widgets.relay import relay


class Ear(QObject):
    def __init__(self):
        super().__init__()
        self.heard = []

    def on_row(self, row):
        self.heard.append(row)

    def on_row_checked(self, row, checked):
        self.heard.append((row, checked))


def test_the_words_come_first_and_no_more_than_the_method_takes(qtbot, dressed):
    button, ear = QPushButton(), Ear()
    qtbot.addWidget(button)
    button.setCheckable(True)
    button.clicked.connect(relay(button, ear.on_row, 3))
    button.clicked.connect(relay(button, ear.on_row_checked, 4))
    button.click()
    assert ear.heard == [3, (4, True)]


def test_the_receiver_is_let_go_and_the_signal_then_reaches_nobody(qtbot, dressed):
    button, ear = QPushButton(), Ear()
    qtbot.addWidget(button)
    button.clicked.connect(relay(button, ear.on_row, 3))
    kept = weakref.ref(ear)
    del ear
    gc.collect()
    assert kept() is None
    button.click()


def test_only_methods_of_qt_objects_are_handed_on_to(qtbot, dressed):
    button = QPushButton()
    qtbot.addWidget(button)
    with pytest.raises(TypeError):
        relay(button, print, 3)
