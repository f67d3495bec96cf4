"""What an operation is called in the history, by the name it has in the journal."""

from __future__ import annotations

from loancrm_desktop.texts import tr


def operation_name(operation: str) -> str:
    """Say what was done; an operation without a name of its own is said as it is."""
    names = {
        "customers.add": tr("Customer added"),
        "customers.edit": tr("Customer changed"),
        "customers.change_many": tr("Several customers changed"),
        "customers.remove": tr("Put into the trash"),
        "customers.restore": tr("Taken out of the trash"),
        "customers.merge": tr("Customers merged"),
        "customers.add_related": tr("Related person added"),
        "deals.open": tr("Deal opened"),
        "deals.move": tr("Deal moved"),
        "deals.edit": tr("Deal changed"),
        "deals.submit": tr("Submitted to a bank"),
        "follow_ups.log": tr("Follow-up"),
        "tasks.add": tr("Task added"),
        "tasks.done": tr("Task done"),
        "importing.run": tr("Import"),
        "journal.undo": tr("Taken back"),
        "contracts.make": tr("Contract made"),
    }
    return names.get(operation, operation)
