"""The charts of the community page, filled from the view-model; each renews in place."""

from collections.abc import Mapping

from desktop_app.i18n import _, format_number, ngettext
from desktop_app.presentation.community_page import CommunityPage
from desktop_app.presentation.community_words import label
from desktop_app.presentation.wording import policy_name, stage_label
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.charts.bar_rows import BarRow, BarRows
from desktop_app.ui.widgets.charts.paired_histogram import PairedHistogram, Series
from desktop_app.ui.widgets.charts.stacked_stages import StackedStages, StageRow
from desktop_app.ui.widgets.charts.with_table import ChartWithTable
from roadmap_core.community.status import GroupFigures
from roadmap_core.instrument.model import Policy
from roadmap_core.instrument.stages import Stage


def cities(count: int) -> str:
    return ngettext("{number} city", "{number} cities", count).format(number=format_number(count))


class Distribution(Card):
    """Cities by number of foundational policies written, and implemented; the own column outlined."""

    def __init__(self) -> None:
        title = _("Cities by number of policies written and implemented")
        super().__init__(title, _("Of the foundational policies"))
        self.chart = PairedHistogram(title, "", [], (_series("", (), None), _series("", (), None)))
        self.frame = ChartWithTable(self.chart)
        self.add(self.frame, 1)

    def show_figures(self, page: CommunityPage, figures: GroupFigures) -> None:
        view = page.view
        written = _series(_("Written"), figures.written, view.written if view else None)
        implemented = _series(_("Implemented"), figures.implemented, view.implemented if view else None)
        categories = [format_number(number) for number in range(len(figures.written))]
        self.chart.set_series(categories, (written, implemented), _("Number of policies"), _("Your city"))
        self.frame.renew(_distribution_sentence(figures))


def _series(name: str, counts: tuple[int, ...], own: int | None) -> Series:
    sentence = _("{series}, number of policies {policies}: {cities}")
    texts = tuple(
        sentence.format(series=name, policies=format_number(at), cities=cities(count))
        for at, count in enumerate(counts)
    )
    return Series(name, counts, tuple(format_number(count) for count in counts), texts, own)


def _distribution_sentence(figures: GroupFigures) -> str:
    none = figures.implemented[0] if figures.implemented else 0
    sentence = ngettext(
        "{none} of {total} city has implemented none of them.",
        "{none} of {total} cities have implemented none of them.",
        figures.cities,
    )
    return sentence.format(none=format_number(none), total=format_number(figures.cities))


class Counts(Card):
    """Cities by region, or by size; the own row marked. All cities of the list, whether they have sent or not."""

    def __init__(self, kind: str, title: str, head: str) -> None:
        super().__init__(title)
        self._kind, self._heads = kind, (head, _("Cities"))
        self.chart = BarRows(title, "", self._heads, [])
        self.frame = ChartWithTable(self.chart)
        self.add(self.frame, 1)

    def show_counts(self, counts: Mapping[str, int], own: str) -> None:
        sentence = _("{group}: {cities}")
        rows = [
            BarRow(
                label(self._kind, name),
                count,
                format_number(count),
                sentence.format(group=label(self._kind, name), cities=cities(count)),
                own=name == own,
            )
            for name, count in counts.items()
            if count
        ]
        self.chart.set_rows(self._heads, rows)
        self.frame.renew()


class Stages(Card):
    """How far the cities have come, policy by policy."""

    def __init__(self, title: str) -> None:
        super().__init__(title)
        self.chart = StackedStages(title, "", _("Policy"), ["", ""], [])
        self.frame = ChartWithTable(self.chart)
        self.add(self.frame, 1)

    def show_figures(self, page: CommunityPage, figures: GroupFigures) -> None:
        words = [stage_label(page.desk.instrument, stage) for stage in Stage]
        rows = [_stage_row(policy, words, figures) for policy in page.desk.instrument.foundational]
        self.chart.set_rows(_("Policy"), words, rows)
        self.frame.renew()


def _stage_row(policy: Policy, words: list[str], figures: GroupFigures) -> StageRow:
    by_stage = figures.stages.get(policy.id, {})
    counts = tuple(by_stage.get(stage.id, 0) for stage in Stage)
    sentence = _("{policy}, {stage}: {cities}")
    name = policy_name(policy)
    texts = tuple(
        sentence.format(policy=name, stage=word, cities=cities(count))
        for word, count in zip(words, counts, strict=True)
    )
    return StageRow(name, counts, tuple(format_number(count) for count in counts), texts)


class Plans(Card):
    """Policy plans in place, by policy."""

    def __init__(self, title: str) -> None:
        super().__init__(title, _("A plan is in place where a city has recorded an action for the policy."))
        self._heads = (_("Policy"), _("Cities"))
        self.chart = BarRows(title, "", self._heads, [])
        self.frame = ChartWithTable(self.chart)
        self.add(self.frame, 1)

    def show_figures(self, page: CommunityPage, figures: GroupFigures) -> None:
        sentence = _("{policy}: {cities} with a plan")
        rows = []
        for policy in page.desk.instrument.foundational:
            name, count = policy_name(policy), figures.plans.get(policy.id, 0)
            text = sentence.format(policy=name, cities=cities(count))
            rows.append(BarRow(name, count, format_number(count), text))
        self.chart.set_rows(self._heads, rows)
        self.frame.renew()
