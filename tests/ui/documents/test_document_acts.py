"""Acts on documents answer to a window that may be gone, and say what this person may do."""

import pytest
from document_acts import a_file
from PySide6.QtWidgets import QWidget

from loancrm_desktop.errors import Refused
from loancrm_desktop.services.document_files import FileWish, Look
from loancrm_desktop.ui.documents.document_acts import DocumentActs, put_in_private_folder


@pytest.fixture
def window(qtbot, dressed):
    made = QWidget()
    qtbot.addWidget(made)
    return made


def test_a_window_shut_while_files_are_added_is_harmless(desk, tmp_path, qtbot, dressed):
    window = QWidget()
    acts = DocumentActs(desk.words, window)
    acts.add([(a_file(tmp_path), FileWish("other", desk.customers["钱慧敏"]))])
    window.deleteLater()
    desk.settle()


def test_files_are_counted_and_the_end_is_told(desk, window, tmp_path):
    acts = DocumentActs(desk.words, window)
    told, ended = [], []
    acts.progressed.connect(lambda done, total: told.append((done, total)))
    acts.finished.connect(lambda: ended.append(True))
    wish = FileWish("other", desk.customers["钱慧敏"])
    acts.add([(a_file(tmp_path, f"{n}.txt"), wish) for n in range(3)])
    assert acts.running
    desk.settle(lambda: ended)
    assert told == [(0, 3), (1, 3), (2, 3)]
    assert not acts.running


def test_nothing_is_put_down_once_the_office_was_locked(desk, files, tmp_path):
    import threading

    from document_acts import keep

    faults = []

    def late():
        number = keep(desk.office, desk.actor, a_file(tmp_path), desk.customers["钱慧敏"], "other")
        since = files.round
        files.clean()
        try:
            put_in_private_folder(desk.office, desk.actor, Look(number, "viewed"), since)
        except Refused as fault:
            faults.append(fault)

    thread = threading.Thread(target=late)
    thread.start()
    thread.join()
    assert len(faults) == 1
    assert files.folder is None
