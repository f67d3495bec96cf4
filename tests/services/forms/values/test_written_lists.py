"""A list whose words hold the signs that part them is written as JSON, and read back whole."""

from __future__ import annotations

import pytest

from loancrm_desktop.services.forms.values.choices import parse_tags, written_list


@pytest.mark.parametrize("tags", [["A+", "B"], ["a、b"], ["#one"], ["1/2", "和"]])
def test_tags_with_signs_come_back_whole(tags):
    import json

    assert parse_tags(json.dumps(tags, ensure_ascii=False)) == tags


@pytest.mark.parametrize("text", ["", "A、B", "[1, 2]", "[", "[a]", '{"a": 1}'])
def test_anything_else_is_no_written_list(text):
    assert written_list(text) is None
