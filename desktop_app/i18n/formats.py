"""Numbers, dates and times as the reader writes them. Babel, imported at the first use, one locale for all.

The locale is the interface language with the territory of the city (`ja_JP`, `es_CO`, `ar_AE`); Qt must be
given the same one (`locale_tag`), else a screen mixes two kinds of digits.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from desktop_app.i18n.tags import PSEUDO, SOURCE, TERRITORIES, canonical, directory, fallbacks

if TYPE_CHECKING:
    from babel import Locale

Style = Literal["short", "medium", "long", "full"]


class _Chosen:
    """The language and territory now; the Babel object is made when it is first needed."""

    language = SOURCE
    territory = ""
    locale: Locale | None = None


def choose_locale(language: str, territory: str | None = None) -> None:
    """`language` is a BCP 47 tag; `territory` an ISO 3166 code, None to keep the one that is set."""
    _Chosen.language = language
    if territory is not None:
        _Chosen.territory = territory.upper()
    _Chosen.locale = None


def locale_tag() -> str:
    """The one locale, for Qt: `ar-AE`. English of a country that CLDR doesn't know is `en-001`."""
    return str(_locale()).replace("_", "-")


def format_number(number: float | Decimal, decimals: int | None = None) -> str:
    """With the reader's separators; `decimals` fixes the digits after the point."""
    from babel.numbers import format_decimal

    pattern = None if decimals is None else "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(number, format=pattern, locale=_locale())


def format_percent(share: float | Decimal, decimals: int = 0) -> str:
    """`share` is 0 to 1."""
    from babel.numbers import format_percent as babel_percent

    pattern = _locale().percent_formats[None].pattern
    if decimals:
        pattern = re.sub(r"0(?=[^0]*$)", "0." + "0" * decimals, pattern, count=1)
    return babel_percent(share, format=pattern, locale=_locale())


def format_date(day: date, style: Style = "long") -> str:
    """Long by default: a short Arabic or American date reads as another day elsewhere."""
    from babel.dates import format_date as babel_date

    return babel_date(_here(day) if isinstance(day, datetime) else day, format=style, locale=_locale())


def format_time(moment: datetime, style: Style = "short", zone: tzinfo | None = None) -> str:
    """The time of day on this computer's clock, or in `zone`. `moment` must be aware."""
    from babel.dates import format_time as babel_time

    return babel_time(_here(moment, zone), format=style, locale=_locale())


def format_datetime(moment: datetime, style: Style = "medium", zone: tzinfo | None = None) -> str:
    """Date and time, without seconds. `moment` must be aware."""
    return _joined(_here(moment, zone), style)


def format_datetime_relative(moment: datetime, now: datetime | None = None, zone: tzinfo | None = None) -> str:
    """The time if it is today, "3 days ago" within a week, else date and time. Both moments must be aware."""
    from babel.dates import format_timedelta

    then, today = _here(moment, zone), _here(now or datetime.now(UTC), zone)
    days = (then.date() - today.date()).days
    if days == 0:
        return format_time(moment, zone=zone)
    if abs(days) < 7:
        return format_timedelta(timedelta(days=days), granularity="day", add_direction=True, locale=_locale())
    return _joined(then, "medium")


def format_list(items: Sequence[str]) -> str:
    """`A, B and C`, in the way of the language."""
    from babel.lists import format_list as babel_list

    return babel_list(items, locale=_locale())


def parse_number(text: str) -> Decimal | None:
    """What somebody typed, in the digits of any script; None if it is no number.

    A separator of thousands that stands before no thousands is a decimal point: "3.5" in Spanish is 3.5.
    """
    from babel.numbers import get_decimal_symbol, get_group_symbol

    decimal, group = get_decimal_symbol(_locale()), get_group_symbol(_locale())
    plain = _IGNORED.sub("", to_ascii_digits(unicodedata.normalize("NFKC", text)))
    plain = plain.replace("\u066b", decimal).replace("\u2212", "-")
    if re.fullmatch(
        rf"-?\d{{1,3}}({re.escape(group)}\d{{2,3}})*{re.escape(group)}\d{{3}}({re.escape(decimal)}\d*)?",
        plain,
    ):
        plain = plain.replace(group, "")
    plain = plain.replace(decimal, ".").replace(",", ".")
    return Decimal(plain) if _NUMBER.fullmatch(plain) else None


def to_ascii_digits(text: str) -> str:
    """`١٢٣`, `１２３`, `१२३` -> `123`; everything else stays."""
    return "".join(str(unicodedata.decimal(c)) if unicodedata.decimal(c, None) is not None else c for c in text)


# No exponents: "9e999999999" is short, and a whole number of a billion digits.
_NUMBER = re.compile(r"[-+]?(?=\.?[0-9])[0-9]*\.?[0-9]*")
# Spaces, apostrophes, the Arabic separator of thousands, and marks of direction.
_IGNORED = re.compile(r"[\s'\u2019\u066c\u061c\u200e\u200f\u2066-\u2069]")


def _locale() -> Locale:
    if _Chosen.locale is None:
        _Chosen.locale = _parsed(_Chosen.language, _Chosen.territory)
    return _Chosen.locale


def _parsed(language: str, territory: str) -> Locale:
    from babel import Locale, UnknownLocaleError

    base = language.partition("-")[0] if language in PSEUDO else canonical(language)
    for tag in _candidates(base, territory):
        try:
            return Locale.parse(directory(tag))
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")


def _candidates(language: str, territory: str) -> list[str]:
    """From the closest to what surely exists."""
    first, *rest = language.split("-")
    bare = "-".join([first, *(part for part in rest if len(part) == 4)])  # with its script, without its territory
    with_territory = [f"{bare}-{territory}"] if territory else []
    world = ["en-001"] if language == SOURCE and territory else []
    likely = [f"{bare}-{TERRITORIES[bare]}"] if TERRITORIES.get(bare) else []
    return [*with_territory, *world, *([] if bare != language else likely), language, *fallbacks(language)]


def _here(moment: datetime, zone: tzinfo | None = None) -> datetime:
    """Local wall-clock time, without a zone, since Babel would turn it back into UTC."""
    if moment.tzinfo is None:
        message = "a moment without a time zone can't be shown"
        raise ValueError(message)
    return moment.astimezone(zone).replace(tzinfo=None)


def _joined(moment: datetime, style: Style) -> str:
    from babel.dates import format_date as babel_date
    from babel.dates import format_time as babel_time
    from babel.dates import get_datetime_format

    pattern = str(get_datetime_format(style, locale=_locale()))
    day, time = (
        babel_date(moment, format=style, locale=_locale()),
        babel_time(moment, format="short", locale=_locale()),
    )
    return pattern.replace("'", "").replace("{1}", day).replace("{0}", time)
