#!/usr/bin/env python3
"""Feeds damaged copies of a PHP file to tusk, checked only (-l) and run: cut off at each byte, and with bytes changed.

Whatever the source says, the answer is output and an exit status, never a signal or a hang."""

import random
import re
import shlex
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import harness  # noqa: E402

SECONDS = 20.0
JUNK = [b"\0", b"\xff", b"'", b'"', b"`", b"{", b"}", b"(", b")", b"[", b"]", b"$", b"<<<", b"?>", b"<?php", b"/*", b"#", b"\\"]


def damaged(source: bytes, count: int, chance: random.Random) -> list[tuple[str, bytes]]:
    """Every beginning of the source, thinned out to `count`, and as many copies with up to 4 changes."""
    step = max(1, len(source) // count)
    copies = [(f"first {n} bytes", source[:n]) for n in range(chance.randrange(step), len(source), step)]
    for k in range(count):
        text = bytearray(source)
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(text))
            text[at : at + chance.choice((0, 1, 1, 8))] = chance.choice(JUNK)
        copies.append((f"change {k}", bytes(text)))
    return copies


def main() -> int:
    parser = harness.parser(__doc__)
    parser.add_argument("--count", type=int, default=10, help="beginnings and changed copies per file (10)")
    options = parser.parse_args()
    harness.limit_memory(options)
    timeout = harness.timeout_of(options, SECONDS)
    tusk = shlex.split(options.tusk)
    tally = harness.Tally()
    chance = random.Random(options.seed or 1)
    work = []
    for path in sorted((harness.TESTS / "lang").rglob("*.php")):
        name = str(path.relative_to(harness.TESTS / "lang"))
        if re.search(options.only, name):
            work += [(name, what, text) for what, text in damaged(path.read_bytes(), options.count, chance)]

    def test(item: tuple[str, str, bytes]) -> tuple[str, str | None]:
        name, what, text = item
        with tempfile.TemporaryDirectory(prefix="tusk-broken-") as folder:
            (Path(folder) / "broken.php").write_bytes(text)
            for flags in (["-l"], ["-d", "max_execution_time=5"]):
                outcome = harness.run([*tusk, *flags, "broken.php"], Path(folder), timeout)
                if not re.fullmatch(r"exit \d+", outcome.describe()) or outcome.describe() in ("exit 134", "exit 139"):
                    return f"{name}, {what}", f"    {shlex.join(flags)}: {outcome.describe()}\n    {text[-200:]!r}\n"
        return f"{name}, {what}", None

    for label, problem in harness.parallel(test, work, options.jobs):
        tally.add(label, problem)
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
