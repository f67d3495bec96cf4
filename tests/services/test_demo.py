"""The demo office: the same for the same seed, complete, sound, and nobody in it is real."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from loancrm_desktop.errors import Refused
from loancrm_desktop.models.stored import mapper_of
from loancrm_desktop.services import (
    checking,
    customer_list,
    deal_board,
    demo,
    journal,
    opening,
    people,
    search,
    task_lists,
    tasks,
    views,
)
from loancrm_desktop.services.lists import ListQuery
from loancrm_desktop.services.vault.surroundings import Surroundings

END = datetime(2026, 6, 30, 7, 0, tzinfo=UTC)
PLAN = demo.DemoPlan(customers=20, months=2, seed=7)
CONTENT = (
    "customer",
    "related_person",
    "deal",
    "stage_visit",
    "submission",
    "follow_up",
    "task",
    "saved_view",
    "app_user",
    "team",
    "channel_cost",
)


def stand() -> datetime:
    return END


def make(folder, plan=PLAN, **more):
    here = Surroundings(profile=folder / "profile")
    return demo.make_demo(folder / "office", plan, clock=stand, here=here, **more), here


def opened_by(folder, made, here, login="boss"):
    password = next(user.password for user in made.users if user.login == login)
    return opening.open_office(folder / "office", login, password, clock=stand, here=here)


def content_of(office) -> dict[str, list[tuple]]:
    found = {}
    with office.database.reading() as session:
        for name in CONTENT:
            table = mapper_of(name).class_.__table__
            found[name] = [
                tuple(row) for row in session.execute(select(table).order_by(table.c.id))
            ]
    return found


@pytest.fixture(scope="module")
def told() -> list[tuple[int, int]]:
    return []


@pytest.fixture(scope="module")
def demo_folder(tmp_path_factory, told):
    folder = tmp_path_factory.mktemp("demo")

    def tell(done: int, total: int) -> None:
        told.append((done, total))

    made, here = make(folder, progress=tell)
    return folder, made, here


@pytest.fixture
def opened(demo_folder):
    found = opened_by(*demo_folder)
    yield found
    found.office.close()


def test_one_seed_gives_the_same_records_twice_under_new_keys(demo_folder, opened, tmp_path):
    again, here = make(tmp_path)
    second = opened_by(tmp_path, again, here)
    try:
        assert content_of(second.office) == content_of(opened.office)
    finally:
        second.office.close()
    assert again.recovery_key != demo_folder[1].recovery_key
    assert again.counts == demo_folder[1].counts


def test_the_chain_holds_and_the_check_finds_nothing(opened):
    assert opened.office.ask(opened.actor, journal.verify).intact
    assert checking.check(opened.office, opened.actor).problems == ()


def test_every_column_of_the_board_holds_a_card(opened):
    board = opened.office.ask(opened.actor, deal_board.board)
    assert [stage.key for stage in board.stages if stage.count == 0] == []


def test_the_counts_are_those_of_the_office(demo_folder, opened):
    counts = demo_folder[1].counts
    page = opened.office.ask(opened.actor, customer_list.page, query=ListQuery())
    trash = opened.office.ask(opened.actor, customer_list.page, query=ListQuery(trash=True))
    assert (page.total, trash.total) == (counts["customers"], counts["in_trash"])
    assert page.total == PLAN.customers
    assert counts["follow_ups"] > PLAN.customers
    assert counts["users"] == len(demo_folder[1].users)


def test_everybody_can_log_in_and_every_role_is_there(demo_folder):
    folder, made, here = demo_folder
    assert {user.role for user in made.users} == {
        "owner",
        "supervisor",
        "broker",
        "back_office",
        "compliance",
        "read_only",
    }
    for login in ("zhao", "li", "guest"):
        found = opened_by(folder, made, here, login)
        found.office.close()
        assert found.actor.login == login


def test_people_did_things_at_their_time_and_none_after_the_end(opened):
    entries = opened.office.ask(opened.actor, journal.latest, limit=10_000)
    times = [entry.at for entry in reversed(entries)]
    assert times == sorted(times)
    assert times[-1] <= END
    assert END - timedelta(days=62) <= times[0] <= END - timedelta(days=60)
    assert len({entry.actor for entry in entries}) >= 8


def test_teams_have_supervisors_and_tasks_are_open_and_done(opened):
    ask = opened.office.ask
    assert all(team.supervisor_id for team in ask(opened.actor, people.teams))
    open_tasks = ask(opened.actor, tasks.page, mine=False)
    with opened.office.database.reading() as session:
        task = mapper_of("task").class_
        done = session.execute(select(task.id).where(task.done_at.is_not(None))).all()
    assert open_tasks
    assert done


def test_views_are_shared_and_customers_are_found_by_their_words(opened):
    ask = opened.office.ask
    assert len(ask(opened.actor, views.page, kind="customer")) >= 4
    row = ask(opened.actor, customer_list.page, query=ListQuery(limit=1)).rows[0]
    assert row.id in [hit.id for hit in ask(opened.actor, search.find, text=row.phone[-4:])]


def test_a_folder_with_an_office_in_it_is_refused_and_stays(demo_folder):
    folder, made, here = demo_folder
    with pytest.raises(Refused):
        demo.make_demo(folder / "office", PLAN, clock=stand, here=here)
    opened_by(folder, made, here).office.close()


def test_progress_is_told_to_the_end(demo_folder, told):
    assert [done for done, _ in told] == list(range(1, len(told) + 1))
    assert {total for _, total in told} == {len(told)}


def test_what_goes_wrong_half_way_leaves_no_folder(tmp_path):
    def fail(done: int, _total: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make(tmp_path, demo.DemoPlan(customers=2, months=1, seed=3), progress=fail)
    assert not (tmp_path / "office").exists()


def test_tasks_with_checklists_turns_and_words_are_there(opened):
    rows = opened.office.ask(
        opened.actor, task_lists.listed, query=task_lists.TaskQuery("given"), limit=50
    ).rows
    assert any(row.parts[0] and row.repeats and row.comments for row in rows)
    assert {row.given_by for row in rows} == {opened.actor.user_id}
