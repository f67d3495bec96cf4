"""The stays of deals in stages, as a table that leaves the office."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import aliased

from loancrm_desktop.models.deals import Deal, StageVisit
from loancrm_desktop.models.people import User
from loancrm_desktop.services import access
from loancrm_desktop.services.exchange.export_shape import (
    ExportColumn,
    ExportTable,
    Shape,
    number_column,
)
from loancrm_desktop.services.forms import field_types
from loancrm_desktop.services.language.fields import FieldSpec
from loancrm_desktop.services.office import Work
from loancrm_desktop.terms import name_of
from loancrm_desktop.texts import say

STAYS = "stage_visit"
_STAY_TIMES = (4, 5, 10)


def stays(work: Work, shape: Shape) -> ExportTable:
    """Answer every stay of the deals that the actor sees, in the order of time."""
    names = {"deal": Deal.ref, "person": User.login}
    handler = aliased(User)
    chosen = (
        select(
            StageVisit.id,
            names["deal"] if shape == "words" else StageVisit.deal_id,
            *(StageVisit.stage, StageVisit.from_stage, StageVisit.entered_at, StageVisit.left_at),
            *(StageVisit.dwell_s, names["person"], StageVisit.reason),
            *(handler.login, StageVisit.due_at),
        )
        .join(Deal, Deal.id == StageVisit.deal_id)
        .outerjoin(User, User.id == StageVisit.entered_by)
        .outerjoin(handler, handler.id == StageVisit.handler_id)
        .where(access.taken_out_sql(work.actor, "deal", Deal), Deal.deleted_at.is_(None))
        .order_by(Deal.id, StageVisit.entered_at, StageVisit.id)
    )
    at = FieldSpec(key="at", type=field_types.FieldType.DATETIME, label_zh="", label_en="")
    rows = [
        [
            field_types.to_json(value, at, work.place.zone) if place in _STAY_TIMES else value
            for place, value in enumerate(row)
        ]
        for row in work.session.execute(chosen)
    ]
    return ExportTable(STAYS, name_of("kind", STAYS), _stay_columns(), rows)


def _stay_columns() -> tuple[ExportColumn, ...]:
    words = {
        "deal": (say("Deal number"), "record"),
        "stage": (say("Stage"), "choice"),
        "from_stage": (say("Stage before"), "choice"),
        "entered_at": (say("Entered"), "datetime"),
        "left_at": (say("Left"), "datetime"),
        "dwell_s": (say("Dwell time (seconds)"), "integer"),
        "entered_by": (say("Sent here by"), "person"),
        "reason": (say("Reason"), "long_text"),
        "handler": (say("Handler"), "person"),
        "due_at": (say("Due"), "datetime"),
    }
    return (
        number_column(),
        *(
            ExportColumn(key, text.read(), kind, {}, links="deal" if key == "deal" else "")
            for key, (text, kind) in words.items()
        ),
    )
