"""Below the list of customers: a whole export in, everything out, each for who may."""

from __future__ import annotations

import json
from dataclasses import replace

from office_content import content_of

from loancrm_desktop.services.exchange import exporting
from loancrm_desktop.services.exchange.export_consent import Consent
from loancrm_desktop.services.exchange.export_tables import ExportWish
from loancrm_desktop.services.exchange.exporting import Target
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
