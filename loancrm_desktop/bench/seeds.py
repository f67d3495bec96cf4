"""The rows of the benchmark's office: a customer and everything that hangs on it.

Times are whole seconds since 1970 (UTC). Channels, employees and stages count from 1 in
CHANNELS, EMPLOYEES and STAGES; a deal has the number of its customer.
"""

from __future__ import annotations

from typing import NamedTuple

CHANNELS = ("抖音", "转介绍", "电销", "地推", "官网", "合作机构")
STAGES = (
    *("新线索", "已联系", "资质评估", "方案匹配", "资料收集", "提交审批"),
    *("已放款", "已流失"),
)
STAGE_LIMIT_DAYS = (1, 3, 5, 5, 10, 15, None, None)
LAST_OPEN_STAGE, PAID_OUT, LOST = 6, 7, 8
EMPLOYEES = tuple(f"员工{number:02d}" for number in range(1, 21))
CONTACT_KINDS = ("电话", "微信", "面谈", "短信")


class CustomerSeed(NamedTuple):
    """A customer; channel and owner count from 1 in CHANNELS and EMPLOYEES."""

    number: int
    name: str
    phone: str
    id_number: str
    channel: int
    owner: int
    city: str
    created_s: int


class DealSeed(NamedTuple):
    """The one deal of a customer, as it stands now; its number is the customer's."""

    number: int
    customer: int
    owner: int
    channel: int
    stage: int
    amount_fen: int
    disbursed_fen: int
    created_s: int
    stage_entered_s: int
    closed_s: int | None


class MoveSeed(NamedTuple):
    """One step of a deal from stage to stage; `dwell_s` is the stay in the stage it left."""

    deal: int
    from_stage: int
    to_stage: int
    at_s: int
    user: int
    dwell_s: int


class FollowUpSeed(NamedTuple):
    """One contact with a customer; `kind` counts from 0 in CONTACT_KINDS."""

    customer: int
    deal: int
    user: int
    kind: int
    at_s: int
    content: str


class TaskSeed(NamedTuple):
    """One thing to do for a customer; `done` is 0 or 1."""

    customer: int
    owner: int
    title: str
    due_s: int
    done: int


class DocumentSeed(NamedTuple):
    """One filed paper of a customer; `sha256` in hexadecimal."""

    customer: int
    name: str
    size_bytes: int
    sha256: str
    at_s: int


class CaseSeed(NamedTuple):
    """A customer with everything that hangs on it."""

    customer: CustomerSeed
    deal: DealSeed
    moves: tuple[MoveSeed, ...]
    follow_ups: tuple[FollowUpSeed, ...]
    tasks: tuple[TaskSeed, ...]
    documents: tuple[DocumentSeed, ...]

    @property
    def last_contact_s(self) -> int:
        """Answer when the customer was last spoken to."""
        return self.follow_ups[-1].at_s

    @property
    def furthest_stage(self) -> int:
        """Answer the furthest stage the deal reached; being lost is no progress."""
        return max((move.to_stage for move in self.moves if move.to_stage != LOST), default=1)
