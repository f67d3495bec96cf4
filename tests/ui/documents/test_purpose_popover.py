"""A reason is chosen or typed; without one nothing is opened."""

from loancrm_desktop.ui.documents.purpose_popover import PurposePopover


def test_the_first_reason_is_chosen_and_own_words_are_taken(qtbot, dressed):
    popover = PurposePopover("征信报告.pdf")
    qtbot.addWidget(popover)
    given = []
    popover.given.connect(given.append)
    assert popover.purpose == "verify_identity"
    popover.choose("other")
    popover.go.click()
    assert given == []
    popover.words.setText(" 客户要求 ")
    popover.go.click()
    assert given == ["客户要求"]
