"""The documents beside a customer's timeline: added, opened with a reason, filed, removed."""

from datetime import timedelta
from pathlib import Path

from document_acts import a_file
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QLabel, QToolButton

from loancrm_desktop.services import documents
from loancrm_desktop.services.documents import DocumentQuery
from loancrm_desktop.services.office import system_clock
from loancrm_desktop.ui.documents.access_dialog import AccessDialog
from loancrm_desktop.ui.documents.document_dialog import DocumentDialog
from loancrm_desktop.ui.documents.documents_card import SHOWN_AT_FIRST
from loancrm_desktop.ui.documents.purpose_popover import PurposePopover


def file_them(card, desk, paths, kind=None, until=""):
    card.take(paths)
    dialog = card.findChildren(DocumentDialog)[-1]
    if kind:
        dialog.kind.setCurrentIndex(dialog.kind.findData(kind))
    dialog.until.setText(until)
    dialog.go.click()
    desk.settle(lambda: not card.acts.running)


def words_of(card):
    return [each.text() for each in card.findChildren(QLabel) if each.isVisibleTo(card)]


def act(card, text, row=0):
    buttons = [each for each in card.findChildren(QToolButton) if each.menu() is not None]
    action = next(each for each in buttons[row].menu().actions() if each.text() == text)
    action.trigger()


def test_files_are_added_and_shown_with_kind_and_day(card, desk, tmp_path):
    day = (system_clock() + timedelta(days=900)).date().isoformat()
    file_them(card, desk, [a_file(tmp_path), a_file(tmp_path, "b.txt")], "bank_statement", day)
    assert [paper.kind for paper in card.papers] == ["bank_statement"] * 2
    assert [paper.name for paper in card.papers] == ["b.txt", "征信报告.txt"]
    assert card.papers[0].valid_until.isoformat() == day
    desk.settle(lambda: "b.txt" in words_of(card))


def test_a_day_that_is_none_keeps_the_dialog(card, desk, tmp_path):
    card.take([a_file(tmp_path)])
    dialog = card.findChildren(DocumentDialog)[-1]
    dialog.until.setText("nächste Woche")
    dialog.go.click()
    assert dialog.isVisible()
    assert dialog.until_field.message
    dialog.reject()
    desk.settle()
    assert card.papers == ()


def test_what_ran_out_is_marked(card, desk, tmp_path):
    file_them(card, desk, [a_file(tmp_path)], "other", "2020-01-31")
    marks = [each for each in card.findChildren(QLabel) if each.property("state") == "danger"]
    assert len(marks) == 1


def test_a_file_that_vanished_is_named_and_the_others_are_added(card, desk, tmp_path):
    file_them(card, desk, [tmp_path / "gone.pdf", a_file(tmp_path)], "other")
    assert "gone.pdf" in card.notice.text
    assert len(card.papers) == 1


def test_a_sensitive_document_is_opened_after_a_reason(card, desk, tmp_path, shown, files):
    file_them(card, desk, [a_file(tmp_path)], "credit_report")
    act(card, "打开" if "打开" in actions(card) else "Open")
    popover = card.findChildren(PurposePopover)[-1]
    popover.choose("bank_submission")
    popover.go.click()
    desk.settle(lambda: shown)
    assert Path(shown[0]).read_text(encoding="utf-8") == "演示征信：正常"
    log = desk.ask(documents.log, document_id=card.papers[0].id)
    assert (log[0].act, bool(log[0].purpose)) == ("viewed", True)
    files.clean()
    assert not Path(shown[0]).exists()


def actions(card):
    button = next(each for each in card.findChildren(QToolButton) if each.menu() is not None)
    return [each.text() for each in button.menu().actions()]


def test_a_plain_document_is_opened_at_once(card, desk, tmp_path, shown):
    file_them(card, desk, [a_file(tmp_path, "x.txt")], "contract")
    card._open(card.papers[0], card.upload)
    desk.settle(lambda: shown)
    assert Path(shown[0]).name == "x.txt"


def test_a_copy_is_saved_where_the_person_says(card, desk, tmp_path, monkeypatch):
    file_them(card, desk, [a_file(tmp_path, "x.txt")], "contract")
    out = tmp_path / "copy.txt"
    monkeypatch.setattr(
        "loancrm_desktop.ui.documents.document_acts.QFileDialog.getSaveFileName",
        lambda *given: (str(out), ""),
    )
    said = []
    card.said.connect(said.append)
    card._save_copy(card.papers[0], card.upload)
    desk.settle(lambda: said)
    assert out.read_text(encoding="utf-8") == "演示征信：正常"
    assert "copy.txt" in said[0]


def test_a_damaged_file_is_said_in_the_card(card, desk, tmp_path, shown):
    file_them(card, desk, [a_file(tmp_path, "x.txt")], "contract")
    (path,) = (desk.office.place.folder / "files").iterdir()
    path.write_bytes(b"junk")
    card._open(card.papers[0], card.upload)
    desk.settle(card.notice.isVisible)
    assert card.notice.text
    assert shown == []


def test_removed_and_taken_back_from_the_trash(card, desk, tmp_path):
    file_them(card, desk, [a_file(tmp_path, "x.txt")], "contract")
    card._remove(card.papers[0], card.upload)
    desk.settle(lambda: not card.papers)
    card.trash.setChecked(True)
    desk.settle(lambda: card.papers)
    card._restore(card.papers[0], card.upload)
    desk.settle(lambda: not card.papers)
    card.trash.setChecked(False)
    desk.settle(lambda: card.papers)


def test_filed_anew_and_looked_up_in_the_log(card, desk, tmp_path, qtbot):
    file_them(card, desk, [a_file(tmp_path, "x.txt")], "contract")
    card._file_anew(card.papers[0], card.upload)
    dialog = card.findChildren(DocumentDialog)[-1]
    dialog.name.setText("合同终稿.txt")
    dialog.go.click()
    desk.settle(lambda: card.papers and card.papers[0].name == "合同终稿.txt")
    card._show_log(card.papers[0], card.upload)
    log = card.findChildren(AccessDialog)[-1]
    desk.settle(lambda: log.lines.count() >= 8)
    log.accept()


def dropped(paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def test_files_are_dropped_onto_it(card, desk, tmp_path):
    data = dropped([a_file(tmp_path)])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, left, none)
    card.dragEnterEvent(entering)
    assert card.property("state") == "drop"
    card.dropEvent(QDropEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, left, none))
    assert card.property("state") == ""
    dialog = card.findChildren(DocumentDialog)[-1]
    assert dialog.kind.currentData() == "credit_report"  # by its name
    dialog.reject()


def test_many_documents_are_shown_on_request(card, desk, tmp_path):
    paths = [a_file(tmp_path, f"{n}.txt") for n in range(SHOWN_AT_FIRST + 2)]
    file_them(card, desk, paths, "other")
    assert "0.txt" not in words_of(card)
    card._on_rest_clicked()
    desk.settle(lambda: "0.txt" in words_of(card))


def test_another_desks_document_appears(card, desk, tmp_path):
    from document_acts import keep

    path = a_file(tmp_path)
    import threading

    customer = desk.customers["钱慧敏"]
    other = threading.Thread(target=keep, args=(desk.office, desk.actor, path, customer, "other"))
    other.start()
    other.join()
    desk.settle(lambda: card.papers)
    assert desk.ask(documents.page, query=DocumentQuery())[0].id == card.papers[0].id


def test_files_of_several_kinds_go_by_their_names(card, desk, tmp_path):
    file_them(card, desk, [a_file(tmp_path, "银行流水.txt"), a_file(tmp_path, "合同.txt")])
    assert {paper.name: paper.kind for paper in card.papers} == {
        "银行流水.txt": "bank_statement",
        "合同.txt": "contract",
    }
