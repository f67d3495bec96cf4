"""A mistake of the program is told with a report that names places, not people."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QCoreApplication

from loancrm_desktop.ui.crash_dialog import CrashDialog, CrashNet, report_of

SECRET = "13900000872 钱慧敏"


def look_up() -> None:
    raise KeyError(SECRET)


def stumble() -> None:
    try:
        look_up()
    except KeyError as fault:
        raise RuntimeError(f"no such customer: {SECRET}") from fault


def fault() -> Exception:
    with pytest.raises(RuntimeError) as caught:
        stumble()
    return caught.value


def test_the_report_holds_no_value():
    report = report_of(fault())
    assert "RuntimeError" in report
    assert "KeyError" in report
    assert "stumble" in report
    assert "13900000872" not in report
    assert "钱慧敏" not in report


def test_the_report_does_not_name_the_users_folders():
    assert "/" not in report_of(fault()).split("test_crash_dialog.py")[0].splitlines()[-1]


def test_an_uncaught_mistake_is_shown_once_at_a_time(qtbot, caplog):
    net = CrashNet()
    net.spread()
    try:
        sys.excepthook(RuntimeError, fault(), None)
        sys.excepthook(RuntimeError, fault(), None)
        qtbot.waitUntil(lambda: net._dialog is not None)
        QCoreApplication.processEvents()
    finally:
        net.fold()
    assert "stumble" in net._dialog.report.toPlainText()
    assert len(caplog.records) == 2
    caplog.clear()
    net._dialog.accept()
    assert net._dialog is None


def test_ctrl_c_still_stops_the_program(qtbot, monkeypatch):
    told = []
    monkeypatch.setattr(sys, "excepthook", lambda *what: told.append(what[0]))
    net = CrashNet()
    net.spread()
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    net.fold()
    assert told == [KeyboardInterrupt]


def test_the_report_can_be_copied(qtbot, qapp):
    dialog = CrashDialog("where it happened")
    qtbot.addWidget(dialog)
    dialog._on_copy_clicked()
    assert qapp.clipboard().text() == "where it happened"
