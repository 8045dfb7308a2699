"""Renders every page into PNG files, to be looked at: themes, languages, sizes of text, at 1366 x 768.

    QT_QPA_PLATFORM=offscreen python tests/ui/render.py [build/pictures] [--only PAGE] [--languages en,ar] [--sizes 100]

The data is the sample city's. Nothing is compared with anything: people look. A chosen few go into `--chosen`, small.
"""

import argparse
import os
import sys
import tempfile
from collections import Counter
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from desktop_app.app import application
from desktop_app.presentation.background import Immediate
from desktop_app.program import Program
from desktop_app.settings import Settings, Theme, save_settings
from desktop_app.ui.assessment.question_view import QuestionView
from desktop_app.ui.meeting.meeting_view import MeetingView
from desktop_app.ui.pages import PAGES

QUESTIONS = {"choice": "ICT-01", "share": "ICT-05", "day": "ICT-12"}
CHOSEN = {
    "en-light-100/evidence": "evidence-light-en",
    "ar-XB-dark-100/evidence": "evidence-dark-ar-XB",
    "en-light-100/checks": "checks-light-en",
    "en-light-100/plan": "plan-light-en",
    "ar-dark-100/review": "review-dark-ar",
    "en-light-100/question-evidence": "question-evidence-light-en",
    "en-XA-light-200/question-choice": "question-light-en-XA-200-percent",
}
"""The names under which pictures go into the documentation."""
WIDTH, HEIGHT = 1366, 768


def main() -> None:
    options = parsed()
    app = application()
    with tempfile.TemporaryDirectory() as folder:
        for language in options.languages.split(","):
            for theme in options.themes.split(","):
                for percent in options.sizes.split(","):
                    settings = Settings(interface_language=language, theme=Theme(theme), text_percent=int(percent))
                    save_settings(Path(folder), settings)
                    name = f"{language}-{theme}-{percent}"
                    render(app, Path(folder), options.folder / name, options)
                    keep_chosen(options.folder, name, options.chosen)
                    sys.stdout.write(f"{options.folder / name}\n")


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=Path("build/pictures"))
    parser.add_argument("--chosen", type=Path, help="where the chosen few go; without it, nowhere")
    parser.add_argument("--only", default="", help="pages, with commas")
    parser.add_argument("--languages", default="en,en-XA,ar-XB,ar,ja")
    parser.add_argument("--themes", default="light,dark")
    parser.add_argument("--sizes", default="100,200")
    parser.add_argument("--width", type=int, default=WIDTH)
    return parser.parse_args()


def render(app: QApplication, profile: Path, folder: Path, options: argparse.Namespace) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    program = Program(app, profile, Immediate(), sends=False)
    program.window.resize(options.width, HEIGHT)
    program.window.show()
    only = set(options.only.split(",")) - {""}
    if not only or "start" in only:
        program.open_profile("own")
        shoot(program, folder / "start.png")
    program.open_profile("sample")
    settle()
    for key in (page.key for page in PAGES if page.key != "start" and (not only or page.key in only)):
        items = QUESTIONS if key == "question" else {"": ""}
        for kind, item in items.items():
            program.window.go_to(key, item)
            shoot(program, folder / f"{key}{'-' if kind else ''}{kind}.png")
        if key == "question":
            shoot_evidence(program, folder)
        if key == "meeting":
            shoot_meeting(program, folder)
    program.window.close()
    program.window.deleteLater()
    settle()


def shoot_evidence(program: Program, folder: Path) -> None:
    """The question page with the form for evidence open."""
    view = program.frame.pages.view if program.frame.pages is not None else None
    assert isinstance(view, QuestionView)
    view.model.go("ICT-01")
    settle()
    view.question_pane.open_evidence()
    settle()
    shoot(program, folder / "question-evidence.png")


def shoot_meeting(program: Program, folder: Path) -> None:
    """A meeting with a question open, and its minutes."""
    view = program.frame.pages.view if program.frame.pages is not None else None
    assert isinstance(view, MeetingView)
    assert view.model.meetings
    view.model.go_on(view.model.meetings[0].key)
    shoot(program, folder / "meeting-question.png")
    view.model.show_minutes(view.model.meetings[0].key)
    shoot(program, folder / "meeting-minutes.png")


def keep_chosen(folder: Path, look: str, chosen: Path | None) -> None:
    """In 256 colours, of those that are alike the commonest: a third of the bytes, and nobody sees it."""
    for picture, name in CHOSEN.items():
        file = folder / f"{picture}.png"
        if chosen is not None and picture.startswith(f"{look}/") and file.exists():
            image = QImage(str(file)).convertToFormat(QImage.Format.Format_RGB32)
            colours: dict[int, int] = {}
            for colour, _count in Counter(memoryview(bytes(image.constBits())).cast("I")).most_common():
                colours.setdefault(colour & 0xF0F0F0, colour)
            flags = Qt.ImageConversionFlag.AvoidDither | Qt.ImageConversionFlag.ThresholdDither
            small = image.convertToFormat(QImage.Format.Format_Indexed8, [*colours.values()][:256], flags)
            small.save(str(chosen / f"{name}.png"))


def shoot(program: Program, file: Path) -> None:
    settle()
    program.window.grab().save(str(file))


def settle() -> None:
    for _ in range(6):
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


if __name__ == "__main__":
    main()
