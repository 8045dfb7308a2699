"""The list of cities: the real one, and what a wrong one is told."""

from collections import Counter
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from roadmap_core.community.cities import COMMUNITIES, REGIONS, City, CityError, groups_of, load_cities, region_label

FILE = Path(__file__).parents[3] / "resources" / "cities" / "pioneer_cities.csv"
TEXT = FILE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def cities() -> dict[str, City]:
    return {city.id: city for city in load_cities(TEXT, FILE.name)}


def test_the_real_list_has_36_cities_of_which_one_is_not_active(cities: dict[str, City]) -> None:
    assert len(cities) == 36
    assert [city.id for city in cities.values() if not city.active] == ["moscow-ru"]


def test_cities_whose_names_mislead_lie_where_they_lie(cities: dict[str, City]) -> None:
    assert cities["san-jose-us"].country == "United States"
    assert (cities["san-jose-us"].name, cities["san-jose-us"].iso2) == ("San José", "US")
    assert cities["cordoba-ar"].country == "Argentina"
    assert cities["newcastle-au"].country == "Australia"
    assert cities["hyderabad-in"].country == "India"
    assert cities["ethekwini-za"].name == "eThekwini (Durban)"


def test_the_cities_are_counted_by_region_size_and_community(cities: dict[str, City]) -> None:
    assert Counter(region_label(city) for city in cities.values()) == dict(
        zip(REGIONS, (2, 13, 10, 6, 3, 2), strict=True)
    )
    assert Counter(city.size_class for city in cities.values()) == {"S": 5, "M": 8, "L": 16, "XL": 5, "XXL": 2}
    assert Counter(city.community for city in cities.values()) == dict(zip(COMMUNITIES, (4, 4, 6, 1), strict=True)) | {
        None: 21
    }


def test_size_classes_agree_with_the_population(cities: dict[str, City]) -> None:
    bounds = {"S": 250_000, "M": 1_000_000, "L": 5_000_000, "XL": 10_000_000, "XXL": 10**9}
    for city in cities.values():
        assert city.population is not None
        assert next(size for size, bound in bounds.items() if city.population < bound) == city.size_class, city.id


def test_every_city_has_a_real_time_zone_and_a_working_language_that_is_official(cities: dict[str, City]) -> None:
    for city in cities.values():
        assert ZoneInfo(city.time_zone).key == city.time_zone
        assert city.working_language in city.languages
        assert city.text_direction == ("rtl" if city.working_language.startswith("ar") else "ltr")


def test_a_city_knows_its_groups(cities: dict[str, City]) -> None:
    assert groups_of(cities["kaga-jp"]) == ("all", "region:Asia", "size:S", "community:Japan")
    assert groups_of(cities["mexico-city-mx"])[1] == "region:Latin America and the Caribbean"
    assert groups_of(cities["toronto-ca"]) == ("all", "region:Northern America", "size:L")
    assert groups_of(City("new-xx", "New", "New", "Nowhere", "XX")) == ("all",)


def test_a_list_may_start_with_a_byte_order_mark_and_have_windows_line_ends() -> None:
    assert load_cities("\ufeff" + TEXT.replace("\n", "\r\n"), "mine.csv") == load_cities(TEXT, "mine.csv")


@pytest.mark.parametrize(
    ("good", "bad", "reason"),
    [
        ("kaga-jp,", "daegu-kr,", "duplicate id daegu-kr"),
        ("kaga-jp,", "Kaga City,", "city_id can't be Kaga City"),
        ("kaga-jp,", ",", "city_id is empty"),
        ("Asia/Tokyo,+09:00,+09:00,ja-JP,ja-JP,ltr,63000", "Tokyo/,,,ja-JP,ja-JP,ltr,1", "iana_time_zone can't be"),
        (",63000,", ",many,", "population_approx can't be many"),
        (",63000,", ",-5,", "population_approx can't be -5"),
        ("Japan,JP,JPN", "Japan,J,JPN", "iso3166_alpha2 can't be J"),
        ("kaga-jp,20,Kaga", "kaga-jp,20,Kaga,Kaga", "more or fewer fields"),
        (",63000,2020,city (census 2020),,S,", ",63000,2020,city (census 2020),,XS,", "size_class can't be XS"),
        ("kaga-jp,20,Kaga", 'kaga-jp,20,"Ka"ga', "not CSV"),
    ],
)
def test_a_mistake_in_the_list_is_told_with_file_line_and_reason(good: str, bad: str, reason: str) -> None:
    where = TEXT.index(good, TEXT.index("kaga-jp"))
    broken = TEXT[:where] + bad + TEXT[where + len(good) :]
    with pytest.raises(CityError) as caught:
        load_cities(broken, "mine.csv")
    assert reason in caught.value.reason
    assert (caught.value.file, caught.value.line) == ("mine.csv", 21)
    assert str(caught.value) == f"mine.csv, line 21: {caught.value.reason}"


@pytest.mark.parametrize("text", ["", "city_id,city\n", TEXT.replace("size_class", "size", 1)])
def test_a_list_without_a_needed_column_is_refused(text: str) -> None:
    with pytest.raises(CityError, match=r"line 1: column .* is missing"):
        load_cities(text, "mine.csv")
