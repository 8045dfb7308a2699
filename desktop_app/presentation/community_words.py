"""Regions, sizes and communities in the reader's words. Labels come language-neutral from the core."""

from desktop_app.i18n import _, mark

_REGIONS = {
    "Africa": mark("Africa"),
    "Asia": mark("Asia"),
    "Europe": mark("Europe"),
    "Latin America and the Caribbean": mark("Latin America and the Caribbean"),
    "Northern America": mark("Northern America"),
    "Oceania": mark("Oceania"),
}
_SIZES = {
    "S": mark("Under 250,000 residents"),
    "M": mark("250,000 to 1 million"),
    "L": mark("1 to 5 million"),
    "XL": mark("5 to 10 million"),
    "XXL": mark("Over 10 million"),
}
_COMMUNITIES = {
    "Japan": mark("Japan"),
    "India": mark("India"),
    "Latin America": mark("Latin America"),
    "South-East Asia (proposed)": mark("South-East Asia (proposed)"),
}
_WORDS = {"region": _REGIONS, "size": _SIZES, "community": _COMMUNITIES}


def label(kind: str, name: str) -> str:
    """`kind` is region, size or community; a name that a later server adds is shown as it came."""
    known = _WORDS[kind].get(name)
    return _(known) if known else name


def group_choice(group: str) -> str:
    """What the button says that shows one group: `all`, `region:Asia`, `size:S`, `community:Japan`."""
    kind, _colon, name = group.partition(":")
    if kind == "region":
        return _("My region")
    if kind == "size":
        return _("My size")
    if kind == "community":
        return _("{community} community").format(community=label(kind, name))
    return _("All cities")
