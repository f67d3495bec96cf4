"""A process of its own that opens an office, reads a little, and tells what memory it took.

Run as `python -m loancrm_desktop.bench.fresh_process`.

Shape: `{"folder": …}` on standard input; on standard output `{"resident_mb": …, "peak_mb": …}`,
both after the key derivation's memory was given back or never needed.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from loancrm_desktop.bench import memory, office_seed, ours
from loancrm_desktop.bench.workload import questions
from loancrm_desktop.services import customer_list, customer_sheet
from loancrm_desktop.services.lists import ListQuery


def main() -> None:
    """Answer one request."""
    folder = Path(json.loads(sys.stdin.read())["folder"])
    opened = office_seed.open_office(folder)
    office, actor = opened.office, opened.actor
    where = ours.condition(questions(1).filter, office_seed.known_in(opened))
    office.ask(actor, customer_list.page, ListQuery())
    office.ask(actor, customer_list.page, ListQuery(where=where))
    office.ask(actor, customer_sheet.show, 1)
    found = memory.of_this_process()
    office.close()
    sys.stdout.write(json.dumps({"resident_mb": found.resident_mb, "peak_mb": found.peak_mb}))


if __name__ == "__main__":
    main()
