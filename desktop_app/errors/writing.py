"""What can be wrong with what a person writes or chooses."""

from desktop_app.errors.texts import OLD, Texts
from desktop_app.i18n import mark

WRITING: dict[str, Texts] = {
    "E-TEXT": Texts(
        mark("This text can't be saved"),
        mark("It holds hidden characters that could make it read as something else."),
        mark("Your text is still in the window."),
        mark("Type the text by hand, or paste it without its formatting."),
    ),
    "E-NAME": Texts(
        mark("This name can't be used"),
        mark("A name has from 1 to 200 characters, on one line."),
        mark("Your text is still in the window."),
        mark("Change the name."),
    ),
    "E-TOO-LONG": Texts(
        mark("This text is too long"),
        mark("There is room for {longest} characters."),
        mark("Your text is still in the window."),
        mark("Shorten the text."),
    ),
    "E-DATE": Texts(
        mark("This is not a date"),
        mark("The date can't be read."),
        OLD,
        mark("Write year, month and day, like 2026-12-31."),
    ),
    "E-PLAN": Texts(
        mark("An action needs a text"),
        mark("The text of the action is empty."),
        OLD,
        mark("Say in a few words what is to be done."),
    ),
    "E-SOURCE": Texts(
        mark("Evidence needs a title"),
        mark("The title of what is cited is empty."),
        OLD,
        mark("Write the title of the document, as it stands on it."),
    ),
    "E-CHOICE": Texts(
        mark("This is not one of the choices"),
        mark("What was chosen is not on the list."),
        OLD,
        mark("Look at the list again, then choose."),
    ),
    "E-TWO-ANSWERS": Texts(
        mark("Two answers stand side by side"),
        mark("This question has two answers, and one of them has to be chosen first: {question}"),
        OLD,
        mark("Choose one of the two, or write a third."),
    ),
    "E-ANSWER": Texts(
        mark("This answer doesn't fit the question"),
        mark("The answer is not one of those that the question allows."),
        mark("The earlier answer is unchanged."),
        mark("Choose one of the answers that are offered."),
    ),
    "E-QUESTION": Texts(
        mark("There is no such question"),
        mark("The questionnaire has no question with this name: {question}"),
        OLD,
        mark("Check the name of the question."),
    ),
    "E-POLICY": Texts(
        mark("There is no such policy"),
        mark("The questionnaire has no policy with this name: {policy}"),
        OLD,
        mark("Check the name of the policy."),
    ),
    "E-REVIEW": Texts(
        mark("The policy has changed meanwhile"),
        mark("An answer, or the state of the review, is not what was shown any more."),
        OLD,
        mark("Look at the policy again, then decide."),
    ),
    "E-REASON": Texts(
        mark("Say why it is returned"),
        mark("The reason is empty. Whoever wrote the answers needs to know what to mend."),
        OLD,
        mark("Write in a few words what is to be mended."),
    ),
    "E-PRESENT": Texts(
        mark("Say who is present"),
        mark("Nobody is named as present."),
        OLD,
        mark("Write at least one name."),
    ),
    "E-MEETING": Texts(
        mark("This meeting isn't there any more"),
        mark("It was undone, here or on another computer."),
        mark("Your text is still in the window."),
        mark("Begin the meeting again, or open another one."),
    ),
    "E-UNDECIDED": Texts(
        mark("Nothing is decided yet"),
        mark("There is neither an answer nor a text."),
        OLD,
        mark("Choose an answer, write what was decided, or come back to it later."),
    ),
    "E-COMMUNITY": Texts(
        mark("There is no such community"),
        mark("The community, or the time zone, is none that is known."),
        OLD,
        mark("Choose one of those that are shown."),
    ),
    "E-BARRIER": Texts(
        mark("There is no such barrier"),
        mark("The barrier is none that is known."),
        OLD,
        mark("Choose one of those that are shown."),
    ),
    "E-CALL": Texts(
        mark("The meeting can't be at this time"),
        mark("Its day, its hour or its length can't be."),
        OLD,
        mark("Choose another time."),
    ),
    "E-OFFER": Texts(
        mark("Say what you can talk about"),
        mark("The text of the offer is empty."),
        OLD,
        mark("Write in a few words what your city can tell others."),
    ),
    "E-HIGHLIGHT": Texts(
        mark("Say what others can learn"),
        mark("The text of the highlight is empty."),
        OLD,
        mark("Write in a few words what came of it."),
    ),
    "E-MANY": Texts(
        mark("There are too many already"),
        mark("Other cities are shown no more than {longest} of a city."),
        OLD,
        mark("Take one back first."),
    ),
    "E-NOTHING-ANSWERED": Texts(
        mark("Nothing is answered yet"),
        mark("No question of this policy has an answer."),
        OLD,
        mark("Answer at least one question of the policy first."),
    ),
    "E-SETTLED": Texts(
        mark("The answers have changed meanwhile"),
        mark("Somebody has settled this question already, or another answer has arrived."),
        OLD,
        mark("Look at the question again, then choose."),
    ),
}
