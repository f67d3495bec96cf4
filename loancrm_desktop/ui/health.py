"""Whether everything a built program needs is inside it; run by CI on the frozen program."""

from __future__ import annotations

import importlib
import tempfile
from pathlib import Path

from loancrm_desktop import places
from loancrm_desktop.texts import set_language
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.application import make_application
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.desk_memory import DeskMemory
from loancrm_desktop.ui.main_window import MainWindow

_LATE = (
    "loancrm_desktop.services.opening",
    "loancrm_desktop.services.contracts",
    "loancrm_desktop.services.exchange.sheet_child",
    "loancrm_desktop.ui.workspace",
    "alembic.command",
    "docxtpl",
    "keyring",
    "pypinyin",
    "python_calamine",
    "sqlcipher3",
    "xlsxwriter",
)
_NEEDED = (
    "resources/theme/tokens.json",
    "resources/theme/app.qss",
    "resources/icons/plus.svg",
    "resources/presets/processes/standard.json",
    "templates/contracts/brokerage_contract.docx",
)


def check() -> None:
    """Import the parts used late, look for the files, build the first window offscreen.

    Raises:
        ImportError: a part is missing.
        FileNotFoundError: a file is missing.
    """
    for name in _LATE:
        importlib.import_module(name)
    roots = {"resources": places.resources(), "templates": places.templates()}
    for needed in _NEEDED:
        root, _, rest = needed.partition("/")
        if not (roots[root] / rest).is_file():
            raise FileNotFoundError(needed)
    application = make_application(["loancrm-desktop"])
    set_language("zh")
    theme.apply(application, "light")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        bridge = Bridge()
        window = MainWindow(bridge, DeskMemory(folder=Path(folder)))
        window.start(None)
        window.show()
        application.processEvents()
        window.close()
        bridge.shut_down()
