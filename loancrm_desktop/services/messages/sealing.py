"""Seals what no face may read: secrets of channels, and messages on their way out."""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from loancrm_desktop.errors import Unavailable
from loancrm_desktop.services.office import OfficePlace
from loancrm_desktop.services.vault.secrets_of_office import derived
from loancrm_desktop.texts import say

_LABEL = "loancrm/1/messages"
_NONCE_BYTES = 12


def sealed(place: OfficePlace, what: str, body: Mapping[str, Any]) -> str:
    """Encrypt a body with a key derived from the office's own.

    Args:
        place: of the office.
        what: what it is, bound to it, so that nothing is taken for something else.
        body: JSON.
    """
    nonce = secrets.token_bytes(_NONCE_BYTES)
    plain = json.dumps(dict(body), ensure_ascii=False).encode()
    found = nonce + _cipher(place).encrypt(nonce, plain, what.encode())
    return base64.b64encode(found).decode("ascii")


def unsealed(place: OfficePlace, what: str, text: str) -> dict[str, Any]:
    """Answer what was sealed.

    Raises:
        Unavailable: it was sealed with other keys, or for something else.
    """
    try:
        raw = base64.b64decode(text, validate=True)
        plain = _cipher(place).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], what.encode())
    except (ValueError, InvalidTag) as fault:
        text_ = say("The secret of this channel cannot be read any more. Enter it again.")
        raise Unavailable(text_, "sealed") from fault
    return dict(json.loads(plain))


def _cipher(place: OfficePlace) -> AESGCM:
    return AESGCM(derived(place.documents_key, _LABEL))
