"""No text is cut off on any window or dialog the program has, in either language.

The windows are those of `loancrm screens`, one after the other, on a demo office.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from look_audits import (
    audit_cut_text,
    audit_names,
    audit_overlaps,
    audit_targets,
    audit_untranslated,
    settle,
)
from PySide6.QtWidgets import QWidget

from loancrm_desktop.texts import set_language
from loancrm_desktop.ui import theme, vault_calls
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.desk_memory import DeskMemory
from loancrm_desktop.ui.main_window import MainWindow
from loancrm_desktop.ui.screens import taking
from loancrm_desktop.ui.screens.stage import SIZE, Picture, Stage

SMALLEST = (1100, 700)
LOOKS = {
    "zh": ("zh", 1.0, SIZE),
    "en": ("en", 1.0, SIZE),
    "en, smallest window": ("en", 1.0, SMALLEST),
    "zh, larger text": ("zh", 1.3, SIZE),
}


@dataclass(slots=True)
class Inspection(Stage):
    """A stage whose camera looks for faults instead of taking pictures.

    Attributes:
        language: what the windows speak.
        faults: what is wrong, with the first screen it was seen on.
    """

    language: str = "zh"
    faults: dict[str, str] = field(default_factory=dict)

    def picture(self, screen: str) -> None:
        self.settle()
        for each in (self.window, *self.over()):
            self._look_at(screen, each)

    def alone(self, screen: str, widget: QWidget) -> None:
        self.settle()
        self._look_at(screen, widget)

    def _look_at(self, screen: str, widget: QWidget) -> None:
        settle()
        self.taken.append(Picture(screen, self.folder / screen))
        found = [
            *audit_cut_text(widget),
            *audit_targets(widget),
            *audit_names(widget),
            *audit_overlaps(widget),
            *audit_untranslated(widget, self.language, KEPT_AS_THEY_ARE),
        ]
        for fault in found:
            self.faults.setdefault(fault, screen)


PLACES = ("address", "channel", "company", "email", "gender", "name", "occupation", "phone",
          "region", "wechat")  # fmt: skip
KEPT_AS_THEY_ARE = frozenset(  # keys, kinds of files, and what is typed into a template as it is
    {"Enter", "Return", "JSON", "remark", *(f"{{{place}}}" for place in PLACES)}
)


@pytest.fixture
def inspected(qtbot, qapp, dressed, tmp_path):
    """Answer a way to walk through every window in a look."""
    bridge = Bridge()

    def inspect(look: str) -> Inspection:
        language, scale, size = LOOKS[look]
        set_language(language)
        theme.apply(qapp, "light", scale)
        opened = vault_calls.open_demo(
            tmp_path / "office", taking.SIZE_OF_DEMO, vault_calls.DemoProgress()
        )
        window = MainWindow(bridge, DeskMemory(folder=tmp_path / "profile"))
        qtbot.addWidget(window)
        window.resize(*size)
        window.show()
        stage = Inspection(qapp, bridge, window, tmp_path, language=language)
        taking.walk(stage, opened)
        window.close()
        return stage

    yield inspect
    bridge.shut_down()
    theme.apply(qapp, "light")


@pytest.mark.slow
@pytest.mark.parametrize("look", LOOKS)
def test_every_window_is_without_fault(inspected, look):
    walked = inspected(look)
    assert len(walked.taken) > 35
    told = "\n".join(f"{screen}: {fault}" for fault, screen in walked.faults.items())
    assert not walked.faults, told
