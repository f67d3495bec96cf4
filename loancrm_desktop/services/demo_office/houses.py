"""What a demo office keeps besides the shipped kinds: the properties of its customers."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from loancrm_desktop.services import customer_list, own_records, record_types, views
from loancrm_desktop.services.demo_office.player import Stage
from loancrm_desktop.services.demo_office.words import chance, pick, words
from loancrm_desktop.services.forms import publishing
from loancrm_desktop.services.lists import ListQuery
from loancrm_desktop.services.record_types import TypeWish

_LOOKED = 400
_EVERY_SECOND = 0.5
_TWO = 0.25


def draw_type(stage: Stage) -> None:
    """Make the record type with its form and a view everybody has."""
    boss, body = stage.actors["boss"], words("houses")
    own, view = body["type"], body["view"]
    wish = TypeWish(own["zh"], own["en"], own["icon"], ("customer", "deal"))
    kind = stage.office.do(boss, record_types.add, key=own["key"], wish=wish)
    stage.office.do(boss, publishing.publish, kind=kind, body=body["form"])
    stage.office.do(
        boss,
        views.save,
        kind=kind,
        name=view["name"],
        body={"where": view["where"], "sort": view["sort"]},
        shared=True,
    )


def write_down(rng: Random, stage: Stage) -> int:
    """Write down what customers own who said so; answers how many records there are."""
    boss, kind = stage.actors["boss"], words("houses")["form"]["kind"]
    where = {"field": "assets", "op": "has_any", "value": ["house"]}
    query = ListQuery(where=where, sort=("id",), limit=_LOOKED)
    made = 0
    for row in stage.office.ask(boss, customer_list.page, query=query).rows:
        if not chance(rng, _EVERY_SECOND):
            continue
        for _ in range(2 if chance(rng, _TWO) else 1):
            values = _house(rng, stage.clock().date(), row.region)
            values["customer"] = row.id
            stage.office.do(boss, own_records.add, kind=kind, values=values)
            made += 1
    return made


def _house(rng: Random, today: date, region: str | None) -> dict[str, Any]:
    body = words("houses")
    area = 45 + int(rng.random() * 140)
    valuation = area * (25_000 + int(rng.random() * 60) * 1_000)
    mortgaged = chance(rng, _EVERY_SECOND)
    name, number = pick(rng, body["names"]), 1 + int(rng.random() * 18)
    values: dict[str, Any] = {
        "name": f"{name} {number} 栋",
        "address": f"{region or ''}{name} {number} 栋 {100 * (1 + int(rng.random() * 28)) + 1} 室",
        "area": area,
        "use": pick(rng, ("home", "home", "home", "shop", "office")),
        "certificate_on": (today - timedelta(days=400 + int(rng.random() * 5_000))).isoformat(),
        "valuation": f"{valuation}.00",
        "mortgaged": mortgaged,
    }
    if mortgaged:
        values["mortgage_bank"] = pick(rng, body["banks"])
        values["mortgage_left"] = f"{int(valuation * rng.random() * 0.6)}.00"
    return values
