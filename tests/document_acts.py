"""What tests of documents do again and again."""

from __future__ import annotations

from pathlib import Path

from loancrm_desktop.services import document_files, documents
from loancrm_desktop.services.document_files import FileWish, Look


def a_file(folder: Path, name: str = "征信报告.txt", text: str = "演示征信：正常") -> Path:
    """Write a small file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def keep(office, actor, path: Path, customer: int | None, kind: str = "credit_report") -> int:
    """Keep a file as a customer's document; answers its number."""
    return document_files.add(office, actor, path, FileWish(kind, customer)).id


def look(office, actor, number: int, purpose: str | None = "verify_identity") -> bytes:
    """Look into a document."""
    return document_files.content(office, actor, Look(number, "viewed", purpose))[1]


def acts_on(office, actor, number: int) -> list[str]:
    """Answer what was done with a document, the oldest first."""
    return [each.act for each in reversed(office.ask(actor, documents.log, document_id=number))]
