"""Countries in the reader's words, by their ISO 3166 alpha-2 codes."""

from functools import lru_cache

from desktop_app.i18n import locale_tag


def country_name(code: str) -> str:
    """The name of a country in the language of the interface; the code itself if nobody knows it."""
    return _names(locale_tag()).get(code.upper(), code)


def countries() -> dict[str, str]:
    """All countries, name by code, unsorted: sorting is the screen's."""
    return dict(_names(locale_tag()))


@lru_cache(maxsize=4)
def _names(tag: str) -> dict[str, str]:
    from babel import Locale  # 50 ms; nothing before the first window needs it

    territories = Locale.parse(tag, sep="-").territories
    regions = {"EU", "EZ", "UN", "QO", "ZZ", "XA", "XB"}  # groups, and codes for tests
    return {
        code: str(name)
        for code, name in territories.items()
        if len(code) == 2 and code.isalpha() and code not in regions
    }
