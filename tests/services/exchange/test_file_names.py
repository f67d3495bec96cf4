import random
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loancrm_desktop.services.exchange.file_names import clean_file_name, is_clean_file_name

NASTY = [
    "..", ".", "", " ", "...", "../../etc/passwd", "..\\..\\windows\\win.ini", "C:\\a.txt", "C:a",
    "/etc/passwd", "//server/share/a", "a:b.txt", "a.txt:stream", "CON", "con.txt", "NUL", "aux.",
    "COM1.xlsx", "lpt9", "COM¹", "CONIN$", "PRN .txt", "a\x00b", "a\nb", "abc\u202excod.exe",
    "合同\u200b.docx", "a" * 300 + ".xlsx", "客" * 300 + ".docx", "😀" * 200, ".hidden", "a. ", "a.",
    '<>:"/\\|?*', "a" * 300, "." * 300, "\ud800", "a." + "b" * 300, "\ufffe", "~$a.xlsx",
]  # fmt: skip
PIECES = [*NASTY, ".", " ", "/", "\\", ":", "CON", "nul", ".xlsx", "客户", "\u202e", "\x1f"]
NAMES_AT_ONCE = 20


def invented_names(seed: int) -> list[str]:
    """Put names together from nasty pieces and letters of all alphabets.

    Drawn from a seed, since drawing ten thousand texts letter by letter takes Hypothesis 13 s.
    """
    dice = random.Random(seed)
    return ["".join(map(_piece, [dice] * dice.randrange(6))) for _ in range(NAMES_AT_ONCE)]


def _piece(dice: random.Random) -> str:
    if dice.random() < 0.5:
        return dice.choice(PIECES)
    top = dice.choice((0x80, 0x800, 0x3000, 0x10000, 0x110000))
    return "".join(chr(dice.randrange(top)) for _ in range(dice.randrange(40)))


# What the three systems say, written down independently of the cleaner.
DEVICES = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"} | {
    device + digit for device in ("COM", "LPT") for digit in "0123456789¹²³"
}


def windows_takes(name: str) -> bool:
    return (
        0 < len(name.encode("utf-16-le")) // 2 <= 255
        and not set('<>:"/\\|?*') & set(name)
        and all(ord(letter) >= 32 for letter in name)
        and name[-1] not in " ."
        and name.partition(".")[0].strip(" ").upper() not in DEVICES
        and PureWindowsPath(name).name == name
        and not PureWindowsPath(name).drive
    )


def linux_takes(name: str) -> bool:
    return (
        0 < len(name.encode("utf-8")) <= 255
        and not {"/", "\0"} & set(name)
        and name not in (".", "..")
        and PurePosixPath(name).name == name
    )


def macos_takes(name: str) -> bool:
    return linux_takes(name) and ":" not in name


@settings(max_examples=10_000 // NAMES_AT_ONCE)
@given(st.integers(min_value=0))
def test_ten_thousand_names_are_fit_for_three_systems(seed: int):
    for wish in invented_names(seed):
        name = clean_file_name(wish)
        assert windows_takes(name)
        assert macos_takes(name)
        assert linux_takes(name)
        assert not set(name) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u200b\ufeff")
        assert is_clean_file_name(name)
        assert clean_file_name(name) == name


@given(st.text())
def test_any_text_becomes_a_name(wish: str):
    assert windows_takes(clean_file_name(wish))


@pytest.mark.parametrize("wish", NASTY)
def test_every_known_trick_is_disarmed(wish: str):
    name = clean_file_name(wish)
    assert windows_takes(name)
    assert linux_takes(name)


def test_good_names_stay_as_they_are():
    for name in ("客户名单 2024-05.xlsx", "居间服务合同（张三）.docx", "a.tar.gz", "README"):
        assert clean_file_name(name) == name
        assert is_clean_file_name(name)


def test_a_long_name_keeps_its_extension():
    name = clean_file_name("客户" * 200 + ".xlsx")
    assert name.endswith(("客.xlsx", "户.xlsx"))
    assert len(name.encode()) <= 255


def test_a_wish_of_which_nothing_is_left_is_replaced():
    assert clean_file_name("\u202e..", "名单") == "名单"


@pytest.mark.parametrize("name", ["", "a/b", "CON.txt", "a.", " a", "a\u202e", "客" * 200])
def test_unfit_names_are_recognised(name: str):
    assert not is_clean_file_name(name)
