"""A reminder that falls due while the window is away is shown by a real notification service."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(__file__).parents[1] / "notified_program.py"
NEEDED = ("dunst", "dunstctl", "dbus-run-session", "xvfb-run")
SESSION = """
dunst -conf "$1/dunstrc" > "$1/dunst.log" 2>&1 &
"$2" "$3" "$1"
kill $! 2> /dev/null
"""


def missing() -> str:
    if sys.platform != "linux":
        return "notification services on D-Bus are of Linux"
    gone = [name for name in NEEDED if shutil.which(name) is None]
    return f"not installed here: {', '.join(gone)}" if gone else ""


@pytest.mark.slow
@pytest.mark.timeout(180)
@pytest.mark.skipif(bool(missing()), reason=missing() or "everything is there")
def test_a_reminder_is_shown_by_the_system_while_the_window_is_away(tmp_path, monkeypatch):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.setenv(name, "en_GB.UTF-8")
    monkeypatch.setenv("LOANCRM_PROFILE", str(tmp_path / "profile"))
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    (tmp_path / "dunstrc").write_text("[global]\n", encoding="utf-8")
    screen = ["xvfb-run", "-a", "-s", "-screen 0 1400x900x24"]
    inside = ["dbus-run-session", "--", "sh", "-c", SESSION, "sh"]
    given = [str(tmp_path), sys.executable, str(PROGRAM)]
    ran = subprocess.run(
        [*screen, *inside, *given], capture_output=True, text=True, timeout=150, check=False
    )
    told = tmp_path / "found.json"
    assert told.is_file(), ran.stderr
    found = json.loads(told.read_text("utf-8"))
    assert found["hidden"]
    assert found["told"] == 1
    # How much is new, and of nobody: a notification may stand on a locked screen.
    assert len(found["shown"]) == 1
    assert found["shown"][0].endswith("条新通知")
    assert "钱慧敏" not in found["shown"][0]
    assert found["opened"], "a click on it brings the window back"
