"""A card of a customer's documents at a desk."""

import pytest

from loancrm_desktop.services import opened_files
from loancrm_desktop.services.opened_files import OpenedFiles
from loancrm_desktop.ui.documents import document_acts
from loancrm_desktop.ui.documents.documents_card import DocumentsCard


@pytest.fixture
def files(tmp_path, monkeypatch):
    folder = tmp_path / "opened"
    folder.mkdir()
    made = OpenedFiles(folder)
    monkeypatch.setattr(opened_files, "opened", made)
    monkeypatch.setattr(document_acts, "opened", made)
    return made


@pytest.fixture
def shown(monkeypatch):
    """Answer what was handed to the system's own programs."""
    paths = []

    def show(url):
        paths.append(url.toLocalFile())
        return True

    monkeypatch.setattr(document_acts.QDesktopServices, "openUrl", show)
    return paths


@pytest.fixture
def card(qtbot, desk, files):
    made = DocumentsCard(desk.words)
    qtbot.addWidget(made)
    made.resize(320, 400)
    made.show()
    made.show_customer(desk.customers["钱慧敏"])
    desk.settle()
    return made
