"""Nothing moves by itself where the person or the system does not want it."""

from __future__ import annotations

import plistlib

import pytest

from loancrm_desktop.ui import motion
from loancrm_desktop.ui.kanban.flying import motion_ms


@pytest.fixture(autouse=True)
def _as_before(qapp):
    yield
    qapp.setProperty(motion.REDUCED, None)


def test_cards_fly_unless_the_person_wishes_otherwise(qapp, monkeypatch):
    monkeypatch.setattr(motion, "system_reduces", lambda: False)
    motion.set_reduced(qapp, wished=False)
    assert not motion.is_reduced()
    assert motion_ms(400) > 0
    motion.set_reduced(qapp, wished=True)
    assert motion.is_reduced()
    assert motion_ms(400) == 0


def test_the_system_is_followed(qapp, monkeypatch):
    monkeypatch.setattr(motion, "system_reduces", lambda: True)
    motion.set_reduced(qapp, wished=False)
    assert motion.is_reduced()


@pytest.mark.parametrize(("stored", "reduces"), [({"reduceMotion": True}, True), ({}, False)])
def test_a_macs_switch_is_read(tmp_path, stored, reduces):
    settings = tmp_path / "settings.plist"
    settings.write_bytes(plistlib.dumps(stored))
    assert motion.mac_reduces(settings) is reduces


def test_a_mac_without_readable_settings_moves(tmp_path):
    assert not motion.mac_reduces(tmp_path / "none.plist")
    broken = tmp_path / "broken.plist"
    broken.write_bytes(b"\0\1nothing")
    assert not motion.mac_reduces(broken)
