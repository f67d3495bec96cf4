"""Secrets go in and never come out: not in answers, history, exports, logs or the file."""

import json
import logging

import pytest
from mail_servers import Gate, gateway, gateway_channel, make_certificate

from loancrm_desktop.errors import Invalid, Refused, Unavailable
from loancrm_desktop.models.journal import JournalEntry
from loancrm_desktop.services import calls, customers, journal
from loancrm_desktop.services.exchange import export_tables
from loancrm_desktop.services.exchange.export_tables import ExportWish
from loancrm_desktop.services.messages import channels, claiming, outbox, passing, sealing, writing

SECRET = "Kanalgeheimnis-7f3a-Wort"
OTHER = "Kanalgeheimnis-neu-99zz"


@pytest.fixture
def sent(office, owner, tmp_path, caplog):
    """Answer an office whose gateway echoes the secret back, after a message left."""
    caplog.set_level(logging.DEBUG)
    certificate = make_certificate(tmp_path)
    customer = office.do(owner, customers.add, {"name": "钱慧敏", "phone": "13900000872"}).id
    with gateway(certificate, Gate(answer=f"your secret is {SECRET}".encode())) as gate:
        body = gateway_channel(certificate, gate.port)
        office.do(owner, channels.save_channel, body, {"secret": SECRET})
        office.do(owner, writing.write, customer, "sms", "您好")
        assert passing.send_due(office, owner) == {"sent": 1}
        assert gate.headers[0]["X-LoanCRM-Signature"]
    return customer


def test_a_secret_stands_in_no_answer_history_export_or_log(office, owner, sent, caplog, tmp_path):
    said = [
        calls.write_result(channels.list_channels, office.ask(owner, channels.list_channels)),
        calls.write_result(outbox.page, office.ask(owner, outbox.page)),
        repr(office.ask(owner, export_tables.tables, wish=ExportWish())),
        caplog.text,
    ]
    with office.database.reading() as session:
        entries = session.query(JournalEntry).all()
        said += [repr(journal.unpack(entry.changes)) for entry in entries]
    assert not [text[:200] for text in said if SECRET in text]
    assert "***" in office.ask(owner, outbox.page).rows[0].answer


def test_a_claim_tells_nobody_the_message_or_the_secret(office, owner, sent):
    office.do(owner, writing.write, sent, "sms", "还在吗")
    parcel = office.do(owner, claiming.claim)
    text = calls.write_result(claiming.claim, parcel)
    assert "13900000872" not in text
    assert "还在吗" not in text
    assert SECRET not in text


def test_a_new_secret_replaces_the_old_one_and_others_stay(office, owner, sent):
    body = dict(office.ask(owner, channels.list_channels)[0].body)
    office.do(owner, channels.save_channel, body | {"title": "改名"})
    assert office.ask(owner, channels.secrets_of, key="sms") == {"secret": SECRET}
    office.do(owner, channels.save_channel, body, {"secret": OTHER})
    assert office.ask(owner, channels.secrets_of, key="sms") == {"secret": OTHER}
    office.do(owner, channels.remove_channel, "sms")
    assert office.ask(owner, channels.secrets_of, key="sms") == {}


def test_what_was_sealed_for_one_thing_or_office_opens_nothing_else(office, owner):
    from dataclasses import replace

    text = sealing.sealed(office.place, "channel a", {"secret": SECRET})
    assert SECRET not in text
    for place, what in (
        (office.place, "channel b"),
        (replace(office.place, documents_key=b"x" * 32), "channel a"),
    ):
        with pytest.raises(Unavailable):
            sealing.unsealed(place, what, text)


def test_only_who_manages_channels_may(office, actor_of):
    for login in ("lead", "li", "desk", "audit", "guest"):
        with pytest.raises(Refused):
            office.ask(actor_of(login), channels.list_channels)
        with pytest.raises(Refused):
            office.do(actor_of(login), channels.save_channel, {"key": "x", "title": "x",
                                                                "kind": "wecom"})  # fmt: skip


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"kind": "gateway", "address": "http://example.com"}, "address"),
        ({"kind": "gateway", "address": "https://u:p@example.com"}, "address"),
        ({"kind": "smtp", "host": "a b", "sender": "x@example.com"}, "host"),
        ({"kind": "smtp", "host": "mail.example.com", "sender": "x\ny@example.com"}, "sender"),
        ({"kind": "aliyun", "user": "k"}, "sign_name"),
    ],
)
def test_a_channel_that_cannot_work_is_refused_at_its_field(office, owner, body, field):
    with pytest.raises(Invalid) as refused:
        office.do(owner, channels.save_channel, {"key": "x", "title": "x", **body})
    assert field in {each.field for each in refused.value.problems}


def test_the_design_of_a_channel_is_plain_json(office, owner, sent):
    json.dumps(dict(office.ask(owner, channels.list_channels)[0].body))
