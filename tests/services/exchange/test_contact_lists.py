"""Follow-ups of another system come in with their author and time, and go out again as one act."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from office_content import content_of, last_seq
from sqlalchemy import select

from loancrm_desktop.errors import Invalid, Refused
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.people import User
from loancrm_desktop.models.work_items import FollowUp
from loancrm_desktop.services import customers, undoing
from loancrm_desktop.services.exchange import contact_lists
from loancrm_desktop.services.exchange.contact_lists import ContactPlan
from loancrm_desktop.services.exchange.import_plan import Progress
from loancrm_desktop.services.exchange.sheets import SheetRow, SheetTable

HEADER = ("客户姓名", "手机", "跟进时间", "跟进人", "沟通方式", "沟通内容", "下次跟进")
LINES = (
    ("周德海", "13800138000", "2025-01-02 10:00", "li", "电话", "说要三十万", ""),
    (
        "周德海",
        "13800138000",
        "2025-01-05 09:30",
        "离职的人",
        "飞鸽",
        "收到流水",
        "2099-01-01 10:00",
    ),
    ("刘芸", "", "2025-02-01 08:00", "", "微信", "问利率", ""),
    ("谁也不是", "", "2025-02-01 08:00", "li", "微信", "问利率", ""),
    ("刘芸", "", "前天", "li", "微信", "问利率", ""),
    ("刘芸", "", "2025-02-01 08:00", "", "微信", "问利率", ""),
    ("刘芸", "", "2025-02-02 08:00", "", "微信", "", ""),
    ("刘芸", "", "2098-02-02 08:00", "", "微信", "以后", ""),
)
SHANGHAI_TEN = datetime(2025, 1, 2, 2, 0, tzinfo=UTC)


def table_of(lines=LINES, header=HEADER):
    rows = tuple(SheetRow(number, row) for number, row in enumerate(lines, 2))
    return SheetTable("跟进.csv", header, 1, rows)


@pytest.fixture
def two(office, owner):
    return [
        office.do(owner, customers.add, values=values, duplicates="allow", open_deal=False).id
        for values in ({"name": "周德海", "phone": "13800138000"}, {"name": "刘芸"})
    ]


def rows_of(office):
    chosen = (
        select(FollowUp.at, FollowUp.text, FollowUp.method, User.login, User.name, User.active)
        .outerjoin(User, User.id == FollowUp.author_id)
        .order_by(FollowUp.at)
    )
    with office.database.reading() as session:
        return session.execute(chosen).all()


def test_each_follow_up_keeps_its_author_and_its_time(office, owner, two):
    report = office.do(owner, contact_lists.run, table_of(), ContactPlan())
    assert (report.rows, report.created, report.customers, report.rejected) == (8, 3, 2, 5)
    first, second, third = rows_of(office)
    assert (first.at, first.login, first.method) == (SHANGHAI_TEN, "li", "phone")
    assert (second.name, second.active) == ("离职的人", False)
    assert second.method == "other"
    assert second.text == "收到流水\n沟通方式: 飞鸽", "a word no option stands for is not lost"
    assert third.name is None, "nobody is named, nobody is made up"
    codes = [problem.code for problem in report.problems]
    assert codes[0] == "unknown_customer"
    assert codes[2:] == ["known", "empty", "in_future"]
    with office.database.reading() as session:
        customer = session.get(Customer, two[0])
        assert customer.last_contact_at == datetime(2025, 1, 5, 1, 30, tzinfo=UTC)
        assert customer.next_follow_up_at == datetime(2099, 1, 1, 2, 0, tzinfo=UTC)


def test_the_preview_says_the_same_and_writes_nothing(office, owner, two):
    before = content_of(office)
    told = office.ask(owner, contact_lists.preview, table=table_of(), plan=ContactPlan())
    assert content_of(office) == before
    assert told.strangers == ("离职的人",)
    assert told == office.do(owner, contact_lists.run, table_of(), ContactPlan())


def test_it_is_undone_as_one_act_and_a_second_time_doubles_nothing(office, owner, two):
    before = content_of(office)
    office.do(owner, contact_lists.run, table_of(), ContactPlan())
    after = content_of(office)
    assert office.do(owner, contact_lists.run, table_of(), ContactPlan()).created == 0
    assert content_of(office) == after
    office.do(owner, undoing.undo, seq=last_seq(office, owner) - 1)
    assert content_of(office) == before


def test_columns_are_named_by_hand(office, owner, two):
    lines = [line[1:6] for line in LINES[:2]]
    header = ("甲", "乙", "丙", "丁", "戊")
    plan = ContactPlan({"甲": "phone", "乙": "at", "丙": "author", "戊": "text", "丁": None})
    assert office.do(owner, contact_lists.run, table_of(lines, header), plan).created == 2


@pytest.mark.parametrize(
    ("header", "columns", "said"),
    [
        (("客户姓名", "内容"), None, "at"),
        (("客户姓名", "时间"), None, "text"),
        (("时间", "内容"), None, r"whose|谁"),
        (HEADER, {"手机": "shoe_size"}, "shoe_size"),
        (HEADER, {"鞋码": "phone"}, "鞋码"),
    ],
)
def test_a_list_that_lacks_something_says_what(office, owner, header, columns, said):
    with pytest.raises(Invalid, match=said):
        office.ask(
            owner, contact_lists.preview, table=table_of((), header), plan=ContactPlan(columns)
        )


def test_a_name_that_several_have_is_not_guessed(office, owner, two):
    office.do(owner, customers.add, values={"name": "刘芸"}, duplicates="allow", open_deal=False)
    report = office.do(owner, contact_lists.run, table_of(LINES[2:3]), ContactPlan())
    assert [problem.code for problem in report.problems] == ["ambiguous"]


def test_who_may_not_import_is_refused_and_a_cancelled_one_leaves_nothing(
    office, owner, actor_of, two
):
    before = content_of(office)
    with pytest.raises(Refused):
        office.do(actor_of("li"), contact_lists.run, table_of(), ContactPlan())
    with pytest.raises(Refused):
        office.ask(actor_of("li"), contact_lists.preview, table=table_of(), plan=ContactPlan())
    many = table_of(LINES[:1] * 600)
    with pytest.raises(Refused, match=r"cancelled|取消"):
        office.do(owner, contact_lists.run, many, ContactPlan(), Progress(cancelled=True))
    assert content_of(office) == before


def test_a_leader_cannot_write_into_other_teams_customers(office, actor_of, two):
    rights = actor_of("lead").rights
    if not rights.allows("customers.import"):
        pytest.skip("the leader of the test office may not import")
    report = office.do(actor_of("lead"), contact_lists.run, table_of(LINES[:1]), ContactPlan())
    assert [problem.code for problem in report.problems] == ["not_in_scope"]
