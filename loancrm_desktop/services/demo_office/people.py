"""Fictional people: names, phones no carrier has given out, ID numbers no card bears."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from stdnum.iso7064 import mod_11_2

from loancrm_desktop.services.demo_office.words import chance, pick, weighted, words
from loancrm_desktop.terms import name_of

_PROVINCE = "440000"
"""Guangdong's own code: cards bear the code of a district, so nobody has such a number."""

_WORKS = {
    "business": {"business_owner": 70, "self_employed": 30},
    "tax_based": {"business_owner": 90, "self_employed": 10},
    "property_secured": {"business_owner": 60, "self_employed": 15, "employee": 25},
    "provident_fund": {"employee": 60, "civil_servant": 40},
}
_ANY_WORK = {"employee": 62, "self_employed": 14, "civil_servant": 10, "freelancer": 8, "other": 6}
_INCOME_YUAN = {
    "business_owner": (15_000, 90_000),
    "self_employed": (8_000, 35_000),
    "employee": (6_000, 28_000),
    "civil_servant": (8_000, 22_000),
}
_SOCIAL = {
    "employee": {"both": 70, "insurance_only": 25, "none": 5},
    "civil_servant": {"both": 100},
    "business_owner": {"both": 35, "insurance_only": 35, "none": 30},
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who does not exist.

    Attributes:
        work: the key of an occupation, such as `business_owner`.
    """

    name: str
    gender: str
    born: date
    phone: str
    id_number: str
    region: str
    address: str
    company: str
    work: str
    income_yuan: int
    social_insurance: str

    @property
    def occupation(self) -> str:
        """Answer the occupation as people say it."""
        return name_of("occupation", self.work, "zh")


class PeopleMaker:
    """Makes people, no two with one phone or one ID number."""

    def __init__(self, rng: Random, today: date) -> None:
        self._rng = rng
        self._today = today
        self._words = words("people")
        self._surnames: dict[str, float] = dict(self._words["surnames"])
        self._cities = {city: body["share"] for city, body in self._words["regions"].items()}
        self._taken: set[str] = set()

    def person(self, product_type: str) -> Person:
        """Make somebody who might want a loan of a type."""
        rng = self._rng
        work = weighted(rng, _WORKS.get(product_type, _ANY_WORK))
        low, high = _INCOME_YUAN.get(work, (4_000, 15_000))
        city = weighted(rng, self._cities)
        district = pick(rng, self._words["regions"][city]["districts"])
        gender = "male" if chance(rng, 0.58) else "female"
        born = self._birthday(24, 56)
        return Person(
            name=self._name(gender),
            gender=gender,
            born=born,
            phone=self._phone(),
            id_number=self._id_number(born, gender),
            region=f"{city}{district}",
            address=self._address(f"{city}{district}"),
            company=self._company(work, city),
            work=work,
            income_yuan=int(rng.triangular(low, high, low + (high - low) / 4)) // 500 * 500,
            social_insurance=weighted(rng, _SOCIAL.get(work, {"insurance_only": 40, "none": 60})),
        )

    def relative(self, of: Person, relation: str) -> Person:
        """Make a person around another; a spouse is of the other sex and near in age."""
        rng = self._rng
        gender = pick(rng, ("male", "female"))
        born = self._birthday(25, 58)
        if relation == "spouse":
            gender = "female" if of.gender == "male" else "male"
            born = of.born + timedelta(days=int((rng.random() - 0.5) * 2_500))
        return replace(
            of,
            name=self._name(gender),
            gender=gender,
            born=born,
            phone=self._phone(),
            id_number=self._id_number(born, gender),
        )

    def _name(self, gender: str) -> str:
        return weighted(self._rng, self._surnames) + pick(self._rng, self._words[gender])

    def _birthday(self, youngest: int, oldest: int) -> date:
        days = self._rng.triangular(youngest, oldest, 36) * 365.25
        return self._today - timedelta(days=int(days))

    def _phone(self) -> str:
        while True:
            prefix = pick(self._rng, self._words["phone_prefixes"])
            number = f"{prefix}{self._digits(8)}"
            if number not in self._taken:
                self._taken.add(number)
                return number

    def _id_number(self, born: date, gender: str) -> str:
        while True:
            order = int(self._rng.random() * 500) * 2 + (1 if gender == "male" else 0)
            first = f"{_PROVINCE}{born:%Y%m%d}{order:03d}"
            if first not in self._taken:
                self._taken.add(first)
                return first + mod_11_2.calc_check_digit(first)

    def _digits(self, count: int) -> str:
        return f"{int(self._rng.random() * 10**count):0{count}d}"

    def _address(self, region: str) -> str:
        rng = self._rng
        road = pick(rng, self._words["roads"])
        estate = pick(rng, self._words["estates"])
        house, tower = int(rng.random() * 300) + 1, int(rng.random() * 12) + 1
        floor, flat = int(rng.random() * 28) + 2, int(rng.random() * 6) + 1
        return f"{region}{road}{house}号{estate}{tower}栋{floor}{flat:02d}"

    def _company(self, work: str, city: str) -> str:
        rng = self._rng
        town = city.removeprefix("广东省")
        if work == "civil_servant":
            return f"{town}{pick(rng, self._words['public_employers'])}"
        trades = self._words["company_trades"].get(work)
        if trades is None:
            return ""
        name = pick(rng, self._words["company_names"])
        if work == "self_employed":
            return f"{town.removesuffix('市')}{name}{pick(rng, trades)}"
        return f"{town}{name}{pick(rng, trades)}有限公司"
