from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "src" / "onrecord" / "sample"


@pytest.fixture(scope="session", autouse=True)
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A cache folder for all tests and the processes they start: not the user's, and what is in it is built once."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ONRECORD_CACHE", str(folder))
        yield folder


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of corpora; tests that need it are skipped where it is not."""
    path = Path(os.environ.get("ONRECORD_DATA") or ROOT.parent / "shared" / "data")
    if not path.is_dir():
        pytest.skip("the corpora are not here (set ONRECORD_DATA to their folder)")
    return path


@pytest.fixture(scope="session")
def reader():
    from onrecord.language.session import shared_reader

    return shared_reader()
