"""Which plural forms a language has (`Plural-Forms` of gettext), by directory name. Tables, no files.

Our own, since Babel's are wrong for ar, tr, hi, id, my and fil. They follow CLDR for whole numbers, but for the
`many` that CLDR gives Spanish, French, Italian and Portuguese for exact millions: no catalogue elsewhere has it,
a translator would write the same words twice, and we never count to a million.
"""

import gettext
from collections.abc import Callable
from functools import cache

_NONE = "nplurals=1; plural=0;"
_NOT_ONE = "nplurals=2; plural=(n != 1);"
_ABOVE_ONE = "nplurals=2; plural=(n > 1);"
_FORMS = {
    _NONE: "id ja km ko lo ms my th vi zh_Hans zh_Hant",
    _NOT_ONE: "ca de en en_XA ar_XB es es_419 eu it lg mr nl pt_PT sw ta te tr ur",
    _ABOVE_ONE: "bn fr hi kn pt_BR zu",
    "nplurals=2; plural=(n != 1 && n != 2 && n != 3 && (n % 10 == 4 || n % 10 == 6 || n % 10 == 9));": "fil",
    "nplurals=3; plural=(n == 1 ? 0 : n == 2 ? 1 : 2);": "he",
    "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);": "ru",
    "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);": "ar",
}
PLURAL_FORMS = {language: forms for forms, languages in _FORMS.items() for language in languages.split()}
_EXAMPLES = range(201)


def plural_forms(language: str) -> str:
    """The header line. Raises KeyError for a language that has no line in the table: add one, from CLDR."""
    return PLURAL_FORMS[language]


def form_count(language: str) -> int:
    return int(plural_forms(language).partition(";")[0].removeprefix("nplurals="))


@cache
def numbers_of_forms(language: str) -> tuple[tuple[int, ...], ...]:
    """For each form the numbers up to 200 that take it: what a translator must think of."""
    rule = _rule(language)
    return tuple(tuple(n for n in _EXAMPLES if rule(n) == form) for form in range(form_count(language)))


def _rule(language: str) -> Callable[[int], int]:
    expression = plural_forms(language).partition("plural=")[2].rstrip("; ")
    return gettext.c2py(expression)
