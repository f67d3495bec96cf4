"""`loancrm import customers`."""

import json

import openpyxl
import pytest
from cli_fixtures import as_json

WRONG_ID, RIGHT_ID = "110105194912310021", "11010519491231002X"
SHEET = f"""姓名,手机号,意向金额,所在城市,身份证号
张三,13800138000,30万,深圳,
李四,139 0013 9000,"50,000",广州,
王五,13700137000,1万,北京,{WRONG_ID}
张三丰,13800138000,2万,上海,
"""


@pytest.fixture
def sheet(tmp_path):
    file = tmp_path / "客户.csv"
    file.write_text(SHEET, encoding="gb18030")
    return file


def test_a_sheet_becomes_customers_with_their_deals(loancrm, sheet):
    report = loancrm("import", "customers", sheet, "--json").json
    counts = {key: report[key] for key in ("rows", "created", "updated", "skipped", "rejected")}
    assert counts == {"rows": 4, "created": 2, "updated": 0, "skipped": 1, "rejected": 1}
    assert report["duplicates"] == 1
    assert report["mapping"] == {
        "姓名": "name", "手机号": "phone", "意向金额": "requested_amount", "所在城市": "region",
        "身份证号": "id_number",
    }  # fmt: skip
    rows = loancrm("customers", "list", "--sort", "id", "--json").json["rows"]
    assert {row["name"]: row["deal_amount"] for row in rows} == {
        "张三": "300000.00",
        "李四": "50000.00",
    }


def test_every_problem_names_row_column_code_and_reason(loancrm, sheet):
    problems = loancrm("import", "customers", sheet, "--dry-run", "--json").json["problems"]
    assert [(each["row"], each["column"]) for each in problems] == [(4, "身份证号"), (5, "")]
    assert all(each["code"] and each["message"] for each in problems)


def test_a_dry_run_counts_and_writes_nothing(loancrm, sheet):
    assert loancrm("import", "customers", sheet, "--dry-run", "--json").json["created"] == 2
    assert loancrm("customers", "list", "--json").json["total"] == 0


@pytest.mark.parametrize(
    ("way", "updated", "skipped", "names"),
    [
        ("skip", 0, 2, {"张大", "李四"}),
        ("update", 2, 0, {"张三丰", "李四"}),
        ("keep", 0, 0, {"张大", "张三", "李四", "张三丰"}),
    ],
)
def test_duplicates_are_skipped_updated_or_kept(loancrm, sheet, way, updated, skipped, names):
    loancrm("customers", "add", as_json(name="张大", phone="13800138000", owner=1))
    report = loancrm("import", "customers", sheet, "--duplicates", way, "--json").json
    assert (report["updated"], report["skipped"], report["duplicates"]) == (updated, skipped, 2)
    rows = loancrm("customers", "list", "--json").json["rows"]
    assert {row["name"] for row in rows} == names


def test_a_map_says_which_column_is_which_field_and_what_cells_mean(loancrm, tmp_path):
    file = tmp_path / "loans.csv"
    file.write_text("who,sum,why,rate\nAnn,1200,car,4.5\nBob,900,?,5\n", encoding="utf-8")
    given = tmp_path / "map.json"
    why = {"field": "purpose", "values": {"car": "car_purchase", "?": "other"}}
    given.write_text(
        json.dumps(
            {"who": "name", "sum": "requested_amount", "why": why, "rate": "deal.annual_rate"}
        )
    )
    report = loancrm("import", "customers", file, "--map", given, "--json").json
    assert (report["created"], report["problems"]) == (2, [])
    assert report["mapping"]["rate"] == "deal.annual_rate"
    deal = loancrm("deals", "show", 1, "--json").json["deal"]
    assert (deal["purpose"], deal["annual_rate"]) == ("car_purchase", "4.5")


def test_a_sheet_of_a_workbook_is_chosen_by_name(loancrm, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["姓名", "电话"])
    second = book.create_sheet("客户名单")
    for row in (["姓名", "电话"], ["张三", "13800138000"]):
        second.append(row)
    book.save(tmp_path / "book.xlsx")
    ran = loancrm("import", "customers", tmp_path / "book.xlsx", "--sheet", "客户名单", "--json")
    assert ran.json["created"] == 1


def test_the_rows_left_out_can_be_mended_and_imported_again(loancrm, sheet, tmp_path):
    rejects = tmp_path / "rejects.xlsx"
    loancrm("import", "customers", sheet, "--rejects", rejects)
    book = openpyxl.load_workbook(rejects)
    cells = {cell.value: cell for row in book.active.iter_rows() for cell in row}
    assert "王五" in cells
    cells[WRONG_ID].value = RIGHT_ID
    book.save(rejects)
    assert loancrm("import", "customers", rejects, "--json").json["created"] == 1


def test_rejects_that_cannot_be_saved_stop_the_import_before_it_writes(loancrm, sheet, tmp_path):
    ran = loancrm("import", "customers", sheet, "--rejects", tmp_path / "no" / "folder.xlsx")
    assert ran.code == 2
    assert ran.error
    assert loancrm("customers", "list", "--json").json["total"] == 0


def test_an_import_is_one_entry_that_can_be_undone(loancrm, sheet):
    loancrm("import", "customers", sheet)
    newest = loancrm("audit", "list", "--json").json["rows"][0]
    assert newest["operation"] == "importing.run"
    assert loancrm("audit", "undo", newest["seq"], "--json").code == 0
    assert loancrm("customers", "list", "--json").json["total"] == 0


def test_what_was_done_is_said_in_a_sentence(loancrm, sheet):
    assert "Of 4 rows, 2 would be new" in loancrm("import", "customers", sheet, "--dry-run").out
    assert "Of 4 rows, 2 are new" in loancrm("import", "customers", sheet).out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--duplicates", "maybe"], "skip, update, keep"),
        (["--map", "nowhere.json"], "nowhere.json"),
    ],
)
def test_options_that_do_not_hold_are_bad_input(loancrm, sheet, options, said):
    ran = loancrm("import", "customers", sheet, *options)
    assert ran.code == 2
    assert said in ran.error


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"a,b\n1,2\n"])
def test_a_file_that_is_no_list_of_customers_is_refused_in_one_sentence(loancrm, tmp_path, content):
    file = tmp_path / "what.xlsx"
    file.write_bytes(content)
    assert loancrm("import", "customers", file, "--json").code == 2


def test_a_file_that_is_not_there_is_bad_input(loancrm, tmp_path):
    ran = loancrm("import", "customers", tmp_path / "none.csv")
    assert ran.code == 2
    assert ran.error


def test_somebody_who_only_reads_may_not_import(loancrm, sheet, monkeypatch):
    monkeypatch.setenv("LOANCRM_NEW_PASSWORD", "nine quiet birds wait")
    loancrm("users", "add", "guest", "--role", "read_only")
    monkeypatch.setenv("LOANCRM_LOGIN", "guest")
    monkeypatch.setenv("LOANCRM_PASSWORD", "nine quiet birds wait")
    assert loancrm("import", "customers", sheet).code == 3


def test_a_history_is_taken_over_with_its_stays(loancrm, tmp_path):
    log = tmp_path / "log.csv"
    log.write_text(
        "Case ID,Activity,Complete Timestamp,Resource\n"
        "c1,初步电联,2026-01-05T09:00:00+08:00,wang\n"
        "c1,资质审核,2026-01-06T09:00:00+08:00,wang\n",
        encoding="utf-8",
    )
    report = loancrm("--json", "import", "history", log).json
    assert {key: report[key] for key in ("cases", "events", "created", "rejected", "process")} == {
        "cases": 1,
        "events": 2,
        "created": 1,
        "rejected": 0,
        "process": "standard",
    }
    deals = loancrm("--json", "deals", "list").json["rows"]
    assert [(deal["ref"], deal["stage"]) for deal in deals] == [("c1", "qualification_review")]


def test_a_history_without_a_time_column_is_refused_in_one_line(loancrm, tmp_path):
    log = tmp_path / "log.csv"
    log.write_text("case,activity\n1,a\n1,b\n", encoding="utf-8")
    ran = loancrm("import", "history", log)
    assert ran.code == 2
    assert "--map" in ran.error


def test_a_whole_export_is_taken_into_an_office_that_has_none_of_it(loancrm, tmp_path):
    loancrm("customers", "add", json.dumps({"name": "周德海"}))
    loancrm("export", tmp_path / "all.json")
    ran = loancrm("import", "all", tmp_path / "all.json")
    assert ran.code == 3, "its deal is here already"
    (tmp_path / "odd.json").write_text("{}", "utf-8")
    assert loancrm("import", "all", tmp_path / "odd.json").code == 2


def test_follow_ups_are_taken_over_with_author_and_time(loancrm, tmp_path):
    loancrm("customers", "add", json.dumps({"name": "周德海", "phone": "13800138000"}))
    old = tmp_path / "old.csv"
    old.write_text(
        "客户,手机,跟进时间,跟进人,沟通方式,沟通内容\n"
        "周德海,13800138000,2025-01-02 10:00,wang,微信,说要三十万\n"
        "不认识,13900139000,2025-01-02 10:00,wang,微信,说要三十万\n",
        encoding="utf-8",
    )
    said = loancrm("--json", "import", "follow-ups", old, "--dry-run").json
    assert (said["rows"], said["created"], said["rejected"]) == (2, 1, 1)
    assert said["problems"][0]["code"] == "unknown_customer"
    assert loancrm("--json", "import", "follow-ups", old).json["created"] == 1
    assert loancrm("--json", "import", "follow-ups", old).json["created"] == 0, "nothing twice"


def test_follow_ups_without_a_time_are_refused_in_one_line(loancrm, tmp_path):
    old = tmp_path / "old.csv"
    old.write_text("客户,内容\n甲,乙\n", encoding="utf-8")
    ran = loancrm("import", "follow-ups", old)
    assert ran.code == 2
    assert "--map" in ran.error
