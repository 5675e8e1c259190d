"""The tag sets of the model: what each output column means. Shared by training and run time."""

from __future__ import annotations

ROLES = ("source", "cue", "content")
ROLE_TAGS = ("O", *(f"{prefix}-{role}" for role in ROLES for prefix in "BI"))
ENTITY_TYPES = ("person", "organisation", "place", "other")
ENTITY_TAGS = ("O", *(f"{prefix}-{kind}" for kind in ENTITY_TYPES for prefix in "BI"))
LINKS = ("content-cue", "content-source", "cue-source", "mention-antecedent")
LINK_SIZE = 64


def allowed(tags: tuple[str, ...]) -> list[list[bool]]:
    """allowed[i][j]: whether tag j may follow tag i in a BIO sequence."""
    return [[not b.startswith("I-") or a[1:] == b[1:] for b in tags] for a in tags]
