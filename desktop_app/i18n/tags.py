"""Language tags: what falls back to what, which way it runs, what it calls itself. Tables; no files.

Tags are written the BCP 47 way (`pt-BR`) everywhere but in directory names (`pt_BR`).
"""

from __future__ import annotations

SOURCE = "en"
PSEUDO = {"en-XA": "[Ĥéļļö]", "ar-XB": "\u202bArabic, mirrored test\u202c"}

# CLDR parent locales (Unicode LDML part 1, "Parent Locales"), as far as our languages need them, written out
# because importing Babel to learn them costs 50 ms before the first window. Ours differ twice: bare `pt`
# is Brazilian, and readers of other Portuguese get Brazilian before English. Chinese never crosses scripts.
_LIKE_LATIN_AMERICA = "AR BO BR BZ CL CO CR CU DO EC GT HN JP MX NI PA PE PR PY SV US UY VE"
_LUSOPHONE = "AO CH CV FR GQ GW LU MO MZ ST TL"
_PARENTS: dict[str, str] = {
    **{f"es-{territory}": "es-419" for territory in _LIKE_LATIN_AMERICA.split()},
    **{f"pt-{territory}": "pt-PT" for territory in _LUSOPHONE.split()},
    "es-419": "es",
    "pt-PT": "pt-BR",
    "pt": "pt-BR",
    "pt-BR": "",
    "zh": "zh-Hans",
    "zh-CN": "zh-Hans",
    "zh-SG": "zh-Hans",
    "zh-HK": "zh-Hant",
    "zh-MO": "zh-Hant",
    "zh-TW": "zh-Hant",
    "zh-Hans": "",
    "zh-Hant": "",
    "tl": "fil",
}

# The territory that is meant when nobody named one. Arabic alone is Egypt to Qt and no country to Babel:
# the two then disagree about digits on one screen.
TERRITORIES = {"ar": "AE"}

_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "ps", "ckb", "sd", "ug", "yi"})

OWN_NAMES = {
    "ar": "العربية",
    "bn": "বাংলা",
    "ca": "Català",
    "de": "Deutsch",
    "en": "English",
    "es": "Español",
    "es-419": "Español (Latinoamérica)",
    "eu": "Euskara",
    "fil": "Filipino",
    "fr": "Français",
    "he": "עברית",
    "hi": "हिन्दी",
    "id": "Bahasa Indonesia",
    "it": "Italiano",
    "ja": "日本語",
    "km": "ខ្មែរ",
    "kn": "ಕನ್ನಡ",
    "ko": "한국어",
    "lg": "Luganda",
    "lo": "ລາວ",
    "mr": "मराठी",
    "ms": "Bahasa Melayu",
    "my": "မြန်မာ",
    "nl": "Nederlands",
    "pt-BR": "Português (Brasil)",
    "pt-PT": "Português (Portugal)",
    "ru": "Русский",
    "sw": "Kiswahili",
    "ta": "தமிழ்",
    "te": "తెలుగు",
    "th": "ไทย",
    "tr": "Türkçe",
    "ur": "اردو",
    "vi": "Tiếng Việt",
    "zh-Hans": "简体中文",
    "zh-Hant": "繁體中文",
    "zu": "isiZulu",
    **PSEUDO,
}


def canonical(tag: str) -> str:
    """`pt_br`, `PT-BR` -> `pt-BR`: hyphens, and the letter case of RFC 5646 section 2.1.1."""
    first, *rest = tag.replace("_", "-").split("-")
    return "-".join([first.lower(), *(_cased(part) for part in rest)])


def _cased(subtag: str) -> str:
    return subtag.title() if len(subtag) == 4 else subtag.upper()


def directory(tag: str) -> str:
    return tag.replace("-", "_")


def fallbacks(tag: str) -> list[str]:
    """The tags to look in, nearest first, without English: `es-CO` -> `es-CO`, `es-419`, `es`."""
    chain: list[str] = []
    current = canonical(tag)
    while current and current != SOURCE and current not in chain:
        chain.append(current)
        if current in PSEUDO:
            break
        current = _PARENTS.get(current, current.rpartition("-")[0])
    return chain


def own_name(tag: str) -> str:
    """What speakers call the language; the tag itself where we don't know."""
    return OWN_NAMES.get(tag) or OWN_NAMES.get(tag.partition("-")[0], tag)


def right_to_left(tag: str) -> bool:
    language, _, rest = canonical(tag).partition("-")
    return language in _RIGHT_TO_LEFT or rest.startswith("Arab")
