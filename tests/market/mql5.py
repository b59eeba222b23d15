"""The expert advisor as a C++ program over a made-up terminal: what it would push."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from services.feed_json import decoded

if TYPE_CHECKING:
    from services.feed import FeedBatch

SHIM = Path(__file__).with_name("mql5_shim.h")
SCRIPT = """
void wait(int looks) { while(looks-- > 0) { now++; OnTimer(); } }
int main() {
  OnInit();
  for(int n = 0; n < 2300; n++)
    deals.push_back({(ulong)(100 + n), 1767500000000 + n * 1000, n % 2, n % 3 ? "EURUSD" : "", 0.3, -0.0});
  wait(6);
  deals.push_back({9999, (now + 7200) * 1000, 2, "", 0, 5});
  balance = 5;
  wait(1);
  status = -1;
  wait(3);
  status = 202;
  now += 60;
  wait(3);
  OnDeinit(0);
}
"""


def pushed(source: str, folder: Path, compiler: str) -> list[FeedBatch]:
    """The batches that the advisor pushes in the script above."""
    program = folder / "advisor.cpp"
    program.write_text(as_cpp(source), encoding="utf-8")
    options = ["-std=c++17", "-w", f"-I{SHIM.parent}", "-o", str(folder / "advisor")]
    subprocess.run([compiler, *options, str(program)], check=True, timeout=300)
    told = subprocess.run([str(folder / "advisor")], check=True, capture_output=True, timeout=60)
    return [decoded(line) for line in told.stdout.splitlines()]


def as_cpp(source: str) -> str:
    """MQL5 turned into C++: arrays become a class, functions are declared before they are used."""
    text = re.sub(r"^#property.*$", "", source, flags=re.MULTILINE).replace("input ", "")
    text = re.sub(r"(?:const )?(\w+) &(\w+)\[\]", r"Array<\1> &\2", text)
    text = re.sub(r"\b(\w+)(\s+)(\w+)\[\], (\w+)\[\];", r"Array<\1> \3, \4;", text)
    text = re.sub(r"\b(\w+)(\s+)(\w+)\[\];", r"Array<\1> \3;", text)
    heads = re.findall(r"^(?:string|void|ulong|bool|int)\s+\w+\([^)]*\)", text, flags=re.MULTILINE)
    start = text.index("string Quoted")
    declared = "".join(f"{head};\n" for head in heads)
    return f'#include "{SHIM.name}"\n{text[:start]}{declared}{text[start:]}{SCRIPT}'
