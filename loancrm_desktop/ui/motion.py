"""Whether things may move by themselves: as the person says at this desk, or the system."""

from __future__ import annotations

import plistlib
import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication

REDUCED = "reducedMotion"
"""The application's property that is true where nothing is to move by itself."""

_MAC_SETTINGS = Path("Library/Preferences/com.apple.universalaccess.plist")
_WINDOWS_ANIMATES = 0x1042  # SPI_GETCLIENTAREAANIMATION


def set_reduced(application: QCoreApplication, *, wished: bool) -> None:
    """Let nothing move by itself if the person or the system wishes that."""
    application.setProperty(REDUCED, wished or system_reduces())


def is_reduced() -> bool:
    """Say whether nothing is to move by itself."""
    application = QCoreApplication.instance()
    return application is not None and bool(application.property(REDUCED))


def system_reduces() -> bool:
    """Say whether the system is set so that windows do not move by themselves."""
    if sys.platform == "win32":
        return _windows_reduces()
    if sys.platform == "darwin":
        return mac_reduces(Path.home() / _MAC_SETTINGS)
    return False


def mac_reduces(settings: Path) -> bool:
    """Read the switch from a Mac's file of settings; without a readable file it is off."""
    try:
        with settings.open("rb") as stream:
            stored = plistlib.load(stream)
    except (OSError, plistlib.InvalidFileException, ValueError):
        return False
    return bool(stored.get("reduceMotion"))


def _windows_reduces() -> bool:
    if sys.platform != "win32":
        return False
    import ctypes

    animates = ctypes.c_int(1)
    asked = ctypes.windll.user32.SystemParametersInfoW(
        _WINDOWS_ANIMATES, 0, ctypes.byref(animates), 0
    )  # fmt: skip
    return bool(asked) and not animates.value
