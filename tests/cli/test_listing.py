"""More rows than a page holds are put together."""

from dataclasses import dataclass

import pytest

from loancrm_desktop.cli import listing
from loancrm_desktop.errors import Invalid
from loancrm_desktop.services.lists import MAX_ROWS


@dataclass(frozen=True)
class Pages:
    """Stands for a session whose list has `total` rows."""

    total: int

    def ask(self, _page, query):
        start = int(query.after or 0)
        assert query.limit <= MAX_ROWS
        end = min(start + query.limit, self.total)
        rows = tuple(range(start, end))
        return listing.Found(
            rows,
            self.total if query.with_total else None,
            str(end) if end < self.total else None,
        )


@pytest.mark.parametrize(
    ("total", "limit", "following"),
    [(2500, 2500, None), (2500, 2400, "2400"), (10, 50, None), (3000, 1000, "1000")],
)
def test_a_limit_beyond_a_page_reads_as_many_pages_as_it_needs(total, limit, following):
    query = listing.list_query(None, None, limit, None)
    found = listing.rows_of(Pages(total), None, query)
    assert found.rows == tuple(range(min(total, limit)))
    assert (found.total, found.next) == (total, following)


def test_an_order_is_read_from_the_line():
    assert listing.list_query(None, "name, -id,", 5, None).sort == ("name", "-id")


def test_a_condition_has_to_be_an_object():
    with pytest.raises(Invalid):
        listing.list_query("[1]", None, 5, None)
