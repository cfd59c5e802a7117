"""Bank statements for tests, in every format."""

from datetime import date

IBAN = "CY17002001280000001200527600"
ON = date(2026, 3, 2)


def camt(*entries, opening="1000.00", closing=None, account=IBAN):
    """A CAMT.053 statement of (amount, text) entries."""
    total = sum(float(amount) for amount, _text in entries)
    closing = closing or f"{float(opening) + total:.2f}"
    rows = "".join(
        f'<Ntry><Amt Ccy="EUR">{amount.lstrip("-")}</Amt>'
        f"<CdtDbtInd>{'DBIT' if amount[0] == '-' else 'CRDT'}</CdtDbtInd>"
        f"<Sts>BOOK</Sts><BookgDt><Dt>{ON}</Dt></BookgDt><NtryDtls><TxDtls><RltdPties><Dbtr><Nm>Alpha Works</Nm></Dbtr>"
        f"</RltdPties><RmtInf><Ustrd>{text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
        for amount, text in entries
    )

    def balance(code, amount):
        return (
            f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy='EUR'>{amount}</Amt>"
            f"<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>{ON}</Dt></Dt></Bal>"
        )

    return (
        '<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt>'
        f"<Acct><Id><IBAN>{account}</IBAN></Id></Acct>{balance('OPBD', opening)}{balance('CLBD', closing)}{rows}"
        "</Stmt></BkToCstmrStmt></Document>"
    ).encode()


def swift(*entries, opening="1000,00", closing=None):
    """The same as MT940."""
    total = sum(float(amount) for amount, _text in entries)
    closing = closing or f"{float(opening.replace(',', '.')) + total:.2f}".replace(".", ",")
    day = f"{ON:%y%m%d}"
    rows = "".join(
        f":61:{day}{ON:%m%d}{'D' if amount[0] == '-' else 'C'}{amount.lstrip('-').replace('.', ',')}NTRFNONREF\n"
        f":86:{text}\n"
        for amount, text in entries
    )
    return f":20:START\n:25:{IBAN}\n:28C:1/1\n:60F:C{day}EUR{opening}\n{rows}:62F:C{day}EUR{closing}\n-\n".encode()


def table(*entries, opening="1000.00", on=ON):
    """The same as CSV, with the balance after each entry."""
    rows, balance = ["account,currency,date,amount,balance,text,payer"], float(opening)
    for amount, text in entries:
        balance += float(amount)
        rows.append(f'{IBAN},EUR,{on},{amount},{balance:.2f},"{text}",Alpha Works')
    return "\n".join(rows).encode()
