"""One customer on paper: the facts as the page shows them, deals, to-dos and last follow-ups."""

from __future__ import annotations

from collections.abc import Mapping

from loancrm_desktop import display
from loancrm_desktop.services.customer_sheet import CustomerSheet
from loancrm_desktop.services.exchange import printing
from loancrm_desktop.services.office import system_clock
from loancrm_desktop.terms import name_of
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.printing.paper import Paper, facts_html, table_html
from loancrm_desktop.ui.widgets import marks

_LAST = 20


def customer_paper(
    sheet: CustomerSheet, said: Mapping[str, str], name: str, words: OfficeWords
) -> Paper:
    """Answer the paper of a customer.

    Args:
        sheet: what the page shows.
        said: the facts in words by field key; masked ones are masked in it.
        name: the customer's name.
        words: the words of the office.
    """
    fields = words.fields("customer")
    facts = [(fields[key].label(current_language()), text) for key, text in said.items()]
    parts = [
        facts_html(tr("Facts"), facts),
        _deals(sheet, words),
        _tasks(sheet, words),
        _contacts(sheet, words),
    ]
    count = len(facts) + len(sheet.deals) + len(sheet.tasks) + len(sheet.follow_ups[:_LAST])
    return Paper(printing.CUSTOMER, name, "".join(parts), count, sheet.id)


def _titled(title: str, heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    return f"<h3>{title}</h3>{table_html(heads, rows)}" if rows else ""


def _deals(sheet: CustomerSheet, words: OfficeWords) -> str:
    now = system_clock()
    rows: list[tuple[str, ...]] = []
    for card in sheet.deals:
        dwell = marks.dwell_of(card.stage_entered_at, card.due_at, now)
        amount = "" if card.amount_fen is None else display.money_exact(card.amount_fen)
        rows.append(
            (
                card.ref,
                words.stage_name(card.stage, card.process_id),
                "" if dwell is None else dwell.spoken,
                amount,
                words.person_name(card.handler_id),
            )
        )
    heads = (tr("Deal"), tr("Stage"), tr("Dwell time"), tr("Amount"), tr("Handler"))
    return _titled(tr("Deals"), heads, rows)


def _tasks(sheet: CustomerSheet, words: OfficeWords) -> str:
    rows = [
        (
            task.title,
            words.person_name(task.assignee_id),
            "" if task.due_at is None else display.time_exact(task.due_at),
        )
        for task in sheet.tasks
    ]
    return _titled(tr("Tasks"), (tr("Task"), tr("Assignee"), tr("Due")), rows)


def _contacts(sheet: CustomerSheet, words: OfficeWords) -> str:
    rows = [
        (
            display.time_exact(each.at),
            words.person_name(each.author_id),
            name_of("method", each.method),
            each.text,
        )
        for each in sheet.follow_ups[:_LAST]
    ]
    return _titled(tr("Follow-ups"), (tr("Time"), tr("Person"), tr("Way"), tr("Text")), rows)
