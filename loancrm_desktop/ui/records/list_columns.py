"""The columns of the customer list: any field of the catalogue can be one, and the next step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from loancrm_desktop.services.customer_table import NEXT_STEP, POOL_RETURN
from loancrm_desktop.services.language.fields import FieldSpec, FieldType
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.table_model import Column, title_width

CHECK, NAME = "check", "name"
PINNED = (CHECK, NAME)
"""The columns that stay where they are, and in sight, however far the list is scrolled."""

DEFAULT_KEYS = (
    NAME,
    "phone",
    "product_type",
    "requested_amount",
    "deal_stage",
    "credit_standing",
    "deal_stage_entered_at",
    "owner",
    NEXT_STEP,
)
SPARE_KEYS = ("credit_standing", "owner", "phone", "product_type")
"""What a narrow window leaves to the preview, in the order it goes."""

_WIDTHS = {
    NAME: 100,
    "phone": 112,
    "product_type": 110,
    "requested_amount": 74,
    "deal_amount": 92,
    "deal_stage": 94,
    "credit_standing": 76,
    "deal_stage_entered_at": 104,
    "owner": 44,
    NEXT_STEP: 140,
    POOL_RETURN: 130,
    "tags": 150,
    "remark": 180,
}
_ENGLISH_WIDTHS = {
    "product_type": 136,
    "requested_amount": 96,
    "deal_stage": 136,
    "owner": 62,
    "deal_stage_entered_at": 96,
    NEXT_STEP: 160,
    POOL_RETURN: 190,
}
"""Where English words are longer than Chinese ones."""
_GROWS = {NEXT_STEP: 240, NAME: 150, "product_type": 150, "deal_stage": 160, "owner": 110}
"""How wide these may become when there is room to share out, before the last takes the rest."""
_WIDTH_BY_TYPE = {
    FieldType.MONEY: 92,
    FieldType.INTEGER: 84,
    FieldType.DATETIME: 104,
    FieldType.DATE: 100,
    FieldType.CHOICE: 96,
    FieldType.PHONE: 120,
    FieldType.ID_NUMBER: 168,
    FieldType.PERSON: 90,
    FieldType.BOOLEAN: 70,
}
_RIGHT = frozenset({FieldType.MONEY, FieldType.INTEGER, FieldType.NUMBER, FieldType.PERCENT})
_UNSORTABLE = frozenset(
    {FieldType.TAGS, FieldType.CHOICES, FieldType.ATTACHMENT, FieldType.SUB_FORM}
)
_CHECK_WIDTH = 38


def columns_for(keys: Iterable[str], words: OfficeWords) -> tuple[Column, ...]:
    """Answer the columns with these keys, check and name first; unknown keys are left out."""
    wanted = [key for key in dict.fromkeys(keys) if key not in PINNED]
    made = [Column(CHECK, "", _CHECK_WIDTH)]
    for key in (NAME, *wanted):
        column = column_of(key, words)
        if column is not None:
            made.append(column)
    return tuple(made)


def column_of(key: str, words: OfficeWords) -> Column | None:
    """Answer one column, None for a field that is not (or no longer) there."""
    if key == NEXT_STEP:
        return Column(key, title_of(key, words), _usual_width(key, None), "next_follow_up_at")
    if key == POOL_RETURN:
        return Column(key, title_of(key, words), _usual_width(key, None))
    spec = words.fields("customer").get(key)
    if spec is None:
        return None
    width, title = _usual_width(key, spec), title_of(key, words)
    if not spec.built_in:  # its title is the office's own: nobody measured it beforehand
        width = max(width, title_width(title))
    sorts = spec.built_in and spec.type not in _UNSORTABLE
    return Column(key, title, width, key if sorts else "", right=spec.compared_as in _RIGHT)


def _usual_width(key: str, spec: FieldSpec | None) -> int:
    by_type = 120 if spec is None else _WIDTH_BY_TYPE.get(spec.compared_as, 120)
    width = _WIDTHS.get(key, by_type)
    if current_language() == "en":
        width = _ENGLISH_WIDTHS.get(key, width)
    return round(width * max(1.0, theme.current().text_scale))


def title_of(key: str, words: OfficeWords) -> str:
    """Name a column; those of the picture have short names of their own."""
    short = {
        NAME: tr("Customer"),
        "phone": tr("Phone no."),
        "product_type": tr("Product and term"),
        "requested_amount": tr("Amount/10k"),
        "deal_stage": tr("Stage"),
        "credit_standing": tr("Credit"),
        "deal_stage_entered_at": tr("Dwell"),
        "owner": tr("Held by"),
        NEXT_STEP: tr("Next step"),
        POOL_RETURN: tr("Back to the pool"),
    }
    spec = words.fields("customer").get(key)
    return short.get(key) or (key if spec is None else spec.label(current_language()))


def choices(words: OfficeWords) -> list[tuple[str, str]]:
    """Answer every column there can be beside the name, as (key, title), in the usual order."""
    fields = words.fields("customer")
    own = (NEXT_STEP, POOL_RETURN)
    keys = [*DEFAULT_KEYS[1:], POOL_RETURN, *(key for key in fields if key not in DEFAULT_KEYS)]
    return [(key, title_of(key, words)) for key in keys if key in own or key in fields]


def may_edit_in_place(spec: FieldSpec | None, read_only: Iterable[str]) -> bool:
    """Say whether a cell of this field can be edited where it stands."""
    if spec is None or spec.key in read_only:
        return False
    return spec.type not in {
        FieldType.ATTACHMENT,
        FieldType.SUB_FORM,
        FieldType.FORMULA,
        FieldType.AUTONUMBER,
        FieldType.LONG_TEXT,
        FieldType.CHOICES,
    }


def fitted(
    columns: Sequence[Column], widths: dict[str, int], room: int, *, spare: bool
) -> tuple[frozenset[str], dict[str, int]]:
    """Share the room out: which columns are left out for now, and how wide each one is.

    Args:
        columns: in order.
        widths: what the person has dragged, by key.
        room: the width there is.
        spare: whether columns may be left out (only those of the usual set, never chosen ones).

    Returns:
        The keys left out, and the widths of the others; the last one takes what remains.
    """
    wanted = {column.key: widths.get(column.key, column.width) for column in columns}
    left_out: set[str] = set()
    if spare:
        for key in SPARE_KEYS:
            if sum(wanted.values()) <= room:
                break
            if key in wanted and key not in widths:
                left_out.add(key)
                del wanted[key]
    if wanted:
        _share_out(wanted, room, set(wanted) - set(widths))
        last = next(reversed(wanted))
        wanted[last] = max(wanted[last], room - (sum(wanted.values()) - wanted[last]))
    return frozenset(left_out), wanted


def _share_out(wanted: dict[str, int], room: int, free: set[str]) -> None:
    """Widen what may grow, the next step first, as far as the room goes."""
    left = room - sum(wanted.values())
    for key, most in _GROWS.items():
        if left <= 0:
            return
        if key in free and wanted.get(key, most) < most:
            more = min(left, most - wanted[key])
            wanted[key] += more
            left -= more
