"""From a rule or a person through the outbox to real servers of this computer, and back."""

from datetime import timedelta

import pytest
from mail_servers import (
    Gate,
    Mailbox,
    free_port,
    gateway,
    gateway_channel,
    mail_server,
    make_certificate,
    smtp_channel,
)

from loancrm_desktop.services import customers
from loancrm_desktop.services.messages import channels, claiming, limits, outbox, passing, writing
from loancrm_desktop.services.messages.outcome import Outcome
from loancrm_desktop.services.rules import drawing

PASSWORD = "geheim-4711-Passwort"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    return make_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def customer(office, owner):
    values = {"name": "钱慧敏", "phone": "13900000872", "email": "qian@example.com"}
    return office.do(owner, customers.add, values).id


@pytest.fixture
def mailbox(office, owner, certificate):
    box = Mailbox()
    with mail_server(certificate, box) as port:
        office.do(owner, channels.save_channel, smtp_channel(certificate, port))
        yield box


def the_message(office, owner):
    (row,) = office.ask(owner, outbox.page).rows
    return row


def test_a_mail_written_by_hand_arrives_once_and_is_marked_sent(office, owner, customer, mailbox):
    office.do(owner, writing.write, customer, "email", "您好，{name}", "通知 {name}")
    assert passing.send_due(office, owner) == {"sent": 1}
    ((to, text),) = mailbox.taken
    assert to == "qian@example.com"
    row = the_message(office, owner)
    assert f"Message-ID: <loancrm-{'0' * 32}-{row.id}@example.com>" in text
    assert (row.state, row.answer, row.by_channel, row.tries) == ("sent", "250 taken", "mail", 1)
    assert passing.send_due(office, owner) == {}
    assert len(mailbox.taken) == 1


def test_a_rule_writes_to_a_new_customer_and_the_gateway_gets_it(office, owner, certificate):
    rule = {
        "key": "welcome",
        "title": {"zh": "欢迎"},
        "when": {"on": "created"},
        "then": [{"do": "message", "channel": "sms", "text": "欢迎您，{name}"}],
    }
    office.do(owner, drawing.save, rule)
    with gateway(certificate, Gate()) as gate:
        office.do(owner, channels.save_channel, gateway_channel(certificate, gate.port))
        office.do(owner, customers.add, {"name": "冯国栋", "phone": "13700002215"})
        assert passing.send_due(office, owner) == {"sent": 1}
        row = the_message(office, owner)
        assert gate.taken == [
            {
                "key": f"loancrm-{'0' * 32}-{row.id}",
                "to": "13700002215",
                "text": "欢迎您，冯国栋",
                "parts": {},
            }
        ]


def test_a_mail_server_that_is_not_there_is_tried_again_later_and_then_given_up(
    office, owner, customer, certificate, clock
):
    office.do(owner, channels.save_channel, smtp_channel(certificate, free_port()))
    office.do(owner, writing.write, customer, "email", "您好")
    waits = []
    for _ in range(len(claiming.WAITS_MINUTES)):
        assert passing.send_due(office, owner) == {"waiting": 1}
        row = the_message(office, owner)
        waits.append(round((row.next_try_at - clock.now) / timedelta(minutes=1)))
        assert passing.send_due(office, owner) == {}
        clock.now = row.next_try_at
    clock.forward(hours=10)  # out of the quiet hours
    assert tuple(waits) == claiming.WAITS_MINUTES
    assert passing.send_due(office, owner) == {"failed": 1}


def test_a_server_that_refuses_for_good_is_believed_and_one_that_is_busy_is_asked_again(
    office, owner, customer, mailbox
):
    mailbox.says = "550 no such user"
    office.do(owner, writing.write, customer, "email", "您好")
    assert passing.send_due(office, owner) == {"failed": 1}
    assert the_message(office, owner).answer == "550 no such user"
    office.do(owner, outbox.retry, the_message(office, owner).id)
    mailbox.says = "451 busy"
    assert passing.send_due(office, owner) == {"waiting": 1}


def test_a_server_that_dies_after_the_text_leaves_a_question_and_sends_nothing_twice(
    office, owner, customer, mailbox, clock
):
    mailbox.dies = True
    office.do(owner, writing.write, customer, "email", "您好")
    assert passing.send_due(office, owner) == {"unclear": 1}
    mailbox.dies = False
    clock.forward(minutes=30)
    assert passing.send_due(office, owner) == {}
    assert len(mailbox.taken) == 1
    row = the_message(office, owner)
    assert row.may == ("decide", "cancel")
    assert office.do(owner, outbox.decide, row.id, arrived=True) == "sent"


def test_what_a_desk_left_behind_is_not_sent_again(office, owner, customer, mailbox, clock):
    office.do(owner, writing.write, customer, "email", "您好")
    parcel = office.do(owner, claiming.claim)
    assert "qian@example.com" not in parcel.sealed
    assert office.do(owner, claiming.claim) is None
    clock.forward(minutes=6)
    assert passing.send_due(office, owner) == {}
    assert the_message(office, owner).state == "unclear"
    late = {"message_id": parcel.message_id, "claim": parcel.claim}
    assert office.do(owner, claiming.settle, **late, outcome=Outcome("sent", "250")) == "sent"
    assert mailbox.taken == []


def test_a_gateway_that_knows_keys_gets_what_was_left_behind_under_the_same_key(
    office, owner, customer, certificate, clock
):
    with gateway(certificate, Gate()) as gate:
        body = gateway_channel(certificate, gate.port, dedupes=True)
        office.do(owner, channels.save_channel, body)
        office.do(owner, writing.write, customer, "sms", "您好")
        parcel = office.do(owner, claiming.claim)
        clock.forward(minutes=6)
        assert passing.send_due(office, owner) == {"sent": 1}
        assert gate.taken[0]["key"].endswith(f"-{parcel.message_id}")


def test_a_claim_of_another_try_is_not_heard(office, owner, customer, mailbox):
    office.do(owner, writing.write, customer, "email", "您好")
    parcel = office.do(owner, claiming.claim)
    other = {"message_id": parcel.message_id, "claim": "desk/else"}
    assert office.do(owner, claiming.settle, **other, outcome=Outcome("failed", "")) == "sending"


def test_quiet_hours_the_daily_limit_and_a_stop_are_kept(office, owner, customer, mailbox, clock):
    office.do(owner, limits.set_limits, limits.MessageLimits(1, "21:00", "08:00"))
    for text in ("一", "二", "三"):
        office.do(owner, writing.write, customer, "email", text)
    assert passing.send_due(office, owner) == {"sent": 1}
    held = [row.next_try_at for row in office.ask(owner, outbox.page, "waiting").rows]
    assert {each.astimezone(office.place.zone).strftime("%d %H:%M") for each in held} == {
        "01 08:00"
    }
    clock.now = held[0] + timedelta(hours=14)  # 22:00
    assert passing.send_due(office, owner) == {}
    office.do(owner, limits.stop, customer, is_stopped=True)
    clock.forward(hours=12)
    assert passing.send_due(office, owner) == {}
    assert office.ask(owner, outbox.page).counts == {"sent": 1, "cancelled": 2}
    assert len(mailbox.taken) == 1


def test_a_certificate_nobody_vouches_for_is_not_spoken_to(office, owner, customer, certificate):
    box = Mailbox()
    with mail_server(certificate, box) as port:
        body = smtp_channel(certificate, port) | {"authority": "", "user": "me"}
        office.do(owner, channels.save_channel, body, {"password": PASSWORD})
        office.do(owner, writing.write, customer, "email", "您好")
        assert passing.send_due(office, owner) == {"failed": 1}
    assert box.taken == []
    assert "certificate" in the_message(office, owner).answer
