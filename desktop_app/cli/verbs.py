"""What each verb does: open the profile, call one operation or query, say what came of it."""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from desktop_app import paths
from desktop_app.cli import (
    carrying,
    evidence,
    history,
    keeping,
    looking,
    meeting,
    people,
    planning,
    protecting,
    reviewing,
    sending,
    sources,
    together,
    undoing,
)
from desktop_app.cli.answers import printed, takes, typed_answer
from desktop_app.cli.profile import Report, nth, open_profile, question_view
from desktop_app.errors import AppError
from desktop_app.operations import answers, contested, officials, start
from desktop_app.operations.workspace import Workspace
from desktop_app.storage.views import QuestionView
from roadmap_core.assessment.answers import Answer
from roadmap_core.community.cities import load_cities
from roadmap_core.instrument.model import Scale

_CHOOSE = """\
Say how this profile is protected:
  --passphrase-file FILE   with a passphrase, the first line of FILE
  --unprotected            not at all: whoever can read the folder can read it"""


def _init(asked: argparse.Namespace) -> Report:
    city = _city(asked)
    with _beginning(asked) as workspace:
        start.begin(workspace, city, asked.official, computer=asked.computer, is_sample=asked.sample)
        where = str(workspace.profile)
    return Report(f"{city.name} ({city.id}) begins in {where}.", {"city": city.id, "name": city.name, "profile": where})


@contextmanager
def _beginning(asked: argparse.Namespace) -> Iterator[Workspace]:
    """A new profile is protected, or somebody said that it needn't be."""
    try:
        with open_profile(asked, is_new=True) as workspace:
            yield workspace
    except AppError as error:
        if error.code == "E-KEYRING":
            error.holes["hint"] = _CHOOSE
        raise


def _city(asked: argparse.Namespace) -> start.CityChoice:
    if asked.new_city is not None:
        return start.CityChoice(start.new_city_id(asked.new_city, asked.country), asked.new_city, asked.country)
    for city in load_cities(*paths.cities_text()):
        if city.id == asked.city:
            return start.CityChoice(city.id, city.name, city.iso2)
    raise AppError("E-CITY-ID", city=asked.city)


def _official(asked: argparse.Namespace) -> Report:
    with open_profile(asked) as workspace:
        officials.change_official(workspace, asked.name)
    return Report(f"{asked.name} is at the keyboard.", {"official": asked.name})


def _answer(asked: argparse.Namespace) -> Report:
    with open_profile(asked) as workspace:
        view = question_view(workspace, asked.question)
        scale = workspace.instrument.scale_of(asked.question)
        if len({alternative.answer for alternative in view.alternatives}) > 1:
            raise AppError("E-TWO-ANSWERS", question=asked.question, hint="Choose with: waymark settle")
        answer = None if asked.clear else typed_answer(asked, scale)
        if asked.clear:
            answers.clear_answer(workspace, asked.question, view.seen)
        elif answer is None:
            raise AppError("E-ANSWER", question=asked.question, hint=takes(asked.question, scale))
        else:
            answers.give_answer(workspace, asked.question, answer, view.seen)
        said = printed(answer, scale)
    return Report(f"Saved on this computer: {asked.question} {said}", {"question": asked.question, "answer": said})


def _note(asked: argparse.Namespace) -> Report:
    text = _piped() if asked.text == "-" else asked.text
    with open_profile(asked) as workspace:
        view = question_view(workspace, asked.question)
        answers.write_note(workspace, asked.question, text, view.note_seen)
        note = question_view(workspace, asked.question).note
    return Report(f"Saved on this computer: the note of {asked.question}", {"question": asked.question, "note": note})


def _piped() -> str:
    """Standard input, which is UTF-8 whatever the console is set to."""
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise AppError("E-TEXT", hint="Standard input has to be UTF-8.") from error


def _settle(asked: argparse.Namespace) -> Report:
    with open_profile(asked) as workspace:
        view = question_view(workspace, asked.question)
        scale = workspace.instrument.scale_of(asked.question)
        if asked.take_note is not None:
            note = nth(view.note_alternatives, asked.take_note, asked.question).note
            contested.settle_note(workspace, asked.question, note, view.note_seen, asked.why)
            return Report(f"Chosen: {note}", {"question": asked.question, "note": note})
        answer = _chosen(asked, view, scale)
        contested.settle(workspace, asked.question, answer, view.seen, asked.why)
    said = printed(answer, scale)
    return Report(f"Chosen: {asked.question} {said}", {"question": asked.question, "answer": said})


def _chosen(asked: argparse.Namespace, view: QuestionView, scale: Scale) -> Answer | None:
    if asked.take is not None:
        return nth(view.alternatives, asked.take, asked.question).answer
    answer = typed_answer(asked, scale)
    if answer is None:
        raise AppError("E-CHOICE", hint="Say --take N, or the answer that shall stand.")
    return answer


VERBS: dict[str, Callable[[argparse.Namespace], Report]] = {
    "init": _init,
    "official": _official,
    "code": people.code,
    "ask-anew": people.ask_anew,
    "come-back": people.come_back,
    "people": people.people,
    "invite": people.invite,
    "admit": people.admit,
    "revoke": people.revoke,
    "object": people.object_to,
    "endorse": people.endorse,
    "trust": people.trust,
    "answer": _answer,
    "note": _note,
    "plan": planning.plan,
    "sources": sources.sources,
    "settle": _settle,
    "review": reviewing.review,
    "minutes": meeting.hold,
    "communities": together.communities,
    "offers": together.offers,
    "undo": undoing.undo,
    "redo": undoing.redo,
    "join": sending.join,
    "send": sending.send,
    "status": looking.status,
    "answers": looking.answers,
    "history": history.history,
    "export-entries": looking.export_entries,
    "verify": looking.verify,
    "evidence": evidence.evidence,
    "backups": keeping.backups,
    "restore": keeping.restore,
    "recover": keeping.recover,
    "protect": protecting.protect,
    "sheet": protecting.sheet,
    "export": carrying.export,
    "import": carrying.take_in,
    "carry": carrying.carry,
    "postcard": carrying.postcard,
}
