"""Derived keys, and content locked to its place."""

from __future__ import annotations

import hashlib
import hmac

import pytest
from nacl.public import PrivateKey, SealedBox
from nacl.signing import SigningKey

from loancrm_desktop.services.vault.secrets_of_office import (
    Bundle,
    database_key_id,
    derived,
    locked,
    office_keys,
    opened,
    proof,
)

MASTER = bytes(range(32))
OFFICE = "0123456789abcdef0123456789abcdef"


def hkdf_by_hand(secret, salt, label):
    """RFC 5869, one block."""
    extracted = hmac.new(salt, secret, hashlib.sha256).digest()
    return hmac.new(extracted, label + b"\x01", hashlib.sha256).digest()


@pytest.mark.parametrize("name", ["database", "header", "documents", "journal", "draft"])
def test_every_key_is_hkdf_of_the_master_key_under_its_own_label(name):
    expected = hkdf_by_hand(MASTER, bytes.fromhex(OFFICE), b"loancrm/1/" + name.encode())
    assert getattr(office_keys(MASTER, OFFICE), name) == expected


def test_the_database_key_is_named_without_telling_it():
    keys = office_keys(MASTER, OFFICE)
    name = database_key_id(keys)
    assert len(name) == 16
    assert name not in keys.database.hex()
    assert name != database_key_id(office_keys(bytes(32), OFFICE))


def test_locked_content_opens_only_with_its_key_nonce_and_place():
    key, nonce = derived(MASTER, "test"), bytes(12)
    content = locked(key, nonce, b"bundle", b"place")
    assert opened(key, nonce, content, b"place") == b"bundle"
    assert opened(derived(MASTER, "other"), nonce, content, b"place") is None
    assert opened(key, b"\1" + bytes(11), content, b"place") is None
    assert opened(key, nonce, content, b"another place") is None
    assert opened(key, nonce, content[:-1], b"place") is None


def test_a_bundle_is_read_as_it_was_written():
    bundle = Bundle(b"m" * 32, b"b" * 32, b"s" * 32)
    assert Bundle.read(bundle.written()) == bundle
    assert Bundle.read(bundle.written()[:-1]) is None
    assert Bundle.read(b"") is None


def test_the_public_halves_belong_to_the_private_ones():
    bundle = Bundle(MASTER, b"b" * 32, b"s" * 32)
    sealed = SealedBox(PrivateKey(bundle.box).public_key).encrypt(b"for you")
    assert SealedBox(PrivateKey(bundle.box)).decrypt(sealed) == b"for you"
    assert bytes(PrivateKey(bundle.box).public_key) == bundle.public_box
    assert bytes(SigningKey(bundle.sign).verify_key) == bundle.public_sign


def test_a_proof_is_hmac_sha256():
    assert proof(b"k", b"c") == hmac.new(b"k", b"c", hashlib.sha256).hexdigest()
