"""Writes into an office until it is killed, and says what was committed; run as a child.

`python office_writer.py FOLDER MODE NAME COUNT`: one line per acknowledged act on standard
output: `customer ID`, `moved DEAL_ID STAGE`, `contact ID`. The line is written after the office
answered, so what stands there must be in the file for ever.
"""

from __future__ import annotations

import sys
from pathlib import Path

from loancrm_desktop.models.database import Database, FileKey
from loancrm_desktop.services import access, customers, deals, follow_ups
from loancrm_desktop.services.office import Office, OfficePlace
from loancrm_desktop.services.opening import assemble

KEY = FileKey(bytes(range(32)))  # of the test offices in office_fixtures.py


def opened(folder: Path, mode: str) -> Office:
    """Open a test office with the system's clock."""
    place = OfficePlace(folder, "0" * 32, "测试机构", mode, b"d" * 32, b"j" * 32)
    return assemble(Database(folder / "office.db", KEY, mode), place)


def write(office: Office, name: str, count: int) -> None:
    """Add customers, move their deals, log contacts; say each once it is committed."""
    with office.database.reading() as session:
        actor = access.actor_for(session, "boss", desk=name)
    for number in range(count):
        values = {"name": f"{name}{number}", "requested_amount": "300000.00"}
        added = office.do(actor, customers.add, values)
        say(f"customer {added.id}")
        office.do(actor, deals.move, added.deal_id, "first_call")
        say(f"moved {added.deal_id} first_call")
        logged = office.do(actor, follow_ups.log, added.id, "电话")
        say(f"contact {logged.id}")


def say(line: str) -> None:
    """Tell the parent at once; a pipe's content outlives us."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    writer = opened(Path(sys.argv[1]), sys.argv[2])
    say("ready")
    write(writer, sys.argv[3], int(sys.argv[4]))
    writer.close()
