"""Lays contacts of an address book out as a table with one row per person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from loancrm_desktop.services.exchange import cell_cleaning
from loancrm_desktop.services.exchange.raw_tables import Cell, Outline, RawFile, RawSheet

_MOST_PHONES = 8
_MOST_MAILS = 4
_HAN = re.compile("[\u3400-\u9fff]")
_SINGLE = ("公司", "部门", "职务", "地址", "生日", "微信", "QQ", "网址", "备注")


@dataclass(slots=True)
class Contact:
    """One person of an address book.

    Attributes:
        phones: number and whether it is a mobile or the preferred one.
        others: further facts by the column they go to (公司, 部门, 职务, 地址, 生日, 微信, QQ, 网址, 备注).
    """

    name: str = ""
    phones: list[tuple[str, bool]] = field(default_factory=list[tuple[str, bool]])
    mails: list[str] = field(default_factory=list[str])
    others: dict[str, str] = field(default_factory=dict[str, str])

    def set_once(self, column: str, text: str) -> None:
        """Keep the first value of a kind."""
        if text.strip(" ,") and column not in self.others:
            self.others[column] = text

    def numbers(self) -> list[str]:
        """Answer the phone numbers, mobiles first, each once."""
        ordered = sorted(self.phones, key=_mobile_first)
        return list(dict.fromkeys(number for number, _ in ordered))[:_MOST_PHONES]


def full_name(family: str, given: str) -> str:
    """Put a name together: 张三 without a space, John Doe with one."""
    if _HAN.search(family + given):
        return family + given
    return f"{given} {family}".strip()


def contacts_file(
    format_name: str, encoding: str, name: str, contacts: Sequence[Contact]
) -> RawFile:
    """Answer the contacts as the one sheet of a file, without columns nobody fills."""
    phones = [contact.numbers() for contact in contacts]
    phone_columns = max(map(len, phones), default=0) or 1
    mail_columns = min(max((len(contact.mails) for contact in contacts), default=0), _MOST_MAILS)
    singles = [column for column in _SINGLE if any(column in each.others for each in contacts)]
    header = ("姓名", *_numbered("电话", phone_columns), *_numbered("邮箱", mail_columns), *singles)
    rows: list[list[Cell]] = []
    for contact, numbers in zip(contacts, phones, strict=True):
        cells = [
            contact.name,
            *_padded(numbers, phone_columns),
            *_padded(contact.mails, mail_columns),
            *(contact.others.get(column, "") for column in singles),
        ]
        rows.append([cell_cleaning.clean_text(cell) for cell in cells])
    outline = Outline(name, len(rows), len(header))
    return RawFile(format_name, (outline,), RawSheet(name, rows, header=header), encoding)


def _numbered(column: str, count: int) -> list[str]:
    return [column if number == 1 else f"{column}{number}" for number in range(1, count + 1)]


def _padded(values: list[str], count: int) -> list[str]:
    return [*values[:count], *[""] * (count - len(values))]


def _mobile_first(phone: tuple[str, bool]) -> bool:
    return not phone[1]
