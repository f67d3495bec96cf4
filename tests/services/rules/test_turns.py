"""Even shares: whoever comes and goes, those who were there all along differ by at most one."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.people import User
from loancrm_desktop.models.rule_runs import RuleTurn
from loancrm_desktop.services import customers, office_settings, people
from loancrm_desktop.services.calls import operation
from loancrm_desktop.services.rules import turns

TEAM = (2, 3, 4, 5)


@operation("test.take_turns")
def take_turns(work, groups):
    return [turns.next_in_turn(work, "spread/0", group) for group in groups]


groups = st.lists(
    st.sets(st.sampled_from(TEAM), min_size=0).map(lambda some: tuple(sorted(some))),
    min_size=1, max_size=40,
)  # fmt: skip


@given(groups)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_who_was_there_all_along_got_at_most_one_more_than_another(office, owner, taken):
    @operation(f"test.clear_{id(taken)}_{len(operation.__name__)}_{next(_numbers)}")
    def clear(work):
        for each in work.session.execute(select(RuleTurn)).scalars():
            work.session.delete(each)

    office.do(owner, clear)
    got = office.do(owner, take_turns, taken)
    for group, who in zip(taken, got, strict=True):
        assert (who in group) if group else who is None
    for start in range(len(taken)):
        for end in range(start + 1, len(taken) + 1):
            there = set(taken[start])
            if not all(set(group) == there for group in taken[start:end]):
                break
            if not there:
                continue
            shares = [got[start:end].count(person) for person in there]
            assert max(shares) - min(shares) <= 1 + (start > 0)


_numbers = iter(range(10**9))

Day = tuple[frozenset[int], frozenset[int], int]
"""Who is in the group, who of them is on leave, and how many leads come."""
days = st.lists(
    st.tuples(
        st.frozensets(st.sampled_from(TEAM), min_size=1),
        st.frozensets(st.sampled_from(TEAM)),
        st.integers(0, 9),
    ),
    min_size=1,
    max_size=12,
)


@operation("test.spread_days")
def spread_days(work, plan, most):
    """Give out the leads of each day; answers who got them, and who could have."""
    for each in work.session.execute(select(RuleTurn)).scalars():
        work.session.delete(each)
    for each in work.session.execute(select(Customer)).scalars():
        work.session.delete(each)
    work.session.flush()
    today = work.now.astimezone(work.place.zone).date()
    found = []
    for group, leave, leads in plan:
        away = {str(each): today.isoformat() for each in leave}
        office_settings.write(work, turns.AWAY, {"until": away})
        for _ in range(leads):
            there = turns.who_is_there(work, tuple(sorted(group)), most)
            who = turns.next_in_turn(work, "spread/0", there)
            if who is not None:
                work.session.add(
                    Customer(
                        name="线索", name_key="xiansuo", status="prospect", owner_id=who,
                        created_at=work.now, updated_at=work.now,
                    )
                )  # fmt: skip
                work.session.flush()
            found.append((frozenset(there), who))
    return found


@given(days, st.one_of(st.none(), st.integers(1, 6)))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_leave_and_limits_are_kept_and_those_there_all_along_stay_level(office, owner, plan, most):
    found = office.do(owner, spread_days, plan, most)
    leads = [day for day in plan for _ in range(day[2])]
    has = dict.fromkeys(TEAM, 0)
    for (group, leave, _), (there, who) in zip(leads, found, strict=True):
        free = {each for each in group - leave if most is None or has[each] < most}
        assert there == free
        assert (who in free) if free else who is None
        if who is not None:
            has[who] += 1
    # Over any stretch in which the same people could get something, from the very beginning of
    # one of them or not, the shares differ by one at most; a stretch begun midway by one more.
    for start in range(len(found)):
        there = found[start][0]
        shares = dict.fromkeys(there, 0)
        for them, who in found[start:]:
            if them != there or who is None:
                break
            shares[who] += 1
            assert max(shares.values()) - min(shares.values()) <= 1 + (start > 0)


def test_who_is_away_or_full_gets_none(office, owner):
    @operation("test.who_is_there")
    def there(work, most_open):
        office_settings.write(work, turns.AWAY, {"until": {"3": "2026-07-10"}})
        return turns.who_is_there(work, (2, 3, 4), most_open)

    assert office.do(owner, there, None) == (2, 4)
    with office.database.reading() as session:
        login = session.execute(select(User.login).where(User.id == 4)).scalar_one()
    assert login in {row.login for row in office.ask(owner, people.page)}
    office.do(owner, customers.add, values={"name": "钱慧敏", "owner": 4})
    assert office.do(owner, there, 1) == (2,)
