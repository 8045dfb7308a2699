"""Every pair of colours that meets on screen keeps the contrast that WCAG 2.2 asks for, in both themes."""

from dataclasses import fields

import pytest

from desktop_app.ui.theme.contrast import edge_of, ink_on, luminance, ratio
from desktop_app.ui.theme.tokens import DARK, LIGHT, TONES, Tokens

TEXT, SIGN = 4.5, 3.0  # WCAG 1.4.3 and 1.4.11
GROUNDS = ("ground", "card", "field", "hover", "neutral_soft")
PRINCIPLES = ("equity", "security", "privacy", "openness", "sustainability")

both = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda tokens: tokens.name)


@both
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("ink", ["ink", "ink_2", "ink_3", "accent_ink"])
def test_text_can_be_read_on_every_ground(tokens: Tokens, ink: str, ground: str) -> None:
    assert reached(tokens, ink, ground) >= TEXT


@both
@pytest.mark.parametrize("tone", TONES)
def test_a_tone_can_be_read_on_its_soft_ground_and_on_a_card(tokens: Tokens, tone: str) -> None:
    ink, soft = tokens.tone(tone)  # type: ignore[arg-type]  # a parameter is a plain str
    assert ratio(ink, soft) >= TEXT
    assert ratio(ink, tokens.card) >= TEXT
    assert ratio(tokens.ink, soft) >= TEXT


@both
def test_muted_words_can_be_read_on_a_chosen_card(tokens: Tokens) -> None:
    assert reached(tokens, "ink_3", "accent_soft") >= TEXT


@both
def test_words_on_a_primary_button_can_be_read_also_under_the_mouse(tokens: Tokens) -> None:
    assert reached(tokens, "on_accent", "accent") >= TEXT
    assert reached(tokens, "on_accent", "accent_hover") >= TEXT


@both
@pytest.mark.parametrize("ground", ["ground", "card", "field"])
@pytest.mark.parametrize("sign", ["edge", "accent", "focus", *PRINCIPLES])
def test_borders_of_fields_rings_and_dots_can_be_seen(tokens: Tokens, sign: str, ground: str) -> None:
    assert reached(tokens, sign, ground) >= SIGN


@both
def test_the_ring_can_be_told_from_a_primary_button_by_the_gap_between_them(tokens: Tokens) -> None:
    assert reached(tokens, "focus", "card") >= SIGN
    assert reached(tokens, "card", "accent") >= SIGN


@both
def test_stages_grow_steadily_from_faint_to_strong(tokens: Tokens) -> None:
    steps = [luminance(stage) for stage in tokens.stages]
    assert steps == sorted(steps, reverse=tokens.name == "light")
    assert all(ratio(one, other) >= 1.2 for one, other in zip(tokens.stages, tokens.stages[1:], strict=False))


@both
def test_every_stage_has_an_edge_that_can_be_seen_and_an_ink_that_can_be_read(tokens: Tokens) -> None:
    for stage in tokens.stages:
        assert ratio(edge_of(stage, tokens.card, tokens.edge), tokens.card) >= SIGN
        assert ratio(ink_on(stage, LIGHT.ink, LIGHT.card, DARK.ground), stage) >= TEXT


@both
def test_every_colour_is_written_out(tokens: Tokens) -> None:
    colours = [getattr(tokens, field.name) for field in fields(tokens) if field.name != "name"]
    assert all(len(colour) == 7 and colour.startswith("#") for colour in colours)


@pytest.mark.parametrize(("one", "other", "expected"), [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48)])
def test_the_formula_is_that_of_wcag(one: str, other: str, expected: float) -> None:
    assert ratio(one, other) == pytest.approx(expected, abs=0.005)


def reached(tokens: Tokens, ink: str, ground: str) -> float:
    return ratio(getattr(tokens, ink), getattr(tokens, ground))
