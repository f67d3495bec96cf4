"""Titles are found by letters, initials and syllables, and the signs meant are marked."""

from __future__ import annotations

import sys

import pytest

from loancrm_desktop.ui.palette.readings import readings_of, span_in

TITLES = ("业务看板", "新建客户", "导入 Excel", "Lock now")


@pytest.fixture(scope="module")
def readings():
    return readings_of(TITLES)


@pytest.mark.parametrize(
    ("title", "typed", "span"),
    [
        ("业务看板", "看板", (2, 4)),
        ("业务看板", "ywkb", (0, 4)),
        ("业务看板", "kanban", (2, 4)),
        ("业务看板", "kanb", (2, 4)),
        ("业务看板", "yewukb", (0, 4)),
        ("业务看板", "YWKB", (0, 4)),
        ("新建客户", "kh", (2, 4)),
        ("导入 Excel", "drexcel", (0, 8)),
        ("导入 Excel", "exc", (3, 6)),
        ("Lock now", "now", (5, 8)),
        ("Lock now", "", (0, 0)),
    ],
)
def test_a_title_is_found_and_what_was_meant_is_known(readings, title, typed, span):
    assert span_in(title, typed, readings) == span


@pytest.mark.parametrize(
    ("title", "typed"),
    [("业务看板", "kw"), ("业务看板", "板看"), ("新建客户", "ywkb"), ("Lock now", "ln")],
)
def test_what_is_not_meant_is_not_found(readings, title, typed):
    assert span_in(title, typed, readings) is None


def test_without_readings_letters_are_still_found():
    assert span_in("业务看板", "看", {}) == (2, 3)
    assert span_in("业务看板", "kb", {}) is None


def test_the_table_of_readings_is_not_loaded_with_the_module():
    import subprocess

    code = (
        "import sys, loancrm_desktop.ui.palette.palette as p;"
        "raise SystemExit('pypinyin' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
