"""The accessibility statement, and what this program is: claims that tests show, and what nobody has shown yet."""

from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import qVersion

from desktop_app.i18n import _
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.wrap_label import WrapLabel


class AccessibilityCard(Card):
    """In the words of EN 301 549, chapter 11; the long form is docs/accessibility.md."""

    def __init__(self) -> None:
        super().__init__(
            _("Accessibility statement"),
            _("Built to meet EN 301 549, chapter 11, and WCAG 2.2 at level AA."),
        )
        for words in (
            _(
                "Checked by tests on every page, in light and dark, in four languages and at twice the size of text: "
                "names and roles for screen readers, contrast, size of targets, the way of the Tab key, the mark of "
                "the focus, and that no text is cut."
            ),
            _("Not checked yet: work with a screen reader by people who depend on one, and magnifiers of the system."),
            _("If something can't be used or read, tell the people who gave you this program. They pass it on to us."),
        ):
            self.add(WrapLabel(words))


class ProgramCard(Card):
    """Versions, for whoever helps."""

    def __init__(self) -> None:
        super().__init__(_("This program"))
        self.add(WrapLabel(_("Waymark {version}, with Qt {qt}.").format(version=program_version(), qt=qVersion())))
        self.add(
            WrapLabel(
                _(
                    "The questions are our own, aligned with the policy roadmap of the G20 Global Smart Cities "
                    "Alliance. They are not a text of the Alliance."
                )
            )
        )


def program_version() -> str:
    """As the package says it; empty where the program runs without being installed."""
    try:
        return version("waymark")
    except PackageNotFoundError:
        return ""
