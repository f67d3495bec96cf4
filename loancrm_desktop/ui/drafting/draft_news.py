"""The line over a canvas that says what came from others: a version, another draft."""

from __future__ import annotations

from collections.abc import Sequence

from loancrm_desktop import display
from loancrm_desktop.services.design_drafts import DesignDraft
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.widgets.notices import Notice


class DraftNews(Notice):
    """Says the most important of it; its action leads to what differs."""

    def tell(self, version: int | None, others: Sequence[DesignDraft], words: OfficeWords) -> None:
        """Say which version came meanwhile (None for none), else whose drafts there are."""
        if version is not None:
            said = tr(
                "Version {number} came into force after this draft was begun. Publishing the "
                "draft takes its changes back.",
                number=version,
            )
            self.say(said, "warning", action=tr("See what differs"))
        elif others:
            said = others_text(others, words.person_name(others[0].person_id))
            self.say(said, "info", action=tr("See what differs"))
        else:
            self.hide()


def others_text(others: Sequence[DesignDraft], name: str) -> str:
    """Say that there is another draft, the newest of them by its drawer's name."""
    time = display.time_exact(others[0].kept_at)
    if others[0].aside:
        return tr("A draft of yours from another desk was put aside ({time}).", time=time)
    return tr("{name} draws this too ({time}). Both drafts are kept.", name=name, time=time)
