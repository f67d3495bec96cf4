"""A value that cannot be taken."""

from loancrm_desktop.errors import FieldProblem
from loancrm_desktop.services.forms.values.faults import FieldFault
from loancrm_desktop.texts import say


def test_a_fault_names_its_field_when_it_is_known():
    fault = FieldFault("checksum", say("The last place is wrong."))
    assert fault.at("id_number") == FieldProblem("id_number", "checksum", fault.text)
    assert str(fault) == fault.text.read()
