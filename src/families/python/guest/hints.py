"""Writes type hints in one way, so that equal ones are equal texts."""

import ast


def normal(node):
    """One text for the ways in which a type may be written: List[int] and list[int], Optional[int] and int | None."""
    if node is None:
        return None
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        try:
            return normal(ast.parse(node.value, mode="eval").body)
        except SyntaxError:
            return node.value
    if isinstance(node, ast.Attribute):
        return normal(ast.Name(node.attr))
    if isinstance(node, ast.Name):
        return OLD_NAMES.get(node.id, node.id)
    if isinstance(node, ast.BinOp):
        return union([node.left, node.right])
    if isinstance(node, ast.Subscript):
        base = normal(node.value)
        inner = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        if base == "Optional":
            return union([*inner, ast.Constant(None)])
        if base == "Union":
            return union(inner)
        return f"{base}[{', '.join(normal(part) for part in inner)}]"
    if isinstance(node, ast.List):
        return f"[{', '.join(normal(part) for part in node.elts)}]"
    return ast.unparse(node)


def union(parts):
    return " | ".join(sorted({text for part in parts for text in normal(part).split(" | ")}))


OLD_NAMES = {"List": "list", "Dict": "dict", "Set": "set", "FrozenSet": "frozenset", "Tuple": "tuple", "Deque": "deque"}
