"""Texts that differ from a code by one small fault each, as authors make them."""

import ast
import builtins
import collections
import hashlib

from millwright_guest.repeated import read_repeated


def mutants_of(code, types, count):
    """Up to `count`, the same for the same code. Some behave as the code does; whether they do cannot be decided."""
    tree = ast.parse(code)
    # A copy of the contract's own type has no say in what the code does: the type itself takes its place.
    repeated, _ = read_repeated(tree, types)
    bound = bindings(tree)
    edits = [edit for node in nodes(tree, repeated) for edit in edits_of(node, bound)]
    order = sorted(range(len(edits)), key=lambda place: hashlib.sha256(f"{place}\n{code}".encode()).digest())
    texts = [text(tree)]
    for place in order:
        mutant = edited(tree, *edits[place])
        if mutant is not None and mutant not in texts:
            texts.append(mutant)
        if len(texts) > count:
            break
    return texts[1:]


def edited(tree, owner, key, replacement):
    """The text with something else in one place, and the tree as it was; None where that is no code."""
    before, owner[key] = owner[key], replacement
    try:
        mutant = text(tree)
        compile(mutant, "mutant", "exec")
        return mutant
    except (SyntaxError, ValueError, RecursionError):
        return None
    finally:
        owner[key] = before


def text(tree):
    return ast.unparse(ast.fix_missing_locations(tree))


def nodes(node, without):
    """All that runs: hints do not, nor what documents; how a function is wrapped is left alone."""
    if node in without or is_text(node):
        return
    yield node
    for _, value in parts(node):
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, ast.AST):
                yield from nodes(part, without)


def parts(node):
    return [(name, value) for name, value in ast.iter_fields(node) if name not in ("annotation", "returns", "decorator_list")]


def is_text(node):
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def bindings(tree):
    """How often each name is bound."""
    bound = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    taken = [node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)]
    return collections.Counter([*bound, *taken])


def edits_of(node, bound):
    """What may stand in place of something: the list or the fields that hold it, where in them, and what."""
    fields = vars(node)
    for name, value in parts(node):
        if isinstance(value, list):
            for place, part in enumerate(value):
                for other in others(part, bound):
                    yield value, place, other
        else:
            for other in others(value, bound):
                yield fields, name, other
    if isinstance(node, (ast.If, ast.IfExp)):
        yield fields, "test", negated(node.test)
    if isinstance(node, ast.If) and node.orelse:
        yield fields, "orelse", []
    if isinstance(node, ast.Return) and node.value is not None:
        yield fields, "value", ast.Constant(None)
    if isinstance(node, ast.comprehension):
        yield from ((node.ifs, place, negated(test)) for place, test in enumerate(node.ifs))


def others(node, bound):
    kind = type(node)
    if kind in OPERATORS:
        yield from (other() for other in OPERATORS[kind])
    elif kind is ast.Constant:
        yield from constants(node.value)
    elif kind is ast.UnaryOp and isinstance(node.op, (ast.USub, ast.Not)):
        yield node.operand
    elif kind is ast.Call:
        yield from calls(node, bound)
    elif kind is ast.Slice:
        yield from slices(node)
    elif isinstance(node, ast.stmt):
        yield from statements(node, bound)


def constants(value):
    if type(value) is bool:
        yield ast.Constant(not value)
    elif type(value) in (int, float):
        yield from (number(value + 1), number(value - 1))
    elif type(value) is str:
        yield ast.Constant("" if value else "mutant")


def number(value):
    return ast.UnaryOp(ast.USub(), ast.Constant(-value)) if value < 0 else ast.Constant(value)


def calls(node, bound):
    """A related function or method; a range that begins or ends one off; the other end of a list."""
    function, args = node.func, node.args
    if isinstance(function, ast.Name) and function.id not in bound and hasattr(builtins, function.id):
        for other in FUNCTIONS.get(function.id, ()):
            yield ast.Call(ast.Name(other, ast.Load()), args, node.keywords)
        if function.id == "range":
            for place, limit in enumerate(args[:2]):
                for one_off in off_by_one(limit):
                    yield ast.Call(function, [*args[:place], one_off, *args[place + 1 :]], node.keywords)
    elif isinstance(function, ast.Attribute):
        for other in METHODS.get(function.attr, ()):
            yield ast.Call(ast.Attribute(function.value, other, ast.Load()), args, node.keywords)
        if function.attr == "append" and len(args) == 1:
            yield ast.Call(ast.Attribute(function.value, "insert", ast.Load()), [ast.Constant(0), *args], [])
        if function.attr == "pop" and not args:
            yield ast.Call(function, [ast.Constant(0)], [])


def slices(node):
    for lower in off_by_one(node.lower):
        yield ast.Slice(lower, node.upper, node.step)
    for upper in off_by_one(node.upper):
        yield ast.Slice(node.lower, upper, node.step)


def off_by_one(limit):
    """A limit that is a constant is one off already by the constant's own mutants."""
    if limit is None or isinstance(getattr(limit, "operand", limit), (ast.Constant, ast.Starred)):
        return
    yield ast.BinOp(limit, ast.Add(), ast.Constant(1))
    yield ast.BinOp(limit, ast.Sub(), ast.Constant(1))


def statements(node, bound):
    """Left out, unless a name would then be bound nowhere: that fails on every input."""
    if isinstance(node, (ast.Expr, ast.AugAssign, ast.Delete, ast.Raise, ast.Break, ast.Continue)) and not is_text(node):
        yield ast.Pass()
    if isinstance(node, ast.Assign):
        names = [part.id for target in node.targets for part in ast.walk(target) if is_bound(part)]
        if all(bound[name] > 1 for name in names):
            yield ast.Pass()
    if isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Add):
        yield ast.Assign([node.target], node.value)


def is_bound(node):
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)


def negated(test):
    return ast.UnaryOp(ast.Not(), test)


OPERATORS = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div,),
    ast.Div: (ast.Mult, ast.FloorDiv),
    ast.FloorDiv: (ast.Mult, ast.Div),
    ast.Mod: (ast.Mult,),
    ast.Pow: (ast.Mult,),
    ast.BitAnd: (ast.BitOr,),
    ast.BitOr: (ast.BitAnd,),
    ast.LShift: (ast.RShift,),
    ast.RShift: (ast.LShift,),
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
}

FUNCTIONS = {
    "any": ("all",),
    "all": ("any",),
    "min": ("max",),
    "max": ("min",),
    "sorted": ("list",),
    "reversed": ("list",),
}


def both_ways(*pairs):
    return {name: (other,) for pair in pairs for name, other in (pair, pair[::-1])}


METHODS = both_ways(
    ("startswith", "endswith"),
    ("find", "rfind"),
    ("upper", "lower"),
    ("lstrip", "rstrip"),
    ("floor", "ceil"),
    ("keys", "values"),
    ("appendleft", "append"),
    ("popleft", "pop"),
    ("union", "intersection"),
    ("bisect_left", "bisect_right"),
    ("partition", "rpartition"),
    ("ljust", "rjust"),
)
METHODS["strip"] = ("lstrip", "rstrip")
