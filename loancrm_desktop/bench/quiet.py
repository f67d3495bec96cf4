"""An office whose clock has caught up: what is measured then is the program, not a backlog.

The bench's office holds months of rows made at once; the limits that passed in them are due all
together when it is opened the first time.
"""

from __future__ import annotations

from pathlib import Path

from loancrm_desktop.bench import office_seed
from loancrm_desktop.services.process import timekeeping
from loancrm_desktop.services.rules import clock


def catch_up(folder: Path) -> int:
    """Do all that time has made due, until the services say that there is nothing more.

    Returns:
        How much was done.
    """
    opened = office_seed.open_office(folder)
    office, actor, done = opened.office, opened.actor, 0
    try:
        more = True
        while more:
            limits = office.do(actor, timekeeping.run_limits, timekeeping.MOST_AT_ONCE)
            done += len(limits.fired)
            more = limits.more
        while (fired := office.do(actor, clock.run, clock.MOST_AT_ONCE)).fired:
            done += len(fired.fired)
        office_seed.settle(office.database)
        return done
    finally:
        office.close()
