"""What a passphrase must be, and how it becomes a key: Argon2id (RFC 9106), slow on purpose."""

import time
import unicodedata
from collections.abc import Callable

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from desktop_app.errors import AppError
from desktop_app.identity.vault_format import FLOOR, KEY_BYTES, Cost

SHORTEST, LONGEST = 12, 256
"""Characters. No rules on their kinds: length is what counts (NIST SP 800-63B-4, section 3.1.1.2)."""
_FEWEST_DIFFERENT = 5
_MEMORIES_MIB = (512, 256, 128, 64)
_LONGEST_SECONDS = 1.0
_RUNS = ("01234567890123456789", "98765432109876543210", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm")
_COMMON_WORDS = """
password passwort motdepasse contrasena contraseña senha parola salasana wachtwoord пароль sifre şifre jelszo
heslo pass passphrase admin administrator adminadmin root user guest welcome willkommen bienvenue letmein
iloveyou princess dragon monkey sunshine football baseball superman batman master login changeme secret
default qwerty qwertyuiop azerty trustno access starwars whatever computer internet smartcity cityhall
townhall waymark roadmap passwordpassword iloveyouforever correcthorsebatterystaple thisismypassword
mypassword password123password
"""
_COMMON = frozenset(_COMMON_WORDS.split())


def check(passphrase: str) -> None:
    """Raises AppError: E-PASSPHRASE, its reason saying why: SHORT, LONG or COMMON."""
    plain = normal(passphrase)
    if len(plain) < SHORTEST:
        raise AppError("E-PASSPHRASE", reason="SHORT", shortest=SHORTEST)
    if len(plain) > LONGEST:
        raise AppError("E-PASSPHRASE", reason="LONG", longest=LONGEST)
    if _is_common(plain.casefold()):
        raise AppError("E-PASSPHRASE", reason="COMMON")


def _is_common(folded: str) -> bool:
    """A word that guessers try first, with figures and signs round it; few different signs; keys in a row."""
    letters = "".join(sign for sign in folded if sign.isalpha())
    core = folded.strip("0123456789!?.,;:-_*#@$% ")
    is_run = any(folded[:8] in run and folded[-4:] in run for run in _RUNS)
    return bool({letters, core} & _COMMON) or len(set(folded)) < _FEWEST_DIFFERENT or is_run


def normal(passphrase: str) -> str:
    """The same signs on every keyboard and system: composed, every space the plain one (RFC 8265, section 4.2)."""
    spaced = "".join(" " if unicodedata.category(sign) == "Zs" else sign for sign in passphrase)
    return unicodedata.normalize("NFC", spaced)


def stretched(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    """32 bytes. The cost has been checked against floor and ceiling (`vault_format.check_cost`)."""
    slow = Argon2id(salt=salt, length=KEY_BYTES, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory_kib)
    return slow.derive(normal(passphrase).encode())


def calibrated(seconds: Callable[[], float] = time.perf_counter) -> Cost:
    """The dearest cost that this computer pays within a second; one try at the floor tells, for memory counts alike."""
    began = seconds()
    stretched("calibration", bytes(16), FLOOR)
    floor_seconds = seconds() - began
    for memory in _MEMORIES_MIB:
        if floor_seconds * memory * 1024 / FLOOR.memory_kib <= _LONGEST_SECONDS:
            return Cost(memory * 1024, FLOOR.passes, FLOOR.lanes)
    return FLOOR
