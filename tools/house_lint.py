"""House rules that no linter knows. Usage: python tools/house_lint.py vidgenie.

    H1  a background event writes `self.x` only inside `async with self`
    H2  nobody but db.py commits a transaction
    H3  a module has at most 400 lines
    H4  a page folder holds page.py, and its state is named after it
    H5  a silenced finding names its rule and says why after a second #

Silence one with `# house: H1 because ...` on the line.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

MAX_LINES = 400
SILENCED = re.compile(r"#\s*(?:noqa|pyright: ignore)")
EXPLAINED = re.compile(r"#\s*(?:noqa: [A-Z0-9, ]+|pyright: ignore\[\w+(?:, \w+)*\]).*#\s*\w+")
Finding = tuple[Path, int, str]


def check(path: Path) -> Iterator[Finding]:
    """The findings of one file."""
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    if len(lines) > MAX_LINES:
        yield path, MAX_LINES, f"H3 {len(lines)} lines; split it"
    for node in ast.walk(ast.parse(text)):
        yield from _check_node(path, node)
    for number, line in enumerate(lines, 1):
        if SILENCED.search(line) and not EXPLAINED.search(line):
            yield path, number, "H5 name the rule, then say why after a second #"


def _check_node(path: Path, node: ast.AST) -> Iterator[Finding]:
    if _is_background(node):
        for line in _unlocked_writes(node, locked=False):
            yield path, line, "H1 write inside `async with self`"
    if (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "commit"
        and path.name != "db.py"
    ):
        yield path, node.lineno, "H2 transaction() commits"
    if isinstance(node, ast.ClassDef) and path.match("pages/*/state.py"):
        bases = {ast.unparse(base) for base in node.bases}
        wanted = f"{path.parent.name.title().replace('_', '')}State"
        if "rx.State" in bases and not node.name.startswith(wanted.removesuffix("State")):
            yield path, node.lineno, f"H4 the page's state is named {wanted}"


def _is_background(node: ast.AST) -> bool:
    return isinstance(node, ast.AsyncFunctionDef) and any(
        isinstance(decorator, ast.Call)
        and any(keyword.arg == "background" for keyword in decorator.keywords)
        for decorator in node.decorator_list
    )


def _unlocked_writes(node: ast.AST, *, locked: bool) -> Iterator[int]:
    if isinstance(node, ast.AsyncWith):
        locked = locked or any(ast.unparse(item.context_expr) == "self" for item in node.items)
    for target in _targets(node):
        for part in ast.walk(target):
            is_own = isinstance(part, ast.Attribute) and ast.unparse(part.value) == "self"
            if is_own and not locked:
                yield part.lineno
    for child in ast.iter_child_nodes(node):
        yield from _unlocked_writes(child, locked=locked)


def _targets(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.Assign):
        return node.targets
    return [node.target] if isinstance(node, ast.AugAssign | ast.AnnAssign) else []


def _pages_without_layout(root: Path) -> Iterator[Finding]:
    for folder in sorted((root / "pages").iterdir()):
        if folder.is_dir() and folder.name != "__pycache__" and not (folder / "page.py").exists():
            yield folder, 1, "H4 a page folder holds page.py"


def _is_silenced(finding: Finding) -> bool:
    path, line, text = finding
    if not path.is_file():
        return False
    lines = path.read_text(encoding="utf-8").splitlines()
    return f"house: {text[:2]} " in lines[min(line, len(lines)) - 1]


def main(root: str) -> int:
    """Print the findings; 1 if there are any."""
    found = [finding for path in sorted(Path(root).rglob("*.py")) for finding in check(path)]
    found += _pages_without_layout(Path(root))
    kept = [finding for finding in found if not _is_silenced(finding)]
    for path, line, text in kept:
        print(f"{path}:{line}: {text}")
    return 1 if kept else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
