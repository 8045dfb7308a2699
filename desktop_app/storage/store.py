"""What a query needs beside its arguments: the database, and the questionnaire that its numbers belong to."""

from dataclasses import dataclass

from desktop_app.storage.engine import Engine
from roadmap_core.instrument.catalogue import Catalogue
from roadmap_core.instrument.model import Instrument


@dataclass(frozen=True, slots=True)
class Store:
    """One profile's data and the content it is read with."""

    engine: Engine
    instrument: Instrument
    catalogue: Catalogue
