"""The status bar says what is true, and of saving only after it failed."""

from __future__ import annotations

import os
from datetime import UTC, datetime

import pytest

from loancrm_desktop.errors import Refused, Unavailable
from loancrm_desktop.services import customers
from loancrm_desktop.texts import say
from loancrm_desktop.ui.shell.desk_count import desks_open
from loancrm_desktop.ui.shell.status_bar import StatusBar


@pytest.fixture
def bar(qtbot, dressed):
    bar = StatusBar()
    qtbot.addWidget(bar)
    bar.show()
    return bar


def test_without_an_office_it_says_so(bar):
    assert bar.safe.isVisible()
    assert not any(part.isVisible() for part in (bar.desks, bar.backup, bar.saving, bar.keys))


def test_an_open_office_is_said_to_be_encrypted_and_the_keys_are_offered(bar, qtbot, tmp_path):
    bar.show_open(tmp_path)
    assert bar.safe.property("state") == "success"
    assert bar.safe.toolTip() == str(tmp_path)
    with qtbot.waitSignal(bar.shortcuts_requested):
        bar.keys.click()


def test_a_backup_is_only_spoken_of_when_one_is_known(bar):
    bar.show_backup(None)
    assert bar.backup.isHidden()
    bar.show_backup(datetime(2026, 11, 23, 8, 30, tzinfo=UTC))
    assert bar.backup.isVisible()
    assert "2026-11-23" in bar.backup.toolTip()


def test_saved_is_said_only_after_not_saved(bar):
    bar.show_saved()
    assert bar.saving.isHidden()
    bar.show_unsaved()
    assert bar.saving.property("state") == "danger"
    bar.show_saved()
    assert bar.saving.property("state") == "success"
    bar._saved_timer.timeout.emit()
    assert bar.saving.isHidden()


def test_every_part_can_be_reached_by_tab_and_has_a_name(bar, tmp_path):
    bar.show_open(tmp_path)
    bar.show_desks(3)
    for part in (bar.safe, bar.desks):
        assert part.accessibleName()
        assert part.height() >= 22


def test_a_failed_write_is_seen_until_one_succeeds(shell):
    status = shell.window.status
    shell.bridge.refused.emit(Refused(say("Not now.")))
    assert status.saving.isHidden()
    shell.bridge.refused.emit(Unavailable(say("The disk is full."), "disk"))
    assert status.saving.property("state") == "danger"
    shell.bridge.do(customers.edit, customer_id=1, values={"wechat": "qhm"})
    shell.settle(lambda: status.saving.property("state") == "success")


def test_facts_and_desks_are_read_for_the_bar(shell):
    shell.window._signs.read_facts()
    shell.settle()
    shell.window._signs.count_desks()
    shell.settle()
    assert shell.window.status.desks.accessibleName()


def test_desks_are_counted_by_how_young_their_notes_are(tmp_path):
    assert desks_open(tmp_path) == 0
    from loancrm_desktop.services.vault.desks import desks_folder

    folder = desks_folder(tmp_path)
    folder.mkdir(parents=True)
    for name, age_s in (("a", 0), ("b", 40), ("c", 4_000)):
        note = folder / f"{name}.json"
        note.write_text("{}")
        moment = 1_800_000_000 - age_s
        os.utime(note, (moment, moment))
    assert desks_open(tmp_path) == 2
