"""The fields conditions may speak of."""

from __future__ import annotations

from loancrm_desktop.texts import set_language
from loancrm_desktop.ui.conditions.condition_fields import ConditionFields, section_titles


def test_every_field_of_a_customer_is_offered_once_and_own_ones_in_their_section(full_desk):
    offers = ConditionFields(full_desk.words, "customer").offers()
    names = [offer.name for offer in offers]
    assert len(set(names)) == len(names)
    assert set(names) == set(full_desk.words.fields("customer"))
    own = {offer.section for offer in offers if offer.name.startswith("own_")}
    assert len(own) == 1
    assert section_titles(offers)[-1] in own


def test_a_deal_offers_the_facts_of_its_customer_too(desk):
    fields = ConditionFields(desk.words, "deal")
    offer = next(one for one in fields.offers() if one.name == "customer.region")
    assert (offer.label, offer.section) == ("所在区域", "客户")
    assert fields.label("customer.region") == "客户 · 所在区域"
    assert fields.path("customer.region") is not None


def test_a_field_that_does_not_exist_is_named_by_its_key(desk):
    fields = ConditionFields(desk.words, "customer")
    assert fields.label("gone") == "gone"
    assert fields.spec("gone") is None


def test_labels_follow_the_language(desk):
    set_language("en")
    try:
        assert ConditionFields(desk.words, "deal").label("customer.region") == "Customer · Region"
    finally:
        set_language("zh")
