"""The limit for boards and time limits: the least a program could ask of plain SQLite for them.

Deals get the moment they are due copied from our office, and the indexes such questions like best.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from loancrm_desktop.bench import limit
from loancrm_desktop.bench.seeds import LAST_OPEN_STAGE
from loancrm_desktop.bench.workload import NOW_S

CARDS = 50
FIRST_CARDS = 12

_ADD_DUE = "ALTER TABLE deal ADD COLUMN due_s INTEGER"
_ADD_TIMER = "ALTER TABLE deal ADD COLUMN timer_s INTEGER"
_FILL_DUE = "UPDATE deal SET due_s = ? WHERE id = ?"
_INDEXES = (
    """CREATE INDEX deal_board ON deal(stage, stage_entered_s, id, due_s, amount_fen,
        customer_id)""",
    "CREATE INDEX deal_urgent ON deal(stage, due_s, id)",
    "CREATE INDEX task_open ON task(customer_id, due_s) WHERE done = 0",
)
_COUNTS = "SELECT stage, count(*) FROM deal GROUP BY stage"
_LANES = """SELECT stage, count(*), sum(amount_fen), sum(due_s < :now),
    sum(due_s >= :now AND (due_s - :now) * 4 < due_s - stage_entered_s),
    sum(NOT EXISTS (SELECT 1 FROM task t WHERE t.customer_id = deal.customer_id AND t.done = 0)),
    avg(:now - stage_entered_s)
    FROM deal GROUP BY stage"""
_CARDS = """SELECT d.*, c.name, (SELECT min(t.due_s) FROM task t
        WHERE t.customer_id = d.customer_id AND t.done = 0)
    FROM (SELECT id FROM deal WHERE stage = ? AND due_s IS NOT NULL ORDER BY due_s, id LIMIT ?) k
    JOIN deal d ON d.id = k.id JOIN customer c ON c.id = d.customer_id ORDER BY d.due_s, d.id"""
_SET_TIMERS = "UPDATE deal SET timer_s = CASE WHEN id % 2 THEN ? + id END"
_INDEX_TIMERS = "CREATE INDEX deal_by_timer ON deal(timer_s) WHERE timer_s IS NOT NULL"
_DUE_NOW = "SELECT id FROM deal WHERE timer_s <= ? ORDER BY timer_s, id LIMIT 500"


class LimitFlow:
    """An open limit office whose deals know when they are due."""

    def __init__(self, path: Path, due_s: Iterable[tuple[int | None, int]]) -> None:
        """Open it.

        Args:
            path: the limit's file.
            due_s: when each deal is due, and its number.
        """
        self._connection = limit.connect(path, durable=True)
        run = self._connection.execute
        run(_ADD_DUE)
        run(_ADD_TIMER)
        run("BEGIN")
        self._connection.executemany(_FILL_DUE, due_s)
        run(_SET_TIMERS, (NOW_S + 1,))
        for statement in (*_INDEXES, _INDEX_TIMERS):
            run(statement)
        run("COMMIT")
        run("ANALYZE")
        run("DELETE FROM sqlite_stat4")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def first(self, _index: int) -> int:
        """Count the columns and read the first cards of those that run."""
        counts = self._connection.execute(_COUNTS).fetchall()
        for stage, _ in counts:
            if stage <= LAST_OPEN_STAGE:
                self._connection.execute(_CARDS, (stage, FIRST_CARDS)).fetchall()
        return sum(count for _, count in counts)

    def lanes(self, _index: int) -> int:
        """Sum up the columns."""
        found = self._connection.execute(_LANES, {"now": NOW_S}).fetchall()
        return sum(row[1] for row in found)

    def cards(self, index: int) -> int:
        """Read the most urgent cards of a column."""
        stage = index % LAST_OPEN_STAGE + 1
        return len(self._connection.execute(_CARDS, (stage, CARDS)).fetchall())

    def scan(self, _index: int) -> int:
        """Look which time limits ask for something by now; none does."""
        return len(self._connection.execute(_DUE_NOW, (NOW_S,)).fetchall())
