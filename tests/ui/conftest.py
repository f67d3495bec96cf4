"""An office with a few customers behind a bridge, for tests of the windows."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication

from loancrm_desktop.services import customers, deals, people
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.office_words import OfficeWords

PEOPLE = (
    ("钱慧敏", "13900000872", "1800000.00", "property_secured"),
    ("冯国栋", "13700002215", "3000000.00", "business"),
    ("何秀兰", "13500006608", "2200000.00", "property_secured"),
    ("赵明轩", "13800005521", "300000.00", "unsecured"),
)


HERE = Path(__file__).resolve().parent
OFFSCREEN_NOTE = "This plugin does not support "


def pytest_collection_modifyitems(items) -> None:
    """Leave out what Qt says of every window without a screen; other warnings fail a test."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.qt_log_ignore(OFFSCREEN_NOTE, extend=True))


@pytest.fixture(scope="session")
def dressed(qapp):
    theme.apply(qapp, "light")


@dataclass
class Desk:
    """A desk in a test office.

    Attributes:
        customers: ids by name.
        deals: the deal ids of the same customers.
    """

    bridge: Bridge
    words: OfficeWords
    office: object
    actor: object
    customers: dict[str, int]
    deals: dict[str, int]
    settle: Callable[..., None]

    def do(self, function, **arguments):
        """Act as somebody at another desk, past the bridge."""
        import threading

        answers = []

        def act():
            answers.append(self.office.do(self.actor, function, **arguments))

        thread = threading.Thread(target=act)
        thread.start()
        thread.join()
        self.settle()
        return answers[0]

    def receiver(self, login="lina", name="李娜", role="broker"):
        """Answer somebody else who may look after customers, new in the office."""
        return self.do(people.add, login=login, name=name, role_key=role)

    def ask(self, function, **arguments):
        """Read past the bridge."""
        import threading

        answers = []

        def act():
            answers.append(self.office.ask(self.actor, function, **arguments))

        thread = threading.Thread(target=act)
        thread.start()
        thread.join()
        return answers[0]


@pytest.fixture
def desk(qtbot, dressed, office, owner):
    """Answer a desk with four customers, two of them moved along."""
    ids, deal_ids = {}, {}
    for name, phone, amount, product in PEOPLE:
        values = {
            "name": name,
            "phone": phone,
            "requested_amount": amount,
            "product_type": product,
            "owner": owner.user_id,
        }
        added = office.do(owner, customers.add, values=values)
        ids[name], deal_ids[name] = added.id, added.deal_id
    for name in ("钱慧敏", "冯国栋"):
        for stage in ("first_call", "qualification_review"):
            office.do(owner, deals.move, deal_id=deal_ids[name], to_stage=stage)
    bridge = Bridge()
    bridge.enter(office, owner)
    words = OfficeWords(bridge)

    def settle(wanted=lambda: True) -> None:
        QCoreApplication.processEvents()  # what a commit has just told is on its way
        qtbot.waitUntil(lambda: bridge.pending == 0 and bool(wanted()), timeout=30_000)

    words.load()
    settle(lambda: words.ready)
    yield Desk(bridge, words, office, owner, ids, deal_ids, settle)
    words.deleteLater()
    bridge.shut_down()


@pytest.fixture
def bank_needed(desk):
    """Have the process ask for bank and product before a deal is signed."""
    import threading

    from sqlalchemy import select

    from loancrm_desktop.models.designs import Design

    def redraw() -> None:
        with desk.office.database.writing() as session:
            design = session.execute(select(Design).where(Design.kind == "process")).scalar_one()
            body = json.loads(json.dumps(design.body))
            for edge in body["edges"]:
                if edge["to"] == "signing_support":
                    edge["requires"] = ["bank", "product"]
            design.body = body
            desk.office.database.commit(session)
        desk.office._shelf.clear()

    thread = threading.Thread(target=redraw)
    thread.start()
    thread.join()
