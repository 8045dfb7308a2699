"""The tool chain of the translations: seeded faults are found, no translator's work is lost, diffs stay quiet."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "packaging"))

import translate  # noqa: E402 - found through the path set above
import translate_catalogues as catalogues  # noqa: E402
import translate_texts  # noqa: E402
from translate_checks import faults, header_faults  # noqa: E402
from translate_exchange import merge, missing  # noqa: E402
from translate_plurals import PLURAL_FORMS, numbers_of_forms  # noqa: E402
from translate_pseudo import accented, mirrored  # noqa: E402
from translate_texts import Text  # noqa: E402

from desktop_app import i18n  # noqa: E402
from desktop_app.i18n.catalogues import holes, load_chain  # noqa: E402

PROGRAM = '''"""A screen."""
from desktop_app.i18n import _, mark, ngettext, pgettext

a = _("&Save {name}")
# TRANSLATORS: under the list
b = ngettext("{count} zebra", "{count} zebras", 3)
c = pgettext("adjective", "Open")
D = [mark("Zebra door")]
'''


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project with one screen, Spanish and Arabic started."""
    (tmp_path / "desktop_app").mkdir()
    (tmp_path / "desktop_app" / "screen.py").write_text(PROGRAM, "utf-8")
    for language in ("es", "ar"):
        assert translate.main(["start", language], tmp_path) == 0
    return tmp_path


def po(project: Path, language: str = "es", domain: str = "messages") -> Path:
    return project / "resources" / "translations" / language / "LC_MESSAGES" / f"{domain}.po"


def deliver(project: Path, language: str, words: dict[str, object], *options: str) -> int:
    file = project / "delivery.json"
    file.write_text(json.dumps(words), "utf-8")
    return translate.main(["merge", language, "messages", str(file), *options], project)


def committed(project: Path) -> dict[str, bytes]:
    folder = project / "resources" / "translations"
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*.po*") if p.is_file()}


# What a text can have wrong. A fault is seeded in each; the same text without it passes.


def entry(english: str, translation: str, state: str = "machine") -> polib.POEntry:
    return polib.POEntry(msgid=english, msgstr=translation, tcomment=f"state: {state}")


@pytest.mark.parametrize(
    ("language", "english", "right", "wrong", "fault"),
    [
        ("es", "Saved {time}", "Guardado {time}", "Guardado {hora}", "holes"),
        ("es", "Saved {time}", "Guardado {time}", "Guardado", "holes"),
        ("es", "Saved {time}", "Guardado {time}", "Guardado {time", "holes"),
        ("es", "Saved", "Guardado", "Guardado {time}", "holes"),
        ("es", "Saved {time}", "Guardado {time}", "Guardado {time!r}", "holes"),
        ("es", "&Save", "&Guardar", "Guardar", "&"),
        ("es", "Save", "Guardar", "&Guardar", "&"),
        ("es", "Save && close", "Guardar && cerrar", "Guardar & cerrar &ya", "&"),
        ("ja", "&Save", "保存(&S)", "保存&存", "Latin letter"),
        ("hi", "&File", "फ़ाइल (&F)", "&फ़ाइल", "Latin letter"),
        ("es", "See EN 301 549", "Vea EN\u00a0301\u00a0549", "Vea EN 301549", "must stay"),
        ("ar", "WCAG 2.2 applies", "تنطبق WCAG 2.2", "تنطبق WCAG ٢٫٢", "must stay"),
        ("es", "See https://example.org/a.", "Vea https://example.org/a.", "Vea https://ejemplo.org/a.", "must stay"),
        ("es", "Waymark is open", "Waymark es abierto", "Marca es abierto", "must stay"),
        ("es", "Name: ", "Nombre: ", "Nombre:", "space"),
        ("es", "Name", "Nombre", " Nombre", "space"),
        ("es", "One\n", "Uno\n", "Uno", "space"),
        ("ja", "Open…", "開く…", "開く", "…"),
        ("ar", "Call {phone}", "اتصل \u2066{phone}\u2069", "اتصل \u2066{phone}", "isolates"),
        ("ar", "Call {phone}", "اتصل \u2066{phone}\u2069", "اتصل \u2069{phone}\u2066", "isolates"),
        ("ar", "Call", "اتصل", "\u202eاتصل\u202c", "override"),
        ("es", "Option", "Opción", "Opcio\u0301n", "NFC"),
        ("es", "Option", "Opción", "Opci\u0008n", "control"),
        ("es", "<b>Option</b>", "<b>Opción</b>", "<b>Opción<b>", "markup"),
        ("es", "Option", "Opción", "<a href='x'>Opción</a>", "markup"),
    ],
)
def test_a_seeded_fault_is_found(language: str, english: str, right: str, wrong: str, fault: str) -> None:
    assert list(faults(entry(english, right), language, "messages")) == []
    found = list(faults(entry(english, wrong), language, "messages"))
    assert len(found) == 1
    assert fault in found[0]


def test_an_unknown_state_is_a_fault() -> None:
    assert "state" in next(faults(entry("Save", "Guardar", "machien"), "es", "messages"))


def test_content_of_an_instrument_has_no_mnemonics() -> None:
    assert list(faults(entry("R&D of the city", "I+D de la ciudad"), "es", "i_zebra")) == []


def plural_entry(*forms: str, one: str = "{n} zebra", many: str = "{n} zebras") -> polib.POEntry:
    return polib.POEntry(msgid=one, msgid_plural=many, msgstr_plural=dict(enumerate(forms)))


@pytest.mark.parametrize(
    ("language", "forms", "fault"),
    [
        ("es", ("una cebra", "{n} cebras"), ""),
        ("es", ("{n} cebra", "cebras"), "form 1"),
        ("es", ("{n} cebra", "{m} cebras"), "form 1"),
        ("es", ("{n} cebra",), "1 plural forms, es has 2"),
        ("ja", ("シマウマ{n}頭",), ""),
        ("ja", ("シマウマ",), "form 0"),
        ("ar", ("لا", "واحد", "اثنان", "{n} ق", "{n} ك", "{n} غ"), ""),
        ("ar", ("لا", "واحد", "اثنان", "قليل", "{n} ك", "{n} غ"), "form 3"),
        ("ru", ("зебра", "{n} зебры", "{n} зебр"), "form 0"),  # also 21, 31 zebras
        ("hi", ("ज़ेबरा", "{n} ज़ेबरा"), "form 0"),  # also for none
    ],
)
def test_a_plural_form_may_leave_out_its_number_only_if_it_stands_for_one(
    language: str, forms: tuple[str, ...], fault: str
) -> None:
    found = list(faults(plural_entry(*forms), language, "messages"))
    assert len(found) == bool(fault)
    assert all(fault in line for line in found)


def test_wrong_headers_and_double_entries_are_found() -> None:
    catalogue = catalogues.updated(None, catalogues.template("messages", [Text("Zebra")]), "messages", "ar")
    assert list(header_faults(catalogue, "ar")) == []
    catalogue.metadata["Plural-Forms"] = "nplurals=2; plural=(n != 1);"
    catalogue.metadata["Language"] = "es"
    catalogue.append(entry("Zebra", "x"))
    assert len(list(header_faults(catalogue, "ar"))) == 3


@pytest.mark.parametrize("language", sorted(set(PLURAL_FORMS) - {"en_XA", "ar_XB"}))
def test_plural_forms_are_those_of_cldr(language: str) -> None:
    """Two numbers take the same form of ours exactly if CLDR gives them one category."""
    from babel import Locale

    category = Locale.parse(language).plural_form
    forms = numbers_of_forms(language)
    assert sorted(n for numbers in forms for n in numbers) == list(range(201))
    categories = [{category(n) for n in numbers} for numbers in forms]
    assert all(len(found) == 1 for found in categories)
    assert len(set.union(*categories)) == len(forms)


def test_forms_come_in_the_order_that_translators_are_told() -> None:
    assert [numbers[:2] for numbers in numbers_of_forms("ar")] == [(0,), (1,), (2,), (3, 4), (11, 12), (100, 101)]
    assert [numbers[:2] for numbers in numbers_of_forms("es")] == [(1,), (0, 2)]
    assert len(numbers_of_forms("ja")) == 1


# From the English text to what the program says.


def test_texts_are_found_with_context_plural_and_comment(project: Path) -> None:
    pot = catalogues.read(project / "resources" / "translations" / "messages.pot")
    found = [(e.msgctxt, e.msgid, e.msgid_plural, e.comment) for e in pot]
    assert found == [
        (None, "&Save {name}", "", ""),
        (None, "{count} zebra", "{count} zebras", "under the list"),
        ("adjective", "Open", "", ""),
        (None, "Zebra door", "", ""),
    ]


def test_a_delivery_reaches_the_reader(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    forms = ["لا حمير", "حمار", "حماران", "{count} حمير", "{count} حمارا", "{count} حمار"]
    words = {"&Save {name}": "&حفظ {name}", "{count} zebra": forms, "adjective|Open": "مفتوح"}
    assert deliver(project, "ar", words) == 0
    assert translate.main(["--check"], project) == 0
    monkeypatch.setattr(i18n, "_added", [])
    i18n.add_catalogues(project / "resources" / "translations")
    i18n.set_language("ar-AE")
    try:
        assert i18n._("&Save {name}") == "&حفظ {name}"
        assert [i18n.ngettext("{count} zebra", "{count} zebras", n) for n in (0, 3, 11)] == [forms[0], *forms[3:5]]
        assert i18n.pgettext("adjective", "Open") == "مفتوح"
        arabic = next(language for language in i18n.available_languages() if language.tag == "ar")
        assert arabic.coverage >= 0.75
    finally:
        i18n.set_language("en")


def test_what_was_handed_out_can_be_handed_in_filled(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    translate.main(["missing", "ar", "messages"], project)
    handed = json.loads(capsys.readouterr().out)
    assert list(handed) == ["&Save {name}", "{count} zebra", "adjective|Open", "Zebra door"]
    assert handed["{count} zebra"]["forms_are_for"][:3] == ["0", "1", "2"]
    handed["Zebra door"]["translation"] = "باب"
    assert deliver(project, "ar", handed) == 0
    assert "1 taken in, 0 refused, 3 left" in capsys.readouterr().out


def test_a_faulty_delivery_is_refused_and_the_rest_taken(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = {"&Save {name}": "&Guardar", "Zebra door": "Puerta", "Gone": "x", "adjective|Open": ["a", "b"]}
    assert deliver(project, "es", words) == 1
    said = capsys.readouterr().out
    assert "1 taken in, 3 refused" in said
    assert [e.msgid for e in catalogues.read(po(project)).translated_entries()] == ["Zebra door"]


def test_a_machine_never_replaces_what_a_person_wrote(project: Path) -> None:
    assert deliver(project, "es", {"Zebra door": "Puerta"}) == 0
    assert deliver(project, "es", {"Zebra door": "Puerta de cebra"}, "--state", "reviewed") == 0
    assert deliver(project, "es", {"Zebra door": "Porta"}) == 1
    kept = catalogues.read(po(project)).find("Zebra door")
    assert (kept.msgstr, catalogues.state(kept)) == ("Puerta de cebra", "reviewed")


def test_states_are_told_to_the_program(project: Path) -> None:
    deliver(project, "es", {"Zebra door": "Puerta", "&Save {name}": "&Guardar {name}"})
    deliver(project, "es", {"adjective|Open": "Abierto"}, "--state", "human")
    translate.main([], project)
    record = json.loads(po(project).with_name("messages.provenance.json").read_text("utf-8"))
    assert record == {"usual": "machine", "states": {"adjective\x04Open": "human"}, "translated": 3, "total": 4}


def test_a_faulty_translation_is_left_out_of_the_product_and_fails_the_check(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    deliver(project, "es", {"&Save {name}": "&Guardar {name}", "Zebra door": "Puerta"})
    file = po(project)
    file.write_text(file.read_text("utf-8").replace("&Guardar {name}", "&Guardar {nombre}"), "utf-8")
    capsys.readouterr()
    assert translate.main(["--check"], project) == 1
    assert "es/messages.po: '&Save {name}': the holes differ" in capsys.readouterr().out
    assert translate.main(["--quiet"], project) == 0
    compiled = polib.mofile(str(file.with_suffix(".mo")))
    assert [e.msgid for e in compiled] == ["Zebra door"]


def test_an_untranslated_plural_is_not_compiled(project: Path) -> None:
    chain = load_chain([project / "resources" / "translations"], "es", "messages.")
    assert chain.find_plural("{count} zebra", "{count} zebra", "{count} zebras", 3) is None


# Quiet diffs, and nothing lost.


def change(project: Path, edit: Callable[[str], str]) -> None:
    file = project / "desktop_app" / "screen.py"
    file.write_text(edit(file.read_text("utf-8")), "utf-8")


def test_moved_lines_change_no_committed_file(project: Path) -> None:
    before = committed(project)
    change(project, lambda text: text.replace("a = ", "\n\n# A comment.\nanother = "))
    assert translate.main(["--check"], project) == 0
    translate.main([], project)
    assert committed(project) == before
    assert len(before) == 3


def test_a_second_run_does_nothing(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    translate.main([], project)
    capsys.readouterr()
    for options in ([], ["--check"]):
        assert translate.main(options, project) == 0
        assert capsys.readouterr().out == "translations: nothing changed\n"


def test_a_removed_product_is_built_again(project: Path) -> None:
    translate.main([], project)
    po(project).with_suffix(".mo").unlink()
    translate.main(["--quiet"], project)
    assert po(project).with_suffix(".mo").exists()


def test_a_stale_template_fails_the_check_which_writes_nothing(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(project, lambda text: text + 'e = _("Zebra roof")\n')
    before = committed(project)
    capsys.readouterr()
    assert translate.main(["--quiet"], project) == 0
    assert capsys.readouterr().out == ""
    assert translate.main(["--check"], project) == 1
    assert "messages.pot is out of date" in capsys.readouterr().out
    assert committed(project) == before
    translate.main([], project)
    assert translate.main(["--check"], project) == 0


def test_a_translation_comes_back_with_its_text(project: Path) -> None:
    deliver(project, "es", {"Zebra door": "Puerta"})
    change(project, lambda text: text.replace('mark("Zebra door")', ""))
    translate.main([], project)
    gone = catalogues.read(po(project))
    assert [e.msgid for e in gone.obsolete_entries()] == ["Zebra door"]
    change(project, lambda text: text.replace("D = []", 'D = [mark("Zebra door")]'))
    translate.main([], project)
    back = catalogues.read(po(project)).find("Zebra door")
    assert (back.msgstr, catalogues.state(back)) == ("Puerta", "machine")


def test_a_source_that_cannot_be_read_loses_no_translation(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    deliver(project, "es", {"Zebra door": "Puerta"})
    before = committed(project)
    change(project, lambda text: text + 'f = _("""never ends\n')
    assert translate.main([], project) == 0
    assert "can't read" in capsys.readouterr().out
    assert committed(project) == before
    assert translate.main(["--check"], project) == 1


# Content: known by its address, whatever its English becomes.


def content(english: str, translation: str = "") -> polib.POFile:
    pot = catalogues.template("i_zebra", [Text(english, context="Z-01/text", comment="Question")])
    made = catalogues.updated(None, pot, "i_zebra", "es")
    if translation:
        merge(made, {"Z-01/text": translation}, "es", "i_zebra")
    return made


def after(old: polib.POFile, english: str) -> polib.POEntry:
    pot = catalogues.template("i_zebra", [Text(english, context="Z-01/text")])
    written = polib.pofile(str(catalogues.updated(old, pot, "i_zebra", "es")), wrapwidth=0)
    assert len(written) == 1
    return written[0]


def test_changed_english_marks_exactly_that_content_until_it_is_translated_anew() -> None:
    old = content("Is there a zebra?", "¿Hay una cebra?")
    changed = after(old, "Are there zebras?")
    assert (changed.fuzzy, changed.previous_msgid, changed.translated()) == (True, "Is there a zebra?", False)
    catalogue = catalogues.template("i_zebra", [])
    catalogue.append(changed)
    asked = missing(catalogue, "es", "i_zebra")["Z-01/text"]
    assert asked == {
        "english": "Are there zebras?",
        "english_before": "Is there a zebra?",
        "before": "¿Hay una cebra?",
        "translation": "",
    }
    merge(catalogue, {"Z-01/text": "¿Hay cebras?"}, "es", "i_zebra")
    done = after(catalogue, "Are there zebras?")
    assert (done.fuzzy, done.previous_msgid, done.msgstr) == (False, None, "¿Hay cebras?")


def test_english_that_changes_back_makes_its_translation_right_again() -> None:
    catalogue = catalogues.template("i_zebra", [])
    catalogue.append(after(content("One?", "¿Uno?"), "Two?"))
    twice = catalogues.template("i_zebra", [])
    twice.append(after(catalogue, "Three?"))
    assert twice[0].previous_msgid == "One?"
    back = after(twice, "One?")
    assert (back.fuzzy, back.msgstr) == (False, "¿Uno?")


def test_what_a_translator_marked_as_doubtful_stays_so() -> None:
    old = content("One?", "¿Uno?")
    old[0].flags.append("fuzzy")
    assert after(old, "One?").fuzzy


def test_the_interface_is_never_given_a_guess(project: Path) -> None:
    deliver(project, "es", {"Zebra door": "Puerta"})
    change(project, lambda text: text.replace("Zebra door", "Zebra doors"))
    translate.main([], project)
    fresh = catalogues.read(po(project)).find("Zebra doors")
    assert (fresh.msgstr, fresh.fuzzy) == ("", False)


# The languages that nobody speaks.


SAMPLES = [
    "Save {name}",
    "&Save && close {count} of {total:>3}…",
    "E&xit",
    "Name: ",
    "See <b>https://example.org/a</b> {{literally}}",
    "\n",
    "A rather long sentence about what a city wrote and what it implemented.",
]


@pytest.mark.parametrize("disguise", [accented, mirrored])
@pytest.mark.parametrize("english", SAMPLES)
def test_pseudo_languages_keep_holes_mnemonics_markup_and_edges(disguise: Callable[[str], str], english: str) -> None:
    text = disguise(english)
    assert holes(text) == holes(english)
    found = [fault for fault in faults(entry(english, text), "es", "messages") if "override" not in fault]
    assert [fault for fault in found if "…" not in fault] == []


def test_the_accented_language_is_longer_and_in_brackets() -> None:
    for english in SAMPLES[:1] + SAMPLES[-1:]:
        text = accented(english)
        assert text.startswith("[")
        assert text.endswith("]")
        assert len(text) >= 1.35 * len(english)


def test_pseudo_languages_are_built_for_every_domain(project: Path) -> None:
    for language in ("en_XA", "ar_XB"):
        built = polib.mofile(str(po(project, language).with_suffix(".mo")))
        assert len(built) == 4
        assert po(project, language).with_name("messages.provenance.json").exists()


# The real ones.


def test_every_committed_catalogue_is_free_of_faults() -> None:
    translations = ROOT / "resources" / "translations"
    checked = 0
    for language in catalogues.languages(translations):
        for path in catalogues.folder(translations, language).glob("*.po"):
            catalogue = catalogues.read(path)
            assert list(header_faults(catalogue, language)) == []
            for found in catalogue.translated_entries():
                assert list(faults(found, language, path.stem)) == [], found.msgid
            checked += 1
    assert checked >= 3


def test_all_texts_of_the_program_can_be_read() -> None:
    files = translate_texts.source_files(ROOT)["messages"]
    assert len(files) > 10
    translate_texts.texts_of("messages", files, ROOT)


def test_all_texts_of_every_instrument_have_an_address_of_their_own() -> None:
    domains = {d: files for d, files in translate_texts.source_files(ROOT).items() if d != "messages"}
    assert "i_gsca_roadmap" in domains
    for domain, files in domains.items():
        addresses = [text.context for text in translate_texts.texts_of(domain, files, ROOT)]
        assert len(addresses) > 100
        assert len(set(addresses)) == len(addresses)
        assert all(addresses)
