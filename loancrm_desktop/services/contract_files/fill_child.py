"""The child process that reads and fills templates: one question in, one answer out.

It takes the template's bytes and plain values, and gives back bytes; it needs no file, no
office and no key. Whatever kills it kills nothing else.

A question and an answer are each one line of JSON, then the bytes of a document.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Any, cast

from loancrm_desktop.errors import Invalid
from loancrm_desktop.services import children
from loancrm_desktop.services.contract_files import rendering, word_template, word_values
from loancrm_desktop.texts import packed

FROZEN_FLAG = "--contract-child"


def main(arguments: Sequence[str] | None = None) -> int:
    """Answer one question from standard input; started by `filling` alone."""
    children.confine(sys.argv if arguments is None else arguments)
    try:
        with children.question_stream() as stream:
            head = cast("dict[str, Any]", json.loads(stream.readline()))
            content = stream.read()
        answer, document = answer_to(head, content)
    except MemoryError:
        children.give_up_for_memory()
        return 1
    with children.answer_stream() as stream:
        stream.write(json.dumps(answer, ensure_ascii=True).encode() + b"\n" + document)
    return 0


def answer_to(question: dict[str, Any], content: bytes) -> tuple[dict[str, Any], bytes]:
    """Check or fill one template; what a person should be told is in the answer."""
    try:
        if question["act"] == "check":
            return _checked(rendering.check(content)), b""
        values = cast("dict[str, word_values.Plain]", question["values"])
        return _rendered(rendering.render(content, values))
    except Invalid as refusal:
        return {"unreadable": packed(refusal.text)}, b""


def _checked(found: rendering.Checked) -> dict[str, Any]:
    return {
        "fields": [[field.name, field.where] for field in found.fields],
        "faults": [[packed(fault.text), fault.where] for fault in found.faults],
    }


def _rendered(filled: rendering.Rendered) -> tuple[dict[str, Any], bytes]:
    answer: dict[str, Any] = {
        "fields": list(filled.fields),
        "missing": list(filled.missing),
        "faults": [[packed(fault.text), fault.where] for fault in filled.faults],
        "renderer": word_template.RENDERER,
    }
    return answer, filled.content


if __name__ == "__main__":
    sys.exit(main())
