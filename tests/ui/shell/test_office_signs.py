"""The status bar is kept true for as long as the office is open."""

from __future__ import annotations

import pytest

from loancrm_desktop.services.office_facts import OfficeInfo
from loancrm_desktop.ui.shell.office_signs import SHARED


def info(mode, backup):
    return OfficeInfo("测试机构", 1, 2, mode, {}, "", 0, backup)


@pytest.mark.parametrize(("mode", "counted"), [(SHARED, True), ("local", False)])
def test_desks_are_counted_only_in_a_shared_office(shell, mode, counted):
    shell.window._signs._on_info(info(mode, None))
    shell.settle()
    assert shell.window._signs._desks_timer.isActive() == counted
    assert shell.window.status.desks.isVisible() == counted


def test_a_known_backup_is_shown(shell):
    shell.window._signs._on_info(info("local", "2026-11-23T08:30:00+08:00"))
    assert shell.window.status.backup.isVisible()


def test_nothing_is_asked_after_locking(shell):
    signs = shell.window._signs
    shell.window.lock()
    assert shell.window._signs is None
    assert not signs._facts_timer.isActive()
    assert not signs._desks_timer.isActive()
