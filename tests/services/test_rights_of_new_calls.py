"""Every call, asked by every role about a colleague's records, tells and changes nothing of them.

The calls come from the registry: a call added later is asked as well, or fails here for want of an
argument (threat T19: one way in that forgot to ask).
"""

from __future__ import annotations

import importlib
import inspect
import json
import pkgutil
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from document_acts import a_file, keep

import loancrm_desktop.services
from loancrm_desktop.errors import Problem
from loancrm_desktop.models.base import Base
from loancrm_desktop.services import (
    calls,
    customers,
    deals,
    drafts,
    follow_ups,
    own_records,
    record_types,
    tasks,
    views,
)
from loancrm_desktop.services.board_cards import BoardAsk
from loancrm_desktop.services.customer_table import deals_of
from loancrm_desktop.services.documents import DocumentQuery, Staged
from loancrm_desktop.services.exchange.export_consent import Consent
from loancrm_desktop.services.exchange.export_tables import ExportWish, TakenOut
from loancrm_desktop.services.exchange.import_plan import ImportPlan
from loancrm_desktop.services.exchange.importing import guess
from loancrm_desktop.services.exchange.seen_rows import SeenList
from loancrm_desktop.services.exchange.sheets import SheetRow, SheetTable
from loancrm_desktop.services.exchange.whole_file import WholeFile
from loancrm_desktop.services.lists import ListQuery
from loancrm_desktop.services.messages.outcome import Outcome
from loancrm_desktop.services.office_facts import OfficeFacts
from loancrm_desktop.services.ownership.pool_rules import PoolSettings
from loancrm_desktop.services.record_types import TypeWish
from loancrm_desktop.services.task_lists import TaskQuery
from loancrm_desktop.services.task_plans import TaskWish
from loancrm_desktop.services.vault.blobs import Blob
from loancrm_desktop.services.watching import newest_number

PHONE, ID_NUMBER = "13912345678", "440301199003070019"
SECRETS = (
    "禾苗",
    PHONE,
    ID_NUMBER,
    "稻穗公司",
    "麦田对话",
    "谷仓待办",
    "豆荚视图",
    "草稿私语",
    "芝麻商铺",
    "麻袋证件",
)
"""Words that stand only in the colleague's records."""

OUTSIDERS = ("li", "lead")
"""A broker and a team lead of another team: the records are out of their sight."""
ONLOOKERS = ("guest", "audit")
"""Who sees all and may change nothing."""
MASKED = {"guest": (PHONE, ID_NUMBER), "audit": (PHONE, ID_NUMBER), "desk": (PHONE,)}

PRINTS = "contracts.values"
"""A contract prints numbers whole for roles that may print masked fields."""

OWN = ("draft", "document_access")
"""Tables whose rows are everybody's own: drafts, and looks into documents, refused ones too."""
OWN_ACTS = ("people.note_seen", "people.note_password", "people.note_recovery")
"""Acts on the acting person alone."""


def every_call():
    for module in pkgutil.walk_packages(
        loancrm_desktop.services.__path__, "loancrm_desktop.services."
    ):
        if not module.name.endswith(("_child", "child_entry")):
            importlib.import_module(module.name)
    return [call for call in calls.all_calls() if not call.name.startswith(("test.", "tests."))]


CALLS = every_call()
READERS = [call for call in CALLS if call.kind == "reader"]
OPERATIONS = [call for call in CALLS if call.kind == "operation"]


@pytest.fixture
def foreign(office, owner, actor_of, clock, tmp_path):
    """Answer a customer of Mr Chen's with everything that can hang on one."""
    chen = actor_of("chen")
    values = {
        "name": "禾苗",
        "phone": PHONE,
        "id_number": ID_NUMBER,
        "company": "稻穗公司",
        "requested_amount": "300000.00",
        "remark": "麦田对话",
        "tags": ["麦田对话"],
    }
    customer = office.do(chen, customers.add, values=values).id
    (deal,) = office.ask(chen, deals_of, customer_ids=[customer])
    contact = office.do(chen, follow_ups.log, customer_id=customer, text="麦田对话").id
    house = office.do(owner, record_types.add, key="house", wish=TypeWish("房产"))
    values = {"name": "芝麻商铺", "customer": customer}
    shop = office.do(chen, own_records.add, kind=house, values=values).id
    task = office.do(
        chen,
        tasks.add,
        title="谷仓待办",
        customer_id=customer,
        due_at=clock.now + timedelta(minutes=5),
    )
    office.do(chen, deals.move, deal_id=deal, to_stage="first_call")
    office.do(chen, customers.edit, customer_id=customer, values={"company": "稻穗公司二"})
    where = {"field": "customer.name", "op": "eq", "value": "禾苗"}
    view = office.do(chen, views.save, kind="customer", name="豆荚视图", body={"where": where})
    office.do(chen, drafts.keep, key="customer:new", body={"name": "草稿私语"})
    paper = keep(office, chen, a_file(tmp_path, "麻袋证件.txt", "麻袋证件"), customer)
    clock.forward(hours=1)
    return SimpleNamespace(
        customer=customer,
        deal=deal,
        task=task,
        view=view,
        where=where,
        owner=owner,
        contact=contact,
        shop=shop,
        paper=paper,
    )


def table_of_them() -> SheetTable:
    rows = (SheetRow(2, ("无名", PHONE)),)
    return SheetTable("x.csv", ("姓名", "手机号"), 1, rows)


def known_values(foreign, kind: str) -> dict[str, object]:
    """Answer values by the name of the argument, all about the colleague's records."""
    return {**_numbers(foreign, kind), **_plain_values(foreign, kind)}


def _plain_values(foreign, kind: str) -> dict[str, object]:
    return {
        "actions": [],
        "bodies": [],
        "keys": ["x"],
        "add": ["新"],
        "ask": BoardAsk(),
        "body": {"name": "x"},
        "channel_id": 1,
        "columns": {"姓名": "name"},
        "cost_fen": 1,
        "assignee_id": foreign.owner.user_id,
        "field": "phone",
        "fields": {"pet": {"type": "text", "label": {"zh": "宠物"}}},
        "files": ["x"],
        "header": ["姓名"],
        "key": "customer:new",
        "kind": kind,
        "login": "boss",
        "name": "禾苗",
        "owner_login": "x",
        "owner_name": "x",
        "phone": PHONE,
        "id_number": ID_NUMBER,
        "pinned": True,
        "query": ListQuery(search="禾苗"),
        "reason": "identity",
        "renderer": "x",
        "role_key": "owner",
        "rows": 1,
        "sha256": "0",
        "since": 0,
        "stage": "first_call",
        "template": "x",
        "text": "禾苗",
        "title": "t",
        "to_id": foreign.owner.user_id,
        "to_stage": "qualification_review",
        "told": OfficeFacts(address="新址"),
        "until": foreign.until,
        "user_id": foreign.owner.user_id,
        "values": {"remark": "改"},
        "where": foreign.where,
        "wish": ExportWish(),
        "out": TakenOut(["x"], 1, 1, "0"),
        "consent": Consent("x"),
        "whole": WholeFile("x.json", "x", {}),
        "words": {},
        "take": None,
        "settings": PoolSettings(),
        "outcome": Outcome("sent", ""),
    }


def _numbers(foreign, kind: str) -> dict[str, object]:
    """Answer the numbers of the colleague's records by the name of the argument."""
    number = {
        "customer": foreign.customer,
        "deal": foreign.deal,
        "task": foreign.task,
        "x_house": foreign.shop,
    }[kind]
    return {
        "customer_id": foreign.customer,
        "customer_ids": [foreign.customer],
        "deal_id": foreign.deal,
        "deal_ids": [foreign.deal],
        "task_id": foreign.task,
        "task_ids": [foreign.task],
        "view_id": foreign.view,
        "view_ids": [foreign.view],
        "into_id": foreign.customer,
        "source_id": foreign.customer,
        "record_id": number,
        "record_ids": [number],
        "follow_up_id": foreign.contact,
        "document_id": foreign.paper,
        "document_ids": [foreign.paper],
    }


def arguments(call, foreign, kind: str) -> list[dict]:
    """Answer what to ask a call with, so that it is about the colleague's records.

    Raises:
        AssertionError: a call has an argument this test does not know yet.
    """
    known = known_values(foreign, kind)
    needed: dict[str, object] = {}
    for name, parameter in list(inspect.signature(call.function).parameters.items())[1:]:
        if call.name in _SPECIAL and name in _SPECIAL[call.name]:
            needed[name] = _SPECIAL[call.name][name]
        elif name in ("seq", "table", "plan", "spec", "month"):
            needed[name] = None
        elif parameter.default is inspect.Parameter.empty or name in _ALSO:
            needed[name] = known[name] if name in known else _guessed(call, parameter, foreign)
    return [needed]


def _guessed(call, parameter, foreign):
    """Answer a value for an argument not named above; a number is taken for the customer's."""
    kinds = {"int": foreign.customer, "str": "x", "list[int]": [foreign.customer],
             "list[str]": ["x"], "bool": True}  # fmt: skip
    assert str(parameter.annotation) in kinds, f"{call.name}: say what to ask for {parameter.name}"
    return kinds[str(parameter.annotation)]


_ALSO = frozenset({"customer_id", "deal_id", "task_id", "view_id", "phone", "id_number", "name"})
_SPECIAL = {
    "today.queue": {"scope": "team"},
    "today.more": {"group": "overdue", "skip": 0},
    "tasks.page": {"mine": False},
    "tasks.list": {"query": TaskQuery("team")},
    "tasks.calendar": {"first": date(2026, 6, 1), "days": 62, "whose_tasks": "team"},
    "tasks.tick": {"part": 0, "done": True},
    "tasks.make": {"wish": TaskWish("t")},
    "tasks.rework": {"values": {"title": "改"}},
    "journal.head": {},
    "exporting.seen": {"wish": SeenList(ListQuery(search="禾苗"), ("phone", "id_number"))},
    "customers.look_alikes": {"except_id": None},
    "quick_find.again": {},
    "people.add": {"login": "neu", "name": "neu"},
    "people.add_team": {"name": "neu"},
    "catalog.add_field": {},
    "record_types.add": {"key": "car", "wish": TypeWish("车辆")},
    "record_types.edit": {"kind": "x_house", "wish": TypeWish("别的")},
    "own_records.edit": {"values": {"name": "改"}},
    "own_records.change_many": {"values": {"name": "改"}},
    "follow_ups.edit": {"values": {"text": "改"}},
    "tasks.edit": {"values": {"title": "改"}},
    "deals.edit": {"values": {"bank": "改"}},
    "documents.add": {"staged": Staged("x", None, Blob("0" * 32, "0", 1, "00")), "kind": "other"},
    "documents.edit": {"kind": "other", "name": "改"},
    "documents.hand_out": {"act": "viewed", "purpose": "other"},
    "documents.page": {"query": DocumentQuery()},
}


def asked(call, foreign, office, actor) -> list[dict]:
    """Answer every set of arguments for a call."""
    kinds = (
        ("customer", "deal", "task", "x_house") if "kind" in _parameters(call) else ("customer",)
    )
    sets = [each for kind in kinds for each in arguments(call, foreign, kind)]
    if "seq" in _parameters(call):
        newest = office.ask(foreign.owner, newest_number)
        return [{**each, "seq": seq} for each in sets for seq in range(1, newest + 1)]
    if "table" in _parameters(call):
        table = table_of_them()
        plan = ImportPlan(columns=office.ask(foreign.owner, guess, table=table))
        if call.name.startswith(("importing.history", "importing.follow_ups")):
            return []  # other plans, and rights of their own: test_history.py, test_contact_lists.py
        filled = {"table": table, "plan": plan}
        sets = [{**each, **{k: v for k, v in filled.items() if k in each}} for each in sets]
        updating = replace(plan, duplicates="update")
        return [*sets, *({**each, "plan": updating} for each in sets if "plan" in each)]
    return [each for each in sets if not {"spec", "month"} & set(each)]


def _parameters(call) -> set[str]:
    return set(inspect.signature(call.function).parameters)


def rows_of(office, but=()) -> dict[str, list]:
    """Answer every row of the tables people work on."""
    with office.database.reading() as session:
        return {
            table.name: [
                tuple(map(str, row)) for row in session.connection().execute(table.select())
            ]
            for table in Base.metadata.sorted_tables
            if table.name not in but and not table.name.startswith("journal")
        }


def told(call, answer) -> str:
    return json.dumps(json.loads(calls.write_result(call.function, answer)), ensure_ascii=False)


@pytest.fixture
def ready(foreign, clock):
    foreign.until = clock.now + timedelta(days=1)
    return foreign


@pytest.mark.parametrize("login", OUTSIDERS)
def test_no_question_tells_an_outsider_of_a_colleagues_records(office, ready, actor_of, login):
    actor = actor_of(login)
    leaks = []
    for call in READERS:
        for each in asked(call, ready, office, actor):
            with suppress(Problem):
                said = told(call, office.ask(actor, call.function, **each))
                found = [word for word in SECRETS if word in said and word not in str(each)]
                if found:
                    leaks.append((call.name, found, said[:300]))
    assert not leaks


@pytest.mark.parametrize("login", OUTSIDERS)
def test_no_act_of_an_outsider_changes_a_colleagues_records(office, ready, actor_of, login):
    actor = actor_of(login)
    concerned = {
        "customer": ready.customer, "deal": ready.deal, "task": ready.task,
        "saved_view": ready.view, "own_record": ready.shop, "follow_up": ready.contact,
        "document": ready.paper,
    }  # fmt: skip

    def theirs() -> dict:
        with office.database.reading() as session:
            tables = {name: Base.metadata.tables[name] for name in concerned}
            return {
                name: session.execute(
                    tables[name].select().where(tables[name].c.id == number)
                ).one()
                for name, number in concerned.items()
            }

    changed = []
    for call in OPERATIONS:
        before = theirs()
        for each in asked(call, ready, office, actor):
            if each.get("assignee_id"):
                each["assignee_id"] = actor.user_id
            with suppress(Problem):
                office.do(actor, call.function, **each)
        after = theirs()
        if after != before:
            changed.append(call.name)
    assert not changed


@pytest.mark.parametrize("login", ONLOOKERS)
def test_no_act_of_an_onlooker_changes_anything(office, ready, actor_of, login):
    actor = actor_of(login)
    changed = []
    for call in OPERATIONS:
        if call.name in OWN_ACTS:
            continue
        before = rows_of(office, OWN)
        for each in asked(call, ready, office, actor):
            with suppress(Problem):
                office.do(actor, call.function, **each)
        after = rows_of(office, OWN)
        if after != before:
            changed.append((call.name, [name for name in before if before[name] != after[name]]))
    assert not changed


@pytest.mark.parametrize("login", MASKED)
def test_no_question_tells_a_role_a_number_it_sees_masked(office, ready, actor_of, login):
    actor = actor_of(login)
    leaks = []
    for call in READERS:
        if call.name == PRINTS and actor.rights.allows("contracts.print_masked"):
            continue
        for each in asked(call, ready, office, actor):
            with suppress(Problem):
                said = told(call, office.ask(actor, call.function, **each))
                found = [word for word in MASKED[login] if word in said and word not in str(each)]
                if found:
                    leaks.append((call.name, found))
    assert not leaks
