"""Makes calls of a function from its hints, with Hypothesis: always the same ones for the same request."""

import ast
import collections
import itertools
import json
import re

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

OTHER_WORDS = ["cat", "Dog", "ee", "apple", "the"]
DEFAULT_TEXTS = ["a", "b", "ab", "hello", "Hello World", "a bb a", "the cat sat", "x1"]
DEEPEST = 5


def generate(request):
    """JSON of source texts of calls, up to `count`, the first `edges` of them edge cases."""
    name, parameters = request["name"], request["parameters"]
    if not parameters:
        return json.dumps([f"{name}()"])
    make = Values(vocabulary(request["known"]), mentioned_in(request["mentioned"]))
    plausible = drawn(make.arguments(parameters), request["seed"], request["count"] * 3)
    edges = edge_arguments([make.edges(parameter["hint"]) for parameter in parameters], plausible, parameters)
    calls = [call(name, parts) for parts in (*itertools.islice(edges, request["edges"]), *plausible)]
    return json.dumps(list(dict.fromkeys(calls))[: request["count"]])


def call_strategy(request):
    """A strategy of single calls, which Hypothesis can shrink."""
    make = Values(vocabulary(request["known"]), mentioned_in(request["mentioned"]))
    return make.arguments(request["parameters"]).map(lambda parts: call(request["name"], parts))


LEFT_OUT = ""


def written(parameter, values):
    texts = values.map(lambda text: named(parameter, text))
    return st.one_of(st.just(LEFT_OUT), texts) if parameter["optional"] else texts


def named(parameter, text):
    return f"{parameter['name']}={text}" if parameter["optional"] else text


def call(name, parts):
    return f"{name}({', '.join(part for part in parts if part != LEFT_OUT)})"


def drawn(strategy, number, count):
    found = []

    @seed(number)
    @settings(
        max_examples=count,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def collect(value):
        found.append(value)

    collect()
    unique = list(dict.fromkeys(found))
    # Hypothesis often varies what it has just made: what stands far apart is less alike.
    return [part for start in range(APART) for part in unique[start::APART]]


APART = 3


def edge_arguments(edges, plausible, parameters):
    """Each edge of each parameter once, the others plausible, taking turns so that no parameter is left out."""
    count = 0
    for rank in range(max(len(texts) for texts in edges)):
        for position, texts in enumerate(edges):
            if rank < len(texts):
                parts = list(plausible[count % len(plausible)])
                parts[position] = named(parameters[position], texts[rank])
                count += 1
                yield tuple(parts)


def vocabulary(calls):
    """The texts and numbers that some calls hold."""
    return [value for value in literals_in(calls, lambda _: False) if not isinstance(value, str) or len(value) <= 500]


def mentioned_in(codes):
    """The texts and numbers of codes that inputs can be made of: short texts, since verifiers are shown the inputs, none that
    documents or is an error's message, and no numbers so large that code which counts to them takes long."""
    values = literals_in(codes, lambda node: isinstance(node, ast.Raise) or is_document(node))
    return [value for value in values if (0 < len(value) <= 40 if isinstance(value, str) else is_small(value))]


def is_small(value):
    return type(value) in (int, float) and abs(value) <= 10_000


def is_document(node):
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def literals_in(sources, is_left_out):
    nodes = [node for source in sources for node in nodes_of(ast.parse(source.strip()), is_left_out)]
    values = [node.value for node in nodes if isinstance(node, ast.Constant)]
    values += [-node.operand.value for node in nodes if is_negative(node)]
    return [value for _, value in dict.fromkeys((type(value), value) for value in values)]


def nodes_of(tree, is_left_out):
    waiting = collections.deque([tree])
    while waiting:
        node = waiting.popleft()
        if not is_left_out(node):
            waiting.extend(ast.iter_child_nodes(node))
            yield node


def is_negative(node):
    return (
        isinstance(node, ast.UnaryOp)
        and isinstance(node.op, ast.USub)
        and isinstance(node.operand, ast.Constant)
        and type(node.operand.value) in (int, float)
    )


class Values:
    """Strategies of source texts for hints; plausible ones are made of a vocabulary."""

    def __init__(self, known, mentioned=()):
        self.mentioned_texts = [value for value in mentioned if type(value) is str]
        self.mentioned_integers = [value for value in mentioned if type(value) is int]
        self.texts = [value for value in known if type(value) is str] or DEFAULT_TEXTS
        self.words = [word for text in self.texts for word in re.split(r"[\W_]+", text) if 0 < len(word) <= 40] or ["a", "b"]
        self.integers = [value for value in known if type(value) is int]
        self.floats = [float(value) for value in known if type(value) in (int, float)]

    def arguments(self, parameters):
        return st.tuples(*(written(parameter, self.of(parameter["hint"])) for parameter in parameters))

    def of(self, hint, depth=0):
        if depth > DEEPEST:
            return st.nothing()
        return getattr(self, "of_" + hint["kind"])(hint, depth + 1)

    def edges(self, hint):
        """A few texts in a fixed order, for the outermost type only."""
        word = repr(self.words[0])
        kind = hint["name"] if hint["kind"] == "scalar" else hint["kind"]
        fixed = {
            "int": ["0", "1", "-1", "2"],
            "float": ["0.0", "1.0", "-1.5", "1e10"],
            "str": ["''", word, f"' {self.words[0]} '".replace("\\", ""), repr("é😀")],
            "bool": ["True", "False"],
            "list": ["[]"],
            "sequence": ["[]"],
            "iterator": ["[]"],
            "dict": ["{}"],
            "set": ["set()"],
            "frozenset": ["frozenset()"],
            "deque": ["deque()"],
        }
        if kind == "union":
            return [text for option in hint["options"] for text in self.edges(option)[:2]]
        if kind in ("list", "sequence", "iterator"):
            last = self.edges(hint["item"])[-1:]
            return ["[]", *(text for inner in last for text in (f"[{inner}]", f"[{inner}, {inner}]"))]
        return fixed.get(kind, ["None"] if kind == "None" else [])

    def of_scalar(self, hint, _):
        return getattr(self, f"scalar_{hint['name']}".lower())()

    def scalar_int(self):
        small = st.integers(0, 12), st.integers(-10, 10), st.integers(0, 1000)
        near = [st.sampled_from(self.integers), st.sampled_from(self.integers).flatmap(lambda n: st.integers(n - 2, n + 2))]
        mentioned = [st.sampled_from(self.mentioned_integers).flatmap(lambda n: st.integers(n - 1, n + 1))] if self.mentioned_integers else []
        return st.one_of(*small, *(near if self.integers else []), *mentioned).map(repr)

    def scalar_float(self):
        some = st.sampled_from([0.5, 1.5, 2.25, -1.5, 0.1, -0.0, 1e-9, *self.floats])
        return st.one_of(some, st.integers(-10, 100).map(float), st.floats(-1000, 1000, width=16)).map(repr)

    def scalar_str(self):
        token = st.one_of(
            st.sampled_from(self.words), st.sampled_from([*self.words, *OTHER_WORDS]), st.sampled_from(self.words).map(str.upper)
        )
        gaps = [gap for text in self.texts for gap in re.findall(r"(?<=\w)\W{1,3}(?=\w)", text)] or ["", "", " "]
        recombined = st.builds(lambda parts, gap: gap.join(parts), st.lists(token, min_size=1, max_size=6), st.sampled_from(gaps))
        letters = st.text("".join(dict.fromkeys("".join(self.texts) + "aB1 ")), max_size=10)
        edited_some = edited_texts(self.texts, self.mentioned_texts)
        mentioned = [st.sampled_from(self.mentioned_texts)] if self.mentioned_texts else []
        return st.one_of(st.sampled_from(self.texts), recombined, edited_some, letters, st.text(max_size=4), *mentioned).map(repr)

    def scalar_bool(self):
        return st.sampled_from(["True", "False"])

    def scalar_none(self):
        return st.just("None")

    def scalar_bytes(self):
        return st.binary(max_size=8).map(repr)

    def scalar_bytearray(self):
        return st.binary(max_size=8).map(lambda value: f"bytearray({value!r})")

    def scalar_complex(self):
        return st.builds(lambda a, b: repr(complex(a, b)), st.integers(-3, 3), st.integers(-3, 3))

    def scalar_decimal(self):
        return st.builds(lambda n, places: f"Decimal('{n / 10**places:.{places}f}')", st.integers(-9999, 9999), st.integers(0, 2))

    def scalar_fraction(self):
        return st.builds(lambda a, b: f"Fraction({a}, {b})", st.integers(-12, 12), st.integers(1, 12))

    def scalar_date(self):
        return st.dates().map(lambda day: f"date({day.year}, {day.month}, {day.day})")

    def scalar_datetime(self):
        return st.datetimes().map(lambda at: f"datetime({at.year}, {at.month}, {at.day}, {at.hour}, {at.minute}, {at.second})")

    def scalar_time(self):
        return st.times().map(lambda at: f"time({at.hour}, {at.minute}, {at.second})")

    def scalar_timedelta(self):
        return st.integers(-(10**6), 10**6).map(lambda seconds: f"timedelta(seconds={seconds})")

    def of_any(self, *_):
        return st.sampled_from(["0", "1", "'a'", "True", "None", "[]", "{}"])

    def of_literal(self, hint, _):
        return st.sampled_from([repr(value) for value in hint["values"]])

    def of_union(self, hint, depth):
        return st.one_of(*(self.of(option, depth) for option in hint["options"]))

    def listed(self, item, depth, **options):
        inner = self.of(item, depth)
        return st.just([]) if inner.is_empty else st.lists(inner, max_size=6, **options)

    def of_list(self, hint, depth):
        return self.listed(hint["item"], depth).map(bracketed)

    of_sequence = of_iterator = of_list

    def of_deque(self, hint, depth):
        return self.of_list(hint, depth).map(lambda text: f"deque({text})")

    def of_set(self, hint, depth):
        return self.listed(hint["item"], depth, unique=True).map(lambda parts: f"{{{', '.join(parts)}}}" if parts else "set()")

    def of_frozenset(self, hint, depth):
        return self.listed(hint["item"], depth, unique=True).map(lambda parts: f"frozenset({bracketed(parts)})")

    def of_tuple(self, hint, depth):
        if hint.get("items") is None:
            return self.listed(hint["item"], depth).map(parenthesised)
        return st.tuples(*(self.of(part, depth) for part in hint["items"])).map(parenthesised)

    def of_dict(self, hint, depth):
        entry = st.tuples(self.of(hint["key"], depth), self.of(hint["value"], depth))
        if entry.is_empty:
            return st.just("{}")
        entries = st.lists(entry, max_size=4, unique_by=lambda pair: pair[0])
        return entries.map(lambda pairs: f"{{{', '.join(f'{key}: {value}' for key, value in pairs)}}}")

    def of_class(self, hint, depth):
        if hint["form"] == "Enum":
            return st.sampled_from([f"{hint['name']}.{member}" for member in hint["members"]])
        fields = {name: self.of(of, depth) for name, of in hint["fields"].items()}
        if hint["form"] == "TypedDict":
            made = {name: st.one_of(st.just(None), values) if name in hint["optional"] else values for name, values in fields.items()}
            return st.fixed_dictionaries(made).map(as_dict)
        make = lambda parts: f"{hint['name']}({', '.join(f'{name}={text}' for name, text in parts.items())})"
        return st.fixed_dictionaries(fields).map(make)


def edited_texts(texts, others=()):
    """Texts that differ from known ones by one or two small edits: a piece twice, left out, moved, in other letters, or in another's
    place; what is put in is a piece of them, or one of the others."""
    known = [text for text in texts if text]
    if not known:
        return st.just("")
    pool = st.sampled_from(list(dict.fromkeys([*(piece for text in known for piece in pieces_of(text)), *others])))
    edits = st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 1_000), pool), min_size=1, max_size=2)
    return st.builds(edited, st.sampled_from(known), edits)


def edited(text, edits):
    pieces = pieces_of(text)
    for edit, place, other in edits:
        pieces = edit(pieces, place % len(pieces), other) if pieces else [other]
    return "".join(pieces)


EDITS = [
    lambda pieces, at, _: [*pieces[:at], pieces[at], *pieces[at:]],
    lambda pieces, at, _: [*pieces[:at], *pieces[at + 1 :]],
    lambda pieces, at, other: [*pieces[:at], other, *pieces[at:]],
    lambda pieces, at, other: [*pieces[:at], other, *pieces[at + 1 :]],
    lambda pieces, at, _: [*reversed(pieces[:at]), *pieces[at:]],
    lambda pieces, at, _: [*pieces[:at], pieces[at].swapcase(), *pieces[at + 1 :]],
]


def pieces_of(text):
    """Words and single signs; of a text that is one word its letters."""
    pieces = re.findall(r"\w+|\W", text)
    return pieces if len(pieces) > 1 else list(text)


def as_dict(parts):
    return f"{{{', '.join(f'{name!r}: {text}' for name, text in parts.items() if text is not None)}}}"


def bracketed(parts):
    return f"[{', '.join(parts)}]"


def parenthesised(parts):
    return f"({parts[0]},)" if len(parts) == 1 else f"({', '.join(parts)})"
