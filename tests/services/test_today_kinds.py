"""What a to-do says tells what sort of work it is; else its reason and its stage do."""

import pytest

from loancrm_desktop.services.today_kinds import kind_of


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("补充银行流水", "papers"),
        ("补征信授权书", "papers"),
        ("陪同面签", "escort"),
        ("首次联系", "call"),
        ("反馈面签时间", "escort"),
        ("节日回访", "visit"),
        ("Call back about the rate", "call"),
    ],
)
def test_the_words_of_a_to_do_decide(title, kind):
    assert kind_of(title, "task", "product_matching") == kind


@pytest.mark.parametrize(
    ("reason", "stage", "kind"),
    [
        ("silence", "first_call", "visit"),
        ("appointment", "signing_support", "call"),
        ("limit", "signing_support", "escort"),
        ("limit", "qualification_review", "papers"),
        ("limit", "a stage of their own", "call"),
        ("task", None, "call"),
    ],
)
def test_without_such_words_reason_and_stage_decide(reason, stage, kind):
    assert kind_of("整理" if reason == "task" else None, reason, stage) == kind
