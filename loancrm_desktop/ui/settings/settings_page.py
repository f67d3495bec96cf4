"""The settings: sections at the left, the one chosen at the right."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from loancrm_desktop.services.opening import Opened
from loancrm_desktop.texts import tr
from loancrm_desktop.ui import theme
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.desk_memory import DeskMemory
from loancrm_desktop.ui.frame.navigation_parts import NavigationButton
from loancrm_desktop.ui.frame.places import Place
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.panel_parts import SettingsPanel
from loancrm_desktop.ui.settings.appearance_panel import AppearancePanel
from loancrm_desktop.ui.settings.channels_panel import ChannelsPanel
from loancrm_desktop.ui.settings.device_panel import DevicePanel
from loancrm_desktop.ui.settings.message_channels_panel import MessageChannelsPanel
from loancrm_desktop.ui.settings.message_templates_panel import MessageTemplatesPanel
from loancrm_desktop.ui.settings.notices_panel import NoticesPanel
from loancrm_desktop.ui.settings.office_panel import OfficePanel
from loancrm_desktop.ui.settings.opened_keys import OpenedKeys
from loancrm_desktop.ui.settings.password_panel import PasswordPanel
from loancrm_desktop.ui.settings.people_panel import PeoplePanel
from loancrm_desktop.ui.settings.pool_panel import PoolPanel
from loancrm_desktop.ui.settings.working_hours_panel import WorkingHoursPanel
from loancrm_desktop.ui.widgets.parts import PageHeader, line

OFFICE, PEOPLE, CHANNELS, PASSWORD, DEVICE = "office", "people", "channels", "password", "device"
APPEARANCE, POOL, HOURS = "appearance", "pool", "working_hours"
WAYS_OUT, TEXTS, NOTICES = "message_channels", "message_templates", "notices"
SECTIONS_WIDTH = 190


class Panels(Mapping[str, SettingsPanel]):
    """The panels by their section, each built when it is first wanted."""

    def __init__(self, stack: QStackedWidget) -> None:
        self._stack = stack
        self._makers: dict[str, Callable[[], SettingsPanel]] = {}
        self._built: dict[str, SettingsPanel] = {}

    def offer(self, key: str, make: Callable[[], SettingsPanel]) -> None:
        """Take up a section."""
        self._makers[key] = make

    def __getitem__(self, key: str) -> SettingsPanel:
        if key not in self._built:
            self._built[key] = self._makers[key]()
            self._stack.addWidget(self._built[key])
        return self._built[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)


class SettingsPage(QWidget):
    """What can be set, as far as the person may.

    Signals:
        keys_replaced: the office's keys are other ones now (Opened).
        desk_changed: something of the desk's memory changed (theme, language, …).
    """

    keys_replaced = Signal(object)
    desk_changed = Signal(str)

    def __init__(
        self,
        bridge: Bridge,
        words: OfficeWords,
        opened: Opened,
        memory: DeskMemory | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self.keys = OpenedKeys(opened, self)
        self.keys.replaced.connect(self.keys_replaced)
        self._header = PageHeader(tr("Settings"))
        self._group = QButtonGroup(self)
        self._stack = QStackedWidget(self)
        self._bridge, self._words = bridge, words
        self._memory = memory or DeskMemory()
        self.panels = Panels(self._stack)
        self.entries: dict[str, NavigationButton] = {}
        self._places: list[Place] = []
        self._list = QVBoxLayout()
        self._list.setContentsMargins(8, 12, 8, 8)
        self._list.setSpacing(2)
        rights = opened.actor.rights
        self._add(Place(OFFICE, tr("Office"), "building"), self._office)
        if rights.allows("users.manage"):
            self._add(Place(PEOPLE, tr("People"), "users"), self._people)
        if rights.allows("office.edit"):
            self._add(Place(HOURS, tr("Working hours"), "clock"), self._hours)
            self._add(Place(POOL, tr("Shared pool"), "inbox"), self._pool)
        if rights.allows("channels.manage"):
            self._add(Place(CHANNELS, tr("Channels"), "coins"), self._channels)
        if rights.allows("messages.edit"):
            self._add(Place(WAYS_OUT, tr("Message channels"), "send"), self._ways_out)
            self._add(Place(TEXTS, tr("Message templates"), "message"), self._texts)
        self._add(Place(PASSWORD, tr("My password"), "key"), self._password)
        if rights.allows("tasks.see"):
            self._add(Place(NOTICES, tr("Notices"), "bell"), self._notices)
        self._add(Place(DEVICE, tr("This computer"), "monitor"), self._device)
        self._add(Place(APPEARANCE, tr("Appearance"), "palette"), self._appearance)
        self._list.addStretch(1)
        self._lay_out()
        self.show_section(OFFICE)

    def _office(self) -> SettingsPanel:
        return OfficePanel(self._bridge, self.keys, self._stack)

    def _people(self) -> SettingsPanel:
        return PeoplePanel(self._bridge, self.keys, self._stack)

    def _hours(self) -> SettingsPanel:
        return WorkingHoursPanel(self._bridge, self._stack)

    def _pool(self) -> SettingsPanel:
        return PoolPanel(self._bridge, self._words, self._stack)

    def _channels(self) -> SettingsPanel:
        return ChannelsPanel(self._bridge, self._words, self._stack)

    def _ways_out(self) -> SettingsPanel:
        return MessageChannelsPanel(self._bridge, self._stack)

    def _texts(self) -> SettingsPanel:
        return MessageTemplatesPanel(self._bridge, self._stack)

    def _password(self) -> SettingsPanel:
        return PasswordPanel(self._bridge, self.keys, self._stack)

    def _notices(self) -> SettingsPanel:
        return NoticesPanel(self._bridge, self._stack)

    def _device(self) -> SettingsPanel:
        return DevicePanel(self._bridge, self.keys, self._stack)

    def _appearance(self) -> SettingsPanel:
        panel = AppearancePanel(self._memory, self._stack)
        panel.desk_changed.connect(self.desk_changed)
        return panel

    def _add(self, place: Place, make: Callable[[], SettingsPanel]) -> None:
        entry = NavigationButton(place, "")
        entry.clicked.connect(self._on_entry_clicked)
        self._group.addButton(entry)
        self._list.addWidget(entry)
        self._places.append(place)
        self.panels.offer(place.key, make)
        self.entries[place.key] = entry

    def _lay_out(self) -> None:
        sections = QWidget()
        sections.setFixedWidth(round(SECTIONS_WIDTH * max(1.0, theme.current().text_scale)))
        sections.setLayout(self._list)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(sections)
        middle.addWidget(line(vertical=True))
        middle.addWidget(self._stack, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._header)
        layout.addLayout(middle, 1)

    def sections(self) -> Sequence[Place]:
        """Answer the sections this person has, in order."""
        return tuple(self._places)

    def state(self) -> dict[str, Any]:
        """Answer which section is shown."""
        chosen = [key for key, entry in self.entries.items() if entry.isChecked()]
        return {"section": chosen[0] if chosen else OFFICE}

    def restore(self, state: dict[str, Any]) -> None:
        """Show the section that was shown."""
        self.show_section(str(state.get("section", OFFICE)))

    def show_section(self, key: str) -> None:
        """Show a section; one this person has not is left aside."""
        if key not in self.entries:
            return
        self.entries[key].setChecked(True)
        self._header.set_status(self.entries[key].accessibleName())
        self._stack.setCurrentWidget(self.panels[key])

    def reload(self) -> None:
        """Read the section shown again."""
        shown = self._stack.currentWidget()
        if isinstance(shown, SettingsPanel):
            shown.reload()

    def _on_entry_clicked(self) -> None:
        self.show_section(self.sender().objectName())
