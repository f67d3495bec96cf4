"""Writing programs are killed at random moments: nothing that was acknowledged is ever lost."""

import random
import shutil
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from office_writer import Writer, opened

from loancrm_desktop.models.tables import metadata
from loancrm_desktop.services import checking, journal

MOST_LIFE_S = 0.5
LOOK_EVERY = 25


@dataclass
class Run:
    """What a series of kills came to.

    Attributes:
        hot: how often the log of an unfinished commit was left behind.
    """

    folder: Path
    mode: str
    kills: int = 0
    hot: int = 0
    said: list[str] = field(default_factory=list)


def kill_again_and_again(run: Run, kills: int, chance: random.Random) -> None:
    """Let two programs write at once and kill one after the other."""
    writers = [Writer(run.folder, run.mode, f"写{number}") for number in (1, 2)]
    while run.kills < kills:
        time.sleep(chance.uniform(0.0, MOST_LIFE_S))
        which = chance.randrange(len(writers))
        run.said += writers[which].kill()
        run.kills += 1
        run.hot += left_hot(run)
        if run.kills % LOOK_EVERY == 0:
            look(run)
        writers[which] = Writer(run.folder, run.mode, f"写{run.kills}")
    for writer in writers:
        run.said += writer.kill()
    look(run)


def left_hot(run: Run) -> bool:
    name = "office.db-wal" if run.mode == "local" else "office.db-journal"
    try:
        return (run.folder / name).stat().st_size > 0
    except FileNotFoundError:
        return False


def look(run: Run) -> None:
    """Open the office: every acknowledged row is there, and nothing is damaged."""
    with opened(run.folder, run.mode, "after") as (office, actor):
        assert set(run.said) - present(office) == set(), "an acknowledged row is gone"
        assert checking.check(office, actor).problems == ()
        assert office.ask(actor, journal.verify).intact


def present(office) -> set[str]:
    """Answer what writers may have said, read off the rows."""
    with office.database.reading() as session:
        rows = {
            name: session.execute(metadata.tables[name].select()).all()
            for name in ("customer", "follow_up", "stage_visit")
        }
    return {
        *(f"customer {row.id}" for row in rows["customer"]),
        *(f"contact {row.id}" for row in rows["follow_up"]),
        *(f"moved {row.deal_id} {row.stage}" for row in rows["stage_visit"]),
    }


@pytest.fixture
def folder(tmp_path, founded_file):
    folder = tmp_path / "killed"
    folder.mkdir()
    shutil.copy(founded_file, folder / "office.db")
    return folder


@pytest.mark.parametrize(("mode", "kills"), [("local", 6), ("shared", 3)])
def test_a_few_kills_lose_nothing(folder, mode, kills):
    run = Run(folder, mode)
    kill_again_and_again(run, kills, random.Random(7))
    assert run.kills == kills
    assert len(run.said) > kills


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize(("mode", "kills"), [("local", 200), ("shared", 100)])
def test_many_kills_lose_nothing(folder, mode, kills):
    run = Run(folder, mode)
    kill_again_and_again(run, kills, random.Random())
    sys.stdout.write(f"{mode}: {run.kills} kills, {len(run.said)} said, {run.hot} hot logs\n")
    assert len(run.said) > 10 * kills
    assert run.hot > 0


def test_the_look_would_notice_a_lost_row(folder):
    """Teeth: a customer said to be saved and not in the file is an alarm."""
    run = Run(folder, "local", said=["customer 99"])
    with pytest.raises(AssertionError, match="gone"):
        look(run)
