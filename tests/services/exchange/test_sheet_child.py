import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from loancrm_desktop.services import children
from loancrm_desktop.services.exchange.reading_limits import DEFAULT_LIMITS
from loancrm_desktop.services.exchange.sheet_child import FROZEN_FLAG

MODULE = "loancrm_desktop.services.exchange.sheet_child"


def ask(path: Path, sheet: str | None = None) -> list[dict[str, object]]:
    request = {"path": str(path), "sheet": sheet, "limits": asdict(DEFAULT_LIMITS)}
    ended = children.run(
        children.command_of(MODULE, FROZEN_FLAG),
        json.dumps(request).encode() + b"\n",
        children.Limits(30, 1024),
    )
    assert ended.how == "answered"
    return [json.loads(line) for line in ended.answer.splitlines()]


def test_the_answer_is_lines_of_json_with_dates_beside_the_rows(tmp_path: Path, shared: Path):
    table, rows, done = ask(shared / "03_spreadsheets" / "excel" / "calamine_date.ods")
    assert table["table"]["format"] == "ods"
    assert rows["numbers"] == [1, 2, 3, 4]
    assert rows["dates"] == [[0, 0, "2021-01-01"], [1, 0, "2021-01-01T10:10:10"]]
    assert done == {"done": True}


def test_a_refusal_is_one_line_and_no_table(tmp_path: Path):
    (line,) = ask(tmp_path / "none.xlsx")
    assert line["refused"][0].startswith("The file is not there.")


def test_opening_foreign_files_needs_neither_window_nor_database():
    program = (
        f"import sys, {MODULE}, loancrm_desktop.services.exchange.workbooks\n"
        "print([name for name in ('PySide6', 'sqlalchemy', 'sqlcipher3', 'openpyxl', 'keyring')"
        " if name in sys.modules])"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "[]"
