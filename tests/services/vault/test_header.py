"""The key header files: what is accepted, and what an attacker or a bad disk cannot do."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from vault_fixtures import CLERK, CLERK_PASSWORD, OWNER, OWNER_PASSWORD

from loancrm_desktop.errors import Unavailable
from loancrm_desktop.services.vault import header, keys, members
from loancrm_desktop.services.vault.canonical import canonical, checked, with_checksum
from loancrm_desktop.services.vault.kdf import FLOOR
from loancrm_desktop.services.vault.secrets_of_office import proof

RELEASED = Path(__file__).resolve().parents[2] / "fixtures" / "files" / "keys_format_1"


def newest(made) -> Path:
    return max((made.folder / "keys").iterdir())


def reason(made, login=OWNER, password=OWNER_PASSWORD) -> str:
    with pytest.raises(Unavailable) as caught:
        keys.unlock(made.folder, login, password, here=made.here)
    return caught.value.reason


def rewritten(made, change, *, proven=False, number=None) -> None:
    """Rewrite the newest header as somebody with write access to the folder could."""
    place = newest(made)
    document = checked(place.read_bytes())
    change(document)
    if proven:
        document.pop("proof")
        document["proof"] = proof(made.vault.keys.header, canonical(document))
    if number:
        place = place.with_name(f"{number:06d}.json")
    place.write_bytes(with_checksum(document))


def slot_of(document, login):
    return next(slot for slot in document["slots"] if slot.get("login") == login)


def only_newest_left(made) -> None:
    for place in sorted((made.folder / "keys").iterdir())[:-1]:
        place.unlink()


def test_a_header_of_the_first_release_still_opens():
    told = json.loads((RELEASED / "expected.json").read_text("utf-8"))
    opened = keys.unlock_with_recovery(RELEASED, told["recovery_key"])
    assert opened.office_id == told["office_id"]
    assert {name: getattr(opened.keys, name).hex() for name in told["keys"]} == told["keys"]


def test_a_password_of_the_first_release_still_opens(tmp_path, here):
    told = json.loads((RELEASED / "expected.json").read_text("utf-8"))
    shutil.copytree(RELEASED, tmp_path / "office")
    opened = keys.unlock(tmp_path / "office", told["login"], told["password"], here=here)
    assert opened.own.sign.hex() == told["sign"]
    assert opened.own.box.hex() == told["box"]


def test_the_same_randomness_writes_the_released_header_again(tmp_path, here):
    told = json.loads((RELEASED / "expected.json").read_text("utf-8"))
    keys.create_header(
        tmp_path, told["office_id"], told["login"], told["password"], FLOOR, here=here
    )
    volatile = ("proof", "escrow")  # a sealed box has randomness of its own

    def steady(place):
        document = checked(place.read_bytes())
        document["slots"] = [
            {name: value for name, value in slot.items() if name not in volatile}
            for slot in document["slots"]
        ]
        return {name: value for name, value in document.items() if name not in volatile}

    assert steady(tmp_path / "keys" / "000001.json") == steady(RELEASED / "keys" / "000001.json")


def test_any_bit_flipped_makes_the_header_invalid(made):
    only_newest_left(made)
    place = newest(made)
    sound = place.read_bytes()
    accepted = []
    for at in range(len(sound)):
        for bit in range(8):
            flipped = bytearray(sound)
            flipped[at] ^= 1 << bit
            if checked(bytes(flipped)) is not None:
                accepted.append((at, bit))
    assert len(sound) > 2000
    assert accepted == []


def test_a_flipped_bit_in_the_newest_file_falls_back_to_the_one_before(made):
    place = newest(made)
    content = bytearray(place.read_bytes())
    content[len(content) // 2] ^= 1
    place.write_bytes(content)
    opened = keys.unlock(made.folder, OWNER, OWNER_PASSWORD, here=made.here)
    assert opened.generation == 1
    assert opened.keys == made.vault.keys


@pytest.mark.parametrize("at", [0, 1, 700, -1])
def test_a_single_damaged_header_is_said_to_be_damaged(made, at):
    only_newest_left(made)
    content = bytearray(newest(made).read_bytes())
    content[at] ^= 4
    newest(made).write_bytes(content)
    assert reason(made) == "damaged"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"null",
        b"[" * 100_000,
        b'{"checksum":1}',
        b"\xff\xfe",
        b"1" * 6000,
        b'{"a":NaN}',
    ],
)
def test_rubbish_in_place_of_a_header_is_said_to_be_damaged(made, content):
    only_newest_left(made)
    newest(made).write_bytes(content)
    assert reason(made) == "damaged"


def test_any_field_of_another_type_is_refused_without_a_crash(made):
    only_newest_left(made)
    sound = checked(newest(made).read_bytes())
    for name in sound:
        for value in (None, -1, 10**30, "x", [], {}, True, [[]]):
            if name == "pending_database_key" and value is None:
                continue
            newest(made).write_bytes(with_checksum({**sound, name: value}))
            assert reason(made) in {"damaged", "too_new"}, (name, value)


def test_slots_swapped_between_two_people_open_to_nobody(made):
    def swap(document):
        first, second = slot_of(document, OWNER), slot_of(document, CLERK)
        first["login"], second["login"] = second["login"], first["login"]

    rewritten(made, swap)
    assert reason(made, OWNER, CLERK_PASSWORD) == "wrong_password"
    made.clock.pass_by(100)
    assert reason(made, CLERK, OWNER_PASSWORD) == "wrong_password"


@pytest.mark.parametrize("field", ["nonce", "sealed", "salt", "id"])
def test_a_part_of_another_persons_slot_opens_nothing(made, field):
    def swap(document):
        slot_of(document, OWNER)[field] = slot_of(document, CLERK)[field]

    rewritten(made, swap)
    assert reason(made) == "wrong_password"


def test_a_slot_of_another_office_opens_nothing(made):
    rewritten(made, lambda document: document.update(office_id="ab" * 16))
    assert reason(made) == "wrong_password"


@pytest.mark.parametrize(
    "lowered",
    [{"memory_kib": 19 * 1024 - 1}, {"passes": 1}, {"lanes": 0}, {"memory_kib": 8}, {"passes": 0}],
)
def test_a_slot_below_the_floor_is_not_even_tried(made, lowered, monkeypatch):
    only_newest_left(made)
    rewritten(made, lambda document: slot_of(document, OWNER)["cost"].update(lowered), proven=True)
    monkeypatch.setattr("loancrm_desktop.services.vault.slots.stretch", pytest.fail)
    assert reason(made) == "damaged"


def test_parameters_lowered_to_the_allowed_floor_do_not_open(made):
    rewritten(made, lambda document: slot_of(document, OWNER)["cost"].update(passes=3))
    assert reason(made) == "wrong_password"


def test_a_cost_that_would_stop_the_computer_is_refused(made):
    only_newest_left(made)
    rewritten(made, lambda document: slot_of(document, OWNER)["cost"].update(memory_kib=2**40))
    assert reason(made) == "damaged"


def test_a_header_that_nobody_of_the_office_wrote_is_passed_over(made):
    def plant(document):
        document["slots"] = [slot_of(document, OWNER), document["slots"][1]]
        document["generation"] = 3
        document["previous"] = None

    rewritten(made, plant, number=3)
    opened = keys.unlock(made.folder, OWNER, OWNER_PASSWORD, here=made.here)
    assert opened.generation == 2


def test_a_slot_added_without_the_master_key_is_passed_over(made):
    rewritten(
        made,
        lambda document: document.update(
            generation=3,
            previous={"generation": 2, "sha256": header.stored_headers(made.folder)[0].sha256},
        ),
        number=3,
    )
    assert keys.unlock(made.folder, OWNER, OWNER_PASSWORD, here=made.here).generation == 2


def test_an_old_generation_put_back_under_a_new_number_is_passed_over(made):
    members.remove_user_slot(made.vault, CLERK, here=made.here)
    keys_folder = made.folder / "keys"
    shutil.copy(keys_folder / "000002.json", keys_folder / "000004.json")
    assert keys.unlock(made.folder, OWNER, OWNER_PASSWORD, here=made.here).generation == 3
    assert reason(made, CLERK, CLERK_PASSWORD) == "wrong_password"


def test_a_header_that_follows_another_one_than_is_there_is_passed_over(made):
    rewritten(
        made,
        lambda document: document.update(
            generation=3, previous={"generation": 2, "sha256": "00" * 32}
        ),
        proven=True,
        number=3,
    )
    assert [stored.header.generation for stored in header.stored_headers(made.folder)] == [2, 1]


def test_a_half_written_file_is_stepped_over_by_the_next_change(made):
    (made.folder / "keys" / "000003.json").write_bytes(b'{"generation":3')
    vault = members.remove_user_slot(made.vault, CLERK, here=made.here)
    assert vault.generation == 4
    assert keys.unlock(made.folder, OWNER, OWNER_PASSWORD, here=made.here).generation == 4


def test_planted_high_numbers_neither_crash_nor_push_out_the_real_ones(made):
    for number in range(999_985, 1_000_000):
        rewritten(made, lambda document: None, number=number)
    vault = members.remove_user_slot(made.vault, CLERK, here=made.here)
    assert vault.generation == 3
    assert keys.unlock(made.folder, OWNER, OWNER_PASSWORD, here=made.here).generation == 3


def test_the_last_ten_generations_are_kept(made):
    vault = made.vault
    for _ in range(6):
        vault = members.add_user_slot(
            vault, "guest", "yellow bricks never rust", FLOOR, here=made.here
        )
        vault = members.remove_user_slot(vault, "guest", here=made.here)
    assert header.header_numbers(made.folder) == list(range(5, 15))
    assert keys.unlock(made.folder, OWNER, OWNER_PASSWORD, here=made.here).generation == 14


def test_a_header_of_a_newer_format_is_refused_and_left_as_it_is(made):
    rewritten(
        made, lambda document: document.update(format=2, minimum_reader=2, more="x"), proven=True
    )
    before = newest(made).read_bytes()
    assert reason(made) == "too_new"
    assert newest(made).read_bytes() == before


def test_a_newer_header_that_we_may_read_is_opened_but_never_rewritten(made):
    rewritten(made, lambda document: document.update(format=2, more="x"), proven=True)
    vault = keys.unlock(made.folder, OWNER, OWNER_PASSWORD, here=made.here)
    assert vault.generation == 2
    with pytest.raises(Unavailable) as caught:
        members.remove_user_slot(vault, CLERK, here=made.here)
    assert caught.value.reason == "too_new"


def test_a_header_without_a_recovery_slot_refuses_the_recovery_key(made):
    def without(document):
        document["slots"] = [slot for slot in document["slots"] if slot["kind"] != "recovery"]

    rewritten(made, without, proven=True)
    with pytest.raises(Unavailable) as caught:
        keys.unlock_with_recovery(made.folder, made.recovery_key)
    assert caught.value.reason == "wrong_password"
    with pytest.raises(Unavailable) as caught:
        members.remove_user_slot(made.vault, CLERK, here=made.here)
    assert caught.value.reason == "damaged"


def test_a_header_without_any_person_lets_nobody_in(made):
    def without(document):
        document["slots"] = [slot for slot in document["slots"] if slot["kind"] == "recovery"]

    rewritten(made, without, proven=True)
    assert reason(made) == "wrong_password"


def test_a_folder_of_keys_that_cannot_be_listed_is_said(made, monkeypatch):
    def denied(_self):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", denied)
    assert reason(made) == "read_only"
