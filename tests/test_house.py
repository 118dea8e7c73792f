"""The rules of the house that no tool holds: who imports the single files, how long things are, what is explained."""

from __future__ import annotations

import ast
import io
import re
import subprocess
import tokenize
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

import config
from sources.find import find

ROOT = Path(__file__).parents[1]
LONGEST_MODULE = 400
LONGEST_FUNCTION, LONGEST_IN_TESTS = 40, 60
LARGEST_FILE = 2**20
# Files that are no Python of ours to be judged.
APART = ("store/migrations/versions/",)

# The single files beside the folders: which of ours may import each. Tests, tools and benchmarks may import anything.
WIRING = {"bot", "cli", "demo"}
MAY_IMPORT = {
    "bot": set[str](),
    "config": WIRING,
    "pipeline": {*WIRING, "books"},
    "watching": {*WIRING, "books", "pipeline"},
    "edition": {"pipeline", "books"},
    "followers": {"pipeline", "books"},
    "sparing": {"cli", "pipeline"},
}
FREE = {"tests", "tools", "benchmarks"}

REASONED = re.compile(
    r"#\s*(?:type:\s*ignore\[[\w, -]+\]|(?:ruff:\s*)?noqa:\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*)\s*(?:#|-|\()?\s*\w+\W+\w+"
)
SILENCES = re.compile(r"#\s*(?:type:\s*ignore|(?:ruff:\s*)?noqa\b)")

# The brackets keep this file from naming what it forbids.
REGISTRY = re.compile(r"https?://[^\s\"'<>)]*([p]ypi\.|[p]ythonhosted|[n]pmjs|[a]rtifactory|[n]exus/)|--[i]ndex-url")
MACHINE = re.compile(r"(?<![\w.~}/-])/([w]ork|[r]oot|[h]ome/\w+|[U]sers/\w+)/")


@cache
def tracked() -> tuple[Path, ...]:
    """List the files that git keeps."""
    if not (ROOT / ".git").exists():
        pytest.skip("needs Git")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    return tuple(ROOT / name for name in listed.decode().split("\0") if name and (ROOT / name).is_file())


@cache
def modules() -> dict[str, ast.Module]:
    """Parse every Python file of ours that stands in the tree, by its path."""
    files = [*ROOT.glob("*.py"), *(file for folder in folders() for file in folder.rglob("*.py"))]
    named = {file.relative_to(ROOT).as_posix(): file for file in sorted(files)}
    return {
        name: ast.parse(file.read_text("utf-8"), name) for name, file in named.items() if not name.startswith(APART)
    }


def folders() -> list[Path]:
    """List the folders that hold Python of ours."""
    return [path for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith((".", "_"))]


def statements(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """List every statement, wherever it stands. Expressions hold none, and are nine nodes of ten: they are left out."""
    for node in body:
        yield node
        for inner in (node, *getattr(node, "handlers", ()), *getattr(node, "cases", ())):
            for block in ("body", "orelse", "finalbody"):
                yield from statements(getattr(inner, block, ()))


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """List every function and method."""
    return (node for node in statements(tree.body) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def imported(tree: ast.Module) -> Iterator[str]:
    """List the first parts of the names of all modules that are imported, wherever that is written."""
    for node in statements(tree.body):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def test_the_single_files_are_imported_by_nobody_else() -> None:
    trespassers = [
        f"{name} imports {target}"
        for name, tree in modules().items()
        for target in set(imported(tree)) & MAY_IMPORT.keys()
        if name.removesuffix(".py").partition("/")[0] not in {*MAY_IMPORT[target], *FREE}
    ]
    assert trespassers == []


def test_every_module_is_short() -> None:
    lengths = {name: len((ROOT / name).read_text("utf-8").splitlines()) for name in modules()}
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_every_function_is_short() -> None:
    long = [
        f"{name}:{function.lineno} {function.name} has {length} lines"
        for name, tree in modules().items()
        for function in functions(tree)
        if (length := (function.end_lineno or function.lineno) - function.lineno + 1)
        > (LONGEST_IN_TESTS if name.startswith("tests/") else LONGEST_FUNCTION)
    ]
    assert long == []


Explained = ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def public(body: list[ast.stmt], prefix: str = "") -> Iterator[tuple[str, Explained]]:
    """List the public functions, classes and methods of a module; what stands inside a function is its own affair."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield f"{prefix}{node.name}", node
            if isinstance(node, ast.ClassDef):
                yield from public(node.body, f"{node.name}.")


def test_every_module_and_public_name_says_what_it_is_for() -> None:
    silent = [
        f"{name}: {what}"
        for name, tree in modules().items()
        if tree.body and not name.startswith("tests/")
        for what, node in [("module", tree), *public(tree.body)]
        if not ast.get_docstring(node)
    ]
    assert silent == []


def test_whoever_silences_a_check_says_which_and_why() -> None:
    unexplained = []
    for name in modules():
        text = (ROOT / name).read_text("utf-8")
        if not SILENCES.search(text):
            continue
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            comment = token.type == tokenize.COMMENT and SILENCES.search(token.string)
            if comment and not REASONED.search(token.string):
                unexplained.append(f"{name}:{token.start[0]} {token.string}")
    assert unexplained == []


# --- config.example.toml -------------------------------------------------------------------------------------------


def example(*, uncommented: bool) -> dict[str, Any]:
    """Read config.example.toml, with what it has commented out or without."""
    text = (ROOT / "config.example.toml").read_text("utf-8")
    if uncommented:
        text = re.sub(r"^# (?=\[?[a-z_.\"]+(?: =|\]))", "", text, flags=re.M)
    return tomllib.loads(text)


def section(annotation: object) -> type[BaseModel] | None:
    """Find the model in a field's type: itself, or what a tuple holds."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := section(part))), None)


def missing(model: type[BaseModel], tables: list[dict[str, Any]], path: str = "") -> Iterator[str]:
    """List the fields of a model that none of its tables in the example names; secrets must not stand there."""
    for name, field in model.model_fields.items():
        told = [table[name] for table in tables if name in table]
        inner = section(field.annotation)
        if inner is not None:
            nested = [part for one in told for part in (one if isinstance(one, list) else [one])]
            yield from missing(inner, nested, f"{path}{name}.")
        elif not told and name not in {*config.SECRETS, *config.SECRETS_OF_SOURCES}:
            yield f"{path}{name}"


def test_the_example_configuration_is_right_as_it_stands() -> None:
    settings = config.load(ROOT / "config.example.toml")
    assert [company.name for company in settings.companies] == ["OpenAI", "Anthropic"]


def test_the_example_names_every_setting() -> None:
    table = example(uncommented=True)
    of_sources = [
        fault
        for name, module in find().items()
        for fault in missing(module.Settings, [table["sources"].get(name, {})], f"sources.{name}.")
    ]
    assert [*missing(config.Settings, [table]), *of_sources] == []


def test_the_example_shows_the_defaults() -> None:
    table = example(uncommented=False)
    given = config.load(ROOT / "config.example.toml")
    bare = config.Settings()
    for name in ("database", "timezone", "language", "contact", "slack", "us"):
        assert getattr(given, name) == getattr(bare, name), name
    shown = given.channels[0].model_dump(exclude={"id"})
    assert shown == config.ChannelSettings(id="C00").model_dump(exclude={"id"})
    for name, module in find().items():
        if name in table["sources"]:
            said = module.Settings.model_validate(table["sources"][name]).model_dump()
            default = module.Settings().model_dump()
            assert {key: said[key] for key in said if key != "urls"} == {
                key: default[key] for key in default if key != "urls"
            }, name


# --- what is kept in git ---------------------------------------------------------------------------------------------


def test_no_file_names_a_registry_or_a_machine() -> None:
    found = []
    for file in tracked():
        text = file.read_bytes().decode("utf-8", "replace")
        found += [
            f"{file.relative_to(ROOT)}: {match[0]}" for form in (REGISTRY, MACHINE) for match in form.finditer(text)
        ]
    assert found == []


def test_the_licence_that_is_named_is_there() -> None:
    named = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["license"]
    assert (ROOT / "LICENSE").read_text("utf-8").startswith(f"{named} License\n\nCopyright (c)")


def test_no_file_is_large() -> None:
    assert [str(file) for file in tracked() if file.stat().st_size > LARGEST_FILE] == []
