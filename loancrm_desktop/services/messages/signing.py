"""Signatures of requests, as the providers of messages publish them."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote


def aliyun(parameters: Mapping[str, str], secret: str, method: str = "POST") -> str:
    """Sign the parameters of an RPC request of Alibaba Cloud (HMAC-SHA1, version 1.0).

    Source: Alibaba Cloud, Short Message Service, "Signature method".
    """
    pairs = "&".join(f"{_quoted(key)}={_quoted(parameters[key])}" for key in sorted(parameters))
    text = f"{method}&%2F&{_quoted(pairs)}"
    found = hmac.new(f"{secret}&".encode(), text.encode(), hashlib.sha1).digest()
    return base64.b64encode(found).decode("ascii")


def _quoted(text: str) -> str:
    return quote(text, safe="-_.~")


@dataclass(frozen=True, slots=True)
class TencentRequest:
    """What of a request to Tencent Cloud is signed.

    Attributes:
        action: part of the signed headers where it is given.
        at_s: seconds since 1970 in UTC.
    """

    host: str
    service: str
    body: bytes
    at_s: int
    action: str = ""


def tencent(request: TencentRequest, key_id: str, secret: str) -> str:
    """Answer the Authorization header of a request to Tencent Cloud (TC3-HMAC-SHA256).

    Source: Tencent Cloud API, "Signature v3".
    """
    day = datetime.fromtimestamp(request.at_s, UTC).strftime("%Y-%m-%d")
    headers = {"content-type": "application/json; charset=utf-8", "host": request.host}
    if request.action:
        headers["x-tc-action"] = request.action.lower()
    names = ";".join(headers)
    lines = "".join(f"{name}:{value}\n" for name, value in headers.items())
    canonical = "\n".join(("POST", "/", "", lines, names, _sha256(request.body)))
    scope = f"{day}/{request.service}/tc3_request"
    text = "\n".join(("TC3-HMAC-SHA256", str(request.at_s), scope, _sha256(canonical.encode())))
    key = f"TC3{secret}".encode()
    for part in (day, request.service, "tc3_request"):
        key = _hmac(key, part)
    return (
        f"TC3-HMAC-SHA256 Credential={key_id}/{scope}, SignedHeaders={names}, "
        f"Signature={_hmac(key, text).hex()}"
    )


def gateway(secret: str, at_s: int, key: str, body: bytes) -> str:
    """Sign a request to the office's own gateway: HMAC-SHA256 over time, key and body, in hex."""
    return _hmac(secret.encode(), f"{at_s}\n{key}\n{_sha256(body)}").hex()


def dingtalk(secret: str, at_ms: int) -> str:
    """Sign a message to a DingTalk bot: HMAC-SHA256 of time and secret, keyed with the secret.

    Source: DingTalk open platform, "Custom robot security settings".
    """
    text = f"{at_ms}\n{secret}"
    return base64.b64encode(_hmac(secret.encode(), text)).decode("ascii")


def feishu(secret: str, at_s: int) -> str:
    """Sign a message to a Feishu bot: HMAC-SHA256 of nothing, keyed with time and secret.

    Source: Feishu open platform, "Custom bot guide".
    """
    return base64.b64encode(_hmac(f"{at_s}\n{secret}".encode(), "")).decode("ascii")


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def _sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
