"""Starts the program when the person signs in to the computer: an option, off at first.

Each system has its own place for it, in the person's own account: a desktop entry on Linux, a
launch agent on macOS, a value of the registry on Windows.
"""

from __future__ import annotations

import os
import plistlib
import sys
from collections.abc import Sequence
from pathlib import Path

from loancrm_desktop.errors import Unavailable
from loancrm_desktop.texts import say

_NAME = "LoanCRM"
_RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"


def command() -> tuple[str, ...]:
    """Answer how this program is started: itself when it was built, else by its Python."""
    if getattr(sys, "frozen", False):
        return (sys.executable,)
    return (sys.executable, "-m", "loancrm_desktop")


def is_on() -> bool:
    """Say whether the program starts by itself."""
    if sys.platform == "win32":
        return _registered()
    return _file().is_file()


def switch(*, on: bool) -> None:
    """Let the program start by itself, or not.

    Raises:
        Unavailable: this account's place for it cannot be written.
    """
    try:
        if sys.platform == "win32":
            _register(on=on)
        elif on:
            file = _file()
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(_written(command()))
        else:
            _file().unlink(missing_ok=True)
    except OSError as fault:
        text = say(
            "The system does not let the program be entered among those that start by themselves."
        )
        raise Unavailable(text, "read_only") from fault


def _file() -> Path:
    if sys.platform == "darwin":
        return Path.home() / "Library" / "LaunchAgents" / f"local.{_NAME}.plist"
    settings = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Path(settings) / "autostart" / f"{_NAME}.desktop"


def _written(parts: Sequence[str]) -> bytes:
    if sys.platform == "darwin":
        label = f"local.{_NAME}"
        agent = {"Label": label, "ProgramArguments": list(parts), "RunAtLoad": True}
        return plistlib.dumps(agent)
    lines = (
        "[Desktop Entry]",
        "Type=Application",
        f"Name={_NAME}",
        f"Exec={' '.join(_quoted(part) for part in parts)}",
        "Terminal=false",
    )
    return ("\n".join(lines) + "\n").encode()


def _quoted(part: str) -> str:
    """Quote a word of a command as desktop entries want it."""
    for sign in ("\\", '"', "`", "$"):
        part = part.replace(sign, f"\\{sign}")
    return f'"{part}"'.replace("%", "%%")


if sys.platform == "win32":
    import subprocess
    import winreg

    def _registered() -> bool:
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _RUN) as key:
                winreg.QueryValueEx(key, _NAME)
        except FileNotFoundError:
            return False
        return True

    def _register(*, on: bool) -> None:
        with winreg.CreateKey(winreg.HKEY_CURRENT_USER, _RUN) as key:
            if on:
                line = subprocess.list2cmdline(command())
                winreg.SetValueEx(key, _NAME, 0, winreg.REG_SZ, line)
            elif _registered():
                winreg.DeleteValue(key, _NAME)
