"""Bytes to articles: files, folders, globs and standard input in; `Article` records, or why not, out."""

from onrecord.sources.inputs import Input, Passed, find, identity
from onrecord.sources.load import load

__all__ = ["Input", "Passed", "find", "identity", "load"]
