"""Names in the JSON of a line become the numbers services take."""

from dataclasses import dataclass

import pytest

from loancrm_desktop.cli.linked import numbered
from loancrm_desktop.services import people
from loancrm_desktop.services.forms import catalog
from loancrm_desktop.services.forms.built_in_fields import built_in_kind

PEOPLE = [
    people.PersonRow(1, "wang", "王老板", "owner", None, True, None),
    people.PersonRow(2, "li", "李娜", "broker", 1, True, None),
    people.PersonRow(3, "li2", "李娜", "broker", 1, True, None),
]


@dataclass(frozen=True)
class Office:
    """Stands for a session on an office with three people, a team and a channel."""

    def ask(self, function, *_):
        return {
            catalog.fields: list(built_in_kind("customer").fields.values()),
            people.page: PEOPLE,
            people.teams: [people.TeamRow(5, "销售A组", None)],
            people.channels: [people.ChannelRow(7, "douyin", "抖音", False)],
        }[function]


@pytest.mark.parametrize(
    ("sent", "taken"),
    [
        ({"owner": "wang"}, {"owner": 1}),
        ({"owner": " 王老板 "}, {"owner": 1}),
        ({"team": "销售A组", "channel": "抖音"}, {"team": 5, "channel": 7}),
        ({"channel": "douyin"}, {"channel": 7}),
        ({"owner": "李娜"}, {"owner": "李娜"}),
        ({"owner": "nobody"}, {"owner": "nobody"}),
        ({"owner": 2, "team": None, "channel": "7"}, {"owner": 2, "team": None, "channel": "7"}),
        ({"name": "wang", "tags": ["wang"]}, {"name": "wang", "tags": ["wang"]}),
    ],
)
def test_a_name_that_means_one_record_becomes_its_number(sent, taken):
    assert numbered(Office(), "customer", sent) == taken
