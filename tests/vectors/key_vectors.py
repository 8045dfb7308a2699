"""Vectors of keys: signatures of RFC 8032, keys and signatures that are refused, codes that people type."""

from typing import Any

from roadmap_core.keys.codes import device_code, to_code, to_sheet
from roadmap_core.keys.ed25519 import SoftwareSigner
from tests.vectors import curve

RFC_8032 = (  # section 7.1: private key, message, signature
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7", "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
    (
        "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704",
    ),
)  # fmt: skip
ORDER_8 = bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")
SEED, MESSAGE = bytes.fromhex(RFC_8032[0][0]), b"a message"
CODED = (b"", b"\x00", b"\xff", bytes(6), b"\xff" * 6, bytes(range(6)), bytes(range(32)))


def weak_keys() -> list[bytes]:
    """The 14 encodings of the 8 points of small order: both signs of each y, and each y + p that fits."""
    point, ys = curve.from_bytes(ORDER_8), set()
    for number in range(8):
        ys.add(curve.times(number, point)[1])
    encoded = [y + more for y in sorted(ys) for more in (0, curve.P) if y + more < 2**255]
    return [(y | sign << 255).to_bytes(32, "little") for y in encoded for sign in (0, 1)]


def refused_signatures() -> list[dict[str, str]]:
    signer, scalar = SoftwareSigner(SEED), curve.secret_scalar(SEED)
    honest = signer.sign(MESSAGE)
    r, s = honest[:32], int.from_bytes(honest[32:], "little")
    torsion = curve.to_bytes(curve.add(curve.from_bytes(r), curve.from_bytes(ORDER_8)))
    nonce = 12345
    shifted = curve.to_bytes(curve.add(curve.times(nonce, curve.BASE), curve.from_bytes(ORDER_8)))
    neutral = (curve.P + 1).to_bytes(32, "little")
    cases = {
        "S + L": (signer.public_key, r + _scalar(s + curve.L)),
        "R with a part of order 8, S unchanged": (signer.public_key, torsion + honest[32:]),
        "R with a part of order 8, valid where the cofactor is multiplied away": (
            signer.public_key, shifted + _scalar(nonce + curve.challenge(shifted, signer.public_key, MESSAGE) * scalar),
        ),
        "R = neutral point, encoded as p + 1": (
            signer.public_key, neutral + _scalar(curve.challenge(neutral, signer.public_key, MESSAGE) * scalar),
        ),
        "made without a private key under the neutral point": (_scalar(1), _scalar(1) + _scalar(0)),
        "63 bytes": (signer.public_key, honest[:63]),
        "65 bytes": (signer.public_key, honest + b"\x00"),
        "empty": (signer.public_key, b""),
    }  # fmt: skip
    return [
        {"name": name, "public_key": key.hex(), "message": MESSAGE.hex(), "signature": signature.hex()}
        for name, (key, signature) in cases.items()
    ]


def _scalar(number: int) -> bytes:
    return (number if number < 2 * curve.L else number % curve.L).to_bytes(32, "little")


def keys() -> dict[str, Any]:
    return {
        "signatures": [
            {
                "seed": seed,
                "public_key": SoftwareSigner(bytes.fromhex(seed)).public_key.hex(),
                "message": message,
                "signature": SoftwareSigner(bytes.fromhex(seed)).sign(bytes.fromhex(message)).hex(),
            }
            for seed, message, _ in RFC_8032
        ],
        "refused_signatures": refused_signatures(),
        "weak_keys": [key.hex() for key in weak_keys()],
        "codes": [{"bytes": data.hex(), "code": to_code(data)} for data in CODED],
        "device_codes": [{"genesis": data.hex(), "code": device_code(data)} for data in (bytes(32), bytes(range(32)))],
        "sheets": [
            {"secret": data.hex(), "rows": to_sheet(data)} for data in (bytes(32), bytes(range(32)), b"\xff" * 32)
        ],
    }
