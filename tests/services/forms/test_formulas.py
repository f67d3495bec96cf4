"""Formulas count in decimals, know nothing of the outside, and end."""

import contextlib
import time
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loancrm_desktop.services.forms import formulas
from loancrm_desktop.services.forms.formula_functions import FUNCTIONS, FormulaFault
from loancrm_desktop.services.forms.formula_values import Setting
from loancrm_desktop.services.language.fields import FieldSpec, FieldType

SETTING = Setting(datetime(2026, 6, 30, 17, tzinfo=UTC), ZoneInfo("Asia/Shanghai"))


def spec(key, kind, **more):
    return FieldSpec(key=key, type=kind, label_zh=key, label_en=key, **more)


T = FieldType
SPECS = {
    each.key: each
    for each in (
        spec("amount", T.MONEY),
        spec("rate", T.PERCENT),
        spec("months", T.INTEGER),
        spec("born", T.DATE),
        spec("met_at", T.DATETIME),
        spec("name", T.TEXT),
        spec("assets", T.CHOICES),
        spec("vip", T.BOOLEAN),
        spec("empty", T.MONEY),
        spec("cars", T.SUB_FORM, columns=(spec("price", T.MONEY), spec("plate", T.TEXT))),
    )
}
VALUES = {
    "amount": 30_000_000,
    "rate": 43_500,
    "months": 36,
    "born": date(1990, 6, 30),
    "met_at": datetime(2026, 6, 30, 16, 30, tzinfo=UTC),
    "name": "张三",
    "assets": ["house", "car"],
    "vip": True,
    "cars": [{"price": 10, "plate": "a"}, {"price": 20}, {"plate": "c"}],
}


def found(text):
    return formulas.compute(formulas.read(text), VALUES, SPECS, SETTING)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("amount * rate / 12", Decimal("1087.5")),
        ("0.1 + 0.2", Decimal("0.3")),
        ("=amount/10000", Decimal(30)),
        ("IF(amount > 200000, '大', '小')", "大"),
        ("IF（amount＞200000，“大”，“小”）", "大"),
        ("IF(amount = 300000 and months <> 12, 1, 2)", Decimal(1)),
        ("IF(vip, 1, 2)", Decimal(1)),
        ("IF(amount = 1, 2)", None),
        ("IF(months = 0, 0, amount / months)", Decimal("8333.333333333333333333333333333333")),
        ("IF(months > 0, 1, amount / 0)", Decimal(1)),
        ("empty + 1", None),
        ("empty > 1", False),
        ("SUM(empty, 1)", Decimal(1)),
        ("FIRST(empty, amount)", Decimal(300000)),
        ("EMPTY(empty)", True),
        ("SUM(cars, 'price')", Decimal("0.3")),
        ("MAX(cars, 'price')", Decimal("0.2")),
        ("AVERAGE(cars, 'price')", Decimal("0.15")),
        ("COUNT(cars)", Decimal(3)),
        ("ROUND(2.675, 2)", Decimal("2.68")),
        ("ROUNDUP(0.001)", Decimal(1)),
        ("ROUNDDOWN(1.999)", Decimal(1)),
        ("ROUND(123456, -3)", Decimal(123000)),
        ("TODAY()", date(2026, 7, 1)),
        ("met_at", date(2026, 7, 1)),
        ("born + 1", date(1990, 7, 1)),
        ("TODAY() - born", Decimal((date(2026, 7, 1) - date(1990, 6, 30)).days)),
        ("AGE(born, TODAY())", Decimal(36)),
        ("AGE(born, '')", None),
        ("MONTHS(born, TODAY())", Decimal(432)),
        ("ADDMONTHS(born, 8)", date(1991, 2, 28)),
        ("YEAR(born) + MONTH(born) + DAY(born)", Decimal(2026)),
        ("name & '先生'", "张三先生"),
        ("CONCAT(name, months)", "张三36"),
        ("LEFT(name, 1)", "张"),
        ("RIGHT(name, 1)", "三"),
        ("LEN(name)", Decimal(2)),
        ("CONTAINS(assets, 'car')", True),
        ("CONTAINS(name, '李')", False),
        ("PMT(amount, rate, months)", Decimal("8903.98")),
        ("PMT(1200, 0, 12)", Decimal("100.00")),
        ("1 < months < 40", True),
        ("not vip", False),
        ("-amount", Decimal(-300000)),
    ],
)
def test_a_formula_is_worked_out(text, value):
    assert found(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('x')",
        "open('x')",
        "name.upper()",
        "().__class__",
        "[1 for x in cars]",
        "lambda: 1",
        "{'a': 1}",
        "cars[0]",
        "f'{name}'",
        "amount := 1",
        "9 ** 9",
        "1 << 9",
        "SUM(*cars)",
        "1e999999",
        "PMT(1)",
        "b'x'",
        "1j",
        "",
        "1 +",
        "(" * 200,
        "1" * 40,
        "+".join(["1"] * 400),
        "x" * 3000,
        "'a\\x00'",
    ],
)
def test_what_formulas_do_not_have_is_refused(text):
    with pytest.raises(FormulaFault):
        formulas.read(text)


@pytest.mark.parametrize(
    "text",
    [
        *("amount / 0", "amount % 0", "name * 2", "name - 1", "born > 1"),
        *("SUM(cars)", "cars", "ADDMONTHS(born, 99999)", "born + 99999999999", "ROUND(1, 99)"),
        *("PMT(1, 1, 0)", "ABS(name)", "vip + 1"),
    ],
)
def test_parts_that_do_not_go_together_are_a_fault_and_no_crash(text):
    with pytest.raises(FormulaFault):
        found(text)


def test_a_result_is_rounded_to_its_field_or_refused():
    def result(text, kind):
        return formulas.result_of(formulas.read(text), VALUES, SPECS, kind, SETTING)

    assert result("10 / 3", T.MONEY) == 333
    assert result("0.0435", T.PERCENT) == 43_500
    assert result("2.5", T.INTEGER) == 3
    assert result("10 / 4", T.NUMBER) == 2.5
    assert result("1.50", T.TEXT) == "1.5"
    assert result("''", T.TEXT) is None
    assert result("TODAY()", T.DATE) == date(2026, 7, 1)
    for text, kind in (("name", T.MONEY), ("1", T.DATE), ("1", T.BOOLEAN), ("1e40", T.MONEY)):
        with pytest.raises(FormulaFault):
            result(text, kind)


def test_every_example_of_the_editor_can_be_read():
    for each in FUNCTIONS.values():
        assert formulas.read(each.example).text == each.example
        assert each.help_zh
        assert each.help_en


def test_a_formula_made_to_take_long_does_not():
    started = time.thread_time()
    text = "'" + "x" * 1800 + "'"
    with contextlib.suppress(FormulaFault):
        found(f"CONCAT({', '.join(['name'] * 250)})")
    with contextlib.suppress(FormulaFault):
        found(text + " + " + text[:100] + "'")
    assert time.thread_time() - started < 10, "this is a guard against minutes, not a measurement"


@given(st.text(alphabet="abcIFSUM()+-*/<>=,'. 0123456789amount张", max_size=40))
def test_no_text_crashes_reading_or_working_out(text):
    with contextlib.suppress(FormulaFault):
        found(text)
