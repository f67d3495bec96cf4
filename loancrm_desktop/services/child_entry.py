"""In a frozen build the program starts itself again to read or fill foreign files: this is where."""

from __future__ import annotations

from collections.abc import Sequence

SHEET = "--sheet-child"
CONTRACT = "--contract-child"


def run_as_child(arguments: Sequence[str]) -> int | None:
    """Be a child when the command line says so; answers its exit code, else None.

    Call before anything heavy is imported.
    """
    if SHEET in arguments:
        from loancrm_desktop.services.exchange import sheet_child

        return sheet_child.main()
    if CONTRACT in arguments:
        from loancrm_desktop.services.contract_files import fill_child

        return fill_child.main()
    return None
