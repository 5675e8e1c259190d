"""Data flows one way: a stage imports stages to its left and the shared records, never to its right."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "src" / "onrecord"
SHARED = {"model": set(), "errors": set(), "settings": set(), "tables": set()}
STAGES = ["sources", "language", "statements", "details", "linking", "ledger"]
ENDS = ["web", "export"]
RIM = {"__init__", "cli", "pool"}


def allowed(part: str) -> set[str]:
    if part in SHARED:
        return SHARED[part]
    if part in STAGES:
        return {*SHARED, *STAGES[: STAGES.index(part) + 1]}
    return {*SHARED, *STAGES, part} if part in ENDS else {*SHARED, *STAGES, *ENDS, *RIM}


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf8"))):
        names = (
            [a.name for a in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
        for name in names:
            if name == "onrecord" and isinstance(node, ast.ImportFrom):
                found |= {a.name for a in node.names if (PACKAGE / a.name).exists() or (PACKAGE / f"{a.name}.py").exists()}
            elif name.startswith("onrecord."):
                found.add(name.split(".")[1])
            assert not (isinstance(node, ast.ImportFrom) and node.level), f"{path}: relative import"
    return found


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_left(path):
    part = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    wrong = imports(path) - allowed(part)
    assert not wrong, f"{part} may not import {wrong}"


def test_the_rule_can_fail(tmp_path):
    wrong = tmp_path / "wrong.py"
    wrong.write_text("from onrecord.export import rows\n")
    assert imports(wrong) - allowed("sources") == {"export"}


def test_importing_the_package_is_light():
    heavy = ["numpy", "openvino", "tokenizers", "trafilatura", "jinja2", "py3langid"]
    code = f"import sys, onrecord, onrecord.cli; print([m for m in {heavy} if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_nothing_reports_home():
    code = (
        "import sys, threading, multiprocessing; from onrecord.language.session import import_openvino; import_openvino();"
        "print('openvino_telemetry' in sys.modules, threading.active_count(), len(multiprocessing.active_children()))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split() == ["False", "1", "0"]
