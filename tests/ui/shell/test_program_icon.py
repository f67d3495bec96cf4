"""The program has a sign of its own in every size."""

from __future__ import annotations

from loancrm_desktop.ui import theme
from loancrm_desktop.ui.shell.program_icon import SIDES, program_icon


def test_the_sign_is_drawn_in_the_accent_colour_in_every_size(qapp):
    icon = program_icon()
    assert sorted(size.width() for size in icon.availableSizes()) == list(SIDES)
    image = icon.pixmap(64, 64).toImage()
    assert image.pixelColor(32, 2).name() == theme.Theme("light").colour("accent").name()
    assert image.pixelColor(0, 0).alpha() == 0
