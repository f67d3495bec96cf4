"""Icons of record types have a word each, for who cannot tell the picture."""

from loancrm_desktop import places
from loancrm_desktop.ui.own_records.icon_words import ICONS, icon_word


def test_every_icon_is_there_and_has_a_word_of_its_own():
    assert len({icon_word(icon) for icon in ICONS}) == len(ICONS)
    drawn = {path.stem for path in (places.resources() / "icons").glob("*.svg")}
    assert set(ICONS) <= drawn


def test_an_icon_without_a_word_is_said_by_its_name():
    assert icon_word("rocket") == "rocket"
