"""Any value of any field type survives form → database → export → import."""

from __future__ import annotations

import json
import shutil
from datetime import date, datetime

import pytest
from form_bodies import CARS, choice, form, own
from hypothesis import HealthCheck, given, settings
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
}
LINE = st.text(
    st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=60
)
AMOUNT = st.integers(1, 10**13).map(lambda fen: f"{fen // 100}.{fen % 100:02d}")
DAY = st.dates(date(1900, 1, 1), date(2100, 1, 1)).map(date.isoformat)
MOMENT = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)).map(  # noqa: DTZ001 - the office's own time
    lambda at: f"{at:%Y-%m-%dT%H:%M:%S}+08:00"
)
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
    "cars": st.lists(st.fixed_dictionaries({"plate": LINE, "bought": DAY}), max_size=3),
}

ACCEPTED = []
"""What the form took, to see that most of it was."""


@pytest.fixture(scope="module")
def two_offices(founded_file, tmp_path_factory):
    """Answer two offices with the same form, and the folder of the exports."""
    opened = []
    folder = tmp_path_factory.mktemp("two")
    for name in ("one", "two"):
        (folder / name).mkdir()
        shutil.copy(founded_file, folder / name / "office.db")
        database = Database(folder / name / "office.db", RAW_KEY, "local")
        office = assemble(database, place_in(folder / name), FrozenClock())
        with office.database.reading() as session:
            actor = access.actor_for(session, "boss", desk="test-desk")
        office.do(actor, publishing.publish, kind="customer", body=form(FIELDS))
        opened.append((office, actor))
    yield opened, folder
    for office, _ in opened:
        office.close()


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.fixed_dictionaries({}, optional=VALUES))
def any_value_survives(two_offices, values):
    ((here, owner), (there, boss)), folder = two_offices
    try:
        added = here.do(
            owner, customers.add, {"name": "周德海", **values}, "allow", open_deal=False
        )
    except Invalid:
        return  # the form takes no such value: nothing to keep
    kept = here.ask(owner, customers.values, customer_id=added.id).values
    where = {"field": "created_at", "op": "eq", "value": kept["created_at"]}
    wish = ExportWish("customer", "values", where)
    out = folder / "out.json"
    exporting.export(here, owner, Target(out, "json"), wish, Consent(unattended=True))
    (row,) = json.loads(out.read_text("utf-8"))["tables"]["customer"]["rows"]
    tables = json.loads(out.read_text("utf-8"))["tables"]
    assert row[0] == added.id
    whole = exporting_people(here, owner, folder)
    body = {"format": 1, "tables": {**whole, **tables}}
    out.write_text(json.dumps(body), "utf-8")
    report = there.do(boss, whole_import.run, read_whole(out))
    assert report.problems == ()
    taken = there.ask(boss, customers.values, customer_id=newest_in(there, boss)).values
    assert taken == kept
    ACCEPTED.append(values)


def exporting_people(office, owner, folder):
    out = folder / "people.json"
    found = {}
    for kind in ("person", "team", "channel", "process"):
        wish = ExportWish(kind, "values")
        exporting.export(office, owner, Target(out, "json"), wish, Consent(unattended=True))
        found |= json.loads(out.read_text("utf-8"))["tables"]
    return found


def newest_in(office, boss):
    return max(office.ask(boss, customer_list.ids, query=ListQuery()))


def test_any_value_survives_form_database_export_and_import(two_offices):
    any_value_survives(two_offices)
    # Most of what was tried was taken by the form, and every field with it.
    assert len(ACCEPTED) >= 5
    assert {key for values in ACCEPTED for key in values} == set(VALUES)
