"""The environment: nothing is called, nothing is left blank without being named."""

import pytest
from jinja2 import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from loancrm_desktop.services.contract_files.sandbox import ContractEnvironment, TemplateRefused

VALUES = {
    "customer": {"name": "王芳 & <Co>", "company": "", "tags": ["有房", "企业主"], "vip": True},
    "deal": {"fee": "27,000.00", "banks": [{"name": "甲行"}, {"name": ""}], "none": [], "n": 3},
    "today": "2026年11月23日",
    "empty": " ",
}


def _filled(source: str) -> tuple[str, list[str], list[str]]:
    environment = ContractEnvironment(VALUES)
    text = environment.from_string(source).render(environment.values)
    faults = [fault.read("en") for fault in environment.ledger.faults]
    return text, list(environment.ledger.missing), faults


def test_values_are_printed_as_xml_takes_them():
    assert _filled("{{ customer.name }}|{{ today }}|{{ customer.vip }}|{{ deal.n }}") == (
        "王芳 &amp; &lt;Co&gt;|2026年11月23日|是|3",
        [],
        [],
    )


def test_texts_in_the_template_are_taken_as_they_are_meant():
    assert _filled("{{ 'A&amp;B' }}{{ customer.no|default('&quot;x&quot;') }}")[0] == (
        "A&amp;B&#34;x&#34;"
    )
    assert _filled("{% if customer.name == '王芳 &amp; &lt;Co&gt;' %}same{% endif %}")[0] == "same"


@pytest.mark.parametrize(
    ("source", "missing"),
    [
        ("{{ customer.company }}", ["customer.company"]),
        ("{{ customer.nothing }}", ["customer.nothing"]),
        ("{{ nobody.at.all }}", ["nobody.at.all"]),
        ("{{ empty }}{{ absent }}", ["empty", "absent"]),
        ("{{ customer.company|masked }}", ["customer.company"]),
        ("{{ deal.fee|yuan }}{{ deal.other|capitals|e }}", ["deal.other"]),
        (
            "{% for b in deal.banks %}{{ b.name }}{{ b.rate }}{% endfor %}",
            ["deal.banks.rate", "deal.banks.name"],
        ),
        ("{% for b in deal.lenders %}x{% endfor %}", ["deal.lenders"]),
        ("{{ deal.banks[7].name }}", ["deal.banks.name"]),
        ("{{ customer.tags[2] }}", ["customer.tags"]),
    ],
)
def test_what_has_no_value_is_named_and_leaves_a_visible_line(source, missing):
    text, found, faults = _filled(source)
    assert found == missing
    assert faults == []
    assert "____" in text or "for b in deal.lenders" in source


def test_asking_after_an_empty_field_is_no_gap():
    source = (
        "{% if customer.company %}1{% endif %}{% if customer.company == 'x' %}2{% endif %}"
        "{% if customer.company != 'x' %}3{% endif %}{% if customer.company < 'x' %}4{% endif %}"
        "{% if customer.company >= 'x' %}5{% endif %}{% if 'x' in customer.company %}6{% endif %}"
        "{% if customer.company is defined %}7{% endif %}{% if not customer.company %}8{% endif %}"
        "{{ customer.company|default('无') }}{% for b in deal.none %}x{% else %}9{% endfor %}"
        "{% if deal.banks is defined %}a{% endif %}"
    )
    assert _filled(source) == ("38无9a", [], [])


def test_loops_know_where_they_are():
    source = (
        "{% for t in customer.tags %}{{ loop.index }}/{{ loop.length }}{{ t }}"
        "{{ '' if loop.last else '、' }}{% endfor %}"
    )
    assert _filled(source)[0] == "1/2有房、2/2企业主"


def test_a_value_that_a_filter_cannot_read_is_told():
    _, missing, faults = _filled("{{ customer.name|capitals }}")
    assert missing == []
    assert faults == ["The filter “capitals” cannot read “王芳 & <Co>”."]


def test_a_record_or_list_is_not_printed_as_one():
    for source, name in (("{{ customer }}", "customer"), ("{{ deal.banks }}", "deal.banks")):
        text, _, faults = _filled(source)
        assert faults == [f"“{name}” holds several values and cannot be printed as one."]
        assert "{" not in text


@pytest.mark.parametrize(
    "method",
    sorted({name for kind in (dict, list, str, int) for name in dir(kind)} - {"__doc__"}),
)
def test_no_method_of_a_value_can_be_reached(method):
    environment = ContractEnvironment(VALUES)
    for value in (VALUES["customer"], VALUES["deal"]["banks"], "text", 3):
        reached = environment.getattr(value, method)
        assert not callable(getattr(reached, "__func__", None))
        assert type(reached).__name__ == "Blank"
    with pytest.raises(TemplateRefused):
        environment.from_string(f"{{{{ customer.{method}() }}}}")


class _Customer:
    """Stands for a mapped object that slipped in: everything on it would change the office."""

    calls = 0
    name = "王芳"

    def delete(self) -> str:
        type(self).calls += 1
        return "deleted"

    save = refresh = expunge = delete

    @property
    def owner(self) -> str:
        type(self).calls += 1
        return "loaded"


@pytest.mark.parametrize("member", ["delete", "save", "refresh", "expunge", "owner", "name"])
def test_an_object_that_slipped_in_is_neither_called_nor_read(member):
    environment = ContractEnvironment({"cust": _Customer()})
    assert "____" in environment.from_string(f"{{{{ cust.{member} }}}}").render(environment.values)
    code = ImmutableSandboxedEnvironment.compile(environment, f"{{{{ cust.{member}() }}}}")
    with pytest.raises(TemplateError):
        _render_unchecked(environment, code)
    assert _Customer.calls == 0


def _render_unchecked(environment: ContractEnvironment, code: object) -> str:
    return environment.template_class.from_code(environment, code, {}).render(environment.values)
