"""Icons of record types have a word each, for who cannot tell the picture."""

from loancrm_desktop.ui import theme
from loancrm_desktop.ui.own_records.icon_words import ICONS, icon_word


def test_every_icon_is_there_and_has_a_word_of_its_own(qapp):
    assert len({icon_word(icon) for icon in ICONS}) == len(ICONS)
    assert not [icon for icon in ICONS if theme.icon(icon).isNull()]


def test_an_icon_without_a_word_is_said_by_its_name():
    assert icon_word("rocket") == "rocket"
