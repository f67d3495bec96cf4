"""The office's own names on screen: fields, people, teams, channels and stages, read once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from loancrm_desktop import display
from loancrm_desktop.changes import ChangeSet
from loancrm_desktop.services import filling_in, people, record_types
from loancrm_desktop.services.forms import catalog
from loancrm_desktop.services.language.fields import FieldSpec, FieldType
from loancrm_desktop.services.process import paths
from loancrm_desktop.services.record_types import TypeRow
from loancrm_desktop.texts import current_language
from loancrm_desktop.ui.bridge import Bridge

KINDS = ("customer", "deal", "follow_up")
_TABLES = ("app_user", "team", "channel", "custom_field", "design", "stage", "process")
_PARTS = len(KINDS) * 2 + 5


class OfficeWords(QObject):
    """Answers what a key or an id is called; read at sign-in and again when names change.

    Signals:
        loaded: everything is here (again).
    """

    loaded = Signal()

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._fields: dict[str, dict[str, FieldSpec]] = {}
        self._read_only: dict[str, frozenset[str]] = {}
        self._people: dict[int, people.PersonRow] = {}
        self._teams: dict[int, str] = {}
        self._channels: dict[int, people.ChannelRow] = {}
        self._paths: tuple[paths.ProcessPath, ...] | None = None
        self._sheet: filling_in.FormSheet | None = None
        self._types: list[TypeRow] = []
        self._awaited = 0
        bridge.changed.connect(self._on_bridge_changed)

    def load(self) -> None:
        """Read all names; `loaded` follows."""
        self._awaited = _PARTS
        ask = self._bridge.ask
        for kind in KINDS:
            self._ask_fields(kind)
        if self._bridge.actor.rights.allows("own_records.see"):
            self._awaited += 1
            ask(record_types.page, then=self._on_types, key="types")
        ask(people.page, then=self._on_people, key="people")
        ask(people.teams, then=self._on_teams, key="teams")
        ask(people.channels, then=self._on_channels, key="channels")
        ask(paths.all_paths, then=self._on_paths, key="stages")
        ask(filling_in.sheet, kind="customer", then=self._on_sheet, key="sheet")

    def _ask_fields(self, kind: str) -> None:
        ask = self._bridge.ask
        ask(catalog.fields, kind=kind, then=partial(self._on_fields, kind), key=("f", kind))
        read_only = partial(self._on_read_only, kind)
        ask(catalog.read_only, kind=kind, then=read_only, key=("r", kind))

    @property
    def bridge(self) -> Bridge:
        """The way to the office, for editors that look records up."""
        return self._bridge

    @property
    def ready(self) -> bool:
        """Whether everything has been read."""
        return self._paths is not None and self._awaited == 0

    @property
    def record_types(self) -> tuple[TypeRow, ...]:
        """The record types of the office's own that this person may see, in their order."""
        return tuple(self._types)

    def record_type(self, kind: str) -> TypeRow | None:
        """Answer a record type of the office's own; None for one that is not (any more) there."""
        return next((each for each in self._types if each.kind == kind), None)

    @property
    def kinds(self) -> tuple[str, ...]:
        """Every kind of record whose fields are known here."""
        return (*KINDS, *(each.kind for each in self._types))

    def fields(self, kind: str) -> Mapping[str, FieldSpec]:
        """Answer a kind's fields in the order forms show them."""
        return self._fields.get(kind, {})

    def field_label(self, kind: str, key: str) -> str:
        """Name a field; one that is not known is named by its key."""
        spec = self.fields(kind).get(key)
        return key if spec is None else spec.label(current_language())

    def read_only(self, kind: str) -> frozenset[str]:
        """Answer the fields this person may see but not change."""
        return self._read_only.get(kind, frozenset())

    @property
    def customer_form(self) -> filling_in.FormSheet | None:
        """The customers' form that was published; None while the shipped one is in force."""
        return self._sheet if self._sheet is not None and self._sheet.version else None

    @property
    def stages(self) -> Sequence[paths.StageInfo]:
        """The stages of the default process, in order."""
        return self.stages_of(None)

    @property
    def processes(self) -> Sequence[paths.ProcessPath]:
        """Every process, the default one first."""
        return self._paths or ()

    def stages_of(self, process_id: int | None) -> Sequence[paths.StageInfo]:
        """Answer the stages of a process in order; of the default one where it is not known."""
        found = self._path(process_id) or next(iter(self.processes), None)
        return () if found is None else found.stages

    def stage_name(self, key: str | None, process_id: int | None = None) -> str:
        """Name a stage as its process does.

        Where the process is not known, and several name it differently, all names are said.
        """
        if key is None:
            return ""
        path = self._path(process_id)
        if path is not None:
            return next(iter(_names(path, key)), key)
        names = dict.fromkeys(name for each in self.processes for name in _names(each, key))
        return " / ".join(names) or key

    def stage_of(self, process: str, key: str) -> str:
        """Name a stage of the process with this key."""
        path = next((each for each in self.processes if each.key == process), None)
        return self.stage_name(key, None if path is None else path.id)

    def every_stage(self) -> tuple[str, ...]:
        """Answer the stages of all processes, those of the default one first."""
        return tuple(dict.fromkeys(one.key for each in self.processes for one in each.stages))

    def process_name(self, path: paths.ProcessPath) -> str:
        """Name a process."""
        return path.name_en if current_language() == "en" else path.name_zh

    def processes_with(self, stage: str) -> list[str]:
        """Answer the names of the processes that have a stage."""
        return [self.process_name(each) for each in self.processes if each.stage(stage)]

    def stage_after(self, key: str | None) -> str:
        """Answer the stage behind one; empty where there is none, or processes differ on it."""
        ways = [[one.key for one in each.stages] for each in self.processes]
        after = {way[way.index(key) + 1] for way in ways if key in way[:-1]}
        return after.pop() if len(after) == 1 else ""

    def _path(self, process_id: int | None) -> paths.ProcessPath | None:
        return next((each for each in self.processes if each.id == process_id), None)

    def person_name(self, person_id: int | None) -> str:
        """Name a person; nobody is the empty text."""
        found = None if person_id is None else self._people.get(person_id)
        return "" if found is None else found.name

    def team_name(self, team_id: int | None) -> str:
        """Name a team."""
        return "" if team_id is None else self._teams.get(team_id, "")

    def channel_name(self, channel_id: int | None) -> str:
        """Name a channel."""
        found = None if channel_id is None else self._channels.get(channel_id)
        return "" if found is None else found.name

    def links(self, links_to: str | None) -> list[tuple[int, str]]:
        """Answer what a link field may be set to, as (id, name)."""
        if links_to == "person":
            return [(one.id, one.name) for one in self._people.values() if one.active]
        if links_to == "team":
            return list(self._teams.items())
        if links_to == "channel":
            return [(one.id, one.name) for one in self._channels.values() if not one.retired]
        return []

    def link_name(self, links_to: str | None, record_id: int) -> str:
        """Name what a link field points to."""
        if links_to == "person":
            return self.person_name(record_id)
        if links_to == "team":
            return self.team_name(record_id)
        return self.channel_name(record_id) if links_to == "channel" else str(record_id)

    def say(self, spec: FieldSpec, value: Any) -> str:
        """Say a field's value as records carry it (see `services` Values); empty when unset."""
        if value in (None, "", [], ()):
            return ""
        kind = spec.compared_as
        if spec.links_to is not None:
            return self.link_name(spec.links_to, int(value))
        if kind is FieldType.CHOICE:
            return self._option(spec, value)
        if kind is FieldType.CHOICES:
            return "、".join(self._option(spec, each) for each in value)
        if kind is FieldType.TAGS:
            return "、".join(str(each) for each in value)
        return _plain_text(kind, value)

    def _option(self, spec: FieldSpec, key: Any) -> str:
        option = spec.option(str(key))
        return str(key) if option is None else option.label(current_language())

    def _arrived(self) -> None:
        self._awaited = max(0, self._awaited - 1)
        if self._awaited == 0:
            self.loaded.emit()

    def _on_fields(self, kind: str, fields: Sequence[FieldSpec]) -> None:
        self._fields[kind] = {spec.key: spec for spec in fields}
        self._arrived()

    def _on_types(self, types: Sequence[TypeRow]) -> None:
        self._types[:] = types
        self._awaited += 2 * len(self._types)
        for each in self._types:
            self._ask_fields(each.kind)
        self._arrived()

    def _on_read_only(self, kind: str, keys: Sequence[str]) -> None:
        self._read_only[kind] = frozenset(keys)
        self._arrived()

    def _on_people(self, rows: Sequence[people.PersonRow]) -> None:
        self._people = {row.id: row for row in rows}
        self._arrived()

    def _on_teams(self, rows: Sequence[people.TeamRow]) -> None:
        self._teams = {row.id: row.name for row in rows}
        self._arrived()

    def _on_channels(self, rows: Sequence[people.ChannelRow]) -> None:
        self._channels = {row.id: row for row in rows}
        self._arrived()

    def _on_paths(self, found: Sequence[paths.ProcessPath]) -> None:
        self._paths = tuple(found)
        self._arrived()

    def _on_sheet(self, sheet: filling_in.FormSheet) -> None:
        self._sheet = sheet
        self._arrived()

    def _on_bridge_changed(self, changes: ChangeSet) -> None:
        if changes.touches(*_TABLES):
            self.load()


def _names(path: paths.ProcessPath, key: str) -> list[str]:
    in_english = current_language() == "en"
    return [
        each.name_en if in_english else each.name_zh
        for each in (*path.stages, *path.former)
        if each.key == key
    ][:1]


def _plain_text(kind: FieldType, value: Any) -> str:
    """Say a value that needs no names; an unreadable one is said as it stands."""
    text = str(value)
    if kind is FieldType.MONEY:
        return display.money_exact(fen_of(text))
    if kind is FieldType.PERCENT:
        return f"{text}%"
    if kind is FieldType.BOOLEAN:
        return display.yes_no(bool(value))
    if kind is FieldType.DATETIME:
        return display.time_exact(datetime.fromisoformat(text))
    return text


def fen_of(yuan: str) -> int:
    """Turn a decimal yuan text as records carry it into fen."""
    whole, _, rest = yuan.lstrip("-").partition(".")
    fen = int(whole or 0) * 100 + int((rest + "00")[:2])
    return -fen if yuan.startswith("-") else fen
