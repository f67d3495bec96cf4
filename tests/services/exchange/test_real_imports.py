"""Every real spreadsheet and address book: imported, or refused in one sentence; none crashes."""

import shutil
from pathlib import Path

import pytest
from office_fixtures import RAW_KEY, FrozenClock, place_in

from loancrm_desktop.errors import Invalid
from loancrm_desktop.models.database import Database
from loancrm_desktop.services import access
from loancrm_desktop.services.exchange import importing
from loancrm_desktop.services.exchange.import_plan import ImportPlan
from loancrm_desktop.services.exchange.sheets import read_table
from loancrm_desktop.services.opening import assemble

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"
FOLDERS = ("02_loan_tables", "03_spreadsheets")
FILES = sorted(
    path.relative_to(SHARED).as_posix()
    for folder in FOLDERS
    for path in (SHARED / folder).rglob("*")
    if path.is_file()
)

# What a person would say these files hold, by their headings.
MAPPED = {
    "contacts/phone_google.csv": "name phone",
    "contacts/phone_huawei.vcf": "name phone",
    "contacts/phone_huawei_multi_columns.csv": "name phone",
    "contacts/phone_ios.vcf": "name phone",
    "contacts/phone_oppo.csv": "name phone",
    "contacts/phone_xiaomi.vcf": "name phone",
    "contacts/John_Doe_ANDROID.vcf": "name phone phone2 email company",
    "contacts/John_Doe_MS_OUTLOOK.vcf": "name phone email company address birth_date",
    "contacts/gmail-single2.vcf": "name phone email company address birth_date",
    "contacts/tb_basic_csv_addressbook.csv": "name phone email company address birth_date",
    "contacts/tb_basic_ldif_addressbook.ldif": "name phone email company address",
    "contacts/tb_csv_semicolon.csv": "name email",
    "csv/gbk_meal_order_info.csv": "name phone",
    "csv/spectrum_comma_in_quotes.csv": "name address",
    "excel/51626_contact.xlsx": "name phone company email address",
    "excel/ColumnIndex导入测试.xlsx": "name phone",
    "excel/batchdocx_data.xlsx": "name",
    "excel/hutool_merge_test.xlsx": "name gender",
    "excel/user_import_cn.xlsx": "name phone gender email",
    "excel/员工信息表.xlsx": "name phone gender email id_number birth_date monthly_income address",
    "excel/客户导入模板.xlsx": "name phone email wechat address company region remark",
}
# Rows taken in, and rows left out as known already.
COUNTS = {
    "excel/员工信息表.xlsx": (500, 500, 0),
    "excel/客户导入模板.xlsx": (3, 3, 0),
    "csv/gbk_meal_order_info.csv": (945, 551, 394),
    "contacts/phone_same-name.vcf": (2, 2, 0),
    "csv/spectrum_comma_in_quotes.csv": (1, 1, 0),
}


@pytest.fixture(scope="module")
def asked(founded_file, tmp_path_factory):
    """Answer one office for all files; a dry run writes nothing."""
    folder = tmp_path_factory.mktemp("real")
    shutil.copy(founded_file, folder / "office.db")
    office = assemble(
        Database(folder / "office.db", RAW_KEY, "local"), place_in(folder), FrozenClock()
    )
    with office.database.reading() as session:
        actor = access.actor_for(session, "boss", desk="desk-1")
    yield lambda function, *given: office.ask(actor, function, *given)
    office.close()


def outcome(asked, path):
    """Answer the dry run's report, or the sentence that refuses the file."""
    try:
        table = read_table(path).chosen
        return asked(importing.dry_run, table, ImportPlan(asked(importing.guess, table)))
    except Invalid as refusal:
        return refusal.text.read("en")


@pytest.mark.parametrize(
    "name",
    FILES or [pytest.param("", marks=pytest.mark.skip(reason="no shared test files here"))],
)
def test_a_real_file_is_imported_or_refused_in_one_sentence(asked, name):
    found = outcome(asked, SHARED / name)
    short = name.partition("/")[2]
    if isinstance(found, str):
        assert short not in MAPPED
        assert found.endswith(".")
        assert "Traceback" not in found
        return
    assert found.rows == found.created + found.updated + found.skipped + found.rejected
    assert all(problem.message for problem in found.problems)
    fields = {field for field in found.mapping.values() if field}
    assert fields & {"name", "phone", "phone2"}
    assert set(MAPPED.get(short, "").split()) <= fields
    if short in COUNTS:
        assert (found.rows, found.created, found.duplicates) == COUNTS[short]


def test_the_files_a_person_would_import_are_there(shared):
    missing = [name for name in MAPPED if not (shared / "03_spreadsheets" / name).is_file()]
    assert missing == []
