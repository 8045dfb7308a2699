"""`waymark`, and `python -m desktop_app`: the window without a verb, the headless program with one."""

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the program; returns the exit status."""
    from desktop_app.cli import run

    return run(sys.argv[1:] if arguments is None else arguments, open_window)


def open_window(which: str, profile: str, language: str, screenshots: str) -> int:
    """The window; Qt is imported here, and not at all for a verb."""
    from pathlib import Path

    from desktop_app import app, paths

    folder = Path(profile) if profile else paths.default_profile()
    if which == "gallery":
        return app.show_gallery(folder, language=language)
    return app.run(folder, language=language, screenshots=Path(screenshots) if screenshots else None)


if __name__ == "__main__":
    sys.exit(main())
