"""What an import leaves behind: its mapping for the next one, and whom it made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.services.exchange.header_words import bare_heading
from loancrm_desktop.services.exchange.import_memory import Remembered
from loancrm_desktop.services.exchange.mapping import ColumnGuess
from loancrm_desktop.texts import say


def as_remembered(
    guesses: Sequence[ColumnGuess], remembered: Remembered
) -> tuple[ColumnGuess, ...]:
    """Answer the columns as they were mapped last time; a unit that was guessed stays."""
    fields = {bare_heading(name): field for name, field in (remembered.columns or {}).items()}
    return tuple(_as_last_time(each, fields.get(bare_heading(each.column))) for each in guesses)


def columns_of(columns: Sequence[ColumnGuess]) -> dict[str, str | None]:
    """Answer the mapping as it is remembered."""
    return {column.column: column.field for column in columns}


def first_made(changes: ChangeSet) -> int:
    """Answer the number of the first customer an import made, 0 when it made none."""
    made = [first for table, first, _ in changes.ranges if table == "customer"]
    made += [
        each.record_id for each in changes if each.table == "customer" and each.act == "insert"
    ]
    return min(made, default=0)


def _as_last_time(guess: ColumnGuess, field: str | None) -> ColumnGuess:
    if field == guess.field:
        return replace(guess, confidence=1.0, why=say("As last time."))
    return replace(guess, field=field, part=None, confidence=1.0, why=say("As last time."))
