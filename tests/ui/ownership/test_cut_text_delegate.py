"""A cell that is too narrow says its words in a tooltip, a wide one does not."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QHelpEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QStyleOptionViewItem, QTableView, QToolTip

from loancrm_desktop.ui.ownership.cut_text_delegate import CutTextDelegate


@pytest.mark.parametrize(("width", "said"), [(40, True), (400, False)])
def test_only_what_is_cut_off_is_said(qtbot, dressed, monkeypatch, width, said):
    model = QStandardItemModel(1, 1)
    model.setItem(0, 0, QStandardItem("放入公海：客户暂缓，半年后再说"))
    view = QTableView()
    qtbot.addWidget(view)
    view.setModel(model)
    delegate = CutTextDelegate(view)
    view.setItemDelegate(delegate)
    view.resize(600, 200)
    view.show()
    view.setColumnWidth(0, width)
    told = []
    monkeypatch.setattr(QToolTip, "showText", lambda _at, text, _view: told.append(text))
    event = QHelpEvent(QEvent.Type.ToolTip, QPoint(5, 5), QPoint(5, 5))
    delegate.helpEvent(event, view, QStyleOptionViewItem(), model.index(0, 0))
    assert bool(told) == said
