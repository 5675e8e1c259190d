from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.language.encoding import SHAPES, word_shape
from onrecord.language.labels import ENTITY_TAGS, LINK_SIZE, LINKS, ROLE_TAGS
from onrecord.language.session import BATCH, CONTEXT, WINDOW, _cuts

TEXT = st.text(alphabet=st.characters(codec="utf-8"), max_size=200)


@given(text=TEXT)
@settings(max_examples=200, deadline=None)
def test_words_are_spans_of_the_text(reader, text):
    encoded = reader.encoder.encode(text)
    at = 0
    for start, end in encoded.words.tolist():
        assert at <= start < end <= len(text)
        assert not set(" \t\n") & set(text[start:end])
        at = end
    assert len(encoded.ids) == len(encoded.word_of) == len(encoded.shape) == len(encoded.quote) == len(encoded.gap)
    assert (np.diff(encoded.first_piece) > 0).all()


def test_accents_and_emoji_do_not_shift_offsets(reader):
    text = "Zoë 😀 naïveté — “Ça va,” sagte İpek."
    words = [text[a:b] for a, b in reader.encoder.encode(text).words.tolist()]
    assert [w for w in words if w.isalpha()] == ["Zoë", "naïveté", "Ça", "va", "sagte", "İpek"]


def test_shapes():
    words = ["it", "Moscow", "NATO", "A", "iPhone", "2022", "—", "中"]
    assert [SHAPES[word_shape(w)] for w in words] == ["lower", "title", "upper", "initial", "mixed", "digit", "mark", "uncased"]


@given(st.lists(st.one_of(st.integers(1, 6), st.integers(1, 400)), min_size=1, max_size=900))
@settings(deadline=None)
def test_windows_tile_the_article(lengths):
    first_piece = np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int32)
    total = sum(lengths)
    at = 0
    for first, last, own_first, own_last in _cuts(first_piece, total):
        assert own_first == at and first <= own_first < own_last <= last
        end = int(first_piece[last]) if last < len(first_piece) else total
        assert end - int(first_piece[first]) <= WINDOW or max(lengths) > WINDOW - 2 * CONTEXT
        at = own_last
    assert at == len(lengths)


def test_forward_pass_shapes(reader):
    encoded = reader.encoder.encode("The mayor said the bridge was safe. " * 120)
    scores = reader.read(encoded)
    assert scores.roles.shape == (len(encoded.words), len(ROLE_TAGS))
    assert scores.entities.shape == (len(encoded.words), len(ENTITY_TAGS))
    assert all(w.asking.shape == (len(LINKS), w.last - w.first + 1, LINK_SIZE) for w in scores.windows)
    assert len(scores.windows) > 2
    assert BATCH >= 1


def test_batching_does_not_change_what_is_read(reader):
    """A window read beside longer ones gets the same tags as alone: padding is masked."""
    short = reader.encoder.encode("“We are closed,” the owner said.")
    alone = reader.read(short).roles
    inputs = reader.inputs(short, [(0, len(short.words), 0, len(short.words))])
    padded = {name: np.pad(array, ((0, 0), (0, 60))) for name, array in inputs.items()}
    assert (reader.forward(padded)[0][0][short.first_piece + 1].argmax(1) == alone.argmax(1)).all()
