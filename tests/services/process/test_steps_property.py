"""Random steps by hand, held against a reference: back, past, given away, added to, passed on.

The processes have a sub-process and an approval each, of any, of all, in turn; new versions are
published meanwhile, and time limits pass. `test_engine_property.py` has branches and parallel work.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from office_fixtures import RAW_KEY, FrozenClock, place_in
from sqlalchemy import select

from loancrm_desktop.errors import Problem
from loancrm_desktop.models.database import Database
from loancrm_desktop.models.deals import Deal
from loancrm_desktop.models.process_runs import NodeVisit
from loancrm_desktop.services import access, approvals, customers, deal_steps, deals
from loancrm_desktop.services.opening import assemble
from loancrm_desktop.services.process import publishing, timekeeping

MODES = ("any", "all", "in_turn")
ASKED = ("lead", "desk")
LOGINS = ("boss", "lead", "li", "desk")
DAY = timedelta(days=1)
INNER = {
    "format": 2,
    "key": "inner",
    "name_zh": "核查",
    "stages": [
        {"key": "a", "name_zh": "核查"},
        {"key": "z", "name_zh": "完成", "outcome": "won"},
    ],
    "nodes": [
        {"key": "s", "kind": "start"},
        {"key": "look", "kind": "handle", "stage": "a", "handler": {"kind": "owner"}},
        {"key": "e", "kind": "end", "stage": "z"},
    ],
    "edges": [{"from": "s", "to": "look"}, {"from": "look", "to": "e"}],
}
STAGE_OF = {"intake": "intake", "sub/look": "review", "vote": "review", "sign": "papers",
            "paid": "paid", "refused": "refused"}  # fmt: skip


def process(mode: str) -> dict[str, object]:
    """Answer a process: intake, a sub-process, an approval, the signing, paid or refused."""
    owner = {"kind": "owner"}
    approvers = [{"kind": "leader"}, {"kind": "role", "role": "back_office"}]
    limit = {"amount": 1, "unit": "days", "actions": [{"when": "at"}]}
    return {
        "format": 2,
        "key": f"steps_{mode}",
        "name_zh": "逐步",
        "stages": [
            {"key": "intake", "name_zh": "进件"},
            {"key": "review", "name_zh": "审核"},
            {"key": "papers", "name_zh": "签约"},
            {"key": "paid", "name_zh": "放款", "outcome": "won"},
            {"key": "refused", "name_zh": "拒绝", "outcome": "archived"},
        ],
        "nodes": [
            {"key": "start", "kind": "start"},
            {"key": "intake", "kind": "handle", "stage": "intake", "handler": owner,
             "required": ["bank"], "may_skip": True},
            {"key": "sub", "kind": "sub_process", "process": "inner", "stage": "review"},
            {"key": "vote", "kind": "approval", "stage": "review", "handler": {"kind": "leader"},
             "mode": mode, "approvers": approvers},
            {"key": "sign", "kind": "handle", "stage": "papers", "handler": owner,
             "may_return": False, "limit": limit},
            {"key": "paid", "kind": "end", "stage": "paid"},
            {"key": "refused", "kind": "end", "stage": "refused"},
        ],
        "edges": [
            {"from": "start", "to": "intake"},
            {"from": "intake", "to": "sub"},
            {"from": "sub", "to": "vote"},
            {"from": "vote", "to": "sign", "on": "approved"},
            {"from": "vote", "to": "refused", "on": "rejected"},
            {"from": "sign", "to": "paid"},
        ],
    }  # fmt: skip


@dataclass
class Asked:
    """One who is asked: the turn, the login, `waiting`, `open` or gone."""

    turn: int
    login: str
    state: str


@dataclass
class Reference:
    """What one deal should be, by the picture alone."""

    mode: str
    version: int
    node: str = "intake"
    bank: bool = False
    handler: int | None = None
    due: datetime | None = None
    asked: list[Asked] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return self.node not in ("paid", "refused")

    def enter(self, node: str, now: datetime) -> None:
        self.node, self.handler, self.asked = node, None, []
        self.due = now + DAY if node == "sign" else None
        if node == "vote":
            late = "waiting" if self.mode == "in_turn" else "open"
            first, second = ASKED
            self.asked = [Asked(0, first, "open"), Asked(1, second, late)]

    def back(self) -> str | None:
        return {"sub/look": "intake", "vote": "sub/look"}.get(self.node)

    def onward(self) -> str | None:
        if self.node == "intake":
            return "sub/look" if self.bank else None
        return {"sub/look": "vote", "sign": "paid"}.get(self.node)

    def answered(self, row: Asked, *, yes: bool) -> str | None:
        """Take an answer; answers where the deal goes, None while others have to say."""
        row.state = "said"
        if not yes:
            return "refused"
        left = [each for each in self.asked if each.state in ("open", "waiting")]
        if self.mode == "any" or not left:
            return "sign"
        if self.mode == "in_turn" and not any(each.state == "open" for each in left):
            min(left, key=lambda each: each.turn).state = "open"
        return None


@pytest.fixture(scope="module")
def template(founded_file):
    Steps.template = founded_file


class Steps(RuleBasedStateMachine):
    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        shutil.copy(self.template, self.folder / "office.db")
        self.clock = FrozenClock()
        database = Database(self.folder / "office.db", RAW_KEY, "local")
        self.office = assemble(database, place_in(self.folder), self.clock)
        self.people = {login: self.actor(login) for login in LOGINS}
        self.do("boss", publishing.publish, process="inner", body=INNER)
        self.versions: dict[str, int] = {}
        for mode in MODES:
            self.publish_anew(mode)
        self.case = self.do("li", customers.add, values={"name": "王", "phone": "13912345678"})
        self.known: dict[int, Reference] = {}

    def actor(self, login):
        with self.office.database.reading() as session:
            return access.actor_for(session, login, desk="desk-1")

    def do(self, login, call, *given, **named):
        return self.office.do(self.people[login], call, *given, **named)

    def publish_anew(self, mode: str) -> None:
        body = process(mode)
        made = self.do("boss", publishing.publish, process=f"steps_{mode}", body=body)
        self.versions[mode] = made.version

    def teardown(self) -> None:
        self.office.close()
        shutil.rmtree(self.folder)

    def agree(self, number: int, wanted: str | None, act) -> None:
        """Do it; it is refused exactly when the reference says so."""
        try:
            act()
        except Problem:
            assert wanted is None, f"refused: {self.known[number].node} to {wanted}"
        else:
            assert wanted is not None, f"allowed from {self.known[number].node}"
            self.known[number].enter(wanted, self.clock.now)

    def draw(self, data) -> int:
        return data.draw(st.sampled_from(sorted(self.known)))

    @precondition(lambda self: len(self.known) < 4)
    @rule(mode=st.sampled_from(MODES))
    def open(self, mode) -> None:
        card = self.do("li", deals.open_deal, customer_id=self.case.id, process=f"steps_{mode}")
        self.known[card.id] = Reference(mode, self.versions[mode])

    @rule(mode=st.sampled_from(MODES))
    def publish(self, mode) -> None:
        self.publish_anew(mode)

    @precondition(lambda self: self.known)
    @rule(data=st.data(), bank=st.sampled_from([None, "建行"]))
    def fill_in_the_bank(self, data, bank) -> None:
        number = self.draw(data)
        self.do("li", deals.edit, deal_id=number, values={"bank": bank})
        self.known[number].bank = bank is not None

    @precondition(lambda self: self.known)
    @rule(data=st.data())
    def advance(self, data) -> None:
        number = self.draw(data)
        wanted = self.known[number].onward()
        self.agree(number, wanted, lambda: self.do("li", deal_steps.advance, deal_id=number))

    @precondition(lambda self: self.known)
    @rule(data=st.data())
    def send_back(self, data) -> None:
        number = self.draw(data)
        wanted = self.known[number].back()
        self.agree(number, wanted, lambda: self.do("li", deal_steps.send_back, deal_id=number))

    @precondition(lambda self: self.known)
    @rule(data=st.data(), reason=st.sampled_from(["", "客户催"]))
    def go_past(self, data, reason) -> None:
        number = self.draw(data)
        wanted = "sub/look" if self.known[number].node == "intake" and reason else None
        self.agree(
            number,
            wanted,
            lambda: self.do("li", deal_steps.skip_node, deal_id=number, reason=reason),
        )

    @precondition(lambda self: self.known)
    @rule(data=st.data(), login=st.sampled_from([*LOGINS, "nobody"]))
    def give_the_work_away(self, data, login) -> None:
        number = self.draw(data)
        deal = self.known[number]
        user = self.people[login].user_id if login in self.people else 9_999
        try:
            self.do("li", deal_steps.reassign, deal_id=number, user_id=user)
        except Problem:
            assert login == "nobody" or not deal.is_open
        else:
            assert login != "nobody"
            assert deal.is_open
            deal.handler = user

    @precondition(lambda self: self.known)
    @rule(data=st.data(), login=st.sampled_from(LOGINS), yes=st.booleans())
    def answer(self, data, login, yes) -> None:
        rows = self.office.ask(self.people[login], approvals.waiting)
        if not rows:
            return
        row = data.draw(st.sampled_from(rows))
        deal = self.known[row.deal_id]
        mine = [each for each in deal.asked if each.login == login and each.state == "open"]
        self.do(login, approvals.decide, approval_id=row.id, approve=yes, comment="看过")
        goes = deal.answered(mine[0], yes=yes)
        if goes is not None:
            deal.enter(goes, self.clock.now)

    @precondition(lambda self: self.known)
    @rule(data=st.data(), login=st.sampled_from(LOGINS))
    def ask_one_more(self, data, login) -> None:
        number = self.draw(data)
        deal = self.known[number]
        there = [each for each in deal.asked if each.state in ("open", "waiting")]
        fits = deal.node == "vote" and all(each.login != login for each in there)
        try:
            user = self.people[login].user_id
            self.do("boss", approvals.add, deal_id=number, user_id=user)
        except Problem:
            assert not fits
        else:
            assert fits
            turn = max(each.turn for each in deal.asked) + 1
            state = "waiting" if deal.mode == "in_turn" else "open"
            deal.asked.append(Asked(turn, login, state))

    @precondition(lambda self: self.known)
    @rule(data=st.data(), login=st.sampled_from(LOGINS), to=st.sampled_from(LOGINS))
    def pass_the_answer_on(self, data, login, to) -> None:
        rows = self.office.ask(self.people[login], approvals.waiting)
        if not rows:
            return
        row = data.draw(st.sampled_from(rows))
        deal = self.known[row.deal_id]
        there = {each.login for each in deal.asked if each.state in ("open", "waiting")}
        try:
            user = self.people[to].user_id
            self.do(login, approvals.pass_on, approval_id=row.id, user_id=user)
        except Problem:
            assert to in there
        else:
            assert to not in there
            mine = next(e for e in deal.asked if e.login == login and e.state == "open")
            mine.state = "passed on"
            deal.asked.append(Asked(mine.turn, to, "open"))

    @rule(hours=st.sampled_from([5, 31]))
    def the_clock_goes_on(self, hours) -> None:
        self.clock.forward(hours=hours)
        run = self.do("boss", timekeeping.run_limits)
        # The customer's own first deal is in the shipped process, with limits of its own.
        told = sorted(each.deal_id for each in run.fired if each.deal_id in self.known)
        late = [n for n, deal in self.known.items() if deal.due and deal.due <= self.clock.now]
        assert told == sorted(late), "each limit once, when it has passed"
        for number in late:
            self.known[number].due = None
        assert self.do("boss", timekeeping.run_limits).fired == ()

    @invariant()
    def every_deal_is_where_the_reference_says_and_nowhere_else(self) -> None:
        with self.office.database.reading() as session:
            rows = {row.id: row for row in session.execute(select(Deal.__table__))}
            stays = session.execute(select(NodeVisit.__table__).order_by(NodeVisit.id)).all()
        for number, deal in self.known.items():
            own = [each for each in stays if each.deal_id == number]
            here = [each for each in own if each.left_at is None]
            assert [each.node for each in here] == [deal.node]
            assert rows[number].stage == here[0].stage == STAGE_OF[deal.node]
            assert {each.version for each in own} == {deal.version}
            replayed = None
            for stay in own:
                assert stay.from_node == replayed
                replayed = stay.node
            assert replayed == deal.node
            if deal.handler is not None:
                assert rows[number].handler_id == here[0].handler_id == deal.handler

    @invariant()
    def whoever_is_asked_finds_it_in_the_inbox_and_nobody_else(self) -> None:
        for login, person in self.people.items():
            found = sorted(row.deal_id for row in self.office.ask(person, approvals.waiting))
            wanted = sorted(
                number
                for number, deal in self.known.items()
                for each in deal.asked
                if each.login == login and each.state == "open"
            )
            assert found == wanted


@pytest.mark.usefixtures("template")
class TestSteps(Steps.TestCase):
    settings = settings(max_examples=8, stateful_step_count=30, deadline=None)


@pytest.mark.slow
@pytest.mark.usefixtures("template")
class TestStepsForLong(Steps.TestCase):
    settings = settings(max_examples=60, stateful_step_count=60, deadline=None)
