"""Hands a parcel to its channel, and says what became of it; opens no session."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from loancrm_desktop.errors import Problem
from loancrm_desktop.services.messages import bots, gateways, mail
from loancrm_desktop.services.messages.design import ChannelDesign
from loancrm_desktop.services.messages.outcome import Outcome, Trouble, without_secrets
from loancrm_desktop.services.messages.parcel import Letter, Parcel, opened
from loancrm_desktop.services.office import OfficePlace

Carrier = Callable[[Letter, ChannelDesign, dict[str, str]], Outcome]


def deliver(place: OfficePlace, parcel: Parcel) -> Outcome:
    """Send what a parcel holds, once.

    Runs: the outside lane.
    """
    try:
        letter, channel, secrets = opened(place, parcel)
    except Problem as problem:
        return Outcome("failed", problem.text.read())
    try:
        found = CARRIERS[channel.kind](letter, channel, secrets)
    except Trouble as trouble:
        found = trouble.outcome
    state = found.state
    if state == "unclear" and channel.dedupes:
        state = "again"  # the gateway knows the key and will not send it twice
    return Outcome(state, without_secrets(found.answer, secrets.values()))


def _by_mail(letter: Letter, channel: ChannelDesign, secrets: dict[str, str]) -> Outcome:
    return mail.send(letter, channel, secrets)


CARRIERS: Mapping[str, Carrier] = {
    "smtp": _by_mail,
    "gateway": gateways.by_gateway,
    "aliyun": gateways.by_aliyun,
    "tencent": gateways.by_tencent,
    "wecom": bots.send,
    "dingtalk": bots.send,
    "feishu": bots.send,
    "webhook": gateways.by_webhook,
}
