"""What a command needs from the line: the shared options, and one way to print an answer."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from loancrm_desktop.cli import printing
from loancrm_desktop.cli.shared_options import SharedOptions
from loancrm_desktop.errors import Invalid
from loancrm_desktop.texts import say, tr

if TYPE_CHECKING:
    from loancrm_desktop.cli.session import Session
    from loancrm_desktop.cli.words import Words

options = SharedOptions()


def use(given: SharedOptions) -> None:
    """Put the shared options of this run in force."""
    global options  # noqa: PLW0603 - one process runs one command
    options = given


def office() -> AbstractContextManager[Session]:
    """Open the office for this command."""
    from loancrm_desktop.cli import session

    return session.opened(options)


def answer(value: Any, text: str | None = None) -> None:
    """Print an answer: as JSON when asked, else as a sentence or as lines."""
    if options.json:
        printing.as_json(value)
    elif text is not None:
        printing.sentence(text)
    else:
        from loancrm_desktop.cli.words import Words

        words = Words()
        shown: dict[str, Any] = printing.plain(value)
        empty: tuple[Any, ...] = (None, "", [])
        printing.pairs(
            (words.heading(key), words.said(key, each))
            for key, each in shown.items()
            if each not in empty
        )


def answer_rows(
    rows: Sequence[Any],
    columns: Sequence[str],
    words: Words,
    more: dict[str, Any] | None = None,
) -> None:
    """Print rows: `{"rows": […], …}` as JSON, else a table."""
    keyed: list[dict[str, Any]] = words.keyed(list(rows))
    if options.json:
        printing.as_json({"rows": keyed, **(more or {})})
    else:
        show_table(keyed, columns, words)
        _say_there_is_more(len(keyed), more or {})


def _say_there_is_more(shown: int, more: dict[str, Any]) -> None:
    total, following = more.get("total"), more.get("next")
    if total is not None:
        printing.sentence("\n" + tr("{shown} of {total} rows.", shown=shown, total=total))
    if following:
        printing.sentence(tr("Go on with --after {cursor}", cursor=following))


def show_table(rows: Sequence[dict[str, Any]], columns: Sequence[str], words: Words) -> None:
    """Print rows of JSON values as a table with the chosen columns."""
    printing.table(
        [words.heading(key) for key in columns],
        ([words.said(key, row.get(key)) for key in columns] for row in rows),
    )


def json_argument(text: str) -> Any:
    """Read a JSON argument, written inline or as `@file`.

    Raises:
        Invalid: the file cannot be read, or it is no JSON.
    """
    source = text
    if text.startswith("@"):
        try:
            source = Path(text[1:]).read_text(encoding="utf-8-sig")
        except OSError as fault:
            raise Invalid(say("The file {file} cannot be read.", file=text[1:])) from fault
        except UnicodeDecodeError as fault:
            raise Invalid(say("The file {file} is not UTF-8 text.", file=text[1:])) from fault
    try:
        return json.loads(source)
    except (ValueError, RecursionError) as fault:
        raise Invalid(
            say("This is not valid JSON: {reason}. Check quotes and brackets.", reason=str(fault))
        ) from fault


def json_object(text: str) -> dict[str, Any]:
    """Read a JSON object argument.

    Raises:
        Invalid: it is something else.
    """
    value = json_argument(text)
    if not isinstance(value, dict):
        raise Invalid(
            say(
                "A JSON object in braces is needed here, such as {example}.",
                example='{"name": "张三"}',
            )
        )
    return cast("dict[str, Any]", value)
