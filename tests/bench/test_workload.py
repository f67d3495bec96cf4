import csv
import hashlib
import itertools

import pytest

from loancrm_desktop.bench import workload
from loancrm_desktop.bench.seeds import LAST_OPEN_STAGE, LOST, PAID_OUT

COUNT = 1_200


@pytest.fixture(scope="module")
def cases():
    return list(workload.cases(COUNT))


def test_the_office_is_the_same_on_every_run_and_every_machine():
    digest = hashlib.sha256()
    for case in workload.cases(300):
        digest.update(repr(case).encode())
    assert digest.hexdigest() == "35f714b5fe44f005301c244f5f418d627dff5dbb314288b673cacb87b208a8da"


def test_a_larger_office_begins_with_the_smaller_one(cases):
    assert list(workload.cases(50)) == cases[:50]


def test_another_seed_makes_another_office(cases):
    assert next(workload.cases(1, seed=2)) != cases[0]


def test_every_phone_is_a_mobile_number_of_its_own(cases):
    phones = [case.customer.phone for case in cases]
    assert len(set(phones)) == COUNT
    assert all(len(phone) == 11 and phone[0] == "1" and phone[1] in "3456789" for phone in phones)


def test_every_id_number_carries_its_check_digit(cases):
    for case in cases:
        digits = case.customer.id_number
        total = sum(int(digit) * 2 ** (17 - at) for at, digit in enumerate(digits[:17]))
        total += 10 if digits[17] == "X" else int(digits[17])
        assert total % 11 == 1


def test_moves_lead_from_the_first_stage_to_where_the_deal_stands(cases):
    for case in cases:
        deal, moves = case.deal, case.moves
        assert moves[0].from_stage == 1
        assert moves[-1].to_stage == deal.stage
        assert moves[-1].at_s == deal.stage_entered_s
        assert all(one.to_stage == two.from_stage for one, two in itertools.pairwise(moves))
        assert all(move.from_stage != move.to_stage for move in moves)
        assert sum(move.dwell_s for move in moves) == deal.stage_entered_s - deal.created_s
        assert all(move.dwell_s >= 0 for move in moves)


def test_nothing_but_a_task_lies_in_the_future(cases):
    for case in cases:
        assert case.customer.created_s < case.last_contact_s <= workload.NOW_S
        assert case.deal.stage_entered_s <= workload.NOW_S
        assert all(contact.at_s <= case.last_contact_s for contact in case.follow_ups)


def test_money_is_paid_out_only_where_the_deal_ended_well(cases):
    for case in cases:
        deal = case.deal
        assert (deal.disbursed_fen > 0) == (deal.stage == PAID_OUT)
        assert deal.disbursed_fen <= deal.amount_fen
        assert (deal.closed_s is not None) == (deal.stage > LAST_OPEN_STAGE)


def test_a_quarter_is_paid_out_and_a_fifth_is_lost(cases):
    stages = [case.deal.stage for case in cases]
    assert 0.20 < stages.count(PAID_OUT) / COUNT < 0.30
    assert 0.15 < stages.count(LOST) / COUNT < 0.25


def test_being_lost_is_not_the_furthest_stage(cases):
    lost = [case for case in cases if case.deal.stage == LOST]
    assert lost
    assert all(case.furthest_stage <= LAST_OPEN_STAGE for case in lost)


def test_every_third_customer_has_five_tasks_and_three_documents(cases):
    for case in cases:
        third = case.customer.number % 3 == 0
        assert len(case.tasks) == (5 if third else 0)
        assert len(case.documents) == (3 if third else 0)


def test_the_sheet_repeats_some_phones_and_writes_some_as_people_do():
    rows = list(workload.import_rows(2_000))
    written = [row[1] for row in rows]
    plain = [phone.replace(" ", "").removeprefix("+86") for phone in written]
    repeated = len(plain) - len(set(plain))
    assert 10 < repeated < 80
    assert any(" " in phone for phone in written)
    assert any(phone.startswith("+86") for phone in written)


def test_the_csv_opens_with_the_headings_of_the_broker(tmp_path):
    sheet = tmp_path / "broker.csv"
    workload.write_import_csv(sheet, 20)
    assert sheet.read_bytes().startswith(b"\xef\xbb\xbf")
    with sheet.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.reader(opened))
    assert tuple(rows[0]) == workload.IMPORT_HEADINGS
    assert [tuple(row) for row in rows[1:]] == list(workload.import_rows(20))


def test_questions_name_only_customers_of_the_office():
    asked = workload.questions(100)
    numbers = asked.customers_opened + asked.customers_contacted
    assert set(numbers) <= set(range(1, 101))
    assert workload.questions(100) == asked
