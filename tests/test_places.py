"""Resources and templates are found in a checkout, in a wheel and in a frozen build."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from loancrm_desktop import places

CHECKOUT = Path(__file__).resolve().parent.parent
ASK = (
    "from loancrm_desktop import places; import json;"
    "print(json.dumps([str(places.resources()), str(places.templates()),"
    "str(places.handbook())]))"
)


@pytest.fixture(autouse=True)
def _place_not_remembered():
    places._root.cache_clear()
    yield
    places._root.cache_clear()


def test_a_checkout_has_them_beside_the_package():
    assert places.resources() == CHECKOUT / "resources"
    assert places.templates() == CHECKOUT / "templates"
    assert places.handbook() == CHECKOUT / "docs" / "handbook"


def test_a_frozen_build_has_them_where_it_was_unpacked(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert places.resources() == tmp_path / "loancrm_desktop" / "resources"
    assert places.templates() == tmp_path / "loancrm_desktop" / "templates"


@pytest.mark.package
def test_a_wheel_has_them_inside_the_package(tmp_path):
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=CHECKOUT, check=True, capture_output=True)
    unpacked = tmp_path / "unpacked"
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        wheel.extractall(unpacked)
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(unpacked), "PYTHONUTF8": "1"},
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    package = unpacked / "loancrm_desktop"
    folders = [package / "resources", package / "templates", package / "docs" / "handbook"]
    assert json.loads(done.stdout) == [str(folder) for folder in folders]
    assert any((package / "docs" / "handbook" / "zh").glob("*.md"))
    catalogue = package / "resources" / "translations" / "zh" / "LC_MESSAGES" / "loancrm.mo"
    assert catalogue.is_file()
    assert any((package / "templates").rglob("*.docx"))
