"""Reads bank statements: CAMT.053, MT940, and CSV with a running balance."""

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from io import StringIO
from typing import Any

import mt940
from lxml import etree

from store.payments.rules import Booking, Statement, UnreadableStatement

CREDIT, BOOKED = "CRDT", "BOOK"
OPENING, CLOSING = ("OPBD", "PRCD"), ("CLBD",)
COLUMNS = ("account", "currency", "date", "amount", "balance", "text", "payer")


def read_statements(content: bytes) -> list[Statement]:
    """The statements in a file; its format is found by its content. Raises UnreadableStatement."""
    start = content.lstrip(b"\xef\xbb\xbf \r\n\t")[:200]
    try:
        if start.startswith(b"<"):
            found = list(_camt(content))
        elif b":20:" in start or start.startswith((b"{1:", b":")):
            found = list(_mt940(content))
        else:
            found = list(_csv(content.decode("utf-8-sig")))
    except UnreadableStatement:
        raise
    except (etree.XMLSyntaxError, UnicodeDecodeError, InvalidOperation, ValueError, KeyError, AttributeError) as error:
        raise UnreadableStatement(str(error)[:200]) from error
    if not found:
        raise UnreadableStatement("no statement")
    return found


def _camt(content: bytes) -> Iterator[Statement]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    root = etree.fromstring(content, parser)
    if root.getroottree().docinfo.doctype:
        raise UnreadableStatement("a document type is not allowed")
    for statement in _all(root, "Stmt"):
        balances = {_text(each, "Tp/CdOrPrtry/Cd"): each for each in _children(statement, "Bal")}
        opening = next((balances[code] for code in OPENING if code in balances), None)
        closing = next((balances[code] for code in CLOSING if code in balances), None)
        if opening is None or closing is None:
            raise UnreadableStatement("OPBD, CLBD")
        account = _text(statement, "Acct/Id/IBAN") or _text(statement, "Acct/Id/Othr/Id")
        entries = [each for each in _children(statement, "Ntry") if _state(each) == BOOKED]
        yield Statement(
            account=account.replace(" ", ""),
            currency=_one(closing, "Amt").get("Ccy", ""),
            opening=_signed(opening),
            closing=_signed(closing),
            bookings=[booking for entry in entries for booking in _bookings(entry)],
        )


def _bookings(entry: Any) -> Iterator[Booking]:
    """An entry; one for each of its payments when the bank booked several together and says how much each was."""
    on = date.fromisoformat((_text(entry, "BookgDt/Dt") or _text(entry, "BookgDt/DtTm"))[:10])
    whole, details = _signed(entry), list(_all(entry, "TxDtls"))
    sign = 1 if whole >= 0 else -1
    parts = [_text(each, "Amt") or _text(each, "AmtDtls/TxAmt/Amt") for each in details]
    if len(details) > 1 and all(parts) and sum(Decimal(each) for each in parts) == abs(whole):
        for each, part in zip(details, parts, strict=True):
            yield Booking(on, sign * Decimal(part), _remittance(each), _payer(each))
        return
    text = " ".join(filter(None, map(_remittance, details))) or _text(entry, "AddtlNtryInf")
    yield Booking(on, whole, text, next((found for each in details if (found := _payer(each))), ""))


def _state(entry: Any) -> str:
    return _text(entry, "Sts/Cd") or _text(entry, "Sts")


def _remittance(details: Any) -> str:
    words = [each.text or "" for each in _all(details, "Ustrd")]
    reference = _text(details, "RmtInf/Strd/CdtrRefInf/Ref")
    return " ".join(filter(None, [*words, reference]))


def _payer(details: Any) -> str:
    return _text(details, "RltdPties/Dbtr/Nm") or _text(details, "RltdPties/Dbtr/Pty/Nm")


def _signed(node: Any) -> Decimal:
    amount = Decimal(_text(node, "Amt"))
    return amount if _text(node, "CdtDbtInd") == CREDIT else -amount


def _all(node: Any, name: str) -> Iterator[Any]:
    return (each for each in node.iter("{*}" + name))


def _children(node: Any, name: str) -> list[Any]:
    return list(node.findall("{*}" + name))


def _one(node: Any, path: str) -> Any:
    return node.find("/".join("{*}" + part for part in path.split("/")))


def _text(node: Any, path: str) -> str:
    found = _one(node, path)
    return (found.text or "").strip() if found is not None else ""


def _mt940(content: bytes) -> Iterator[Statement]:
    text = content.decode("utf-8-sig", errors="strict") if _is_utf8(content) else content.decode("latin-1")
    for part in _messages(text):
        found = mt940.parse(part)
        opening, closing = found.data["final_opening_balance"], found.data["final_closing_balance"]
        account = str(found.data["account_identification"]).replace(" ", "")
        bookings = []
        for entry in found:
            data = entry.data
            words = " ".join(filter(None, [data.get("purpose"), data.get("additional_purpose")]))
            on = data.get("guessed_entry_date") or data["date"]
            said = words or data.get("transaction_details") or ""
            bookings.append(
                Booking(
                    date(on.year, on.month, on.day),
                    Decimal(data["amount"].amount),
                    said.replace("\n", " "),
                    (data.get("applicant_name") or "").replace("\n", " "),
                )
            )
        yield Statement(
            account=account,
            currency=closing.amount.currency,
            opening=Decimal(opening.amount.amount),
            closing=Decimal(closing.amount.amount),
            bookings=bookings,
        )


def _messages(text: str) -> list[str]:
    """The messages of a file: each begins with its field 20."""
    places = [n for n in range(len(text)) if text.startswith(":20:", n) and (n == 0 or text[n - 1] in "\r\n")]
    return [text[start:end] for start, end in zip(places, [*places[1:], len(text)], strict=True)]


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return True


def _csv(text: str) -> Iterator[Statement]:
    """One statement for each account and currency; ``balance`` is the balance after the entry."""
    delimiter = ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
    rows = list(csv.DictReader(StringIO(text), delimiter=delimiter))
    if not rows or set(COLUMNS[:-1]) - set(rows[0]):
        raise UnreadableStatement(", ".join(COLUMNS))
    grouped: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in rows:
        grouped.setdefault((row["account"].replace(" ", ""), row["currency"].strip()), []).append(row)
    for (account, currency), own in grouped.items():
        bookings, balance = [], None
        for place, row in enumerate(own, 1):
            amount, after = Decimal(row["amount"].strip()), Decimal(row["balance"].strip())
            if balance is not None and balance + amount != after:
                raise UnreadableStatement(f"{account} {currency} {place}: {balance} + {amount} ≠ {after}")
            balance = after
            day = date.fromisoformat(row["date"].strip())
            bookings.append(Booking(day, amount, row["text"].strip(), (row.get("payer") or "").strip()))
        first = Decimal(own[0]["balance"].strip()) - bookings[0].amount
        yield Statement(account, currency, first, Decimal(own[-1]["balance"].strip()), bookings)
