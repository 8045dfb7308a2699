"""Hands over half-typed texts to be kept, place by place, and knows which of them lie on the disk. No Qt."""

from collections.abc import Callable, Mapping

from desktop_app.operations import half_texts
from desktop_app.presentation.desk import Desk


class HalfTexts:
    """`failed` hears why something could not be kept; the next `keep` tries again, and `mended` hears if that works."""

    def __init__(self, desk: Desk, failed: Callable[[Exception], None], mended: Callable[[], None]) -> None:
        self._desk, self._failed, self._mended = desk, failed, mended
        self._handed: dict[str, Mapping[str, str]] = {}
        self._kept: dict[str, Mapping[str, str]] = {}
        self._unsaved: set[str] = set()

    def found(self, place: str, texts: Mapping[str, str]) -> None:
        """This much lies on the disk."""
        self._handed[place] = self._kept[place] = dict(texts)
        self._unsaved.discard(place)

    def knows(self, place: str) -> bool:
        """Whether something was found there, or handed over."""
        return place in self._handed

    def is_kept(self, place: str, texts: Mapping[str, str]) -> bool:
        """Whether exactly this lies on the disk."""
        return self._kept.get(place, {}) == texts

    def keep(self, place: str, texts: Mapping[str, str]) -> None:
        """Hand over the fields that hold something, unless they are on their way already."""
        if self._handed.get(place, {}) == texts:
            return
        handed = self._handed[place] = dict(texts)
        self._desk.act(
            lambda workspace: half_texts.keep_half_texts(workspace, place, handed),
            lambda: self._is_kept(place, handed),
            lambda error: self._is_not_kept(place, error),
        )

    @property
    def unsaved(self) -> frozenset[str]:
        """The places whose texts could not be kept."""
        return frozenset(self._unsaved)

    def _is_kept(self, place: str, texts: Mapping[str, str]) -> None:
        self._kept[place] = texts
        if place in self._unsaved:
            self._unsaved.discard(place)
            self._mended()

    def _is_not_kept(self, place: str, error: Exception) -> None:
        self._handed[place] = self._kept.get(place, {})
        self._unsaved.add(place)
        self._failed(error)
