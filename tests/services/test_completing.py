"""What a form adds and refuses, on ways in other than the form itself."""

from datetime import date

import pytest
from form_bodies import EVERY_CONTROL, form, own
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loancrm_desktop.errors import Invalid
from loancrm_desktop.services import customers, follow_ups, merging, tasks
from loancrm_desktop.services.exchange import importing
from loancrm_desktop.services.exchange.import_plan import ImportPlan
from loancrm_desktop.services.exchange.sheets import SheetRow, SheetTable
from loancrm_desktop.services.forms import publishing

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


def values_of(office, boss, customer_id):
    return office.ask(boss, customers.values, customer_id=customer_id).values


def table(header, *rows):
    return SheetTable(
        name="x.xlsx",
        header=tuple(header),
        header_row=1,
        rows=tuple(SheetRow(number, tuple(row)) for number, row in enumerate(rows, 2)),
    )


def test_an_import_is_held_against_the_form_and_completed_by_it(publish, office, boss):
    publish(
        {
            "score": own("integer", "评分", max=100),
            "twice": own("formula", "双倍", result="integer", formula="score * 2"),
            "file_no": EVERY_CONTROL["file_no"],
            "vip": own("boolean", "贵宾", default={"fixed": True}),
        },
        {"score": {"required": {"field": "level", "op": "eq", "value": "A"}}},
    )
    sheet = table(
        ("姓名", "评分", "客户等级"),
        ("张一", "50", "B"),
        ("张二", "150", "B"),
        ("张三", None, "A"),
        ("张四", None, "B"),
    )
    guesses = office.ask(boss, importing.guess, table=sheet)
    assert [each.field for each in guesses] == ["name", "score", "level"]
    plan = ImportPlan(columns=guesses)
    told = office.ask(boss, importing.dry_run, table=sheet, plan=plan)
    assert (told.created, told.rejected) == (2, 2)
    assert {(each.row, each.column, each.code) for each in told.problems} == {
        (3, "评分", "too_large"),
        (4, "评分", "required"),
    }
    done = office.do(boss, importing.run, table=sheet, plan=plan)
    assert (done.created, done.rejected) == (2, 2)
    first = values_of(office, boss, 1)
    assert (first["score"], first["twice"], first["vip"]) == (50, 100, True)
    assert {values_of(office, boss, each)["file_no"] for each in (1, 2)} == {
        "KH2026-0001",
        "KH2026-0002",
    }


def test_a_merge_works_formulas_out_again(publish, office, boss):
    publish({"debt": own("money"), "owed": own("formula", result="money", formula="debt * 2")})
    add = customers.add
    source = office.do(boss, add, values={"name": "张三", "debt": "100"}).id
    into = office.do(boss, add, values={"name": "张三"}, duplicates="allow").id
    office.do(boss, merging.merge, source_id=source, into_id=into)
    assert values_of(office, boss, into)["owed"] == "200.00"


def test_an_old_record_that_does_not_fit_is_mended_field_by_field(publish, office, boss):
    customer_id = office.do(boss, customers.add, values={"name": "张三"}).id
    publish({"score": own("integer", required=True)})
    office.do(boss, customers.edit, customer_id=customer_id, values={"remark": "还没评"})
    with pytest.raises(Invalid):
        office.do(boss, customers.edit, customer_id=customer_id, values={"score": None})
    with pytest.raises(Invalid):
        office.do(boss, customers.add, values={"name": "李四"})


def test_a_birth_date_from_the_id_number_counts_in_formulas(publish, office, boss):
    publish({"age": own("formula", result="integer", formula="AGE(birth_date, TODAY())")})
    values = {"name": "张三", "id_number": "11010519491231002X"}
    customer_id = office.do(boss, customers.add, values=values).id
    assert values_of(office, boss, customer_id)["age"] == 76


def test_contacts_and_tasks_have_fields_of_their_own(publish, office, boss):
    publish(
        {"mood": own("text", max=3), "no": own("autonumber", number={"prefix": "F"})},
        kind="follow_up",
    )
    publish({"cost": own("money", required=True)}, kind="task")
    customer_id = office.do(boss, customers.add, values={"name": "张三"}).id
    with pytest.raises(Invalid) as refused:
        office.do(
            boss, follow_ups.log, customer_id=customer_id, text="谈了", values={"mood": "很高兴啊"}
        )
    assert refused.value.problems[0].field == "mood"
    office.do(boss, follow_ups.log, customer_id=customer_id, text="谈了", values={"mood": "好"})
    with office.database.reading() as session:
        from loancrm_desktop.models.work_items import FollowUp

        assert session.get_one(FollowUp, 1).custom == {"mood": "好", "no": "F00001"}
    with pytest.raises(Invalid) as refused:
        office.do(boss, tasks.add, title="报销")
    assert refused.value.problems[0].code == "required"
    assert office.do(boss, tasks.add, title="报销", values={"cost": "12.50"}) == 1
    with pytest.raises(Invalid):
        office.do(boss, tasks.add, title="报销", values={"title": "x"})


def test_an_office_without_forms_saves_as_before(office, boss):
    customer_id = office.do(boss, customers.add, values={"name": "张三"}).id
    office.do(boss, customers.edit, customer_id=customer_id, values={"remark": "x"})
    assert values_of(office, boss, customer_id)["remark"] == "x"


KEPT = {
    "nickname": st.text(alphabet="abcＡＢ张三é ", min_size=1, max_size=20).map(
        lambda text: " ".join(text.split())).filter(bool),
    "children": st.integers(0, 20),
    "savings": st.integers(-10**9, 10**9).map(lambda fen: f"{fen / 100:.2f}"),
    "married_on": st.dates(date(1950, 1, 1), date(2090, 1, 1)).map(lambda day: day.isoformat()),
    "housing": st.sampled_from(["own", "rent"]),
    "hobbies": st.lists(st.sampled_from(["tea", "golf", "chess"]), unique=True, min_size=1),
    "vip": st.booleans(),
    "cars": st.lists(st.fixed_dictionaries(
        {"plate": st.sampled_from(["粤B1", "京A2"]), "price": st.sampled_from(["1.00", "99.99"])}),
        min_size=1, max_size=3),
}  # fmt: skip


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.fixed_dictionaries({}, optional=KEPT))
def test_any_value_survives_being_saved_and_read(office, boss, values):
    from loancrm_desktop.services.forms import drawing

    if not office.ask(boss, drawing.drawn, kind="customer").published_version:
        fields = {key: EVERY_CONTROL[key] for key in KEPT}
        office.do(boss, publishing.publish, kind="customer", body=form(fields))
    whole = {"name": "张三", **values}
    customer_id = office.do(boss, customers.add, values=whole, duplicates="allow").id
    shown = values_of(office, boss, customer_id)
    assert {key: shown[key] for key in whole} == whole
    again = {key: shown[key] for key in values}
    office.do(boss, customers.edit, customer_id=customer_id, values=again)
    assert values_of(office, boss, customer_id) == shown
