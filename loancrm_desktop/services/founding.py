"""What a new office starts with: roles, channels, the default process, its first person."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select

from loancrm_desktop import places
from loancrm_desktop.errors import Refused
from loancrm_desktop.models.deals import Process, Stage
from loancrm_desktop.models.designs import Design
from loancrm_desktop.models.people import Channel, Role, User
from loancrm_desktop.services.actor import FOUNDER
from loancrm_desktop.services.calls import operation
from loancrm_desktop.services.office import Work
from loancrm_desktop.texts import say

CHANNELS = (
    ("telemarketing", "电话营销"),
    ("friend_referral", "朋友介绍"),
    ("online_ads", "线上广告"),
    ("website", "官网申请"),
    ("customer_referral", "老客户转介绍"),
    ("partner", "同行合作"),
)


@operation("office.found")
def found(work: Work, owner_login: str, owner_name: str) -> int:
    """Write what every office starts with and its owner; answers the owner's user id.

    Raises:
        Refused: the office was founded already.
    """
    if work.actor != FOUNDER or founded(work):
        raise Refused(say("This office was founded already."), forbidden=True)
    for role in preset("roles.json"):
        work.session.add(Role(**role))
    for position, (key, name) in enumerate(CHANNELS):
        work.session.add(
            Channel(key=key, name=name, position=position, created_at=work.now, updated_at=work.now)
        )
    work.session.flush()
    owner = User(
        login=owner_login,
        name=owner_name,
        role_key="owner",
        created_at=work.now,
        updated_at=work.now,
    )
    work.session.add(owner)
    add_process(work, preset("processes/standard.json"), is_default=True)
    work.session.flush()
    return owner.id


def add_process(work: Work, body: dict[str, Any], *, is_default: bool) -> Process:
    """Write a process: its design as version 1 and a row for each stage."""
    process = Process(
        key=body["key"],
        name_zh=body["name_zh"],
        name_en=body["name_en"],
        is_default=is_default,
        created_at=work.now,
        updated_at=work.now,
    )
    work.session.add(process)
    work.session.add(
        Design(
            kind="process",
            key=body["key"],
            version=1,
            state="published",
            body=body,
            made_at=work.now,
            made_by=work.actor.user_id,
        )
    )
    work.session.flush()
    for position, stage in enumerate(body["stages"]):
        work.session.add(
            Stage(
                process_id=process.id,
                key=stage["key"],
                name_zh=stage["name_zh"],
                name_en=stage["name_en"],
                position=position,
                outcome=stage.get("outcome", "open"),
                funnel_step=stage.get("funnel_step"),
                handler=stage.get("handler", "owner"),
                limit_minutes=stage.get("limit_minutes"),
                limit_working=stage.get("limit_working", False),
                created_at=work.now,
                updated_at=work.now,
            )
        )
    return process


def preset(name: str) -> Any:
    """Read a shipped preset."""
    return json.loads((places.resources() / "presets" / name).read_text(encoding="utf-8"))


def founded(work: Work) -> bool:
    """Say whether the office has its first person."""
    return work.session.execute(select(User.id).limit(1)).first() is not None
