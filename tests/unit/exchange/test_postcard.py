"""Postcards: a few entries through mail programs, fax and QR codes; what is missing is named by its number."""

import json
import random
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap_core.exchange import postcard
from roadmap_core.exchange.postcard import POSTCARD_BYTES, TITLE, Incomplete, qr_pieces, read_postcard, text_block
from roadmap_core.exchange.stream import read_sequence, to_sequence
from roadmap_core.refusals import Code, Refusal
from tests.property.effort import examples
from tests.vectors.bundle_vectors import month
from tests.vectors.make_vectors import FOLDER

VECTORS = json.loads((FOLDER / "carried.json").read_text())
ITEMS = list(month(2)[1])
NOISE = random.Random(7).randbytes(POSTCARD_BYTES)


def block(items: list[bytes]) -> str:
    text = text_block(items)
    assert isinstance(text, str)
    return text


def pieces(items: list[bytes]) -> list[str]:
    found = qr_pieces(items)
    assert isinstance(found, list)
    return found


def code_of(outcome: object) -> Code | None:
    return outcome.code if isinstance(outcome, Refusal) else None


TEXT = block(ITEMS)


@pytest.mark.parametrize("case", VECTORS["postcards"])
def test_a_postcard_is_read_as_another_program_wrote_it(case: dict[str, Any]) -> None:
    assert read_postcard(case["text"]) == [bytes.fromhex(item) for item in case["items"]]


@pytest.mark.parametrize(
    "through",
    [
        pytest.param(lambda text: text, id="nothing"),
        pytest.param(lambda text: text.replace("\n", "\r\n"), id="other line ends"),
        pytest.param(lambda text: re.sub("^", "> > ", text, flags=re.MULTILINE), id="quoted twice"),
        pytest.param(lambda text: re.sub(r"(.{31})", r"\1\n", text), id="wrapped at 31"),
        pytest.param(lambda text: re.sub(r"(.{31})", r"\1=\n> ", text), id="wrapped and quoted"),
        pytest.param(lambda text: text.replace("\n", "   \n\n"), id="spaces and empty lines"),
        pytest.param(lambda text: text.replace(" ", "\u00a0"), id="other spaces"),
        pytest.param(lambda text: text.replace(" ", "").replace("\n", " "), id="one line"),
        pytest.param(lambda text: text.replace(" ", "\u200b \u00ad"), id="zero width and soft hyphens"),
        pytest.param(lambda text: text.replace(" ", " \u2013 "), id="dashes"),
        pytest.param(lambda text: "\ufeff\u201c" + text + "\u201d", id="smart quotes"),
        pytest.param(str.lower, id="lower case"),
        pytest.param(lambda text: text.replace("0", "O").replace("1", "l"), id="typed from paper"),
        pytest.param(
            lambda text: text.translate({place: place + 0xFEE0 for place in range(33, 127)}), id="wide letters"
        ),
        pytest.param(lambda text: text.replace(".", "\u3002"), id="full stops of Japanese"),
        pytest.param(
            lambda text: f"On 3.5.2026 at 10.30 Aiko wrote...\n\n{text}\n-- \n1.2.ABCD.\u2026 1.", id="in a letter"
        ),
        pytest.param(lambda text: text + text, id="twice"),
    ],
)
def test_what_mail_programs_and_people_do_to_a_block_is_undone(through: Any) -> None:
    assert through(TEXT) is not None
    assert read_postcard(through(TEXT)) == ITEMS


def test_a_block_has_a_title_and_lines_that_no_program_wraps() -> None:
    largest = block([b"\x84" + NOISE[:4000]])
    assert largest.startswith(TITLE + "\n1.")
    assert max(map(len, largest.splitlines())) <= 72
    assert largest.isascii()


def test_pieces_fit_qr_codes_and_come_in_any_order_any_number_of_times() -> None:
    written = pieces([b"\x84" + NOISE[:4000], b"\x01body"])
    assert len(written) == 9
    assert all(len(piece) <= 800 and re.fullmatch("[0-9A-Z.]+", piece) for piece in written)
    shuffled = [*written, *written[2:5]]
    random.Random(1).shuffle(shuffled)
    assert read_postcard("".join(shuffled)) == [b"\x84" + NOISE[:4000], b"\x01body"]
    assert read_postcard("\n".join(shuffled)) == [b"\x84" + NOISE[:4000], b"\x01body"]


def test_pieces_that_did_not_come_are_named() -> None:
    written = pieces([b"\x84" + NOISE[:4000]])
    found = read_postcard("".join(written[:2] + written[3:-1]))
    assert isinstance(found, Incomplete)
    assert (found.code, found.total, found.missing) == (Code.POSTCARD_CUT, 9, (3, 9))


def test_each_line_with_a_changed_character_is_named_and_the_others_still_count() -> None:
    lines = TEXT.splitlines()
    for number in range(1, len(lines)):
        for place in range(len(lines[number])):
            was = lines[number][place]
            if was in " .":
                continue
            changed = lines[number][:place] + ("2" if was != "2" else "3") + lines[number][place + 1 :]
            found = read_postcard("\n".join([*lines[:number], changed, *lines[number + 1 :]]))
            assert isinstance(found, Incomplete), changed
            assert found.missing == (number,)


def test_pieces_of_two_postcards_are_not_put_together() -> None:
    assert code_of(read_postcard(TEXT + block(ITEMS[:1]))) == Code.POSTCARD_MIXED


def test_a_postcard_holds_four_kibibytes_and_not_more() -> None:
    fits = [b"\x84" + NOISE[: POSTCARD_BYTES - 5]]
    assert len(to_sequence(fits)) == POSTCARD_BYTES - 1
    assert read_postcard(block(fits)) == fits
    over = [b"\x84" + NOISE[: POSTCARD_BYTES - 4]]
    assert code_of(text_block(over)) == Code.POSTCARD_SIZE
    assert code_of(qr_pieces(over)) == Code.POSTCARD_SIZE


@pytest.mark.parametrize("text", ["", "WAYMARK POSTCARD", "Dear Aiko, see page 1.2.ABCD.EFGH.JKMN.", "\ufdfa" * 9_000])
def test_a_text_without_a_postcard_is_known(text: str) -> None:
    assert code_of(read_postcard(text)) == Code.POSTCARD


def test_a_text_longer_than_any_mail_is_not_looked_at() -> None:
    assert code_of(read_postcard(TEXT + " " * 70_000)) == Code.POSTCARD_SIZE


def test_pieces_whose_checks_fit_and_whose_content_does_not_are_refused() -> None:
    def forged(content: bytes, card: str | None = None, number: int = 1, digits: str | None = None) -> str:
        said = f"{number}.1.{card or postcard._tag(content)}.{postcard._digits(content) if digits is None else digits}"
        return f"{said}.{postcard._tag(said.encode())}."

    good = b"\0" + to_sequence([b"\x84"])
    assert read_postcard(forged(good)) == [b"\x84"]
    assert code_of(read_postcard(forged(good, card="0000"))) == Code.POSTCARD
    assert code_of(read_postcard(forged(good) + forged(good, number=0, digits="ABCDEFGH"))) == Code.POSTCARD
    assert code_of(read_postcard(forged(good, digits="A"))) == Code.POSTCARD
    assert code_of(read_postcard(forged(good + b"\x58"))) == Code.POSTCARD
    assert code_of(read_postcard(forged(b"\7" + good[1:]))) == Code.POSTCARD
    assert code_of(read_postcard(forged(b"\0" + b"\x41e" * 51))) == Code.POSTCARD
    with pytest.raises(ValueError, match="more entries"):
        read_sequence(b"\x41e" * 51, most=50)


def test_a_postcard_of_nothing_is_a_postcard() -> None:
    assert read_postcard(block([])) == []


@examples(25)
@given(seed=st.integers(0, 2**64))
def test_no_damaged_block_raises_or_gives_other_entries(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(40):
        text = TEXT
        for _ in range(chance.randint(1, 5)):
            start = chance.randint(0, len(text))
            fresh = chance.choice(["", "0", ".", "1.1.", "\n", "\u2460", "\u00bd", text[start : start + 90]])
            text = text[:start] + fresh + text[start + chance.choice((0, 1, 3, 70)) :]
        found = read_postcard(text)
        assert found == ITEMS or isinstance(found, Refusal)
