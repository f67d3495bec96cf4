"""The program at a desk with a notification service: a reminder falls due while it is hidden.

Run by tests/journeys/test_native_notification.py inside a session of D-Bus and X of its own.
"""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QTimer

from loancrm_desktop.services import customers, opening
from loancrm_desktop.services.office import system_clock
from loancrm_desktop.services.rules import drawing
from loancrm_desktop.services.vault.kdf import FLOOR
from loancrm_desktop.ui import application as faces
from loancrm_desktop.ui.application import Options, Program, make_application

REMIND = {
    "format": 1, "key": "remind", "title": {"zh": "提醒"}, "when": {"on": "silent", "days": 3},
    "then": [{"do": "notify", "text": "请及时跟进客户{name}"}],
}  # fmt: skip
GIVE_UP_MS = 60_000


def made(folder: Path):
    """Answer an office whose one customer has been silent for three days."""
    new = opening.NewOffice("安信居间", "boss", "王老板", "three green lamps dance", params=FLOOR)
    opened = opening.create_office(folder, new).opened
    clock = opened.office.clock

    def days_ago():
        return clock() - timedelta(days=3)

    opened.office.clock = days_ago
    opened.office.do(opened.actor, customers.add, values={"name": "钱慧敏"})
    opened.office.clock = system_clock
    opened.office.do(opened.actor, drawing.save, REMIND)
    return opened


def shown() -> list[str]:
    """Answer what the notification service has shown, by its own word."""
    subprocess.run(["dunstctl", "close-all"], check=True)
    told = subprocess.run(["dunstctl", "history"], check=True, capture_output=True, text=True)
    return [each["body"]["data"] for each in json.loads(told.stdout)["data"][0]]


def main(folder: Path) -> None:
    """Hide the window, wait for the notification, write down what was shown."""
    faces.tray_is_there = lambda: True  # a tray is no part of this session
    application = make_application(["test"])
    application.setQuitOnLastWindowClosed(False)
    program = Program(application, Options(language="zh", theme="light"))
    program.memory.close_to_tray = True
    program._on_desk_changed("close_to_tray")
    program.show()
    program.window.enter(made(folder / "office"))
    program.window.close()
    found = {"hidden": program.window.isHidden(), "told": 0, "shown": [], "opened": False}

    def wait() -> None:
        found["told"] = len(program.notices.told)
        if found["told"]:
            watch.stop()
            QTimer.singleShot(1500, look)

    def look() -> None:
        picture = program.window.screen().grabWindow(0)
        picture.save(str(folder / "notification.png"))
        click = ["dunstctl", "action", "0"]
        subprocess.run(click, check=False, timeout=5)
        QTimer.singleShot(1500, end)

    def end() -> None:
        found["opened"] = program.window.isVisible()
        found["shown"] = shown()
        application.exit()

    watch = QTimer()
    watch.timeout.connect(wait)
    watch.start(200)
    QTimer.singleShot(GIVE_UP_MS, application.exit)
    application.exec()
    (folder / "found.json").write_text(json.dumps(found), encoding="utf-8")
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
