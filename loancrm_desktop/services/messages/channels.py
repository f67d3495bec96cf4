"""The office's ways out: added, changed, switched; secrets go in and never come out again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from sqlalchemy import select

from loancrm_desktop.errors import FieldProblem, Invalid
from loancrm_desktop.models.messages import MessageSecret
from loancrm_desktop.services import access
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.messages import kept, sealing
from loancrm_desktop.services.messages.design import (
    SECRETS,
    ChannelDesign,
    address_problems,
    channel_problems,
    told,
)
from loancrm_desktop.services.office import Work
from loancrm_desktop.texts import say

KIND = "message_channel"
MOST_CHANNELS = 50
_LONGEST_SECRET = 2000


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """One channel in the list.

    Attributes:
        secrets_set: which of its secrets are kept; their values are told to nobody.
        missing: what it lacks before it can send.
    """

    key: str
    title: str
    kind: str
    way: str
    is_on: bool
    version: int
    secrets_set: tuple[str, ...]
    missing: tuple[str, ...]
    body: Mapping[str, Any]


@reader("messages.channels")
def list_channels(work: Work) -> tuple[ChannelRow, ...]:
    """Answer every channel, with which secrets are kept but never the secrets.

    Raises:
        Refused: the actor may not.
    """
    access.require(work, "messages.edit")
    found: list[ChannelRow] = []
    for design in kept.published(work, KIND):
        channel = ChannelDesign.model_validate(design.body)
        there = tuple(sorted(secrets_of(work, channel.key)))
        missing = tuple(each for each in SECRETS[channel.kind] if each not in there)
        found.append(
            ChannelRow(
                key=channel.key,
                title=channel.title,
                kind=channel.kind,
                way=channel.way,
                is_on=channel.is_on,
                version=design.version,
                secrets_set=there,
                missing=() if channel.kind in {"smtp", "webhook"} else missing[:1],
                body=channel.body(),
            )
        )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class WayOut:
    """A channel in use, as those may know it who write rules but manage no channels."""

    key: str
    title: str
    way: str


@reader("messages.ways_out")
def ways_out(work: Work) -> tuple[WayOut, ...]:
    """Answer the channels messages may go by: their names, and nothing of how they work.

    Raises:
        Refused: the actor may not see rules.
    """
    access.require(work, "rules.see")
    return tuple(WayOut(each.key, each.title, each.way) for each in working(work))


@operation("messages.save_channel")
def save_channel(
    work: Work,
    body: dict[str, Any],
    secrets: dict[str, str] | None = None,
    expected_version: int | None = None,
) -> int:
    """Save a channel as its next version; answers the version.

    Args:
        work: the operation.
        body: the channel, without its secrets.
        secrets: new secrets by name; those not named stay, an empty one is taken away.
        expected_version: the version the face showed, 0 for a new one; None for any.

    Raises:
        Invalid: field by field.
        Conflict: somebody saved it meanwhile.
        Refused: the actor may not.
    """
    access.require(work, "messages.edit")
    channel = read_channel(body)
    problems = [*channel_problems(channel), *_secret_problems(channel, secrets or {})]
    if problems:
        raise Invalid(problems[0].text, problems)
    is_new = kept.in_force(work, KIND, channel.key) is None
    if is_new and len(kept.published(work, KIND)) >= MOST_CHANNELS:
        raise Invalid(say("An office has at most {count} channels.", count=MOST_CHANNELS))
    version = kept.put(work, KIND, channel.key, channel.body(), expected_version)
    if secrets:
        _keep_secrets(work, channel.key, secrets)
    return version


@operation("messages.remove_channel")
def remove_channel(work: Work, key: str) -> int:
    """Take a channel away, and its secrets for good.

    Raises:
        Invalid: there is none.
        Refused: the actor may not.
    """
    access.require(work, "messages.edit")
    design = kept.in_force(work, KIND, key)
    if design is None:
        raise Invalid(say("There is no channel named {key}.", key=key))
    row = _secret_row(work, key)
    if row is not None:
        work.session.delete(row)
    return kept.retire(work, design)


def read_channel(body: Mapping[str, Any]) -> ChannelDesign:
    """Read a channel.

    Raises:
        Invalid: field by field.
    """
    try:
        return ChannelDesign.model_validate(dict(body))
    except ValidationError as fault:
        raise told(fault.errors(include_url=False)) from fault


def working(work: Work) -> tuple[ChannelDesign, ...]:
    """Answer the channels messages may go by."""
    read = (ChannelDesign.model_validate(each.body) for each in kept.published(work, KIND))
    return tuple(each for each in read if each.is_on)


def secrets_of(work: Work, key: str) -> dict[str, str]:
    """Answer the secrets of a channel, for the sender alone."""
    row = _secret_row(work, key)
    return {} if row is None else sealing.unsealed(work.place, _what(key), row.sealed)


def _keep_secrets(work: Work, key: str, secrets: Mapping[str, str]) -> None:
    row = _secret_row(work, key)
    known = {} if row is None else secrets_of(work, key)
    whole = {name: value for name, value in {**known, **secrets}.items() if value}
    text = sealing.sealed(work.place, _what(key), whole)
    if row is None:
        work.session.add(MessageSecret(channel=key, sealed=text))
    else:
        row.sealed = text
    work.session.flush()


def _secret_row(work: Work, key: str) -> MessageSecret | None:
    chosen = select(MessageSecret).where(MessageSecret.channel == key)
    return work.session.execute(chosen).scalars().first()


def _what(key: str) -> str:
    return f"channel {key}"


def _secret_problems(channel: ChannelDesign, secrets: Mapping[str, str]) -> list[FieldProblem]:
    found = [
        FieldProblem(name, "unknown", say("Such a channel has no secret of this name."))
        for name, value in secrets.items()
        if name not in SECRETS[channel.kind] or len(value) > _LONGEST_SECRET
    ]
    if secrets.get("url"):
        found.extend(address_problems("url", secrets["url"]))
    return found
