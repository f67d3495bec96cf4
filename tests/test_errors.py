"""What can go wrong carries what a face needs, and nothing a log must not see."""

from __future__ import annotations

import pytest

from loancrm_desktop.errors import (
    Clash,
    Conflict,
    FieldProblem,
    Invalid,
    Need,
    Problem,
    Refused,
    Unavailable,
)
from loancrm_desktop.texts import say


@pytest.mark.parametrize(
    "problem",
    [
        Refused(say("Desk {name}", name="王五")),
        Invalid(say("Desk {name}", name="王五")),
        Conflict(say("Desk {name}", name="王五"), (), 3),
        Unavailable(say("Desk {name}", name="王五")),
    ],
)
def test_a_problem_tells_people_the_values_and_a_log_only_the_sentence(problem: Problem):
    assert "王五" in str(problem)
    assert "王五" not in repr(problem)
    assert problem.args == ("Desk {name}",)


def test_a_refusal_names_what_is_missing_and_what_would_be_allowed():
    need = Need("lost_reason", say("Reason"))
    refused = Refused(say("Not yet"), needs=[need], allowed=["first_call"])
    assert (refused.needs, refused.allowed, refused.forbidden) == ((need,), ("first_call",), False)


def test_invalid_keeps_its_problems_in_order():
    first, second = (FieldProblem(key, "empty", say("Fill it")) for key in ("phone", "name"))
    assert Invalid(say("Two fields"), [first, second]).problems == (first, second)


def test_a_conflict_names_both_values_and_the_revision_to_answer_with():
    clash = Clash("phone", mine="1", theirs="2", original="0")
    conflict = Conflict(say("Changed meanwhile"), [clash], stored_revision=7)
    assert (conflict.clashes, conflict.stored_revision) == ((clash,), 7)


def test_the_environment_gives_programs_a_stable_reason():
    assert Unavailable(say("The disk is full"), "disk_full").reason == "disk_full"
