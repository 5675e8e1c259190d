"""The same person or body under one id in every article, through spelling variants, titles and well-known aliases.

An id is a canonical form of the full name: two names share it when all of their words do. A surname alone is an id of its own, so
that people who share one stay apart. A newsroom can give its own people and bodies in an authority file.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from onrecord.errors import AuthorityUnreadable
from onrecord.statements.names import tokens
from onrecord.statements.portraits import state_of
from onrecord.statements.spelling import spelling, without_article
from onrecord.statements.tables import rows
from onrecord.statements.tables import words as word_list


@cache
def _aliases() -> dict[tuple[str, ...], str]:
    return {tuple(tokens(name)): row["id"] for row in rows("aliases.csv") for name in row["names"].split("|")}


def canonical(name: str, kind: str = "") -> str:
    """The id of a name: the same for its variants in spelling, and for the aliases of a body or place.

    Aliases ("IS", "Daesh") hold for bodies and places only; in a person's name single initials in the middle do not count.
    """
    words = tokens(name)
    if words[:1] == ["the"] and len(words) > 1:
        words = words[1:]
    if kind != "person" and (known := _aliases().get(tuple(words))):
        return known
    if kind == "person" and len(words) > 2:
        words = [words[0], *(w for w in words[1:-1] if len(w) > 1), words[-1]]
    if kind == "person":
        words = [w for w in words if w not in word_list("suffix")] or words
        kept = [w for w in words if w not in ("al", "el")] or words
        return "-".join(spelling(w) for w in kept) or _raw(name)
    return "-".join(without_article(w) for w in words) or _raw(name)


def _raw(name: str) -> str:
    return "x" + name.encode("utf-8", "replace").hex()[:16]


@dataclass(frozen=True, slots=True)
class Entry:
    """A person or body of an authority file: its id, names, and roles with the dates (ISO 8601, "" for open) they held."""

    id: str
    names: tuple[str, ...]
    roles: tuple[tuple[str, str, str], ...] = ()

    def held(self, role: frozenset[str], published: str | None) -> bool:
        """Whether the entry held a role with all of these words on a date; without dates, at any time."""
        return any(role and role <= _role_words(r) and _within(published, start, end) for r, start, end in self.roles)


def _within(published: str | None, start: str, end: str) -> bool:
    return not published or ((not start or published[: len(start)] >= start) and (not end or published[: len(end)] <= end))


def _role_words(role: str) -> frozenset[str]:
    found = set()
    for word in re.findall(r"[^\W_]+(?:[’'.-][^\W_]+)*", role):
        plain = re.sub(r"[’']s?$", "", word)
        found.add((state_of(plain) or plain).lower())
    return frozenset(found - word_list("definite") - word_list("indefinite") - word_list("preposition"))


class Authority:
    """The entries of an authority file, looked up by name or by role."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        self._by_name: dict[str, list[Entry]] = {}
        for entry in self.entries:
            for key in {k for name in entry.names for k in (canonical(name, "person"), canonical(name))}:
                self._by_name.setdefault(key, []).append(entry)

    def of_name(self, name: str, kind: str, role: str | None, published: str | None) -> Entry | None:
        """The entry a name stands for. Of several the one whose role and dates fit; None where that leaves more or fewer than one."""
        found = self._by_name.get(canonical(name, kind), [])
        if len(found) > 1:
            found = [e for e in found if role and any(_role_words(role) & _role_words(r) for r, *_ in e.roles)]
            found = [e for e in found if not e.roles or any(_within(published, a, b) for _, a, b in e.roles)]
        return found[0] if len(found) == 1 else None

    def of_role(self, description: str, published: str | None) -> Entry | None:
        """The one entry that held the role a description names ("the Russian president") on a date."""
        wanted = _role_words(description)
        found = [e for e in self.entries if len(wanted) > 1 and e.held(wanted, published)]
        return found[0] if len(found) == 1 else None


@cache
def load_authority(path: str) -> Authority:
    """Read an authority file: CSV with the columns id, names, roles, from, to (several names or roles apart by "|", several rows may
    share an id), or JSON as Wikidata gives its entities. Raises AuthorityUnreadable with the file and the reason."""
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
        entries = list(_from_json(json.loads(text)) if text.lstrip()[:1] in "[{" else _from_csv(text))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, csv.Error) as error:
        reason = error.strerror if isinstance(error, OSError) else f"{type(error).__name__}: {error}"
        raise AuthorityUnreadable(f"{path}: {reason}; an authority file is CSV with the columns id,names,roles,from,to, or JSON") from error
    if not entries:
        raise AuthorityUnreadable(f"{path}: no entries; an authority file is CSV with the columns id,names,roles,from,to, or JSON")
    return Authority(entries)


def _from_csv(text: str) -> Iterator[Entry]:
    names: dict[str, list[str]] = {}
    roles: dict[str, list[tuple[str, str, str]]] = {}
    reader = csv.DictReader(text.splitlines())
    missing = {"id", "names"} - set(reader.fieldnames or ())
    if missing:
        raise ValueError(f"no column {' and '.join(sorted(missing))}")
    for row in reader:
        key = (row["id"] or "").strip()
        if not key or not (row["names"] or "").strip():
            raise ValueError(f"line {reader.line_num} has no id or no names")
        names.setdefault(key, []).extend(n.strip() for n in row["names"].split("|") if n.strip())
        dates = ((row.get("from") or "").strip(), (row.get("to") or "").strip())
        roles.setdefault(key, []).extend((r.strip(), *dates) for r in (row.get("roles") or "").split("|") if r.strip())
    for key, known in names.items():
        yield Entry(key, tuple(dict.fromkeys(known)), tuple(roles[key]))


def _from_json(data: Any) -> Iterator[Entry]:
    """Plain objects {"id", "names", "roles"}, or Wikidata's {"id", "labels", "aliases", "descriptions", "claims"}."""
    rows_ = list(data.get("entities", data).values()) if isinstance(data, dict) else data
    for row in rows_:
        if "labels" not in row:
            roles = [
                (r, "", "") if isinstance(r, str) else (r["role"], r.get("from") or "", r.get("to") or "") for r in row.get("roles", [])
            ]
            names = [row["names"]] if isinstance(row["names"], str) else row["names"]
            yield Entry(str(row["id"]), tuple(map(str, names)), tuple(roles))
            continue
        labels = [v["value"] for v in row["labels"].values()]
        aliases = [a["value"] for group in row.get("aliases", {}).values() for a in group]
        described = row.get("descriptions", {}).get("en", {}).get("value")
        yield Entry(row["id"], tuple(dict.fromkeys(labels + aliases)), ((described, "", ""),) if described else ())
