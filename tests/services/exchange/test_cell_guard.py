"""What a spreadsheet program would run is made harmless, and comes back as it was."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from loancrm_desktop.services.exchange import cell_guard

TEXT = st.text(st.sampled_from("'=+-@\t\r\n＝＋－＠12a周 "), max_size=8) | st.text(max_size=8)


@given(TEXT, st.booleans())
def test_a_guard_is_taken_off_again_exactly(text, numeric):
    assert cell_guard.without(cell_guard.for_csv(text, numeric=numeric)) == text
    assert cell_guard.without(cell_guard.for_sheet(text)) == text


@given(TEXT)
def test_no_cell_begins_like_a_formula(text):
    assert cell_guard.for_csv(text, numeric=False)[:1] not in tuple("=+-@\t\r\n＝＋－＠")


def test_a_number_with_a_sign_stays_a_number():
    assert cell_guard.for_csv("-5", numeric=True) == "-5"
    assert cell_guard.for_csv("+86 138", numeric=True) == "+86 138"
    assert cell_guard.for_csv("-5", numeric=False) == "'-5"
