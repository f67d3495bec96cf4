"""Drafts of processes: everybody's own; who publishes meanwhile is told of, never overwritten."""

import copy

import pytest
from process_pictures import rich

from loancrm_desktop.errors import Conflict, Invalid, Refused
from loancrm_desktop.models.designs import Design
from loancrm_desktop.services import people
from loancrm_desktop.services.process import drawing, process_drafts, publishing

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def body():
    return copy.deepcopy(rich())


@pytest.fixture
def second(office, owner, actor_of):
    """Answer another person who may design processes."""
    office.do(owner, people.add, login="zhu", name="朱师傅", role_key="owner")
    return actor_of("zhu")


def keep(office, actor, body, desk="one", **more):
    return office.do(actor, process_drafts.save_draft, process="rich", body=body, desk=desk, **more)


def drawn(office, actor):
    return office.ask(actor, drawing.drawn, process="rich")


def test_two_draw_one_process_and_hear_of_each_other(office, owner, second, body):
    keep(office, owner, body)
    kept = keep(office, second, {**body, "name_en": "Theirs"})
    (other,) = kept.others
    assert (other.person_id, other.aside) == (owner.user_id, False)
    assert drawn(office, owner).draft["name_en"] != "Theirs"
    assert drawn(office, second).draft["name_en"] == "Theirs"
    assert office.ask(second, process_drafts.draft, process="rich", draft_id=other.id) == body


def test_who_publishes_over_a_version_they_never_saw_is_told(office, owner, second, body):
    office.do(owner, publishing.publish, process="rich", body=body, expected_version=0)
    with pytest.raises(Conflict, match="version 1") as told:
        office.do(second, publishing.publish, process="rich", body=body, expected_version=0)
    assert told.value.stored_revision == 1
    done = office.do(second, publishing.publish, process="rich", body=body, expected_version=1)
    assert done.version == 2


def test_publishing_spends_ones_own_draft_and_no_other(office, owner, second, body):
    keep(office, owner, body)
    keep(office, second, {**body, "name_en": "Theirs"})
    office.do(owner, publishing.publish, process="rich", body=body)
    assert drawn(office, owner).draft is None
    assert drawn(office, second).draft["name_en"] == "Theirs"
    assert drawn(office, second).draft_based_on == 0


def test_a_draft_at_another_desk_of_the_same_person_is_put_aside(office, owner, body):
    keep(office, owner, body)
    (aside,) = keep(office, owner, {**body, "name_en": "There"}, desk="two").others
    assert aside.aside
    assert office.do(owner, process_drafts.discard_draft, process="rich", draft_id=aside.id)
    assert drawn(office, owner).others == ()


def test_a_draft_of_an_earlier_program_is_found(office, owner, body, clock):
    with office.database.writing() as session:
        session.add(
            Design(
                kind="process", key="rich", version=1, state="draft", body=body,
                made_at=clock.now, made_by=owner.user_id,
            )
        )  # fmt: skip
        office.database.commit(session)
    assert drawn(office, owner).draft == body
    office.do(owner, publishing.publish, process="rich")
    assert drawn(office, owner).draft is None


def test_drafts_that_are_gone_too_large_or_not_ones_own_right_are_refused(
    office, owner, actor_of, body
):
    with pytest.raises(Invalid, match="no draft"):
        office.ask(owner, process_drafts.draft, process="rich", draft_id=77)
    with pytest.raises(Invalid, match="too large"):
        keep(office, owner, {"fill": "x" * 1_100_000})
    for act, given in (
        (process_drafts.save_draft, {"process": "rich", "body": body}),
        (process_drafts.discard_draft, {"process": "rich"}),
    ):
        with pytest.raises(Refused):
            office.do(actor_of("li"), act, **given)
    with pytest.raises(Refused):
        office.ask(actor_of("li"), process_drafts.draft, process="rich", draft_id=1)
