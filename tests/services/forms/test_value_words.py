"""How stored values are said."""

from loancrm_desktop.services.forms.value_words import Reader, items_of, list_words
from loancrm_desktop.services.language.fields import FieldSpec, FieldType

TAGS = FieldSpec(key="tags", type=FieldType.TAGS, label_zh="标签", label_en="Tags")


def test_only_lists_have_items():
    assert list(items_of(["a", "b"])) == ["a", "b"]
    assert list(items_of(("a",))) == ["a"]
    assert list(items_of("ab")) == []
    assert list(items_of(None)) == []


def test_several_texts_are_joined_as_the_language_does():
    assert list_words(["a", "b"], TAGS, Reader("zh")) == "a、b"
    assert list_words(["a", "b"], TAGS, Reader("en")) == "a, b"
