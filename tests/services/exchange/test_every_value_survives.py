"""Any value of any field type survives form → database → export → import, in every form of file.

Only documents are not among them: an export holds no files, so their slots come in empty.
"""

from __future__ import annotations

import shutil
from datetime import date, datetime

import pytest
from form_bodies import CARS, choice, form, own
from hypothesis import given, settings
from hypothesis import strategies as st
from office_fixtures import RAW_KEY, FrozenClock, place_in

from loancrm_desktop.errors import Invalid
from loancrm_desktop.models.database import Database
from loancrm_desktop.services import access, customer_list, customers
from loancrm_desktop.services.exchange import exporting, whole_import
from loancrm_desktop.services.exchange.export_consent import Consent
from loancrm_desktop.services.exchange.export_tables import ExportWish
from loancrm_desktop.services.exchange.exporting import Target
from loancrm_desktop.services.exchange.whole_file import read_whole
from loancrm_desktop.services.forms import publishing
from loancrm_desktop.services.lists import ListQuery
from loancrm_desktop.services.opening import assemble

FIELDS = {
    "a_line": own("text"),
    "a_page": own("long_text"),
    "a_count": own("integer"),
    "a_number": own("number"),
    "an_amount": own("money"),
    "a_share": own("percent"),
    "a_day": own("date"),
    "a_clock": own("time"),
    "a_moment": own("datetime"),
    "a_choice": choice("one", "two"),
    "some_choices": choice("one", "two", "three", kind="choices"),
    "a_yes": own("boolean"),
    "a_phone": own("phone"),
    "an_address": own("email"),
    "cars": CARS,
    "a_colleague": own("person"),
    "a_team": own("team"),
    "a_friend": own("record", links_to="customer"),
    "a_place": own("region"),
    "a_card": own("id_number"),
    "a_serial": own("autonumber", number={"prefix": "KH", "digits": 5, "reset": "never"}),
    "a_sum": own("formula", formula="an_amount * 2", result="money"),
    "a_word": own("formula", formula="a_line", result="text"),
}
GIVEN_BY_ITSELF = {"a_serial", "a_sum", "a_word"}
LINKS = ("a_friend",)
LINE = st.text(
    st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=60
)
AMOUNT = st.integers(1, 10**13).map(lambda fen: f"{fen // 100}.{fen % 100:02d}")
DAY = st.dates(date(1900, 1, 1), date(2100, 1, 1)).map(date.isoformat)
MOMENT = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)).map(  # noqa: DTZ001 - the office's own time
    lambda at: f"{at:%Y-%m-%dT%H:%M:%S}+08:00"
)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def card_number(serial):
    """Answer a number whose last sign checks the others."""
    digits = f"44030119900101{serial:03d}"
    rest = sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=True)) % 11
    return digits + "10X98765432"[rest]


VALUES = {
    "a_line": LINE,
    "a_page": st.lists(LINE, min_size=1, max_size=4).map("\n".join),
    "a_count": st.integers(-(10**9), 10**9),
    "a_number": st.decimals(-(10**6), 10**6, places=4).map(str),
    "an_amount": AMOUNT,
    "a_share": st.integers(0, 10**6).map(lambda ppm: f"{ppm // 10**4}.{ppm % 10**4:04d}"),
    "a_day": DAY,
    "a_clock": st.times().map(lambda at: f"{at:%H:%M}"),
    "a_moment": MOMENT,
    "a_choice": st.sampled_from(["one", "two"]),
    "some_choices": st.lists(st.sampled_from(["one", "two", "three"]), min_size=1, unique=True),
    "a_yes": st.booleans(),
    "a_phone": st.integers(0, 10**8 - 1).map(lambda tail: f"139{tail:08d}"),
    "an_address": st.from_regex(r"[a-z]{1,8}@[a-z]{1,8}\.(com|cn)", fullmatch=True),
    "remark": LINE,
    "tags": st.lists(LINE.map(lambda tag: tag[:20]), max_size=3),
    "assets": st.lists(st.sampled_from(["house", "car"]), unique=True),
    "requested_amount": AMOUNT,
    "birth_date": st.dates(date(1930, 1, 1), date(2005, 1, 1)).map(date.isoformat),
    "a_colleague": st.sampled_from(range(1, 5)),
    "a_team": st.sampled_from(range(1, 3)),
    "a_friend": st.sampled_from(range(1, 4)),
    "a_place": st.sampled_from(["广东省/深圳市/南山区", "上海市", "浙江省/杭州市"]),
    "a_card": st.integers(0, 999).map(card_number),
    "cars": st.lists(st.fixed_dictionaries({"plate": LINE, "bought": DAY}), max_size=3),
}

FORMS = ("json", "xlsx", "csv")
NAMED = 3
"""So many customers of one name are there first, for the others to be linked with."""


@pytest.fixture
def offices(founded_file, tmp_path):
    """Answer what opens another office with the same form, by a name."""
    opened = []

    def one_more(name):
        (tmp_path / name).mkdir()
        shutil.copy(founded_file, tmp_path / name / "office.db")
        database = Database(tmp_path / name / "office.db", RAW_KEY, "local")
        office = assemble(database, place_in(tmp_path / name), FrozenClock())
        with office.database.reading() as session:
            actor = access.actor_for(session, "boss", desk="test-desk")
        office.do(actor, publishing.publish, kind="customer", body=form(FIELDS))
        opened.append(office)
        return office, actor

    yield one_more
    for office in opened:
        office.close()


def filled(office, owner):
    """Put customers of all kinds of values into an office; answers what the form took."""
    accepted = []
    for _ in range(NAMED):
        office.do(owner, customers.add, {"name": "周德海"}, "allow", open_deal=False)

    @settings(max_examples=60, deadline=None, database=None, derandomize=True)
    @given(st.fixed_dictionaries({}, optional=VALUES))
    def one(values):
        try:
            office.do(owner, customers.add, {"name": "周德海", **values}, "allow", open_deal=False)
        except Invalid:
            return  # the form takes no such value: nothing to keep
        accepted.append(values)

    one()
    return accepted


def all_values(office, owner):
    """Answer the values of every customer, in the order they came in, with links as places."""
    ids = sorted(office.ask(owner, customer_list.ids, query=ListQuery()))
    found = [office.ask(owner, customers.values, customer_id=each).values for each in ids]
    places = {number: place for place, number in enumerate(ids)}
    return [
        {key: places.get(value, value) if key in LINKS else value for key, value in each.items()}
        for each in found
    ]


def test_any_value_survives_form_database_export_and_import(offices, tmp_path):
    office, owner = offices("here")
    accepted = filled(office, owner)
    kept = all_values(office, owner)
    # Most of what was tried was taken by the form, and every field with it.
    assert len(accepted) >= 20
    assert {key for values in accepted for key in values} == set(VALUES)
    assert all(any(each.get(key) for each in kept) for key in GIVEN_BY_ITSELF)
    for file in FORMS:
        wish = ExportWish(shape="values" if file == "json" else "words")
        out = tmp_path / f"all.{file}"
        exporting.export(office, owner, Target(out, file), wish, Consent(unattended=True))
        there, boss = offices(file)
        # Numbers differ there: somebody was here before.
        there.do(boss, customers.add, {"name": "先来"}, "allow", open_deal=False)
        assert there.do(boss, whole_import.run, read_whole(out)).problems == ()
        first, *taken = all_values(there, boss)
        assert first["name"] == "先来"
        before = [{**each, **moved_on(each)} for each in kept]
        assert taken == before, file


def moved_on(values):
    """Answer the links of a customer as places where one more stands before."""
    return {key: values[key] + 1 for key in LINKS if values.get(key) is not None}
