"""An instrument out of the text of its file. It takes text, opens no file."""

from roadmap_core.instrument.model import Instrument


class InstrumentError(ValueError):
    """The file has mistakes."""

    file: str
    line: int
    reason: str


def load_instrument(text: str, file_name: str) -> Instrument:
    raise NotImplementedError
