"""A PostgreSQL of our own for a test: the one named by the environment, or one started here."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

VARIABLE = "LOANCRM_TEST_POSTGRES"


@contextmanager
def postgresql_url() -> Iterator[str]:
    """Answer the URL of an empty database; skip the test where the machine has no server."""
    if importlib.util.find_spec("psycopg") is None:
        pytest.skip("psycopg is not installed")
    if os.environ.get(VARIABLE):
        yield os.environ[VARIABLE]
        return
    programs = _programs()
    if programs is None or os.name != "posix":
        pytest.skip(f"no PostgreSQL server here, and {VARIABLE} names none")
    folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))
    try:
        yield from _started(programs, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
    on_path = shutil.which("pg_ctl")
    if on_path:
        return Path(on_path).parent
    return found[-1].parent if found else None


def _started(programs: Path, folder: Path) -> Iterator[str]:
    user = _unprivileged(folder)
    database = folder / "d"

    def run(program: str, *arguments: str) -> None:
        command = [str(programs / program), "-D", str(database), *arguments]
        done = subprocess.run(
            command,
            user=user,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        if done.returncode:
            pytest.skip(f"{program} could not be run here (exit code {done.returncode})")

    run("initdb", "-U", "tester", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale", "C.UTF-8")
    settings = f"-k {folder} -c listen_addresses= -c fsync=off -c full_page_writes=off"
    run("pg_ctl", "-w", "-o", settings, "-l", str(folder / "log"), "start")
    try:
        yield f"postgresql+psycopg://tester@/postgres?host={folder}"
    finally:
        run("pg_ctl", "-w", "-m", "immediate", "stop")


def _unprivileged(folder: Path) -> str | None:
    """PostgreSQL refuses to run as root: hand the folder to the user `postgres` then."""
    if os.geteuid() != 0:
        return None
    try:
        shutil.chown(folder, "postgres", "postgres")
    except LookupError:
        pytest.skip("running as root, and there is no user postgres to run a server as")
    return "postgres"
