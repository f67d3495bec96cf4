"""Messages to a group through a bot of WeCom, DingTalk or Feishu."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from loancrm_desktop.services.messages import gateways, outward, signing
from loancrm_desktop.services.messages.design import ChannelDesign
from loancrm_desktop.services.messages.outcome import Outcome
from loancrm_desktop.services.messages.outward import Request
from loancrm_desktop.services.messages.parcel import Letter
from loancrm_desktop.services.office import system_clock


def send(letter: Letter, channel: ChannelDesign, secrets: dict[str, str]) -> Outcome:
    """Let a bot say a text; all three answer with a code that is 0 when it was taken."""
    address, body = _written(letter, channel, secrets)
    reply = outward.ask(
        Request(
            address,
            json.dumps(body, ensure_ascii=False).encode(),
            {"Content-Type": "application/json; charset=utf-8"},
            inside=channel.inside,
            authority=channel.authority,
        )
    )
    told = gateways.json_of(reply)
    if not told:
        return Outcome("unclear" if reply.status >= 500 else "failed", str(reply.status))
    code = next((told[name] for name in ("errcode", "code", "StatusCode") if name in told), None)
    said = str(told.get("errmsg", told.get("msg", "")))
    return Outcome("sent" if code == 0 else "failed", f"{code} {said}".strip())


def _written(
    letter: Letter, channel: ChannelDesign, secrets: dict[str, str]
) -> tuple[str, dict[str, Any]]:
    address, secret = secrets.get("url", ""), secrets.get("secret", "")
    now = system_clock().timestamp()
    if channel.kind == "feishu":
        body: dict[str, Any] = {"msg_type": "text", "content": {"text": letter.text}}
        if secret:
            body |= {"timestamp": str(int(now)), "sign": signing.feishu(secret, int(now))}
        return address, body
    if channel.kind == "dingtalk" and secret:
        at_ms = int(now * 1000)
        sign = quote(signing.dingtalk(secret, at_ms), safe="")
        address = f"{address}&timestamp={at_ms}&sign={sign}"
    return address, {"msgtype": "text", "text": {"content": letter.text}}
