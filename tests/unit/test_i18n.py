"""The reader's language: lookup, fallback, the guard on holes, states, numbers and dates."""

import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import polib
import pytest

from desktop_app import i18n
from desktop_app.i18n import tags
from desktop_app.i18n.catalogues import fits, holes

ROOT = Path(__file__).parents[2]
ARABIC = "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);"
FORMS = {"ar": ARABIC, "ja": "nplurals=1; plural=0;"}
NOON = datetime(2026, 11, 22, 12, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _english_before_and_after(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(i18n, "_added", [])
    monkeypatch.setattr(i18n, "_callbacks", [])
    i18n.set_language("en", territory="")
    yield
    i18n.set_language("en", territory="")


def compiled(
    root: Path, language: str, *entries: polib.POEntry, domain: str = "messages", provenance: str = ""
) -> Path:
    """A catalogue that nobody has checked, as a foreign instrument might bring it."""
    made = polib.POFile()
    made.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Plural-Forms": FORMS.get(language, "nplurals=2; plural=(n != 1);"),
    }
    made.extend(entries)
    folder = root / language / "LC_MESSAGES"
    folder.mkdir(parents=True, exist_ok=True)
    made.save_as_mofile(str(folder / f"{domain}.mo"))
    if provenance:
        (folder / f"{domain}.provenance.json").write_text(provenance, "utf-8")
    return root


def text(english: str, translation: str, context: str | None = None) -> polib.POEntry:
    return polib.POEntry(msgid=english, msgstr=translation, msgctxt=context)


def plural(one: str, many: str, *forms: str) -> polib.POEntry:
    return polib.POEntry(msgid=one, msgid_plural=many, msgstr_plural=dict(enumerate(forms)))


def test_a_switch_changes_what_an_imported_function_returns_at_once(tmp_path: Path) -> None:
    _ = i18n._
    i18n.add_catalogues(compiled(tmp_path, "es", text("Zebra shelf", "Estante de cebras")))
    assert _("Zebra shelf") == "Zebra shelf"
    i18n.set_language("es")
    assert _("Zebra shelf") == "Estante de cebras"
    i18n.set_language("en")
    assert _("Zebra shelf") == "Zebra shelf"


def test_listeners_hear_a_switch_after_it_happened_until_they_stop() -> None:
    heard: list[str] = []
    stop = i18n.on_language_changed(lambda: heard.append(i18n.interface_language()))
    i18n.set_language("ja")
    stop()
    stop()
    i18n.set_language("en")
    assert heard == ["ja"]


def test_a_text_that_the_nearest_language_lacks_comes_from_its_parent_and_then_from_english(tmp_path: Path) -> None:
    compiled(tmp_path, "es_419", text("Zebra shelf", "de 419"))
    compiled(tmp_path, "es", text("Zebra shelf", "de es"), text("Zebra door", "puerta"))
    i18n.add_catalogues(tmp_path)
    i18n.set_language("es-CO")
    assert [i18n._(t) for t in ("Zebra shelf", "Zebra door", "Zebra roof")] == ["de 419", "puerta", "Zebra roof"]


@pytest.mark.parametrize(
    ("tag", "chain"),
    [
        ("es-CO", ["es-CO", "es-419", "es"]),
        ("es-ES", ["es-ES", "es"]),
        ("pt-AO", ["pt-AO", "pt-PT", "pt-BR"]),
        ("pt", ["pt", "pt-BR"]),
        ("zh-TW", ["zh-TW", "zh-Hant"]),
        ("zh_hans_sg", ["zh-Hans-SG", "zh-Hans"]),
        ("ar-AE", ["ar-AE", "ar"]),
        ("en-GB", ["en-GB"]),
        ("en-XA", ["en-XA"]),
        ("ar-XB", ["ar-XB"]),
    ],
)
def test_languages_fall_back_along_their_parents(tag: str, chain: list[str]) -> None:
    assert tags.fallbacks(tag) == chain


def test_our_parents_are_those_of_cldr() -> None:
    from babel.core import get_global

    parents = get_global("parent_exceptions")
    ours = {child: parent for child, parent in tags._PARENTS.items() if tags.directory(child) in parents and parent}
    assert len(ours) > 20
    for child, parent in ours.items():
        assert parents[tags.directory(child)] == tags.directory(parent) or child == "pt-PT"
    spanish = {c for c, p in parents.items() if p == "es_419"}
    assert spanish <= {tags.directory(c) for c, p in tags._PARENTS.items() if p == "es-419"}


def test_every_language_is_called_what_cldr_says_its_speakers_call_it() -> None:
    from babel import Locale

    ours_alone = {"id", "ms", "zh-Hans", "zh-Hant", *tags.PSEUDO}
    for tag, name in tags.OWN_NAMES.items():
        if tag not in ours_alone:
            known = Locale.parse(tags.directory(tag)).get_display_name() or ""
            assert name.casefold() == known.casefold(), tag


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "صفر"), (1, "واحد"), (2, "اثنان"), (5, "5 قليل"), (11, "11 كثير"), (100, "100 غير"), (103, "103 قليل")],
)
def test_arabic_uses_its_six_forms(tmp_path: Path, number: int, words: str) -> None:
    forms = ("صفر", "واحد", "اثنان", "{count} قليل", "{count} كثير", "{count} غير")
    i18n.add_catalogues(compiled(tmp_path, "ar", plural("{count} zebra", "{count} zebras", *forms)))
    i18n.set_language("ar")
    assert i18n.ngettext("{count} zebra", "{count} zebras", number).format(count=number) == words


def test_japanese_has_one_form_and_english_two(tmp_path: Path) -> None:
    i18n.add_catalogues(compiled(tmp_path, "ja", plural("{count} zebra", "{count} zebras", "シマウマ{count}頭")))
    i18n.set_language("ja")
    assert [i18n.ngettext("{count} zebra", "{count} zebras", n) for n in (1, 2)] == ["シマウマ{count}頭"] * 2
    i18n.set_language("en")
    words = [i18n.ngettext("{count} zebra", "{count} zebras", n) for n in (0, 1, 2)]
    assert words == ["{count} zebras", "{count} zebra", "{count} zebras"]


def test_the_context_tells_two_meanings_of_a_word_apart(tmp_path: Path) -> None:
    entries = (text("Zebra", "animal", "animal"), text("Zebra", "paso de peatones", "street"))
    i18n.add_catalogues(compiled(tmp_path, "es", *entries))
    i18n.set_language("es")
    assert (i18n.pgettext("animal", "Zebra"), i18n.pgettext("street", "Zebra")) == ("animal", "paso de peatones")
    assert i18n._("Zebra") == "Zebra"
    assert i18n.npgettext("animal", "{n} zebra", "{n} zebras", 2) == "{n} zebras"


@pytest.mark.parametrize(
    "translation",
    [
        "Guardado {nombre}",
        "Guardado",
        "Guardado {time} {time2}",
        "Guardado {time.__class__}",
        "Guardado {time",
        "{time!r}",
    ],
)
def test_a_translation_with_other_holes_is_left_out_and_logged(
    tmp_path: Path, translation: str, caplog: pytest.LogCaptureFixture
) -> None:
    english = f"Saved {{time}} in case {abs(hash(translation))}"  # a fault is logged once a text
    i18n.add_catalogues(compiled(tmp_path, "es", text(english, translation)))
    i18n.set_language("es")
    assert i18n._(english) == english
    assert "holes differ" in caplog.text


def test_a_plural_form_may_leave_out_its_number_but_not_bring_a_hole_of_its_own(tmp_path: Path) -> None:
    good = plural("{n} zebra in {city}", "{n} zebras in {city}", "una cebra en {city}", "{n} cebras en {city}")
    bad = plural("{n} lion in {city}", "{n} lions in {city}", "{n} león en {city} de {país}", "leones")
    i18n.add_catalogues(compiled(tmp_path, "es", good, bad))
    i18n.set_language("es")
    assert i18n.ngettext("{n} zebra in {city}", "{n} zebras in {city}", 1) == "una cebra en {city}"
    assert i18n.ngettext("{n} lion in {city}", "{n} lions in {city}", 1) == "{n} lion in {city}"
    assert i18n.ngettext("{n} lion in {city}", "{n} lions in {city}", 7) == "{n} lions in {city}"


def test_a_wrong_translation_gives_way_to_the_parent_language(tmp_path: Path) -> None:
    compiled(tmp_path, "es_419", text("Zebra {a}", "Cebra {b}"))
    compiled(tmp_path, "es", text("Zebra {a}", "Cebra {a}"))
    i18n.add_catalogues(tmp_path)
    i18n.set_language("es-MX")
    assert i18n._("Zebra {a}") == "Cebra {a}"


def test_a_text_that_is_no_format_string_is_compared_as_none() -> None:
    assert holes("100 % {") is None
    assert fits("a } b", "c } d")
    assert holes("{{name}}") == frozenset()


def test_content_says_in_which_language_it_is_and_who_stands_behind_it(tmp_path: Path) -> None:
    provenance = '{"usual": "machine", "states": {"Z-02/text\\u0004Two?": "reviewed"}, "translated": 2, "total": 3}'
    entries = (text("One?", "¿Uno?", "Z-01/text"), text("Two?", "¿Dos?", "Z-02/text"))
    i18n.add_catalogues(compiled(tmp_path, "es", *entries, domain="i_zebra", provenance=provenance))
    i18n.set_language("en", "es-CO")
    assert i18n.content("Z-01/text", "One?") == i18n.ContentText("¿Uno?", "es", "machine")
    assert i18n.content("Z-02/text", "Two?") == i18n.ContentText("¿Dos?", "es", "reviewed")
    assert i18n.content("Z-03/text", "Three?") == i18n.ContentText("Three?", "en", "source")


def test_a_translation_of_an_older_english_text_is_not_shown(tmp_path: Path) -> None:
    i18n.add_catalogues(compiled(tmp_path, "es", text("Old?", "¿Viejo?", "Z-01/text"), domain="i_zebra"))
    i18n.set_language("es")
    assert i18n.content("Z-01/text", "New?") == i18n.ContentText("New?", "en", "source")


def test_content_without_provenance_counts_as_machine_translation(tmp_path: Path) -> None:
    i18n.add_catalogues(compiled(tmp_path, "es", text("One?", "¿Uno?", "Z-01/text"), domain="i_zebra"))
    i18n.set_language("es")
    assert i18n.content("Z-01/text", "One?").state == "machine"


def test_interface_and_content_are_chosen_apart(tmp_path: Path) -> None:
    compiled(tmp_path, "es", text("Zebra", "Cebra"), text("Zebra", "Cebra?", "Z-01/text"))
    compiled(tmp_path, "ja", text("Zebra", "シマウマ", "Z-01/text"), domain="i_zebra")
    i18n.add_catalogues(tmp_path)
    i18n.set_language("es", "ja")
    assert (i18n._("Zebra"), i18n.content("Z-01/text", "Zebra").text) == ("Cebra", "シマウマ")
    assert (i18n.interface_language(), i18n.content_language()) == ("es", "ja")
    i18n.set_language("ja")
    assert i18n.content_language() == "ja"


def test_a_damaged_catalogue_is_left_out_and_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    compiled(tmp_path, "es", text("Zebra", "Cebra"))
    whole = (tmp_path / "es/LC_MESSAGES/messages.mo").read_bytes()
    for cut in (0, 3, 19, 27, len(whole) - 4):
        (tmp_path / "es/LC_MESSAGES/messages.mo").write_bytes(whole[:cut])
        caplog.clear()
        i18n.add_catalogues(tmp_path)
        i18n.set_language("es")
        assert i18n._("Zebra") in ("Zebra", "Cebra")
        assert "can't be read" in caplog.text, cut


def test_languages_come_with_their_own_names_direction_coverage_and_who_wrote_them(tmp_path: Path) -> None:
    half = '{"usual": "machine", "states": {}, "translated": 5, "total": 10}'
    compiled(tmp_path, "lg", text("Zebra", "Entulege"), provenance=half)
    compiled(tmp_path, "ur", text("Zebra", "زیبرا"), provenance=half.replace("machine", "reviewed"))
    compiled(tmp_path, "en_XA", text("Zebra", "[Zébŕå]"), provenance=half)
    i18n.add_catalogues(tmp_path)
    found = {language.tag: language for language in i18n.available_languages()}
    assert found["en"] == i18n.Language("en", "English", 1.0, "ltr")
    assert found["lg"] == i18n.Language("lg", "Luganda", 0.5, "ltr", is_machine=True)
    assert found["ur"] == i18n.Language("ur", "اردو", 0.5, "rtl", is_machine=False)
    assert "en-XA" not in found
    assert "en-XA" in {language.tag for language in i18n.available_languages(pseudo=True)}


@pytest.mark.parametrize(
    ("tag", "way"), [("ar", "rtl"), ("ar-AE", "rtl"), ("ar-XB", "rtl"), ("ur", "rtl"), ("ja", "ltr"), ("en-XA", "ltr")]
)
def test_direction_follows_the_language(tag: str, way: str) -> None:
    assert i18n.direction(tag) == way
    i18n.set_language(tag)
    assert i18n.direction() == way


@pytest.mark.parametrize(
    ("language", "territory", "tag", "number", "share"),
    [
        ("en", "", "en", "1,234,567.89", "26%"),
        ("en", "GB", "en-GB", "1,234,567.89", "26%"),
        ("en", "JP", "en-001", "1,234,567.89", "26%"),
        ("es", "CO", "es-CO", "1.234.567,89", "26%"),
        ("es-419", "MX", "es-MX", "1,234,567.89", "26%"),
        ("pt-BR", "BR", "pt-BR", "1.234.567,89", "26%"),
        ("ja", "JP", "ja-JP", "1,234,567.89", "26%"),
        ("hi", "IN", "hi-IN", "12,34,567.89", "26%"),
        ("ar", "AE", "ar-AE", "1,234,567.89", "26%"),
        ("ar", "", "ar-AE", "1,234,567.89", "26%"),
        ("ar-MA", "", "ar-MA", "1.234.567,89", "26%"),
        ("ar-XB", "AE", "ar-AE", "1,234,567.89", "26%"),
        ("en-XA", "GB", "en-GB", "1,234,567.89", "26%"),
        ("zh-Hant", "TW", "zh-Hant-TW", "1,234,567.89", "26%"),
        ("de", "DE", "de-DE", "1.234.567,89", "26\u00a0%"),
    ],
)
def test_numbers_follow_language_and_country(language: str, territory: str, tag: str, number: str, share: str) -> None:
    i18n.set_language(language, territory=territory)
    assert i18n.locale_tag() == tag
    assert i18n.format_number(Decimal("1234567.89")).replace("\u200e", "") == number
    assert i18n.format_percent(Decimal("0.26")).replace("\u200e", "") == share


def test_decimals_are_as_many_as_asked_for() -> None:
    i18n.set_language("de", territory="DE")
    assert i18n.format_number(3, 2) == "3,00"
    assert i18n.format_percent(0.2567, 1) == "25,7\u00a0%"


def test_the_country_of_the_city_alone_changes_the_formats_and_is_told() -> None:
    heard: list[str] = []
    i18n.set_language("en", territory="US")
    i18n.on_language_changed(lambda: heard.append(i18n.locale_tag()))
    assert i18n.format_date(date(2026, 11, 22)) == "November 22, 2026"
    i18n.set_territory("GB")
    assert i18n.format_date(date(2026, 11, 22)) == "22 November 2026"
    assert heard == ["en-GB"]


def test_moments_are_shown_in_the_zone_that_was_asked_for() -> None:
    i18n.set_language("ja", territory="JP")
    tokyo = timezone(timedelta(hours=9))
    assert i18n.format_time(NOON, zone=tokyo) == "21:05"
    assert i18n.format_datetime(NOON, "long", zone=tokyo).startswith("2026年11月22日")


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        i18n.format_time(NOON.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("before", "shown"),
    [
        (timedelta(hours=2), "10:05"),
        (timedelta(days=1), "1 day ago"),
        (timedelta(days=3), "3 days ago"),
        (timedelta(days=30), "23 Oct 2026, 12:05"),
        (timedelta(days=-2), "in 2 days"),
    ],
)
def test_a_near_moment_is_told_from_now(before: timedelta, shown: str) -> None:
    i18n.set_language("en", territory="GB")
    assert i18n.format_datetime_relative(NOON - before, NOON, zone=UTC) == shown


def test_lists_are_joined_as_the_language_does_it() -> None:
    i18n.set_language("es", territory="CO")
    assert i18n.format_list(["a", "b", "c"]) == "a, b y c"


@pytest.mark.parametrize(
    ("language", "territory", "typed", "number"),
    [
        ("en", "GB", "1,234.5", "1234.5"),
        ("en", "GB", "3,5", "3.5"),
        ("es", "CO", "1.234.567", "1234567"),
        ("es", "CO", "3.5", "3.5"),
        ("es", "CO", "3,5", "3.5"),
        ("hi", "IN", "१२,३४,५६७", "1234567"),
        ("ar", "AE", "١٬٢٣٤٫٥", "1234.5"),
        ("ar", "AE", "\u200e-\u200e٥", "-5"),
        ("ja", "JP", "１２３", "123"),
        ("fr", "FR", "1\u202f234,5", "1234.5"),
        ("en", "GB", "\u22125", "-5"),
    ],
)
def test_numbers_are_understood_in_the_digits_of_every_script(
    language: str, territory: str, typed: str, number: str
) -> None:
    i18n.set_language(language, territory=territory)
    assert i18n.parse_number(typed) == Decimal(number)


@pytest.mark.parametrize("typed", ["", ".", "x", "NaN", "Infinity", "1e5x", "--5", "1,2,3", "9e999999999", "1_000"])
def test_what_is_no_number_is_none(typed: str) -> None:
    assert i18n.parse_number(typed) is None


def test_what_is_formatted_can_be_typed_back_in_every_language() -> None:
    for language, territory in [("en", "US"), ("es", "CO"), ("ar", "AE"), ("hi", "IN"), ("de", "CH"), ("ru", "RU")]:
        i18n.set_language(language, territory=territory)
        for number in (Decimal("1234567.25"), Decimal(-1234), Decimal(999), Decimal("0.5")):
            assert i18n.parse_number(i18n.format_number(number)) == number, (language, number)


def run_python(code: str, *path: str) -> str:
    """What a fresh interpreter prints, with `path` searched before this checkout."""
    start = f"import sys; sys.path[:0] = {[*path, str(ROOT)]!r}\n"
    done = subprocess.run([sys.executable, "-I", "-c", start + code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_importing_the_module_imports_neither_babel_nor_qt() -> None:
    code = "import desktop_app.i18n, sys; print([m for m in sys.modules if m.split('.')[0] in ('babel', 'PySide6')])"
    assert run_python(code) == "[]"


def test_catalogues_are_found_in_a_package_that_has_no_directory(tmp_path: Path) -> None:
    folder = compiled(tmp_path / "files", "es", text("Zebra", "Cebra"))
    archive = tmp_path / "frozen.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("resources/__init__.py", "")
        packed.write(folder / "es/LC_MESSAGES/messages.mo", "resources/translations/es/LC_MESSAGES/messages.mo")
    code = (
        "from desktop_app import i18n\ni18n.set_language('es')\nprint(i18n._('Zebra'), len(i18n.available_languages()))"
    )
    assert run_python(code, str(archive)) == "Cebra 2"
