"""Approvals, webhooks, templates and channels: chosen in the window, saved, firing."""

import pytest
from process_pictures import plant, rich
from sqlalchemy import select

from loancrm_desktop.models.journal import OutboxMessage
from loancrm_desktop.models.messages import MessageDispatch
from loancrm_desktop.services import approvals, customers, deals, documents
from loancrm_desktop.services.messages import channels, templates
from loancrm_desktop.ui.rules.paper_watch import PaperWatch

HOOK = {"format": 1, "key": "hook", "title": "对账系统", "kind": "webhook",
        "address": "https://example.com/in"}  # fmt: skip
GREET = {"format": 1, "key": "greet", "title": {"zh": "欢迎模板"}, "text": "欢迎{name}"}


@pytest.fixture
def desk(desk):
    """Answer a desk with a channel and a template, before the page asks for them."""
    desk.do(channels.save_channel, body=HOOK)
    desk.do(templates.save_template, body=GREET)
    desk.do(plant, body=rich())
    return desk


def sent(desk):
    with desk.office.database.reading() as session:
        chosen = select(OutboxMessage.channel, OutboxMessage.body, MessageDispatch.by_channel).join(
            MessageDispatch, MessageDispatch.message_id == OutboxMessage.id
        )
        return [tuple(each) for each in session.execute(chosen.order_by(OutboxMessage.id))]


def test_a_message_is_written_from_a_template_chosen_from_the_list(desk, hand, elsewhere):
    hand.name("新客户欢迎")
    hand.pick(hand.row().do, "发消息")
    assert "text" in hand.row().tokens
    hand.pick(hand.row().tokens["template"], "欢迎模板")
    assert "text" not in hand.row().tokens
    rule = hand.save()
    assert rule.body["then"] == [{"do": "message", "template": "greet"}]
    desk.do(customers.add, values={"name": "新来的", "phone": "13700001111"})
    assert elsewhere(sent, desk)[-1] == ("sms", "欢迎新来的", None)


def test_a_webhook_is_called_through_the_channel_chosen(desk, hand, elsewhere):
    hand.name("报给对账系统")
    hand.pick(hand.row().do, "发消息")
    hand.pick(hand.row().tokens["channel"], "Webhook")
    hand.pick(hand.row().tokens["via"], "对账系统")
    hand.text(hand.row().tokens["text"], "新客户：", "客户姓名")
    rule = hand.save()
    assert rule.body["then"] == [
        {"do": "message", "channel": "webhook", "via": "hook", "text": "新客户：{name}"}
    ]
    assert "对账系统" in rule.summary
    desk.do(customers.add, values={"name": "新来的", "phone": "13700001111"})
    assert elsewhere(sent, desk)[-1] == ("webhook", "新客户：新来的", "hook")


def test_a_deal_that_changes_starts_its_approval(desk, hand):
    hand.name("大额审批")
    hand.pick(hand.page.editor.when.tokens["kind"], "业务单")
    hand.when("有改动")
    hand.pick(hand.row().do, "发起业务单审批")
    me = desk.actor.name
    hand.pick(hand.row().tokens["people"], me)
    rule = hand.save()
    assert rule.body["then"] == [{"do": "approval", "people": [desk.actor.user_id]}]
    customer_id = desk.customers["赵明轩"]
    values = {"requested_amount": "300000", "bank": "建行"}
    opened = desk.do(deals.open_deal, customer_id=customer_id, values=values, process="rich")
    desk.do(deals.edit, deal_id=opened.id, values={"requested_amount": "310000"})
    assert [row.deal_id for row in desk.ask(approvals.waiting)] == [opened.id]


def test_a_document_is_made_for_a_deal_that_changes(desk, hand):
    hand.name("出居间合同")
    hand.pick(hand.page.editor.when.tokens["kind"], "业务单")
    hand.when("有改动")
    hand.pick(hand.row().do, "生成文档")
    rule = hand.save()
    assert rule.body["then"] == [{"do": "document", "template": "brokerage_contract"}]
    assert "贷款居间服务合同" in rule.summary
    customer_id = desk.customers["赵明轩"]
    more = {"id_number": "440301199001010020", "address": "深圳市南山区科技园"}
    desk.do(customers.edit, customer_id=customer_id, values=more)
    values = {
        "requested_amount": "300000",
        "bank": "建行",
        "product_type": "business",
        "requested_term_months": 36,
        "purpose": "working_capital",
        "annual_rate": "4.35",
    }
    opened = desk.do(deals.open_deal, customer_id=customer_id, values=values)
    desk.do(deals.edit, deal_id=opened.id, values={"service_fee": "9000"})
    watch = PaperWatch(desk.bridge)
    watch.run()
    desk.settle(lambda: watch.made == 1)
    (paper,) = desk.ask(documents.of, kind="deal", record_id=opened.id)
    assert paper.name.endswith(".docx")
