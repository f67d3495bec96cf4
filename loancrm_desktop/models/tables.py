"""Every table in one place, for migrations and for whoever walks the whole database."""

from loancrm_desktop.models import (
    customers,
    deals,
    designs,
    documents,
    drafts,
    journal,
    messages,
    numbering,
    own_records,
    ownership,
    people,
    process_runs,
    rule_runs,
    work_items,
)
from loancrm_desktop.models.base import Base

metadata = Base.metadata

ALL = (
    *(customers, deals, designs, documents, drafts, journal, messages, numbering),
    *(own_records, ownership, people, process_runs, rule_runs, work_items),
)

for _table in metadata.tables.values():
    if "id" in _table.primary_key.columns:
        # An id is never given twice, or the history of a deleted record would pass to a new one.
        _table.kwargs["sqlite_autoincrement"] = True
