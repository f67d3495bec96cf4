"""A bar on standard error for long work, where somebody looks on."""

from __future__ import annotations

import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

_EVERY_S = 0.2


class Counted(Protocol):
    """Work that counts what is done."""

    @property
    def done(self) -> int:
        """Answer how much is done."""
        ...

    @property
    def total(self) -> int:
        """Answer how much there is to do; 0 while nobody knows."""
        ...


@contextmanager
def shown(work: Counted, title: str) -> Generator[None]:
    """Show how far work on this thread is, while standard error is a terminal."""
    if not sys.stderr.isatty():
        yield
        return
    bar = _bar()
    ended = threading.Event()
    task = bar.add_task(title, total=None)

    def follow() -> None:
        while not ended.wait(_EVERY_S):
            bar.update(task, completed=work.done, total=work.total or None)

    follower = threading.Thread(target=follow, name="progress", daemon=True)
    with bar:
        follower.start()
        try:
            yield
        finally:
            ended.set()
            follower.join()
            bar.update(task, completed=work.done, total=work.total or None)


def _bar() -> Bar:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=Console(file=sys.stderr),
        transient=True,
    )
