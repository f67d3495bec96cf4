"""SMS through a gateway: the office's own, Alibaba Cloud, Tencent Cloud; and plain webhooks."""

from __future__ import annotations

import json
from typing import Any, cast
from urllib.parse import urlencode

from loancrm_desktop.services.messages import outward, signing
from loancrm_desktop.services.messages.design import ChannelDesign
from loancrm_desktop.services.messages.outcome import Outcome
from loancrm_desktop.services.messages.outward import Reply, Request
from loancrm_desktop.services.messages.parcel import Letter
from loancrm_desktop.services.messages.signing import TencentRequest
from loancrm_desktop.services.office import system_clock

ALIYUN = "dysmsapi.aliyuncs.com"
TENCENT = "sms.tencentcloudapi.com"
_LIMITED = frozenset({"isv.BUSINESS_LIMIT_CONTROL", "Throttling.User", "Throttling"})


def by_gateway(letter: Letter, channel: ChannelDesign, secrets: dict[str, str]) -> Outcome:
    """Post a message as JSON, signed, with a key that stays the same for every try."""
    whole = {"key": letter.key, "to": letter.to, "text": letter.text, "parts": dict(letter.parts)}
    return _posted(whole, letter, channel, secrets)


def by_webhook(letter: Letter, channel: ChannelDesign, secrets: dict[str, str]) -> Outcome:
    """Post what a rule has to tell to a server of the office's choice."""
    return _posted({"key": letter.key, "text": letter.text}, letter, channel, secrets)


def by_aliyun(letter: Letter, channel: ChannelDesign, secrets: dict[str, str]) -> Outcome:
    """Send an SMS through Alibaba Cloud; the text is the approved one, filled in there."""
    code = letter.provider_code or channel.provider_code
    parameters = {
        "AccessKeyId": channel.user,
        "Action": "SendSms",
        "Format": "JSON",
        "OutId": letter.key,
        "PhoneNumbers": letter.to.removeprefix("+"),
        "RegionId": channel.region or "cn-hangzhou",
        "SignName": channel.sign_name,
        "SignatureMethod": "HMAC-SHA1",
        "SignatureNonce": f"{letter.key}-{int(system_clock().timestamp() * 1000)}",
        "SignatureVersion": "1.0",
        "TemplateCode": code,
        "TemplateParam": json.dumps(
            dict(letter.parts) or {"content": letter.text}, ensure_ascii=False
        ),
        "Timestamp": system_clock().strftime("%Y-%m-%dT%H:%M:%SZ"),
        "Version": "2017-05-25",
    }
    signature = signing.aliyun(parameters, secrets.get("secret", ""))
    body = urlencode({**parameters, "Signature": signature}).encode()
    reply = outward.ask(
        _request(
            channel,
            f"https://{ALIYUN}/",
            body,
            {"Content-Type": "application/x-www-form-urlencoded"},
        )
    )
    told = json_of(reply)
    if told.get("Code") == "OK":
        return Outcome("sent", str(told.get("BizId", "")))
    return _refused(reply, str(told.get("Code", "")), str(told.get("Message", "")))


def by_tencent(letter: Letter, channel: ChannelDesign, secrets: dict[str, str]) -> Outcome:
    """Send an SMS through Tencent Cloud; the text is the approved one, filled in there."""
    to = letter.to if letter.to.startswith("+") else f"+86{letter.to}"
    whole = {
        "PhoneNumberSet": [to],
        "SmsSdkAppId": channel.app_id,
        "SignName": channel.sign_name,
        "TemplateId": letter.provider_code or channel.provider_code,
        "TemplateParamSet": list(letter.parts.values()) or [letter.text],
        "SessionContext": letter.key,
    }
    body = json.dumps(whole, ensure_ascii=False).encode()
    at_s = int(system_clock().timestamp())
    asked = TencentRequest(TENCENT, "sms", body, at_s, "SendSms")
    headers = {
        "Authorization": signing.tencent(asked, channel.user, secrets.get("secret", "")),
        "Content-Type": "application/json; charset=utf-8",
        "X-TC-Action": "SendSms",
        "X-TC-Region": channel.region or "ap-guangzhou",
        "X-TC-Timestamp": str(at_s),
        "X-TC-Version": "2021-01-11",
    }
    reply = outward.ask(_request(channel, f"https://{TENCENT}/", body, headers))
    told = _map(json_of(reply).get("Response"))
    error = _map(told.get("Error"))
    statuses = cast("list[Any]", told.get("SendStatusSet") or [])
    status = _map(statuses[0]) if statuses else {}
    if status.get("Code") == "Ok":
        return Outcome("sent", str(status.get("SerialNo", "")))
    found = status or error
    return _refused(reply, str(found.get("Code", "")), str(found.get("Message", "")))


def _posted(
    whole: dict[str, Any], letter: Letter, channel: ChannelDesign, secrets: dict[str, str]
) -> Outcome:
    body = json.dumps(whole, ensure_ascii=False).encode()
    at_s = int(system_clock().timestamp())
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Idempotency-Key": letter.key,
        "X-LoanCRM-Time": str(at_s),
    }
    if secrets.get("secret"):
        headers["X-LoanCRM-Signature"] = signing.gateway(secrets["secret"], at_s, letter.key, body)
    reply = outward.ask(_request(channel, channel.address, body, headers))
    if 200 <= reply.status < 300:
        return Outcome("sent", _text(reply))
    return _refused(reply, str(reply.status), _text(reply))


def _refused(reply: Reply, code: str, text: str) -> Outcome:
    said = f"{code} {text}".strip() or str(reply.status)
    if reply.status in {429, 503} or code in _LIMITED:
        return Outcome("again", said)
    # It may have been taken before the server fell over.
    return Outcome("unclear" if reply.status >= 500 else "failed", said)


def _request(channel: ChannelDesign, address: str, body: bytes, headers: dict[str, str]) -> Request:
    return Request(address, body, headers, inside=channel.inside, authority=channel.authority)


def json_of(reply: Reply) -> dict[str, Any]:
    """Answer the JSON object a server answered; empty when it is none."""
    try:
        return _map(json.loads(reply.body))
    except (ValueError, RecursionError):
        return {}


def _map(value: object) -> dict[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def _text(reply: Reply) -> str:
    return reply.body.decode("utf-8", "replace")
