#!/usr/bin/env python3
"""Compares php8.2, tusk's interpreter and tusk on structures.php: least user time of several interleaved rounds.

    run.py [--tusk TUSK] [--rounds N]    prints the table of results/spl.md
"""

import argparse
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--tusk", default=str(HERE.parents[1] / "build/release/tusk"))
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    commands = {
        "php8.2": ["php8.2", "-n"],
        "interpreter": [options.tusk, "--jit=off"],
        "tusk": [options.tusk],
    }
    least: dict[str, dict[str, float]] = {}
    sums: dict[str, set[str]] = {}
    for _ in range(options.rounds):
        for column, command in commands.items():
            out = subprocess.run([*command, str(HERE / "structures.php")], capture_output=True, text=True, check=True)
            for line in out.stdout.splitlines():
                name, time, checksum = line.split(" ")
                row = least.setdefault(name, {})
                row[column] = min(row.get(column, 1e9), float(time))
                sums.setdefault(name, set()).add(checksum)
    print("| loop | php8.2, ms | interpreter | tusk | php8.2 / interpreter | php8.2 / tusk |")
    print("|---|---|---|---|---|---|")
    for name, row in least.items():
        php, interpreter, tusk = (max(row[column], 0.1) for column in commands)
        wrong = " WRONG" if len(sums[name]) > 1 else ""
        print(f"| {name}{wrong} | {php:.1f} | {interpreter:.1f} | {tusk:.1f} | {php / interpreter:.2f} | {php / tusk:.2f} |")


if __name__ == "__main__":
    main()
