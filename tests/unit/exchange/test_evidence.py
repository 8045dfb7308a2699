"""A file of evidence says what its signatures prove, and nothing more."""

from dataclasses import replace

import pytest

from roadmap_core import cbor
from roadmap_core.entries.identifiers import EntryHash, HeadSeen, entry_hash
from roadmap_core.entries.sealing import Claims
from roadmap_core.exchange.evidence import Contradiction, Evidence, Judged, Kept, is_evidence, judge, read_evidence
from roadmap_core.keys.ed25519 import SoftwareSigner
from roadmap_core.ledger.alliance import AllianceDocument
from roadmap_core.ledger.heads import Head
from roadmap_core.ledger.tree import Frontier
from roadmap_core.refusals import Code, Refusal
from tests.vectors.computers import CLAIMED_MS, Computer, answered

ROOT, LOG, OTHER = (SoftwareSigner(bytes([number]) * 32) for number in (1, 2, 3))
DOCUMENT = AllianceDocument("gsca-roadmap", 1, None, ROOT.public_key, {OTHER.public_key: None}, (LOG.public_key,), 9)
HASHES = tuple(EntryHash(number.to_bytes(32)) for number in range(1, 1001))
TRUE = Head("kaga-jp", 1, 3, Frontier().extended(HASHES[:3]).root(), 1000)


def kept(*heads: Head, signer: SoftwareSigner = LOG) -> Evidence:
    words = tuple(Kept("E-HEAD-SPLIT", 5, head.signed(signer)) for head in heads)
    return Evidence("kaga-jp", (DOCUMENT.signed(ROOT),), (), words, HASHES)


def carried(evidence: Evidence) -> Judged:
    data = evidence.to_bytes()
    found = read_evidence(data)
    assert is_evidence(data)
    assert found == evidence
    return judge(found)


def test_two_roots_of_one_size_are_a_split_and_the_hashes_say_which_fits() -> None:
    found = carried(kept(TRUE, replace(TRUE, root=bytes(32))))
    assert found.contradictions == (Contradiction("split", 0, 1),)
    assert [word.fits for word in found.words] == [True, False]


@pytest.mark.parametrize("less", [{"size": 2}, {"epoch": 0, "size": 9}])
def test_a_later_head_of_less_is_a_rollback(less: dict[str, int]) -> None:
    later = replace(TRUE, server_ms=2000, **less)  # type: ignore[arg-type]
    assert carried(kept(later, TRUE)).contradictions == (Contradiction("rollback", 1, 0),)


def test_an_old_head_that_is_shown_again_proves_nothing() -> None:
    assert carried(kept(TRUE, replace(TRUE, server_ms=500, size=2), TRUE)).contradictions == ()
    assert carried(kept(TRUE, replace(TRUE, epoch=2, size=1, server_ms=2000))).contradictions == ()


def test_what_another_key_signed_or_what_is_of_another_city_is_unproven() -> None:
    assert carried(kept(TRUE, signer=OTHER)).unproven == (0,)
    assert carried(kept(replace(TRUE, city="ulm-de"))).unproven == (0,)
    mine = replace(DOCUMENT, log_keys=(OTHER.public_key,))
    assert judge(kept(TRUE), mine).unproven == (0,), "a document of the reader's own is believed, not the file's"


def test_beyond_the_hashes_nobody_says_what_fits() -> None:
    found = carried(kept(replace(TRUE, size=1001)))
    assert [word.fits for word in found.words] == [None]


@pytest.mark.parametrize("more", [[9, b""], [3, "E", 1], [1, b"", b""], [3, 1, 1, b""], "text", [], [1, "text"]])
def test_what_is_no_evidence_is_refused(more: cbor.Item) -> None:
    found = read_evidence(kept(TRUE).to_bytes() + cbor.encode(more))
    assert isinstance(found, Refusal)
    assert found.code in (Code.SCHEMA, Code.DECODE)


def test_a_file_that_was_cut_is_refused() -> None:
    whole = Evidence("kaga-jp", (), (), (Kept("E-EPOCH", 1, TRUE.signed(LOG)),)).to_bytes()
    ends = [size for size in range(1, len(whole)) if isinstance(read_evidence(whole[:size]), Evidence)]
    assert ends == [len(cbor.encode(["waymark-evidence", 1, "kaga-jp"]))]


def said_by(author: Computer, root16: bytes) -> bytes:
    """An entry whose author was shown a head of three entries with this root."""
    claims = Claims(CLAIMED_MS, author.tip.seq + 1, 7, HeadSeen(TRUE.epoch, TRUE.size, root16))
    return author.seal(answered(1), claims=claims).data


def test_the_heads_that_colleagues_were_shown_count_as_far_as_their_authors_are_known() -> None:
    author, stranger = Computer("author", city="kaga-jp"), Computer("stranger", city="ulm-de")
    told = (said_by(author, bytes(16)), said_by(author, TRUE.root[:16]), said_by(stranger, bytes(16)))
    words = tuple(Kept("E-HEAD-SPLIT", 5, data) for data in (TRUE.signed(LOG), *told, author.seal(answered(2)).data))
    geneses = (author.genesis.data, stranger.genesis.data, told[0])
    found = carried(Evidence("kaga-jp", (DOCUMENT.signed(ROOT),), geneses, words, HASHES))
    assert [(word.place, word.log, word.fits) for word in found.words] == [
        (0, None, True),
        (1, author.genesis.log, False),
        (2, author.genesis.log, True),
    ]
    assert found.unproven == (3, 4), "of another city; and one that names no head"
    assert Contradiction("split", 0, 1) in found.contradictions


def test_a_head_that_is_said_to_hold_the_entry_which_names_it_fits_nowhere() -> None:
    author = Computer("author", city="kaga-jp")
    data = said_by(author, TRUE.root[:16])
    hashes = (entry_hash(data), *HASHES)
    found = carried(
        Evidence("kaga-jp", (DOCUMENT.signed(ROOT),), (author.genesis.data,), (Kept("E", 1, data),), hashes)
    )
    assert [word.fits for word in found.words] == [False]
