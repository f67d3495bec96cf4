"""Processes to begin with: one for each usual kind of loan, beside the standard one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from loancrm_desktop.services import access
from loancrm_desktop.services.calls import reader
from loancrm_desktop.services.founding import preset
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.process.drawing import present
from loancrm_desktop.services.process.process_drafts import ACT

KEYS = ("standard", "credit_loan", "mortgage_loan", "car_loan", "business_loan")


@dataclass(frozen=True, slots=True)
class Starter:
    """A process to begin with; its body is published or changed as any other."""

    key: str
    name_zh: str
    name_en: str
    body: dict[str, Any]


@reader("process.starters")
def starters(work: Work) -> tuple[Starter, ...]:
    """Answer the processes an office may begin with.

    Raises:
        Refused: the actor may not design processes.
    """
    access.require(work, ACT)
    bodies = [present(preset(f"processes/{key}.json")) for key in KEYS]
    return tuple(
        Starter(str(body["key"]), str(body["name_zh"]), str(body["name_en"]), body)
        for body in bodies
    )
