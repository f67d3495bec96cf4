"""The secrets behind a slot, and the keys that are derived from them."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from nacl.public import PrivateKey
from nacl.signing import SigningKey

if TYPE_CHECKING:
    from collections.abc import Callable

KEY_BYTES = 32
NONCE_BYTES = 12


@dataclass(frozen=True, slots=True, repr=False)
class OfficeKeys:
    """The office's working keys, 32 bytes each; all from the one master key.

    Attributes:
        database: raw key of the SQLCipher file.
        header: proves that a key header was written by one who knows the master key.
        documents: wraps the keys of ordinary documents.
        journal: chains the entries of the journal.
        draft: encrypts unsaved input kept on a desk.
    """

    database: bytes
    header: bytes
    documents: bytes
    journal: bytes
    draft: bytes

    def __repr__(self) -> str:
        return "OfficeKeys(hidden)"


@dataclass(frozen=True, slots=True, repr=False)
class Bundle:
    """What a person's slot opens to.

    Attributes:
        master: the office's master key.
        box: the person's own X25519 private key: what was sealed for this person alone.
        sign: the person's own Ed25519 seed: proves who wrote an entry.
    """

    master: bytes
    box: bytes
    sign: bytes

    def __repr__(self) -> str:
        return "Bundle(hidden)"

    @classmethod
    def new_person(cls, master: bytes, token: Callable[[int], bytes]) -> Self:
        """Make a person's secrets for an office."""
        return cls(master, token(KEY_BYTES), token(KEY_BYTES))

    @classmethod
    def read(cls, content: bytes) -> Self | None:
        """Read what `written` gave; None when the length is not right."""
        if len(content) != 3 * KEY_BYTES:
            return None
        return cls(content[:32], content[32:64], content[64:])

    def written(self) -> bytes:
        """Answer the three keys one after the other, 96 bytes."""
        return self.master + self.box + self.sign

    @property
    def public_box(self) -> bytes:
        """The public half of `box`."""
        return bytes(PrivateKey(self.box).public_key)

    @property
    def public_sign(self) -> bytes:
        """The public half of `sign`."""
        return bytes(SigningKey(self.sign).verify_key)


def derived(secret: bytes, label: str, salt: bytes = b"") -> bytes:
    """Derive a 32-byte key for one purpose by HKDF-SHA256."""
    return HKDF(SHA256(), KEY_BYTES, salt or None, label.encode("ascii")).derive(secret)


def office_keys(master: bytes, office_id: str) -> OfficeKeys:
    """Derive the working keys of an office from its master key."""
    salt = bytes.fromhex(office_id)
    return OfficeKeys(
        database=derived(master, "loancrm/1/database", salt),
        header=derived(master, "loancrm/1/header", salt),
        documents=derived(master, "loancrm/1/documents", salt),
        journal=derived(master, "loancrm/1/journal", salt),
        draft=derived(master, "loancrm/1/draft", salt),
    )


def database_key_id(keys: OfficeKeys) -> str:
    """Name a database key without telling it: 16 hex digits."""
    return derived(keys.database, "loancrm/1/database key id")[:8].hex()


def proof(key: bytes, content: bytes) -> str:
    """Answer the HMAC-SHA256 of some content, as hex."""
    return hmac.new(key, content, hashlib.sha256).hexdigest()


def locked(key: bytes, nonce: bytes, content: bytes, bound_to: bytes) -> bytes:
    """Encrypt with AES-256-GCM; it opens only together with `bound_to`."""
    return AESGCM(key).encrypt(nonce, content, bound_to)


def opened(key: bytes, nonce: bytes, content: bytes, bound_to: bytes) -> bytes | None:
    """Decrypt what `locked` gave; None when the key or anything else is not the same."""
    try:
        return AESGCM(key).decrypt(nonce, content, bound_to)
    except InvalidTag:
        return None
