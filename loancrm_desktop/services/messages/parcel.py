"""A message on its way from the outbox to a channel, sealed so that no face reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from loancrm_desktop.services.messages import sealing
from loancrm_desktop.services.messages.design import ChannelDesign
from loancrm_desktop.services.office import OfficePlace


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a desk has taken upon itself to send.

    Attributes:
        claim: names this try; only who has it may say what became of it.
        sealed: the message, the channel and its secrets.
    """

    message_id: int
    claim: str
    sealed: str


@dataclass(frozen=True, slots=True, repr=False)
class Letter:
    """A message with all that a channel needs.

    Attributes:
        key: the same for every try, so that the other side can notice a second one.
        to: a phone number, an e-mail address; empty for bots.
        parts: what stands at each place of the text.
        provider_code: of the template, at an SMS provider.
        office: the office's name.
    """

    key: str
    to: str
    text: str
    subject: str = ""
    parts: Mapping[str, str] = field(default_factory=dict[str, str])
    provider_code: str = ""
    office: str = ""


def packed(
    place: OfficePlace,
    name: tuple[int, str],
    letter: Letter,
    way: tuple[ChannelDesign, dict[str, str]],
) -> Parcel:
    """Seal a letter with the channel it goes by.

    Args:
        place: of the office.
        name: number of the message, and claim.
        letter: what is sent.
        way: the channel, and its secrets.
    """
    channel, secrets = way
    body = {"letter": asdict(letter), "channel": channel.body(), "secrets": secrets}
    return Parcel(*name, sealing.sealed(place, _what(*name), body))


def opened(place: OfficePlace, parcel: Parcel) -> tuple[Letter, ChannelDesign, dict[str, str]]:
    """Answer what a parcel holds.

    Raises:
        Unavailable: it was sealed by another office.
    """
    body = sealing.unsealed(place, _what(parcel.message_id, parcel.claim), parcel.sealed)
    channel = ChannelDesign.model_validate(body["channel"])
    return Letter(**body["letter"]), channel, dict(body["secrets"])


def _what(message_id: int, claim: str) -> str:
    return f"parcel {message_id} {claim}"
