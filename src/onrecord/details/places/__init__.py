"""Place names to coordinates and countries."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.model import Entity, Place


def find_places(text: str, entities: Sequence[Entity]) -> tuple[Place, ...]:
    """Every place name of a text in order, resolved against the gazetteer; its reason says why this namesake and no other.

    The gazetteer is loaded when a text first has a name that may be one of a place.
    """
    if not any(entity.type == "place" for entity in entities) and not entities:
        return ()
    from onrecord.details.places.resolving import resolve

    return resolve(text, entities)


__all__ = ["find_places"]
