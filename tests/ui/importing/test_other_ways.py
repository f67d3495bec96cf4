"""Below the list of customers: a whole export in, everything out, each for who may."""

from __future__ import annotations

import json
import threading
from dataclasses import replace

from office_content import content_of

from loancrm_desktop.services.exchange import exporting
from loancrm_desktop.services.exchange.export_consent import Consent
from loancrm_desktop.services.exchange.export_tables import ExportWish
from loancrm_desktop.services.exchange.exporting import Target
from loancrm_desktop.services.exchange.whole_rows import KindReader
from loancrm_desktop.ui.importing.other_ways import OtherWays


def test_who_may_not_is_not_offered_it(desk, qtbot):
    may = frozenset({"customers.import", "customers.see"})
    rights = replace(desk.actor.rights, may=may)
    desk.bridge._actor = replace(desk.actor, rights=rights, granted=None)
    ways = OtherWays(desk.bridge, desk.words)
    qtbot.addWidget(ways)
    ways.show()
    assert ways.history.isVisible()
    assert not ways.whole.isVisible()
    assert not ways.out.isVisible()


def test_a_whole_export_that_is_here_already_is_refused_in_words(desk, qtbot, tmp_path):
    ways = OtherWays(desk.bridge, desk.words)
    qtbot.addWidget(ways)
    ways.show()
    out = tmp_path / "all.json"
    wish = ExportWish(shape="values")
    desk.bridge.outside(
        exporting.export, office=desk.office, actor=desk.actor, target=Target(out, "json"),
        wish=wish, consent=Consent(unattended=True),
    )  # fmt: skip
    desk.settle()
    ways.take_whole(out)
    desk.settle(ways.whole.isEnabled)
    assert "8" in ways.notice.text, "four customers and their deals"
    (tmp_path / "odd.json").write_text("{}", "utf-8")
    ways.take_whole(tmp_path / "odd.json")
    desk.settle(lambda: "odd.json" in ways.notice.text)


def test_the_history_opens_and_lets_go(desk, qtbot):
    ways = OtherWays(desk.bridge, desk.words)
    qtbot.addWidget(ways)
    ways.show()
    ways.open_history()
    assert ways.dialog.isVisible()
    ways.dialog.reject()
    assert ways.dialog is None


def test_follow_ups_open_and_let_go(desk, qtbot):
    ways = OtherWays(desk.bridge, desk.words)
    qtbot.addWidget(ways)
    ways.show()
    ways.contacts.click()
    assert ways.dialog.isVisible()
    ways.dialog.reject()
    assert ways.dialog is None


def test_a_whole_export_comes_in_and_is_taken_back_by_its_button(desk, qtbot, tmp_path):
    empty = {"format": 1, "office": "旧", "tables": {"customer": {
        "columns": [{"key": key} for key in ("id", "name", "status", "created_at")],
        "rows": [[1, "新来的人", "prospect", "2026-01-05T09:00:00+08:00"]]}}}  # fmt: skip
    (tmp_path / "all.json").write_text(json.dumps(empty), "utf-8")
    ways = OtherWays(desk.bridge, desk.words)
    qtbot.addWidget(ways)
    ways.show()
    before = content_of(desk.office)
    ways.take_whole(tmp_path / "all.json")
    desk.settle(ways.undo.isVisible)
    assert not ways.progress.isVisible()
    assert len(content_of(desk.office)["customer"]) == len(before["customer"]) + 1
    ways.undo.click()
    desk.settle(lambda: len(content_of(desk.office)["customer"]) == len(before["customer"]))
    assert content_of(desk.office) == before


MANY = 900


def whole_file_of(path, count):
    """Write a whole export of so many customers."""
    keys = ("id", "name", "status", "created_at")
    rows = [
        [number, f"客户{number}", "prospect", "2026-01-05T09:00:00+08:00"]
        for number in range(1, count + 1)
    ]
    table = {"columns": [{"key": key} for key in keys], "rows": rows}
    path.write_text(json.dumps({"format": 1, "tables": {"customer": table}}), "utf-8")
    return path


def test_a_whole_import_shows_how_far_it_is_and_leaves_nothing_when_cancelled(
    desk, qtbot, tmp_path, monkeypatch
):
    path = whole_file_of(tmp_path / "all.json", MANY)
    before = content_of(desk.office)
    half, go_on = threading.Event(), threading.Event()
    read = KindReader._read

    def read_slowly(reader, row):
        if row["id"] == MANY // 2:
            half.set()
            assert go_on.wait(60)
        return read(reader, row)

    monkeypatch.setattr(KindReader, "_read", read_slowly)
    ways = OtherWays(desk.bridge, desk.words)
    qtbot.addWidget(ways)
    ways.show()
    ways.take_whole(path)
    try:
        qtbot.waitUntil(half.is_set, timeout=10_000)
        qtbot.waitUntil(lambda: ways.progress.bar.value() > 0, timeout=10_000)
        assert ways.progress.isVisible()
        assert not ways.whole.isEnabled()
        ways.progress.cancel_requested.emit()
    finally:
        go_on.set()
    desk.settle(ways.whole.isEnabled)
    assert not ways.progress.isVisible()
    assert not ways.undo.isVisible()
    assert "取消" in ways.notice.text
    assert content_of(desk.office) == before


def test_sheets_of_everything_are_taken_in_by_the_window_too(desk, qtbot, tmp_path):
    out = tmp_path / "all.xlsx"
    desk.bridge.outside(
        exporting.export, office=desk.office, actor=desk.actor, target=Target(out, "xlsx"),
        wish=ExportWish(), consent=Consent(unattended=True),
    )  # fmt: skip
    desk.settle()
    ways = OtherWays(desk.bridge, desk.words)
    qtbot.addWidget(ways)
    ways.show()
    ways.take_whole(out)
    desk.settle(ways.whole.isEnabled)
    assert "8" in ways.notice.text, "four customers and their deals are here already"
