"""Templates and channels as written: versioned data, JSON in and out."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from loancrm_desktop.errors import FieldProblem, Invalid
from loancrm_desktop.texts import Text, say

FORMAT = 1
LONGEST_TEXT = 2000

Way = Literal["sms", "email", "bot", "webhook"]
"""By which way a message goes."""
ChannelKind = Literal[
    "smtp", "gateway", "aliyun", "tencent", "wecom", "dingtalk", "feishu", "webhook"
]
CARRIES: dict[str, Way] = {
    "smtp": "email",
    "gateway": "sms",
    "aliyun": "sms",
    "tencent": "sms",
    "wecom": "bot",
    "dingtalk": "bot",
    "feishu": "bot",
    "webhook": "webhook",
}
"""Which way each kind of channel serves."""
SECRETS: dict[str, tuple[str, ...]] = {
    "smtp": ("password",),
    "gateway": ("secret",),
    "aliyun": ("secret",),
    "tencent": ("secret",),
    "wecom": ("url",),
    "dingtalk": ("url", "secret"),
    "feishu": ("url", "secret"),
    "webhook": ("secret",),
}
"""What of each kind is secret; the address of a bot lets anybody who has it speak for the bot."""

DesignKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
Short = Annotated[str, StringConstraints(max_length=200, strip_whitespace=True)]
Long = Annotated[str, StringConstraints(max_length=LONGEST_TEXT)]
_HOST = re.compile(r"^[a-z0-9]([a-z0-9.-]{0,252}[a-z0-9])?$")


class Part(BaseModel):
    """A part of a design: never changed in place, unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Title(Part):
    """A name in both languages; an empty one is said by the other."""

    zh: Short = ""
    en: Short = ""

    def read(self, language: str) -> str:
        """Answer the name in a language."""
        mine, other = (self.zh, self.en) if language.startswith("zh") else (self.en, self.zh)
        return mine or other


class MessageTemplate(Part):
    """A text that is written again and again, with places for what a record holds.

    Attributes:
        kind: which records its places are about.
        provider_code: the number under which an SMS provider keeps the approved text.
    """

    format: Literal[1] = FORMAT
    key: DesignKey
    title: Title
    kind: Literal["customer", "deal"] = "customer"
    channel: Literal["sms", "email", "bot"] = "sms"
    subject: Short = ""
    text: Long
    provider_code: Short = ""

    def body(self) -> dict[str, Any]:
        """Answer the JSON form."""
        return {"format": FORMAT, **self.model_dump(mode="json", exclude_defaults=True)}


class ChannelDesign(Part):
    """A way out of the office; its secrets are kept elsewhere.

    Attributes:
        host: a mail server.
        tls: whether its connection is encrypted from the first byte, or after STARTTLS.
        user: who signs in: a mail account, or the key id of a cloud.
        sender: the address mail comes from.
        address: where a gateway or webhook listens, always https.
        inside: it stands in the office's own network; otherwise private addresses are refused.
        dedupes: the gateway promises to send a message once for each idempotency key.
        authority: certificates (PEM) to trust for this one server, instead of the system's.
        sign_name, provider_code, app_id, region: as the SMS provider gave them.
    """

    format: Literal[1] = FORMAT
    key: DesignKey
    title: Short
    kind: ChannelKind
    is_on: bool = True
    host: Short = ""
    port: int = Field(default=465, ge=1, le=65535)
    tls: Literal["tls", "starttls"] = "tls"
    user: Short = ""
    sender: Short = ""
    address: Short = ""
    inside: bool = False
    dedupes: bool = False
    authority: Annotated[str, StringConstraints(max_length=20_000)] = ""
    sign_name: Short = ""
    provider_code: Short = ""
    app_id: Short = ""
    region: Short = ""

    @property
    def way(self) -> Way:
        """Answer which way it serves."""
        return CARRIES[self.kind]

    def body(self) -> dict[str, Any]:
        """Answer the JSON form."""
        return {"format": FORMAT, **self.model_dump(mode="json", exclude_defaults=True)}


def channel_problems(channel: ChannelDesign) -> list[FieldProblem]:
    """Answer what a channel lacks before it can be used."""
    needed = {
        "smtp": ("host", "sender"),
        "gateway": ("address",),
        "webhook": ("address",),
        "aliyun": ("user", "sign_name", "provider_code"),
        "tencent": ("user", "sign_name", "provider_code", "app_id"),
    }.get(channel.kind, ())
    found = [
        FieldProblem(name, "required", say("This is needed for such a channel. Fill it in."))
        for name in ("title", *needed)
        if not getattr(channel, name)
    ]
    if channel.host and not _HOST.match(channel.host.lower()):
        text = say(
            "{host} is no name of a server. Write it as mail.example.com.", host=channel.host
        )
        found.append(FieldProblem("host", "form", text))
    if "address" in needed and channel.address:
        found.extend(address_problems("address", channel.address))
    if channel.sender and not is_mail_address(channel.sender):
        text = say("{address} is no e-mail address.", address=channel.sender)
        found.append(FieldProblem("sender", "form", text))
    return found


def address_problems(field: str, address: str) -> list[FieldProblem]:
    """Answer what is wrong with an address a message is to be handed to."""
    text: Text | None = None
    try:
        parts = urlsplit(address)
        is_good = parts.scheme == "https" and bool(parts.hostname) and (parts.port or 443) > 0
    except ValueError:
        text = say("This is no address. Write it as https://example.com/path.")
    else:
        if not is_good:
            text = say("Only addresses that begin with https:// are used. Change it.")
        elif parts.username or parts.password:
            text = say("No name or password may stand in an address. Take it out.")
    return [] if text is None else [FieldProblem(field, "form", text)]


_MAIL = re.compile(r"^[^\s@<>,;:\"()\[\]\\\x00-\x20]{1,64}@[^\s@<>,;:\"()\[\]\\]{1,190}$")


def is_mail_address(text: str) -> bool:
    """Say whether a text may stand as one e-mail address in a header."""
    return _MAIL.match(text) is not None


def told(faults: list[Any]) -> Invalid:
    """Say in words what pydantic found wrong with a design."""
    problems = [
        FieldProblem(
            ".".join(str(part) for part in each["loc"]) or "body",
            str(each["type"]),
            say("{place} does not have the right form. Mend it.", place=_place(each["loc"])),
        )
        for each in faults[:50]
    ]
    return Invalid(problems[0].text, problems)


def _place(loc: Any) -> str:
    return ".".join(str(part) for part in loc) or "-"
