"""Mistakes in a line are said in one sentence that names what would be right."""

import pytest


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (["nonsense"], "customers"),
        (["custmers"], "perhaps customers is meant"),
        (["customers", "lst"], "perhaps list is meant"),
        (["customers", "xyz"], "there are list, show, add, edit, merge"),
        (["customers"], "list, show, add, edit, merge"),
        (["import"], "customers"),
        (["contract"], "check"),
        (["customers", "show"], "ID is missing"),
        (["office", "create", "there", "--name", "x"], "--owner is missing"),
        (["customers", "show", "abc"], "ID has to be a whole number"),
        (["customers", "list", "--limit", "0"], "--limit has to be a whole number from 1"),
        (["customers", "list", "--limit"], "--limit is not written as it should be"),
        (["customers", "list", "--wher", "x"], "--where"),
        (["customers", "list", "--qqq", "x"], "has no option --qqq"),
        (["customers", "show", "1", "2"], "too much"),
        (["tasks", "--due", "someday"], "today, overdue, all"),
    ],
)
def test_a_mistake_in_the_line_is_one_sentence(loancrm, line, said):
    ran = loancrm(*line)
    assert ran.code == 2
    assert said in ran.error


def test_a_mistake_is_said_in_the_language_of_the_line(loancrm, monkeypatch):
    seen = []
    from loancrm_desktop.texts import Text, current_language

    read = Text.read
    monkeypatch.setattr(
        Text, "read", lambda self, lang=None: (seen.append(current_language()), read(self, lang))[1]
    )
    assert loancrm("nonsense", "--lang", "zh").code == 2
    assert set(seen) == {"zh"}
