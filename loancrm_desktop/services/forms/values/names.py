"""Names, e-mail addresses and other short texts about a person."""

from __future__ import annotations

import re
import unicodedata

from loancrm_desktop.services.forms.values.cells import NOTHING, cell_text, one_line
from loancrm_desktop.services.forms.values.faults import FieldFault
from loancrm_desktop.texts import say

MAX_NAME_LENGTH = 100

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002ffff〇"
_BETWEEN_HAN = re.compile(rf"(?<=[{_HAN}])\s+(?=[{_HAN}])")
_DOTS = re.compile(rf"(?<=[{_HAN}])\s*[·•・‧∙⋅.．。]\s*(?=[{_HAN}])")
_CHINESE_NAME = re.compile(rf"[{_HAN}]{{2,4}}|[{_HAN}]{{1,15}}(?:·[{_HAN}]{{1,15}})+")
_ONLY_HAN = re.compile(f"[\u4e00-\u9fff]{{1,{MAX_NAME_LENGTH}}}")
_EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;.]+(?:\.[^@\s,;.]+)+")
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧肖田董袁潘于蒋蔡余杜叶程苏魏吕丁"
    "任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛阎闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严"
    "覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮"
    "柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪"
    "简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄"
    "丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海"
    "阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿"
)
_COMPOUND_SURNAMES = frozenset(
    {
        *("欧阳", "上官", "皇甫", "令狐", "诸葛", "司徒", "司马", "申屠", "夏侯", "贺兰", "完颜"),
        *("慕容", "尉迟", "长孙", "东方", "独孤", "南宫", "公孙", "端木", "轩辕", "宇文", "澹台"),
    }
)


def clean_name(raw: object) -> str:
    """Tidy a person's or firm's name: blanks between Chinese characters go, dots become `·`.

    Raises:
        FieldFault: it is longer than any name (`too_long`).
    """
    if isinstance(raw, str) and _ONLY_HAN.fullmatch(raw):
        return raw  # nothing to tidy: so are nearly all names written
    text = one_line(raw)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        text = _DOTS.sub("·", _BETWEEN_HAN.sub("", text))
    text = " ".join("".join(mark for mark in text if mark.isprintable()).split())
    if len(text) > MAX_NAME_LENGTH:
        raise FieldFault(
            "too_long", say("A name has at most {count} characters.", count=MAX_NAME_LENGTH)
        )
    return text


def full_name(first: str, last: str) -> str:
    """Join a first and a last name the way its people write it: 张三, but John Doe."""
    first, last = clean_name(first), clean_name(last)
    if any("\u4e00" <= mark <= "\u9fff" for mark in first + last):
        return last + first
    return f"{first} {last}".strip()


def parse_email(raw: object) -> str:
    """Normalise an e-mail address; its domain becomes lower case. Empty for an empty cell.

    Raises:
        FieldFault: it is no address (`not_an_email`).
    """
    text = cell_text(raw).removeprefix("mailto:")
    if not text or text in NOTHING:
        return ""
    if not _EMAIL.fullmatch(text) or len(text) > 254:
        raise FieldFault(
            "not_an_email", say("This is no e-mail address; it looks like name@firm.com.")
        )
    local, _, domain = text.rpartition("@")
    return f"{local}@{domain.lower()}"


def is_chinese_name(text: str) -> bool:
    """Tell whether a text is written as a Chinese person's name, dotted names included."""
    return _CHINESE_NAME.fullmatch(text) is not None


def starts_with_surname(text: str) -> bool:
    """Tell whether a text begins with a common Chinese surname."""
    return text[:1] in _SURNAMES or text[:2] in _COMPOUND_SURNAMES
