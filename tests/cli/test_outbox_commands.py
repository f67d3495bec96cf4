"""`loancrm outbox list | send | retry | cancel | decide`."""

from __future__ import annotations

import json

RULE = {
    "format": 1, "key": "hello", "title": {"zh": "欢迎"}, "when": {"on": "created"},
    "then": [{"do": "message", "channel": "sms", "text": "欢迎{name}"}],
}  # fmt: skip


def test_a_rules_message_is_listed_cancelled_and_tried_again(loancrm, tmp_path):
    file = tmp_path / "rules.json"
    file.write_text(json.dumps({"rules": [RULE]}), encoding="utf-8")
    loancrm("rules", "import", file, "--json")
    before = loancrm("outbox", "list", "--json").json["total"]
    values = json.dumps({"name": "钱慧敏", "phone": "13900000872"})
    made = loancrm("customers", "add", values, "--json").json
    found = loancrm("outbox", "list", "--customer", made["id"], "--json").json
    (row,) = [each for each in found["messages"] if each["text"] == "欢迎钱慧敏"]
    assert found["total"] >= 1
    assert loancrm("outbox", "list", "--json").json["total"] > before
    assert row["address"] == "139 **** 0872"
    assert loancrm("outbox", "send", "--json").json == {}
    assert loancrm("outbox", "cancel", row["id"], "--json").json == {"state": "cancelled"}
    assert loancrm("outbox", "retry", row["id"], "--json").json == {"state": "waiting"}


def test_only_a_message_whose_fate_is_unknown_is_decided(loancrm):
    values = json.dumps({"name": "冯国栋", "phone": "13700002215"})
    loancrm("customers", "add", values, "--json")
    assert loancrm("outbox", "decide", "999999", "--arrived", "--json").code != 0
