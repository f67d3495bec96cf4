import pytest

from loancrm_desktop.bench import limit, office_seed, workload
from loancrm_desktop.bench.seeds import LOST, PAID_OUT
from loancrm_desktop.services import customer_list, customer_sheet, deals, journal, search
from loancrm_desktop.services.lists import ListQuery

COUNT = 60


@pytest.fixture(scope="module")
def cases():
    return list(workload.cases(COUNT))


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bench") / "office"
    office_seed.build(folder, COUNT)
    found = office_seed.open_office(folder)
    yield found
    found.office.close()


def ask(opened, function, *args):
    return opened.office.ask(opened.actor, function, *args)


def test_the_file_is_encrypted(opened):
    assert (opened.office.place.folder / "office.db").read_bytes()[:15] != b"SQLite format 3"


def test_the_list_shows_the_workloads_people_in_the_limits_order(opened, cases):
    page = ask(opened, customer_list.page, ListQuery(limit=COUNT))
    newest = sorted(cases, key=lambda case: (-case.last_contact_s, -case.customer.number))
    assert [row.id for row in page.rows] == [case.customer.number for case in newest]
    assert [row.name for row in page.rows] == [case.customer.name for case in newest]
    assert page.total == COUNT


def test_stages_follow_the_default_process_by_position(opened, cases):
    known = office_seed.known_in(opened)
    stages = {case.deal.number: known.stage(case.deal.stage) for case in cases}
    for number, stage in stages.items():
        card = ask(opened, deals.show, number).card
        assert (card.stage, card.outcome) == (stage.key, stage.outcome)
    assert known.stage(PAID_OUT).outcome == "won"
    assert known.stage(LOST).outcome == "lost"


def test_everything_that_hangs_on_a_customer_is_there(opened, cases):
    for case in cases[:9]:
        sheet = ask(opened, customer_sheet.show, case.customer.number)
        assert len(sheet.follow_ups) == len(case.follow_ups)
        assert len(sheet.tasks) == len(case.tasks)
        assert len(sheet.documents) == len(case.documents)
        assert len(sheet.stage_history) == len(case.moves) + 1
        assert [visit.dwell_s for visit in sheet.stage_history] == [
            *(move.dwell_s for move in case.moves),
            None,
        ]


def test_kept_columns_and_search_words_are_what_the_services_would_write(opened, cases):
    from loancrm_desktop.services import summaries
    from loancrm_desktop.services.office import Work

    office = opened.office
    with office.database.writing() as session:
        work = Work(session, opened.actor, office.clock(), office.place, {})
        for case in cases:
            summaries.refresh(work, case.customer.number)
        assert not session.dirty or not any(session.is_modified(row) for row in session.dirty)
        session.rollback()
    assert ask(opened, search.check_index) == ()


def test_an_office_for_imports_knows_people_and_channels_but_no_customer(tmp_path):
    office_seed.build_empty(tmp_path / "office")
    opened = office_seed.open_office(tmp_path / "office")
    assert ask(opened, customer_list.page, ListQuery()).total == 0
    assert len(office_seed.known_in(opened).employees) == 20
    assert ask(opened, journal.verify).intact
    opened.office.close()


def test_statistics_hold_no_samples_that_would_plan_every_call_anew(opened):
    connection = opened.office.database.raw()
    assert connection.execute("SELECT count(*) FROM sqlite_stat1").fetchone()[0] > 0
    assert connection.execute("SELECT count(*) FROM sqlite_stat4").fetchone() == (0,)
    connection.close()


def test_both_sides_hold_the_same_number_of_rows(opened, tmp_path):
    limit.build(tmp_path / "limit.db", COUNT)
    plain = limit.Limit(tmp_path / "limit.db", COUNT)
    connection = opened.office.database.raw()
    for table in ("customer", "deal", "follow_up", "task", "document"):
        asked = f"SELECT count(*) FROM {table}"  # noqa: S608 - literals above
        assert connection.execute(asked).fetchone() == plain._connection.execute(asked).fetchone()
    connection.close()
    plain.close()
