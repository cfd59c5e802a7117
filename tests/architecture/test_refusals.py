"""Operations explain refusals in the reader's language. Code tells refusals apart by class, not by text."""

import ast

import pytest

from tests.architecture.sources import app_modules, name, tree

# Names under which operations collect problems before they refuse.
COLLECTED = {"problems", "found", "wrong"}


def refusals(trees):
    """The names of all direct and indirect subclasses of Refused."""
    bases = {
        node.name: {base.id for base in node.bases if isinstance(base, ast.Name)}
        for found in trees
        for node in ast.walk(found)
        if isinstance(node, ast.ClassDef)
    }
    known = {"Refused"}
    while more := {child for child, parents in bases.items() if parents & known} - known:
        known |= more
    return known


def is_plain(node):
    """Whether this is a literal text without translation, including f-strings, formatting and concatenation."""
    match node:
        case ast.Constant():
            return isinstance(node.value, str) and node.value != ""
        case ast.JoinedStr():
            return True
        case ast.BinOp():
            return is_plain(node.left) or (isinstance(node.op, ast.Add) and is_plain(node.right))
        case ast.IfExp():
            return is_plain(node.body) or is_plain(node.orelse)
        case ast.Call(func=ast.Attribute(value=value, attr="format")):
            return is_plain(value)
        case ast.Dict():
            return any(is_plain(value) for value in node.values)
        case ast.DictComp():
            return is_plain(node.value)
    return False


def plain_texts(found, known):
    """The lines on which a refusal or a collected problem has an untranslated text."""
    for node in ast.walk(found):
        match node:
            case ast.Call(func=ast.Name(id=called), args=[said, *_]) if called in known and is_plain(said):
                yield node.lineno
            case ast.Assign(targets=[ast.Subscript(value=ast.Name(id=where))], value=said) if where in COLLECTED:
                if is_plain(said):
                    yield node.lineno
            case ast.AugAssign(target=ast.Name(id=where), value=said) if where in COLLECTED and is_plain(said):
                yield node.lineno


def test_every_refusal_is_translated():
    trees = {path: tree(path) for path in app_modules()}
    known = refusals(trees.values())
    assert len(known) > 20
    # Commands print import problems for the server's administrator, so they stay untranslated.
    read_by_users = [path for path in trees if not name(path).startswith(("importing/", "programs/definition/"))]
    assert [f"{name(path)}:{line}" for path in read_by_users for line in plain_texts(trees[path], known)] == []


@pytest.mark.parametrize(
    "source",
    [
        'raise Late("Too late.")',
        'raise Late({"on": "Too late."})',
        'raise Late({"on": f"{day} has passed."})',
        'raise Late({"on": "%s has passed." % day})',
        'raise Late({"on": "{} has passed.".format(day)})',
        'raise Late({"on": _("Too late.") if day else "Say when."})',
        'raise Late({name: "Not asked for." for name in names})',
        'late = Late({"on": "Too late."})',
        'problems["on"] = "Too late."',
        'found |= {"on": "Too late."}',
    ],
)
def test_an_untranslated_text_is_found(source):
    found = ast.parse(f"class Soon(Refused): ...\nclass Late(Soon): ...\n{source}\n")
    assert list(plain_texts(found, refusals([found]))) == [3]


@pytest.mark.parametrize(
    "source",
    [
        'raise Late({"": _("Too late.")})',
        'raise Late({"on": _("%(day)s has passed.") % {"day": day}})',
        'raise ValueError("Nobody reads this.")',
        'raise Late({"on": " ".join(said)})',
        "raise Late(problems)",
        'cells["on"] = "Too late."',
    ],
)
def test_a_translated_text_passes(source):
    found = ast.parse(f"class Late(Refused): ...\n{source}\n")
    assert list(plain_texts(found, refusals([found]))) == []


def told_by_text(found):
    """The lines on which code searches a caught error for words."""
    caught = {node.name for node in ast.walk(found) if isinstance(node, ast.ExceptHandler) and node.name}
    for node in ast.walk(found):
        match node:
            case ast.Compare(
                ops=[ast.In() | ast.NotIn()], comparators=[ast.Call(func=ast.Name(id="str"), args=[said])]
            ):
                if any(isinstance(part, ast.Name) and part.id in caught for part in ast.walk(said)):
                    yield node.lineno


def test_no_code_checks_the_text_of_an_error():
    assert [f"{name(path)}:{line}" for path in app_modules() for line in told_by_text(tree(path))] == []


@pytest.mark.parametrize("asked", ['"cap" in str(error)', '"cap" not in str(error)', "word in str(error.__cause__)"])
def test_checking_the_text_of_an_error_is_found(asked):
    found = ast.parse(f"try:\n    store()\nexcept OSError as error:\n    if {asked}:\n        raise\n")
    assert list(told_by_text(found)) == [4]
