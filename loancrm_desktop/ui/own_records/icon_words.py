"""What the icons of record types show, in words."""

from __future__ import annotations

from loancrm_desktop.texts import tr

ICONS = (
    "car", "home", "building", "bank", "coins", "yen", "idcard", "doc", "docs", "contract",
    "calendar", "phone", "mail", "user", "users", "tag", "star", "target", "camera", "stamp",
    "shield", "key", "chart", "rows",
)  # fmt: skip


def icon_word(icon: str) -> str:
    """Say what an icon shows; one without a word is said by its name."""
    return {
        "car": tr("car"),
        "home": tr("house"),
        "building": tr("building"),
        "bank": tr("bank"),
        "coins": tr("coins"),
        "yen": tr("yuan sign"),
        "idcard": tr("identity card"),
        "doc": tr("sheet of paper"),
        "docs": tr("papers"),
        "contract": tr("signed paper"),
        "calendar": tr("calendar leaf"),
        "phone": tr("telephone"),
        "mail": tr("envelope"),
        "user": tr("one person"),
        "users": tr("several people"),
        "tag": tr("tag on a string"),
        "star": tr("star"),
        "target": tr("bull's eye"),
        "camera": tr("camera"),
        "stamp": tr("rubber stamp"),
        "shield": tr("shield"),
        "key": tr("key to a door"),
        "chart": tr("bar chart"),
        "rows": tr("rows of a list"),
    }.get(icon, icon)
