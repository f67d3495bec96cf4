"""Patterns are taken when they are simple, and refused when they could run away."""

import pytest

from loancrm_desktop.services.forms.patterns import PatternFault, read_pattern


@pytest.mark.parametrize(
    ("pattern", "fits", "does_not"),
    [
        ("[A-Z]{2}[0-9]{3,5}", "AB123", "A1"),
        (r"粤[A-Z]\w{5}", "粤B12345", "京A12345"),
        (r"(?:GZ|SZ)-\d+", "SZ-7", "BJ-7"),
        (r"(ab)?c*", "abcc", "d"),
        (r"[\d,]+元", "3,000元", "元"),
    ],
)
def test_a_simple_pattern_asks_the_whole_text(pattern, fits, does_not):
    assert read_pattern(pattern).fullmatch(fits)
    assert not read_pattern(pattern).fullmatch(does_not)


@pytest.mark.parametrize(
    ("pattern", "code"),
    [
        *(("(", "syntax"), ("[", "syntax"), ("*", "syntax"), (7, "too_long")),
        ("a" * 201, "too_long"),
        *(("(a+)+", "runs_away"), ("(a|b)*", "runs_away"), ("((a+)b)*", "runs_away")),
        *(("(a*){2,}", "runs_away"), ("a*a*a*a*", "runs_away"), (r"(a)\1", "runs_away")),
        *(("(?=a)b", "runs_away"), ("(?P<x>a)", "runs_away")),
    ],
)
def test_a_pattern_that_could_run_away_is_refused(pattern, code):
    with pytest.raises(PatternFault) as refused:
        read_pattern(pattern)
    assert refused.value.code == code
