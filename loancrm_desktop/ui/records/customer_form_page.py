"""Makes or changes a customer: the form, what is wrong with it, and who looks alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from loancrm_desktop.errors import Invalid, Problem
from loancrm_desktop.services import customers
from loancrm_desktop.services.lists import Saved
from loancrm_desktop.services.look_alikes import LookAlike
from loancrm_desktop.texts import tr
from loancrm_desktop.ui.bridge import Bridge
from loancrm_desktop.ui.commands import Command, add_command
from loancrm_desktop.ui.office_words import OfficeWords
from loancrm_desktop.ui.records.composing import ComposingWatch
from loancrm_desktop.ui.records.customer_form_layout import FormParts
from loancrm_desktop.ui.records.customer_saver import CustomerSaver, Edit
from loancrm_desktop.ui.records.drawn_form import DrawnForm
from loancrm_desktop.ui.records.form_draft import FormDraft
from loancrm_desktop.ui.records.form_editors import MaskedEditor
from loancrm_desktop.ui.records.form_watch import FormWatch
from loancrm_desktop.ui.records.merge_dialog import MergeDialog
from loancrm_desktop.ui.records.reason_popover import ReasonPopover
from loancrm_desktop.ui.records.revealing import Revealing


class CustomerFormPage(QWidget):
    """The form of one customer; what is typed is kept as a draft and never lost.

    Signals:
        saved: the customer was saved (id).
        left: the person goes back without saving; the draft stays.
        customer_opened: a look-alike is to be opened (id).
        said: a sentence for the window to show, and the journal number that undoes it or 0.
    """

    saved = Signal(int)
    left = Signal()
    customer_opened = Signal(int)
    said = Signal(str, int)

    def __init__(self, bridge: Bridge, words: OfficeWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self._bridge = bridge
        self._words = words
        self._customer_id: int | None = None
        self._name = ""
        self._busy = False
        self._act: Callable[[], None] | None = None
        self._parts = parts = FormParts(self, words)
        self._header, self.rail, self.area = parts.header, parts.rail, parts.area
        self.alikes, self.form = parts.alikes, parts.form
        self.notice, self.summary = parts.notice, parts.summary
        self.another, self.save_button = parts.foot.another, parts.foot.save
        self._known: set[str] = set()
        self.composing = ComposingWatch(parent=self)
        self.watch = FormWatch(bridge, self.form, self.composing)
        self.revealing = Revealing(bridge, self)
        self.saver = CustomerSaver(bridge, words, self)
        self.drafts = FormDraft(bridge, self.form)
        self._judging = QTimer(self)
        self._judging.setSingleShot(True)
        self._judging.setInterval(0)
        self._judging.timeout.connect(self._judge)
        beside = self._header.layout()
        if isinstance(beside, QHBoxLayout):
            beside.insertWidget(2, self.drafts.badge)
        self._connect()

    def _connect(self) -> None:
        self._parts.back.clicked.connect(self.leave)
        self._parts.foot.cancel.clicked.connect(self.leave)
        self._parts.foot.keep.clicked.connect(self._on_keep_clicked)
        self.save_button.clicked.connect(self.save)
        self.form.grown.connect(self._on_form_grown)
        self.form.edited.connect(self._on_form_edited)
        self.form.left.connect(self._on_form_left)
        self.watch.alikes_found.connect(self._on_alikes_found)
        self.watch.judged.connect(self._judge)
        self.rail.section_clicked.connect(self._on_rail_section_clicked)
        self.area.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.summary.problem_clicked.connect(self.form.go_to)
        self.summary.next_requested.connect(self.next_problem)
        self.notice.action_requested.connect(self._on_notice_action)
        self.alikes.opened.connect(self._on_alikes_opened)
        self.alikes.merge_requested.connect(self._on_alikes_merge_requested)
        self.alikes.other_person_requested.connect(self.ask_reason)
        self.saver.finished.connect(self._on_saver_finished)
        self.saver.refused.connect(self._on_saver_refused)
        self.saver.dropped.connect(self._on_saver_dropped)
        self.saver.merged.connect(self._on_saver_merged)
        self.drafts.put_back.connect(self._on_drafts_put_back)
        self._on_form_grown()
        for key, title, keys, run in (
            ("save", tr("Save customer"), "Ctrl+S", self.save),
            ("next_problem", tr("Next problem"), "F8", self.next_problem),
            ("previous_problem", tr("Previous problem"), "Shift+F8", self.previous_problem),
            ("leave", tr("Back; the draft is kept"), "Esc", self.leave),
        ):
            add_command(self, Command(f"form.{key}", title, keys, "", "customer"), run)

    def start_new(self, *, fresh: bool = False) -> None:
        """Show an empty form for a new customer, or what a draft kept of one unless `fresh`."""
        self._customer_id = None
        self._set_title(tr("New customer"))
        self.another.show()
        self._begin("customer:new", fresh=fresh)
        defaults = {"status": "prospect", "owner": self._bridge.actor.user_id}
        if isinstance(self.form, DrawnForm):
            defaults.update(self.form.begun(self._bridge.actor.user_id))
        self._show_values(defaults, self._words.read_only("customer"))
        if "name" in self.form.keys:
            self.form.editor("name").setFocus()

    def start_edit(self, customer_id: int, *, fresh: bool = False) -> None:
        """Show the form of a customer, with what a draft kept of it unless `fresh`."""
        self._customer_id = customer_id
        self._set_title(tr("Edit customer"))
        self.another.hide()
        self._begin(f"customer:{customer_id}", fresh=fresh)
        self.revealing.show_customer(customer_id)
        self._bridge.ask(
            customers.values,
            customer_id=customer_id,
            masks="display",
            then=self._on_values,
            failed=self._on_refused,
            key="values",
        )

    def about_to_lock(self) -> None:
        """Keep the draft at once, mask what is shown in full."""
        self.composing.finish()
        self.drafts.keep_now()
        self.revealing.cover()

    def leave(self) -> None:
        """Go back; what was typed is kept as a draft."""
        if self.composing.active:
            return
        self.drafts.keep_now()
        if self.drafts.body() is not None:
            self.said.emit(tr("What you typed is kept as a draft"), 0)
        self.left.emit()

    def save(self) -> None:
        """Save what was typed."""
        if not self.composing.active and not self._busy and self.drafts.loaded:
            self._send("refuse")

    def next_problem(self) -> None:
        """Go to the next field with a problem."""
        self.form.go_to_problem()

    def previous_problem(self) -> None:
        """Go to the previous field with a problem."""
        self.form.go_to_problem(back=True)

    def ask_reason(self) -> None:
        """Ask why a number of somebody else is that of this person, too, and save then."""
        shown = ReasonPopover(self)
        shown.given.connect(self.save_as_other_person)
        shown.closed.connect(shown.deleteLater)
        shown.open_at(self.save_button)

    def save_as_other_person(self, reason: str) -> None:
        """Save although somebody else has the number; the reason goes into the remark."""
        alike = self.alikes.by_number
        name = "" if alike is None else alike.title
        said = tr("Same number as {name}, another person: {reason}", name=name, reason=reason)
        if "remark" in self.form.keys:
            editor = self.form.editor("remark")
            before = editor.value()
            editor.set_value(f"{before}\n{said}" if before else said)
        self._send("allow")

    def areas(self) -> list[QWidget]:
        """Answer the parts that F6 goes through."""
        return [self.rail, self.form, self.alikes, self.save_button]

    def state(self) -> dict[str, Any]:
        """Answer what brings the form back; what was typed comes back from the draft."""
        return {"customer_id": self._customer_id}

    def restore(self, state: dict[str, Any]) -> None:
        """Bring the form back."""
        if state.get("customer_id"):
            self.start_edit(state["customer_id"])
        else:
            self.start_new()

    def _set_title(self, title: str) -> None:
        self.setWindowTitle(title)
        self._header.set_title(title)

    def _begin(self, key: str, *, fresh: bool) -> None:
        self._set_busy(busy=False)
        self.notice.hide()
        self.summary.show_problems(())
        self.alikes.show_alikes(())
        self.watch.start(self._customer_id)
        self.drafts.open(key, fresh=fresh)

    def _show_values(self, values: dict[str, Any], locked: Sequence[str] | frozenset[str]) -> None:
        self.form.show_values(values, locked)
        self._take_up()

    def _take_up(self) -> None:
        """The values are shown: put in what a draft kept of them."""
        self.drafts.take_up()
        self.area.verticalScrollBar().setValue(0)
        self.rail.show_here(self.form.section_at(0))
        self._judge()

    def _on_drafts_put_back(self, kept: str) -> None:
        said = tr("Continued from your draft. {kept}.", kept=kept)
        self.notice.say(said, "info", action=tr("Start anew"))
        self._act = self._start_anew
        self._judge()

    def _start_anew(self) -> None:
        if self._customer_id is None:
            self.start_new(fresh=True)
        else:
            self.start_edit(self._customer_id, fresh=True)

    def _send(self, duplicates: str) -> None:
        values = self.form.values() if self._customer_id is None else self.form.changed_values()
        if self._customer_id is not None and not values:
            self._finish(self._customer_id)
            return
        self._set_busy(busy=True)
        draft_key = self.drafts.keeper.send()
        if self._customer_id is None:
            self._bridge.do(
                customers.add,
                values=values,
                duplicates=duplicates,
                draft_key=draft_key,
                then=self._on_added,
                refused=self._on_refused,
            )
            return
        began = self.drafts
        self.saver.save(
            Edit(
                self._customer_id,
                self._name,
                values,
                began.revision,
                dict(began.original),
                duplicates,
                draft_key,
            )
        )

    def _set_busy(self, *, busy: bool) -> None:
        self._busy = busy
        self.drafts.paused = busy
        self.save_button.setEnabled(not busy)

    def _on_values(self, record: customers.RecordValues) -> None:
        self.drafts.revision = record.revision
        self.drafts.original = {
            key: value for key, value in record.values.items() if key not in record.masked
        }
        self._name = str(record.values.get("name") or "")
        self._set_title(tr("Edit {name}", name=self._name))
        self.form.show_values(record.values, record.read_only, record.masked, record.revealable)
        self._take_up()

    def _on_added(self, added: customers.Added) -> None:
        if not self.another.isChecked():
            self._finish(added.id)
            return
        self.start_new(fresh=True)
        self.notice.say(tr("Saved. Here is the next one."), "success")

    def _finish(self, customer_id: int) -> None:
        """Nothing is left to keep: all of it is stored."""
        self._set_busy(busy=False)
        self.drafts.finish()
        self.saved.emit(customer_id)

    def _on_saver_finished(self, edit: Edit, saved: Saved) -> None:
        del edit
        self._finish(saved.id)

    def _on_saver_merged(self, said: str) -> None:
        self.said.emit(said, 0)

    def _on_saver_dropped(self, edit: Edit) -> None:
        self.start_edit(edit.customer_id, fresh=True)

    def _on_saver_refused(self, edit: Edit, problem: Problem) -> None:
        del edit
        self._on_refused(problem)

    def _on_refused(self, problem: Problem) -> None:
        self._set_busy(busy=False)
        if self.drafts.loaded:
            self.drafts.keeper.send_again()
        self._act = None
        if isinstance(problem, Invalid) and problem.problems:
            self._show_invalid(problem)
            return
        action = ""
        if not getattr(problem, "forbidden", True) and self.alikes.by_number is not None:
            action, self._act = tr("Same number, another person"), self.ask_reason
        self.notice.say(str(problem), action=action)

    def _show_invalid(self, problem: Invalid) -> None:
        elsewhere = self.form.show_problems(problem.problems)
        if elsewhere:
            self.notice.say("\n".join(str(each.text) for each in elsewhere))
        self._judge()

    def _judge(self) -> None:
        """Show in rail and summary how the form stands."""
        self.rail.show_states(self.form.section_states())
        wrong = self.form.wrong()
        if tuple(key for key, _ in wrong) != self.summary.keys:
            self.summary.show_problems(wrong)

    def _on_notice_action(self) -> None:
        act, self._act = self._act, None
        if act is not None:
            act()

    def _on_keep_clicked(self) -> None:
        self.drafts.keep_now()

    def _on_rail_section_clicked(self, title: str) -> None:
        heading = self.form.heading(title)
        if heading is not None:
            bar = self.area.verticalScrollBar()
            bar.setValue(heading.mapTo(self._parts.content, heading.rect().topLeft()).y() - 12)
            self.rail.show_here(title)

    def _on_scrolled(self, value: int) -> None:
        offset = self.form.mapTo(self._parts.content, self.form.rect().topLeft()).y()
        self.rail.show_here(self.form.section_at(value - offset + 40))

    def _on_form_grown(self) -> None:
        """Take on the fields that are new."""
        for field in self.form.built:
            key, editor = field.editor.objectName(), field.editor
            if key in self._known:
                continue
            self._known.add(key)
            self.composing.watch_in(editor)
            if isinstance(editor, MaskedEditor):
                self.revealing.attach(key, editor.masked)
        if self.form.is_whole:
            self._parts.put_in_order()

    def _on_form_edited(self, key: str) -> None:
        del key
        self._judging.start()

    def _on_form_left(self, key: str) -> None:
        del key
        if not self.composing.active and not self._busy:
            self.drafts.keep_now()

    def _on_alikes_found(self, alikes: Sequence[LookAlike]) -> None:
        may = self._bridge.actor.rights.allows("customers.merge")
        self.alikes.show_alikes(alikes, can_merge=may and self._customer_id is not None)

    def _on_alikes_opened(self, customer_id: int) -> None:
        self.drafts.keep_now()
        self.customer_opened.emit(customer_id)

    def _on_alikes_merge_requested(self, other_id: int) -> None:
        if self._customer_id is None:
            return
        dialog = MergeDialog(self._bridge, self._words, (self._customer_id, other_id), self)
        dialog.merged.connect(self._on_merged)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_merged(self, into_id: int, said: str) -> None:
        self.said.emit(said, 0)
        self._finish(into_id)

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep the draft when another page comes."""
        super().hideEvent(event)
        self.drafts.keep_now()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave rail and look-alikes out where the fields need the room."""
        super().resizeEvent(event)
        self._parts.fit(self.width())
