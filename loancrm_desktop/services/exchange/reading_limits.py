"""How much of a foreign file is read at most, before it is refused in a sentence."""

from __future__ import annotations

from dataclasses import dataclass

_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """The bounds of one reading; each is far above any list a brokerage keeps by hand.

    Attributes:
        rows: rows of one sheet, header and banners included.
        columns: columns of one sheet; empty cells at the right do not count.
        cells: rows times columns of the rectangle that holds all filled cells.
        file_bytes: size of the file on disk.
        expanded_bytes: what a packed file (XLSX, ODS, gzip) may unfold to.
        ratio: unfolded size by packed size. Checked only above `ratio_from_bytes`: a sheet of
            numbers packs tenfold and one of repeated words a hundredfold, and a small one can
            do no harm.
        ratio_from_bytes: unfolded size from which the ratio is looked at.
        entries: parts inside a packed file.
        memory_bytes: memory of the reading process.
        seconds: wall clock time of the reading process.
    """

    rows: int = 200_000
    columns: int = 200
    cells: int = 10_000_000
    file_bytes: int = 100 * _MIB
    expanded_bytes: int = 200 * _MIB
    ratio: int = 100
    ratio_from_bytes: int = 50 * _MIB
    entries: int = 2_000
    memory_bytes: int = 1536 * _MIB
    seconds: float = 60.0


DEFAULT_LIMITS = ReadingLimits()
