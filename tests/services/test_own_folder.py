"""No file written for people takes the place of the office's own."""

from __future__ import annotations

import pytest

from loancrm_desktop.errors import Invalid
from loancrm_desktop.services.own_folder import refuse_inside


@pytest.mark.parametrize("name", ["", "office.db", "files/new.docx", "../office/office.db"])
def test_a_place_in_the_office_folder_is_refused(tmp_path, name):
    folder = tmp_path / "office"
    folder.mkdir()
    with pytest.raises(Invalid):
        refuse_inside(folder, folder / name)


def test_a_link_into_the_office_folder_is_refused(tmp_path):
    folder = tmp_path / "office"
    folder.mkdir()
    link = tmp_path / "innocent"
    try:
        link.symlink_to(folder, target_is_directory=True)
    except OSError:
        pytest.skip("this computer lets nobody make links")
    with pytest.raises(Invalid):
        refuse_inside(folder, link / "office.db")


def test_a_place_beside_the_office_folder_is_taken(tmp_path):
    (tmp_path / "office").mkdir()
    refuse_inside(tmp_path / "office", tmp_path / "office-export.xlsx")
