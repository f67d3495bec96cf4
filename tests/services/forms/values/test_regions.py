"""Regions fall into province, city and district, and come back as they were."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loancrm_desktop.services.forms.values.regions import (
    Region,
    cities_of,
    districts_of,
    divisions,
    read_region,
)

SHARED = Path(__file__).resolve().parents[5] / "shared" / "data" / "05_reference_cn"
EVERY = [
    Region(province, city, district)
    for province, cities in divisions().items()
    for city, districts in {**cities, "": ()}.items()
    for district in (*districts, "")
]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("广东省深圳市南山区", ("广东省", "深圳市", "南山区", "")),
        ("广东深圳南山区", ("广东省", "深圳市", "南山区", "")),
        ("北京市朝阳区", ("北京市", "朝阳区", "", "")),
        ("广西南宁市", ("广西壮族自治区", "南宁市", "", "")),
        ("湖北省仙桃市", ("湖北省", "仙桃市", "", "")),
        ("香港", ("香港特别行政区", "", "", "")),
        ("广东省深圳市科技园", ("广东省", "深圳市", "", "科技园")),
        ("月球", ("", "", "", "月球")),
    ],
)
def test_a_text_is_taken_apart(text, parts):
    found = read_region(text)
    assert (found.province, found.city, found.district, found.rest) == parts


@given(st.sampled_from(EVERY))
def test_every_region_comes_back_from_its_text(region):
    assert read_region(region.text) == region


@given(st.text(max_size=30))
def test_no_letter_of_a_text_is_lost(text):
    found = read_region(text)
    assert found.province or found.rest == text.strip()


def test_what_is_not_known_has_no_parts():
    assert cities_of("月球") == ()
    assert districts_of("北京市", "朝阳区") == ()


def test_every_city_and_district_of_the_official_list_is_offered():
    if not SHARED.is_dir():
        pytest.skip("the reference tables are not beside this checkout")
    with (SHARED / "divisions_areas.csv").open(encoding="utf-8") as file:
        named = {row["name"] for row in csv.DictReader(file)} - {"市辖区"}
    offered = {region.city for region in EVERY} | {region.district for region in EVERY}
    assert named <= offered
