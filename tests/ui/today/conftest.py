"""A morning's work at the desk of the UI tests."""

import sys
from datetime import timedelta
from pathlib import Path

import pytest

from loancrm_desktop.services import follow_ups, tasks
from loancrm_desktop.services.office import system_clock
from loancrm_desktop.ui.today.page import TodayPage

sys.path.append(str(Path(__file__).parent))  # queue_items is imported by name


@pytest.fixture
def live(desk, monkeypatch):
    """Have the office live in the same time as the windows."""
    monkeypatch.setattr(desk.office, "clock", system_clock)
    return desk


@pytest.fixture
def morning(live):
    """Answer a desk with an overdue call, papers due today, and an agreed contact tomorrow."""
    now = system_clock()
    free_of_limits(live)
    live.do(
        tasks.add,
        title="补充银行流水",
        customer_id=live.customers["钱慧敏"],
        due_at=now - timedelta(hours=30),
    )
    live.do(
        tasks.add,
        title="回电",
        customer_id=live.customers["赵明轩"],
        due_at=now - timedelta(hours=2),
    )
    live.do(
        follow_ups.log,
        customer_id=live.customers["冯国栋"],
        text="约明天",
        next_at=now + timedelta(days=1),
    )
    return live


@pytest.fixture
def page(morning, qtbot):
    made = TodayPage(morning.bridge, morning.words)
    qtbot.addWidget(made)
    made.resize(1240, 860)
    made.scope.set_current("mine")
    made.show()
    qtbot.waitExposed(made)
    morning.settle(lambda: made.area.shows_queue)
    return made


def free_of_limits(desk):
    """Have the deals stand without a limit: they were made long before this morning."""
    import threading

    from sqlalchemy import update

    from loancrm_desktop.models.deals import Deal

    def write():
        with desk.office.database.writing() as session:
            session.execute(update(Deal).values(due_at=None))
            desk.office.database.commit(session)

    thread = threading.Thread(target=write)
    thread.start()
    thread.join()
