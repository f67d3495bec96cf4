"""A trial changes nothing, and says what would have been."""

from office_content import content_of

from loancrm_desktop.services import customers, follow_ups
from loancrm_desktop.services.rules import drawing, shipping, trying

SILENT = {
    "format": 1, "key": "silent3", "title": {"zh": "三天"}, "when": {"on": "silent", "days": 3},
    "then": [{"do": "task", "text": "请及时跟进客户{name}"}],
}  # fmt: skip


def test_each_silence_of_the_last_days_is_counted(office, owner, clock, actor_of):
    li = actor_of("li")
    silent = office.do(li, customers.add, values={"name": "钱慧敏"}).id
    busy = office.do(li, customers.add, values={"name": "孙一鸣"}).id
    for _day in range(10):
        clock.forward(days=1)
        office.do(li, follow_ups.log, busy, "打过电话", "phone")
    office.do(li, follow_ups.log, silent, "打过电话", "phone")
    clock.forward(days=4)
    before = content_of(office)
    trial = office.ask(owner, trying.dry_run, SILENT)
    assert content_of(office) == before
    # The silent one before its first contact and after it; the busy one since the last.
    assert sorted(row.name for row in trial.rows) == ["孙一鸣", "钱慧敏", "钱慧敏"]
    assert (trial.records, trial.fired, trial.people) == (2, 3, 1)
    assert sum(count for _, count in trial.per_day) == 3


def test_new_customers_of_the_last_days_are_counted_by_day(office, owner, clock):
    body = SILENT | {"when": {"on": "created"}}
    office.do(owner, customers.add, values={"name": "早"})
    clock.forward(days=40)
    for name in ("一", "二"):
        office.do(owner, customers.add, values={"name": name})
    trial = office.ask(owner, trying.dry_run, body)
    assert (trial.fired, trial.per_day[-1][1]) == (2, 2)
    assert office.ask(owner, trying.count_matching, body) == 3


def test_every_shipped_rule_can_be_tried_and_said_in_both_languages(office, owner):
    for body in shipping.templates():
        if body.get("on", True):
            assert office.ask(owner, trying.dry_run, body).fired == 0
    assert office.do(owner, shipping.ship) == len(shipping.templates())
    for language in ("zh", "en"):
        for row in office.ask(owner, drawing.list_rules, language):
            assert row.broken == "" or not row.is_on, row
            assert row.summary or not row.is_on
    assert office.do(owner, shipping.ship) == 0


def test_the_three_days_rule_reads_as_one_sentence(office, owner):
    office.do(owner, shipping.ship)
    rows = {row.key: row for row in office.ask(owner, drawing.list_rules, "zh")}
    assert rows["silent_3"].summary == (
        "客户连续3天没有跟进时，如果客户状态是“潜在”、“跟进中”、“已签约”之一，就给负责人建待办"
        "「请及时跟进客户[客户姓名]」，今天 18:00前完成，再通知负责人的主管"
        "「[负责人]已3天没有跟进客户[客户姓名]」。"
    )  # fmt: skip
