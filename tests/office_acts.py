"""Everything people do in an office, drawn at random: for tests of undo, replay and crashes."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from office_fixtures import RAW_KEY, FrozenClock, place_in

from loancrm_desktop.errors import Problem
from loancrm_desktop.models.database import Database
from loancrm_desktop.models.tables import metadata
from loancrm_desktop.services import (
    access,
    customer_sheet,
    customers,
    deals,
    follow_ups,
    journal,
    merging,
    people,
    task_reminders,
    tasks,
)
from loancrm_desktop.services.actor import Actor
from loancrm_desktop.services.exchange import importing
from loancrm_desktop.services.exchange.import_plan import ImportPlan
from loancrm_desktop.services.exchange.sheets import SheetRow, SheetTable
from loancrm_desktop.services.forms import catalog
from loancrm_desktop.services.language.fields import FieldSpec, FieldType
from loancrm_desktop.services.office import Office
from loancrm_desktop.services.opening import assemble

PHONES = tuple(f"1380013{tail:04d}" for tail in range(8000, 8008))
NAMES = ("张三", "李四", "王五", "欧阳娜娜", "Ann Lee")
HOBBY = FieldSpec(key="hobby", type=FieldType.TEXT, label_zh="爱好", label_en="Hobby")


class Desk:
    """One office, who acts in it, and one source of chance."""

    def __init__(self, office: Office, actor: Actor, seed: int) -> None:
        self.office = office
        self.actor = actor
        self.chance = random.Random(seed)

    def one_of(self, table: str) -> int:
        """Answer the id of some row, 0 when there is none."""
        with self.office.database.reading() as session:
            ids = sorted(session.execute(metadata.tables[table].select()).scalars("id"))
        return self.chance.choice(ids) if ids else 0

    def several_of(self, table: str) -> list[int]:
        """Answer some ids, perhaps the same one twice."""
        return [self.one_of(table) for _ in range(self.chance.randint(1, 4))]

    def values(self) -> dict[str, Any]:
        """Answer some values of a customer."""
        chance = self.chance
        pool: dict[str, Sequence[Any]] = {
            "name": NAMES,
            "phone": PHONES,
            "phone2": (None, *PHONES),
            "company": (None, "甲公司", "乙公司"),
            "requested_amount": (None, "300000.00", "50000.00"),
            "tags": ([], ["重点"], ["重点", "房产"]),
            "assets": ([], ["house"], ["house", "car"]),
            "owner": (None, 1, 3, 4),
            "remark": (None, "老客户"),
            "status": ("prospect", "following", "pool"),
            "birth_date": (None, "1990-02-28"),
            "next_follow_up_at": (None, "2026-07-15T09:00:00+08:00"),
            "hobby": (None, "钓鱼", "下棋"),
        }
        keys = chance.sample(sorted(pool), chance.randint(1, 5))
        return {key: chance.choice(pool[key]) for key in keys}


def add(at: Desk) -> None:
    """Add a customer, perhaps a known one, perhaps without a deal."""
    values = {**at.values(), "name": at.chance.choice(NAMES)}
    at.office.do(at.actor, customers.add, values, "allow", open_deal=at.chance.random() < 0.7)


def edit(at: Desk) -> None:
    """Change a customer."""
    at.office.do(at.actor, customers.edit, at.one_of("customer"), at.values())


def change_many(at: Desk) -> None:
    """Change several customers at once."""
    at.office.do(at.actor, customers.change_many, at.several_of("customer"), at.values())


def move(at: Desk) -> None:
    """Move a deal where it may go."""
    deal_id = at.one_of("deal")
    card = at.office.ask(at.actor, deals.show, deal_id).card
    if card.may_move_to:
        to_stage = at.chance.choice(card.may_move_to)
        at.office.do(at.actor, deals.move, deal_id, to_stage, reason="客户要求")


def edit_deal(at: Desk) -> None:
    """Change a deal's amounts."""
    amount = at.chance.choice(["80000.00", "90000.00", None])
    key = at.chance.choice(["requested_amount", "approved_amount", "disbursed_amount"])
    at.office.do(at.actor, deals.edit, at.one_of("deal"), {key: amount, "bank": "工商银行"})


def open_deal(at: Desk) -> None:
    """Open another deal."""
    at.office.do(at.actor, deals.open_deal, at.one_of("customer"), {"bank": "建设银行"})


def submit(at: Desk) -> None:
    """Hand a deal to a bank."""
    at.office.do(at.actor, deals.submit, at.one_of("deal"), {"bank": "建设银行"})


def log(at: Desk) -> None:
    """Write down a contact, now or some days ago."""
    now = at.office.clock()
    days = at.chance.choice([0, 0, 2, 9])
    next_at = now + timedelta(days=3) if at.chance.random() < 0.5 else None
    at.office.do(
        at.actor,
        follow_ups.log,
        at.one_of("customer"),
        "谈了利率",
        next_at=next_at,
        at=now - timedelta(days=days) if days else None,
    )


def remove(at: Desk) -> None:
    """Throw customers away."""
    at.office.do(at.actor, customers.remove, at.several_of("customer"))


def restore(at: Desk) -> None:
    """Take customers out of the trash."""
    at.office.do(at.actor, customers.restore, at.several_of("customer"))


def merge(at: Desk) -> None:
    """Put one customer into another."""
    side = at.chance.choice(["source", "into"])
    at.office.do(
        at.actor,
        merging.merge,
        at.one_of("customer"),
        at.one_of("customer"),
        take={"name": side, "tags": side} if at.chance.random() < 0.5 else None,
    )


def take_over(at: Desk) -> None:
    """Import a small table."""
    chance = at.chance
    rows = tuple(
        SheetRow(
            number,
            (
                chance.choice(NAMES),
                chance.choice(PHONES),
                chance.choice(["", "30万", "8万元"]),
                chance.choice(["", "老客户转介绍", "抖音", "小红书"]),
            ),
        )
        for number in range(2, 2 + chance.randint(1, 5))
    )
    table = SheetTable("客户.xlsx", ("姓名", "手机号", "贷款金额", "渠道"), 1, rows)
    plan = ImportPlan(
        at.office.ask(at.actor, importing.guess, table),
        chance.choice(["skip", "update", "keep"]),
    )
    at.office.do(at.actor, importing.run, table, plan)


def add_task(at: Desk) -> None:
    """Add a to-do."""
    at.office.do(at.actor, tasks.add, title="回访", customer_id=at.one_of("customer") or None)


def finish_task(at: Desk) -> None:
    """Finish a task."""
    at.office.do(at.actor, tasks.done, at.one_of("task"), outcome="好")


def remind(at: Desk) -> None:
    """Remind of silent customers."""
    at.office.do(at.actor, task_reminders.remind_idle, days=at.chance.choice([1, 3]))


def relate(at: Desk) -> None:
    """Add a person around a customer."""
    values = {"relation": "spouse", "name": "李四", "linked_customer": at.one_of("customer")}
    at.office.do(at.actor, customer_sheet.add_related, at.one_of("customer"), values)


def add_team(at: Desk) -> None:
    """Add a team."""
    at.office.do(at.actor, people.add_team, at.chance.choice(["渠道组", "电销组", "客服组"]))


Act = Callable[[Desk], None]

ACTS: tuple[Act, ...] = (
    add,
    edit,
    change_many,
    move,
    edit_deal,
    open_deal,
    submit,
    log,
    remove,
    restore,
    merge,
    take_over,
    add_task,
    finish_task,
    remind,
    relate,
    add_team,
)

acts = st.lists(
    st.tuples(st.sampled_from(ACTS), st.integers(min_value=0, max_value=10_000)),
    min_size=1,
    max_size=12,
)
"""Some acts one after the other, each with its chance."""


def begin(office: Office, actor: Actor) -> None:
    """Put a few customers, a field of the office's own and a deal under way into the office."""
    office.do(actor, catalog.add_field, "customer", HOBBY)
    for number in range(3):
        add(Desk(office, actor, number))


def tried(office: Office, actor: Actor, act: Act, seed: int) -> bool:
    """Let somebody act; answers whether the office let it pass."""
    office.clock.forward(hours=seed % 30)
    try:
        act(Desk(office, actor, seed))
    except Problem:
        return False
    return True


PATIENT = settings(
    max_examples=max(10, settings.default.max_examples // 5),
    deadline=None,
    # Not shrunk: each try is a whole office, and the acts are few enough to read.
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture(scope="module")
def begun_file(founded_file: Path) -> Iterator[Path]:
    """Answer an office file with a few customers, made once per module."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "office.db"
        shutil.copy(founded_file, path)
        office = assemble(Database(path, RAW_KEY, "local"), place_in(path.parent), FrozenClock())
        with office.database.reading() as session:
            actor = access.actor_for(session, "boss", desk="desk-1")
        begin(office, actor)
        office.close()
        yield path


@contextmanager
def fresh_office(begun_file: Path) -> Iterator[tuple[Office, Actor]]:
    """Open a copy of the office that was begun, for one example."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "office.db"
        shutil.copy(begun_file, path)
        clock = FrozenClock()
        clock.forward(hours=2)
        office = assemble(Database(path, RAW_KEY, "local"), place_in(path.parent), clock)
        with office.database.reading() as session:
            actor = access.actor_for(session, "boss", desk="desk-1")
        try:
            yield office, actor
        finally:
            office.close()


def changed_something(office: Office, seq: int, after: int = 0) -> bool:
    """Tell whether an entry is a new one that holds changes; an import may only leave its name."""
    with office.database.reading() as session:
        contents = journal.unpack(journal.entry(session, seq).changes)
    return seq > after and bool(contents.changes or contents.bulk)
