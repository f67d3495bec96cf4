"""Requests leave the GUI thread, answers come back to it, and only to widgets still there."""

from __future__ import annotations

import threading
import time
from functools import partial

import pytest
from PySide6.QtCore import QObject, QTimer

from loancrm_desktop.changes import Change, ChangeFeed, ChangeSet
from loancrm_desktop.errors import Refused
from loancrm_desktop.services.actor import FOUNDER
from loancrm_desktop.services.office import system_clock
from loancrm_desktop.texts import say
from loancrm_desktop.ui.bridge import TURN_S, Bridge


class QuietOffice:
    """An office whose calls are plain functions."""

    def __init__(self) -> None:
        self.feed = ChangeFeed()
        self.clock = system_clock
        self.kept_off: int | None = None
        self.closed = False

    def keep_off(self, thread_id: int) -> None:
        self.kept_off = thread_id

    def do(self, actor, function, /, **arguments):
        return function(**arguments)

    def ask(self, actor, function, /, **arguments):
        return function(**arguments)

    def close(self) -> None:
        self.closed = True


class Page(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.answers: list[object] = []
        self.problems: list[object] = []
        self.threads: set[int] = set()

    def on_answer(self, answer: object) -> None:
        self.answers.append(answer)
        self.threads.add(threading.get_ident())

    def on_named_answer(self, name: str, answer: object) -> None:
        self.answers.append((name, answer))

    def on_problem(self, problem: object) -> None:
        self.problems.append(problem)


@pytest.fixture
def office():
    return QuietOffice()


@pytest.fixture
def bridge(qapp, office):
    bridge = Bridge()
    bridge.enter(office, FOUNDER)
    yield bridge
    bridge.shut_down()


def settle(qtbot, bridge) -> None:
    qtbot.waitUntil(lambda: bridge.pending == 0)


def test_a_reader_runs_elsewhere_and_its_answer_arrives_on_the_gui_thread(qtbot, bridge):
    page = Page()
    bridge.ask(threading.get_ident, then=page.on_answer)
    settle(qtbot, bridge)
    assert page.answers[0] != threading.get_ident()
    assert page.threads == {threading.get_ident()}


def test_the_gui_thread_is_named_to_the_office(bridge, office):
    assert office.kept_off == threading.get_ident()


def test_operations_run_one_at_a_time_in_order(qtbot, bridge):
    page, running, seen = Page(), threading.Lock(), []

    def act(number: int) -> int:
        assert running.acquire(blocking=False)
        seen.append(number)
        running.release()
        return number

    for number in range(20):
        bridge.do(act, number=number, then=page.on_answer)
    settle(qtbot, bridge)
    assert seen == page.answers == list(range(20))


def test_two_readers_run_at_the_same_time(qtbot, bridge):
    page, both = Page(), threading.Barrier(2, timeout=60)
    for _ in range(2):
        bridge.ask(both.wait, then=page.on_answer)
    settle(qtbot, bridge)
    assert sorted(page.answers) == [0, 1]


def test_a_newer_request_of_the_same_key_makes_older_answers_void(qtbot, bridge):
    page, gate = Page(), threading.Event()

    def look(text: str) -> str:
        gate.wait(60)
        return text

    for text in ("z", "zh", "zhang"):
        bridge.ask(look, text=text, then=page.on_answer, key="search")
    gate.set()
    settle(qtbot, bridge)
    assert page.answers == ["zhang"]


def test_the_same_key_of_another_widget_is_left_alone(qtbot, bridge):
    one, other = Page(), Page()
    bridge.ask(lambda: 1, then=one.on_answer, key="rows")
    bridge.ask(lambda: 2, then=other.on_answer, key="rows")
    settle(qtbot, bridge)
    assert (one.answers, other.answers) == ([1], [2])


def test_between_long_answers_the_window_gets_its_turn(qtbot, bridge):
    page, seen, done = Page(), [], threading.Barrier(3, timeout=60)
    clock = QTimer(page)
    clock.setInterval(0)
    clock.timeout.connect(lambda: seen.append("turn"))

    def on_answer(self, answer: object) -> None:
        seen.append(answer)
        until = time.perf_counter() + 2 * TURN_S
        while time.perf_counter() < until:
            pass

    page.on_long_answer = on_answer.__get__(page)
    for number in range(2):
        bridge.ask(lambda number: (done.wait(), number)[1], number=number, then=page.on_long_answer)
    done.wait()  # both are answered while the window looks elsewhere
    for lane in (bridge._read_lane,):
        lane.submit(int).result()
        lane.submit(int).result()
    clock.start()
    settle(qtbot, bridge)
    clock.stop()
    first, second = (seen.index(number) for number in sorted((0, 1), key=seen.index))
    assert "turn" in seen[first:second]


def test_answers_that_wait_for_their_turn_go_with_the_office(qtbot, bridge):
    page = Page()
    for number in range(50):
        bridge.ask(int, then=page.on_answer, key=number)
    bridge.leave()
    answered = len(page.answers)
    qtbot.wait(20)
    assert (len(page.answers), bridge.pending) == (answered, 0)


def test_an_answer_for_a_destroyed_widget_is_dropped(qtbot, bridge):
    page, gate = Page(), threading.Event()
    answers = page.answers
    bridge.ask(gate.wait, then=page.on_answer)
    page.deleteLater()
    del page
    gate.set()
    settle(qtbot, bridge)
    assert answers == []


def test_a_refusal_goes_to_the_one_who_asked(qtbot, bridge):
    page = Page()

    def refuse() -> None:
        raise Refused(say("Not now."))

    bridge.do(refuse, then=page.on_answer, refused=page.on_problem)
    settle(qtbot, bridge)
    assert [str(problem) for problem in page.problems] == ["Not now."]
    assert page.answers == []


def test_a_refusal_nobody_listens_to_is_told_to_the_window(qtbot, bridge):
    def refuse() -> None:
        raise Refused(say("Not now."))

    with qtbot.waitSignal(bridge.refused) as told:
        bridge.do(refuse)
    assert str(told.args[0]) == "Not now."


def test_a_bug_is_reported_and_told_as_a_calm_sentence(qtbot, bridge):
    page = Page()

    def stumble() -> None:
        raise KeyError("a customer's name")

    with qtbot.waitSignal(bridge.crashed) as crashed:
        bridge.ask(stumble, then=page.on_answer, failed=page.on_problem)
    settle(qtbot, bridge)
    assert isinstance(crashed.args[0], KeyError)
    assert page.problems[0].reason == "bug"
    assert "customer's name" not in str(page.problems[0])


def test_a_partial_of_a_method_gets_the_answer_last(qtbot, bridge):
    page = Page()
    bridge.ask(lambda: 7, then=partial(page.on_named_answer, "count"))
    settle(qtbot, bridge)
    assert page.answers == [("count", 7)]


def test_a_plain_function_cannot_be_a_receiver(bridge):
    with pytest.raises(TypeError):
        bridge.ask(lambda: 7, then=print)


def test_committed_changes_are_told_on_the_gui_thread(qtbot, bridge, office):
    changes = ChangeSet("deals.move", (Change("deal", 1, "update"),))
    with qtbot.waitSignal(bridge.changed) as told:
        threading.Thread(target=office.feed.publish, args=(changes,)).start()
    assert told.args == [changes]


def test_leaving_closes_the_office_after_the_last_operation(qapp, office):
    bridge, done = Bridge(), []
    bridge.enter(office, FOUNDER)
    bridge.do(lambda: done.append(office.closed))
    bridge.shut_down()
    assert done == [False]
    assert office.closed
