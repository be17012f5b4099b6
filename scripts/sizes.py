"""Hold the sizes that make a room pleasant: fail on what is too long and print the medians."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
FILE_LINES, FUNCTION_LINES, CLASS_METHODS, TEMPLATE_LINES = 300, 40, 15, 120
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def tracked(*patterns: str) -> list[Path]:
    """Return the files in git that match, those not yet added included."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def lines_of(path: Path) -> int:
    """Return how many lines a file has."""
    return len(path.read_text(encoding="utf-8").splitlines())


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return a function's lines, from its `def` to its last statement."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def too_large_in(path: Path, functions: list[int]) -> Iterator[str]:
    """Yield a line for each class or function of a file that is too large; collect all functions' lengths."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        place = f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"
        if isinstance(node, FUNCTIONS):
            functions.append(length(node))
            if length(node) > FUNCTION_LINES:
                yield f"{place}: {node.name} has {length(node)} lines (at most {FUNCTION_LINES})"
        elif isinstance(node, ast.ClassDef):
            methods = sum(isinstance(child, FUNCTIONS) for child in node.body)
            if methods > CLASS_METHODS:
                yield f"{place}: {node.name} has {methods} methods (at most {CLASS_METHODS})"


def too_long(paths: list[Path], most: int) -> Iterator[str]:
    """Yield a line for each file that has more than `most` lines."""
    for path in paths:
        if (count := lines_of(path)) > most:
            yield f"{path.relative_to(ROOT)}: {count} lines (at most {most})"


def summary(what: str, sizes: list[int]) -> str:
    """Say how many there are, their median and the largest."""
    if not sizes:
        return f"{what}: none"
    return f"{what}: {len(sizes)}, median {median(sizes):g} lines, longest {max(sizes)}"


def main() -> int:
    """Print what is too large and the medians; return 1 when something is."""
    python, templates = tracked("*.py"), tracked("templates/*")
    own = [path for path in python if path.relative_to(ROOT).parts[0] in {"ngoapp", "wsgi.py"}]
    found = [*too_long(python, FILE_LINES), *too_long(templates, TEMPLATE_LINES)]
    functions: list[int] = []
    for path in own:
        found += too_large_in(path, functions)
    # A migration spells tables out; its one idea may take as many lines as the file.
    for path in (path for path in python if path not in own and "migrations" not in path.parts):
        found += too_large_in(path, [])
    print(*found, sep="\n", end="\n" if found else "")
    print(summary("files of the app", [lines_of(path) for path in own]))
    print(summary("functions of the app", functions))
    print(summary("templates", [lines_of(path) for path in templates]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
