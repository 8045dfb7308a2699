"""How many examples the property tests try: WAYMARK_EXAMPLES=20 tries twenty times as many.

Hypothesis prints the example that failed, and the decorator that makes it again.
"""

import os

from hypothesis import HealthCheck, settings

TIMES = int(os.environ.get("WAYMARK_EXAMPLES", "1"))


def examples(count: int) -> settings:
    return settings(
        max_examples=count * TIMES,
        deadline=None,
        print_blob=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
