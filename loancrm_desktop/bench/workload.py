"""The office both sides of the benchmark work on: the same people and deals, every time.

Shape: `cases(count)` yields one customer at a time with one deal in eight stages (25 % paid
out, 20 % lost), two to seven moves between stages, five to fifteen follow-ups and, for every third
customer, five tasks and three documents. 100,000 customers are about two million rows.
Times are whole seconds since 1970 (UTC); `NOW_S` is the fixed present. Only `random()` and
`getrandbits()` are drawn from, so that every Python makes the same office.
"""

from __future__ import annotations

import csv
import math
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from random import Random

from loancrm_desktop.bench.seeds import (
    CHANNELS,
    EMPLOYEES,
    LAST_OPEN_STAGE,
    LOST,
    PAID_OUT,
    CaseSeed,
    CustomerSeed,
    DealSeed,
    DocumentSeed,
    FollowUpSeed,
    MoveSeed,
    TaskSeed,
)

SEED = 20260630
NOW_S = 1_782_792_000  # 2026-06-30 12:00:00 +08:00
DAY_S = 86_400
DOCUMENT_NAMES = ("身份证", "征信报告", "银行流水", "房产证", "营业执照")
TASK_TITLES = ("回访客户", "收集流水", "提交资料", "确认方案", "催审批")
CITIES = (
    *("杭州", "宁波", "温州", "上海", "苏州", "南京"),
    *("合肥", "武汉", "成都", "重庆", "广州", "深圳"),
)
IMPORT_HEADINGS = ("姓名", "手机号", "身份证号", "渠道", "负责人", "城市", "意向金额")

_SURNAMES = (
    *"王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧",
    *"程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎",
    *("欧阳", "司马", "上官", "诸葛"),
)
_SURNAME_WEIGHTS = list(accumulate(max(1, 60 - place) for place in range(len(_SURNAMES))))
_GIVEN = (
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂建国华文玉兰红梅志海春晓东雪飞云龙林鹏辉宇"
    "浩然子轩欣怡佳琪思雨晨曦梦瑶俊峰博雅婷慧琳凯瑞宁安康乐永福祥泽民生德义仁信诚宏达振兴家豪嘉"
    "诗涵一诺"
)
_REMARKS = (
    "客户表示近期资金紧张希望尽快放款",
    "已发送产品资料等待客户确认",
    "征信查询次数偏多需养两个月",
    "有房贷记录正常月供六千五",
    "客户在开会约明天下午再联系",
    "公积金基数一万二缴存三年",
    "营业执照满两年流水每月三十万",
    "嫌利息偏高正在对比其他机构",
    "已到店面谈资料基本齐全",
    "补充近半年银行流水和收入证明",
    "客户要求提高额度到八十万",
    "电话未接微信已留言",
)
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_REPEATABLE_PHONES = 5_000
_NAME_FRAGMENTS = ("晓东", "建国", "嘉豪", "欣怡", "王伟", "思雨", "浩然", "李娜", "志强", "俊峰")
_INITIALS = ("wxd", "zjg", "lh", "cxy", "wjh", "zw", "lsy", "yhr", "hzq", "ljf")


@dataclass(frozen=True, slots=True)
class FilterQuestion:
    """W4: one employee's deals in some stages, in an amount range, not contacted since."""

    owner: int = 7
    stages: tuple[int, int, int] = (2, 3, 4)
    amount_from_fen: int = 20_000_000
    amount_to_fen: int = 80_000_000
    quiet_since_s: int = NOW_S - 3 * DAY_S


@dataclass(frozen=True, slots=True)
class Questions:
    """What both sides are asked; the n-th call of either side takes the n-th of each."""

    filter: FilterQuestion
    name_fragments: tuple[str, ...]
    phone_tails: tuple[str, ...]
    initials: tuple[str, ...]
    customers_opened: tuple[int, ...]
    customers_contacted: tuple[int, ...]


def questions(count: int) -> Questions:
    """Choose the questions for an office of `count` customers."""
    dice = _Dice(SEED + 2)
    return Questions(
        filter=FilterQuestion(),
        name_fragments=_NAME_FRAGMENTS,
        phone_tails=tuple(f"{dice.below(10_000):04d}" for _ in range(10)),
        initials=_INITIALS,
        customers_opened=tuple(1 + dice.below(count) for _ in range(50)),
        customers_contacted=tuple(1 + dice.below(count) for _ in range(400)),
    )


def cases(count: int, seed: int = SEED) -> Iterator[CaseSeed]:
    """Yield the office's customers in order, each with everything that hangs on it."""
    dice = _Dice(seed)
    for number in range(1, count + 1):
        customer = _customer(dice, number)
        deal, moves = _deal(dice, customer)
        follow_ups = _follow_ups(dice, deal)
        third = number % 3 == 0
        tasks = _tasks(dice, customer) if third else ()
        documents = _documents(dice, customer) if third else ()
        yield CaseSeed(customer, deal, moves, follow_ups, tasks, documents)


def import_rows(count: int, seed: int = SEED) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a broker's sheet, columns as in IMPORT_HEADINGS.

    2 % repeat an earlier row's phone, 5 % write it with spaces or +86; amounts in yuan.
    """
    dice = _Dice(seed + 1)
    seen: list[str] = []
    for case in cases(count, seed):
        customer = case.customer
        phone = customer.phone
        if seen and dice.random() < 0.02:
            phone = seen[dice.below(len(seen))]
        elif len(seen) < _REPEATABLE_PHONES:
            seen.append(phone)
        yield (
            customer.name,
            _as_people_write(phone, dice.random()),
            customer.id_number,
            CHANNELS[customer.channel - 1],
            EMPLOYEES[customer.owner - 1],
            customer.city,
            str(case.deal.amount_fen // 100),
        )


def write_import_csv(path: Path, count: int, seed: int = SEED) -> None:
    """Write the broker's sheet as CSV, UTF-8 with a byte order mark as Excel saves it."""
    with path.open("w", newline="", encoding="utf-8-sig") as sheet:
        writer = csv.writer(sheet)
        writer.writerow(IMPORT_HEADINGS)
        writer.writerows(import_rows(count, seed))


class _Dice:
    """A fixed stream of chance; the same on every machine."""

    __slots__ = ("_random", "random")

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)  # noqa: S311 - repeatable rows are wanted, not secrets
        self.random = self._random.random

    def below(self, limit: int) -> int:
        """Draw a whole number from 0 up to, not including, `limit`."""
        return int(self.random() * limit)

    def between(self, low: int, high: int) -> int:
        """Draw a whole number from `low` up to, not including, `high`."""
        return low + int(self.random() * (high - low))

    def waiting(self, mean: float) -> int:
        """Draw a whole number from an exponential distribution."""
        return int(-math.log(1.0 - self.random()) * mean)

    def hexadecimal(self, bits: int) -> str:
        """Draw `bits` bits, written in hexadecimal."""
        return f"{self._random.getrandbits(bits):0{bits // 4}x}"


def _customer(dice: _Dice, number: int) -> CustomerSeed:
    surname = _SURNAMES[bisect(_SURNAME_WEIGHTS, dice.random() * _SURNAME_WEIGHTS[-1])]
    name = surname + _GIVEN[dice.below(len(_GIVEN))]
    if dice.random() < 0.8:
        name += _GIVEN[dice.below(len(_GIVEN))]
    return CustomerSeed(
        number,
        name,
        # 387420489 shares no factor with 10**9, so no two numbers give the same phone.
        f"1{3 + dice.below(7)}{(number * 387_420_489 + 123_456_789) % 10**9:09d}",
        _id_number(dice),
        1 + int(6 * dice.random() * dice.random()),
        1 + dice.below(20),
        CITIES[dice.below(12)],
        NOW_S - 10 * DAY_S - dice.below(480 * DAY_S),
    )


def _id_number(dice: _Dice) -> str:
    district, year = dice.between(2, 9), dice.between(1960, 2000)
    month, day = dice.between(1, 13), dice.between(1, 29)
    digits = f"33010{district}{year}{month:02d}{day:02d}{dice.below(1000):03d}"
    total = sum(int(digit) * weight for digit, weight in zip(digits, _ID_WEIGHTS, strict=True))
    return digits + "10X98765432"[total % 11]


def _deal(dice: _Dice, customer: CustomerSeed) -> tuple[DealSeed, tuple[MoveSeed, ...]]:
    chance = dice.random()
    final = PAID_OUT if chance < 0.25 else LOST if chance < 0.45 else 1 + dice.below(6)
    amount_fen = 100_000 * int(10 + 1960 * dice.random() * dice.random())
    steps = 3 + dice.below(5)
    if final <= LAST_OPEN_STAGE:
        end_s = NOW_S - dice.below(9 * DAY_S)
    else:
        end_s = min(NOW_S - 3600, customer.created_s + 5 * DAY_S + dice.below(90 * DAY_S))
    closed = final > LAST_OPEN_STAGE
    paid_part = 0.6 + 0.4 * dice.random()
    deal = DealSeed(
        customer.number,
        customer.number,
        customer.owner,
        customer.channel,
        final,
        amount_fen,
        int(amount_fen * paid_part) if final == PAID_OUT else 0,
        customer.created_s,
        end_s,
        end_s if closed else None,
    )
    return deal, tuple(_moves(dice, deal, steps))


def _moves(dice: _Dice, deal: DealSeed, steps: int) -> Iterator[MoveSeed]:
    path = _path(dice, deal.stage, steps)
    earlier = len(path) - 1
    times = sorted(dice.between(deal.created_s, deal.stage_entered_s) for _ in range(earlier))
    since_s = deal.created_s
    for place, at_s in enumerate((*times, deal.stage_entered_s)):
        target = path[place + 1] if place < earlier else deal.stage
        yield MoveSeed(deal.number, path[place], target, at_s, deal.owner, at_s - since_s)
        since_s = at_s


def _path(dice: _Dice, final: int, steps: int) -> list[int]:
    """Draw the open stages a deal went through before its last move; no stage follows itself."""
    path = [1]
    for _ in range(steps - 1):
        forward = path[-1] == 1 or (path[-1] < LAST_OPEN_STAGE and dice.random() < 0.8)
        path.append(path[-1] + 1 if forward else path[-1] - 1)
    if path[-1] == final:
        path.pop()
    return path


def _follow_ups(dice: _Dice, deal: DealSeed) -> tuple[FollowUpSeed, ...]:
    last_s = deal.closed_s or NOW_S - dice.waiting(2.5 * DAY_S)
    last_s = max(last_s, deal.created_s + 60)
    earlier = 4 + dice.below(11)
    times = sorted(dice.between(deal.created_s, last_s + 1) for _ in range(earlier))
    return tuple(
        FollowUpSeed(
            deal.customer,
            deal.number,
            deal.owner,
            dice.below(4),
            at_s,
            f"{_REMARKS[dice.below(12)]}，{_REMARKS[dice.below(12)]}",
        )
        for at_s in (*times, last_s)
    )


def _tasks(dice: _Dice, customer: CustomerSeed) -> tuple[TaskSeed, ...]:
    return tuple(
        TaskSeed(
            customer.number,
            customer.owner,
            title,
            NOW_S + dice.between(-20 * DAY_S, 20 * DAY_S),
            int(dice.random() < 0.6),
        )
        for title in TASK_TITLES
    )


def _documents(dice: _Dice, customer: CustomerSeed) -> tuple[DocumentSeed, ...]:
    return tuple(
        DocumentSeed(
            customer.number,
            DOCUMENT_NAMES[dice.below(5)],
            dice.between(50_000, 3_000_000),
            dice.hexadecimal(256),
            customer.created_s + dice.below(DAY_S),
        )
        for _ in range(3)
    )


def _as_people_write(phone: str, chance: float) -> str:
    if chance < 0.03:
        return f"{phone[:3]} {phone[3:7]} {phone[7:]}"
    return f"+86{phone}" if chance < 0.05 else phone
