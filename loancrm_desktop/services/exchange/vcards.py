"""Reads the address books of phones and mail programs: vCard 2.1, 3.0 and 4.0, and LDIF."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from loancrm_desktop.errors import Invalid
from loancrm_desktop.services.exchange.contact_rows import Contact, contacts_file, full_name
from loancrm_desktop.services.exchange.csv_sniffing import decode
from loancrm_desktop.services.exchange.raw_tables import RawFile
from loancrm_desktop.services.exchange.reading_limits import ReadingLimits
from loancrm_desktop.services.exchange.sheet_guard import too_many_rows
from loancrm_desktop.texts import say

_LINE_ENDS = re.compile(r"\r\n|\r|\n")
_NOT_PHONES = ("FAX", "PAGER", "TELEX", "BBS", "MODEM", "传真")
_MOBILES = ("CELL", "MOBILE", "IPHONE", "PREF", "手机")
_PARTS = re.compile(r'((?:"[^"]*"|[^":])*):(.*)', re.DOTALL)
_PARAMETER = re.compile(r';((?:"[^"]*"|[^";])*)')
_ESCAPED = re.compile(r"\\([nN,;:\\])")
_UNESCAPED_SEMICOLON = re.compile(r"(?<!\\);")
_SIMPLE = {
    "TITLE": "职务",
    "BDAY": "生日",
    "X-WECHAT": "微信",
    "X-QQ": "QQ",
    "URL": "网址",
    "NOTE": "备注",
}


@dataclass(frozen=True, slots=True)
class _Property:
    """One line of a card: group, name, parameters in upper case, decoded but still escaped."""

    group: str
    name: str
    parameters: tuple[str, ...]
    text: str

    def parts(self) -> list[str]:
        """Answer the fields between semicolons, unescaped."""
        return [_unescape(part) for part in _UNESCAPED_SEMICOLON.split(self.text)]

    def plain(self) -> str:
        """Answer the whole text, unescaped."""
        return _unescape(self.text)


def read_vcards(path: Path, limits: ReadingLimits) -> RawFile:
    """Read an address book of cards; every card is a person of its own.

    Raises:
        Invalid: there are more cards than rows allowed, or not one whole card.
    """
    decoded = decode(path.read_bytes())
    wide = decoded.encoding.startswith("utf-")
    # The lines are taken apart byte for byte: each may name a CHARSET of its own.
    encoding = "utf-8" if wide else decoded.encoding
    lines = _LINE_ENDS.split(decoded.text.encode(encoding, "replace").decode("latin-1"))
    contacts: list[Contact] = []
    for card in _cards(lines):
        contacts.append(_contact([_read_line(line, encoding) for line in card]))
        if len(contacts) > limits.rows:
            raise Invalid(too_many_rows(limits))
    if not contacts:
        raise Invalid(
            say("The address book is cut off: it holds no complete card. Export it again.")
        )
    return contacts_file("vcard", decoded.encoding, path.stem, contacts)


def _cards(lines: list[str]) -> Iterator[list[str]]:
    """Answer the unfolded lines of each card; a card inside a card is left out."""
    card: list[str] = []
    depth = 0
    for line in _unfold(lines):
        upper = line.strip().upper()
        if upper.endswith("BEGIN:VCARD"):
            depth += 1
            card = [] if depth == 1 else card
        elif upper.endswith("END:VCARD"):
            if depth == 1:
                yield card
            depth = max(0, depth - 1)
        elif depth == 1:
            card.append(line)


def _unfold(lines: list[str]) -> Iterator[str]:
    """Join continued lines: those that begin with a space, and soft breaks of quoted-printable."""
    pieces: list[str] = []
    soft = False
    for line in lines:
        if soft:
            pieces[-1] = pieces[-1][:-1]
            pieces.append(line)
        elif line[:1] in (" ", "\t") and pieces:
            pieces.append(line[1:])
        else:
            if pieces:
                yield "".join(pieces)
            pieces = [line]
        soft = line.endswith("=") and "QUOTED-PRINTABLE" in pieces[0].upper()
    if pieces:
        yield "".join(pieces)


def _read_line(line: str, encoding: str) -> _Property:
    match = _PARTS.match(line)
    left, value = (match[1], match[2]) if match else (line, "")
    group, _, name = left.partition(";")[0].rpartition(".")
    parameters = tuple(
        parameter.upper() for parameter in _PARAMETER.findall(left) if len(parameter) < 200
    )
    raw = value.encode("latin-1")
    if any("QUOTED-PRINTABLE" in parameter for parameter in parameters):
        raw = quopri.decodestring(raw)
    elif "ENCODING=B" in parameters or "ENCODING=BASE64" in parameters:
        raw = b""  # pictures, sounds and keys
    charset = next((p[8:] for p in parameters if p.startswith("CHARSET=")), encoding)
    return _Property(group.upper(), name.strip().upper(), parameters, _text(raw, charset, encoding))


def _text(raw: bytes, charset: str, fallback: str) -> str:
    for encoding in (charset.strip('"'), fallback, "gb18030"):
        try:
            return raw.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return raw.decode("utf-8", "replace")


def _contact(properties: list[_Property]) -> Contact:
    labels = {each.group: each.plain() for each in properties if each.name == "X-ABLABEL"}
    contact = Contact()
    built_name = ""
    for each in properties:
        if each.name == "FN" and not contact.name:
            contact.name = each.plain().strip()
        elif each.name == "N" and not built_name:
            family, given = [*each.parts(), "", ""][:2]
            built_name = full_name(family.strip(), given.strip())
        elif each.name == "TEL":
            _add_phone(contact, each, labels.get(each.group, "") if each.group else "")
        else:
            _add_other(contact, each)
    contact.name = contact.name or built_name
    return contact


def _add_phone(contact: Contact, phone: _Property, label: str) -> None:
    """Take in a number unless it is a fax or pager; the kind stands in parameters or a label."""
    kinds = " ".join((*phone.parameters, label.upper()))
    number = phone.plain().strip()
    if number.lower().startswith("tel:"):
        number = number[4:]
    if number and not any(word in kinds for word in _NOT_PHONES):
        contact.phones.append((number, any(word in kinds for word in _MOBILES)))


def _add_other(contact: Contact, each: _Property) -> None:
    if each.name == "EMAIL":
        if (mail := each.plain().strip()) and mail not in contact.mails:
            contact.mails.append(mail)
    elif each.name == "ORG":
        company, department = [*each.parts(), "", ""][:2]
        contact.set_once("公司", company)
        contact.set_once("部门", department)
    elif each.name == "ADR":
        contact.set_once("地址", _address(each.parts()))
    elif each.name in _SIMPLE:
        contact.set_once(_SIMPLE[each.name], each.plain())


def _address(parts: list[str]) -> str:
    """Put an address in reading order: Chinese from large to small, others from small to large."""
    box, extended, street, city, region, code, country = [*parts, *[""] * 7][:7]
    small_first = [each.strip() for each in (street, extended, box, city, region, code, country)]
    if any("\u4e00" <= letter <= "\u9fff" for letter in "".join(parts)):
        return f"{country}{region}{city}{street}{extended}".strip()
    return ", ".join(each for each in small_first if each)


def _unescape(text: str) -> str:
    return _ESCAPED.sub(_escaped_letter, text) if "\\" in text else text


def _escaped_letter(match: re.Match[str]) -> str:
    return "\n" if match[1] in "nN" else match[1]


_LDIF_PHONES = {"mobile": True, "telephonenumber": False, "homephone": False}
_LDIF_MAILS = ("mail", "mozillasecondemail")
_LDIF_OTHERS = {
    "o": "公司",
    "ou": "部门",
    "title": "职务",
    "description": "备注",
    "mozillaworkurl": "网址",
}
_LDIF_ADDRESS = ("c", "st", "l", "street")


def read_ldif(path: Path, limits: ReadingLimits) -> RawFile:
    """Read an address book as mail programs such as Thunderbird write it.

    Raises:
        Invalid: there are more persons than rows allowed, or none.
    """
    decoded = decode(path.read_bytes())
    contacts: list[Contact] = []
    for entry in _ldif_entries(_LINE_ENDS.split(decoded.text)):
        if "person" in " ".join(entry.get("objectclass", [])).lower() or "cn" in entry:
            contacts.append(_ldif_contact(entry))
        if len(contacts) > limits.rows:
            raise Invalid(too_many_rows(limits))
    if not contacts:
        raise Invalid(say("The address book holds no person. Export it again."))
    return contacts_file("ldif", decoded.encoding, path.stem, contacts)


def _ldif_entries(lines: list[str]) -> Iterator[dict[str, list[str]]]:
    entry: dict[str, list[str]] = {}
    for line in [*_unfold(lines), ""]:
        if line.startswith("#"):
            continue
        name, colon, value = line.partition(":")
        if not line.strip() or not colon:
            if entry:
                yield entry
            entry = {}
        else:
            entry.setdefault(name.strip().lower(), []).append(_ldif_value(value))


def _ldif_value(value: str) -> str:
    """Answer the text of an attribute; a second colon announces base64 of UTF-8."""
    if not value.startswith(":"):
        return value.strip()
    try:
        return base64.b64decode(value[1:].strip(), validate=True).decode("utf-8", "replace")
    except binascii.Error:
        return ""


def _ldif_contact(entry: dict[str, list[str]]) -> Contact:
    built_name = full_name(_first(entry, "sn"), _first(entry, "givenname"))
    contact = Contact(name=_first(entry, "cn") or built_name)
    for attribute, is_mobile in _LDIF_PHONES.items():
        contact.phones.extend((number, is_mobile) for number in entry.get(attribute, []))
    for attribute in _LDIF_MAILS:
        contact.mails.extend(entry.get(attribute, []))
    for attribute, column in _LDIF_OTHERS.items():
        contact.set_once(column, _first(entry, attribute))
    contact.set_once("地址", " ".join(filter(None, (_first(entry, a) for a in _LDIF_ADDRESS))))
    return contact


def _first(entry: dict[str, list[str]], attribute: str) -> str:
    return next(iter(entry.get(attribute, [])), "")
