"""What a file is, guessed by its name."""

import pytest

from loancrm_desktop.ui.documents.document_dialog import DocumentDialog, guessed_kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("身份证正面.jpg", "id_card"),
        ("征信查询授权书.pdf", "credit_report"),
        ("银行流水2026.xlsx", "bank_statement"),
        ("不动产权证.pdf", "title_certificate"),
        ("IMG_0001.HEIC", "photo"),
        ("x.pdf", "other"),
    ],
)
def test_a_kind_is_guessed_by_the_name(name, kind):
    assert guessed_kind(name) == kind


def test_many_names_are_not_all_listed(qtbot, dressed):
    dialog = DocumentDialog([f"{n}.pdf" for n in range(40)])
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.height() < 500
