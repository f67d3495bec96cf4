"""Real loan tables go from the file to a contract by the command line, and keep their figures.

What the office answers is held against the files as the standard library and openpyxl read them.
"""

from __future__ import annotations

import csv
import gzip
import io
import itertools
import json
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from cli_fixtures import LOGIN, PASSWORD, condition

from loancrm_desktop.cli.__main__ import run

Row = dict[str, Any]
EVERYDAY_ROWS = 1500
STAGES = (
    "lead_assignment",
    "first_call",
    "qualification_review",
    "product_matching",
    "signing_support",
    "bank_approval",
    "disbursed",
    "post_loan",
)


@dataclass(frozen=True)
class Table:
    """A table, how its columns are mapped, and what has to come of its rows.

    Attributes:
        values: a row's values, by catalogue key, as the deal shows them.
        chosen: conditions, and for which rows of the file they hold.
    """

    file: str
    mapping: dict[str, Any]
    values: Callable[[Row], Row]
    chosen: tuple[tuple[str, Callable[[Row], bool]], ...]


def money(text: Any) -> str:
    return str(Decimal(str(text)).quantize(Decimal("0.01"), ROUND_HALF_UP))


def meaning(field: str, **values: str) -> dict[str, Any]:
    return {"field": field, "values": values}


PURPOSE = {
    "field": "purpose",
    "values": {
        "car (new)": "car_purchase",
        "car (used)": "car_purchase",
        "business": "working_capital",
        "education": "education",
        "retraining": "education",
        "repairs": "renovation",
        "radio/television": "other",
        "furniture/equipment": "other",
        "domestic appliances": "other",
        "others": "other",
    },
}

GERMAN = Table(
    "germancredit.csv",
    {
        "credit_amount": "requested_amount",
        "duration_in_month": "requested_term_months",
        "job": "occupation",
        "purpose": PURPOSE,
        "creditability": meaning("credit_standing", good="good", bad="overdue"),
        "credit_history": "remark",
    },
    lambda row: {
        "requested_amount": money(row["credit_amount"]),
        "requested_term_months": int(row["duration_in_month"]),
        "purpose": PURPOSE["values"][row["purpose"]],
    },
    (
        (
            condition("customer.credit_standing", "eq", "overdue"),
            lambda row: row["creditability"] == "bad",
        ),
        (
            condition("customer.requested_amount", "between", ["1000", "1999.99"]),
            lambda row: 1000 <= int(row["credit_amount"]) < 2000,
        ),
        (
            condition("customer.occupation", "starts_with", "unskilled"),
            lambda row: row["job"].startswith("unskilled"),
        ),
        (
            condition("customer.purpose", "in", ["car_purchase", "education"]),
            lambda row: row["purpose"].startswith("car") or row["purpose"][-4:] in {"tion", "ning"},
        ),
    ),
)

LENDING_CLUB = Table(
    "lendingclub_openintro_10k.csv.gz",
    {
        "loan_amount": "requested_amount",
        "term": "requested_term_months",
        "interest_rate": "deal.annual_rate",
        "state": "region",
        "emp_title": "occupation",
        "grade": "level",
        "loan_purpose": meaning(
            "purpose",
            debt_consolidation="debt_swap",
            credit_card="debt_swap",
            home_improvement="renovation",
            house="home_purchase",
            car="car_purchase",
            small_business="working_capital",
            medical="medical",
            other="other",
            major_purchase="other",
            moving="other",
            vacation="other",
            renewable_energy="other",
        ),
    },
    lambda row: {
        "requested_amount": money(row["loan_amount"]),
        "requested_term_months": int(row["term"]),
        "annual_rate": f"{Decimal(row['interest_rate']):f}",
    },
    (
        (condition("customer.region", "eq", "CA"), lambda row: row["state"] == "CA"),
        (
            condition("customer.requested_amount", "ge", "30000.00"),
            lambda row: int(row["loan_amount"]) >= 30000,
        ),
        (condition("customer.level", "is_empty"), lambda row: row["grade"] in "EFG"),
        (
            condition("customer.occupation", "contains", "engineer"),
            lambda row: "engineer" in row["emp_title"],
        ),
        (
            condition("customer.purpose", "eq", "debt_swap"),
            lambda row: row["loan_purpose"] in {"debt_consolidation", "credit_card"},
        ),
    ),
)

BANK_MARKETING = Table(
    "uci_bank_marketing_bank.csv",
    {
        "job": "occupation",
        "education": "remark",
        "default": meaning("credit_standing", yes="overdue", no="good"),
        "poutcome": meaning("status", success="signed", failure="lost", unknown="", other=""),
    },
    lambda row: {},
    (
        (
            condition("customer.credit_standing", "eq", "overdue"),
            lambda row: row["default"] == "yes",
        ),
        (condition("customer.status", "eq", "signed"), lambda row: row["poutcome"] == "success"),
        (
            condition("customer.occupation", "in", ["student", "retired"]),
            lambda row: row["job"] in {"student", "retired"},
        ),
    ),
)

MORTGAGES = Table(
    "hmda_boston_aer.csv",
    {
        "rownames": "referrer",
        "selfemp": "occupation",
        "deny": meaning("status", yes="lost", no="following"),
        "chist": {
            "field": "credit_standing",
            "values": {
                "1": "good", "2": "good", "3": "unknown", "4": "unknown", "5": "overdue",
                "6": "overdue",
            },
        },
    },
    lambda row: {},
    (
        (condition("customer.status", "eq", "lost"), lambda row: row["deny"] == "yes"),
        (
            condition("customer.credit_standing", "eq", "overdue"),
            lambda row: int(row["chist"]) >= 5,
        ),
        (condition("customer.referrer", "eq", "77"), lambda row: row["rownames"] == "77"),
    ),
)  # fmt: skip

CREDIT_CARDS = Table(
    "creditcard_applications_aer.csv",
    {
        "expenditure": "requested_amount",
        "card": meaning("status", yes="signed", no="lost"),
        "selfemp": "occupation",
    },
    lambda row: {"requested_amount": money(row["expenditure"])},
    (
        (condition("customer.status", "eq", "signed"), lambda row: row["card"] == "yes"),
        (
            condition("customer.requested_amount", "gt", "500"),
            lambda row: Decimal(row["expenditure"]) > 500,
        ),
    ),
)

TIANCHI = Table(
    "tianchi_loan_train_sample.xlsx",
    {
        "loanAmnt": "requested_amount",
        "interestRate": "deal.annual_rate",
        "issueDate": "deal.disbursed_on",
        "regionCode": "region",
        "grade": "level",
        "isDefault": {"field": "credit_standing", "values": {"0": "good", "1": "overdue"}},
    },
    lambda row: {
        "requested_amount": money(row["loanAmnt"]),
        "annual_rate": f"{Decimal(str(row['interestRate'])):f}",
        "disbursed_on": (date(1899, 12, 30) + timedelta(days=row["issueDate"])).isoformat(),
    },
    (
        (condition("customer.credit_standing", "eq", "overdue"), lambda row: row["isDefault"] == 1),
        (condition("customer.level", "eq", "A"), lambda row: row["grade"] == "A"),
        (condition("customer.region", "eq", "8"), lambda row: row["regionCode"] == 8),
    ),
)

TABLES = (GERMAN, LENDING_CLUB, BANK_MARKETING, MORTGAGES, CREDIT_CARDS, TIANCHI)


def rows_in(file: Path) -> list[Row]:
    """Read a table without any of the program's own reading."""
    if file.suffix == ".xlsx":
        book = openpyxl.load_workbook(file)
        header, *lines = book.active.iter_rows(values_only=True)
        return [dict(zip(header, line, strict=True)) for line in lines]
    return list(csv.DictReader(io.StringIO(text_of(file))))


def text_of(file: Path) -> str:
    content = file.read_bytes()
    return (gzip.decompress(content) if file.suffix == ".gz" else content).decode("utf-8")


def first_rows_of(file: Path, folder: Path, most: int | None) -> Path:
    """Write the beginning of a long text table to a file of its own."""
    if file.suffix == ".xlsx" or most is None:
        return file
    lines = text_of(file).splitlines(keepends=True)[: most + 1]
    short = folder / file.name
    content = "".join(lines).encode()
    short.write_bytes(gzip.compress(content) if file.suffix == ".gz" else content)
    return short


@dataclass(frozen=True)
class Imported:
    """An office that took a table over."""

    table: Table
    folder: Path
    rows: list[Row]
    report: Row


def imported(table: Table, made_office: Path, shared: Path, most: int | None) -> Imported:
    """Take a table over into an office of its own; the command's answer is the report."""
    home = made_office.parent / f"{table.file}-{most}"
    file = shared / "02_loan_tables" / table.file
    if not home.exists():
        shutil.copytree(made_office, home / "office")
        short = first_rows_of(file, home, most)
        mapping = home / "map.json"
        mapping.write_text(json.dumps(table.mapping, ensure_ascii=False), encoding="utf-8")
        answer = home / "report.json"
        with pytest.MonkeyPatch.context() as patch, answer.open("w", encoding="utf-8") as out:
            patch.setenv("LOANCRM_PASSWORD", PASSWORD)
            patch.setattr("sys.stdout", out)
            line = ["import", "customers", str(short), "--map", str(mapping), "--json"]
            code = run([*line, "--office", str(home / "office"), "--login", LOGIN])
        assert code == 0
    short = home / table.file
    rows = rows_in(short if short.exists() else file)
    report = json.loads((home / "report.json").read_text(encoding="utf-8"))
    return Imported(table, home / "office", rows, report)


@pytest.fixture(params=TABLES, ids=lambda table: table.file)
def taken_over(request, made_office, shared, quick_passwords) -> Imported:
    """Answer each table in an office of its own, its first rows only."""
    return imported(request.param, made_office, shared, EVERYDAY_ROWS)


@pytest.fixture
def office(loancrm, taken_over, monkeypatch):
    """Answer a function that runs commands on the office of the table; they may only read."""
    monkeypatch.setenv("LOANCRM_OFFICE", str(taken_over.folder))
    return loancrm


def all_of(loancrm, what: str) -> Iterable[Row]:
    found = loancrm(what, "list", "--sort", "id", "--limit", 100_000, "--json").json
    assert (found["total"], found["next"]) == (len(found["rows"]), None)
    return found["rows"]


def figures_hold(loancrm, taken: Imported) -> None:
    """Hold every row's amount, and some rows' other values, against the file."""
    expected = [taken.table.values(row) for row in taken.rows]
    customers = list(all_of(loancrm, "customers"))
    assert len(customers) == len(taken.rows)
    amounts = [values.get("requested_amount") for values in expected]
    assert [row["requested_amount"] for row in customers] == amounts
    with_deal = [place for place, row in enumerate(customers) if row["deal"]]
    for place in {*with_deal[:2], *with_deal[-2:]}:
        deal = loancrm("deals", "show", customers[place]["deal"], "--json").json["deal"]
        assert {key: deal[key] for key in expected[place]} == expected[place]


def test_every_row_becomes_a_customer(taken_over):
    report = taken_over.report
    assert report["rows"] == report["created"] == len(taken_over.rows)
    assert (report["updated"], report["skipped"], report["rejected"]) == (0, 0, 0)
    fields = {
        column: given["field"] if isinstance(given, dict) else given
        for column, given in taken_over.table.mapping.items()
    }
    assert {column: field for column, field in report["mapping"].items() if field} == fields


def test_amounts_rates_and_dates_are_those_of_the_file(office, taken_over):
    figures_hold(office, taken_over)


def test_the_boards_sum_is_that_of_the_file(office, taken_over):
    stages = office("board", "--json").json["stages"]
    amounts = [taken_over.table.values(row).get("requested_amount", 0) for row in taken_over.rows]
    assert Decimal(stages[0]["amount"]) == sum(map(Decimal, amounts))


def test_conditions_choose_the_rows_of_the_file_that_they_hold_for(office, taken_over):
    for where, holds in taken_over.table.chosen:
        found = office("customers", "list", "--where", where, "--limit", 1, "--json").json
        assert found["total"] == sum(map(holds, taken_over.rows)), where
        assert found["total"] > 0, where


def test_a_customer_is_found_by_the_name_the_row_got(office, taken_over):
    hits = office("search", "客户 12", "--limit", 200, "--json").json["rows"]
    assert "客户 12" in {hit["title"] for hit in hits}


def test_history_and_office_are_whole_after_the_import(office):
    verdict = office("audit", "verify", "--json").json
    assert (verdict["intact"], verdict["first_bad"]) == (True, None)
    assert office("check", "--json").json == {"ok": True, "problems": []}


@pytest.fixture
def own_office(loancrm, taken_over, office_folder):
    """Answer a function that runs commands on a copy of the table's office."""
    shutil.copytree(taken_over.folder, office_folder, dirs_exist_ok=True)
    return loancrm


def test_a_deal_goes_from_the_table_to_the_contract(own_office, tmp_path):
    deal = own_office("customers", "show", 5, "--json").json["deals"]
    number = deal[0]["id"] if deal else own_office("deals", "open", 5, "--json").json["id"]
    assert own_office("follow-up", 5, "约周三面谈", "--next", "2026-12-01", "--json").code == 0
    for start, end in itertools.pairwise(STAGES):
        moved = own_office("deals", "move", number, end, "--json").json
        assert (moved["from"], moved["to"]) == (start, end)
    out = tmp_path / "合同.docx"
    line = ("contract", "brokerage_contract", "--deal", number, out)
    refused = own_office(*line)
    assert refused.code in {2, 3}
    assert "customer.id_number" in refused.error
    made = own_office(*line, "--allow-missing", "--json").json
    assert "customer.id_number" in made["missing"]
    assert docx.Document(str(out)).paragraphs
    sheet = own_office("customers", "show", 5, "--json").json
    assert {visit["stage"] for visit in sheet["stage_history"]} == set(STAGES)
    assert sheet["follow_ups"][0]["text"] == "约周三面谈"
    assert own_office("audit", "verify", "--json").json["intact"] is True
    assert own_office("check", "--json").json["ok"] is True


def test_an_import_taken_back_leaves_no_customer(own_office):
    newest = own_office("audit", "list", "--limit", 1, "--json").json["rows"][0]
    assert newest["operation"] == "importing.run"
    assert own_office("audit", "undo", newest["seq"], "--json").code == 0
    assert own_office("customers", "list", "--json").json["total"] == 0
    assert own_office("check", "--json").json["ok"] is True


@pytest.mark.slow
@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.file)
def test_the_whole_table_keeps_its_figures(loancrm, table, made_office, shared, monkeypatch):
    taken = imported(table, made_office, shared, None)
    monkeypatch.setenv("LOANCRM_OFFICE", str(taken.folder))
    assert taken.report["created"] == len(taken.rows)
    figures_hold(loancrm, taken)
    assert loancrm("check", "--json").json["ok"] is True
