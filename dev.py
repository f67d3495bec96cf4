"""The commands of the checkout: setup, run, test, bench, lint, texts, lock, package.

Standard library only, so that any Python from 3.11 on can start it: on Windows, macOS and Linux.
Everything is installed into `.venv` beside this file, from the locks in `requirements/`.
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
LOCKS = HERE / "requirements"
TOUR = HERE / "tour"
OLDEST_PYTHON = (3, 11)
TRIES = 3
PAUSE_S = 5.0

# What Qt's wheel expects of a bare Debian or Ubuntu: file to be loaded -> package that has it.
QT_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
# The same for a window on an X screen.
X_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libX11-xcb.so.1": "libx11-xcb1",
}
CHINESE_FONT_PACKAGE = "fonts-noto-cjk"
CHINESE_FONT_NAMES = ("*CJK*", "wqy-*", "SourceHan*", "simsun*", "uming*", "DroidSansFallback*")
LOCK_SOURCES = {
    "dev.txt": ("pyproject.toml", "--group", "dev"),
    "run.txt": ("pyproject.toml", "--constraints", "requirements/dev.txt"),
    "build.txt": ("--group", "build", "--constraints", "requirements/dev.txt"),
    "package.txt": ("--group", "package", "--constraints", "requirements/dev.txt"),
}
LOCK_OPTIONS = (
    *("--universal", "--generate-hashes", "--python-version", "3.11"),
    *("--no-emit-index-url", "--no-annotate", "--no-header"),
)
FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))


class Stop(Exception):  # noqa: N818 - not a fault of ours: the sentence says what to do
    """The command cannot go on; the text says why and how to mend it."""


@dataclass(frozen=True)
class Tier:
    """What a command needs in `.venv`: the locks to install, by name."""

    name: str
    locks: tuple[str, ...]


PROGRAM = Tier("program", ("run.txt", "build.txt"))
PACKING = Tier("packing", (*PROGRAM.locks, "package.txt"))
WORKSHOP = Tier("workshop", ("dev.txt",))


@dataclass(frozen=True)
class Step:
    """One check of `test`: name, command, whether it speaks as it goes, Qt's kind of screen."""

    name: str
    command: tuple[str, ...]
    aloud: bool = False
    platform: str = "offscreen"


def in_venv(program: str, *, windows: bool = os.name == "nt") -> Path:
    """Answer where the virtual environment keeps a program."""
    return VENV / "Scripts" / f"{program}.exe" if windows else VENV / "bin" / program


def stamp_of(tier: Tier) -> str:
    """Answer what a finished installation of the tier is known by: place, Python, locks, package."""
    digest = hashlib.sha256()
    for path in (*(LOCKS / name for name in tier.locks), HERE / "pyproject.toml"):
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return f"{HERE}\n{digest.hexdigest()}\n"


def is_ready(tier: Tier) -> bool:
    """Tell whether `.venv` already holds the tier as locked, at this place."""
    stamp = VENV / f"ready-{tier.name}"
    return (
        in_venv("python").exists()
        and in_venv("loancrm").exists()
        and stamp.is_file()
        and stamp.read_text(encoding="utf-8") == stamp_of(tier)
    )


def prepare(tier: Tier) -> None:
    """Make `.venv` hold the tier; costs nothing when it already does.

    Raises:
        Stop: no virtual environment can be made, or a package cannot be had.
    """
    if is_ready(tier):
        return
    _make_venv()
    for lock in tier.locks:
        _say(f"installing requirements/{lock}")
        _pip("--no-deps", "--require-hashes", "-r", str(LOCKS / lock), tries=TRIES)
    _say("installing loancrm")
    _pip("--no-deps", "--no-build-isolation", "--no-index", "--editable", str(HERE))
    (VENV / f"ready-{tier.name}").write_text(stamp_of(tier), encoding="utf-8")


def _make_venv() -> None:
    moved = any(
        stamp.read_text(encoding="utf-8").splitlines()[:1] != [str(HERE)]
        for stamp in VENV.glob("ready-*")
    )
    if in_venv("python").exists() and not moved:
        return
    _say("making the virtual environment .venv")
    if importlib.util.find_spec("ensurepip") is None:
        _need_packages([f"python3.{sys.version_info.minor}-venv"], "the virtual environment")
    options = ["--clear"] if VENV.exists() else []
    _checked([sys.executable, "-m", "venv", *options, str(VENV)], "the virtual environment .venv")


def _pip(*arguments: str, tries: int = 1) -> None:
    command = [str(in_venv("python")), "-m", "pip", "install", "--quiet", "--no-input"]
    options = ["--disable-pip-version-check", "--retries", "5"]
    _checked([*command, *options, *arguments], "the packages", tries=tries)


def _checked(command: Sequence[str], what: str, tries: int = 1) -> None:
    """Run a command quietly, again after a pause when it fails (networks do), then give up."""
    output = ""
    for attempt in range(tries):
        if attempt:
            _say(f"{what}: failed, trying again")
            time.sleep(PAUSE_S * attempt)
        done = subprocess.run(
            command,
            cwd=HERE,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        if done.returncode == 0:
            return
        output = done.stdout.decode(errors="replace")
    tail = "\n".join(output.splitlines()[-20:])
    raise Stop(f"{what}: could not be installed.\n{' '.join(command)}\n{tail}")


def _environment(**extra: str) -> dict[str, str]:
    return {**os.environ, "PYTHONUTF8": "1", **extra}


def missing_packages(libraries: Mapping[str, str], loads: Callable[[str], bool]) -> list[str]:
    """Name the packages whose library cannot be loaded."""
    return [package for file, package in libraries.items() if not loads(file)]


def has_display(environment: Mapping[str, str], platform: str) -> bool:
    """Tell whether a window can be shown."""
    if not platform.startswith("linux"):
        return True
    chosen = environment.get("QT_QPA_PLATFORM", "")
    if chosen in ("offscreen", "minimal"):
        return False
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def has_chinese_font(folders: Sequence[Path] = FONT_FOLDERS) -> bool:
    """Tell whether some font of this Linux machine has Chinese characters."""
    own = (Path.home() / ".fonts", Path.home() / ".local" / "share" / "fonts")
    return any(
        next(folder.rglob(name), None) is not None
        for folder in (*folders, *own)
        if folder.is_dir()
        for name in CHINESE_FONT_NAMES
    )


def check_machine(*, on_screen: bool | None = None) -> None:
    """Name the system libraries Qt misses on Linux; install them as root on Debian or Ubuntu.

    Args:
        on_screen: whether windows are shown on a screen; by default, when there is one here.

    Raises:
        Stop: something is missing and cannot be installed from here.
    """
    if not sys.platform.startswith("linux"):
        return
    wanted = dict(QT_LIBRARIES)
    if has_display(os.environ, sys.platform) if on_screen is None else on_screen:
        wanted |= X_LIBRARIES
    missing = missing_packages(wanted, _loads)
    if not has_chinese_font():
        missing.append(CHINESE_FONT_PACKAGE)
    if missing:
        _need_packages(missing, "the windows")


def _loads(file: str) -> bool:
    try:
        ctypes.CDLL(file)
    except OSError:
        return False
    return True


def _need_packages(packages: Sequence[str], what: str) -> None:
    names = " ".join(packages)
    _say(f"missing for {what}: {names}")
    if shutil.which("apt-get") is None:
        raise Stop(
            f"Install these, or what your system calls them, and start again (Debian's names): {names}"
        )
    if os.geteuid() != 0:
        raise Stop(f"Install them and start again:\n  sudo apt-get install {names}")
    _say("installing them with apt-get")
    apt = ["apt-get", "-qq", "-o", "Acquire::Retries=3", "-o", "DPkg::Lock::Timeout=300"]
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    _checked([*apt, "update"], "the list of system packages", tries=TRIES)
    install = [*apt, "install", "--yes", "--no-install-recommends", *packages]
    _checked(install, "the system packages", tries=TRIES)


def setup(_arguments: Sequence[str]) -> int:
    """Prepare `.venv` with the program and the command line, and stop."""
    try:
        check_machine()
    except Stop as why:  # the command line does without windows
        _say(str(why))
    prepare(PROGRAM)
    _say(f"ready: {in_venv('loancrm').relative_to(HERE)}")
    return 0


def run(arguments: Sequence[str]) -> int:
    """Open the program; without a display save the pictures of a short tour."""
    check_machine()
    prepare(PROGRAM)
    command = [str(in_venv("python")), "-m", "loancrm_desktop", *arguments]
    if has_display(os.environ, sys.platform):
        return _shown(command)
    _say("no display here: the program runs without one and saves pictures of a tour")
    code = _shown([*command, "--tour", str(TOUR)], QT_QPA_PLATFORM="offscreen")
    if code == 0:
        _say(f"pictures: {TOUR.name}/ ({len(list(TOUR.glob('*.png')))} files)")
    return code


def test(arguments: Sequence[str]) -> int:
    """Run every check, each though another failed, and the tests last."""
    parser = argparse.ArgumentParser(prog="dev.py test", description=test.__doc__)
    parser.add_argument("--all", action="store_true", help="the slow tiers too")
    chosen = parser.parse_args(arguments)
    check_machine()
    prepare(WORKSHOP)
    return run_steps([*_checks(), _tests(everything=chosen.all), *_drags()])


def lint(_arguments: Sequence[str]) -> int:
    """Check style, types and the plan of the floors; no tests."""
    prepare(WORKSHOP)
    return run_steps(_checks())


def bench(arguments: Sequence[str]) -> int:
    """Run the benchmark: `loancrm bench` with the same options."""
    prepare(PROGRAM)
    return _shown([str(in_venv("loancrm")), "bench", *arguments])


def texts(arguments: Sequence[str]) -> int:
    """Bring the catalogue of translations up to date with the code, and compile it."""
    prepare(WORKSHOP)
    return _shown([str(in_venv("python")), str(HERE / "tools" / "texts.py"), *arguments])


def package(_arguments: Sequence[str]) -> int:
    """Build the program for this system, start what was built, and pack it."""
    check_machine(on_screen=True)  # the packed program shows windows, wherever it is built
    prepare(PACKING)
    return _shown([str(in_venv("python")), str(HERE / "installer" / "build.py")])


def lock(arguments: Sequence[str]) -> int:
    """Write the locks anew from pyproject.toml; `--upgrade` takes newer versions."""
    prepare(WORKSHOP)
    for name, source in LOCK_SOURCES.items():
        command = [str(in_venv("uv")), "pip", "compile", *source, *LOCK_OPTIONS, *arguments]
        code = _shown([*command, "--quiet", "--output-file", f"requirements/{name}"])
        if code:
            return code
    return 0


def _shown(command: Sequence[str], **extra: str) -> int:
    return subprocess.run(command, cwd=HERE, env=_environment(**extra), check=False).returncode


def _checks() -> list[Step]:
    ruff = str(in_venv("ruff"))
    return [
        Step("format", (ruff, "format", "--check", ".")),
        Step("style", (ruff, "check", ".")),
        Step("types", (str(in_venv("pyright")), "--warnings")),
        Step("floors", (str(in_venv("lint-imports")), "--no-cache")),
    ]


def _tests(*, everything: bool) -> Step:
    marks = "not xvfb" if everything else "not slow and not xvfb"
    pytest = (str(in_venv("python")), "-m", "pytest", "-q", "--rerun-show-tracebacks")
    command = (*pytest, "-n", "2", "-m", marks)
    return Step("tests", command, aloud=True)


def _drags() -> list[Step]:
    """Answer the tests that need a real X screen, where one can be made."""
    why_not = _missing_screen()
    if why_not:
        _say(f"no drags with a real mouse pointer: {why_not}")
        return []
    screen = ("xvfb-run", "--auto-servernum", "--server-args=-screen 0 1600x1000x24")
    command = (*screen, str(in_venv("python")), "-m", "pytest", "-q", "-m", "xvfb", "tests/ui")
    return [Step("drags", command, aloud=True, platform="xcb")]


def _missing_screen() -> str:
    """Say why no X screen can be made; empty when it can, after installing what it takes."""
    if not sys.platform.startswith("linux"):
        return "they are run on Linux"
    wanted = missing_packages(X_LIBRARIES, _loads)
    if shutil.which("xvfb-run") is None:
        wanted += ["xvfb", "xauth"]
    try:
        if wanted:
            _need_packages(wanted, "drags on a virtual screen")
    except Stop as why:
        return str(why)
    return ""


def run_steps(steps: Sequence[Step]) -> int:
    """Run the steps one after the other, whatever each says; sum up; answer 1 if any failed."""
    began = time.monotonic()
    failed = [step.name for step in steps if not _passes(step)]
    total_s = time.monotonic() - began
    verdict = f"failed: {', '.join(failed)}" if failed else "all passed"
    _say(f"{len(steps)} steps, {total_s:.1f} s, {verdict}")
    return 1 if failed else 0


def _passes(step: Step) -> bool:
    began = time.monotonic()
    done = subprocess.run(
        step.command,
        cwd=HERE,
        env=_environment(QT_QPA_PLATFORM=os.environ.get("QT_QPA_PLATFORM", step.platform)),
        stdin=subprocess.DEVNULL,
        stdout=None if step.aloud else subprocess.PIPE,
        stderr=None if step.aloud else subprocess.STDOUT,
        check=False,
    )
    good = done.returncode == 0
    if not good and not step.aloud:
        print(done.stdout.decode(errors="replace"), flush=True)
    _say(f"{step.name:7} {'ok' if good else 'FAILED':6} {time.monotonic() - began:6.1f} s")
    return good


def _say(sentence: str) -> None:
    print(f"dev: {sentence}", flush=True)


COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "setup": setup,
    "run": run,
    "test": test,
    "bench": bench,
    "lint": lint,
    "texts": texts,
    "lock": lock,
    "package": package,
}


def main(arguments: Sequence[str]) -> int:
    """Do the command named first; the rest goes to it."""
    if sys.version_info < OLDEST_PYTHON:
        wanted = ".".join(map(str, OLDEST_PYTHON))
        _say(f"this is Python {sys.version.split()[0]}; start it with {wanted} or newer")
        return 2
    if not arguments or arguments[0] not in COMMANDS:
        print(__doc__)
        for name, command in COMMANDS.items():
            print(f"  python3 dev.py {name:7} {(command.__doc__ or '').splitlines()[0]}")
        return 0 if arguments[:1] in ([], ["-h"], ["--help"]) else 2
    try:
        return COMMANDS[arguments[0]](arguments[1:])
    except Stop as why:
        _say(str(why))
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
