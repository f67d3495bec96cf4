"""A published form holds on every way in; what goes is kept; versions go back and forth."""

import pytest
from form_bodies import CARS, EVERY_CONTROL, choice, form, own, words

from loancrm_desktop.errors import Conflict, Invalid, Refused
from loancrm_desktop.services import customers, deals, filling_in, undoing
from loancrm_desktop.services.conditions import count
from loancrm_desktop.services.forms import drawing, effects, form_drafts, publishing
from loancrm_desktop.services.forms.catalog import fields as fields_of

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def boss(actor_of):
    return actor_of("boss")


@pytest.fixture
def publish(office, boss):
    def act(fields=None, states=None, **more):
        body = form(fields, states, **more)
        return office.do(boss, publishing.publish, kind=body["kind"], body=body)

    return act


@pytest.fixture
def add(office, boss):
    def act(**values):
        whole = {"name": "张三", **values}
        return office.do(boss, customers.add, values=whole, duplicates="allow").id

    return act


@pytest.fixture
def shown(office, boss):
    def act(customer_id):
        return office.ask(boss, customers.values, customer_id=customer_id).values

    return act


def codes(problem):
    return {(each.field, each.code) for each in problem.value.problems}


FULL = {
    "nickname": "老张Ａ",
    "story": "第一行\n第二行",
    "children": 2,
    "score": 80.5,
    "savings": "120000.50",
    "share": "4.35",
    "married_on": "2020-02-29",
    "call_at": "18:30",
    "met_at": "2026-05-01T10:00:00+08:00",
    "housing": "rent",
    "hobbies": ["tea", "chess"],
    "vip": True,
    "spare_phone": "13900139000",
    "spouse_id": "11010519491231002X",
    "work_email": "a@b.cn",
    "home_region": "广东省深圳市",
    "adviser": 1,
    "cars": [
        {"plate": "粤B12345", "price": "100000.00", "bought": "2024-01-02", "share": "50"},
        {"plate": "粤B54321", "price": "2.00"},
    ],
    "words": ["老客户", "本地"],
}


def test_every_control_takes_a_value_and_gives_it_back(publish, add, shown):
    publish(EVERY_CONTROL)
    values = shown(add(**FULL))
    for key, value in FULL.items():
        if key not in ("cars", "score"):
            assert values[key] == value, key
    assert values["score"] == 80.5
    assert values["cars"][0] == {**FULL["cars"][0], "worth": "50000.00"}
    assert values["cars"][1] == {"plate": "粤B54321", "price": "2.00"}
    assert values["wealth"] == "220002.50"
    assert values["file_no"] == "KH2026-0001"


def test_numbers_are_given_once_and_never_again(publish, add, shown, office, boss, clock):
    publish({"file_no": EVERY_CONTROL["file_no"]})
    first = add()
    office.do(boss, undoing.undo, seq=last_seq(office, boss))
    second = add()
    clock.forward(days=200)
    third = add()
    assert first != second
    assert shown(second)["file_no"] == "KH2026-0002"
    assert shown(third)["file_no"] == "KH2027-0001"


def last_seq(office, boss):
    from loancrm_desktop.services import journal

    return office.ask(boss, journal.latest, limit=1)[0].seq


def test_nobody_types_a_formula_or_a_number(publish, add):
    publish(EVERY_CONTROL)
    with pytest.raises(Invalid) as refused:
        add(wealth="1", file_no="KH1")
    assert codes(refused) == {("wealth", "read_only"), ("file_no", "read_only")}


def test_a_formula_follows_every_change(publish, add, shown, office, boss):
    publish(
        {
            "age_next": own("formula", result="integer", formula="children + 1"),
            "children": own("integer"),
        }
    )
    customer_id = add(children=2)
    office.do(boss, customers.edit, customer_id=customer_id, values={"children": 5})
    assert shown(customer_id)["age_next"] == 6
    office.do(boss, customers.change_many, customer_ids=[customer_id], values={"children": None})
    assert shown(customer_id)["age_next"] is None
    found = office.ask(boss, count, kind="customer", where={"field": "age_next", "op": "is_empty"})
    assert found == 1


def test_bounds_patterns_and_rows_hold_on_every_way_in(publish, add, office, boss):
    publish(
        {
            "score": own("integer", min=0, max=100),
            "plate": own("text", pattern="[A-Z]{2}[0-9]{3}"),
            "cars": CARS,
        }
    )
    with pytest.raises(Invalid) as refused:
        add(score=101, plate="ab1", cars=[{"price": "0.50"}])
    assert codes(refused) == {
        ("score", "too_large"),
        ("plate", "pattern"),
        ("cars", "row_required"),
        ("cars", "row_too_small"),
    }
    customer_id = add(score=100, plate="AB123")
    done = office.do(boss, customers.change_many, customer_ids=[customer_id], values={"score": -1})
    assert done.done == ()
    assert "at least 0" in done.refused[0].text


HOUSING = {
    "housing": choice("own", "rent", "none"),
    "rent": own("money"),
    "since": own("date"),
}
HOUSING_STATES = {
    "rent": {
        "shown": {"field": "housing", "op": "eq", "value": "rent"},
        "required": {"field": "housing", "op": "eq", "value": "rent"},
        "invalid": [
            {
                "when": {"field": "rent", "op": "gt", "value": "50000"},
                "say": words("租金过高", "This rent is too high"),
            }
        ],
    },
    "since": {"locked": {"field": "housing", "op": "eq", "value": "none"}},
    "housing": {
        "options": [{"when": {"field": "level", "op": "eq", "value": "A"}, "only": ["own"]}]
    },
}


def test_states_show_require_lock_and_take_back(publish, add, office, boss, shown):
    publish(HOUSING, HOUSING_STATES)
    with pytest.raises(Invalid) as refused:
        add(housing="rent")
    assert codes(refused) == {("rent", "required")}
    with pytest.raises(Invalid) as refused:
        add(housing="own", rent="10")
    assert codes(refused) == {("rent", "not_shown")}
    with pytest.raises(Invalid) as refused:
        add(housing="rent", rent="60000")
    assert codes(refused) == {("rent", "invalid")}
    assert refused.value.problems[0].text.read() == "This rent is too high"
    with pytest.raises(Invalid) as refused:
        add(housing="rent", rent="1000", level="A")
    assert codes(refused) == {("housing", "option_shut")}
    customer_id = add(housing="rent", rent="1000")
    office.do(boss, customers.edit, customer_id=customer_id, values={"housing": "none"})
    assert shown(customer_id)["rent"] == "1000.00"
    with pytest.raises(Invalid) as refused:
        office.do(boss, customers.edit, customer_id=customer_id, values={"since": "2020-01-01"})
    assert codes(refused) == {("since", "locked")}
    office.do(
        boss,
        customers.edit,
        customer_id=customer_id,
        values={"housing": "own", "since": "2020-01-01"},
    )


def test_defaults_fill_what_is_not_given(publish, add, shown, office, boss):
    publish(
        {
            "came_on": own("date", default={"today": True}),
            "adviser": own("person", default={"me": True}),
            "vip": own("boolean", default={"fixed": False}),
            "goal": own("money", required=True, default={"formula": "requested_amount * 2"}),
        }
    )
    values = shown(add(requested_amount="1000"))
    assert values["came_on"] == "2026-06-30"
    assert values["adviser"] == boss.user_id
    assert values["vip"] is False
    assert values["goal"] == "2000.00"
    assert office.ask(boss, filling_in.begin, kind="customer")["came_on"] == "2026-06-30"
    with pytest.raises(Invalid) as refused:
        add()
    assert codes(refused) == {("goal", "required")}


def test_a_retired_option_stays_on_old_records_and_is_offered_to_no_new_one(
    publish, add, office, boss, shown
):
    publish({"housing": choice("own", "rent")})
    old = add(housing="rent")
    options = choice("own", "rent")
    options["options"][1]["retired"] = True
    publish({"housing": options})
    office.do(boss, customers.edit, customer_id=old, values={"housing": "rent", "remark": "x"})
    assert shown(old)["housing"] == "rent"
    with pytest.raises(Invalid) as refused:
        add(housing="rent")
    assert codes(refused) == {("housing", "option_retired")}


def test_a_form_of_deals_holds_for_deals(publish, add, office, boss):
    publish({"bank_fee": own("money", required=True, max="100")}, kind="deal")
    customer_id = add()
    with pytest.raises(Invalid) as refused:
        office.do(boss, deals.open_deal, customer_id=customer_id, values={"bank_fee": "101"})
    assert codes(refused) == {("bank_fee", "too_large")}
    card = office.do(boss, deals.open_deal, customer_id=customer_id, values={"bank_fee": "99"})
    assert office.ask(boss, deals.show, deal_id=card.id).values["bank_fee"] == "99.00"


def test_roles_see_and_change_only_what_the_form_gives_them(publish, office, boss, actor_of):
    publish(
        {
            "fee": own("money", hidden_for=["broker"]),
            "grade": own("text", read_only_for=["broker"]),
            "double": own("formula", result="money", formula="fee * 2"),
        }
    )
    li = actor_of("li")
    added = office.do(li, customers.add, values={"name": "李四"})
    office.do(boss, customers.edit, customer_id=added.id, values={"fee": "5", "grade": "A"})
    seen = office.ask(li, customers.values, customer_id=added.id)
    assert "fee" not in seen.values
    assert "double" not in seen.values, "what is worked out of a hidden field tells of it"
    assert seen.values["grade"] == "A"
    assert "grade" in seen.read_only
    with pytest.raises(Invalid):
        office.do(li, customers.edit, customer_id=added.id, values={"grade": "B"})
    with pytest.raises(Refused):
        office.ask(li, count, kind="customer", where={"field": "fee", "op": "is_filled"})


def test_publishing_asks_for_the_right(publish, office, actor_of):
    with pytest.raises(Refused):
        office.do(actor_of("li"), publishing.publish, kind="customer", body=form())
    with pytest.raises(Refused):
        office.ask(actor_of("li"), drawing.drawn, kind="customer")


def test_a_removed_field_is_kept_in_the_trash_and_comes_back_with_its_values(
    publish, add, office, boss, shown
):
    publish({"hobby": own("text", "爱好")})
    customer_id = add(hobby="钓鱼")
    publish()
    assert "hobby" not in shown(customer_id)
    (gone,) = office.ask(boss, drawing.trash, kind="customer")
    assert (gone.key, gone.records, gone.label_zh) == ("hobby", 1, "爱好")
    publish({"hobby": gone.field})
    assert shown(customer_id)["hobby"] == "钓鱼"
    assert office.ask(boss, drawing.trash, kind="customer") == ()


def test_a_changed_type_converts_and_keeps_aside_what_does_not_fit(
    publish, add, office, boss, shown
):
    publish({"size": own("text", "面积")})
    fits, not_fits = add(size="120"), add(size="一百多平")
    body = form({"size": own("integer", "面积")})
    told = office.ask(boss, effects.effects, kind="customer", body=body)
    (change,) = told.changed
    assert (change.was, change.becomes, change.converted, change.not_converted) == (
        "text",
        "integer",
        1,
        1,
    )
    assert "一百多平" not in change.samples[0]
    done = office.do(boss, publishing.publish, kind="customer", body=body)
    assert (done.converted, done.kept_aside) == (1, 1)
    assert shown(fits)["size"] == 120
    assert shown(not_fits)["size"] is None


def test_effects_name_what_comes_goes_and_where_it_was_used(publish, add, office, boss):
    from loancrm_desktop.services import views

    publish({"hobby": own("text", "爱好")})
    add(hobby="钓鱼")
    office.do(
        boss,
        views.save,
        kind="customer",
        name="钓友",
        body={"where": {"field": "hobby", "op": "is_filled"}},
    )
    told = office.ask(boss, effects.effects, kind="customer", body=form({"pet": own("text")}))
    assert [each.key for each in told.added] == ["pet"]
    (gone,) = told.removed
    assert (gone.key, gone.records) == ("hobby", 1)
    assert [(use.kind, use.name) for use in gone.uses] == [("view", "钓友")]


def test_effects_of_a_faulty_form_are_its_faults(office, boss):
    body = form({"pet": own("spaceship")})
    told = office.ask(boss, effects.effects, kind="customer", body=body)
    assert [(each.place, each.code) for each in told.problems] == [
        ("$.fields.pet.type", "unknown_type")
    ]


def test_drafts_versions_difference_and_roll_back(publish, office, boss, add, shown):
    publish({"hobby": own("text", "爱好")})
    draft = form({"hobby": own("text", "兴趣"), "pet": own("text")})
    office.do(boss, form_drafts.save_draft, kind="customer", body=draft)
    seen = office.ask(boss, drawing.drawn, kind="customer")
    assert seen.draft == draft
    assert seen.published_version == 1
    told = office.ask(boss, drawing.difference, kind="customer", a=1)
    assert told.added == ("pet",)
    assert ("hobby", "label") in {(each.key, each.part) for each in told.changed}
    published = office.do(boss, publishing.publish, kind="customer", body=draft, expected_version=1)
    assert published.version == 2
    customer_id = add(pet="猫")
    back = office.do(boss, publishing.roll_back, kind="customer", version=1)
    assert back.version == 3
    assert "pet" not in shown(customer_id)
    seen = office.ask(boss, drawing.drawn, kind="customer")
    assert seen.draft is None
    assert [(each.version, each.state) for each in seen.versions] == [
        (3, "published"),
        (2, "retired"),
        (1, "retired"),
    ]
    office.do(boss, publishing.roll_back, kind="customer", version=2)
    assert shown(customer_id)["pet"] == "猫"


def test_two_who_publish_do_not_overwrite_each_other(publish, office, boss):
    publish({"hobby": own("text")})
    with pytest.raises(Conflict) as refused:
        office.do(boss, publishing.publish, kind="customer", body=form(), expected_version=0)
    assert "version 1" in refused.value.text.read()
    assert refused.value.stored_revision == 1


def test_a_draft_can_be_faulty_and_let_go(office, boss):
    office.do(boss, form_drafts.save_draft, kind="customer", body={"half": "drawn"})
    assert office.ask(boss, drawing.drawn, kind="customer").draft == {"half": "drawn"}
    assert office.do(boss, form_drafts.discard_draft, kind="customer")
    assert office.ask(boss, drawing.drawn, kind="customer").draft is None


def test_publishing_is_taken_back_whole(publish, add, office, boss, shown):
    publish({"size": own("text", "面积")})
    customer_id = add(size="120")
    before = content(office)
    publish({"size": own("integer", "面积"), "pet": own("text")})
    office.do(boss, undoing.undo, seq=last_seq(office, boss))
    assert content(office) == before
    assert shown(customer_id)["size"] == "120"
    assert "pet" not in {spec.key for spec in office.ask(boss, fields_of, kind="customer")}


def content(office):
    from office_content import content_of

    return content_of(office)


def test_a_searchable_text_is_found_whichever_way_it_is_written(publish, add, office, boss):
    publish({"nickname": own("text")})
    old = add(nickname="ＡＢＣ Cafe")
    publish({"nickname": own("text", searchable=True)})
    new = add(nickname="abc cafe")
    where = {"field": "nickname", "op": "eq", "value": "Abc CAFE"}
    assert office.ask(boss, count, kind="customer", where=where) == 2
    office.do(boss, customers.edit, customer_id=new, values={"nickname": "别名"})
    office.do(boss, customers.edit, customer_id=old, values={"nickname": None})
    assert office.ask(boss, count, kind="customer", where=where) == 0
    with office.database.reading() as session:
        from loancrm_desktop.models.customers import Customer

        assert session.get_one(Customer, new).custom == {"nickname": "别名"}
        assert session.get_one(Customer, old).custom == {}


def test_a_value_another_record_has_is_warned_of_or_refused(publish, add, office, boss):
    publish({"card": own("text", unique="warn"), "licence": own("text", unique="refuse")})
    add(card="K1", licence="L1")
    told = office.ask(
        boss, filling_in.taken, kind="customer", values={"card": "k1", "licence": "L1"}
    )
    assert {(each.key, each.level) for each in told} == {("card", "warn"), ("licence", "refuse")}
    add(card="K1")
    with pytest.raises(Invalid) as refused:
        add(licence="l1")
    assert codes(refused) == {("licence", "taken")}


def test_a_sheet_is_enough_for_a_window_to_ask_for_states(publish, office, actor_of):
    from loancrm_desktop.display import OFFICE_ZONE
    from loancrm_desktop.services.forms import states

    publish(HOUSING, HOUSING_STATES)
    sheet = office.ask(actor_of("li"), filling_in.sheet, kind="customer")
    design = filling_in.design_of(sheet)
    values, problems = states.values_from_json(
        design, {"housing": "rent", "rent": "9"}, OFFICE_ZONE
    )
    assert problems == ()
    moment = states.moment_here(office.clock(), OFFICE_ZONE, sheet.me)
    asked = states.states_of(design, values, moment)
    assert asked["rent"].shown
    assert asked["rent"].required
    assert not states.states_of(design, {"housing": "own"}, moment)["rent"].shown


def test_existing_records_get_their_formulas_and_numbers_when_asked(
    publish, add, office, boss, shown
):
    ids = [add(monthly_income="100") for _ in range(3)]
    publish(
        {
            "yearly": own("formula", result="money", formula="monthly_income * 12"),
            "file_no": EVERY_CONTROL["file_no"],
        }
    )
    done = office.do(boss, filling_in.recompute, kind="customer", limit=2)
    assert (done.changed, done.next) == (2, ids[1])
    done = office.do(boss, filling_in.recompute, kind="customer", after=done.next, limit=2)
    assert (done.changed, done.next) == (1, None)
    assert shown(ids[2])["yearly"] == "1200.00"
    assert shown(ids[2])["file_no"] == "KH2026-0003"


def test_a_shipped_form_that_nobody_changed_can_be_published(office, boss):
    for kind in ("customer", "deal", "follow_up", "task"):
        body = office.ask(boss, drawing.drawn, kind=kind).published
        assert office.ask(boss, effects.effects, kind=kind, body=body) == effects.FormEffects()
        assert office.do(boss, publishing.publish, kind=kind, body=body).version == 1
        assert office.ask(boss, drawing.drawn, kind=kind).published_version == 1
