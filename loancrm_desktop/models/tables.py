"""Every table in one place, for migrations and for whoever walks the whole database."""

from loancrm_desktop.models import (
    customers,
    deals,
    designs,
    documents,
    journal,
    people,
    work_items,
)
from loancrm_desktop.models.base import Base

metadata = Base.metadata

ALL = (customers, deals, designs, documents, journal, people, work_items)
