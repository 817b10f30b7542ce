"""Types that an answer declares again: allowed where they are the contract's, whose classes then stand for them."""

import ast
import itertools
import re

from millwright_guest.hints import normal


def read_repeated(tree, types):
    """The classes that an answer declares and the contract too, and what is wrong with them, else None."""
    own = {node.name: node for node in ast.parse(types).body if isinstance(node, ast.ClassDef)}
    repeated = [node for node in tree.body if isinstance(node, ast.ClassDef) and node.name in own]
    faults = [difference(node, own[node.name]) for node in repeated]
    rest = [node for node in tree.body if node not in repeated]
    return repeated, next(filter(None, faults), None) or early_use(rest, {node.name for node in repeated})


def difference(node, own):
    for found, expected in itertools.zip_longest(texts(node), texts(own), fillvalue="no more"):
        if found != expected:
            wanted = f"expected '{expected}' or no declaration of it"
            return f"declares {node.name}, which exists already, with '{found}', {wanted} (line {node.lineno})"
    return None


def texts(node):
    """A class in lines: its head and its members, without what is said about it. Whatever is run on load is in them as written."""
    marks = [f"@{plain(mark)}" for mark in node.decorator_list]
    bases = [plain(base) for base in (*node.bases, *node.keywords)]
    yield " ".join([*marks, f"class {node.name}({', '.join(bases)})" if bases else f"class {node.name}"])
    for part in node.body:
        if isinstance(part, ast.AnnAssign):
            # Hints are never evaluated: here, and nowhere else, what is written otherwise counts as equal.
            value = f" = {ast.unparse(part.value)}" if part.value else ""
            yield f"{ast.unparse(part.target)}: {normal(part.annotation)}{value}"
        elif not isinstance(part, ast.Pass) and not is_text(part):
            yield ast.unparse(part)


def plain(node):
    return re.sub(r"^(?:dataclasses|enum|typing)\.", "", ast.unparse(node))


def is_text(node):
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def early_use(nodes, names):
    """The contract's classes take their places below the answer: what it does while it loads would take its own for them."""
    for name in itertools.chain.from_iterable(map(names_at_load, nodes)):
        if name.id in names:
            wanted = "expected that in functions alone, or no declaration of it"
            return f"declares {name.id}, which exists already, and uses it as the module loads, {wanted} (line {name.lineno})"
    return None


def names_at_load(node):
    """The names that are looked up while a module loads: none in the bodies of functions, and none in hints."""
    if isinstance(node, ast.Name):
        yield node
    if isinstance(node, (ast.FunctionDef, ast.Lambda)):
        parts = [*getattr(node, "decorator_list", []), *node.args.defaults, *filter(None, node.args.kw_defaults)]
    elif isinstance(node, ast.AnnAssign):
        parts = filter(None, [node.target, node.value])
    else:
        parts = ast.iter_child_nodes(node)
    for part in parts:
        yield from names_at_load(part)
