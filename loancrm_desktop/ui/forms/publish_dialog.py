"""Says what publishing a form would do, and publishes it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from loancrm_desktop.services.forms.effects import ChangedType, FormEffects, RemovedField
from loancrm_desktop.services.language.fields import FieldType
from loancrm_desktop.texts import current_language, listed, tr
from loancrm_desktop.ui.forms.controls import type_title
from loancrm_desktop.ui.widgets.icon_mark import IconMark
from loancrm_desktop.ui.widgets.notices import Notice
from loancrm_desktop.ui.widgets.parts import button, frame, label, row, scrolled

_WIDTH, _HEIGHT = 560, 480


class PublishDialog(QDialog):
    """Names the effects; the verb publishes.

    Signals:
        publish_requested: the person agreed.
    """

    publish_requested = Signal()

    def __init__(self, effects: FormEffects, version: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModal(True)
        self.setWindowTitle(tr("Publish version {number}", number=version))
        self.resize(_WIDTH, _HEIGHT)
        self.notice = Notice()
        self.notice.hide()
        content = QWidget()
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(20, 16, 20, 16)
        self._column.setSpacing(6)
        self._column.addWidget(self.notice)
        self.said: list[str] = []
        self._say_effects(effects)
        self._column.addStretch(1)
        self.publish_button = button(
            tr("Publish version {number}", number=version), kind="primary", icon="upload"
        )
        self.publish_button.clicked.connect(self._on_publish_clicked)
        cancel = button(tr("Cancel"))
        cancel.clicked.connect(self.reject)
        foot = frame("footer")
        foot.setLayout(row(None, cancel, self.publish_button, margins=(16, 10, 16, 10)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(scrolled(content), 1)
        layout.addWidget(foot)

    def show_refused(self, text: str) -> None:
        """Say why it was not published."""
        self.notice.say(text)
        self.publish_button.setEnabled(True)

    def _say_effects(self, effects: FormEffects) -> None:
        if effects.added:
            names = [_title(each) for each in effects.added]
            self._heading(tr("New fields"), len(names))
            self._lines(names, "plus")
        for each in effects.removed:
            self._say_removed(each)
        for each in effects.changed:
            self._say_changed(each)
        if not (effects.added or effects.removed or effects.changed):
            self._lines([tr("No field comes, goes or changes its type.")], "check")
        self._lines(
            [tr("Everybody fills in this form from now on; older versions can be put back.")],
            "info",
        )

    def _say_removed(self, field: RemovedField) -> None:
        self._heading(tr("{name} goes", name=_title(field)))
        kept = tr("{count} records have a value in it; all are kept.", count=field.records)
        self._lines([kept], "archive")
        for use in field.uses:
            self._lines([tr("Used in: {name}", name=use.name)], "alert", "warningText")

    def _say_changed(self, field: ChangedType) -> None:
        self._heading(
            tr(
                "{name}: {was} becomes {becomes}",
                name=_title(field),
                was=type_title(FieldType(field.was)),
                becomes=type_title(FieldType(field.becomes)),
            )
        )
        self._lines([tr("{count} values convert.", count=field.converted)], "check")
        if field.not_converted:
            said = tr("{count} do not; they are kept beside the field.", count=field.not_converted)
            self._lines([said], "alert", "warningText")
            if field.samples:
                self._lines([tr("Such as: {samples}", samples="、".join(field.samples))], "dash")

    def _heading(self, title: str, count: int = 0) -> None:
        self._column.addSpacing(6)
        self.said.append(title)
        counted = label(str(count) if count else "", role="caption")
        self._column.addLayout(row(label(title, font="bodyStrong"), counted, None))

    def _lines(self, lines: Sequence[str], icon: str, role: str = "textSecondary") -> None:
        for each in lines:
            self.said.append(each)
            words = label(each, wrap=True)
            line = row(IconMark(icon, role), words)
            line.setStretchFactor(words, 1)
            self._column.addLayout(line)

    def _on_publish_clicked(self) -> None:
        self.publish_button.setEnabled(False)
        self.publish_requested.emit()


def _title(field: object) -> str:
    name = "label_en" if current_language() == "en" else "label_zh"
    return str(getattr(field, name))


def conversion_text(field: ChangedType) -> str:
    """Say in a line what becomes of the values of a field that gets another type."""
    return tr(
        "{name} becomes {becomes}: {converted} values convert, {left} do not and are kept.",
        name=_title(field),
        becomes=type_title(FieldType(field.becomes)),
        converted=field.converted,
        left=field.not_converted,
    )


def removal_text(field: RemovedField) -> str:
    """Say in a line where a field that goes is used, and what becomes of its values."""
    if not field.uses:
        return tr(
            "{name} goes; {count} records have a value in it, all are kept.",
            name=_title(field),
            count=field.records,
        )
    return tr(
        "{name} goes; it is used in {places}. {count} records have a value in it, all are kept.",
        name=_title(field),
        places=listed([use.name for use in field.uses]),
        count=field.records,
    )
