from dataclasses import replace
from pathlib import Path

import pytest

from loancrm_desktop.errors import Invalid
from loancrm_desktop.services.exchange.raw_tables import RawFile
from loancrm_desktop.services.exchange.reading_limits import DEFAULT_LIMITS
from loancrm_desktop.services.exchange.vcards import read_ldif, read_vcards

pytestmark = pytest.mark.usefixtures("english")  # the sentences as the code has them


@pytest.fixture
def cards(tmp_path: Path):
    def write(content: str | bytes) -> RawFile:
        path = tmp_path / "通讯录.vcf"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_vcards(path, DEFAULT_LIMITS)

    return write


def people(found: RawFile) -> list[dict[str, object]]:
    rows = [dict(zip(found.sheet.header, row, strict=True)) for row in found.sheet.rows]
    return [{name: cell for name, cell in row.items() if cell is not None} for row in rows]


def card(*lines: str) -> str:
    return "\r\n".join(("BEGIN:VCARD", *lines, "END:VCARD", ""))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("phone_xiaomi.vcf", [{"姓名": "张三", "电话": "13800138000"}]),
        ("phone_huawei.vcf", [{"姓名": "中国联通", "电话": "10010"}]),
        (
            "phone_ios.vcf",
            [
                {
                    "姓名": "张三",
                    "电话": "13800138000",
                    "电话2": "+86 186 0000 1111",
                    "电话3": "01088888888",
                }
            ],
        ),
        (
            "phone_same-name.vcf",
            [{"姓名": "张伟", "电话": "13800138000"}, {"姓名": "张伟", "电话": "18600001111"}],
        ),
    ],
)
def test_phones_come_out_as_the_source_expects(shared: Path, name: str, expected: list[object]):
    found = read_vcards(shared / "03_spreadsheets" / "contacts" / name, DEFAULT_LIMITS)
    assert people(found) == expected


def test_fax_and_pager_are_no_phones(shared: Path):
    contacts = shared / "03_spreadsheets" / "contacts"
    first = people(read_vcards(contacts / "gmail-single2.vcf", DEFAULT_LIMITS))[0]
    numbers = [cell for name, cell in first.items() if name.startswith("电话")]
    assert numbers[0] == "5555551115"
    assert not {"5555551117", "5555551118", "5555551120"} & set(numbers)
    assert len(numbers) == 8
    outlook = people(read_vcards(contacts / "outlook-2003.vcf", DEFAULT_LIMITS))[0]
    assert "BusinessFaxPhone" not in outlook.values()
    assert (outlook["公司"], outlook["部门"]) == ("Company, The", "TheDepartment")
    assert str(outlook["备注"]).startswith("This is the note field!!\nSecond line\n\nThird")


def test_a_label_can_make_a_number_a_fax(cards):
    found = cards(card("FN:张三", "item1.TEL:010123", "item1.X-ABLabel:传真", "TEL:138"))
    assert people(found) == [{"姓名": "张三", "电话": "138"}]


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "utf-16"])
def test_cards_in_other_encodings_are_read(cards, encoding: str):
    text = card("FN:张三", "TEL:13800138000", "NOTE:老客户介绍，有房有车") * 3
    assert people(cards(text.encode(encoding)))[0]["备注"] == "老客户介绍，有房有车"


def test_every_line_may_name_its_own_character_set(cards):
    quoted = "".join(f"={byte:02X}" for byte in "李四".encode("gbk"))
    found = cards(
        card(f"FN;CHARSET=GBK;ENCODING=QUOTED-PRINTABLE:{quoted}", "TEL:138")
        + card("FN;CHARSET=NONSENSE:王五", "TEL:139")
    )
    assert [person["姓名"] for person in people(found)] == ["李四", "王五"]


def test_soft_breaks_and_folded_lines_are_joined(cards):
    quoted = "=E5=BC=A0=\r\n=E4=B8=89=\r\n=E4=B8=B0"
    found = cards(
        card(f"FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:{quoted}", "NOTE:one", "  two", "TEL:1")
    )
    assert people(found)[0]["姓名"] == "张三丰"
    assert people(found)[0]["备注"] == "one two"


def test_a_name_is_built_from_its_parts_when_none_is_given(cards):
    found = cards(card("N:张;三;;;", "TEL:1") + card("N:Doe;John;;;", "TEL:2") + card("TEL:3"))
    assert [person.get("姓名") for person in people(found)] == ["张三", "John Doe", None]


def test_escaped_letters_and_fields_are_told_apart(cards):
    found = cards(card(r"FN:a\, b\; c\nd", r"ORG:Co\; Ltd;Sales", r"ADR:;;南山路1号;深圳;广东;;"))
    assert people(found) == [
        {"姓名": "a, b; c\nd", "公司": "Co; Ltd", "部门": "Sales", "地址": "广东深圳南山路1号"}
    ]


def test_a_card_inside_a_card_and_pictures_are_left_out(cards):
    found = cards(
        card("FN:张三", "AGENT:BEGIN:VCARD", "FN:秘书", "END:VCARD", "TEL:138")
        + card("FN:李四", "PHOTO;ENCODING=BASE64:/9j/4AAQ", " AAAA", "TEL:139")
    )
    assert [person["姓名"] for person in people(found)] == ["张三", "李四"]
    assert found.sheet.header == ("姓名", "电话")


def test_more_cards_than_rows_are_refused(tmp_path: Path):
    path = tmp_path / "a.vcf"
    path.write_text(card("FN:a") * 5, "utf-8")
    with pytest.raises(Invalid):
        read_vcards(path, replace(DEFAULT_LIMITS, rows=4))


def test_a_book_cut_off_before_its_first_card_ends_is_refused(cards):
    with pytest.raises(Invalid, match="no complete card"):
        cards("BEGIN:VCARD\r\nFN:张三\r\n")


def test_the_address_book_of_thunderbird_is_read(shared: Path):
    path = shared / "03_spreadsheets" / "contacts" / "tb_basic_ldif_addressbook.ldif"
    person = people(read_ldif(path, DEFAULT_LIMITS))[0]
    assert person["姓名"] == "Display Name"
    assert [person[name] for name in ("电话", "电话2", "电话3")] == [
        "567-890-1234", "123-456-7890", "234-567-8901",
    ]  # fmt: skip
    assert person["邮箱2"] == "secondemail@host.invalid"
    assert "345-678-9012" not in person.values()


def test_attributes_in_base64_are_read(tmp_path: Path):
    path = tmp_path / "a.ldif"
    path.write_text("dn: x\nobjectclass: person\ncn:: 5byg5LiJ\nmobile: 138\n 0013\n\n# end\n")
    assert people(read_ldif(path, DEFAULT_LIMITS)) == [{"姓名": "张三", "电话": "1380013"}]
    path.write_text("dn: x\nobjectclass: groupOfNames\n")
    with pytest.raises(Invalid):
        read_ldif(path, DEFAULT_LIMITS)
