"""The child's side: a question of one line and a document, an answer likewise."""

import io
import json

import pytest

from loancrm_desktop.services import children
from loancrm_desktop.services.contract_files import fill_child


@pytest.fixture
def streams(monkeypatch):
    """The two ends of the child's pipes, in memory; limits are left off this process."""

    class Streams:
        limits: tuple[str, ...] = ()
        answer = b""

        def ask(self, question: bytes) -> tuple[dict, bytes]:
            out = io.BytesIO()
            out.close = lambda: None
            monkeypatch.setattr(children, "question_stream", lambda: io.BytesIO(question))
            monkeypatch.setattr(children, "answer_stream", lambda: out)
            assert fill_child.main(["child", "--limits", "10,512"]) == 0
            line, _, document = out.getvalue().partition(b"\n")
            return json.loads(line), document

    seen = Streams()
    monkeypatch.setattr(
        children, "confine", lambda arguments: setattr(seen, "limits", tuple(arguments))
    )
    return seen


def test_a_check_answers_fields_and_faults_with_their_paragraphs(streams, make_docx):
    question = b'{"act": "check"}\n' + make_docx("{{ a }} here", "{{ b() }}")
    answer, document = streams.ask(question)
    assert answer["fields"] == [["a", "{{ a }} here"]]
    assert answer["faults"][0][1] == "{{ b() }}"
    assert document == b""


def test_limits_are_put_on_before_anything_is_read(streams, make_docx):
    streams.ask(b'{"act": "check"}\n' + make_docx("x"))
    assert streams.limits == ("child", "--limits", "10,512")


def test_a_filling_answers_the_document_behind_its_line(streams, make_docx, texts_of):
    question = b'{"act": "fill", "values": {"a": "x\\ny"}}\n' + make_docx("{{ a }}{{ b }}")
    answer, document = streams.ask(question)
    assert answer["fields"] == ["a", "b"]
    assert answer["missing"] == ["b"]
    assert answer["faults"] == []
    assert answer["renderer"].startswith("docxtpl ")
    assert texts_of(document).startswith("x\ny____")


def test_a_file_that_is_none_is_answered_with_a_sentence(streams):
    answer, document = streams.ask(b'{"act": "fill", "values": {}}\nno zip at all')
    assert "cannot be read as a Word document" in answer["unreadable"][0]
    assert answer["unreadable"][1] == {}
    assert document == b""


def test_a_lack_of_memory_ends_the_child_with_its_own_sign(streams, make_docx, monkeypatch):
    def give_up() -> None:
        raise SystemExit(77)

    def starve(_question: object, _content: object) -> None:
        raise MemoryError

    monkeypatch.setattr(children, "give_up_for_memory", give_up)
    monkeypatch.setattr(fill_child, "answer_to", starve)
    with pytest.raises(SystemExit):
        streams.ask(b'{"act": "check"}\n' + make_docx("x"))
