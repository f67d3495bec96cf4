"""The windows are opened in processes of their own and timed."""

from __future__ import annotations

import pytest

from loancrm_desktop.bench import office_seed, windows


@pytest.mark.slow
def test_every_work_of_the_hand_is_timed_on_a_real_office(tmp_path):
    office_seed.build(tmp_path / "office", 300)
    figures = windows.run(tmp_path / "office")
    assert [row.name for row in figures.rows] == list(windows.TITLES)
    assert all(row.ours.median > 0 for row in figures.rows)
    assert all(stalled.ms > 50 for stalled in figures.stalls)


def test_a_window_that_does_not_come_is_told_with_its_last_words(tmp_path, monkeypatch):
    monkeypatch.setattr(windows.quiet, "catch_up", str)
    with pytest.raises(RuntimeError, match="Unavailable"):
        windows.run(tmp_path / "no office here")
