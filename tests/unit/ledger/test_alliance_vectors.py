"""The chains of the vectors are taken and refused."""

import json
from typing import Any

import pytest

from roadmap_core.ledger.alliance import AllianceDocument, read_chain
from roadmap_core.refusals import Code, Refusal
from tests.vectors.make_vectors import FOLDER

VECTORS = json.loads((FOLDER / "alliance.json").read_text())
ROOT_KEY = bytes.fromhex(VECTORS["root_key"])


def test_the_chain_is_taken_document_by_document() -> None:
    for size, case in enumerate(VECTORS["chain"], 1):
        document = read_chain([bytes.fromhex(each["bytes"]) for each in VECTORS["chain"][:size]], ROOT_KEY)
        assert isinstance(document, AllianceDocument)
        assert (document.version, document.root_key.hex()) == (case["meaning"]["version"], case["meaning"]["root_key"])
        assert [key.hex() for key in document.log_keys] == case["meaning"]["log_keys"]
        assert {key.hex() for key in document.registrars} == case["meaning"]["registrars"].keys()


@pytest.mark.parametrize("case", VECTORS["refused_chains"], ids=lambda case: case["name"])
def test_a_chain_is_refused(case: dict[str, Any]) -> None:
    refusal = read_chain([bytes.fromhex(data) for data in case["chain"]], ROOT_KEY)
    assert isinstance(refusal, Refusal)
    assert refusal.code == Code.ALLIANCE_DOC
    assert not isinstance(read_chain([bytes.fromhex(data) for data in case["chain"][:-1]], ROOT_KEY), Refusal) or (
        len(case["chain"]) == 1
    )
