"""A bar is shown where somebody looks on, and nowhere else."""

import io
import sys

import pytest

from loancrm_desktop.cli import progress_bar
from loancrm_desktop.services.exchange.import_plan import Progress


class Screen(io.StringIO):
    def isatty(self):
        return True


def test_a_terminal_shows_how_far_the_work_is(monkeypatch):
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    work = Progress()
    with progress_bar.shown(work, "客户.csv"):
        work.total, work.done = 40, 40
    assert "客户.csv" in screen.getvalue()
    assert "40/40" in screen.getvalue()


def test_a_file_gets_no_bar(monkeypatch):
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with progress_bar.shown(Progress(1, 2), "x"):
        pass
    assert sys.stderr.getvalue() == ""


def test_an_error_ends_the_bar(monkeypatch):
    monkeypatch.setattr(sys, "stderr", Screen())
    with pytest.raises(ZeroDivisionError), progress_bar.shown(Progress(), "x"):
        raise ZeroDivisionError
