"""The contract templates the program brings along."""

from __future__ import annotations

from dataclasses import dataclass

from loancrm_desktop import places

_NAMES = {"brokerage_contract": ("贷款居间服务合同", "Loan brokerage contract")}


@dataclass(frozen=True, slots=True)
class TemplateInfo:
    """One shipped template."""

    key: str
    name_zh: str
    name_en: str
    path: str


def templates() -> tuple[TemplateInfo, ...]:
    """Answer the shipped templates."""
    folder = places.templates() / "contracts"
    return tuple(
        TemplateInfo(path.stem, *_NAMES.get(path.stem, (path.stem, path.stem)), str(path))
        for path in sorted(folder.glob("*.docx"))
    )


def template_named(key: str) -> TemplateInfo | None:
    """Answer a shipped template by its key; None where there is none."""
    return next((each for each in templates() if each.key == key), None)
