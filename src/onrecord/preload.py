"""Imported once by the server that worker processes are forked from, so that none of them pays for the imports again."""

from onrecord import pool
from onrecord.language.session import import_openvino

import_openvino()

__all__ = ["pool"]
