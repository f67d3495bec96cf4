"""Start what was built: an installer that was never started is a guess.

Makes a demo office with the frozen command line, lists and checks it, reads a sheet, and lets the
frozen windows take their tour without a display.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

PATIENCE_S = 300


def spoken(program: Path, *arguments: str, **environment: str) -> Any:
    """Run the frozen command line and answer the JSON it prints."""
    done = subprocess.run(
        [str(program), *arguments, "--json"],
        env={**os.environ, **environment},
        capture_output=True,
        timeout=PATIENCE_S,
        check=False,
    )
    if done.returncode:
        sys.exit(f"{program.name} {arguments[0]}: {done.stderr.decode(errors='replace')}")
    return json.loads(done.stdout.decode("utf-8"))


def main() -> int:
    """Answer 0 when both programs of the folder do their work."""
    folder = Path(sys.argv[1]).resolve()
    ending = ".exe" if os.name == "nt" else ""
    commands, windows = folder / f"loancrm{ending}", folder / f"loancrm-desktop{ending}"
    with tempfile.TemporaryDirectory() as place:
        office = Path(place) / "office"
        made = spoken(commands, "demo", str(office), "--customers", "20")
        user = made["users"][0]
        opened = {
            "LOANCRM_OFFICE": str(office),
            "LOANCRM_LOGIN": user["login"],
            "LOANCRM_PASSWORD": user["password"],
        }
        found = spoken(commands, "customers", "list", **opened)
        if found["total"] < 1 or not spoken(commands, "check", **opened)["ok"]:
            sys.exit("the demo office is empty or does not pass its check")
        # Foreign files are read in a child process: in a frozen program that is itself, again.
        sheet = Path(place) / "customers.csv"
        sheet.write_text("姓名,手机\n王小明,13800138000\n", encoding="utf-8")
        read = spoken(commands, "import", "customers", str(sheet), "--dry-run", **opened)
        if (read["rows"], read["created"]) != (1, 1):
            sys.exit(f"a sheet of one customer was read as {read}")
        pictures = Path(place) / "tour"
        tour = [str(windows), "--tour", str(pictures)]
        offscreen = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        subprocess.run(tour, env=offscreen, timeout=PATIENCE_S, check=True)
        count = len(list(pictures.rglob("*.png")))
        if not count:
            sys.exit("the windows took no picture")
    print(f"smoke test: {found['total']} customers, {count} pictures")
    return 0


if __name__ == "__main__":
    sys.exit(main())
