"""A value that cannot be taken as written, and why."""

from __future__ import annotations

from loancrm_desktop.errors import FieldProblem, Problem
from loancrm_desktop.texts import Text


class FieldFault(Problem):
    """One value is not acceptable; the text never repeats the value itself.

    Attributes:
        code: a stable word for programs, such as `checksum` or `not_a_date`.
    """

    def __init__(self, code: str, text: Text) -> None:
        super().__init__(text)
        self.code = code

    def at(self, field: str) -> FieldProblem:
        """Say at which field it happened."""
        return FieldProblem(field, self.code, self.text)
