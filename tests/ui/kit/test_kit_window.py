"""The kit shows every part in both themes and languages, at any text size, without a fault."""

from __future__ import annotations

import pytest
from look_audits import (
    audit_cut_text,
    audit_names,
    audit_overlaps,
    audit_targets,
    audit_untranslated,
    settle,
)

from loancrm_desktop.texts import set_language
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.kit.kit_window import KitWindow, make
from loancrm_desktop.ui.kit.samples import sample


@pytest.fixture
def shown(qtbot, qapp, dressed):
    """Answer a way to show the kit in a look; the usual look is put back."""

    def show(name: theme.ThemeName = "light", language: str = "zh", scale: str = "1.0"):
        set_language(language)
        theme.apply(qapp, name, float(scale))
        kit = make()
        assert isinstance(kit, KitWindow)
        qtbot.addWidget(kit)
        kit.show()
        settle()
        return kit

    yield show
    theme.apply(qapp, "light")


LOOKS = [
    ("light", "zh", "1.0"),
    ("dark", "zh", "0.9"),
    ("light", "en", "2.0"),
]


@pytest.mark.parametrize("look", LOOKS, ids="-".join)
def test_no_part_is_too_small_cut_nameless_or_covered(shown, look):
    kit = shown(*look)
    assert audit_targets(kit) == []
    assert audit_names(kit) == []
    assert audit_cut_text(kit) == []
    assert audit_overlaps(kit) == []


def test_the_chinese_kit_speaks_chinese(shown):
    assert audit_untranslated(shown(), "zh") == []


def test_theme_language_and_size_are_switched_in_the_header(shown, qtbot):
    kit = shown()
    kit._themes.chosen.emit("dark")
    assert theme.current().name == "dark"
    kit._scales.chosen.emit("2.0")
    assert theme.current().text_scale == 2.0
    kit._languages.chosen.emit("en")
    settle()
    assert kit._languages.current == "en"
    assert kit._scales.current == "2.0"


def test_what_opens_over_the_page_opens(shown, qtbot):
    kit = shown()
    kit.messages._on_done_clicked()
    kit.messages._on_failed_clicked()
    assert kit.toasts.texts == [sample("handed_over"), sample("not_sent")]
    kit.toasts.clear()
    kit.messages._on_opener_clicked()
    assert kit.messages._popover.isVisible()
    kit.messages._popover.close()
    question = kit.messages.question()
    qtbot.addWidget(question)
    question.open()
    assert question.isVisible()
    question.reject()
