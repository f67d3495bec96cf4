"""Who a demo case is about and what is wanted: the person, the loan, who works on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from loancrm_desktop.services.demo_office.fates import Fate
from loancrm_desktop.services.demo_office.people import PeopleMaker, Person
from loancrm_desktop.services.demo_office.words import between, chance, pick, weighted, words
from loancrm_desktop.terms import name_of

_WAN_YUAN = 10_000
_LEVELS = {
    "won": {"A": 55, "B": 40, "C": 5},
    "standing": {"A": 20, "B": 50, "C": 30},
    "lost": {"B": 25, "C": 50, "D": 25},
    "archived": {"C": 40, "D": 60},
    "mistake": {"D": 100},
}
_CREDIT = {
    "archived": {"overdue": 85, "unknown": 15},
    "lost": {"good": 55, "overdue": 25, "unknown": 20},
}
_GOOD_CREDIT = {"good": 90, "overdue": 6, "unknown": 4}
_ASSETS = {
    "property_secured": (("house",), ("house", "car")),
    "vehicle_secured": (("car",),),
}
_ANY_ASSETS = (("none",), ("car",), ("house",), ("house", "car"))


@dataclass(frozen=True, slots=True)
class Crew:
    """Who works in the demo office, by login.

    Attributes:
        brokers: each broker's team.
        supervisors: each team's supervisor.
        back_office: who takes leads in and deals with the banks.
    """

    brokers: Mapping[str, str]
    supervisors: Mapping[str, str]
    back_office: str


@dataclass(frozen=True, slots=True)
class Story:
    """What one case is about.

    Attributes:
        own_lead: whether the broker brought the customer; else the back office took the lead in.
        rate: per cent a year.
        fee_yuan: for the brokerage.
    """

    person: Person
    fate: Fate
    product_type: str
    amount_yuan: int
    approved_yuan: int
    term_months: int
    purpose: str
    bank: str
    product: str
    rate: str
    fee_yuan: int
    channel: str
    own_lead: bool
    owner: str
    team: str
    supervisor: str
    back_office: str

    def phrase(self, text: str, reason: str = "") -> str:
        """Fill a phrase's places in."""
        return text.format(
            amount=f"{self.amount_yuan // _WAN_YUAN}万",
            approved=f"{self.approved_yuan // _WAN_YUAN}万",
            product=self.product,
            bank=self.bank,
            term=self.term_months,
            purpose=name_of("purpose", self.purpose, "zh"),
            reason=reason,
        )


class StoryMaker:
    """Makes up stories, one after the other."""

    def __init__(self, rng: Random, people: PeopleMaker, crew: Crew) -> None:
        self._rng = rng
        self._people = people
        self._crew = crew
        self._loans = words("loans")
        self._channels = words("office")["channels"]

    def story(self, fate: Fate) -> Story:
        """Make up one case of a fate."""
        rng = self._rng
        types = self._loans["types"]
        product_type = weighted(rng, {key: body["share"] for key, body in types.items()})
        loan = types[product_type]
        low, high, step = loan["amount"]
        amount_wan = int(rng.triangular(low, high, low + (high - low) / 5)) // step * step
        approved_wan = max(low, int(amount_wan * rng.uniform(0.7, 1.02)) // step * step)
        channel = self._channel(fate)
        owner = pick(rng, list(self._crew.brokers))
        team = self._crew.brokers[owner]
        return Story(
            person=self._people.person(product_type),
            fate=fate,
            product_type=product_type,
            amount_yuan=amount_wan * _WAN_YUAN,
            approved_yuan=min(approved_wan, amount_wan) * _WAN_YUAN,
            term_months=pick(rng, loan["terms"]),
            purpose=pick(rng, loan["purposes"]),
            bank=pick(rng, self._loans["banks"]),
            product=pick(rng, loan["products"]),
            rate=f"{between(rng, *loan['rate']):.2f}",
            fee_yuan=int(amount_wan * between(rng, *loan["fee"])) * (_WAN_YUAN // 100),
            channel=channel,
            own_lead=self._channels[channel]["own_lead"],
            owner=owner,
            team=team,
            supervisor=self._crew.supervisors[team],
            back_office=self._crew.back_office,
        )

    def _channel(self, fate: Fate) -> str:
        # What waits to be assigned was taken in by the back office.
        waits = fate.stage == "lead_assignment"
        return weighted(
            self._rng,
            {
                key: body["share"]
                for key, body in self._channels.items()
                if not (waits and body["own_lead"])
            },
        )

    def another_bank(self, story: Story) -> tuple[str, str]:
        """Answer another bank and product for the same need."""
        others = [bank for bank in self._loans["banks"] if bank != story.bank]
        return pick(self._rng, others), pick(
            self._rng, self._loans["types"][story.product_type]["products"]
        )

    def reason(self, kind: str, stage: str = "") -> str:
        """Answer why a case was lost, archived or declined: `lost`, `archive`, `decline`."""
        reasons = self._loans[f"{kind}_reasons"]
        return pick(self._rng, reasons[stage] if stage else reasons)


def first_values(rng: Random, story: Story) -> dict[str, Any]:
    """Answer what is known of a customer at the first moment."""
    person = story.person
    known: dict[str, Any] = {
        "name": person.name,
        "phone": person.phone,
        "gender": person.gender,
        "region": person.region,
        "product_type": story.product_type,
        "requested_amount": str(story.amount_yuan),
        "requested_term_months": story.term_months,
        "purpose": story.purpose,
        "channel": story.channel,
        "occupation": person.occupation,
    }
    if person.company:
        known["company"] = person.company
    if chance(rng, 0.6):
        known["wechat"] = f"wx_{person.phone[3:]}"
    if "referral" in story.channel:
        known["referrer"] = f"{pick(rng, ('陈', '李', '王', '张'))}{pick(rng, ('先生', '女士'))}"
    if chance(rng, 0.2):
        known["remark"] = pick(rng, words("people")["remarks"])
    return known


def reviewed_values(rng: Random, story: Story) -> dict[str, Any]:
    """Answer what the review of a customer's papers brings."""
    person, how = story.person, story.fate.how
    tags = list(words("people")["tags"])
    rng.shuffle(tags)
    return {
        "id_number": person.id_number,
        "address": person.address,
        "monthly_income": str(person.income_yuan),
        "social_insurance": person.social_insurance,
        "credit_standing": weighted(rng, _CREDIT.get(how, _GOOD_CREDIT)),
        "assets": list(pick(rng, _ASSETS.get(story.product_type, _ANY_ASSETS))),
        "level": weighted(rng, _LEVELS[how]),
        "tags": tags[: int(rng.random() * 3)],
    }
