"""What others may want to know of figures, told in the transaction of the change."""

from __future__ import annotations

from django.dispatch import Signal

# One figure was entered, corrected or withdrawn by hand, its indicator's turn taken once: `indicator` (its
# key) and `year` (that of the period's end). Of many at once nothing is told: their versions have gone up.
figure_changed = Signal()
