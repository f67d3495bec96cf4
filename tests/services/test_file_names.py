"""Names of files are harmless when they are kept and writable wherever they are saved."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loancrm_desktop.services.file_names import LONGEST_WRITTEN_BYTES, kept_name, written_name


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("征信报告.pdf", "征信报告.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\身份证.jpg", "身份证.jpg"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("two\nlines.txt", "two lines.txt"),
        ("", "document"),
        ("/", "document"),
    ],
)
def test_a_kept_name_is_one_line_without_a_folder(given_name, kept):
    assert kept_name(given_name) == kept


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("LPT1.pdf", "_LPT1.pdf"),
        ("a:b*c?.pdf", "a_b_c_.pdf"),
        ("end. ", "end"),
        ("..", "document"),
        ("流水.xlsx", "流水.xlsx"),
    ],
)
def test_a_written_name_is_one_that_windows_takes(name, written):
    assert written_name(name) == written


def test_a_long_name_keeps_its_ending():
    assert kept_name("长" * 500 + ".pdf").endswith(".pdf")
    assert len(kept_name("长" * 500 + ".pdf")) == 200
    assert written_name("长" * 500 + ".pdf").endswith("长.pdf")


@given(st.text(max_size=300))
def test_no_name_leads_out_of_a_folder_or_is_too_long(name):
    written = written_name(name)
    assert written
    assert not set('<>:"/\\|?*\0') & set(written)
    assert written not in (".", "..")
    assert not written.endswith((".", " "))
    assert len(written.encode()) <= LONGEST_WRITTEN_BYTES + 1
