"""When: what wakes a rule, as a sentence of tokens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QApplication, QWidget

from loancrm_desktop.texts import current_language, tr
from loancrm_desktop.ui.conditions.condition_fields import ConditionFields
from loancrm_desktop.ui.conditions.pick_list_model import PickEntry
from loancrm_desktop.ui.conditions.pick_token import PickToken
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.rules import rule_choices
from loancrm_desktop.ui.rules.rule_card import RuleCard
from loancrm_desktop.ui.rules.rule_desk import RuleDesk
from loancrm_desktop.ui.rules.rule_tokens import (
    LineToken,
    NumberToken,
    TimeToken,
    ValueToken,
    minutes_token,
)
from loancrm_desktop.ui.rules.sentence_row import SentenceRow
from loancrm_desktop.ui.widgets.relay import relay

_MOST_DAYS = 3650
_OF_DEALS = ("entered", "left", "limit")
_OF_FOLLOWED = ("customer", "deal")


class WhenCard(RuleCard):
    """Shows and changes the trigger."""

    def __init__(self, desk: RuleDesk, words: OfficeWords) -> None:
        super().__init__(tr("When"), tr("trigger"), "info")
        self._desk, self._words = desk, words
        self._shape: tuple[str, ...] = ()
        self.tokens: dict[str, QWidget] = {}
        self.row = SentenceRow()
        desk.loaded.connect(self._on_desk_loaded)
        desk.changed.connect(self._on_desk_changed)
        desk.complained.connect(self._on_desk_complained)

    def _on_desk_loaded(self) -> None:
        self._shape = ()

    def _on_desk_changed(self) -> None:
        if not self._desk.body:
            return
        shape = (str(self._desk.when.get("on")), self._desk.kind)
        if shape != self._shape:
            self._shape = shape
            self._show()

    def _on_desk_complained(self) -> None:
        said = (self._desk.complaint("when"), self._desk.complaint("kind"))
        self.row.show_problem("\n".join(each for each in said if each))

    def _show(self) -> None:
        here = QApplication.focusWidget()
        had_focus = here is not None and self.isAncestorOf(here)
        self.clear()
        on = self._shape[0]
        self.tokens = {"on": self._picks("on", tr("Trigger"), rule_choices.triggers(), [on])}
        kinds = rule_choices.kinds(self._words)
        if on in _OF_DEALS:
            kinds = [each for each in kinds if each.key == "deal"]
        elif on == "silent":
            kinds = [each for each in kinds if each.key in _OF_FOLLOWED]
        self.tokens["kind"] = self._picks("kind", tr("Records"), kinds, [self._desk.kind])
        make = _MAKERS.get(on)
        if make is not None:
            make(self)
        self.row = SentenceRow()
        self.row.lay(_sentence(on), self.tokens)
        self.rows.addWidget(self.row)
        self._on_desk_complained()
        if had_focus:
            self.tokens["on"].setFocus()

    def _picks(
        self, part: str, name: str, entries: list[PickEntry], picked: list[Any], *,
        several: bool = False, hint: str = "",
    ) -> PickToken:  # fmt: skip
        made = PickToken(name, several=several)
        made.offer(entries, hint)
        made.pick(picked)
        made.picked.connect(relay(made, self._on_picked, made, part, several))
        return made

    def _on_picked(self, token: PickToken, part: str, several: bool) -> None:  # noqa: FBT001 - carried by the relay
        if several:
            self._desk.put(("when", part), token.picks or None)
        elif part == "on":
            self._take_trigger(str(token.picks[0]))
        elif part == "kind":
            self._desk.put_all({"kind": str(token.picks[0]), "if": None})
        else:
            self._desk.put(("when", part), token.picks[0] or None)

    def _take_trigger(self, on: str) -> None:
        kind = self._desk.kind
        if on in _OF_DEALS:
            kind = "deal"
        elif on == "silent" and kind not in _OF_FOLLOWED:
            kind = "customer"
        when: dict[str, Any] = {"on": on}
        if on == "weekly":
            when["weekdays"] = [1]
        values: dict[str, Any] = {"when": when, "kind": kind}
        if kind != self._desk.kind:
            values["if"] = None
        self._desk.put_all(values)

    def _value(self, part: str, token: ValueToken) -> None:
        token.edited.connect(relay(token, self._on_edited, token, part))
        self.tokens[part] = token

    def _on_edited(self, token: NumberToken | TimeToken, part: str) -> None:
        self._desk.put(("when", part), token.value)

    def add_fields(self) -> None:
        """Offer the fields whose change wakes the rule."""
        entries = rule_choices.own_fields(ConditionFields(self._words, self._desk.kind))
        picked = list(self._desk.when.get("fields") or ())
        self.tokens["fields"] = self._picks(
            "fields", tr("Fields"), entries, picked, several=True, hint=tr("any field")
        )

    def add_stages(self) -> None:
        """Offer the stages."""
        entries = rule_choices.stages(self._words)
        picked = list(self._desk.when.get("stages") or ())
        self.tokens["stages"] = self._picks(
            "stages", tr("Stages"), entries, picked, several=True, hint=tr("any stage")
        )

    def add_days(self) -> None:
        """Offer the number of days."""
        value = int(self._desk.when.get("days") or 3)
        self._value("days", NumberToken(tr("Days"), rule_choices.say_days, (1, _MOST_DAYS), value))

    def add_before(self) -> None:
        """Offer how long before the limit."""
        token = minutes_token(
            tr("Minutes before; 0 when it has passed"),
            int(self._desk.when.get("before_minutes") or 0),
        )
        token.say_by(rule_choices.say_before)
        self._value("before_minutes", token)

    def add_date(self) -> None:
        """Offer the date field, the days around it, and whether it comes every year."""
        entries = rule_choices.date_fields(ConditionFields(self._words, self._desk.kind))
        field = self._desk.when.get("field")
        self.tokens["field"] = self._picks(
            "field", tr("Date field"), entries, [field] if field else [], hint=tr("choose a date")
        )
        offset = int(self._desk.when.get("offset_days") or 0)
        span = (-_MOST_DAYS, _MOST_DAYS)
        self._value(
            "offset_days",
            NumberToken(tr("Days; less than 0 is before"), rule_choices.say_offset, span, offset),
        )
        yearly = [PickEntry(key=False, name=tr("that one time"))]
        yearly.append(PickEntry(key=True, name=tr("every year")))
        picked = [bool(self._desk.when.get("yearly"))]
        self.tokens["yearly"] = self._picks("yearly", tr("How often"), yearly, picked)
        self.add_time()

    def add_time(self) -> None:
        """Offer the time of day."""
        self._value("at", TimeToken(tr("Time of day"), str(self._desk.when.get("at") or "09:00")))

    def add_weekdays(self) -> None:
        """Offer the days of the week."""
        picked = list(self._desk.when.get("weekdays") or ())
        self.tokens["weekdays"] = self._picks(
            "weekdays", tr("Days of the week"), rule_choices.weekdays(), picked, several=True,
            hint=tr("choose a day"),
        )  # fmt: skip
        self.add_time()

    def add_label(self) -> None:
        """Offer what the button says."""
        said = self._label()
        value = str(said.get(current_language()) or said.get("zh") or said.get("en") or "")
        token = LineToken(tr("What the button says"), value, tr("name the button"))
        token.edited.connect(relay(token, self._on_label_edited, token))
        self.tokens["label"] = token

    def _on_label_edited(self, token: LineToken) -> None:
        self._desk.put(("when", "label"), {**self._label(), current_language(): token.value})

    def _label(self) -> dict[str, str]:
        said: dict[str, str] | None = self._desk.when.get("label")
        return dict(said or {})


_MAKERS: dict[str, Callable[[WhenCard], None]] = {
    "changed": WhenCard.add_fields,
    "entered": WhenCard.add_stages,
    "left": WhenCard.add_stages,
    "limit": WhenCard.add_before,
    "silent": WhenCard.add_days,
    "date": WhenCard.add_date,
    "daily": WhenCard.add_time,
    "weekly": WhenCard.add_weekdays,
    "button": WhenCard.add_label,
}


def _sentence(on: str) -> str:
    return {
        "created": tr("{on}: {kind}", on="{on}", kind="{kind}"),
        "changed": tr("{on}: {kind}, {fields}", on="{on}", kind="{kind}", fields="{fields}"),
        "entered": tr("{on} {stages}", on="{on}", stages="{stages}"),
        "left": tr("{on} {stages}", on="{on}", stages="{stages}"),
        "limit": tr(
            "{on} of a deal {before_minutes}", on="{on}", before_minutes="{before_minutes}"
        ),
        "silent": tr("{on} with {kind} for {days}", on="{on}", kind="{kind}", days="{days}"),
        "date": tr(
            "{on} {field} of {kind}: {offset_days} at {at}, {yearly}",
            on="{on}",
            field="{field}",
            kind="{kind}",
            offset_days="{offset_days}",
            at="{at}",
            yearly="{yearly}",
        ),
        "daily": tr("{on} at {at}, all {kind}", on="{on}", at="{at}", kind="{kind}"),
        "weekly": tr(
            "{on} on {weekdays} at {at}, all {kind}",
            on="{on}",
            weekdays="{weekdays}",
            at="{at}",
            kind="{kind}",
        ),
    }.get(on, tr("{on} {label} on {kind}", on="{on}", label="{label}", kind="{kind}"))
