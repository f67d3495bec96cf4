"""Keys in JSON are the catalogue's; beside the number of a person stands the name."""

from loancrm_desktop.cli.words import Words, card_values
from loancrm_desktop.services.forms.built_in_fields import built_in_kind
from loancrm_desktop.texts import set_language

WORDS = Words(built_in_kind("customer").fields, {7: "李经理"}, {2: "销售A组"}, {3: "抖音"})


def test_numbers_of_people_teams_and_channels_get_their_names():
    assert WORDS.keyed({"owner_id": 7, "team_id": 2, "channel_id": 3, "customer_id": 1}) == {
        "owner": 7,
        "owner_name": "李经理",
        "team": 2,
        "team_name": "销售A组",
        "channel": 3,
        "channel_name": "抖音",
        "customer": 1,
    }


def test_somebody_unknown_has_no_name_and_nobody_neither():
    keyed = WORDS.keyed([{"owner_id": 99, "handler_id": None}])
    assert keyed == [{"owner": 99, "owner_name": None, "handler": None, "handler_name": None}]


def test_a_cards_amount_stands_under_the_catalogues_key():
    assert card_values({"id": 1, "amount": "1.00"}) == {"id": 1, "requested_amount": "1.00"}


def test_people_read_labels_and_names_of_options():
    assert (WORDS.heading("region"), WORDS.said("status", "following")) == ("所在区域", "跟进中")
    set_language("en")
    assert (WORDS.heading("region"), WORDS.heading("owner_name")) == ("Region", "Owner")
    assert WORDS.said("requested_amount", "300000.00") == "¥ 300,000.00"


def test_a_value_that_does_not_fit_its_field_is_shown_as_it_is():
    assert WORDS.said("phone", "138 **** 8000") == "138 **** 8000"
    assert WORDS.said("birth_date", "****") == "****"


def test_operations_and_roles_are_said_in_the_words_of_the_trade():
    assert (WORDS.said("operation", "deals.move"), Words().said("role", "broker")) == (
        "变更阶段",
        "客户经理",
    )


def test_a_fields_own_options_go_before_the_words_of_the_trade():
    documents = Words(built_in_kind("document").fields)
    assert (documents.said("kind", "credit_report"), Words().said("kind", "customer")) == (
        "征信报告",
        "客户",
    )


def test_a_name_has_its_heading_where_there_is_nobody_to_name_yet():
    set_language("en")
    assert Words().heading("team_name") == "Team"
