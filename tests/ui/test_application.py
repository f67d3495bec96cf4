"""The first window comes with little; a built program can tell whether it is whole."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from loancrm_desktop.__main__ import main
from loancrm_desktop.ui.desk_memory import DeskMemory

LATE = (
    "sqlalchemy",
    "alembic",
    "pydantic",
    "openpyxl",
    "docxtpl",
    "pypinyin",
    "keyring",
    "phonenumbers",
    "zxcvbn",
    "xlsxwriter",
    "loancrm_desktop.services.office",
    "loancrm_desktop.ui.workspace",
)
FIRST_WINDOW = f"""
import json, sys
from pathlib import Path
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.application import make_application
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.desk_memory import DeskMemory
from loancrm_desktop.ui.main_window import MainWindow
application = make_application(["test"])
theme.apply(application, "light")
bridge = Bridge()
memory = DeskMemory(folder=Path(sys.argv[1]))
memory.remember_office(Path("/office"), "office", "boss")
window = MainWindow(bridge, memory)
window.start(None)
window.show()
application.processEvents()
print(json.dumps([name for name in {LATE!r} if name in sys.modules]))
window.close()
bridge.shut_down()
"""


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        timeout=100,
        env=environment,
        check=False,
    )


def test_the_first_window_imports_nothing_slow(tmp_path):
    done = run("-c", FIRST_WINDOW, str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == []


def test_the_health_check_says_ok():
    done = run("-m", "loancrm_desktop", "--healthcheck")
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().endswith("ok")


@pytest.mark.slow
def test_the_tour_saves_a_picture_of_every_window(tmp_path):
    done = run("-m", "loancrm_desktop", "--tour", str(tmp_path / "tour"))
    assert done.returncode == 0, done.stderr
    names = sorted(path.stem[3:] for path in (tmp_path / "tour").glob("*.png"))
    for wanted in ("first_run_office", "unlock", "customer_list", "customer_page", "board"):
        assert wanted in names


def test_an_unknown_language_is_refused(capsys):
    with pytest.raises(SystemExit) as left:
        main(["--lang", "fr"])
    assert left.value.code == 2
    assert "fr" in capsys.readouterr().err


@pytest.fixture
def program(qapp, dressed, tmp_path, monkeypatch):
    from loancrm_desktop.ui.application import Options, Program

    monkeypatch.setenv("LOANCRM_PROFILE", str(tmp_path))
    program = Program(qapp, Options(language="zh", theme="light"))
    program.show()
    yield program
    program.window.close()
    program.end()


def test_the_program_starts_at_the_first_run_in_the_chosen_look(program, qtbot):
    from loancrm_desktop.ui import theme

    qtbot.waitUntil(lambda: program.bridge.pending == 0, timeout=30_000)
    assert program.window.first_run_page is not None
    assert theme.current().name == "light"


def test_light_and_dark_are_changed_and_remembered(program, qtbot, tmp_path):
    from loancrm_desktop.ui import theme

    program.window.theme_requested.emit()
    assert theme.current().name == "dark"
    assert DeskMemory.read(tmp_path).theme == "dark"
    program.window.theme_requested.emit()
    assert theme.current().name == "light"


def test_a_mistake_behind_the_bridge_is_reported(program, qtbot, caplog):
    def stumble() -> None:
        raise ZeroDivisionError

    program.bridge.outside(stumble)
    qtbot.waitUntil(lambda: program.net._dialog is not None)
    assert "ZeroDivisionError" in program.net._dialog.report.toPlainText()
    caplog.clear()
    program.net._dialog.accept()


def test_the_program_leaves_no_translator_behind(qapp, dressed, tmp_path, monkeypatch):
    from PySide6.QtCore import QCoreApplication

    from loancrm_desktop.ui.application import Options, Program

    def said() -> str:
        return QCoreApplication.translate("QPlatformTheme", "Cancel")

    monkeypatch.setenv("LOANCRM_PROFILE", str(tmp_path))
    before = said()
    program = Program(qapp, Options(language="zh", theme="light"))
    assert said() != before
    program.window.close()
    program.end()
    assert said() == before
