"""Build the program for this system: a folder, proven by starting it, then packed.

Run through `python3 dev.py package`, which installs PyInstaller first.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
DIST = CHECKOUT / "dist"
FOLDER = DIST / "LoanCRM"
PACKED_AS = {"win32": "zip", "darwin": "zip"}


def version() -> str:
    """Answer the version the package itself names."""
    from loancrm_desktop import __version__

    return __version__


def build_folder() -> None:
    """Freeze both programs into dist/LoanCRM."""
    spec = CHECKOUT / "installer" / "loancrm.spec"
    options = ["--noconfirm", "--log-level", "WARN", "--distpath", str(DIST)]
    work = ["--workpath", str(CHECKOUT / "build")]
    subprocess.run([sys.executable, "-m", "PyInstaller", *options, *work, str(spec)], check=True)


def pack() -> Path:
    """Pack the folder for handing out; on Windows with NSIS at hand as an installer."""
    name = DIST / f"LoanCRM-{version()}-{sys.platform}"
    maker = shutil.which("makensis") if sys.platform == "win32" else None
    if maker is None:
        kind = PACKED_AS.get(sys.platform, "xztar")
        return Path(shutil.make_archive(str(name), kind, DIST, FOLDER.name))
    out = DIST / f"LoanCRM-{version()}-setup.exe"
    given = [f"-DVERSION={version()}", f"-DPAYLOAD={FOLDER}", f"-DOUT={out}"]
    subprocess.run([maker, *given, str(CHECKOUT / "installer" / "windows.nsi")], check=True)
    return out


def main() -> int:
    """Build, try, pack, and write the checksum beside the packed file."""
    build_folder()
    smoke = CHECKOUT / "installer" / "smoke_test.py"
    subprocess.run([sys.executable, str(smoke), str(FOLDER)], check=True)
    packed = pack()
    digest = hashlib.sha256(packed.read_bytes()).hexdigest()
    packed.with_name(packed.name + ".sha256").write_text(f"{digest}  {packed.name}\n")
    print(f"package: {packed.relative_to(CHECKOUT)}, {packed.stat().st_size / 1e6:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
