"""Who comes next, who was skipped, and how far one is."""

from queue_items import item

from loancrm_desktop.ui.today.queue_run import QueueRun

ITEMS = [item("a"), item("b"), item("c"), item("w", "waiting")]


def test_the_next_comes_from_behind_then_from_the_start_and_never_twice():
    run = QueueRun()
    assert run.next_of(ITEMS, 1).key == "c"
    run.finish(ITEMS[2])
    assert run.next_of(ITEMS, 1).key == "a"
    run.skip(ITEMS[0])
    run.skip(ITEMS[1])
    assert run.next_of(ITEMS, 1) is None, "what waits for others is not gone through"


def test_back_leads_along_those_that_were_skipped_and_still_there():
    run = QueueRun()
    for each in ITEMS[:3]:
        run.skip(each)
    assert run.before(ITEMS, "w").key == "c"
    assert run.before(ITEMS, "c").key == "b"
    assert run.before(ITEMS, "a") is None
    assert run.before([ITEMS[0], ITEMS[2]], "c").key == "a"
    run.begin_again()
    assert run.next_of(ITEMS, -1).key == "a"


def test_progress_counts_the_done_the_skipped_and_what_is_not_read_yet():
    run = QueueRun()
    assert run.progress(ITEMS, 0, "a") == (1, 3)
    run.finish(ITEMS[0], "reached")
    assert run.progress(ITEMS[1:], 10, "b") == (2, 13)
    run.skip(ITEMS[1])
    assert run.progress(ITEMS[1:], 10, "c") == (3, 13)
    run.take_back("a", "reached")
    assert run.progress(ITEMS, 10, "a") == (2, 13)
    assert not +run.outcomes


def test_who_is_put_off_comes_no_more_and_is_not_done():
    run = QueueRun()
    run.finish(ITEMS[0])
    run.put_off(ITEMS[1])
    assert run.next_of(ITEMS, -1).key == "c"
    assert run.progress(ITEMS[2:], 0, "c") == (3, 3)
    assert (run.done_count, run.later) == (1, ["b"])
    run.take_back("b")
    assert (run.done_count, run.later) == (1, [])
    assert run.next_of(ITEMS, -1).key == "b"
