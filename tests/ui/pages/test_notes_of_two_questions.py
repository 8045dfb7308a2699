"""Notes stay with their questions, however often somebody goes to and fro."""

from driving import Driver


def test_going_to_and_fro_between_two_noted_questions_changes_no_note(kaga: Driver) -> None:
    notes = {"ICT-01": "The first note", "ICT-02": "Another one"}
    for question, note in notes.items():
        kaga.go(question)
        kaga.type(kaga.question.question_pane.note, note)
    for question in ("ICT-01", "ICT-02", "ICT-01", "ICT-02"):
        kaga.go(question)
        assert kaga.question.question_pane.note.text() == notes[question]
    kaga.window.go_to("overview")
    kaga.events()
    assert {question: kaga.stored(question).note for question in notes} == notes
