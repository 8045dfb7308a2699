"""The charts of the gallery, with example numbers."""

from desktop_app.i18n import _, format_number
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.charts.bar_rows import BarRow, BarRows
from desktop_app.ui.widgets.charts.dot_rows import DotRow, DotRows
from desktop_app.ui.widgets.charts.heat_map import HeatCell, HeatMap, HeatRow
from desktop_app.ui.widgets.charts.paired_histogram import PairedHistogram, Series
from desktop_app.ui.widgets.charts.stacked_stages import StackedStages, StageRow
from desktop_app.ui.widgets.charts.with_table import ChartWithTable
from desktop_app.ui.widgets.stacking_split import StackingSplit


def chart_cards() -> list[StackingSplit]:
    return [_pair(_histogram(), _regions()), _pair(_stages(), _principles()), _pair(_barriers())]


def _pair(*cards: Card) -> StackingSplit:
    split = StackingSplit(stack_below=95)
    for card in cards:
        split.add_pane(card)
    return split


def _histogram() -> Card:
    title = _("Cities by number of policies written and implemented")
    sentence = _("Most cities have written two policies and implemented one.")
    categories = [format_number(number) for number in range(6)]
    series = (
        _series(_("Written"), (3, 6, 9, 8, 6, 4), 3),
        _series(_("Implemented"), (9, 10, 8, 5, 3, 1), 2),
    )
    chart = PairedHistogram(title, sentence, categories, series, _("Number of policies"), _("This city"))
    return _card(title, ChartWithTable(chart, sentence))


def _series(name: str, values: tuple[int, ...], own: int) -> Series:
    sentence = _("{series}, {policies} policies: {cities} cities")
    texts = tuple(
        sentence.format(series=name, policies=format_number(at), cities=format_number(value))
        for at, value in enumerate(values)
    )
    return Series(name, values, tuple(format_number(value) for value in values), texts, own)


def _regions() -> Card:
    title = _("Cities by region")
    names = (_("East Asia and Pacific"), _("Europe"), _("Latin America"), _("South Asia"), _("North America"))
    sentence = _("{region}: {cities} cities")
    rows = [
        BarRow(
            name, count, format_number(count), sentence.format(region=name, cities=format_number(count)), own=at == 0
        )
        for at, (name, count) in enumerate(zip(names, (10, 12, 7, 4, 2), strict=True))
    ]
    return _card(title, ChartWithTable(BarRows(title, "", (_("Region"), _("Cities")), rows)))


def _stages() -> Card:
    title = _("Stages by policy")
    words = (_("Not started"), _("Planned"), _("Written"), _("Implemented"), _("Reviewed"))
    names = (_("ICT accessibility in procurement"), _("Privacy impact assessment"), _("Cyber accountability"))
    counts = ((6, 8, 12, 8, 2), (4, 9, 10, 9, 4), (12, 10, 8, 5, 1))
    sentence = _("{policy}, {stage}: {cities} cities")
    rows = [
        StageRow(
            name,
            row,
            tuple(format_number(count) for count in row),
            tuple(
                sentence.format(policy=name, stage=word, cities=format_number(count))
                for word, count in zip(words, row, strict=True)
            ),
        )
        for name, row in zip(names, counts, strict=True)
    ]
    return _card(title, ChartWithTable(StackedStages(title, "", _("Policy"), words, rows)))


def _principles() -> Card:
    title = _("By principle")
    rows = [
        _dot(_("Equity, inclusivity and social impact"), 0.62, 0.45, "equity"),
        _dot(_("Privacy and transparency"), 0.97, 0.52, "privacy"),
        _dot(_("Security and resilience"), 0.3, 0.38, "security"),
        _dot(_("Openness and interoperability"), 0.98, 0.71, "openness"),
        _dot(_("Operational and financial sustainability"), 0.04, 0.33, "sustainability"),
    ]
    heads = (_("Principle"), _("This city"), _("Middle of its peers"))
    chart = DotRows(title, "", heads, rows, _("This city"), _("Middle of 16 cities of its size"))
    return _card(title, ChartWithTable(chart))


def _dot(name: str, value: float, peers: float, colour: str) -> DotRow:
    own, others = format_number(round(value * 100)), format_number(round(peers * 100))
    sentence = _("{principle}: this city {own}, middle of its peers {others}, of 100")
    text = sentence.format(principle=name, own=own, others=others)
    return DotRow(name, value, own, text, peers, others, max(0, peers - 0.12), min(1, peers + 0.1), colour)


def _barriers() -> Card:
    title, sentence = _("In the community"), _("{barrier}, {group}: {count} of {number} cities")
    groups = ((_("All cities"), 20), (_("Europe"), 9), (_("Latin America"), None))
    counts = {_("Language"): (4, 0), _("Trust and relationships"): (11, 5), _("Capacity"): (17, 9)}
    rows = []
    for place, (barrier, numbers) in enumerate(counts.items()):
        cells = [
            HeatCell(
                count / of if of else None,
                format_number(count) if of else "–",
                sentence.format(
                    barrier=barrier, group=group, count=format_number(count), number=format_number(of or 0)
                ),
            )
            for (group, of), count in zip(groups, (*numbers, 0), strict=True)
        ]
        rows.append(HeatRow(barrier, tuple(cells), is_own=place == 1))
    heads = (_("Barrier"), *(group for group, _of in groups))
    return _card(title, ChartWithTable(HeatMap(title, "", heads, rows, _("This city"))))


def _card(title: str, chart: ChartWithTable) -> Card:
    card = Card(title)
    card.add(chart, 1)
    return card
