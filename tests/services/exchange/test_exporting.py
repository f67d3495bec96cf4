"""What leaves the office can be opened without harm, is logged, and can be taken in again."""

from __future__ import annotations

import csv
import json
import shutil
from dataclasses import replace

import openpyxl
import pytest
from office_fixtures import RAW_KEY, place_in

from loancrm_desktop.errors import Invalid, Refused, Unavailable
from loancrm_desktop.models.database import Database
from loancrm_desktop.services import access, customers, deals, follow_ups, journal, tasks
from loancrm_desktop.services.exchange import exporting, importing, sheets
from loancrm_desktop.services.exchange.export_consent import Consent
from loancrm_desktop.services.exchange.export_tables import TABLES, ExportWish
from loancrm_desktop.services.exchange.exporting import Target
from loancrm_desktop.services.exchange.import_plan import ImportPlan
from loancrm_desktop.services.forms import catalog
from loancrm_desktop.services.language.fields import FieldSpec, FieldType
from loancrm_desktop.services.opening import assemble
from loancrm_desktop.texts import say

HOSTILE = (
    *("=cmd|' /C calc'!A0", '=HYPERLINK("http://x","y")', "+1+1", "-2+3", "@SUM(A1)"),
    *("\t=1+1", "＝1+1", "＋1", "－1", "＠x", "=1", "'=1", "''=1", "'1", "+8613800138000 x"),
)
WHOLE = {
    "name": "周德海",
    "phone": "13800138000",
    "phone2": "+85261234567",
    "id_number": "11010519491231002X",
    "gender": "female",
    "birth_date": "1949-12-31",
    "region": "广东省广州市天河区",
    "monthly_income": "32000.50",
    "assets": ["house", "car"],
    "credit_standing": "overdue",
    "requested_amount": "1800000.00",
    "requested_term_months": 36,
    "product_type": "business",
    "purpose": "other",
    "tags": ["老客户", "=重点", "a b"],
    "remark": '第一行\n第二行；"引号"',
}


def export(office, actor, out, **wish):
    form = out.suffix.lstrip(".") or "csv"
    shape = "values" if form == "json" else "words"
    return exporting.export(
        office, actor, Target(out, form), ExportWish(shape=shape, **wish), Consent("核对")
    )


@pytest.fixture
def new_office(founded_file, tmp_path, clock):
    """Answer another office and its owner."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    shutil.copy(founded_file, folder / "office.db")
    database = Database(folder / "office.db", RAW_KEY, "local")
    other = assemble(database, place_in(folder), clock)
    with database.reading() as session:
        actor = access.actor_for(session, "boss", desk="test-desk")
    yield other, actor
    other.close()


@pytest.fixture
def filled(office, owner):
    added = office.do(owner, customers.add, values=WHOLE)
    office.do(owner, deals.move, deal_id=added.deal_id, to_stage="first_call")
    office.do(owner, follow_ups.log, customer_id=added.id, text="=1+1 说好周五来")
    return added


def test_everything_is_in_one_json_document_with_its_dictionary(office, owner, filled, tmp_path):
    made = export(office, owner, tmp_path / "all.json")
    body = json.loads((tmp_path / "all.json").read_text("utf-8"))
    assert set(body["tables"]) == set(TABLES)
    table = body["tables"]["customer"]
    row = dict(zip([column["key"] for column in table["columns"]], table["rows"][0], strict=True))
    assert {key: row[key] for key in WHOLE} == WHOLE
    stays = body["tables"]["stage_visit"]["rows"]
    assert [stay[2] for stay in stays] == ["lead_assignment", "first_call"]
    assert made.files[0].rows == sum(len(each["rows"]) for each in body["tables"].values())


def test_an_export_stands_in_the_history_with_its_fingerprint(office, owner, filled, tmp_path):
    made = export(office, owner, tmp_path / "x.json", what="customer")
    entry = office.ask(owner, journal.latest, limit=1)[0]
    assert entry.operation == "exporting.note"
    assert made.sha256 in entry.note


def test_a_workbook_has_a_sheet_for_each_kind_and_a_dictionary(office, owner, filled, tmp_path):
    export(office, owner, tmp_path / "all.xlsx")
    book = openpyxl.load_workbook(tmp_path / "all.xlsx")
    assert len(book.sheetnames) == len(TABLES) + 1
    keys = {row[2].value for row in book.worksheets[-1].iter_rows(min_row=2)}
    assert {"phone", "requested_amount", "dwell_s"} <= keys


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_no_cell_is_a_formula_and_each_comes_back_as_it_was(office, owner, tmp_path, suffix):
    kept = []
    for hostile in HOSTILE:
        values = {"name": "周德海", "remark": hostile}
        added = office.do(owner, customers.add, values=values)
        kept.append(office.ask(owner, customers.values, customer_id=added.id).values["remark"])
    out = tmp_path / f"out.{suffix}"
    export(office, owner, out, what="customer")
    if suffix == "xlsx":
        cells = [cell for row in openpyxl.load_workbook(out).worksheets[0] for cell in row]
        assert all(cell.data_type != "f" for cell in cells)
    else:
        with out.open(encoding="utf-8-sig", newline="") as file:
            texts = [text for row in csv.reader(file) for text in row]
        assert not [text for text in texts if text[:1] in "=+-@\t\r＝＋－＠" and text]
    table = sheets.read_table(out, None).chosen
    at = table.header.index("Remark" if "Remark" in table.header else "备注")
    assert [str(row.cells[at]).strip() for row in table.rows] == [each.strip() for each in kept]


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_customers_taken_out_and_in_again_are_the_same(
    office, owner, filled, tmp_path, suffix, new_office
):
    out = tmp_path / f"out.{suffix}"
    export(office, owner, out, what="customer")
    other, other_owner = new_office
    table = sheets.read_table(out, None).chosen
    guesses = other.ask(other_owner, importing.guess, table=table)
    report = other.do(other_owner, importing.run, table=table, plan=ImportPlan(guesses))
    assert report.created == 1, report.problems
    values = other.ask(other_owner, customers.values, customer_id=1).values
    assert {key: values[key] for key in WHOLE} == WHOLE


def test_own_fields_go_out_and_come_in_like_built_in_ones(
    office, owner, filled, tmp_path, new_office
):
    spec = FieldSpec(key="loans_running", type=FieldType.INTEGER, label_zh="在贷笔数", label_en="x")
    other, other_owner = new_office
    for place, actor in ((office, owner), (other, other_owner)):
        place.do(actor, catalog.add_field, kind="customer", spec=spec)
    office.do(owner, customers.edit, customer_id=filled.id, values={"loans_running": 3})
    export(office, owner, tmp_path / "out.xlsx", what="customer")
    table = sheets.read_table(tmp_path / "out.xlsx", None).chosen
    guesses = other.ask(other_owner, importing.guess, table=table)
    other.do(other_owner, importing.run, table=table, plan=ImportPlan(guesses))
    assert other.ask(other_owner, customers.values, customer_id=1).values["loans_running"] == 3


def test_a_condition_chooses_what_leaves(office, owner, filled, tmp_path):
    office.do(owner, customers.add, values={"name": "马小军"})
    where = {"field": "name", "op": "eq", "value": "马小军"}
    made = export(office, owner, tmp_path / "x.csv", what="customer", where=where)
    assert made.files[0].rows == 1


def test_only_who_may_take_data_out_does(office, actor_of, filled, tmp_path):
    for login in ("lead", "li", "desk", "audit", "guest"):
        with pytest.raises(Refused):
            export(office, actor_of(login), tmp_path / "x.json")
    assert list(tmp_path.glob("x*")) == []


def test_an_unknown_table_and_a_place_that_takes_no_file_are_said(office, owner, tmp_path):
    with pytest.raises(Invalid, match="customer"):
        export(office, owner, tmp_path / "x.json", what="colours")
    (tmp_path / "taken").write_text("a file where a folder should be")
    with pytest.raises(Unavailable):
        export(office, owner, tmp_path / "taken" / "x.json")


@pytest.mark.parametrize("name", ["office.db", "files/all.csv", "../office/office.db"])
def test_an_export_never_takes_the_place_of_the_offices_own_files(office, owner, name):
    folder = office.place.folder
    before = (folder / "office.db").stat().st_size
    with pytest.raises(Invalid):
        export(office, owner, folder / f"{name}.json", what="team")
    assert (folder / "office.db").stat().st_size >= before


def test_an_export_that_could_not_be_noted_leaves_the_file_that_was_there(
    office, owner, tmp_path, monkeypatch
):
    out = tmp_path / "list.json"
    out.write_text("last month's list", encoding="utf-8")

    def no_note(*_args, **_more):
        raise Unavailable(say("The disk is full."))

    monkeypatch.setattr(office, "do", no_note)
    with pytest.raises(Unavailable):
        export(office, owner, out, what="team")
    assert out.read_text(encoding="utf-8") == "last month's list"
    assert [each.name for each in tmp_path.iterdir() if "list" in each.name] == ["list.json"]


def test_an_export_replaces_an_older_one_of_the_same_name(office, owner, tmp_path):
    out = tmp_path / "list.json"
    out.write_text("last month's list", encoding="utf-8")
    export(office, owner, out, what="team")
    assert json.loads(out.read_text(encoding="utf-8"))["tables"]
    assert not list(tmp_path.glob("*.part"))


def names_in(office, actor, out, what):
    export(office, actor, out, what=what)
    with out.open(encoding="utf-8-sig", newline="") as file:
        return [text for row in csv.reader(file) for text in row]


def test_a_name_the_role_does_not_show_is_not_told_by_another_table(
    office, owner, filled, tmp_path
):
    assert "周德海" in names_in(office, owner, tmp_path / "all.csv", "deal")
    rights = replace(owner.rights, hidden=frozenset({"customer.name"}))
    actor = replace(owner, rights=rights)
    assert "周德海" not in names_in(office, actor, tmp_path / "hidden.csv", "deal")


def test_a_task_about_somebody_elses_customer_does_not_tell_the_name(
    office, owner, actor_of, filled, tmp_path
):
    li = actor_of("li")
    office.do(owner, tasks.add, "补充流水", filled.id, None, li.user_id)
    rights = replace(li.rights, may=li.rights.may | {"office.export"})
    told = names_in(office, replace(li, rights=rights), tmp_path / "tasks.csv", "task")
    assert "补充流水" in told
    assert "周德海" not in told
