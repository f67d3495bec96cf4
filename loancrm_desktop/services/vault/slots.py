"""Key slots: one locked copy of the office's secrets per password, recovery key and desk."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from loancrm_desktop.errors import FieldProblem, Invalid
from loancrm_desktop.services.vault.canonical import canonical
from loancrm_desktop.services.vault.kdf import SALT_BYTES, Argon2Cost, stretch
from loancrm_desktop.services.vault.recovery import recovery_secret
from loancrm_desktop.services.vault.secrets_of_office import (
    KEY_BYTES,
    NONCE_BYTES,
    Bundle,
    derived,
    locked,
    opened,
)
from loancrm_desktop.texts import Text, say

if TYPE_CHECKING:
    from collections.abc import Callable

Id = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
Key = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Nonce = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{24}$")]
Sealed = Annotated[str, StringConstraints(pattern=r"^(?:[0-9a-f]{2}){16,512}$")]
_LOGIN_LENGTH = 200
Login = Annotated[str, StringConstraints(min_length=1, max_length=_LOGIN_LENGTH)]
Stamp = Annotated[
    str,
    StringConstraints(
        pattern=r"^[0-9]{4}-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]\.[0-9]{3}Z$"
    ),
]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class UserSlot(_Strict):
    """A person's slot: opened by the password.

    Attributes:
        generation: of the header that the slot was made for; it is carried over unchanged.
        public_box, public_sign: to seal something for this person, to check who signed.
        escrow: the private half of `public_box`, sealed to the recovery key's holder, so
            that what was sealed for a person outlives a forgotten password.
    """

    kind: Literal["user"] = "user"
    id: Id
    login: Login
    generation: int = Field(ge=1)
    cost: Argon2Cost
    salt: Id
    nonce: Nonce
    sealed: Sealed
    public_box: Key
    public_sign: Key
    escrow: Sealed


class RecoverySlot(_Strict):
    """The slot of the printed recovery key; it opens to the master key and an X25519 key."""

    kind: Literal["recovery"] = "recovery"
    id: Id
    generation: int = Field(ge=1)
    salt: Id
    nonce: Nonce
    sealed: Sealed
    public_box: Key


class DeviceSlot(_Strict):
    """A person's slot for one desk: opened by a secret in that system's key store.

    Attributes:
        desk: id of the desk.
        made_at, expires_at: UTC; outside of them the slot stays shut.
    """

    kind: Literal["device"] = "device"
    id: Id
    login: Login
    desk: Id
    generation: int = Field(ge=1)
    made_at: Stamp
    expires_at: Stamp
    salt: Id
    nonce: Nonce
    sealed: Sealed


Slot = Annotated[UserSlot | RecoverySlot | DeviceSlot, Field(discriminator="kind")]
AnySlot = UserSlot | RecoverySlot | DeviceSlot


@dataclass(frozen=True, slots=True)
class SlotMaker:
    """What every new slot needs.

    Attributes:
        token: so many unguessable bytes.
        generation: number of the header that the slot is made for.
        escrow_to: public key of the recovery slot.
    """

    token: Callable[[int], bytes]
    generation: int
    escrow_to: bytes


class PasswordKey:
    """A password stretched for a new slot; made before the header is touched, as it is slow."""

    def __init__(self, password: str, cost: Argon2Cost, token: Callable[[int], bytes]) -> None:
        self.cost = cost
        self.salt = token(SALT_BYTES)
        self.key = stretch(password, self.salt, cost)

    def __repr__(self) -> str:
        return "PasswordKey(hidden)"


def same_login(login: str) -> str:
    """Answer the form in which two writings of a login are the same."""
    return unicodedata.normalize("NFKC", login).strip().casefold()


def clean_login(login: str) -> str:
    """Answer a login as a slot keeps it.

    Raises:
        Invalid: it is empty, longer than 200 characters or has signs that cannot be seen.
    """
    clean = unicodedata.normalize("NFKC", login).strip()
    if not clean:
        raise bad_login("empty", say("The login is empty. Enter one."))
    if len(clean) > _LOGIN_LENGTH:
        raise bad_login(
            "too_long",
            say("The login is longer than {limit} characters.", limit=_LOGIN_LENGTH),
        )
    if not clean.isprintable():
        raise bad_login(
            "unseen", say("The login has signs that cannot be seen. Type it anew by hand.")
        )
    return clean


def bad_login(code: str, text: Text) -> Invalid:
    """Make the refusal of a login."""
    return Invalid(text, [FieldProblem("login", code, text)])


def user_slot(
    office_id: str,
    login: str,
    key: PasswordKey,
    bundle: Bundle,
    maker: SlotMaker,
) -> UserSlot:
    """Lock a person's secrets with a password.

    Raises:
        Invalid: the login is none.
    """
    slot = UserSlot(
        id=maker.token(16).hex(),
        login=clean_login(login),
        generation=maker.generation,
        cost=key.cost,
        salt=key.salt.hex(),
        nonce=maker.token(NONCE_BYTES).hex(),
        sealed="00" * 16,
        public_box=bundle.public_box.hex(),
        public_sign=bundle.public_sign.hex(),
        escrow=SealedBox(PublicKey(maker.escrow_to)).encrypt(bundle.box).hex(),
    )
    sealed = locked(key.key, bytes.fromhex(slot.nonce), bundle.written(), _bound(office_id, slot))
    return slot.model_copy(update={"sealed": sealed.hex()})


def open_user_slot(office_id: str, slot: UserSlot, password: str) -> Bundle | None:
    """Open a person's slot; None when the password, or any bit of the slot, is not the one."""
    key = stretch(password, bytes.fromhex(slot.salt), slot.cost)
    return _bundle(office_id, slot, key)


def recovery_slot(
    office_id: str, recovery_key: str, secrets: Bundle, maker: SlotMaker
) -> RecoverySlot:
    """Lock the master key, and the key that escrows are sealed to, with the recovery key."""
    slot = RecoverySlot(
        id=maker.token(16).hex(),
        generation=maker.generation,
        salt=maker.token(SALT_BYTES).hex(),
        nonce=maker.token(NONCE_BYTES).hex(),
        sealed="00" * 16,
        public_box=secrets.public_box.hex(),
    )
    key = _recovery_key(recovery_key, slot)
    sealed = locked(key, bytes.fromhex(slot.nonce), secrets.written(), _bound(office_id, slot))
    return slot.model_copy(update={"sealed": sealed.hex()})


def open_recovery_slot(office_id: str, slot: RecoverySlot, recovery_key: str) -> Bundle | None:
    """Open the recovery slot; None when it is another office's key.

    Raises:
        Invalid: the key has a typing error.
    """
    return _bundle(office_id, slot, _recovery_key(recovery_key, slot))


def open_escrow(slot: UserSlot, recovery: Bundle) -> bytes | None:
    """Recover a person's X25519 private key by the recovery key's."""
    try:
        box = SealedBox(PrivateKey(recovery.box)).decrypt(bytes.fromhex(slot.escrow))
    except (CryptoError, ValueError):
        return None
    return box if len(box) == KEY_BYTES else None


def sealed_device_slot(
    office_id: str, draft: DeviceSlot, secret: bytes, bundle: Bundle
) -> DeviceSlot:
    """Lock a person's secrets with a desk's secret."""
    key = derived(secret, "loancrm/1/device", bytes.fromhex(draft.salt))
    sealed = locked(key, bytes.fromhex(draft.nonce), bundle.written(), _bound(office_id, draft))
    return draft.model_copy(update={"sealed": sealed.hex()})


def open_device_slot(office_id: str, slot: DeviceSlot, secret: bytes) -> Bundle | None:
    """Open a desk's slot; None when the secret is not the one."""
    key = derived(secret, "loancrm/1/device", bytes.fromhex(slot.salt))
    return _bundle(office_id, slot, key)


def _recovery_key(typed: str, slot: RecoverySlot) -> bytes:
    return derived(recovery_secret(typed), "loancrm/1/recovery", bytes.fromhex(slot.salt))


def _bundle(office_id: str, slot: AnySlot, key: bytes) -> Bundle | None:
    content = opened(
        key, bytes.fromhex(slot.nonce), bytes.fromhex(slot.sealed), _bound(office_id, slot)
    )
    return None if content is None else Bundle.read(content)


def _bound(office_id: str, slot: AnySlot) -> bytes:
    """Answer all of a slot but the locked part and its nonce: what the lock is bound to."""
    fields = slot.model_dump(mode="json", exclude={"sealed", "nonce", "escrow"})
    return canonical({"office_id": office_id, "slot": fields})
