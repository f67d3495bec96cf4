"""Cards are painted from the theme in force, whatever a name is made of."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem

from loancrm_desktop.services.board_cards import BoardPage, CardMarks, Lane
from loancrm_desktop.services.deal_cards import DealCard
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.kanban.card_delegate import MOST_PICTURES, CardDelegate, card_height
from loancrm_desktop.ui.kanban.column_model import StageColumnModel

NOW = datetime(2026, 6, 30, 4, 0, tzinfo=UTC)
CARD = DealCard(
    1, "D-1", 1, "钱慧敏", "business", 180_000_000, "first_call", NOW - timedelta(days=2),
    NOW - timedelta(days=1), None, 1, "open", None, None, None, None, 1, 1, (),
)  # fmt: skip
MARKS = CardMarks("A", has_step=False, step_at=None)
LANE = Lane("first_call", "初步电联", "First call", "open", 1, 1, 0, 0, 0, 0, 0)


class Names:
    def person_name(self, person_id):
        return "王老板" if person_id else ""

    def stage_name(self, key):
        return key or ""


@pytest.fixture
def delegate(dressed):
    return CardDelegate(Names(), lambda: NOW)


def painted(delegate, card, marks=MARKS, width=190):
    column = StageColumnModel(LANE)
    column.start(BoardPage((card,), (marks,), None))
    picture = QPixmap(width, card_height() + 6)
    picture.fill(theme.current().colour("surfaceAlt"))
    option = QStyleOptionViewItem()
    option.rect = QRect(0, 0, width, card_height() + 6)
    painter = QPainter(picture)
    delegate.paint(painter, option, column.index(0))
    painter.end()
    return picture.toImage()


def colours(image):
    return {
        image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())
    }


def test_what_is_past_its_limit_has_a_red_edge(delegate):
    late = theme.current().colour("danger").name()
    edge = painted(delegate, CARD).pixelColor(7, card_height() // 2).name()
    assert edge == late
    in_time = replace(CARD, due_at=NOW + timedelta(days=9))
    assert painted(delegate, in_time).pixelColor(7, card_height() // 2).name() != late


def test_the_place_of_a_card_in_the_hand_is_a_gap(delegate):
    delegate.lifted = CARD.id
    surface = theme.current().colour("surface").name()
    assert surface not in colours(painted(delegate, CARD))


def test_a_card_is_painted_once_until_something_it_shows_changes(delegate, monkeypatch):
    made = []
    real = CardDelegate.picture

    def count(self, *args, **kwargs):
        made.append(1)
        return real(self, *args, **kwargs)

    monkeypatch.setattr(CardDelegate, "picture", count)
    painted(delegate, CARD)
    painted(delegate, CARD)
    assert len(made) == 1
    delegate.current = CARD.id
    painted(delegate, CARD)
    painted(delegate, replace(CARD, revision=2))
    painted(delegate, CARD, CardMarks("B", has_step=False, step_at=None))
    assert len(made) == 4


def test_another_theme_is_seen_at_once(delegate, qapp):
    light = colours(painted(delegate, CARD))
    theme.apply(qapp, "dark")
    try:
        dark = colours(painted(delegate, CARD))
        assert theme.current().colour("surface").name() in dark
        assert dark != light
    finally:
        theme.apply(qapp, "light")


def test_only_so_many_pictures_are_kept(delegate):
    for number in range(MOST_PICTURES + 20):
        painted(delegate, replace(CARD, id=number))
    assert len(delegate._pictures) == MOST_PICTURES


@pytest.mark.parametrize(
    "name", ["", "欧阳" * 40, "محمد عبد الله", "👨‍👩‍👧‍👦" * 9, "a" * 300, "A\nB"]
)
def test_no_name_paints_beyond_its_card(delegate, name):
    plain = theme.current().colour("surfaceAlt").name()
    image = painted(delegate, replace(CARD, customer_name=name), width=140)
    right = {image.pixelColor(138, y).name() for y in range(image.height())}
    assert right == {plain}


def test_the_card_in_words_tells_all_its_marks(delegate, english):
    words = delegate.words(CARD, MARKS)
    for part in ("钱慧敏", "breached", "no next step", "high priority", "王老板"):
        assert part in words


def test_a_card_grows_with_the_text(qapp, dressed):
    usual = card_height()
    theme.apply(qapp, "light", 2.0)
    try:
        assert card_height() > usual * 1.5
    finally:
        theme.apply(QApplication.instance(), "light")
