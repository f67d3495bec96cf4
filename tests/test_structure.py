"""What ruff and import-linter cannot know about how this house is built."""

from __future__ import annotations

import ast
import re
import subprocess
import tokenize
import tomllib
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
PACKAGE = CHECKOUT / "loancrm_desktop"
LONGEST_FILE_LINES = 500
LONGEST_FUNCTION_LINES = 60
LARGEST_BINARY_BYTES = 1_000_000

RELEASED_STEPS = PACKAGE / "models" / "migrations" / "versions"  # written once, then left alone
MAY_COMMIT = {
    "services/office.py": "one operation, one transaction: the only commit of the program",
    "models/database.py": "carries the commit out, and ends one that fails",
    "models/schema.py": "schema steps run before there is an office",
}
FORBIDDEN_NAMES = re.compile(
    r"utils?|helpers?|common|misc|base_.*|core|managers?|handlers?|processors?|data|info"
)
USED_WITHOUT_IMPORT = {
    "tzdata": "zoneinfo reads it where the system has no time zones (Windows)",
}
FIRST_AND_TEST_PACKAGES = {"loancrm_desktop"}
# Written in pieces, so that this file does not find itself.
MACHINE_PATHS = re.compile(
    "/" + r"work/(?:main|shared|\.library)|/tmp/" + r"bash_jobs|/root/" + r"\."
)
REASONED = re.compile(
    r"#\s*(?:noqa|type: ignore|pyright: ignore)(?::\s*|\[)[\w, ]+\]?\s*[-–—#:(]+\s*\w"
)
SILENCED = re.compile(r"#\s*(?:noqa|type:\s*ignore|pyright:\s*ignore)")


@cache
def committed_files() -> tuple[Path, ...]:
    """Answer what git keeps or would keep, without what it ignores."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=CHECKOUT,
        capture_output=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a git checkout: nothing says which files belong to it")
    names = {name for name in listed.stdout.decode().split("\0") if name}
    return tuple(sorted(path for name in names if (path := CHECKOUT / name).is_file()))


def python_files(*folders: Path) -> list[Path]:
    return [
        path
        for path in committed_files()
        if path.suffix == ".py" and (not folders or any(path.is_relative_to(f) for f in folders))
    ]


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def place(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(CHECKOUT)}:{node.lineno}"


def calls_in(path: Path) -> list[ast.Call]:
    return [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call)]


def called_name(call: ast.Call) -> str:
    match call.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


def test_only_the_office_commits():
    allowed = {PACKAGE / name for name in MAY_COMMIT}
    found = [
        place(path, call)
        for path in python_files(PACKAGE)
        if path not in allowed and not path.is_relative_to(PACKAGE / "bench")
        for call in calls_in(path)
        if isinstance(call.func, ast.Attribute) and call.func.attr == "commit"
    ]
    assert found == []


def test_queries_live_in_services_and_models():
    found = [
        place(path, call)
        for path in python_files(PACKAGE)
        if path.relative_to(PACKAGE).parts[0] not in ("services", "models")
        for call in calls_in(path)
        if isinstance(call.func, ast.Name) and call.func.id == "select"
    ]
    assert found == []


def test_no_signal_is_connected_to_a_lambda_or_a_partial():
    """Qt cannot tell when what they hold is gone: the receiver is never let go of."""
    found = [
        place(path, call)
        for path in python_files(PACKAGE)
        for call in calls_in(path)
        if isinstance(call.func, ast.Attribute) and call.func.attr == "connect"
        for argument in call.args
        if isinstance(argument, ast.Lambda)
        or (isinstance(argument, ast.Call) and called_name(argument) == "partial")
    ]
    assert found == []


def test_no_file_or_folder_has_a_name_that_says_nothing():
    found = {
        str(path.relative_to(CHECKOUT))
        for path in python_files(PACKAGE)
        for part in (*path.relative_to(PACKAGE).parts[:-1], path.stem)
        if FORBIDDEN_NAMES.fullmatch(part)
    }
    assert found == set()


def test_no_file_is_longer_than_500_lines():
    lengths = {
        str(path.relative_to(CHECKOUT)): path.read_text(encoding="utf-8").count("\n")
        for path in python_files()
        if not path.is_relative_to(RELEASED_STEPS)
    }
    assert {name: n for name, n in lengths.items() if n > LONGEST_FILE_LINES} == {}


def test_no_function_is_longer_than_60_lines():
    found = [
        f"{place(path, node)} {node.name}: {node.end_lineno - node.lineno + 1}"
        for path in python_files()
        if not path.is_relative_to(RELEASED_STEPS)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION_LINES
    ]
    assert found == []


def test_every_silenced_check_says_why_on_its_line():
    found = []
    for path in python_files():
        with tokenize.open(path) as lines:
            found += [
                f"{path.relative_to(CHECKOUT)}:{token.start[0]} {token.string}"
                for token in tokenize.generate_tokens(lines.readline)
                if token.type == tokenize.COMMENT
                and SILENCED.search(token.string)
                and not REASONED.search(token.string)
            ]
    assert found == []


def test_no_file_names_this_machine_or_a_package_index():
    pattern = re.compile("|".join([MACHINE_PATHS.pattern, *map(re.escape, _index_hosts())]))
    found = [
        f"{path.relative_to(CHECKOUT)}:{number}"
        for path in committed_files()
        if not is_binary(path)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []


def _index_hosts() -> list[str]:
    from pip._internal.models.index import PyPI

    return [PyPI.netloc, PyPI.file_storage_domain]


def test_the_locks_hold_no_address():
    locks = sorted((CHECKOUT / "requirements").glob("*.txt"))
    assert [lock.name for lock in locks] == ["build.txt", "dev.txt", "package.txt", "run.txt"]
    assert [lock.name for lock in locks if "://" in lock.read_text(encoding="utf-8")] == []


def test_no_binary_is_larger_than_a_megabyte():
    found = [
        f"{path.relative_to(CHECKOUT)}: {path.stat().st_size}"
        for path in committed_files()
        if path.stat().st_size > LARGEST_BINARY_BYTES and is_binary(path)
    ]
    assert found == []


@cache
def is_binary(path: Path) -> bool:
    with path.open("rb") as file:
        return b"\0" in file.read(8192) or path.suffix in (".png", ".xls", ".ttf")


def _plain(distribution: str) -> str:
    return re.sub(r"[-_.]+", "-", distribution).lower()


def _declared() -> set[str]:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {_plain(re.match(r"[\w.-]+", line)[0]) for line in project["dependencies"]}


def _imported() -> dict[str, str]:
    """Answer every top-level name the program imports, with one place where it does."""
    found: dict[str, str] = {}
    for path in python_files(PACKAGE):
        for node in ast.walk(tree_of(path)):
            names = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module]
                if isinstance(node, ast.ImportFrom) and node.module
                else []
            )
            found |= {name.partition(".")[0]: place(path, node) for name in names}
    return found


def test_every_package_the_program_imports_is_declared():
    owners = packages_distributions()
    declared = _declared()
    found = {
        name: where
        for name, where in _imported().items()
        if name in owners and name not in FIRST_AND_TEST_PACKAGES
        if not {_plain(owner) for owner in owners[name]} & (declared | {"shiboken6"})
    }
    assert found == {}


def test_every_declared_package_is_used():
    owners = packages_distributions()
    used = {_plain(owner) for name in _imported() for owner in owners.get(name, ())}
    assert _declared() - used - USED_WITHOUT_IMPORT.keys() == set()


def test_every_declared_package_has_its_reason_written_down():
    told = (CHECKOUT / "docs" / "dependencies.md").read_text(encoding="utf-8").lower()
    assert [name for name in sorted(_declared()) if f"`{name}`" not in told] == []
