"""Every setting in one table: name, default, meaning. Read once by the caller and passed in; no module reads the environment."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """How inputs are read and how much work is done at once.

    max_bytes: largest single article (a file, or one JSONL line) that is read, in bytes.
    text_field, title_field, outlet_field, date_field, url_field: where a JSONL object keeps these.
    input_format: "auto", or one of text, markdown, html, jsonl for every input.
    min_confidence: statements below it are left out (0 to 1).
    authority: file of people and bodies with ids, names, roles and dates (CSV or JSON); "" for none.
    jobs: worker processes; 0 means one per processor this process may use.
    """

    max_bytes: int = 20_000_000
    text_field: str = "text"
    title_field: str = "title"
    outlet_field: str = "outlet"
    date_field: str = "published"
    url_field: str = "url"
    input_format: str = "auto"
    min_confidence: float = 0.0
    authority: str = ""
    jobs: int = 0

    def workers(self) -> int:
        """How many worker processes to run."""
        return self.jobs or len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else self.jobs or os.cpu_count() or 1


def cache_folder() -> Path | None:
    """Where what was built once is kept between runs: the folder ONRECORD_CACHE names in the environment, else the user's cache folder.

    It belongs to the process, not to a call, so it is asked for when something is first built. None for a user without a home.
    """
    if given := os.environ.get("ONRECORD_CACHE"):
        return Path(given)
    from platformdirs import user_cache_path

    try:
        folder = user_cache_path("onrecord", appauthor=False)
    except RuntimeError:  # how platformdirs says that there is no home; earlier versions of it left the "~" in the path
        return None
    return folder if folder.is_absolute() else None
