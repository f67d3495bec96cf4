"""What a template may say: fields, if, for, comparisons, a few filters; and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import nodes

from loancrm_desktop.services.contract_files import template_check
from loancrm_desktop.services.contract_files.sandbox import ContractEnvironment


def _read(source: str) -> template_check.Reading:
    return template_check.read(ContractEnvironment({}), source)


def _fields(source: str) -> list[str]:
    reading = _read(source)
    assert reading.faults == ()
    return [use.name for use in reading.uses]


def _faults(source: str) -> list[str]:
    return [fault.text.read("en") for fault in _read(source).faults]


def test_fields_are_listed_as_they_are_written():
    assert _fields("{{ customer.name }} {{today}} {{ 客户.姓名 }}") == [
        "customer.name",
        "today",
        "客户.姓名",
    ]


def test_a_field_is_known_by_its_line():
    assert [use.line for use in _read("a\n{{ b }}\n\n{{ c }}").uses] == [2, 4]


def test_fields_in_a_loop_carry_the_name_of_their_list():
    source = (
        "{% for bank in deal.banks %}{{ loop.index }}{{ bank.name }}"
        "{% for rate in bank.rates if rate.good %}{{ rate.percent }}{{ deal.ref }}{% endfor %}"
        "{% else %}{{ bank.name }}{% endfor %}"
    )
    assert _fields(source) == [
        "deal.banks",
        "deal.banks.name",
        "deal.banks.rates",
        "deal.banks.rates.good",
        "deal.banks.rates.percent",
        "deal.ref",
        "bank.name",
    ]


@pytest.mark.parametrize(
    "source",
    [
        "{% if customer.name and not deal.ref or today == 'x' %}a{% elif deal.ref %}{% endif %}",
        "{% if deal.product_type in ['抵押贷', '经营贷'] %}a{% endif %}",
        "{% if deal.term > 12 and deal.term <= 36 %}a{% endif %}",
        "{{ '☑' if customer.name else '☐' }}",
        "{{ deal.fee|capitals }}{{ deal.fee|大写 }}{{ deal.fee|yuan|masked|e }}",
        "{{ deal.bank|default('另行确定') }}{{ customer.tags|join('、') }}",
        "{% if deal.bank is defined %}{{ deal.banks[0].name }}{{ deal['bank'] }}{% endif %}",
        "{# a note #}{{ 'text' }}{{ 12 }}{{ true }}",
    ],
)
def test_what_contracts_need_is_allowed(source):
    assert _faults(source) == []


ALLOWED_EXPRESSIONS = {
    "TemplateData",
    "Const",
    "Name",
    "Getattr",
    "Getitem",
    "Filter",
    "Test",
    "CondExpr",
    "Compare",
    "And",
    "Or",
    "Not",
}
OTHER_EXPRESSIONS = sorted(
    name
    for name, kind in vars(nodes).items()
    if isinstance(kind, type)
    and issubclass(kind, nodes.Expr)
    and not kind.abstract
    and name not in ALLOWED_EXPRESSIONS | {"InternalName"}  # this one no parser can make
)


def test_there_are_kinds_of_expression_to_refuse():
    assert {"Call", "Pow", "Mul", "Concat", "Slice", "List", "Dict"} <= set(OTHER_EXPRESSIONS)


@pytest.mark.parametrize("name", OTHER_EXPRESSIONS)
def test_every_kind_of_expression_not_on_the_list_is_refused(name):
    kind = getattr(nodes, name)
    node = kind(*[None] * len(kind.fields)).set_lineno(1)
    assert template_check.read_tree(nodes.Template([nodes.Output([node])])).faults


_NAMES = st.sampled_from(
    [
        "customer",
        "deal",
        "self",
        "cycler",
        "lipsum",
        "range",
        "loop",
        "''",
        "()",
        "[]",
        "{}",
        "1",
        "config",
        "_x",
    ]
)
_STEPS = st.sampled_from(
    [
        ".__class__",
        ".__mro__",
        "['__init__']",
        ".name",
        "()",
        "('id')",
        "[0]",
        "[1:]",
        "|attr('x')",
        "|safe",
        "|list",
        "|default('y')",
        "|join('z')",
        ".__globals__",
        ".os",
        ".popen('id')",
        " * 9",
        " ** 9",
        " ~ 'a'",
        " + 1",
        " is callable",
        " == 1",
        " if 1",
        ".items",
        ".update",
    ]
)
_EXPRESSIONS = st.builds("{}{}".format, _NAMES, st.lists(_STEPS, max_size=6).map("".join))
_FRAMES = st.sampled_from(
    [
        "{{{{ {} }}}}",
        "{{% if {} %}}x{{% endif %}}",
        "{{% for i in {} %}}{{{{ i }}}}{{% endfor %}}",
        "{{% set y = {} %}}",
        "{{% with y = {} %}}{{% endwith %}}",
        "{{{{ a[{}] }}}}",
    ]
)


@given(st.builds(lambda frame, inner: frame.format(inner), _FRAMES, _EXPRESSIONS))
def test_whatever_is_let_through_holds_no_call_no_arithmetic_and_no_hidden_name(source):
    reading = _read(source)
    if reading.faults:
        return
    tree = ContractEnvironment({}).parse(source)
    forbidden = (nodes.Call, nodes.BinExpr, nodes.Concat, nodes.Slice, nodes.Assign, nodes.With)
    found = [node for kind in forbidden for node in tree.find_all(kind)]
    assert all(isinstance(node, nodes.And | nodes.Or) for node in found)
    assert not any(node.attr.startswith("_") for node in tree.find_all(nodes.Getattr))


def test_each_refusal_says_what_to_write_instead():
    assert "{{ customer.name }}" in _faults("{{ customer.name.upper() }}")[0]
    assert "may not calculate" in _faults("{{ deal.fee * 2 }}")[0]
    assert "“include”" in _faults("{% include 'x' %}")[0]
    assert "“raw”" in _faults("{% raw %}x{% endraw %}")[0]
    assert "capitals" in _faults("{{ deal.fee|currency }}")[0]
    assert "nothing in brackets" in _faults("{{ deal.fee|capitals('x') }}")[0]
    assert "text in quotes" in _faults("{{ deal.fee|default(0) }}")[0]
    assert "both sides" in _faults("{{ 'x' if deal.fee }}")[0]
    assert "one list field" in _faults("{% for x in 'abc' %}{% endfor %}")[0]
    assert "“self”" in _faults("{% for self in deal.banks %}{% endfor %}")[0]
    assert "more than 3 deep" in _faults("{% for a in b %}" * 4 + "{% endfor %}" * 4)[0]


def test_tags_that_do_not_match_are_told_apart():
    assert "“endif” is not known here" in _faults("{% endif %}")[0]
    assert "never closed" in _faults("{% if a %}x")[0]
    assert "cannot be read" in _faults("{{ 客户 姓名 }}")[0]


def test_all_unreadable_fields_are_told_at_once_and_the_good_ones_listed():
    reading = _read("{{@图}}\n{{ name }}\n{{?x}}{{/x}}\n{{ phone }}")
    assert [fault.line for fault in reading.faults] == [1, 3]
    assert [use.name for use in reading.uses] == ["name", "phone"]
