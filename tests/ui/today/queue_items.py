"""Items of a queue for tests that need no office."""

from datetime import UTC, datetime

from loancrm_desktop.services.today import QueueItem

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
EMPTY = dict.fromkeys(QueueItem.__dataclass_fields__)


def item(key, group="overdue", kind="call"):
    return QueueItem(
        **{
            **EMPTY,
            "key": key,
            "group": group,
            "reason": "task",
            "kind": kind,
            "customer_name": key,
            "priority": 0,
            "state": "none",
        }
    )
