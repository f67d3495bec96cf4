"""The first window comes up without what only an open office needs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

REPO = Path(__file__).resolve().parents[2]
HEAVY = (
    "argon2", "cryptography", "docx", "docxtpl", "jinja2", "keyring", "lxml", "openpyxl",
    "pydantic", "pypinyin", "sqlalchemy", "sqlcipher3", "xlsxwriter", "zxcvbn",
)  # fmt: skip
SHOW_FIRST_WINDOW = """
import json, os, sys, time
began = time.process_time()
from loancrm_desktop.ui.application import Options, Program, make_application
application = make_application(["loancrm-desktop"])
program = Program(application, Options())
program.window.show()
application.processEvents()
took = time.process_time() - began
shown = type(program.window.centralWidget().currentWidget()).__name__
print(json.dumps({"modules": sorted(sys.modules), "took_s": took, "shown": shown}), flush=True)
os._exit(0)
"""
MOST_S = 10.0
"""Of the processor, far above the second it takes: only a real mistake shows."""


def first_window(profile: Path) -> dict:
    told = subprocess.run(
        [sys.executable, "-c", SHOW_FIRST_WINDOW],
        cwd=REPO,
        env={**os.environ, "LOANCRM_PROFILE": str(profile), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=100,
        check=True,
    )
    return json.loads(told.stdout.strip().splitlines()[-1])


@pytest.mark.parametrize("known", [False, True], ids=["first run", "known office"])
def test_the_first_window_imports_nothing_of_an_open_office(tmp_path, known):
    if known:
        office = {"folder": str(tmp_path / "office"), "name": "云岭融资咨询", "login": "boss"}
        (tmp_path / "desk.json").write_text(json.dumps({"offices": [office]}), "utf-8")
    found = first_window(tmp_path)
    assert found["shown"] == ("UnlockPage" if known else "FirstRunPage")
    assert sorted(set(found["modules"]) & set(HEAVY)) == []
    assert not [name for name in found["modules"] if name.startswith("loancrm_desktop.models")]
    assert found["took_s"] < MOST_S
