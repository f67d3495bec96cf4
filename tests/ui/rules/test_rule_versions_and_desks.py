"""Two desks at one rule, its versions, what is carried over, what failed: all by the window."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from rule_hands import LEFT

from loancrm_desktop.services import customers
from loancrm_desktop.services.rules import drawing, log
from loancrm_desktop.services.rules.drawing import RuleRow


def rule(desk, key="silent_3") -> RuleRow:
    return next(each for each in desk.ask(drawing.list_rules) if each.key == key)


@pytest.fixture
def shown(page, desk):
    """Answer the page with the three days' rule on the table."""
    page.show_rule("silent_3")
    desk.settle(lambda: page.desk.key == "silent_3")
    return page


def rename(page, qtbot, words):
    page.editor.bar.name.selectAll()
    QTest.keyClicks(page.editor.bar.name, words)
    qtbot.waitUntil(lambda: page.desk.is_changed, timeout=10_000)


def test_two_desks_that_edit_one_rule_are_told_and_neither_is_lost(shown, desk, qtbot):
    theirs = {**rule(desk).body, "title": {"zh": "theirs"}}
    rename(shown, qtbot, "mine")
    desk.do(drawing.save, body=theirs)
    qtbot.mouseClick(shown.editor.bar.save, LEFT)
    desk.settle(lambda: not shown.editor.notice.isHidden())
    assert "规则" in shown.editor.notice.text
    assert rule(desk).body["title"]["zh"] == "theirs"
    assert shown.desk.body["title"]["zh"] == "mine"
    qtbot.mouseClick(shown.editor.bar.save, LEFT)
    desk.settle(lambda: not shown.desk.is_changed)
    assert rule(desk).body["title"]["zh"] == "mine"
    titles = [each.body["title"]["zh"] for each in desk.ask(drawing.versions, rule="silent_3")]
    assert titles[:2] == ["mine", "theirs"]


def test_theirs_is_shown_instead_of_mine_when_wished(shown, desk, qtbot):
    theirs = {**rule(desk).body, "title": {"zh": "theirs"}}
    rename(shown, qtbot, "mine")
    desk.do(drawing.save, body=theirs)
    qtbot.mouseClick(shown.editor.bar.save, LEFT)
    desk.settle(lambda: not shown.editor.notice.isHidden())
    shown.editor.notice.action_requested.emit()
    desk.settle(lambda: shown.desk.body["title"]["zh"] == "theirs")
    assert not shown.desk.is_changed


def test_an_older_version_is_put_on_the_table_and_saved_as_the_newest(shown, desk, qtbot):
    before = rule(desk).body
    desk.do(drawing.save, body={**before, "when": {"on": "silent", "days": 9}})
    desk.settle(lambda: shown.desk.version == rule(desk).version)
    shown.show_versions()
    desk.settle(lambda: shown.dialog.list.count() == 2)
    shown.dialog.list.setCurrentRow(1)
    desk.settle(lambda: "3" in shown.dialog.sentence.text())
    qtbot.mouseClick(shown.dialog.take, LEFT)
    assert shown.desk.is_changed
    qtbot.mouseClick(shown.editor.bar.save, LEFT)
    desk.settle(lambda: not shown.desk.is_changed)
    assert rule(desk).body == before
    assert rule(desk).version == 3


def test_rules_are_written_into_a_file_and_read_from_it(shown, desk, tmp_path):
    file = tmp_path / "rules.json"
    shown.carrier.export_to(file)
    desk.settle(file.is_file)
    stored = json.loads(file.read_text("utf-8"))
    assert {each["key"] for each in stored} == {e.key for e in desk.ask(drawing.list_rules)}
    desk.do(drawing.remove, key="silent_3")
    shown.carrier.import_from(file)
    desk.settle(lambda: any(e.key == "silent_3" for e in desk.ask(drawing.list_rules)))


def test_what_failed_is_tried_again_by_its_button(page, desk, qtbot):
    nobody = {
        "format": 1, "key": "give", "title": {"zh": "分配"}, "when": {"on": "created"},
        "then": [{"do": "assign", "how": "even", "people": [desk.actor.user_id], "most_open": 1}],
    }  # fmt: skip
    desk.do(drawing.save, body=nobody)
    desk.do(customers.add, values={"name": "满了"})
    (failed,) = desk.ask(log.log, rule="give").rows
    assert failed.state == "failed"
    desk.do(drawing.save, body={**nobody, "then": [{**nobody["then"][0], "most_open": 100}]})
    desk.settle(lambda: page._row("give") is not None)
    page.show_rule("give")
    page.editor.tabs.setCurrentIndex(1)
    panel = page.editor.log
    desk.settle(lambda: panel.model.rowCount() == 1)
    assert panel.model.index(0, 4).data() == failed.fault
    panel.view.selectRow(0)
    qtbot.mouseClick(panel.retry, Qt.MouseButton.LeftButton)
    desk.settle(lambda: desk.ask(log.log, rule="give").rows[0].state == "done")


def test_a_trial_says_in_a_sentence_whom_it_would_have_reminded(shown, desk, clock):
    clock.forward(days=10)
    shown.editor.trial.run()
    desk.settle(lambda: shown.editor.trial.trial is not None and shown.editor.trial.trial.fired)
    trial = shown.editor.trial.trial
    words = shown.editor.trial.summary.text()
    assert str(trial.people) in words
    assert str(trial.records) in words
    assert "提醒" in words


def test_the_whole_rule_reads_as_one_sentence_with_its_live_count(shown, desk):
    desk.settle(lambda: "连续3天" in shown.reading.sentence.text())
    assert shown.reading.matching.text()
    assert shown.reading.sentence.text().endswith("。")
