"""A machine of random acts on deals in a process, held against a reference of a few lines.

No deal is ever in two places, lost, or past a gate that does not hold; its stays, replayed from
the first, come to where it stands.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from office_fixtures import RAW_KEY, FrozenClock, place_in
from process_pictures import plant, rich
from sqlalchemy import select

from loancrm_desktop.errors import Problem
from loancrm_desktop.models.database import Database
from loancrm_desktop.models.deals import Deal, StageVisit
from loancrm_desktop.models.process_runs import Approval, NodeVisit
from loancrm_desktop.services import access, approvals, customers, deal_steps, deals, undoing
from loancrm_desktop.services.opening import assemble
from loancrm_desktop.services.process import timekeeping
from loancrm_desktop.services.watching import newest_number

STAGES = ("intake", "review", "papers", "paid", "refused", "lost")
PARTS = ("bank/form", "bank/send", "client/sign")


class Reference:
    """What one deal should be, by the picture alone."""

    def __init__(self, amount: int) -> None:
        self.node, self.amount, self.bank = "intake", amount, False
        self.yes: set[str] = set()
        self.parts: set[str] = set()

    @property
    def stage(self) -> str:
        stages = {"check": "review", "sign_off": "review", "prepare": "papers", "pause": "papers"}
        return stages.get(self.node, self.node)

    def enter(self, node: str) -> None:
        self.node = node
        if node == "sign_off":
            self.yes = set()
        if node == "prepare":
            self.parts = {"bank/form", "client/sign"}

    def onward(self, edge: str | None, reason: str) -> str | None:
        """Answer where an advance leads; None where it is refused."""
        if self.node == "intake" and edge is None:
            over = "sign_off" if self.amount >= 100_000 else "check"
            return over if self.bank else None
        if self.node == "check":
            known = {"check>prepare": "prepare", "check>refused": "refused" if reason else None}
            return known.get(edge or "")
        if self.node == "prepare" and edge is None and not self.parts:
            return "pause"
        return None

    def moved(self, stage: str, reason: str) -> str | None:
        """Answer where a drop on a column leads; None where it is refused."""
        order = ("intake", "review", "papers")
        wanted = None
        if self.stage in (stage, "paid"):
            pass
        elif self.stage in ("refused", "lost"):
            wanted = "intake" if stage == "intake" and reason else None
        elif stage == "lost":
            wanted = "lost" if reason else None
        elif stage in order and order.index(stage) < order.index(self.stage):
            wanted = {"intake": "intake", "review": "check"}[stage]
        elif self.node == "intake" and stage == "review":
            wanted = self.onward(None, reason)
        elif self.node == "check" and stage in ("papers", "refused"):
            wanted = self.onward(f"check>{'prepare' if stage == 'papers' else 'refused'}", reason)
        return wanted


@pytest.fixture(scope="module")
def template(founded_file):
    Machine.template = founded_file


class Machine(RuleBasedStateMachine):
    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        shutil.copy(self.template, self.folder / "office.db")
        self.clock = FrozenClock()
        database = Database(self.folder / "office.db", RAW_KEY, "local")
        self.office = assemble(database, place_in(self.folder), self.clock)
        self.people = {login: self.actor(login) for login in ("boss", "lead", "li", "desk")}
        self.do("boss", plant, rich())
        self.case = self.do("li", customers.add, values={"name": "王", "phone": "13912345678"})
        self.known: dict[int, Reference] = {}

    def actor(self, login):
        with self.office.database.reading() as session:
            return access.actor_for(session, login, desk="desk-1")

    def do(self, login, call, *given, **named):
        return self.office.do(self.people[login], call, *given, **named)

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
            self.known[number].enter(wanted)

    @precondition(lambda self: len(self.known) < 4)
    @rule(amount=st.sampled_from([50_000, 99_999, 100_000, 300_000]))
    def open(self, amount) -> None:
        card = self.do(
            "li",
            deals.open_deal,
            customer_id=self.case.id,
            values={"requested_amount": str(amount)},
            process="rich",
        )
        self.known[card.id] = Reference(amount)

    @precondition(lambda self: self.known)
    @rule(data=st.data())
    def fill_in_the_bank(self, data) -> None:
        number = data.draw(st.sampled_from(sorted(self.known)))
        self.do("li", deals.edit, deal_id=number, values={"bank": "建行"})
        self.known[number].bank = True

    @precondition(lambda self: self.known)
    @rule(
        data=st.data(),
        edge=st.sampled_from([None, "check>prepare", "check>refused", "pause>paid", "x>y"]),
        reason=st.sampled_from(["", "理由"]),
    )
    def advance(self, data, edge, reason) -> None:
        number = data.draw(st.sampled_from(sorted(self.known)))
        wanted = self.known[number].onward(edge, reason)
        self.agree(
            number,
            wanted,
            lambda: self.do("li", deal_steps.advance, deal_id=number, edge=edge, reason=reason),
        )

    @precondition(lambda self: self.known)
    @rule(data=st.data(), stage=st.sampled_from(STAGES), reason=st.sampled_from(["", "理由"]))
    def drop_on_a_column(self, data, stage, reason) -> None:
        number = data.draw(st.sampled_from(sorted(self.known)))
        wanted = self.known[number].moved(stage, reason)
        self.agree(
            number,
            wanted,
            lambda: self.do("li", deals.move, deal_id=number, to_stage=stage, reason=reason),
        )

    @precondition(lambda self: self.known)
    @rule(data=st.data(), login=st.sampled_from(["lead", "desk"]), yes=st.booleans())
    def answer(self, data, login, yes) -> None:
        rows = self.office.ask(self.people[login], approvals.waiting)
        asked = {row.deal_id for row in rows}
        assert asked == {
            number
            for number, deal in self.known.items()
            if deal.node == "sign_off" and login not in deal.yes
        }
        if not rows:
            return
        row = data.draw(st.sampled_from(rows))
        deal = self.known[row.deal_id]
        self.do(login, approvals.decide, approval_id=row.id, approve=yes, comment="看过")
        deal.yes.add(login)
        if not yes:
            deal.enter("refused")
        elif deal.yes == {"lead", "desk"}:
            deal.enter("prepare")

    @precondition(lambda self: self.known)
    @rule(data=st.data(), part=st.sampled_from(PARTS))
    def finish_a_part(self, data, part) -> None:
        number = data.draw(st.sampled_from(sorted(self.known)))
        deal = self.known[number]
        open_here = deal.node == "prepare" and part in deal.parts
        try:
            self.do("li", deal_steps.finish_part, deal_id=number, part=part)
        except Problem:
            assert not open_here
            return
        assert open_here
        deal.parts.discard(part)
        if part == "bank/form":
            deal.parts.add("bank/send")
        if not deal.parts:
            deal.enter("pause")

    @rule(hours=st.sampled_from([1, 25]))
    def the_clock_goes_on(self, hours) -> None:
        self.clock.forward(hours=hours)
        run = self.do("boss", timekeeping.run_limits)
        for each in run.fired:
            if each.act == "wait_over":
                assert self.known[each.deal_id].node == "pause"
                self.known[each.deal_id].enter("paid")
        again = self.do("boss", timekeeping.run_limits)
        assert again.fired == ()

    @precondition(lambda self: self.known)
    @rule(data=st.data())
    def lose_and_take_it_back(self, data) -> None:
        number = data.draw(st.sampled_from(sorted(self.known)))
        deal = self.known[number]
        if deal.stage not in ("intake", "review", "papers"):
            return
        self.do("li", deals.move, deal_id=number, to_stage="lost", reason="错了")
        newest = self.office.ask(self.people["li"], newest_number)
        self.do("li", undoing.undo, seq=newest)

    @invariant()
    def every_deal_is_where_the_reference_says_and_nowhere_else(self) -> None:
        with self.office.database.reading() as session:
            rows = {
                row.id: row
                for row in session.execute(
                    select(Deal.__table__).where(Deal.id.in_(list(self.known)))
                )
            }
            stays = session.execute(select(NodeVisit.__table__).order_by(NodeVisit.id)).all()
            stages = session.execute(select(StageVisit.__table__).order_by(StageVisit.id)).all()
            asked = session.execute(select(Approval.__table__)).all()
        assert set(rows) == set(self.known)
        for number, deal in self.known.items():
            own = [each for each in stays if each.deal_id == number and each.track is None]
            here = [each for each in own if each.left_at is None]
            assert [each.node for each in here] == [deal.node]
            assert rows[number].stage == deal.stage == here[0].stage
            replayed = None
            for stay in own:
                assert stay.from_node == replayed
                replayed = stay.node
                assert stay.left_at is not None or stay is own[-1]
            assert replayed == deal.node
            columns = [each for each in stages if each.deal_id == number and each.left_at is None]
            assert [each.stage for each in columns] == [deal.stage]
            parts = {
                each.track
                for each in stays
                if each.deal_id == number and each.track and each.left_at is None
            }
            assert parts == (deal.parts if deal.node == "prepare" else set())
            if deal.node != "sign_off":
                pending = [a for a in asked if a.deal_id == number and a.state == "open"]
                assert not pending


@pytest.mark.usefixtures("template")
class TestMachine(Machine.TestCase):
    settings = settings(max_examples=6, stateful_step_count=25, deadline=None)
