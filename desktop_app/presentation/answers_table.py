"""All questions with what the city answered and noted, as rows in the reader's words."""

from collections.abc import Iterator

from desktop_app.i18n import _
from desktop_app.presentation.wording import answer_text, policy_name, question_text
from desktop_app.storage.views import WrittenView
from roadmap_core.instrument.model import Instrument


def answers_table(instrument: Instrument, written: tuple[WrittenView, ...]) -> Iterator[tuple[str, ...]]:
    """The head, and a row for each question in file order; what isn't answered is empty."""
    yield _("Policy"), _("Number"), _("Question"), _("Answer"), _("Note"), _("Evidence")
    by_item = {one.item_id: one for one in written}
    for policy in instrument.policies:
        for question in policy.questions:
            found = by_item.get(question.id)
            answer = found.answer if found else None
            said = "" if answer is None else answer_text(instrument, question.scale, answer)
            notes, cited = ("\n".join(found.texts), "\n".join(found.cited)) if found else ("", "")
            yield policy_name(policy), question.id, question_text(question).text, said, notes, cited
