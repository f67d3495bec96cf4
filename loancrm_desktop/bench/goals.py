"""What each row of the benchmark has to reach, at 100,000 customers.

Source: the goals of the first release, as ratios to the limit measured in the same run, and "ten
times faster than Odoo and Tryton on every row": a tenth of the faster of the two, as measured
at 100,000 customers (performance.md section 3; the sheet and the idle scan in section 1).
"""

from __future__ import annotations

from loancrm_desktop.bench.timing import Goal

_SCREEN = Goal(ratio=10, most=10)

GOALS = {
    "W1_import_csv": Goal(ratio=3, rows_per_s=6_000),
    "W2_list_page": _SCREEN,
    "W3_deep_page": _SCREEN,
    "W4_filter": Goal(ratio=10, most=5.85),
    "W5_name": Goal(ratio=10, most=9.84),
    "W5_last4": Goal(ratio=10, most=8.54),
    "W5_pinyin": _SCREEN,
    "W6_customer_page": _SCREEN,
    "W7_move": Goal(ratio=5, most=5.48, p99_ms=60),
    "W8_follow_up": Goal(ratio=5, most=4.05, p99_ms=60),
    "W9_dashboard": Goal(most=79.9),
    "W10_idle_scan": Goal(ratio=2),
    "W10_idle_rescan": Goal(ratio=2),
    "W11_open": Goal(most=60),
    "memory": Goal(most=300),
    "disk": Goal(most=260),
}
