"""Drafts of forms: everybody's own, never one over another, none in the history."""

import pytest
from form_bodies import form, own

from loancrm_desktop.errors import Invalid
from loancrm_desktop.models.designs import Design
from loancrm_desktop.services import drawn_conditions, journal, undoing
from loancrm_desktop.services.forms import drawing, form_drafts, publishing

pytestmark = pytest.mark.usefixtures("english")
HERE, THERE = "desk one", "desk two"


@pytest.fixture
def boss(actor_of):
    return actor_of("boss")


@pytest.fixture
def second(office, boss, actor_of):
    """Answer another person who may shape forms."""
    from loancrm_desktop.services import people

    office.do(boss, people.add, login="zhu", name="朱师傅", role_key="owner")
    return actor_of("zhu")


@pytest.fixture
def keep(office, boss):
    def act(body, desk=HERE, by=None, **more):
        actor = by or boss
        return office.do(
            actor, form_drafts.save_draft, kind="customer", body=body, desk=desk, **more
        )

    return act


def drawn(office, actor):
    return office.ask(actor, drawing.drawn, kind="customer")


def newest(office, actor):
    return office.ask(actor, journal.latest, limit=1)[0].seq


def test_keeping_a_draft_every_two_seconds_writes_no_history(office, boss, keep):
    before = newest(office, boss)
    for number in range(5):
        keep(form({f"pet_{number}": own("text")}))
    assert newest(office, boss) == before
    assert "pet_4" in drawn(office, boss).draft["fields"]


def test_two_designers_keep_a_draft_each_and_hear_of_the_other(office, boss, second, keep):
    mine, theirs = form({"pet": own("text")}), form({"car": own("text")})
    keep(mine)
    kept = keep(theirs, THERE, second)
    (other,) = kept.others
    assert (other.person_id, other.aside) == (boss.user_id, False)
    assert drawn(office, boss).draft == mine
    assert drawn(office, second).draft == theirs
    body = office.ask(second, form_drafts.draft, kind="customer", draft_id=other.id)
    assert body == mine


def test_a_draft_of_the_same_person_at_another_desk_is_put_aside(office, boss, keep, clock):
    here = keep(form({"pet": own("text")}))
    clock.forward(seconds=2)
    kept = keep(form({"car": own("text")}), THERE)
    (aside,) = kept.others
    assert aside.aside
    assert aside.kept_at == here.kept_at
    assert "car" in drawn(office, boss).draft["fields"]
    body = office.ask(boss, form_drafts.draft, kind="customer", draft_id=aside.id)
    assert "pet" in body["fields"]
    assert office.do(boss, form_drafts.discard_draft, kind="customer", draft_id=aside.id)
    assert drawn(office, boss).others == ()


def test_who_opens_a_draft_at_another_desk_goes_on_with_it(office, boss, keep, clock):
    here = keep(form({"pet": own("text")}))
    clock.forward(seconds=2)
    kept = keep(form({"pet": own("text"), "car": own("text")}), THERE, over=here.kept_at)
    assert kept.others == ()
    assert set(drawn(office, boss).draft["fields"]) == {"pet", "car"}


def test_a_published_draft_is_done_with_and_comes_back_when_publishing_is_taken_back(
    office, boss, keep
):
    body = form({"pet": own("text")})
    keep(body)
    office.do(boss, publishing.publish, kind="customer", body=body)
    assert drawn(office, boss).draft is None
    office.do(boss, undoing.undo, seq=newest(office, boss))
    assert drawn(office, boss).draft == body


def test_a_draft_says_which_version_it_was_begun_on(office, boss, keep):
    office.do(boss, publishing.publish, kind="customer", body=form({"pet": own("text")}))
    keep(form(), based_on=0)
    assert drawn(office, boss).draft_based_on == 0
    assert drawn(office, boss).published_version == 1


def test_a_draft_of_an_earlier_program_is_found_and_goes_with_publishing(office, boss, clock):
    body = form({"pet": own("text")})
    with office.database.writing() as session:
        session.add(
            Design(
                kind="form", key="customer", version=1, state="draft", body=body,
                made_at=clock.now, made_by=boss.user_id,
            )
        )  # fmt: skip
        office.database.commit(session)
    assert drawn(office, boss).draft == body
    office.do(boss, publishing.publish, kind="customer", body=body)
    seen = drawn(office, boss)
    assert seen.draft is None
    assert [each.state for each in seen.versions] == ["published"]


def test_a_draft_too_large_and_one_that_is_gone_are_refused_in_words(office, boss, keep):
    with pytest.raises(Invalid, match="too large"):
        keep({"rubbish": "x" * 1_000_001})
    with pytest.raises(Invalid, match="no draft"):
        office.ask(boss, form_drafts.draft, kind="customer", draft_id=77)
    with pytest.raises(Invalid, match="no record kind"):
        office.do(boss, form_drafts.save_draft, kind="spaceship", body={})


def test_a_condition_on_a_field_not_in_force_is_said_and_counted(office, boss):
    from loancrm_desktop.services import customers

    office.do(boss, customers.add, values={"name": "张三"}, duplicates="allow")
    fields = {"pet": own("text", "宠物"), "broken": {"type": "spaceship"}}

    def told(where):
        return office.ask(
            boss, drawn_conditions.tell, kind="customer", fields=fields, where=where, language="zh"
        )

    empty = told({"field": "pet", "op": "is_empty"})
    assert "宠物" in empty.sentence
    assert empty.count == 1
    assert told({"field": "pet", "op": "eq", "value": "猫"}).count == 0
    with pytest.raises(Invalid):
        told({"field": "broken", "op": "is_empty"})


def test_kinds_that_are_not_counted_are_said_only(office, boss):
    where = {"field": "mood", "op": "is_filled"}
    told = office.ask(
        boss, drawn_conditions.tell, kind="follow_up", fields={"mood": own("text", "心情")},
        where=where, language="zh",
    )  # fmt: skip
    assert told.count is None
    assert "心情" in told.sentence
