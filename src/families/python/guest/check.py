"""Reads an answer without running it: its syntax, its signature, and what it may not touch."""

import ast
import builtins
import importlib
import symtable

from millwright_guest.hints import normal
from millwright_guest.repeated import read_repeated


def check(code, contract):
    """What is wrong with an answer, as a pair of red flag and detail; None when nothing is."""
    try:
        tree = ast.parse(code)
        table = symtable.symtable(code, "answer.py", "exec")
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        return "does-not-compile", f"line {line}: {getattr(error, 'msg', error)}"
    repeated, fault = read_repeated(tree, contract["types"])
    if fault:
        return "forbidden", fault
    # They are the contract's own, and need no further check: the rest is judged as if it stood alone.
    tree.body = [node for node in tree.body if node not in repeated]
    return (
        layout(tree, contract)
        or flagged("forbidden", Forbidden().first(tree))
        or signature(tree, contract)
        or unknown_names(table, contract, contract["given"] if repeated else [])
    )


def flagged(red_flag, detail):
    return detail and (red_flag, detail)


# ---- what stands at the top ----


def layout(tree, contract):
    for at, node in enumerate(tree.body):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and at == 0:
            continue
        if isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if all(isinstance(target, ast.Name) for target in targets):
                continue
        if not isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)):
            what = "async def" if isinstance(node, ast.AsyncFunctionDef) else "a statement outside of functions"
            return "forbidden", f"{what} (line {node.lineno})"
        if getattr(node, "name", None) in contract["taken"]:
            return "forbidden", f"declares {node.name}, which exists already (line {node.lineno})"
    return None


# ---- the signature ----


def signature(tree, contract):
    wanted = ast.parse(f"def {contract['signature']}: ...").body[0]
    found = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == contract["name"]]
    if not found:
        return "does-not-compile", f"found no function {contract['name']} at the top, expected it"
    node = found[-1]
    if outline(node) == outline(wanted) and hints_agree(node, wanted):
        return None
    return "does-not-compile", f"found {shown(node)}, expected {shown(wanted)}"


def outline(node):
    """Names and kinds of the parameters, and their defaults."""
    args = node.args
    named = [[part.arg for part in parts] for parts in (args.posonlyargs, args.args, args.kwonlyargs)]
    stars = [part and part.arg for part in (args.vararg, args.kwarg)]
    defaults = [part and ast.dump(part) for part in (*args.defaults, *args.kw_defaults)]
    return named, stars, defaults


def hints_agree(node, wanted):
    pairs = zip(hints(node), hints(wanted))
    return all(found is None or normal(found) == normal(expected) for found, expected in pairs)


def hints(node):
    args = node.args
    parts = [*args.posonlyargs, *args.args, *args.kwonlyargs, args.vararg, args.kwarg]
    return [part and part.annotation for part in parts] + [node.returns]


def shown(node):
    returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    return f"def {node.name}({ast.unparse(node.args)}){returns}"


# ---- names ----


def unknown_names(table, contract, given):
    known = {*table.get_identifiers(), *contract["taken"], *given, *dir(builtins)}
    # Hints are never evaluated, so a name that stands in hints alone is none that has to exist.
    unknown = sorted(name for name in names_in(table) if name not in known and name not in HINT_NAMES)
    return flagged("does-not-compile", unknown and f"name '{unknown[0]}' is not defined")


HINT_NAMES = {"Any", "Optional", "Union", "List", "Dict", "Set", "Tuple", "Iterable", "Iterator", "Sequence", "Callable", "Mapping", "Generator", "Literal", "FrozenSet", "Deque", "DefaultDict", "Counter"}


def names_in(table):
    for symbol in table.get_symbols():
        if symbol.is_referenced() and symbol.is_global():
            yield symbol.get_name()
    for child in table.get_children():
        yield from names_in(child)


# ---- what an answer may not touch ----

SAFE_MODULES = (
    "abc bisect cmath collections collections.abc copy dataclasses datetime decimal enum fractions functools heapq itertools json math "
    "numbers operator re statistics string textwrap typing unicodedata"
).split()

UNSAFE_MEMBERS = {
    "operator": {"attrgetter", "methodcaller"},
    "string": {"Formatter"},
    "typing": {"get_type_hints", "ForwardRef", "evaluate_forward_ref"},
    "dataclasses": {"make_dataclass"},
    "json": {"dump", "load"},
}

UNSAFE_NAMES = set(
    "exec eval compile open input print breakpoint help exit quit globals locals vars dir getattr setattr delattr id "
    "copyright credits license memoryview".split()
)

UNSAFE_ATTRIBUTES = set(
    "gi_frame gi_code gi_yieldfrom cr_frame cr_code cr_await ag_frame ag_code tb_frame tb_next f_back f_globals f_locals f_builtins "
    "f_code now today utcnow mro".split()
)

SAFE_DUNDERS = {
    f"__{name}__"
    for name in (
        "init post_init lt le gt ge eq ne hash repr str len iter next contains getitem setitem delitem call bool add sub mul "
        "truediv floordiv mod neg abs radd rsub rmul enter exit slots missing int float index reversed"
    ).split()
}


def members_of(module):
    """What a module offers: without the modules that it has imported for itself."""
    loaded = importlib.import_module(module)
    names = getattr(loaded, "__all__", None) or [name for name in dir(loaded) if not name.startswith("_")]
    kinds = {name: type(getattr(loaded, name, None)).__name__ for name in names}
    return {name for name in names if kinds[name] != "module"} - UNSAFE_MEMBERS.get(module, set())


class Forbidden:
    """Finds the first thing that an answer may not touch, with its line."""

    def __init__(self):
        self.modules = {}
        self.own = set()

    def first(self, tree):
        self.own = {
            node.id if isinstance(node, ast.Name) else node.arg if isinstance(node, ast.arg) else node.name
            for node in ast.walk(tree)
            if isinstance(node, (ast.arg, ast.FunctionDef, ast.ClassDef))
            or isinstance(node, ast.Name)
            and isinstance(node.ctx, ast.Store)
        }
        for node in ast.walk(tree):
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                found = self.imported(node)
                if found:
                    return f"{found} (line {node.lineno})"
        held = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        for node in ast.walk(tree):
            found = self.syntax(node) or self.attribute(node) or self.name(node, held)
            if found:
                return f"{found} (line {getattr(node, 'lineno', '?')})"
        return None

    def imported(self, node):
        if isinstance(node, ast.Import):
            for part in node.names:
                if part.name not in SAFE_MODULES:
                    return f"import of {part.name}"
                self.modules[part.asname or part.name.split(".")[0]] = part.name if part.asname else part.name.split(".")[0]
            return None
        if node.level or node.module not in SAFE_MODULES:
            return f"import of {'.' * node.level}{node.module or ''}"
        for part in node.names:
            submodule = f"{node.module}.{part.name}"
            if submodule in SAFE_MODULES:
                self.modules[part.asname or part.name] = submodule
            elif part.name not in members_of(node.module):
                return f"import of {part.name} from {node.module}"
        return None

    def syntax(self, node):
        if isinstance(node, (ast.AsyncFunctionDef, ast.Await, ast.AsyncFor, ast.AsyncWith)):
            return "async code"
        if isinstance(node, ast.Global):
            return "global"
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and is_dunder(node.name) and node.name not in SAFE_DUNDERS:
            return f"def {node.name}"
        if isinstance(node, ast.ClassDef) and node.keywords:
            return f"a class made by {node.keywords[0].arg or '**'}"
        return None

    def attribute(self, node):
        if not isinstance(node, ast.Attribute):
            return None
        if node.attr in UNSAFE_ATTRIBUTES or is_dunder(node.attr) and node.attr not in SAFE_DUNDERS:
            return f".{node.attr}"
        module = self.module_named(node.value)
        if module is None:
            return None
        if f"{module}.{node.attr}" in SAFE_MODULES and isinstance(node.ctx, ast.Load):
            return None
        if not isinstance(node.ctx, ast.Load) or node.attr not in members_of(module):
            return f"{module}.{node.attr}"
        return None

    def module_named(self, node):
        if isinstance(node, ast.Name):
            return self.modules.get(node.id)
        if isinstance(node, ast.Attribute):
            outer = self.module_named(node.value)
            name = f"{outer}.{node.attr}"
            return name if outer and name in SAFE_MODULES else None
        return None

    def name(self, node, held):
        if not isinstance(node, ast.Name):
            return None
        if is_dunder(node.id) and node.id not in SAFE_DUNDERS:
            return node.id
        if node.id in self.modules and (id(node) not in held or not isinstance(node.ctx, ast.Load)):
            return f"the module {node.id} as a value"
        if node.id in UNSAFE_NAMES and node.id not in self.own:
            return node.id
        return None


def is_dunder(name):
    return name.startswith("__") and name.endswith("__")
