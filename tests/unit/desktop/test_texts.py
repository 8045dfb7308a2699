"""What people paste can always be saved, read back and sealed."""

import pytest

from desktop_app.operations.answers import give_answer, write_note
from desktop_app.operations.sealing import seal_drafts
from roadmap_core.assessment.answers import NotOurCompetence

ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        (f"{ENGLAND} adopted", "\U0001f3f4 adopted"),
        ("f\u2061(x) \u206a\u206f", "f(x)"),
        ("a\tb\r\nc\u2028d", "a b\nc\nd"),
        ("\u202eevil\u2066 zero\u200bwidth\ufeff", "evil zerowidth"),
        ("می‌خواهم", "می‌خواهم"),
    ],
)
def test_a_note_that_was_pasted_is_saved_read_back_and_sealed(sato, pasted, kept):
    write_note(sato.workspace, "ICT-01", pasted, ())
    assert sato.view("ICT-01").note == kept
    seal_drafts(sato.workspace)
    assert sato.view("ICT-01").note == kept


def test_a_pasted_reason_can_be_sealed_too(sato):
    give_answer(sato.workspace, "ICT-01", NotOurCompetence(f"State {ENGLAND}", "Act\u2061 12"), ())
    seal_drafts(sato.workspace)
    assert sato.view("ICT-01").answer == NotOurCompetence("State \U0001f3f4", "Act 12")
