"""Specimens of what is painted: badges, marks, avatars, tags, steps, skeletons."""

from __future__ import annotations

from datetime import timedelta

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.kit.samples import sample, samples
from loancrm_desktop.ui.kit.sections import KitSection, named
from loancrm_desktop.ui.widgets.count_badge import CountBadge
from loancrm_desktop.ui.widgets.elided_label import ElidedLabel
from loancrm_desktop.ui.widgets.marks import Avatar, Dwell, LimitMark, LimitState, StageBadge
from loancrm_desktop.ui.widgets.parts import label
from loancrm_desktop.ui.widgets.priority_mark import PRIORITIES, PriorityMark
from loancrm_desktop.ui.widgets.skeleton import Skeleton
from loancrm_desktop.ui.widgets.stage_stepper import StageStepper, Step
from loancrm_desktop.ui.widgets.tag_chips import TagChips

_LIMITS: tuple[LimitState, ...] = ("on_time", "due_soon", "breached", "paused", "none")
_STAGES = (
    ("first_call", "first_call"),
    ("qualification_review", "review"),
    ("product_matching", "matching"),
    ("bank_approval", "bank"),
)
_NARROW = 180


def sections() -> list[KitSection]:
    """Answer the sections of this file."""
    return [_marks(), _texts(), _steps(), _loading()]


def _marks() -> KitSection:
    section = KitSection(tr("Marks"))
    section.add_line(*(StageBadge(stage, sample(key)) for stage, key in _STAGES))
    section.add_line(
        *(LimitMark(Dwell(state, timedelta(days=2, hours=6))) for state in _LIMITS),
        *(PriorityMark(priority) for priority in PRIORITIES),
        CountBadge(13),
        CountBadge(1_284, "accent"),
        CountBadge(3, "warning"),
        CountBadge(12_000, "danger"),
    )
    section.add_line(
        Avatar(sample("person"), 22),
        Avatar(sample("other_person"), 24),
        Avatar(sample("deleted_name"), 44),
    )
    return section


def _texts() -> KitSection:
    section = KitSection(tr("Texts"))
    styles = ("caption", "captionStrong", "body", "bodyStrong", "subtitle", "title", "headline")
    section.add_line(*(label(sample("person"), font=style) for style in styles))
    roles = ("", "secondary", "caption", "accent", "success", "warning", "error", "badge")
    section.add_line(*(label(sample("person"), role=role) for role in roles))
    cut = ElidedLabel(sample("long_name"))
    tags, more = TagChips(samples("tags")), TagChips(samples("tags") * 8)
    section.add_line(
        named(tr("Cut, the whole is in the tip"), cut, _NARROW),
        named(tr("Tags"), tags, 2 * _NARROW),
        named(tr("More tags than fit"), more, _NARROW),
    )
    return section


def _steps() -> KitSection:
    section = KitSection(tr("Steps of a deal"))
    stepper = StageStepper()
    stepper.show_steps(
        [
            Step("first_call", sample("first_call"), sample("took"), "behind", legal=True),
            Step(
                "review", sample("review"), sample("stood"), "here", legal=False, state="breached"
            ),
            Step("matching", sample("matching"), sample("limit_days"), "ahead", legal=True),
            Step("bank", sample("bank"), sample("limit_days"), "ahead", legal=False),
        ]
    )
    section.add_wide(stepper)
    return section


def _loading() -> KitSection:
    section = KitSection(tr("Loading"))
    rows = Skeleton()
    rows.show_rows(4, (36, 90, 0, 110))
    section.add_wide(rows)
    return section
