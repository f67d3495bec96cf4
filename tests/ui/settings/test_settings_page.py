"""The settings show the sections the person may use, and pass on newer keys."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtTest import QAbstractItemModelTester

from loancrm_desktop.services.actor import Rights
from loancrm_desktop.ui.settings.settings_page import (
    APPEARANCE,
    CHANNELS,
    DEVICE,
    HOURS,
    NOTICES,
    OFFICE,
    PASSWORD,
    PEOPLE,
    POOL,
    TEXTS,
    WAYS_OUT,
    SettingsPage,
)


@pytest.fixture
def page(qtbot, home, no_store):
    page = SettingsPage(home.bridge, home.words, home.opened)
    qtbot.addWidget(page)
    page.show()
    home.settle()
    return page


def test_an_owner_has_every_section(page):
    assert list(page.panels) == [
        *(
            OFFICE,
            PEOPLE,
            HOURS,
            POOL,
            CHANNELS,
            WAYS_OUT,
            TEXTS,
            PASSWORD,
            NOTICES,
            DEVICE,
            APPEARANCE,
        )
    ]


def test_others_see_neither_people_nor_channels(qtbot, home):
    actor = replace(home.opened.actor, rights=Rights("own", frozenset({"customers.*"})))
    page = SettingsPage(home.bridge, home.words, replace(home.opened, actor=actor))
    qtbot.addWidget(page)
    assert list(page.panels) == [OFFICE, PASSWORD, DEVICE, APPEARANCE]


@pytest.mark.parametrize(
    "section", [OFFICE, PEOPLE, HOURS, POOL, CHANNELS, PASSWORD, DEVICE, APPEARANCE]
)
def test_each_entry_shows_its_section(page, home, section):
    page.entries[section].click()
    home.settle()
    assert page.panels[section].isVisible()
    assert page.entries[section].isChecked()


def test_newer_keys_are_passed_on(page, home, qtbot):
    newer = replace(home.opened)
    with qtbot.waitSignal(page.keys_replaced) as passed:
        page.keys.replace(newer)
    assert passed.args == [newer]
    assert page.keys.opened is newer


def test_the_list_of_people_is_a_sound_model(page, home):
    page.show_section(PEOPLE)
    tester = QAbstractItemModelTester(page.panels[PEOPLE].model)
    page.reload()
    home.settle(lambda: page.panels[PEOPLE].model.total == 1)
    assert tester.model() is page.panels[PEOPLE].model
