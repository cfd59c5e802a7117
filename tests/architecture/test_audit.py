"""Every staff action is logged: an operation that requires a staff permission writes an audit entry."""

import ast
from pathlib import Path

import pytest

from accounts.permissions import ADMINISTRATOR, AUDITED, PARTNER_MANAGER, PERMISSIONS
from tests.architecture.sources import app_modules, name, tree
from tests.architecture.test_operations import operation_modules

STAFFS = {code for code, roles in PERMISSIONS.items() if roles & {PARTNER_MANAGER, ADMINISTRATOR}}
_STEP = "each step of a deal is noted where it is written (leads/deals/writing.py)"
_STRIPE = "follows what Stripe reports, with a row of its own; pays an order, which is noted there"
_DAY = "the day itself does it, or erase_deal, which notes it"
# path:function -> why it writes no audit entry itself
ALLOWED = {
    "activities/claims/operations/deciding.py:follow_retraction": "follows an activity taken back, which is noted",
    "clients/operations/disclosures.py:accept_rules": "the acceptance is a row of its own, with its person",
    "clients/operations/disclosures.py:view_contact": "each view is a row of its own log",
    "clients/operations/disclosures.py:view_key": "each view is a row of its own log",
    "clients/operations/seats.py:count_seats": "the day itself does it: called by the job only",
    "clients/operations/seats.py:recount_seats": "follows a refund or an exclusion, which is noted",
    "leads/deals/operations/daily.py:erase_deals": _DAY,
    "leads/deals/operations/daily.py:erase_old_deals": _DAY,
    "leads/deals/operations/deciding.py:agree_specialists": _STEP,
    "leads/deals/operations/deciding.py:approve_deal": _STEP,
    "leads/deals/operations/deciding.py:ask_about_deal": _STEP,
    "leads/deals/operations/deciding.py:decline_deal": _STEP,
    "leads/deals/operations/deciding.py:prolong_deal": _STEP,
    "leads/deals/operations/deciding.py:revoke_deal": _STEP,
    "leads/deals/operations/pricing.py:agree_price": _STEP,
    "leads/deals/operations/pricing.py:decline_price": _STEP,
    "leads/deals/operations/registering.py:add_deal_message": _STEP,
    "clients/operations/correcting.py:count_seats_again": "leave_out_licence, which it calls, notes it",
    "clients/operations/correcting.py:leave_out_seats": "leave_out_licence, which it calls, notes it",
    "clients/referral/operations/links.py:make_main_links": "the day itself does it: called by the job only",
    "clients/referral/operations/signing_up.py:note_first_payment": "follows a payment, which is noted",
    "clients/referral/operations/signing_up.py:report_sign_up": "a sign-up is a row of its own, linked or refused",
    "clients/referral/operations/visiting.py:erase_visits": "the day itself does it: called by the job only",
    "nfr/operations/claiming.py:claim_nfr": "the claim is a row of its own, with its person",
    "nfr/operations/ending.py:roll_back_due": "the day itself does it: called by the job only",
    "nfr/operations/keys.py:show_key": "each view is a row of its own log",
    "store/bonuses/operations/spending.py:expire_bonuses": "the day itself does it: called by the job only",
    "store/cards/operations/checkouts.py:follow": _STRIPE,
    "store/cards/operations/checkouts.py:follow_checkout": _STRIPE,
    "store/cards/operations/refunds.py:checkout_of": _STRIPE,
    "store/cards/operations/refunds.py:follow_dispute": _STRIPE,
    "store/cards/operations/refunds.py:follow_payment": _STRIPE,
    "store/cards/operations/refunds.py:queue_refunds": "follows the refund of an order, which is noted",
    "store/cards/operations/refunds.py:send_next_refund": "sends a refund of an order, which is noted",
    "store/invoices/operations.py:issue_invoice": "follows a payment, which is noted",
    "store/payments/operations.py:receive": "pays an order, which is noted there",
    "partners/measures/operations/partnership.py:end_partnership": "follows a termination, which is noted as such",
    "partners/measures/operations/partnership.py:resume_partnership": "follows an exception, which is noted as such",
}
# Staff permissions that only allow looking.
LOOKS = {"applications.view", "partners.view", "audit.view", "audit.export", "clients.view", "nfr.view", "reports.view"}


def test_every_staff_action_is_logged():
    modules = operation_modules()
    assert modules
    found = {error for path in modules for error in silent(tree(path), name(path))}
    assert "\n".join(sorted(found - set(ALLOWED))) == ""


def test_every_exception_still_exists():
    found = {error for path in operation_modules() for error in silent(tree(path), name(path))}
    assert set(ALLOWED) - found == set()


def test_every_permission_to_act_is_required_by_an_operation_that_logs_it():
    """Otherwise a permission would allow nothing, or a staff action would have no operation."""
    noted = {code for path in _domain() for code in permissions_in(tree(path))}
    assert STAFFS - LOOKS - noted == set()


def test_every_logged_action_has_a_description():
    assert set(AUDITED) == STAFFS - LOOKS


def test_an_operation_that_logs_nothing_is_found():
    text = 'def decide(*, actor):\n    require(actor, "partners.decide")\n    row.save()\n'
    assert silent(ast.parse(text), "here.py") == ["here.py:decide"]
    constant = 'P = "partners.decide"\ndef decide(*, actor):\n    require(actor, P)\n'
    assert silent(ast.parse(constant), "here.py") == ["here.py:decide"]
    through = 'def decide(*, actor):\n    _hold(actor)\ndef _hold(actor):\n    require(actor, "partners.decide")\n'
    assert silent(ast.parse(through), "here.py") == ["here.py:decide"]


def test_an_operation_that_logs_passes():
    text = 'def decide(*, actor):\n    require(actor, "partners.decide")\n    _told()\ndef _told():\n    note_act()\n'
    assert silent(ast.parse(text), "here.py") == []
    partners = 'def ask(*, actor):\n    require(actor, "trademarks.ask")\n'
    assert silent(ast.parse(partners), "here.py") == []


def test_entries_are_sentences_that_are_read_in_every_language():
    written = {f"{name(path)}:{line}" for path in _domain() for line in written_out(tree(path))}
    assert written == set()


@pytest.mark.parametrize("summary", ['f"Ended {row}"', '"Ended"', 'f"Ended {row}"[:400]', '"a" if b else f"c"'])
def test_a_text_in_one_language_is_found(summary):
    assert written_out(ast.parse(f"note_act(actor=actor, summary={summary})")) == [1]
    assert written_out(ast.parse('note_act(actor=actor, summary=sentence("Ended %(row)s", row=row))')) == []


def written_out(module: ast.Module) -> list[int]:
    """Lines of `note_act` with a text that is no sentence (accounts/sentences.py)."""
    calls = [node for node in ast.walk(module) if isinstance(node, ast.Call)]
    given = {
        call.lineno: keyword.value
        for call in calls
        if getattr(call.func, "id", "") == "note_act"
        for keyword in call.keywords
        if keyword.arg == "summary" and not (isinstance(keyword.value, ast.Call))
    }
    texts = (ast.JoinedStr, ast.Constant)
    return [line for line, value in given.items() if any(isinstance(node, texts) for node in ast.walk(value))]


def silent(module: ast.Module, where: str) -> list[str]:
    """The public operations that require a staff permission and log nothing, as "file:function"."""
    functions = {node.name: node for node in module.body if isinstance(node, ast.FunctionDef)}
    return [
        f"{where}:{code}"
        for code, function in functions.items()
        if not code.startswith("_")
        and permissions_in(reached := _reached(function, functions), module) & STAFFS
        and "note_act" not in _called(reached)
    ]


def permissions_in(*nodes: ast.AST) -> set[str]:
    """The permissions passed to `require` and `note_act`. Module constants are resolved.

    The last node is the module, in which the constants are looked up.
    """
    *inside, module = nodes
    constants = {
        target.id: assign.value.value
        for assign in ast.walk(module)
        if isinstance(assign, ast.Assign) and isinstance(assign.value, ast.Constant)
        for target in assign.targets
        if isinstance(target, ast.Name)
    }
    found = set()
    for call in (node for part in inside or [module] for node in ast.walk(part) if isinstance(node, ast.Call)):
        if getattr(call.func, "id", "") in ("require", "note_act"):
            for node in ast.walk(call):
                value = node.value if isinstance(node, ast.Constant) else constants.get(getattr(node, "id", ""))
                found |= {value} & PERMISSIONS.keys() if isinstance(value, str) else set()
    return found


def _domain() -> list[Path]:
    return [path for path in app_modules() if name(path).split("/")[0] != "portal"]


def _reached(function: ast.FunctionDef, functions: dict[str, ast.FunctionDef]) -> ast.Module:
    """The function and all functions of its module that it calls, directly or indirectly."""
    todo, seen = [function], {function.name}
    for node in todo:
        for code in sorted(_called(node) & functions.keys() - seen):
            seen.add(code)
            todo.append(functions[code])
    return ast.Module(body=list(todo), type_ignores=[])


def _called(node: ast.AST) -> set[str]:
    calls = [call.func for call in ast.walk(node) if isinstance(call, ast.Call)]
    return {getattr(func, "id", getattr(func, "attr", "")) for func in calls}
