"""How a Chinese name is read aloud: its syllables in pinyin, surnames by their own readings."""

from __future__ import annotations

import os
from functools import lru_cache
from itertools import product

MOST_READINGS = 4
"""A name with several doubtful characters is found under this many readings at most."""


def _table(written: str) -> dict[str, tuple[str, ...]]:
    """Read a table written as characters followed by their syllables, `尉迟yu+chi`."""
    found: dict[str, tuple[str, ...]] = {}
    for entry in written.split():
        characters = "".join(mark for mark in entry if not mark.isascii())
        found[characters] = tuple(entry.removeprefix(characters).split("+"))
    return found


_SURNAMES = _table(
    "单shan 曾zeng 仇qiu 区ou 解xie 任ren 查zha 朴piao 盖ge 员yun 折she 缪miao 翟zhai 乐yue 覃qin 召shao 黑he "
    "繁po 秘bi 佴nai 洗xian 尉wei 种chong 句gou 么yao 祭zhai 重chong 都du 藏zang 郇xun 撒sa 炅gui 阚kan 隗wei "
    "宓fu 牟mu 郗chi 郄xi 莘xin 葛ge 那na 逄pang 晁chao 谌chen 石shi 车che 费fei"
)
"""What a character is read as where it is a surname; its usual reading is found too."""

_COMPOUND_SURNAMES = _table(
    "尉迟yu+chi 万俟mo+qi 长孙zhang+sun 单于chan+yu 澹台tan+tai 乐正yue+zheng 亓官qi+guan 鲜于xian+yu "
    "宰父zai+fu 吐谷tu+yu 库狄she+di 令狐ling+hu 拓跋tuo+ba 欧阳ou+yang 上官shang+guan 诸葛zhu+ge 司马si+ma "
    "司徒si+tu 司空si+kong 东方dong+fang 南宫nan+gong 公孙gong+sun 慕容mu+rong 轩辕xuan+yuan 端木duan+mu "
    "皇甫huang+fu 夏侯xia+hou 宇文yu+wen 濮阳pu+yang 独孤du+gu 申屠shen+tu 呼延hu+yan 赫连he+lian 贺兰he+lan "
    "西门xi+men 东郭dong+guo 百里bai+li 钟离zhong+li 闻人wen+ren 太史tai+shi 淳于chun+yu 仲孙zhong+sun "
    "公冶gong+ye 闾丘lv+qiu 完颜wan+yan 纳兰na+lan 叶赫ye+he 第五di+wu 梁丘liang+qiu"
)
"""Surnames of two characters."""

_GIVEN = _table(
    "乐yue 茜xi 朝zhao 长chang 盛cheng 晟cheng 莘xin 柏bo 行hang 娜nuo 重chong 单shan 传zhuan 卜bu 曾zeng "
    "宿xiu 祎hui 栎yue"
)
"""A second reading that is alive in given names."""


def readings(han: str) -> tuple[tuple[str, ...], ...]:
    """Answer the ways a name is read, each one syllable per character, the likeliest first.

    Args:
        han: the Chinese characters of the name; characters without a reading are passed over.
    """
    if not han:
        return ()
    given_at = surname_length(han)
    of_surname, of_given = surname_ways(han[:given_at]), given_ways(han[given_at:])
    if len(of_surname) == len(of_given) == 1:
        return (of_surname[0] + of_given[0],)
    every = [one + other for one in of_surname for other in of_given]
    return tuple(every[:MOST_READINGS])


def surname_length(han: str) -> int:
    """Answer how many characters of a name are its surname."""
    return 2 if len(han) > 2 and han[:2] in _COMPOUND_SURNAMES else 1


@lru_cache(maxsize=4096)
def surname_ways(surname: str) -> tuple[tuple[str, ...], ...]:
    """Answer the ways a surname is read, the likeliest first."""
    if len(surname) == 2:
        return (_COMPOUND_SURNAMES[surname],)
    usual = _usual(surname)
    own = _SURNAMES.get(surname, usual)
    return (own,) if own == usual else (own, usual)


@lru_cache(maxsize=16384)
def given_ways(given: str) -> tuple[tuple[str, ...], ...]:
    """Answer the ways a given name is read, the likeliest first."""
    ways = [found for character in given if (found := _character_ways(character))]
    return tuple(product(*ways))[:MOST_READINGS]


def _character_ways(character: str) -> tuple[str, ...]:
    usual = _usual(character)
    other = _GIVEN.get(character, usual)
    return usual if other == usual else usual + other


@lru_cache(maxsize=16384)
def _usual(character: str) -> tuple[str, ...]:
    """Answer a character's usual reading without tone, ü as v; nothing when it has none."""
    # Without its phrases pypinyin is imported in a quarter of the time: names are no phrases.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin import Style, pinyin

    found = pinyin(character, style=Style.NORMAL, errors="ignore")
    return (found[0][0].replace("ü", "v"),) if found else ()
