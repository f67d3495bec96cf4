from __future__ import annotations

import pytest
from agreement.field_office import VOCABULARY, field

from loancrm_desktop.services.language.fields import (
    FieldType,
    Option,
    Relation,
    Vocabulary,
    kind_fields,
)


@pytest.mark.parametrize("key", ["", "1a", "Name", "a b", "a.b", 'a"', "a'); --", "a" * 41, "名"])
def test_a_key_that_could_break_out_of_sql_is_no_field_key(key):
    with pytest.raises(ValueError, match="not a field key"):
        field(key, FieldType.TEXT)


def test_a_formula_has_a_result_and_nothing_else_has_one():
    with pytest.raises(ValueError, match="result"):
        field("margin", FieldType.FORMULA)
    with pytest.raises(ValueError, match="result"):
        field("margin", FieldType.MONEY, result=FieldType.MONEY)
    assert field("m", FieldType.FORMULA, result=FieldType.DATE).compared_as is FieldType.DATE


def test_a_key_used_twice_in_a_kind_is_refused():
    with pytest.raises(ValueError, match="two fields named a"):
        kind_fields("deal", [field("a", FieldType.TEXT), field("a", FieldType.DATE)])


def test_labels_follow_the_language():
    option = Option("house", "房产", "House")
    relation = Relation("deals", "deal", "业务单", "deals", "customer")
    assert (option.label("zh"), option.label("en")) == ("房产", "House")
    assert (relation.label("zh"), relation.label("en")) == ("业务单", "deals")


def test_a_retired_option_is_still_found():
    level = VOCABULARY.kind("deal").fields["level"]
    assert level.option("old").retired
    assert level.option("none") is None


@pytest.mark.parametrize(
    ("kind", "name", "found"),
    [
        ("customer", "region", "region"),
        ("customer", "customer.region", "region"),
        ("deal", "customer.region", "customer.region"),
        ("deal", "deal.customer.owner.name", "customer.owner.name"),
        ("document", "deal.customer.owner.name", "deal.customer.owner.name"),
    ],
)
def test_a_field_is_found_by_key_prefix_or_path(kind, name, found):
    assert VOCABULARY.field(kind, name).name == found


@pytest.mark.parametrize(
    "name",
    ["", ".", "customer.", ".region", "nothing", "title.region", "customer.customer.region",
     "team.name", "customer.deals", "deal.deal.title"],
)  # fmt: skip
def test_a_path_that_leads_nowhere_finds_no_field(name):
    assert VOCABULARY.field("deal", name) is None


def test_a_path_may_not_be_longer_than_three_links():
    kinds = Vocabulary(
        {"person": kind_fields("person", [field("boss", FieldType.PERSON, links_to="person")])}
    )
    assert kinds.field("person", "boss.boss.boss.boss") is not None
    assert kinds.field("person", "boss.boss.boss.boss.boss") is None


def test_related_rows_are_found_with_the_link_that_leads_back():
    path = VOCABULARY.relation("deal", "customer.documents")
    assert (path.name, path.via.key) == ("customer.documents", "customer")
    assert VOCABULARY.relation("deal", "customer") is None


def test_a_relation_to_an_unknown_kind_or_link_is_not_offered():
    rows = [Relation("a", "nothing", "", "", "x"), Relation("b", "deal", "", "", "x")]
    kinds = Vocabulary({"deal": kind_fields("deal", [], rows)})
    assert kinds.relation("deal", "a") is None
    assert kinds.relation("deal", "b") is None


def test_names_are_listed_one_link_deep():
    names = VOCABULARY.names("document")
    assert "deal.title" in names
    assert "deal.customer.name" not in names
    assert names[0] == "kind"
