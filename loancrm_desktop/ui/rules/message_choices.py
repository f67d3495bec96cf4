"""By which ways a rule may send a message, from which templates, through which channels."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from loancrm_desktop.errors import Problem
from loancrm_desktop.services.messages import channels, templates
from loancrm_desktop.services.messages.channels import WayOut
from loancrm_desktop.services.messages.templates import TemplateRow
from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.conditions.pick_list_model import PickEntry

_OF_CUSTOMERS = ("customer", "deal")


class MessageChoices(QObject):
    """Asks the office once what there is, and offers it.

    Signals:
        loaded: there is something else to offer than before.
    """

    loaded = Signal()

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._templates: tuple[TemplateRow, ...] = ()
        self._channels: tuple[WayOut, ...] = ()

    def load(self) -> None:
        """Ask what there is."""
        may = self._bridge.actor.rights.allows
        if may("rules.see"):
            self._bridge.ask(
                channels.ways_out, then=self._on_channels, failed=self._on_failed, key="channels"
            )
        if may("messages.see"):
            self._bridge.ask(
                templates.list_templates,
                language=current_language(),
                then=self._on_templates,
                failed=self._on_failed,
                key="templates",
            )

    def _on_channels(self, found: Sequence[WayOut]) -> None:
        if tuple(found) != self._channels:
            self._channels = tuple(found)
            self.loaded.emit()

    def _on_templates(self, found: Sequence[TemplateRow]) -> None:
        if tuple(found) != self._templates:
            self._templates = tuple(found)
            self.loaded.emit()

    def _on_failed(self, problem: Problem) -> None:
        """Offer what was there before; the rule's own choice is shown all the same."""
        del problem

    def ways(self, kind: str) -> list[PickEntry]:
        """Answer by which ways a rule about records of a kind may send."""
        to_group = [
            PickEntry("bot", tr("group bot")),
            PickEntry("webhook", tr("webhook")),
        ]
        if kind not in _OF_CUSTOMERS:
            return to_group
        return [PickEntry("sms", tr("text message")), PickEntry("email", tr("e-mail")), *to_group]

    def channels(self, way: str) -> list[PickEntry]:
        """Answer through which channels a message may go; first: whichever fits."""
        found = [PickEntry(each.key, each.title) for each in self._channels if each.way == way]
        return [PickEntry("", tr("any channel that fits")), *found]

    def templates(self, kind: str, way: str) -> list[PickEntry]:
        """Answer from what a message may be written; first: a text of the rule's own."""
        found = [
            PickEntry(each.key, each.title, tr("Templates"))
            for each in self._templates
            if each.kind in (kind, "customer") and way in (each.channel, "webhook")
        ]
        return [PickEntry("", tr("own text")), *(found if kind in _OF_CUSTOMERS else ())]
