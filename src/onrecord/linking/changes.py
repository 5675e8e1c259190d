"""What one wording of a statement changed against another: word-level changes, each classed, and how far the two are apart.

Meaning-bearing are another number, another name, a negation won or lost, and one word put for another that is no synonym of it,
where the words around are the same; tense, person, spelling, articles and the order of words are not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from rapidfuzz.distance import OSA, Indel

from onrecord.linking.alignment import Block, Unit, align, matched, units
from onrecord.linking.tables import rows, threshold
from onrecord.model import Change, ChangeKind, Relation, Span
from onrecord.statements.portraits import state_of

RELATIONS: tuple[Relation, ...] = ("identical", "shortened", "reworded", "altered")
_PREFIXES = ("un", "non", "dis")
_SHORT = frozenset(
    ["not", "no", "never", "none", "nobody", "nothing", "neither", "nor"]
)  # other negations are verbs that reach their object


@dataclass(frozen=True, slots=True)
class Difference:
    """A change with where it stands in either text, and whether it bears on the meaning; `place` is where in the later text its words
    stand, or would stand had they not been cut. `sort` is "word" for a word put for another of which no more is known than that they
    differ, and "doubt" where just a word such as "allegedly" was won or lost."""

    old: Span | None
    new: Span | None
    kind: ChangeKind
    bears: bool
    place: int = 0
    sort: str = ""


@dataclass(frozen=True, slots=True)
class Rewording:
    """Two wordings compared: the relation, the differences in order, and the share of the shorter one's words that the other has in
    the same order: of all words (`same`) and of those with a meaning of their own (`ordered`). `blocks` is the alignment.

    `mild` is the relation if nothing bears on the meaning.
    """

    mild: Relation
    differences: tuple[Difference, ...]
    same: float
    ordered: float
    blocks: tuple[Block, ...] = ()

    @property
    def relation(self) -> Relation:
        """The relation of two quotations, where another word is another word."""
        return self.relation_without()

    def relation_without(self, bears: Callable[[Difference], bool] = lambda _: True) -> Relation:
        """The relation where of what bears on the meaning only some does, as in reports in the outlet's own words."""
        return "altered" if any(d.bears and bears(d) for d in self.differences) else self.mild

    def changes(self, old_text: str, new_text: str, article: str = "") -> tuple[Change, ...]:
        """The differences as records with their words."""
        return tuple(
            Change(
                old_text[d.old.start : d.old.end] if d.old else "",
                new_text[d.new.start : d.new.end] if d.new else "",
                d.kind,
                article,
                d.new,
            )
            for d in self.differences
        )


def compare_texts(old: str, new: str) -> Rewording:
    """Compare two wordings given as plain text."""
    return compare_units(units(old), units(new))


def compare_units(old: Sequence[Unit], new: Sequence[Unit]) -> Rewording:
    """Compare two wordings word by word."""
    a, b = matched(old, new)
    blocks = align(a, b)
    agreeing = sum(k.a1 - k.a0 for k in blocks if k.same)
    same = agreeing / min(len(a), len(b)) if a and b else 0.0
    pair = _Pair(a, b, blocks, same)
    differences = tuple(
        replace(d, place=d.new.start if d.new else pair.place(k))
        for n, k in enumerate(blocks)
        for d in (pair.nuances(k) if k.same else pair.differences(n))
    )
    least = min(sum(u.content for u in a), sum(u.content for u in b))
    agreed = sum(u.content for k in blocks if k.same for u in a[k.a0 : k.a1])
    return Rewording(_mild(pair, differences), differences, same, min(1.0, agreed / least) if least else same, blocks)


def _mild(pair: _Pair, differences: Sequence[Difference]) -> Relation:
    """The relation but for what bears on the meaning."""
    if not differences:
        return "identical"
    lost, reworded = 0.0, 0.0
    for difference in differences:
        gone, moved = pair.weight(difference)
        if difference.old is None or difference.new is None or difference.kind == "cut":
            lost, reworded = lost + gone, reworded + moved
        else:
            reworded += max(gone, moved)
    return "shortened" if lost > threshold("change_shortened_over_reworded") * reworded else "reworded"


class _Pair:
    """Two aligned wordings."""

    def __init__(self, a: Sequence[Unit], b: Sequence[Unit], blocks: Sequence[Block], same: float) -> None:
        self.a, self.b, self.blocks, self.same = a, b, blocks, same
        longer = max(len(a), len(b))
        agreeing = sum(k.a1 - k.a0 for k in blocks if k.same)
        self.close = same >= threshold("change_close") and agreeing >= threshold("change_close_longer") * longer
        keys_a, keys_b = Counter(u.key for u in a), Counter(u.key for u in b)
        self.gone, self.come = keys_a - keys_b, keys_b - keys_a  # what is in one only; the rest has at most moved

    def place(self, block: Block) -> int:
        """Where in the later text a block stands whose words were cut."""
        if block.b0 < len(self.b):
            return self.b[block.b0].start
        return self.b[-1].end if self.b else 0

    def weight(self, difference: Difference) -> tuple[float, float]:
        """How many words a difference covers that only one text has, and that both have elsewhere; small words count a little."""
        gone = moved = 0.0
        for side, span, only in ((self.a, difference.old, self.gone), (self.b, difference.new, self.come)):
            inside = [u for u in side if span is not None and span.start <= u.start < span.end]
            gone = max(gone, sum(1.0 if u.content else 0.1 for u in inside if only[u.key]))
            moved = max(moved, sum(1.0 if u.content else 0.1 for u in inside if not only[u.key]))
        return gone, moved

    def nuances(self, block: Block) -> Iterator[Difference]:
        """Inside what is the same by key: bounds of a number, other forms of a word."""
        start: int | None = None
        for n in range(block.a1 - block.a0 + 1):
            last = n == block.a1 - block.a0
            one, other = (None, None) if last else (self.a[block.a0 + n], self.b[block.b0 + n])
            number = one is not None and other is not None and one.kind == "number" and self._other_number(one, other)
            judged = one is not None and other is not None and self.close and _tone(one) != _tone(other)
            differs = one is not None and other is not None and not (number or judged) and not _one_spelling(one, other)
            if differs and start is None:
                start = n
            if not differs and start is not None:
                yield self._at(block, start, n, "wording")
                start = None
            if number or judged:
                yield self._at(block, n, n + 1, "number" if number else "wording", bears=True)

    def _other_number(self, one: Unit, other: Unit) -> bool:
        """Whether two bounds of one number differ ("58", "at least 58") and neither text has the other's as well."""
        x, y = one.exact.strip("~"), other.exact.strip("~")
        if _ends(x) != _ends(y) and {*_ends(x), *_ends(y)} <= {u.key for u in self.a} | {u.key for u in self.b} and "None" not in x + y:
            return False  # "five or ten" and "five or 10"
        return x != y and x not in {u.exact.strip("~") for u in self.b} and y not in {u.exact.strip("~") for u in self.a}

    def _at(self, block: Block, first: int, last: int, kind: ChangeKind, bears: bool = False) -> Difference:
        old, new = _whole(self.a[block.a0 + first : block.a0 + last]), _whole(self.b[block.b0 + first : block.b0 + last])
        return Difference(old, new, kind, bears)

    def differences(self, at: int) -> Iterator[Difference]:
        """What stands against each other in one block: numbers, then a negation, names, and what remains."""
        block = self.blocks[at]
        old, new = self.a[block.a0 : block.a1], self.b[block.b0 : block.b1]
        if old and new and "".join(u.exact for u in old) == "".join(u.exact for u in new):
            return  # "any time" for "anytime"
        framed = self._framed(at) and max(len(old), len(new)) <= threshold("change_region")
        sure = self.close and framed
        numbers = list(_numbers(old, new))
        yield from (Difference(Span(x.start, x.end), Span(y.start, y.end), "number", sure) for x, y in numbers)
        spans = _whole(old), _whole(new)
        if max(len(old), len(new)) <= threshold("change_region") and self._negation(old, new, at):
            yield Difference(*spans, "negation", framed and self.same >= threshold("change_close"))
            return
        names = _names([u for u in old if self.gone[u.key]], [u for u in new if self.come[u.key]])
        bare = all(u.kind in ("name", "function", "day", "deixis", "number") for u in (*old, *new))  # no "Russian president" for "Putin"
        for x, y in names:
            other = not _one_name(x, y, self._beside_name(at)) and not _initials(old, new)
            yield Difference(Span(x.start, x.end), Span(y.start, y.end), "name" if other else "wording", sure and other and bare)
        told = [u for pair in (*numbers, *names) for u in pair]
        rest_old = [u for u in old if u not in told and (u.kind != "number" or not any(v.kind == "number" for v in new))]
        rest_new = [u for u in new if u not in told and (u.kind != "number" or not any(v.kind == "number" for v in old))]
        yield from self._words(rest_old, rest_new, sure, at)

    def _framed(self, at: int) -> bool:
        """Whether enough of what is the same stands around a block, so that its two sides do stand for each other."""
        before = self.blocks[at - 1].a1 - self.blocks[at - 1].a0 if at else 0
        after = self.blocks[at + 1].a1 - self.blocks[at + 1].a0 if at + 1 < len(self.blocks) else 0
        edge = at == 0 or at + 1 == len(self.blocks)
        block = self.blocks[at]
        negates = any(u.kind == "negation" for u in (*self.a[block.a0 : block.a1], *self.b[block.b0 : block.b1]))
        short = max(block.a1 - block.a0, block.b1 - block.b0) <= threshold("change_edge")
        return before + after >= threshold("change_frame") and (short or negates or not edge)

    def _beside_name(self, at: int) -> bool:
        """Whether a name that both have stands right beside a block: the rest of the same name."""
        before = at > 0 and self.a[self.blocks[at].a0 - 1].kind == "name"
        return before or (at + 1 < len(self.blocks) and self.a[self.blocks[at].a1].kind == "name")

    def _words(self, old: list[Unit], new: list[Unit], sure: bool, at: int) -> Iterator[Difference]:
        """Words for words, words cut, words added."""
        if not old and not new:
            return
        spans = _whole(old), _whole(new)
        lost = [u for u in old if u.content and self.gone[u.key]]
        won = [u for u in new if u.content and self.come[u.key]]
        surer = sure and self._certainty(old, new, at)
        if old and (not new or (lost and not won and not any(u.content for u in new))):
            yield Difference(spans[0], spans[1] if new else None, "cut", surer, sort="doubt" if surer else "")
        else:
            word = sure and bool(lost and won) and self._bears(lost, won)
            yield Difference(*spans, "wording", surer or word, sort="doubt" if surer else "word" if word else "")

    def _certainty(self, old: Sequence[Unit], new: Sequence[Unit], at: int) -> bool:
        """Whether just a word such as "suspected" was won or lost, and what it stands by was not."""
        if at + 1 < len(self.blocks):
            behind = self.a[self.blocks[at].a1]
            if not behind.content and behind.key not in ("<be>", "<have>", "<may>", "<will>", "<can>"):
                return False
        content = [u for u in (*old, *new) if u.content]
        hedges = [sum(u.kind == "hedge" for u in side) for side in (self.a, self.b)]
        return bool(content) and all(u.kind == "hedge" for u in content) and hedges[0] != hedges[1]

    def _bears(self, lost: Sequence[Unit], won: Sequence[Unit]) -> bool:
        """Whether words put for others bear on the meaning: a few for a few, in words that are otherwise the same."""
        most = threshold("change_few_words")
        lost = [u for u in lost if u.kind == "word" and not any(_slip(u.exact, v.exact) for v in won)]
        won = [u for u in won if u.kind == "word" and not any(_slip(u.exact, v.exact) for v in lost)]
        return len(lost) == len(won) and 0 < len(lost) <= most

    def _negation(self, old: Sequence[Unit], new: Sequence[Unit], at: int) -> bool:
        """Whether the block turns round what is said: a negation more or less whose reach goes beyond the block, or an opposite word."""
        before, after = self._reaching(self.a, old, at), self._reaching(self.b, new, at)
        return (before + after) % 2 == 1 or any(_opposite(x, y) for x in old for y in new)

    def _reaching(self, side: Sequence[Unit], run: Sequence[Unit], at: int) -> int:
        """Negations of a run that still hold for the words both have behind it, or that are all there is to it."""
        negations = [u for u in run if u.kind == "negation"]
        if not negations:
            return 0
        if len(negations) == len(run):
            return len(negations)  # just a "not"
        if at and any(u.kind == "negation" for u in self._block(side, at - 1)[-int(threshold("change_negation_near")) :]):
            return 0  # one negation for several members of a list
        follower = self._follower(side, at)
        alone = not any(u.content for u in run)
        if follower is None:
            return len(negations) if alone else 0
        if not any(u.content for u in self._block(side, at + 1)[:3]):
            return 0  # what it turned round is gone as well
        if alone:
            return len(negations)
        last = len(run) - threshold("change_verb_reach")
        return sum(u.clause == follower.clause and (u.exact in _SHORT or n >= last) for n, u in enumerate(run) if u.kind == "negation")

    def _block(self, side: Sequence[Unit], at: int) -> Sequence[Unit]:
        block = self.blocks[at]
        return self.a[block.a0 : block.a1] if side is self.a else self.b[block.b0 : block.b1]

    def _follower(self, side: Sequence[Unit], at: int) -> Unit | None:
        if at + 1 >= len(self.blocks):
            return None
        block = self.blocks[at + 1]
        return self.a[block.a0] if side is self.a else self.b[block.b0]


def _slip(x: str, y: str) -> bool:
    """Whether two words are spellings or forms of one: a letter apart in a long word, or one the beginning of the other."""
    if min(len(x), len(y)) < threshold("change_long_word"):
        return False
    return OSA.distance(x, y, score_cutoff=1) <= 1 or x.startswith(y) or y.startswith(x)


def _ends(exact: str) -> set[str]:
    """The keys of the ends of an interval."""
    return {f"#{end}" for end in exact.lstrip("#").split("-")}


def _one_name(x: Unit, y: Unit, beside: bool) -> bool:
    """Whether two names are spellings of one: much alike, and more freely so beside the rest of a name that both have (Deir Ezzor)."""
    if _is_state(x) and _is_state(y):
        return x.key == y.key
    short, long = sorted((x.exact, y.exact), key=len)
    if _skeleton(short, long) or (beside and (_short_for(short, long) or (len(short) > 2 and long.startswith(short)))):
        return True
    alike = Indel.normalized_similarity(x.key, y.key)
    return alike >= threshold("change_name_beside" if beside else "change_name_alike")


def _skeleton(short: str, long: str) -> bool:
    """Whether one word abbreviates another by its consonants: "cdn" for Canadian."""
    if not 1 < len(short) < 5 or not long or short[0] != long[0] or set(short[1:]) & set("aeiouy"):
        return False
    rest = iter(long)
    return len(long) > len(short) and all(letter in rest for letter in short)


@cache
def _nicknames() -> frozenset[tuple[str, str]]:
    return frozenset((row["short"], row["full"]) for row in rows("change_nicknames.csv"))


def _short_for(one: str, other: str) -> bool:
    return (one, other) in _nicknames() or (other, one) in _nicknames()


def _initials(old: Sequence[Unit], new: Sequence[Unit]) -> bool:
    """Whether one side is the initials of the other's names: KJU for Kim Jong Un."""
    short, long = sorted(([u.exact for u in side if u.kind == "name"] for side in (old, new)), key=len)
    return len(short) == 1 < len(long) and short[0] == "".join(word[0] for word in long)


def _is_state(unit: Unit) -> bool:
    return bool(state_of(unit.exact)) or bool(state_of(unit.key.replace("-", " ")))


def _numbers(old: Sequence[Unit], new: Sequence[Unit]) -> Iterator[tuple[Unit, Unit]]:
    """Numbers that stand against other numbers, in order; "one" counts where it meets one."""
    first, second = ([u for u in side if u.kind == "number"] for side in (old, new))
    if bool(first) != bool(second):
        first, second = ([u for u in side if u.kind == "number" or u.exact == "one"] for side in (old, new))
    return ((x, y) for x, y in zip(first, second, strict=False) if x.exact != y.exact)


def _names(old: Sequence[Unit], new: Sequence[Unit]) -> list[tuple[Unit, Unit]]:
    """Names that stand against other names, in order."""
    one, other = ([u for u in side if u.kind == "name" and len(u.exact) > 1] for side in (old, new))
    return list(zip(one, other, strict=False))


def _opposite(x: Unit, y: Unit) -> bool:
    if x.kind not in ("word", "hedge") or y.kind not in ("word", "hedge"):
        return False
    short, long = sorted((x.exact, y.exact), key=len)
    known = any({row["one"], row["other"]} == {short, long} for row in rows("change_opposites.csv"))
    return known or (len(short) > 3 and any(long == prefix + short for prefix in _PREFIXES))


@cache
def _loaded() -> dict[str, str]:
    return {word: row["tone"] for row in rows("change_loaded.csv") for word in row["words"].split()}


def _tone(unit: Unit) -> str:
    """The judgement a word passes on what it names: "terrorists" for fighters, "regime" for a government."""
    return next((tone for word in unit.exact.split() if (tone := _loaded().get(word))), "")


def _one_spelling(x: Unit, y: Unit) -> bool:
    """Whether two forms are one word to a reader: the same but for a possessive or the spelling of a name."""
    if x.exact == y.exact:
        return True
    if x.kind == y.kind == "name":
        return Indel.normalized_similarity(x.exact, y.exact) >= threshold("change_name_beside")  # "ISIS" for "Daesh" is another word
    return x.kind == y.kind and x.exact.replace("-", "") == y.exact.replace("-", "")


def _whole(run: Sequence[Unit]) -> Span | None:
    return Span(run[0].start, run[-1].end) if run else None


def farthest(relations: Sequence[Relation]) -> Relation:
    """The relation that goes farthest."""
    return max(relations, key=RELATIONS.index, default="identical")
