"""Who listens to commits cannot spoil them."""

import logging

from loancrm_desktop.changes import Change, ChangeFeed, ChangeSet

CHANGES = ChangeSet("customers.add", (Change("customer", 1, "insert"),))


def test_a_listener_that_fails_spoils_nothing_for_the_others(caplog):
    feed, heard = ChangeFeed(), []

    def fail(changes):
        raise ValueError("张三 13800138000")

    feed.subscribe(fail)
    feed.subscribe(heard.append)
    with caplog.at_level(logging.ERROR):
        feed.publish(CHANGES)
    assert heard == [CHANGES]
    assert "ValueError" in caplog.text
    assert "张三" not in caplog.text, "no customer's data in a log"


def test_whoever_has_left_hears_nothing_more():
    feed, heard = ChangeFeed(), []
    leave = feed.subscribe(heard.append)
    leave()
    leave()
    feed.publish(CHANGES)
    assert heard == []
