"""The customer's form, while it is open: one at a time, gone when another page comes."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.customer_form_page import CustomerFormPage
from loancrm_desktop.ui.shell.page_shelf import PageShelf


class FormVisit(QObject):
    """Opens the form on the shelf, and lets it go.

    Signals:
        saved: the customer was saved (id).
        left: the person goes back without saving.
        customer_opened: a look-alike is to be opened (id).
        said: a sentence for the window to show, and the journal number that undoes it or 0.
    """

    saved = Signal(int)
    left = Signal()
    customer_opened = Signal(int)
    said = Signal(str, int)

    def __init__(self, bridge: Bridge, words: OfficeWords, pages: PageShelf) -> None:
        super().__init__(pages)
        self._bridge, self._words, self._pages = bridge, words, pages
        self._form: CustomerFormPage | None = None
        self._customer_id = 0

    @property
    def is_open(self) -> bool:
        """Whether a form is open."""
        return self._form is not None

    @property
    def customer_id(self) -> int | None:
        """Whose form is open, 0 for a new customer, None for no form."""
        return None if self._form is None else self._customer_id

    def open(self, customer_id: int) -> CustomerFormPage:
        """Make the form of a customer, 0 for a new one; another one goes."""
        self.close()
        self._customer_id = customer_id
        self._form = form = CustomerFormPage(self._bridge, self._words, self._pages)
        form.saved.connect(self.saved)
        form.left.connect(self.left)
        form.customer_opened.connect(self.customer_opened)
        form.said.connect(self.said)
        self._pages.addWidget(form)
        return form

    def close(self) -> None:
        """Let the form go; what was typed is kept as a draft."""
        if self._form is not None:
            self._pages.drop(self._form)
            self._form = None
