"""Decrypted files other programs show: in a private folder that is emptied at lock and at exit."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import tempfile
import time
from pathlib import Path

from loancrm_desktop.errors import Refused
from loancrm_desktop.models.durable_files import trouble_with
from loancrm_desktop.services.file_names import written_name
from loancrm_desktop.texts import say

_PREFIX = "loancrm-opened-"
_STALE_S = 24 * 60 * 60


class OpenedFiles:
    """The private folder of this run of the program.

    Runs: any thread.
    """

    def __init__(self, above: Path | None = None) -> None:
        self._above = above or Path(tempfile.gettempdir())
        self._folder: Path | None = None
        self._round = 0

    @property
    def round(self) -> int:
        """How often everything was taken away; ask before a file is read."""
        return self._round

    @property
    def folder(self) -> Path | None:
        """Where opened files lie now; None while there are none."""
        return self._folder

    def put(self, name: str, content: bytes, since: int) -> Path:
        """Write a file only this person may read; what is changed in it is not kept.

        Args:
            name: as the document is named.
            content: decrypted.
            since: `round` when it was asked for.

        Raises:
            Refused: the office was locked meanwhile.
            Unavailable: the disk.
        """
        if since != self._round:
            raise Refused(say("The office was locked meanwhile."))
        try:
            if self._folder is None or not self._folder.is_dir():
                self._sweep_stale()
                # Readable by this person alone, under a name nobody can guess.
                self._folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=self._above))
            own = Path(tempfile.mkdtemp(dir=self._folder))
            path = own / written_name(name)
            path.write_bytes(content)
            path.chmod(stat.S_IRUSR)
        except OSError as error:
            raise trouble_with(self._above, error) from error
        return path

    def clean(self) -> None:
        """Take every opened file away; one another program holds is tried again next time."""
        self._round += 1
        folder, self._folder = self._folder, None
        if folder is not None:
            _remove(folder)
            if folder.exists():
                self._folder = folder

    def _sweep_stale(self) -> None:
        """Take away what a run that ended badly left behind."""
        for left in self._above.glob(f"{_PREFIX}*"):
            with contextlib.suppress(OSError):  # gone meanwhile, or another person's
                if time.time() - left.stat().st_mtime > _STALE_S:
                    _remove(left)


def _remove(folder: Path) -> None:
    for root, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):  # what stays is removed with the folder or later
                (Path(root) / name).chmod(stat.S_IRUSR | stat.S_IWUSR)
    shutil.rmtree(folder, ignore_errors=True)


opened = OpenedFiles()
"""The one of this program."""
