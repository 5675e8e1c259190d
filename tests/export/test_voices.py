"""Whose words an article is made of."""

from __future__ import annotations

import onrecord
from onrecord.export.voices import voices
from onrecord.model import Analysis, Article


def test_shares_add_up():
    text = "The harbour was closed on Monday.\n\n“The pumps were never serviced,” Mara Lindqvist said. Rain is forecast."
    found = voices(onrecord.analyze(text))
    shares = dict(found.parts)
    assert 98 <= sum(shares.values()) <= 102
    assert shares["quoted"] > 20 and shares["outlet"] > 30 and shares["words around"] > 10
    assert found.most == (("Mara Lindqvist", shares["quoted"]),)


def test_nothing_to_share():
    assert voices(Analysis(Article("x", " \n"))) is None
    assert voices(Analysis(Article("x", "Bonjour"), skipped="language 'fr' is not supported")) is None
