"""A rule writes from a template, by a channel somebody chose, by a bot or to a webhook."""

import pytest
from sqlalchemy import select

from loancrm_desktop.errors import Refused
from loancrm_desktop.models.journal import OutboxMessage
from loancrm_desktop.models.messages import MessageDispatch
from loancrm_desktop.services import customers
from loancrm_desktop.services.messages import channels, templates
from loancrm_desktop.services.rules import drawing, saying

HOOK = {"format": 1, "key": "hook", "title": "对账系统", "kind": "webhook",
        "address": "https://example.com/in"}  # fmt: skip
GREET = {"format": 1, "key": "greet", "title": {"zh": "欢迎模板"}, "text": "欢迎{name}"}
OF_DEALS = {**GREET, "key": "of_deals", "kind": "deal", "text": "业务单{ref}"}


def rule(**action):
    return {
        "format": 1, "key": "tell", "title": {"zh": "通知"}, "when": {"on": "created"},
        "then": [{"do": "message", **action}],
    }  # fmt: skip


@pytest.fixture
def ways(office, owner):
    office.do(owner, channels.save_channel, body=HOOK)
    office.do(owner, templates.save_template, body=GREET)
    office.do(owner, templates.save_template, body=OF_DEALS)


def written(office):
    with office.database.reading() as session:
        chosen = select(OutboxMessage, MessageDispatch).join(
            MessageDispatch, MessageDispatch.message_id == OutboxMessage.id
        )
        return [
            (message.channel, message.body, more.template, more.by_channel)
            for message, more in session.execute(chosen.order_by(OutboxMessage.id))
        ]


def said(office, owner, body):
    return office.ask(owner, saying.say_rule, body, "zh")


@pytest.mark.usefixtures("ways")
def test_a_webhook_is_called_by_the_channel_chosen_and_hides_numbers(office, owner):
    body = rule(channel="webhook", via="hook", text="{name} {phone}")
    assert said(office, owner, body).sentence.endswith("，走对账系统。")
    office.do(owner, drawing.save, body)
    office.do(owner, customers.add, values={"name": "钱慧敏", "phone": "13700001234"})
    ((way, text, _, by),) = written(office)
    assert (way, by) == ("webhook", "hook")
    assert text.startswith("钱慧敏 ")
    assert "13700001234" not in text


@pytest.mark.usefixtures("ways")
def test_a_message_is_written_from_a_template(office, owner):
    body = rule(channel="sms", template="greet")
    assert "模板：欢迎模板" in said(office, owner, body).sentence
    office.do(owner, drawing.save, body)
    office.do(owner, customers.add, values={"name": "钱慧敏", "phone": "13700001234"})
    assert written(office) == [("sms", "欢迎钱慧敏", "greet", None)]


@pytest.mark.usefixtures("ways")
@pytest.mark.parametrize(
    ("action", "place"),
    [
        ({"channel": "webhook", "via": "gone", "text": "x"}, "then.0.via"),
        ({"channel": "sms", "via": "hook", "text": "x"}, "then.0.via"),
        ({"channel": "bot", "text": "x"}, "then.0.channel"),
        ({"channel": "sms", "template": "gone"}, "then.0.template"),
        ({"channel": "sms", "template": "of_deals"}, "then.0.template"),
    ],
)
def test_what_is_not_there_is_said_at_its_place(office, owner, action, place):
    assert [each.field for each in said(office, owner, rule(**action)).problems] == [place]


@pytest.mark.usefixtures("ways")
def test_a_webhook_may_be_told_of_any_record_and_a_text_message_of_customers(office, owner):
    told = {**rule(channel="webhook", text="新的跟进"), "kind": "follow_up"}
    assert said(office, owner, told).problems == ()
    texted = {**rule(channel="sms", text="新的跟进"), "kind": "follow_up"}
    assert [each.field for each in said(office, owner, texted).problems] == ["then.0.do"]


@pytest.mark.usefixtures("ways")
def test_who_writes_rules_learns_the_names_of_channels_and_no_more(office, owner, actor_of):
    (way,) = office.ask(owner, channels.ways_out)
    assert (way.key, way.title, way.way) == ("hook", "对账系统", "webhook")
    with pytest.raises(Refused):
        office.ask(actor_of("li"), channels.ways_out)
