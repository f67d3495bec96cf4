"""The one spelling of the vault's JSON."""

from __future__ import annotations

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loancrm_desktop.services.vault.canonical import canonical, checked, with_checksum

PLAIN = st.dictionaries(
    st.text(min_size=1).filter(lambda key: key != "checksum"),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=10,
    ),
)


@given(PLAIN)
def test_what_was_written_is_read_again(document):
    assert checked(with_checksum(document)) == document


def test_the_checksum_is_sha256_of_the_rest():
    document = {"b": 1, "a": "张"}
    assert canonical(document) == b'{"a":"\\u5f20","b":1}'
    told = json.loads(with_checksum(document))["checksum"]
    assert told == hashlib.sha256(b'{"a":"\\u5f20","b":1}').hexdigest()


@pytest.mark.parametrize(
    "change",
    [
        lambda content: b" " + content,
        lambda content: content + b"\n",
        lambda content: content.replace(b":1", b": 1"),
        lambda content: content.replace(b"5f20", b"5F20"),
        lambda content: content.replace(b'"b":1', b'"b":1,"b":1'),
        lambda content: content.replace(b":1", b":1.0"),
        lambda content: content.upper(),
    ],
)
def test_another_spelling_of_the_same_content_is_refused(change):
    content = with_checksum({"b": 1, "a": "张"})
    assert change(content) != content
    assert checked(change(content)) is None
