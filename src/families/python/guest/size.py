"""The length of an answer in a form in which layout, comments, hints, imports and the length of names count for nothing."""

import ast
import io
import keyword
import tokenize

from millwright_guest.repeated import read_repeated


def normal_size(code, types):
    """Of two answers that do the same the one with less in it is shorter; the contract's own types are not in it."""
    try:
        text = bare(code, types)
    except (ValueError, RecursionError):
        text = code  # some formatted texts cannot be written anew, and some expressions are too deep for it
    return sum(map(size_of, tokenize.generate_tokens(io.StringIO(text).readline)))


def bare(code, types):
    tree = ast.parse(code)
    repeated, _ = read_repeated(tree, types)
    tree.body = [node for node in tree.body if node not in repeated and not isinstance(node, IMPORTS)]
    return ast.unparse(ast.fix_missing_locations(Bare().visit(tree)))


IMPORTS = (ast.Import, ast.ImportFrom)
LAYOUT = {tokenize.COMMENT, tokenize.NEWLINE, tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}


def size_of(token):
    if token.type in LAYOUT or token.string == ":":
        return 0
    return 1 if token.type == tokenize.NAME and not keyword.iskeyword(token.string) else len(token.string)


class Bare(ast.NodeTransformer):
    """Takes hints and texts that only document away."""

    def visit_arg(self, node):
        node.annotation = None
        return node

    def visit_AnnAssign(self, node):
        self.generic_visit(node)
        return ast.Assign([node.target], node.value) if node.value else ast.Expr(node.target)

    def visit_body(self, node):
        self.generic_visit(node)
        node.body = [part for part in node.body if not is_text(part)]
        return node

    visit_Module = visit_ClassDef = visit_body

    def visit_FunctionDef(self, node):
        node.returns = None
        return self.visit_body(node)


def is_text(node):
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
