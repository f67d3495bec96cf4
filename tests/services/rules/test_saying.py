"""A rule that is being written is said as a sentence, with what is wrong and what else does it."""

from loancrm_desktop.services import people
from loancrm_desktop.services.rules import drawing, saying

SETS = {
    "format": 1, "key": "sets", "title": {"zh": "放款后"}, "kind": "deal", "position": 10,
    "when": {"on": "entered", "stages": ["disbursed"]},
    "then": [{"do": "set", "field": "customer.status", "value": "closed"}],
}  # fmt: skip


def test_a_rule_is_said_before_it_is_saved(office, owner):
    said = office.ask(owner, saying.say_rule, SETS)
    assert said.sentence.startswith("业务单进入")
    assert (said.problems, said.matching, said.clashes) == ((), 0, ())


def test_what_does_not_hold_is_named_at_its_place(office, owner):
    body = SETS | {"then": [{"do": "set", "field": "customer.gone", "value": 1}]}
    said = office.ask(owner, saying.say_rule, body)
    assert [each.field for each in said.problems] == ["then.0.field"]
    assert (said.sentence, said.matching) == ("", None)
    broken = office.ask(owner, saying.say_rule, SETS | {"then": []})
    assert broken.problems[0].field == "then"


def test_another_rule_that_sets_the_same_field_is_named(office, owner):
    office.do(owner, drawing.save, SETS)
    mine = SETS | {"key": "mine", "kind": "customer", "when": {"on": "created"}, "position": 20}
    mine["then"] = [{"do": "set", "field": "status", "value": "following"}]
    (clash,) = office.ask(owner, saying.say_rule, mine).clashes
    assert (clash.key, clash.way, clash.what, clash.goes_first) == (
        "sets",
        "field",
        "客户状态",
        True,
    )


def test_two_rules_that_wake_each_other_are_a_loop(office, owner):
    def rule(key, waits_for, sets):
        return {
            "format": 1, "key": key, "title": {"zh": key}, "kind": "customer",
            "when": {"on": "changed", "fields": [waits_for]},
            "then": [{"do": "set", "field": sets, "value": "x"}],
        }  # fmt: skip

    office.do(owner, drawing.save, rule("one", "remark", "address"))
    clashes = office.ask(owner, saying.say_rule, rule("two", "address", "remark")).clashes
    assert [(each.key, each.way) for each in clashes] == [("one", "loop")]


def test_who_may_change_rules_is_named(office, owner):
    standing = office.ask(owner, saying.standing, "sets")
    names = {each.id: each.name for each in office.ask(owner, people.page)}
    assert [each.name for each in standing.editors] == [names[owner.user_id]]
    assert (standing.done, standing.failed, standing.last_at) == (0, 0, None)
