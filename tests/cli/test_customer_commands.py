"""`loancrm customers …`, `search` and `follow-up`."""

import json
import shutil

import pytest
from cli_fixtures import LOGIN, PASSWORD, as_json, condition

from loancrm_desktop.services import customers
from loancrm_desktop.services.opening import open_office

ZHANG = {
    "name": "张三",
    "phone": "138 0013 8000",
    "id_number": "11010519491231002X",
    "region": "深圳",
    "company": "安信科技",
    "requested_amount": "300000.00",
    "requested_term_months": 36,
    "monthly_income": "12000.00",
    "birth_date": "1949-12-31",
    "assets": ["house", "car"],
    "tags": ["老客户"],
    "next_follow_up_at": "2026-12-01T10:00:00+08:00",
    "owner": 1,
}
LI = {"name": "李四", "phone": "13900139000", "region": "广州", "monthly_income": 8000}


@pytest.fixture(scope="module")
def made_with_two(made_office, tmp_path_factory):
    folder = tmp_path_factory.mktemp("two") / "office"
    shutil.copytree(made_office, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOANCRM_PROFILE", str(tmp_path_factory.mktemp("profile")))
        opened = open_office(folder, LOGIN, PASSWORD)
        for values in (ZHANG, LI):
            opened.office.do(opened.actor, customers.add, values)
        opened.office.close()
    return folder


@pytest.fixture
def two(loancrm, made_with_two, office_folder):
    shutil.copytree(made_with_two, office_folder, dirs_exist_ok=True)
    return loancrm


def names_of(ran):
    return {row["name"] for row in ran.json["rows"]}


def test_a_customer_is_added_with_its_deal(loancrm):
    assert loancrm("customers", "add", as_json(**ZHANG), "--json").json == {"id": 1, "deal": 1}


def test_a_customer_may_be_read_from_a_file(loancrm, tmp_path):
    file = tmp_path / "customer.json"
    file.write_text(as_json(**LI), encoding="utf-8-sig")
    assert loancrm("customers", "add", f"@{file}", "--json").json["id"] == 1


def test_people_and_channels_may_be_named(loancrm):
    sent = as_json(name="张三", owner="li", channel="老客户转介绍", team="销售A组")
    loancrm("customers", "add", sent)
    customer = loancrm("customers", "show", 1, "--json").json["customer"]
    assert (customer["owner_name"], customer["channel_name"]) == ("李经理", "老客户转介绍")
    assert customer["team_name"] == "销售A组"


def test_somebody_unknown_is_refused_at_the_field(loancrm):
    assert "owner: " in loancrm("customers", "add", as_json(name="张三", owner="nobody")).error


def test_a_known_phone_is_refused_unless_it_is_meant(two):
    again = as_json(name="张三丰", phone=ZHANG["phone"])
    ran = two("customers", "add", again)
    assert ran.code == 3
    assert "138 **** 8000" in ran.error
    assert two("customers", "add", again, "--keep-duplicate", "--json").json["id"] == 3


@pytest.mark.parametrize("sent", ["{", "[]", "3", "@nowhere.json", '{"a": 1} x'])
def test_what_is_no_json_object_is_bad_input(loancrm, sent):
    ran = loancrm("customers", "add", sent)
    assert ran.code == 2
    assert ran.error


def test_an_unknown_field_is_named(loancrm):
    ran = loancrm("customers", "add", as_json(name="张三", phon="13800138000"))
    assert ran.code == 2
    assert "phon: " in ran.error
    assert "phone" in ran.error


def test_the_sheet_shows_the_values_under_the_catalogues_keys(two):
    sheet = two("customers", "show", 1, "--json").json
    assert {"deals", "follow_ups", "tasks", "documents", "stage_history"} <= set(sheet)
    customer = sheet["customer"]
    expected = {**ZHANG, "phone": "13800138000"}
    moment = expected.pop("next_follow_up_at")
    assert {key: customer[key] for key in expected} == expected
    assert customer["next_follow_up_at"] == moment
    assert customer["owner_name"] == "王老板"
    assert sheet["deals"][0]["requested_amount"] == "300000.00"
    assert sheet["stage_history"][0]["stage"] == "lead_assignment"


def test_the_sheet_reads_in_both_languages(two):
    assert "Requested amount: ¥ 300,000.00" in two("customers", "show", 1).out
    chinese = two("customers", "show", 1, "--lang", "zh").out
    assert "期望贷款金额: ¥ 300,000.00" in chinese
    assert "线索分配" in chinese


def test_a_customer_that_is_not_there_is_bad_input(loancrm):
    ran = loancrm("customers", "show", 99, "--json")
    assert ran.code == 2
    assert "99" in ran.error


def test_an_edit_changes_the_fields_it_names(two):
    assert two("customers", "edit", 1, as_json(region="上海"), "--json").json["revision"] == 2
    customer = two("customers", "show", 1, "--json").json["customer"]
    assert (customer["region"], customer["company"]) == ("上海", "安信科技")


def test_a_merge_leaves_one_customer_with_both_deals(two):
    assert two("customers", "merge", 2, 1, "--json").json["id"] == 1
    assert two("customers", "show", 2).code == 2
    assert len(two("customers", "show", 1, "--json").json["deals"]) == 2


def test_a_list_answers_rows_total_and_next(two):
    first = two("customers", "list", "--sort", "-name", "--limit", 1, "--json").json
    assert first["total"] == 2
    rest = two(
        "customers", "list", "--sort", "-name", "--limit", 1, "--after", first["next"], "--json"
    ).json
    assert {first["rows"][0]["name"], rest["rows"][0]["name"]} == {"张三", "李四"}
    assert rest["next"] is None


def test_rows_carry_catalogue_keys_and_names(two):
    (row,) = two(
        "customers", "list", "--where", condition("customer.name", "eq", "张三"), "--json"
    ).json["rows"]
    assert row["requested_amount"] == row["deal_amount"] == "300000.00"
    assert (row["owner"], row["owner_name"], row["channel_name"]) == (1, "王老板", None)
    assert row["created_at"].endswith("+08:00")


def test_a_list_reads_as_a_table(two):
    said = two("customers", "list", "--lang", "zh").out
    assert "客户姓名" in said
    assert "¥ 300,000.00" in said
    assert "潜在" in said


LATER = "2026-12-02T00:00:00+08:00"


@pytest.mark.parametrize(
    ("where", "names"),
    [
        (condition("customer.region", "eq", "深圳"), {"张三"}),
        (condition("region", "ne", "深圳"), {"李四"}),
        (condition("customer.monthly_income", "gt", "8000.00"), {"张三"}),
        (condition("customer.monthly_income", "ge", 8000), {"张三", "李四"}),
        (condition("customer.monthly_income", "lt", "12000"), {"李四"}),
        (condition("customer.monthly_income", "le", "7999.99"), set()),
        (condition("customer.monthly_income", "between", ["8000", "9000"]), {"李四"}),
        (condition("customer.region", "in", ["深圳", "北京"]), {"张三"}),
        (condition("customer.region", "not_in", ["深圳", "北京"]), {"李四"}),
        (condition("customer.company", "contains", "科技"), {"张三"}),
        (condition("customer.name", "starts_with", "李"), {"李四"}),
        (condition("customer.company", "is_empty"), {"李四"}),
        (condition("customer.company", "is_filled"), {"张三"}),
        (condition("customer.tags", "has_any", ["老客户", "x"]), {"张三"}),
        (condition("customer.assets", "has_all", ["car", "house"]), {"张三"}),
        (condition("customer.created_at", "within_last", {"days": 3650}), {"张三", "李四"}),
        (condition("customer.next_follow_up_at", "within_next", {"days": 1}), set()),
        (condition("customer.next_follow_up_at", "lt", {"today": 0}), {"张三"}),
        (condition("customer.next_follow_up_at", "older_than", {"days": 1}), set()),
        (condition("customer.owner", "eq", {"me": True}), {"张三"}),
        (condition("customer.team", "eq", {"my_team": True}), set()),
        (condition("requested_amount", "gt", {"field": "customer.monthly_income"}), {"张三"}),
        (condition("customer.birth_date", "lt", "1950-01-01"), {"张三"}),
        (json.dumps({"not": {"field": "customer.tags", "op": "is_filled"}}), {"李四"}),
        (
            json.dumps(
                {
                    "any": [
                        {"field": "customer.name", "op": "eq", "value": "李四"},
                        {"all": [{"field": "customer.phone", "op": "eq", "value": "13800138000"}]},
                    ]
                },
                ensure_ascii=False,
            ),
            {"张三", "李四"},
        ),
    ],
)
def test_a_condition_chooses_the_rows(two, where, names):
    assert names_of(two("customers", "list", "--where", where, "--now", LATER, "--json")) == names


def test_a_condition_may_be_read_from_a_file(two, tmp_path):
    file = tmp_path / "where.json"
    file.write_text(condition("customer.region", "eq", "广州"), encoding="utf-8")
    assert names_of(two("customers", "list", "--where", f"@{file}", "--json")) == {"李四"}


@pytest.mark.parametrize(
    ("where", "said"),
    [
        (condition("customer.nope", "eq", 1), "nope"),
        (condition("customer.region", "like", "x"), "like"),
        (condition("customer.monthly_income", "gt", "viel"), "monthly_income"),
        ('{"field": "customer.region"}', "eq, ne"),
        ("[]", "braces"),
    ],
)
def test_a_condition_that_does_not_hold_says_where(loancrm, where, said):
    ran = loancrm("customers", "list", "--where", where)
    assert ran.code == 2
    assert said in ran.error


@pytest.mark.parametrize(
    ("words", "match"),
    [
        ("张", "name"),
        ("zs", "pinyin"),
        ("zhangs", "pinyin"),
        ("8000", "phone"),
        ("002X", "id_number"),
        ("安信", "company"),
        ("老客户", "tag"),
        ("zs 8000", "pinyin+phone"),
    ],
)
def test_search_says_what_it_found_and_by_what(two, words, match):
    (hit,) = two("search", words, "--json").json["rows"]
    assert (hit["kind"], hit["id"], hit["title"], hit["match"]) == ("customer", 1, "张三", match)


def test_search_gives_no_more_than_the_limit(two):
    two("customers", "add", as_json(name="张四"))
    assert len(two("search", "张", "--json").json["rows"]) == 2
    assert len(two("search", "张", "--limit", 1, "--json").json["rows"]) == 1


def test_a_follow_up_sets_last_contact_and_next_date(two):
    now = "2026-11-23T09:30:00+08:00"
    ran = two("follow-up", 2, "约周三面谈", "--method", "visit", "--next", "2026-11-25",
              "--now", now, "--json")  # fmt: skip
    assert ran.json["id"] == 1
    sheet = two("customers", "show", 2, "--json").json
    assert sheet["customer"]["last_contact_at"].startswith("2026-11-23T09:30")
    assert sheet["customer"]["next_follow_up_at"].startswith("2026-11-25T00:00")
    (logged,) = sheet["follow_ups"]
    assert (logged["method"], logged["text"], logged["author_name"]) == (
        "visit",
        "约周三面谈",
        "王老板",
    )


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["x", "--next", "soon"], "--next"),
        (["x", "--method", "pigeon"], "wechat"),
        (["  "], "text"),
    ],
)
def test_a_follow_up_that_does_not_hold_is_bad_input(two, options, said):
    ran = two("follow-up", 2, *options)
    assert ran.code == 2
    assert said in ran.error


def test_a_broker_sees_only_what_the_role_shows(two, as_broker):
    assert names_of(as_broker("customers", "list", "--json")) == set()
    assert as_broker("customers", "show", 1).code in {2, 3}
