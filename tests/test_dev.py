"""The commands of the checkout: what they name, skip, try again and sum up."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent


@pytest.fixture
def dev():
    spec = importlib.util.spec_from_file_location("dev_commands", CHECKOUT / "dev.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


@pytest.fixture
def checkout(dev, tmp_path, monkeypatch):
    """Answer a small checkout of its own whose installer only notes what it is asked for."""
    for lock in ("run.txt", "build.txt", "dev.txt"):
        (tmp_path / "requirements").mkdir(exist_ok=True)
        (tmp_path / "requirements" / lock).write_text(f"{lock}==1\n", encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    monkeypatch.setattr(dev, "HERE", tmp_path)
    monkeypatch.setattr(dev, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(dev, "LOCKS", tmp_path / "requirements")
    return tmp_path


@pytest.fixture
def asked(dev, checkout, monkeypatch):
    """Collect the commands; each 'installs' the two programs that show it was done."""
    commands: list[list[str]] = []

    def note(command, _what, tries=1):
        commands.append([*map(str, command)])
        for program in ("python", "loancrm"):
            dev.in_venv(program).parent.mkdir(parents=True, exist_ok=True)
            dev.in_venv(program).touch()

    monkeypatch.setattr(dev, "_checked", note)
    return commands


def test_a_fresh_checkout_gets_an_environment_its_locks_and_the_program(dev, asked):
    dev.prepare(dev.PROGRAM)
    assert [command[2] for command in asked] == ["venv", "pip", "pip", "pip"]
    assert [command[-1].rpartition("requirements")[2][1:] for command in asked[1:3]] == [
        "run.txt",
        "build.txt",
    ]
    assert all("--require-hashes" in command for command in asked[1:3])
    assert "--editable" in asked[3]


def test_a_prepared_checkout_is_left_alone(dev, asked):
    dev.prepare(dev.PROGRAM)
    asked.clear()
    dev.prepare(dev.PROGRAM)
    assert asked == []


@pytest.mark.parametrize("changed", ["requirements/run.txt", "pyproject.toml"])
def test_a_changed_lock_or_package_is_installed_over_the_old(dev, checkout, asked, changed):
    dev.prepare(dev.PROGRAM)
    asked.clear()
    (checkout / changed).write_text("other==2\n", encoding="utf-8")
    dev.prepare(dev.PROGRAM)
    assert [command[2] for command in asked] == ["pip", "pip", "pip"]


def test_a_checkout_that_was_moved_gets_a_new_environment(dev, checkout, asked):
    dev.prepare(dev.PROGRAM)
    asked.clear()
    stamp = checkout / ".venv" / "ready-program"
    stamp.write_text(stamp.read_text(encoding="utf-8").replace(str(checkout), "elsewhere"))
    dev.prepare(dev.PROGRAM)
    assert asked[0][2:4] == ["venv", "--clear"]


def test_line_ends_of_the_lock_make_no_difference(dev, checkout):
    lock = checkout / "requirements" / "run.txt"
    before = dev.stamp_of(dev.PROGRAM)
    lock.write_bytes(lock.read_bytes().replace(b"\n", b"\r\n"))
    assert dev.stamp_of(dev.PROGRAM) == before


def test_programs_are_found_where_windows_and_the_others_keep_them(dev):
    assert dev.in_venv("loancrm", windows=True) == dev.VENV / "Scripts" / "loancrm.exe"
    assert dev.in_venv("loancrm", windows=False) == dev.VENV / "bin" / "loancrm"


def test_only_the_packages_whose_library_is_missing_are_named(dev):
    missing = dev.missing_packages(dev.QT_LIBRARIES, lambda file: "GL" not in file)
    assert missing == ["libgl1", "libegl1"]


@pytest.mark.parametrize(
    ("environment", "platform", "shown"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, "linux", False),
        ({}, "win32", True),
        ({}, "darwin", True),
    ],
)
def test_a_display_is_looked_for_only_where_it_can_be_missing(dev, environment, platform, shown):
    assert dev.has_display(environment, platform) is shown


def test_a_chinese_font_is_recognised_by_its_file(dev, tmp_path, monkeypatch):
    monkeypatch.setattr(dev.Path, "home", lambda: tmp_path / "home")
    fonts = tmp_path / "fonts"
    (fonts / "noto").mkdir(parents=True)
    assert not dev.has_chinese_font([fonts])
    (fonts / "noto" / "NotoSansCJK-Regular.ttc").touch()
    assert dev.has_chinese_font([fonts])


@pytest.mark.skipif(not hasattr(__import__("os"), "geteuid"), reason="no root user on Windows")
def test_without_root_the_missing_packages_are_named_with_the_command(dev, monkeypatch):
    monkeypatch.setattr(dev.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(dev.shutil, "which", lambda _name: "/usr/bin/apt-get")
    with pytest.raises(dev.Stop, match="sudo apt-get install libgl1 libegl1"):
        dev._need_packages(["libgl1", "libegl1"], "the windows")


def test_without_apt_the_missing_packages_are_named(dev, monkeypatch):
    monkeypatch.setattr(dev.shutil, "which", lambda _name: None)
    with pytest.raises(dev.Stop, match="libgl1"):
        dev._need_packages(["libgl1"], "the windows")


def test_a_command_that_fails_once_is_tried_again(dev, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(dev, "PAUSE_S", 0.0)
    mark = tmp_path / "tried"
    code = (
        "import pathlib, sys; p = pathlib.Path(sys.argv[1]); e = p.exists(); p.touch();"
        " sys.exit(not e)"
    )
    dev._checked([sys.executable, "-c", code, str(mark)], "the packages", tries=2)
    assert "trying again" in capsys.readouterr().out


def test_a_command_that_keeps_failing_is_told_with_its_last_words(dev, monkeypatch):
    monkeypatch.setattr(dev, "PAUSE_S", 0.0)
    failing = [sys.executable, "-c", "print('no such package'); raise SystemExit(1)"]
    with pytest.raises(dev.Stop, match="no such package"):
        dev._checked(failing, "the packages", tries=2)


def test_every_step_runs_although_one_fails_and_the_sum_names_it(dev, capfd):
    def step(name: str, code: int, aloud: bool = False):
        command = (sys.executable, "-c", f"print('{name} speaks'); raise SystemExit({code})")
        return dev.Step(name, command, aloud)

    assert dev.run_steps([step("style", 1), step("types", 0), step("tests", 0, aloud=True)]) == 1
    said = capfd.readouterr().out
    assert "style speaks" in said  # a failed step shows what it said
    assert "types speaks" not in said  # a passed one is silent
    assert "tests speaks" in said
    assert "failed: style" in said.splitlines()[-1]
    assert dev.run_steps([step("style", 0)]) == 0


def test_an_unknown_command_lists_the_known_ones(dev, capsys):
    assert dev.main(["paint"]) == 2
    said = capsys.readouterr().out
    assert all(f"dev.py {name}" in said for name in dev.COMMANDS)


def test_without_a_display_run_takes_a_tour_and_says_so(dev, checkout, asked, monkeypatch, capsys):
    shown: list[list[str]] = []

    def note(command, **extra):
        shown.append([*command[1:], extra.get("QT_QPA_PLATFORM", "")])
        return 0

    monkeypatch.setattr(dev, "check_machine", lambda: None)
    monkeypatch.setattr(dev, "has_display", lambda _environment, _platform: False)
    monkeypatch.setattr(dev, "_shown", note)
    assert dev.main(["run"]) == 0
    assert shown == [["-m", "loancrm_desktop", "--tour", str(dev.TOUR), "offscreen"]]
    assert "no display" in capsys.readouterr().out


def test_dev_needs_nothing_but_the_standard_library():
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(CHECKOUT / "dev.py"), "--help"],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()


def test_where_no_x_screen_can_be_made_the_drags_are_named_as_not_tested(dev, monkeypatch, capsys):
    def refuse(_packages, _what):
        raise dev.Stop("ask somebody with root")

    monkeypatch.setattr(dev.sys, "platform", "linux")
    monkeypatch.setattr(dev.shutil, "which", lambda _name: None)
    monkeypatch.setattr(dev, "_need_packages", refuse)
    assert dev._drags() == []
    said = capsys.readouterr().out
    assert "ask somebody with root" in said
    assert "no drags" in said


def test_the_drags_run_on_a_screen_of_their_own(dev, monkeypatch):
    monkeypatch.setattr(dev, "_missing_screen", lambda: "")
    (step,) = dev._drags()
    assert step.command[0] == "xvfb-run"
    assert step.platform == "xcb"
