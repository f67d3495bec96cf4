from __future__ import annotations

import re
import unicodedata

import pytest

from loancrm_desktop.services.language.database_text_key import postgresql_function, sql_text_key
from loancrm_desktop.text_keys import text_key


@pytest.mark.parametrize(("value", "key"), [("ＡB", "ab"), ("", ""), (None, None), (5, None)])
def test_only_texts_have_a_key(value, key):
    assert sql_text_key(value) == key


def test_the_postgresql_function_folds_every_character_as_python_does():
    body = postgresql_function()
    source, target = re.search(
        r"translate\(normalize\(\$1, NFKC\), '(.+?)', '(.+?)'\)", body
    ).groups()
    assert len(source) == len(target)
    single = dict(zip(source, target, strict=True))
    several = {
        match[0].replace("''", "'"): match[1]
        for match in re.findall(r", '([^'])', '([^']{2,3})'\)", body)
    }
    for point in [*range(1, 0xD800), *range(0xE000, 0x20000)]:
        character = chr(point)
        if unicodedata.is_normalized("NFKC", character):
            folded = several.get(character) or single.get(character, character)
            assert unicodedata.normalize("NFKC", folded) == text_key(character), hex(point)
