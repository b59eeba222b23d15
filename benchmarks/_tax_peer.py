"""A process of the peer's own environment: rp2 on the deals it is given, by its interface for programs.

`python _tax_peer.py FOLDER`: deals in FOLDER/deals.json. A line on stdin asks for a round ("compute_tax";
"matching", its lots alone; "built": transactions made of the deals, and compute_tax of them); the answer is
a line of JSON: CPU seconds and the gains of all assets.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from prezzemolo.avl_tree import AVLTree
from rp2 import tax_engine
from rp2.accounting_engine import AccountingEngine
from rp2.configuration import Configuration
from rp2.in_transaction import InTransaction
from rp2.input_data import InputData
from rp2.out_transaction import OutTransaction
from rp2.plugin.accounting_method.fifo import AccountingMethod
from rp2.plugin.country.us import US
from rp2.rp2_decimal import RP2Decimal
from rp2.transaction_set import TransactionSet

COLUMNS = {
    "in_header": "timestamp asset exchange holder transaction_type spot_price crypto_in",
    "out_header": "timestamp asset exchange holder transaction_type spot_price crypto_out_no_fee crypto_fee",
    "intra_header": "timestamp asset from_exchange from_holder to_exchange to_holder spot_price crypto_sent"
    " crypto_received",
}


def configuration(folder: Path, assets: list[str]) -> Configuration:
    """What rp2 wants to know before anything else; the columns are not used."""
    lines = ["[general]", f"assets={','.join(assets)}", "exchanges=X", "holders=H"]
    for section, names in COLUMNS.items():
        lines += [f"[{section}]", *(f"{name}={at}" for at, name in enumerate(names.split()))]
    path = folder / "rp2.ini"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return Configuration(str(path), US())


def inputs(settings: Configuration, deals: list[list[Any]]) -> list[InputData]:
    """Each asset's deals as its own transactions, sorted already."""
    found = []
    for asset in dict.fromkeys(str(deal[0]) for deal in deals):
        sets = {name: TransactionSet(settings, name, asset) for name in ("IN", "OUT", "INTRA")}
        for row, (symbol, moment, is_buy, shares, price) in enumerate(deals, start=1):
            if symbol != asset:
                continue
            known = (settings, f"{moment}", asset, "X", "H")
            spot, count = RP2Decimal(f"{price / 100:.2f}"), RP2Decimal(shares)
            if is_buy:
                sets["IN"].add_entry(InTransaction(*known, "BUY", spot, count, row=row))
            else:
                sets["OUT"].add_entry(OutTransaction(*known, "SELL", spot, count, RP2Decimal(0), row=row))
        found.append(InputData(asset, *sets.values()))
    for one in found:
        list(one.unfiltered_in_transaction_set)
        list(one.unfiltered_out_transaction_set)
    return found


def serve(folder: Path) -> None:
    """Answer until there is nothing more asked."""
    deals = json.loads((folder / "deals.json").read_text(encoding="utf-8"))
    settings = configuration(folder, list(dict.fromkeys(str(deal[0]) for deal in deals)))
    methods: AVLTree[int, AccountingMethod] = AVLTree()
    methods.insert_node(1970, AccountingMethod())
    engine, found = AccountingEngine(methods), inputs(settings, deals)
    for line in sys.stdin:
        name, _ = json.loads(line)
        began = time.process_time()
        if name == "matching":
            gains = [float(_matching(settings, engine, one)) for one in found]
        else:
            known = inputs(settings, deals) if name == "built" else found
            computed = [tax_engine.compute_tax(settings, engine, one) for one in known]
            gains = [float(year.fiat_gain_loss) for one in computed for year in one.yearly_gain_loss_list]
        told = {"seconds": time.process_time() - began, "values": [[sum(gains)]]}
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


def _matching(settings: Configuration, engine: AccountingEngine, one: InputData) -> int:
    """Lots of sales and nothing more; how many matches there are is summed."""
    events = tax_engine._create_unfiltered_taxable_event_set(settings, one)  # noqa: SLF001 - its first half
    return len(list(tax_engine._create_unfiltered_gain_and_loss_set(settings, engine, one, events)))  # noqa: SLF001


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
