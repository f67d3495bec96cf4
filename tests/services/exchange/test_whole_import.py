"""A whole export comes in again without loss: the demo office, a real table, in every form."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from office_content import content_of, found_by_words, last_seq
from office_fixtures import RAW_KEY, FrozenClock, place_in

from loancrm_desktop.errors import Invalid, Refused
from loancrm_desktop.models.database import Database
from loancrm_desktop.services import access, checking, customers, demo, opening, undoing
from loancrm_desktop.services.exchange import exporting, importing, sheets, whole_import
from loancrm_desktop.services.exchange.export_consent import Consent
from loancrm_desktop.services.exchange.export_tables import ExportWish
from loancrm_desktop.services.exchange.exporting import Target
from loancrm_desktop.services.exchange.import_plan import ImportPlan, Progress
from loancrm_desktop.services.exchange.whole_file import read_whole
from loancrm_desktop.services.opening import assemble
from loancrm_desktop.services.vault.surroundings import Surroundings
from loancrm_desktop.texts import set_language

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"
END = datetime(2026, 6, 30, 7, 0, tzinfo=UTC)
KINDS = (
    *("customer", "deal", "follow_up", "task", "related_person", "submission", "stage_visit"),
    "x_house",
)
LINKS = {
    "customer": "customer",
    "linked_customer": "customer",
    "deal": "deal",
    "process": "process",
    "channel": "channel",
}
NAMED = {"person": "login", "team": "name", "channel": "key", "process": "key"}


def whole(office, actor, out) -> dict:
    wish = ExportWish(shape="values")
    exporting.export(office, actor, Target(out, "json"), wish, Consent(unattended=True))
    return json.loads(out.read_text("utf-8"))["tables"]


def in_sheets(office, actor, out, form):
    """Take everything out as people read it."""
    exporting.export(office, actor, Target(out, form), ExportWish(), Consent(unattended=True))
    return out


def comparable(tables) -> dict:
    """Answer the tables with names in the place of numbers, which differ from office to office."""
    names = {}
    for kind in (*NAMED, "customer", "deal"):
        keys = [column["key"] for column in tables[kind]["columns"]]
        at = keys.index(NAMED[kind]) if kind in NAMED else None
        names[kind] = {
            row[0]: number if at is None else row[at]
            for number, row in enumerate(tables[kind]["rows"])
        }
    found = {}
    for kind in KINDS:
        if kind not in tables:
            continue
        kinds = [
            {"person": "person", "team": "team"}.get(column["type"]) or LINKS.get(column["key"])
            for column in tables[kind]["columns"]
        ]
        found[kind] = [
            [
                names[link].get(value, value) if link else value
                for link, value in list(zip(kinds, row, strict=True))[1:]
            ]
            for row in tables[kind]["rows"]
        ]
    return found


@pytest.fixture
def fresh(founded_file, tmp_path, clock):
    """Answer an office that has nobody yet, and its owner."""
    folder = tmp_path / "fresh"
    folder.mkdir()
    shutil.copy(founded_file, folder / "office.db")
    office = assemble(Database(folder / "office.db", RAW_KEY, "local"), place_in(folder), clock)
    with office.database.reading() as session:
        actor = access.actor_for(session, "boss", desk="test-desk")
    yield office, actor
    office.close()


@pytest.fixture(scope="module")
def demo_file(tmp_path_factory):
    """Answer what the demo office of 300 customers exports."""
    folder = tmp_path_factory.mktemp("demo")
    here = Surroundings(profile=folder / "profile")
    plan = demo.DemoPlan(customers=300, months=3, seed=7)
    made = demo.make_demo(folder / "office", plan, clock=lambda: END, here=here)
    password = next(user.password for user in made.users if user.login == "boss")
    opened = opening.open_office(
        folder / "office", "boss", password, clock=FrozenClock(), here=here
    )
    out = folder / "all.json"
    try:
        whole(opened.office, opened.actor, out)
        in_sheets(opened.office, opened.actor, folder / "zh_csv", "csv")
        set_language("en")
        in_sheets(opened.office, opened.actor, folder / "en.xlsx", "xlsx")
    finally:
        set_language("zh")
        opened.office.close()
    return out


def test_the_demo_office_of_300_customers_comes_in_again_without_loss(demo_file, fresh, tmp_path):
    office, owner = fresh
    report = office.do(owner, whole_import.run, read_whole(demo_file))
    assert report.problems == ()
    assert report.created["customer"] >= 290  # some of the 300 lie in the trash
    before = json.loads(demo_file.read_text("utf-8"))["tables"]
    after = whole(office, owner, tmp_path / "again.json")
    for kind, rows in comparable(before).items():
        assert comparable(after)[kind] == rows, kind
    assert len(before["x_house"]["rows"]) > 0
    assert [row[1:] for row in after["record_type"]["rows"]] == [
        row[1:] for row in before["record_type"]["rows"]
    ]
    assert checking.check(office, owner).problems == ()


@pytest.mark.parametrize("name", ["en.xlsx", "zh_csv", "zh_csv/deal.csv"])
def test_sheets_of_everything_tell_exactly_what_the_json_document_does(demo_file, name):
    assert read_whole(demo_file.parent / name).tables == read_whole(demo_file).tables


def test_few_cells_need_an_exact_value_beside_them(demo_file):
    with (demo_file.parent / "zh_csv" / "exact_values.csv").open(encoding="utf-8-sig") as file:
        kept = sum(1 for _ in file)
    cells = sum(
        len(table.rows) * len(table.keys) for table in read_whole(demo_file).tables.values()
    )
    assert kept < cells / 50


@pytest.mark.parametrize("name", ["en.xlsx", "zh_csv"])
def test_sheets_of_the_demo_office_come_in_again_without_loss(demo_file, fresh, tmp_path, name):
    office, owner = fresh
    report = office.do(owner, whole_import.run, read_whole(demo_file.parent / name))
    assert report.problems == ()
    before = comparable(json.loads(demo_file.read_text("utf-8"))["tables"])
    assert comparable(whole(office, owner, tmp_path / "again.json")) == before


def test_a_record_type_that_cannot_be_read_is_refused_in_words(demo_file, fresh, tmp_path):
    office, owner = fresh
    before = content_of(office)
    body = json.loads(demo_file.read_text("utf-8"))
    for odd in ("{", "[]", '{"format": 99}'):
        body["tables"]["record_type"]["rows"][0][2] = odd
        (tmp_path / "odd.json").write_text(json.dumps(body), "utf-8")
        with pytest.raises(Invalid, match="x_house"):
            office.do(owner, whole_import.run, read_whole(tmp_path / "odd.json"))
    del body["tables"]["record_type"]
    (tmp_path / "odd.json").write_text(json.dumps(body), "utf-8")
    with pytest.raises(Invalid, match="x_house"):
        office.do(owner, whole_import.run, read_whole(tmp_path / "odd.json"))
    assert content_of(office) == before


def test_a_process_the_office_lacks_comes_along_and_a_broken_one_is_refused(
    demo_file, fresh, tmp_path
):
    office, owner = fresh
    before = content_of(office)
    body = json.loads(demo_file.read_text("utf-8"))
    pictures = body["tables"]["process_design"]["rows"]
    at = [row[1] for row in pictures].index("business_loan")
    for odd in ("{", "[]", '{"nodes": []}'):
        pictures[at][2] = odd
        (tmp_path / "odd.json").write_text(json.dumps(body), "utf-8")
        with pytest.raises(Invalid):
            office.do(owner, whole_import.run, read_whole(tmp_path / "odd.json"))
    assert content_of(office) == before
    office.do(owner, whole_import.run, read_whole(demo_file))
    after = whole(office, owner, tmp_path / "again.json")["process_design"]["rows"]
    known = json.loads(demo_file.read_text("utf-8"))["tables"]["process_design"]["rows"]
    assert [row[1:] for row in after] == [row[1:] for row in known]


def test_a_whole_import_is_undone_as_one_act(demo_file, fresh):
    office, owner = fresh
    before, found = content_of(office), found_by_words(office, owner)
    office.do(owner, whole_import.run, read_whole(demo_file))
    assert found_by_words(office, owner) != found
    office.do(owner, undoing.undo, seq=last_seq(office, owner))
    assert content_of(office) == before
    assert found_by_words(office, owner) == found


@pytest.mark.parametrize("form", ["json", "xlsx", "csv"])
def test_a_real_table_taken_in_goes_out_and_comes_in_again_without_loss(
    office, owner, fresh, tmp_path, form
):
    file = SHARED / "03_spreadsheets" / "excel" / "员工信息表.xlsx"
    if not file.is_file():
        pytest.skip("the shared test data is not beside this checkout")
    table = sheets.read_table(file).chosen
    plan = ImportPlan(office.ask(owner, importing.guess, table))
    assert office.do(owner, importing.run, table, plan).created == 500
    before = whole(office, owner, tmp_path / "all.json")
    out = tmp_path / "all.json"
    if form != "json":
        out = in_sheets(office, owner, tmp_path / f"all.{form}", form)
    other, boss = fresh
    assert other.do(boss, whole_import.run, read_whole(out)).problems == ()
    after = whole(other, boss, tmp_path / "again.json")
    assert comparable(after) == comparable(before)


def test_nothing_is_doubled_and_nothing_is_left_of_a_cancelled_one(demo_file, fresh):
    office, owner = fresh
    before = content_of(office)
    with pytest.raises(Refused, match=r"cancelled|取消"):
        office.do(owner, whole_import.run, read_whole(demo_file), Progress(cancelled=True))
    assert content_of(office) == before
    office.do(owner, whole_import.run, read_whole(demo_file))
    with pytest.raises(Refused):
        office.do(owner, whole_import.run, read_whole(demo_file))


def test_a_field_this_office_does_not_have_is_named_and_nothing_taken(
    office, owner, actor_of, tmp_path
):
    office.do(owner, customers.add, values={"name": "周德海"}, open_deal=False)
    whole(office, owner, tmp_path / "all.json")
    body = json.loads((tmp_path / "all.json").read_text("utf-8"))
    table = body["tables"]["customer"]
    table["columns"].append({"key": "star_sign", "label": "", "type": "text", "options": {}})
    table["rows"][0].append("Leo")
    (tmp_path / "odd.json").write_text(json.dumps(body), "utf-8")
    with pytest.raises(Invalid, match="star_sign"):
        office.do(owner, whole_import.run, read_whole(tmp_path / "odd.json"))
    for login in ("lead", "desk", "li"):
        with pytest.raises(Refused):
            office.do(actor_of(login), whole_import.run, read_whole(tmp_path / "all.json"))


@pytest.mark.parametrize("kind", ["customer", "deal", "follow_up", "task"])
def test_a_table_that_lacks_what_a_record_needs_is_refused_in_words(fresh, tmp_path, kind):
    office, owner = fresh
    table = {"columns": [{"key": "id"}], "rows": [[1]]}
    (tmp_path / "half.json").write_text(json.dumps({"format": 1, "tables": {kind: table}}), "utf-8")
    before = content_of(office)
    with pytest.raises(Invalid, match=kind):
        office.do(owner, whole_import.run, read_whole(tmp_path / "half.json"))
    assert content_of(office) == before


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{",
        "{}",
        '{"format": 99, "tables": {}}',
        '{"format": 1}',
        '{"format": 1, "tables": {"customer": {"columns": [], "rows": [[1]]}}}',
        '{"format": 1, "tables": {"customer": {"columns": [{"key": "id"}], "rows": [["x"]]}}}',
        "[" * 100_000,
    ],
)
def test_what_is_no_whole_export_is_refused_in_words(tmp_path, content):
    path = tmp_path / "odd.json"
    path.write_text(content, "utf-8")
    with pytest.raises(Invalid, match=r"odd\.json"):
        read_whole(path)
