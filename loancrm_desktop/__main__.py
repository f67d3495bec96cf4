"""Start of the windows: `python -m loancrm_desktop`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from loancrm_desktop import __version__
from loancrm_desktop.services.child_entry import run_as_child


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the program; answers the exit code."""
    words = sys.argv[1:] if arguments is None else arguments
    as_child = run_as_child(words)
    if as_child is not None:
        return as_child
    given = _parser().parse_args(words)
    if given.healthcheck:
        return _healthcheck()
    if given.kit:
        return _kit(given)
    if given.tour is not None or given.screens is not None:
        from loancrm_desktop.ui.screens import answering

        return answering.answer(given)
    from loancrm_desktop.ui.application import Options, run

    return run(Options(given.office, given.lang or "", given.theme or ""))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="loancrm-desktop", description=__doc__)
    parser.add_argument("--office", type=Path, help="folder of the office to open")
    parser.add_argument("--lang", choices=("zh", "en"), help="language of the windows")
    parser.add_argument("--theme", choices=("light", "dark"), help="colours of the windows")
    parser.add_argument(
        "--tour", type=Path, metavar="DIR", help="save a picture of each window of a demo office"
    )
    parser.add_argument(
        "--screens", type=Path, metavar="DIR", help="likewise, of the office that --office names"
    )
    parser.add_argument("--login", help="who opens the office for --screens")
    parser.add_argument("--scale", type=float, default=1.0, help="pixels per point of pictures")
    parser.add_argument(
        "--healthcheck", action="store_true", help="check that all parts are there, and stop"
    )
    parser.add_argument(
        "--kit", action="store_true", help="show every part windows are made of, for builders"
    )
    parser.add_argument("--version", action="version", version=__version__)
    return parser


def _healthcheck() -> int:
    """Import every part, build the first window, say ok: what a built program must be able to."""
    from loancrm_desktop.ui.health import check

    check()
    sys.stdout.write(f"loancrm-desktop {__version__} ok\n")
    return 0


def _kit(given: argparse.Namespace) -> int:
    """Show the parts the windows are made of, in all their states; opens no office."""
    from loancrm_desktop.texts import set_language
    from loancrm_desktop.ui import theme
    from loancrm_desktop.ui.application import make_application
    from loancrm_desktop.ui.kit import kit_window

    application = make_application(["loancrm-desktop"])
    set_language(given.lang or "zh")
    theme.apply(application, given.theme or "light")
    window = kit_window.make()
    window.show()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
