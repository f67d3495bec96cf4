"""One thing a rule does, as a sentence of tokens."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from loancrm_desktop.services.language.expressions import Op
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.conditions.condition_fields import ConditionFields
from loancrm_desktop.ui.conditions.constant_edits import (
    ChoiceConstant,
    ValueEdit,
    choices_of,
    constant_edit,
)
from loancrm_desktop.ui.conditions.operators import Form
from loancrm_desktop.ui.conditions.pick_list_model import PickEntry
from loancrm_desktop.ui.conditions.pick_token import PickToken
from loancrm_desktop.ui.conditions.value_edits import Asked, namer_of
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.rules import rule_choices
from loancrm_desktop.ui.rules.channel_table import ChannelTable
from loancrm_desktop.ui.rules.message_choices import MessageChoices
from loancrm_desktop.ui.rules.rule_desk import Body, RuleDesk
from loancrm_desktop.ui.rules.rule_tokens import (
    DueToken,
    LineToken,
    TextToken,
    ValueToken,
)
from loancrm_desktop.ui.rules.sentence_row import SentenceRow
from loancrm_desktop.ui.widgets.parts import icon_button, label
from loancrm_desktop.ui.widgets.relay import relay

_TAGS = re.compile(r"[,，、;；]+")
_KEPT: Mapping[str, tuple[str, ...]] = {
    "task": ("to", "text", "due", "priority"),
    "notify": ("to", "text"),
    "message": ("text",),
}


class ActionRow(SentenceRow):
    """Shows and changes one action.

    Signals:
        menu_requested: its menu is wanted (its number, the button).
        removal_requested: it is to be taken out (its number).
    """

    menu_requested = Signal(int, object)
    removal_requested = Signal(int)

    def __init__(
        self, desk: RuleDesk, words: OfficeWords, letters: MessageChoices, at: tuple[int, Body]
    ) -> None:
        super().__init__()
        self._desk, self._words, self._letters = desk, words, letters
        self.number, self._action = at
        action = self._action
        self._fields = ConditionFields(words, desk.kind)
        self.tokens: dict[str, QWidget] = {}
        mark = label(str(self.number + 1), role="badge")
        mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.put_before(mark)
        do = str(action.get("do"))
        self.do = PickToken(tr("Action"), "plain")
        self.do.offer(rule_choices.doings(desk.kind))
        self.do.pick([do])
        self.do.picked.connect(self._on_do_picked)
        self.tokens["do"] = self.do
        make = _MAKERS.get(do)
        if make is not None:
            make(self)
        self.lay(_sentence(do, str(action.get("how") or "fixed")), self.tokens)
        self.more = icon_button("more", tr("More for this action"))
        self.more.clicked.connect(self._on_more_clicked)
        self.remove = icon_button("x", tr("Remove this action"))
        self.remove.clicked.connect(self._on_remove_clicked)
        self.put_after(self.more)
        self.put_after(self.remove)

    def start(self) -> None:
        """Take the focus."""
        self.do.setFocus()

    def _on_more_clicked(self) -> None:
        self.menu_requested.emit(self.number, self.more)

    def _on_remove_clicked(self) -> None:
        self.removal_requested.emit(self.number)

    def _on_do_picked(self) -> None:
        do = str(self.do.picks[0])
        kept = {
            part: self._now[part] for part in _KEPT.get(do, ()) if part in self._now
        }  # what both have stays: whom it is for and what it says
        usual: Body = {"how": "even"} if do == "assign" else {}
        if do == "message":
            usual["channel"] = str(self._letters.ways(self._desk.kind)[0].key)
        if do == "document":
            usual["template"] = str(rule_choices.papers()[0].key)
        self._write({"do": do, **usual, **kept})

    @property
    def _now(self) -> Body:
        actions = self._desk.actions
        return actions[self.number] if self.number < len(actions) else {}

    def _write(self, action: Body) -> None:
        actions = self._desk.actions
        if self.number < len(actions):
            actions[self.number] = {key: each for key, each in action.items() if each is not None}
            self._desk.put_actions(actions)

    def put(self, part: str, value: Any) -> None:
        """Write a part of the action; None takes it out."""
        self._write({**self._now, part: value})

    def _picks(
        self, part: str, name: str, entries: list[PickEntry], picked: list[Any], hint: str = ""
    ) -> PickToken:
        made = PickToken(name)
        made.offer(entries, hint)
        made.pick(picked)
        made.picked.connect(relay(made, self._on_picked, made, part))
        self.tokens[part] = made
        return made

    def _on_picked(self, token: PickToken, part: str) -> None:
        key = token.picks[0]
        if part == "to":
            self.put("to", rule_choices.person_of(str(key)))
        elif part == "how":
            self._write({"do": "assign", "how": key})
        elif part == "field":
            self._write({"do": "set", "field": key})
        elif part == "channel":
            self._write({"do": "message", "channel": key, "text": self._now.get("text")})
        elif part in ("template", "via"):
            self.put(part, key or None)
        else:
            self.put(part, key)

    def _edited(self, part: str, token: ValueToken) -> None:
        token.edited.connect(relay(token, self._on_edited, token, part))
        self.tokens[part] = token

    def _on_edited(self, token: DueToken | TextToken, part: str) -> None:
        self.put(part, token.value)

    def add_person(self) -> None:
        """Offer whom it is for."""
        entries = rule_choices.people(self._words, self._desk.kind)
        key = rule_choices.key_of(self._action.get("to") or {})
        self._picks("to", tr("For whom"), entries, [key])

    def add_text(self) -> None:
        """Offer the text."""
        entries = [
            PickEntry(offer.name, offer.label, offer.section) for offer in self._fields.offers()
        ]
        self._edited(
            "text", TextToken(str(self._action.get("text") or ""), entries, self._fields.label)
        )

    def add_task(self) -> None:
        """Offer what a to-do needs."""
        self.add_person()
        self.add_text()
        self._edited("due", DueToken(self._action.get("due")))
        priorities = [
            PickEntry(0, tr("usual priority")),
            PickEntry(1, tr("high priority")),
            PickEntry(2, tr("highest priority")),
        ]
        picked = [int(self._action.get("priority") or 0)]
        self._picks("priority", tr("Priority"), priorities, picked)

    def add_notice(self) -> None:
        """Offer what a notice needs."""
        self.add_person()
        self.add_text()

    def add_message(self) -> None:
        """Offer what a message needs."""
        letters, kind = self._letters, self._desk.kind
        way = str(self._action.get("channel") or "sms")
        self._picks("channel", tr("By"), letters.ways(kind), [way])
        via = str(self._action.get("via") or "")
        through = letters.channels(way)
        if via or len(through) > 1:
            self._picks("via", tr("Through"), through, [via])
        template = str(self._action.get("template") or "")
        self._picks("template", tr("Written from"), letters.templates(kind, way), [template])
        if not template:
            self.add_text()

    def add_field(self) -> None:
        """Offer the field and what it is set to."""
        entries = rule_choices.fields_to_set(self._fields, self._words)
        field = str(self._action.get("field") or "")
        self._picks(
            "field", tr("Field"), entries, [field] if field else [], tr("Choose a field")
        ).name_others_by(self._field_name)
        edit = self._value_edit(field)
        if edit is not None:
            edit.set_value(self._action.get("value"))
            edit.edited.connect(relay(edit, self._on_value_edited, edit))
            self.tokens["value"] = edit

    def _field_name(self, key: object) -> str:
        return self._fields.label(str(key))

    def _value_edit(self, field: str) -> ValueEdit | None:
        kind, _, key = field.rpartition(".")
        fields = ConditionFields(self._words, "customer") if kind else self._fields
        spec = fields.spec(key)
        if spec is None:
            return None
        entries = choices_of(spec, (Form.CONSTANT,), self._words)
        if entries:
            return ChoiceConstant(entries, namer_of(Asked(spec, Op.EQ, fields, self._words)))
        return constant_edit(spec)

    def _on_value_edited(self, edit: ValueEdit) -> None:
        self.put("value", edit.value())

    def add_stage(self) -> None:
        """Offer the stage."""
        stage = self._action.get("stage")
        entries = rule_choices.stages(self._words)
        self._picks("stage", tr("Stage"), entries, [stage] if stage else [], tr("choose a stage"))

    def add_approvers(self) -> None:
        """Offer who is asked beside those the process names."""
        people = PickToken(tr("Who is asked too"), several=True)
        people.offer(rule_choices.people_by_name(self._words), tr("nobody else"))
        people.pick([f"person:{each}" for each in self._action.get("people") or ()])
        people.picked.connect(relay(people, self._on_group_picked, people))
        self.tokens["people"] = people

    def add_paper(self) -> None:
        """Offer which document is made."""
        template = str(self._action.get("template") or "")
        picked: list[Any] = [template] if template else []
        self._picks("template", tr("Which document"), rule_choices.papers(), picked)

    def add_owners(self) -> None:
        """Offer how the owner is chosen, and among whom."""
        how = str(self._action.get("how") or "fixed")
        self._picks("how", tr("How"), rule_choices.ways_to_assign(), [how])
        if how == "by_channel":
            table = ChannelTable(self._words, list(self._action.get("table") or ()))
            table.edited.connect(relay(table, self._on_table_edited, table))
            self.tokens["group"] = table
            return
        group = PickToken(tr("Among whom"), several=True)
        group.offer(rule_choices.group_members(self._words), tr("choose people or a team"))
        people = [f"person:{each}" for each in self._action.get("people") or ()]
        team = self._action.get("team")
        group.pick([f"team:{team}"] if team is not None and not people else people)
        group.picked.connect(relay(group, self._on_group_picked, group))
        self.tokens["group"] = group

    def _on_group_picked(self, group: PickToken) -> None:
        self._write({**self._now, **group_of(group)})

    def _on_table_edited(self, table: ChannelTable) -> None:
        self.put("table", table.lines or None)

    def add_tags(self) -> None:
        """Offer the tags."""
        for part, name, hint in (
            ("add", tr("Tags to add"), tr("no tag")),
            ("remove", tr("Tags to take off"), tr("no tag")),
        ):
            token = LineToken(name, "、".join(self._action.get(part) or ()), hint)
            token.edited.connect(relay(token, self._on_tags_edited, token, part))
            self.tokens[part] = token

    def _on_tags_edited(self, token: LineToken, part: str) -> None:
        tags = [each.strip() for each in _TAGS.split(token.value) if each.strip()]
        self.put(part, tags or None)


def group_of(group: PickToken) -> dict[str, Any]:
    """Answer the people or the team picked; a team picked last takes the people's place."""
    picked = [str(each) for each in group.picks]
    teams = [int(each.partition(":")[2]) for each in picked if each.startswith("team:")]
    people = [int(each.partition(":")[2]) for each in picked if each.startswith("person:")]
    if people:
        group.pick([f"person:{each}" for each in people])
        return {"people": people, "team": None}
    if teams:
        group.pick([f"team:{teams[-1]}"])
    return {"people": None, "team": teams[-1] if teams else None}


_MAKERS: dict[str, Callable[[ActionRow], None]] = {
    "task": ActionRow.add_task,
    "notify": ActionRow.add_notice,
    "set": ActionRow.add_field,
    "move": ActionRow.add_stage,
    "approval": ActionRow.add_approvers,
    "assign": ActionRow.add_owners,
    "message": ActionRow.add_message,
    "tag": ActionRow.add_tags,
    "document": ActionRow.add_paper,
}


def _sentence(do: str, how: str) -> str:
    if do == "assign" and how == "by_channel":
        return tr("{do} {how} {group}", do="{do}", how="{how}", group="{group}")
    return {
        "task": tr(
            "{do} to {to}: {text} due {due} {priority}",
            do="{do}",
            to="{to}",
            text="{text}",
            due="{due}",
            priority="{priority}",
        ),
        "notify": tr("{do} {to}: {text}", do="{do}", to="{to}", text="{text}"),
        "set": tr("{do} {field} to {value}", do="{do}", field="{field}", value="{value}"),
        "move": tr("{do} {stage}", do="{do}", stage="{stage}"),
        "assign": tr("{do} {how} {group}", do="{do}", how="{how}", group="{group}"),
        "approval": tr("{do}, asking too {people}", do="{do}", people="{people}"),
        "message": tr(
            "{do} by {channel} {via}: {template} {text}",
            do="{do}",
            channel="{channel}",
            via="{via}",
            template="{template}",
            text="{text}",
        ),
        "document": tr("{do} {template}", do="{do}", template="{template}"),
        "tag": tr("{do} add {add} take off {remove}", do="{do}", add="{add}", remove="{remove}"),
    }.get(do, tr("{do}", do="{do}"))
