"""What leaves this computer, change by change, and who will see it; what came; how it stands to the alliance."""

from datetime import UTC, datetime
from pathlib import Path

from desktop_app.errors import Words, describe
from desktop_app.i18n import _, format_number, ngettext
from desktop_app.operations import attachments
from desktop_app.operations.attachments import Attachment
from desktop_app.operations.changes import Changes
from desktop_app.presentation.arrival_words import in_bytes
from desktop_app.presentation.attaching import ABSENT
from desktop_app.presentation.carrying import Carrying
from desktop_app.presentation.desk import Desk
from desktop_app.presentation.files_in import FilesIn
from desktop_app.presentation.files_out import FilesOut
from desktop_app.presentation.names import computer, directed, person
from desktop_app.presentation.page import Page
from desktop_app.presentation.postcards import Postcards
from desktop_app.presentation.status_line import moment
from desktop_app.presentation.tie_words import tie_subject
from desktop_app.presentation.wording import answer_text, isolated, policy_name
from desktop_app.storage import queries
from desktop_app.storage.views import Colleague, Connection, Receipt, RefusedItem, SendingView, WaitingItem
from roadmap_core.entries.facets import CITY_FACETS, PRIVATE_FACETS, TIE_FACETS, Facet

SLOW_LINE_BITS_PER_SECOND = 64_000


class SendingPage(Page):
    """Attributes:
    view: what waits, what was received; None until it was read.
    files: attached files that this computer has not sent, or not whole.
    carrying: files that were taken in, and what is carried for others.
    coming, going, courier: a file that is taken in, one that is saved, and one that is saved for other cities.
    postcards, card: the postcard that is made here, and one that came.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.view: SendingView | None = None
        self.files: tuple[Attachment, ...] = ()
        self.carrying = Carrying(desk)
        self.coming, self.going, self.courier = FilesIn(desk), FilesOut(desk), FilesOut(desk)
        self.postcards, self.card = Postcards(desk), FilesIn(desk)
        desk.line.busy_changed.connect(self.changed)
        desk.navigator.file_dropped.connect(self._take_in)

    def load(self) -> None:
        workspace = self.desk.workspace
        self.desk.ask(lambda store: (queries.sending(store), attachments.waiting(workspace)), self._show)
        self.carrying.load()

    def concerns(self, changes: Changes) -> bool:
        return changes.outbox or changes.connection or changes.city or changes.contested

    def close(self) -> None:
        self.desk.line.busy_changed.disconnect(self.changed)
        self.desk.navigator.file_dropped.disconnect(self._take_in)
        for part in (self.coming, self.going, self.courier, self.postcards, self.card):
            part.close()
        super().close()

    @property
    def is_connected(self) -> bool:
        return self.view is not None and bool(self.view.server)

    @property
    def line_problem(self) -> Words | None:
        """What stands in the way since the last try, unless the page says it anyway."""
        if self.view is None or self.view.problem in ("", "E-NOT-JOINED", "E-NOT-ADMITTED"):
            return None
        return describe(self.view.problem)

    def send(self) -> None:
        """Send what waits and receive what is new, now."""
        self.desk.line.send_wanted.emit()

    @property
    def is_busy(self) -> bool:
        return self.desk.line.is_busy

    def show_joining(self) -> None:
        self.desk.navigator.go("join")

    def show_contested(self) -> None:
        self.desk.navigator.go("contested")

    def subject(self, item: WaitingItem) -> str:
        """What a waiting change is about. A newer program may have written it, for another questionnaire."""
        if item.facet in CITY_FACETS:
            return directed(tie_subject(Facet(item.facet), item.note))
        try:
            return directed(self._subject(item) if item.question_id else _unknown_subject())
        except KeyError:
            return _unknown_subject()

    def by(self, item: WaitingItem) -> str:
        time = isolated(self.when(item.changed_ms))
        return directed(_("{author}, {time}").format(author=person(item.author), time=time))

    def who_sees(self, item: WaitingItem) -> str:
        """Who will be able to read it, in a word; `who_sees_what` says it in full."""
        if item.facet in PRIVATE_FACETS:
            return _("Only your city")
        if item.facet in TIE_FACETS:
            return _("All cities")
        return _("Not counted") if item.facet == Facet.CONFIDENCE else _("Counted")

    def who_sees_what(self) -> str:
        """What the words of `who_sees` mean."""
        waiting = self.view.waiting if self.view is not None else ()
        sure = any(item.facet == Facet.CONFIDENCE for item in waiting)
        open_to_all = any(item.facet in TIE_FACETS for item in waiting)
        uncounted = _("Not counted: your city and the alliance's server can read it, and no figure has it.")
        every = _("All cities: the alliance's server passes it on, and every city of the alliance can read it.")
        said = [self._counted_or_sealed(), uncounted if sure else "", every if open_to_all else ""]
        return "\n".join(filter(None, said))

    @staticmethod
    def _counted_or_sealed() -> str:
        return _(
            "Counted: goes into the figures of the alliance; your city and the alliance's server can read it. "
            "Only your city: sealed before it leaves; only your city's computers can read it."
        )

    def private_state(self) -> str:
        """What a person has to know of notes, names and plans: that they wait, or that some were deleted."""
        said = []
        if self.view is not None and self.view.waits_for_key and self.view.server:
            said.append(_("Notes wait for your city's key. It comes once your city's lead has admitted this computer."))
        if self.view is not None and self.view.erased:
            sentence = ngettext(
                "The notes of {number} update were deleted on request. The update itself is still proved.",
                "The notes of {number} updates were deleted on request. The updates themselves are still proved.",
                self.view.erased,
            )
            said.append(sentence.format(number=format_number(self.view.erased)))
        return "\n".join(said)

    def when(self, milliseconds: int) -> str:
        return moment(milliseconds, datetime.now(UTC))

    def weight(self) -> str:
        """How much it is on the line, and how long that takes on a slow one."""
        if self.view is None or not self.view.waiting_bytes:
            return ""
        size = self.view.waiting_bytes
        seconds = max(1, round(size * 8 / SLOW_LINE_BITS_PER_SECOND))
        sentence = ngettext(
            "About {bytes} bytes. On a slow line of 64 kbit/s: about {seconds} second.",
            "About {bytes} bytes. On a slow line of 64 kbit/s: about {seconds} seconds.",
            seconds,
        )
        return sentence.format(bytes=format_number(size), seconds=format_number(seconds))

    def nothing_waits(self) -> str:
        """What stands where no change of a person waits."""
        if self.view is not None and self.view.waiting_bytes:
            return _(
                "None of your changes waits. Names and signatures of this computer go along with the next sending."
            )
        return _("Nothing waits to be sent.")

    def files_state(self) -> str:
        """The attached files that are to go behind the changes, those held back, and what stood in a file's way."""
        going = [one for one in self.files if not one.named.state.is_held]
        held, said = len(self.files) - len(going), []
        if going:
            words = ngettext(
                "{number} attached file goes after all changes: {size} are left.",
                "{number} attached files go after all changes: {size} are left.",
                len(going),
            )
            size = in_bytes(sum(one.left_bytes for one in going))
            said.append(words.format(number=format_number(len(going)), size=isolated(size)))
        if held:
            words = ngettext("{number} attached file is held back.", "{number} attached files are held back.", held)
            said.append(words.format(number=format_number(held)))
        if self.desk.line.file_problem not in ("", ABSENT, "E-OFFLINE"):
            said.append(describe(self.desk.line.file_problem).title)
        return "\n".join(said)

    def receipt(self, receipt: Receipt) -> str:
        """An own update, counted from 1 as people count."""
        return _("Update {number}, {time}").format(
            number=format_number(receipt.seq + 1), time=isolated(self.when(receipt.confirmed_ms))
        )

    def refusal(self, refused: RefusedItem) -> str:
        return _("Update {number} was refused and stays here: {reason}").format(
            number=format_number(refused.seq + 1), reason=describe(refused.code).title
        )

    def came_from(self, colleague: Colleague) -> str:
        """What came from another computer of the city."""
        changes = ngettext("{number} change", "{number} changes", colleague.changes)
        sentence = _("{name} ({computer}): {changes}, {time}").format(
            name=person(colleague.name),
            computer=computer(colleague.computer),
            changes=isolated(changes.format(number=format_number(colleague.changes))),
            time=isolated(self.when(colleague.last_ms)),
        )
        return directed(sentence)

    def standing(self) -> str:
        """How this computer stands to the alliance, as one sentence."""
        if self.view is None or self.view.connection is Connection.NONE:
            return _("This computer isn't connected to the alliance. Everything you do is saved here.")
        if self.view.connection is Connection.NOT_ADMITTED:
            return _("The alliance's server doesn't know this computer yet. Everything you do is saved here.")
        if self.view.connection is Connection.PENDING:
            return _("This computer waits until the lead of your city admits it. Everything you do is saved here.")
        return _("Everything is saved on this computer. What is confirmed has a receipt that was checked here.")

    def _subject(self, item: WaitingItem) -> str:
        instrument = self.desk.instrument
        if item.facet == Facet.PLAN:
            name = policy_name(instrument.policy(item.question_id))
            if not item.note:
                return _("Plan for {policy}: an action was removed").format(policy=name)
            return _("Plan for {policy}: {text}").format(policy=name, text=isolated(_short(item.note)))
        if item.facet == Facet.EVIDENCE:
            if not item.note:
                return _("Evidence for {question}: it was withdrawn").format(question=item.question_id)
            cited = isolated(_short(item.note))
            return _("Evidence for {question}: {text}").format(question=item.question_id, text=cited)
        if item.facet == Facet.NOTE:
            if not item.note:
                return _("Note on {question}: it was cleared").format(question=item.question_id)
            return _("Note on {question}: {text}").format(question=item.question_id, text=isolated(_short(item.note)))
        if item.facet in (Facet.CONFIDENCE, Facet.FLAG, Facet.REVIEW, Facet.MEETING):
            return _mark_words(item).format(question=item.question_id)
        answer = answer_text(instrument, instrument.scale_of(item.question_id), item.answer)
        return _("{question}: {answer}").format(question=item.question_id, answer=isolated(_short(answer)))

    def _take_in(self, file: Path) -> None:
        """A file was dropped onto the window."""
        if not self.desk.is_sandbox:
            self.coming.read_file(file)

    def _show(self, found: tuple[SendingView, tuple[Attachment, ...]]) -> None:
        self.view, self.files = found
        self.changed.emit()


def _mark_words(item: WaitingItem) -> str:
    if item.facet == Facet.CONFIDENCE:
        return _("How sure you are of {question}")
    if item.facet == Facet.REVIEW:
        return _("Review of {question}")
    if item.facet == Facet.MEETING:
        return _("Meeting on {question}")
    return _("{question}: flagged") if item.mark else _("{question}: no longer flagged")


def _unknown_subject() -> str:
    return _("A change to something that this version of the questionnaire doesn't have")


def _short(text: str, letters: int = 80) -> str:
    line = " ".join(text.split())
    return line if len(line) <= letters else line[: letters - 1] + "…"
