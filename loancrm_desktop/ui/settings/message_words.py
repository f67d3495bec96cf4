"""How ways and kinds of message channels and their settings are called, by their keys."""

from __future__ import annotations

from loancrm_desktop.texts import tr


def ways() -> dict[str, str]:
    """Answer by which way a message goes."""
    return {
        "sms": tr("SMS"),
        "email": tr("By e-mail"),
        "bot": tr("Group bot"),
        "webhook": tr("Webhook"),
    }


def kinds() -> dict[str, str]:
    """Answer the kinds of channels."""
    return {
        "smtp": tr("E-mail account (SMTP)"),
        "gateway": tr("SMS gateway (signed HTTPS)"),
        "aliyun": tr("Alibaba Cloud SMS"),
        "tencent": tr("Tencent Cloud SMS"),
        "wecom": tr("WeCom bot"),
        "dingtalk": tr("DingTalk bot"),
        "feishu": tr("Feishu bot"),
        "webhook": tr("Webhook (HTTPS)"),
    }


def fields() -> dict[str, str]:
    """Answer the names of a channel's settings and secrets."""
    return {
        "title": tr("Name of the channel"),
        "host": tr("Mail server"),
        "port": tr("Port"),
        "user": tr("Account or key id"),
        "sender": tr("Sender's e-mail address"),
        "address": tr("Address (https://)"),
        "sign_name": tr("SMS signature"),
        "provider_code": tr("Number of the approved template"),
        "app_id": tr("Application id"),
        "region": tr("Region"),
        "password": tr("Password of the account"),
        "secret": tr("Secret"),
        "url": tr("Address of the bot (https://)"),
        "to": tr("Where to"),
    }


FIELDS_OF: dict[str, tuple[str, ...]] = {
    "smtp": ("host", "port", "user", "sender"),
    "gateway": ("address",),
    "webhook": ("address",),
    "aliyun": ("user", "sign_name", "provider_code", "region"),
    "tencent": ("user", "app_id", "sign_name", "provider_code", "region"),
    "wecom": (),
    "dingtalk": (),
    "feishu": (),
}
"""Which settings a kind of channel asks for."""
