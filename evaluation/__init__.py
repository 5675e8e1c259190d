"""How well onrecord reads: measures on annotated corpora, floors they must not fall below, and pages of misses."""
