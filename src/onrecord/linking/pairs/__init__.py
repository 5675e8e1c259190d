"""The pair model: does a passage agree with a claim, disagree, only discuss it, or speak of something else?"""

from onrecord.linking.pairs.reader import STANCES, PairReader, shared_pair_reader

__all__ = ["STANCES", "PairReader", "shared_pair_reader"]
