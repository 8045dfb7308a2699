"""What happened in a batch of runs. A simulator in which nothing goes wrong proves nothing: a zero fails the batch."""

from collections import Counter

Counters = Counter[str]

MUST_HAPPEN = (
    "requests dropped",
    "requests delayed",
    "requests doubled",
    "uploads cut",
    "responses dropped",
    "responses cut",
    "responses with a flipped bit",
    "acknowledgements lost",
    "old requests delivered",
    "answers saved",
    "notes saved",
    "questions settled",
    "forms saved after a sync",
    "fields contested",
    "officials changed",
    "plan rows",
    "sticks taken",
    "sticks partial",
    "sticks stale",
    "sticks flipped",
    "sticks crossed",
    "entries that came by stick",
    "computers crashed",
    "computers restored",
    "computers cloned",
    "computers admitted late",
    "computers revoked: early",
    "computers revoked: exact",
    "computers revoked: nothing counts",
    "computers revoked: ahead",
    "entries quarantined",
    "entries endorsed",
    "alliance documents renewed",
    "registrars replaced",
    "forks",
    "server crashed",
    "server restored",
    "server rolled back unannounced",
    "rollbacks noticed",
    "epochs begun",
    "poison pushed",
    "poison refused",
    "unknown operations",
    "odd values",
    "clocks wrong",
    "runs with real keys",
    "entries sealed",
    "entries shown as on the server",
)


def missing(counters: Counters) -> list[str]:
    return [name for name in MUST_HAPPEN if not counters[name]]
