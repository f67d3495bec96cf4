"""The example rules S96 to S101: each built in the window by hand, saved, firing on real data."""

import pytest
from sqlalchemy import select

from loancrm_desktop.models.journal import OutboxMessage
from loancrm_desktop.services import customers, deals, follow_ups, people, tasks
from loancrm_desktop.services.rules import clock as rules_clock


def titles(desk):
    return [each.title for each in desk.ask(tasks.page)]


def test_s96_s97_three_days_without_follow_up_give_the_owner_a_to_do(desk, hand, clock):
    hand.name("三天未跟进提醒")
    hand.when("连续没有跟进")
    hand.number(hand.page.editor.when.tokens["days"], 2)
    hand.number(hand.page.editor.when.tokens["days"], 3)
    hand.text(hand.row().tokens["text"], "请及时跟进客户", "客户姓名")
    rule = hand.save()
    assert rule.body["when"] == {"on": "silent"}  # three days is what is usual
    assert rule.body["then"][0]["text"] == "请及时跟进客户{name}"
    clock.forward(days=2)
    desk.do(follow_ups.log, customer_id=desk.customers["赵明轩"], text="打过电话", method="phone")
    clock.forward(days=1, hours=1)
    desk.do(rules_clock.run)
    told = [each for each in titles(desk) if each.startswith("请及时跟进客户")]
    assert sorted(told) == sorted(
        f"请及时跟进客户{name}" for name in ("冯国栋", "何秀兰", "钱慧敏")
    )
    desk.do(rules_clock.run)
    assert len([each for each in titles(desk) if each.startswith("请及时")]) == 3


def test_s98_a_disbursed_deal_makes_the_customer_funded(desk, hand):
    hand.name("放款后改为已成交")
    hand.when("业务单进入")
    hand.pick(hand.page.editor.when.tokens["stages"], desk.words.stage_name("disbursed"))
    hand.pick(hand.row().do, "改字段")
    field = hand.row().tokens["field"]
    label = next(e.name for e in field.all_entries() if e.key == "customer.status")
    rows = [e for e in field.all_entries() if e.name == label]
    assert [each.key for each in rows] == ["customer.status"]
    hand.pick(field, label)
    value = hand.row().tokens["value"]
    hand.pick(value.token if hasattr(value, "token") else value.focusProxy(), "已成交")
    rule = hand.save()
    assert rule.body["then"] == [{"do": "set", "field": "customer.status", "value": "closed"}]
    deal = desk.deals["钱慧敏"]
    keys = [each.key for each in desk.words.stages]
    here, last = keys.index("qualification_review"), keys.index("disbursed")
    for stage in keys[here + 1 : last + 1]:
        desk.do(deals.move, deal_id=deal, to_stage=stage)
    assert desk.ask(customers.get, customer_id=desk.customers["钱慧敏"]).status == "closed"


@pytest.mark.parametrize(("way", "channel"), [("短信", "sms"), ("邮件", "email")])
def test_s99_s100_a_new_customer_is_welcomed_by_message(desk, hand, elsewhere, way, channel):
    hand.name("新客户欢迎")
    hand.pick(hand.row().do, "发消息")
    if channel == "email":
        hand.pick(hand.row().tokens["channel"], way)
    hand.text(hand.row().tokens["text"], "您好，", "客户姓名")
    rule = hand.save()
    assert rule.body["then"][0]["text"] == "您好，{name}"
    before = len(elsewhere(outbox, desk))
    values = {"name": "新来的", "phone": "13700001111", "email": "neu@example.com"}
    desk.do(customers.add, values=values)
    (written,) = elsewhere(outbox, desk)[before:]
    assert written == (channel, "您好，新来的")


def outbox(desk):
    with desk.office.database.reading() as session:
        rows = session.execute(select(OutboxMessage).order_by(OutboxMessage.id)).scalars()
        return [(each.channel, each.body) for each in rows]


def test_s101_leads_are_spread_evenly_over_sales_group_a_by_channel(desk, hand):
    team = next(each.id for each in desk.ask(people.teams) if each.name == "销售A组")
    there = [each for each in desk.ask(people.page) if each.team_id == team]
    members = [
        desk.do(people.add, login=f"a{n}", name=f"甲{n}", role_key="broker", team="销售A组")
        for n in range(3)
    ]
    channels = desk.ask(people.channels)
    desk.settle()
    hand.page.begin_new()
    hand.name("线上广告轮流分配")
    hand.pick(hand.row().do, "分配客户")
    hand.pick(hand.row().tokens["how"], "按来源渠道")
    table = hand.row().tokens["group"]
    hand.pick(table.channels[0], channels[0].name)
    hand.pick(table.groups[0], "销售A组")
    hand.pick(hand.page.editor.bar.group, "分配")
    rule = hand.save()
    assert rule.body["then"][0]["table"] == [{"channels": [channels[0].id], "team": team}]
    owners = []
    for n in range(6):
        values = {"name": f"线索{n}", "channel": channels[0].id}
        added = desk.do(customers.add, values=values)
        owners.append(desk.ask(customers.get, customer_id=added.id).owner_id)
    members += [each.id for each in there]
    shares = [owners.count(each) for each in members]
    assert sum(shares) == 6
    assert max(shares) - min(shares) <= 1
    other = desk.do(customers.add, values={"name": "别的渠道", "channel": channels[1].id})
    assert desk.ask(customers.get, customer_id=other.id).owner_id not in members
