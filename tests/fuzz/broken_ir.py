#!/usr/bin/env python3
"""Feeds damaged trace texts to irc: cut off, lines and tokens dropped, doubled, swapped and replaced.

Whatever the text says, irc answers with its result, or with a message and status 1: never a signal or a hang."""

import random
import re
import shlex
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import harness  # noqa: E402

SECONDS = 20.0
TOKENS = re.compile(rb"\s+|[A-Za-z_][\w.]*|\d+|[^\s\w]")
NUMBERS = b"0 -1 5 12 255 256 32767 65535 65536 2147483648 4294967296 18446744073709551615 99999999999999999999 1e999 nan".split()
FLAGS = ([], ["--eval=10000"], ["--all", "--check-eval"], ["--all", "--emit=x64"], ["--emit=a64"])


def damage_lines(text: bytes, chance: random.Random) -> bytes:
    lines = text.split(b"\n")
    i, j = chance.randrange(len(lines)), chance.randrange(len(lines))
    change = chance.randrange(3)
    if change == 0:
        lines[i], lines[j] = lines[j], lines[i]
    elif change == 1:
        lines.insert(i, lines[j])
    else:
        del lines[i]
    return b"\n".join(lines)


def damage_tokens(text: bytes, words: list[bytes], chance: random.Random) -> bytes:
    tokens = TOKENS.findall(text) or [b" "]
    for _ in range(chance.randint(1, 3)):
        i = chance.randrange(len(tokens))
        numbers = [n for n, token in enumerate(tokens) if token.isdigit()]
        change = chance.randrange(6)
        if change == 0:
            tokens[i] = b""
        elif change == 1:
            tokens[i] = chance.choice(words)
        elif change == 2:
            tokens.insert(i, chance.choice(tokens))
        elif change == 3:
            tokens[i] = bytes([chance.randrange(256)])
        elif numbers:
            tokens[chance.choice(numbers)] = chance.choice([*NUMBERS, str(chance.randrange(60)).encode()])
    return b"".join(tokens)


def damaged(text: bytes, words: list[bytes], chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, 3)):
        how = chance.randrange(5)
        if how == 0:
            text = text[: chance.randrange(len(text) + 1)]
        elif how == 1:
            text = damage_lines(text, chance)
        else:
            text = damage_tokens(text, words, chance)
    return text


def main() -> int:
    parser = harness.parser(__doc__)
    parser.add_argument("--count", type=int, default=300, help="damaged texts (300)")
    options = parser.parse_args()
    harness.limit_memory(options)
    timeout = harness.timeout_of(options, SECONDS)
    irc = harness.program(options.irc)
    tally = harness.Tally()
    texts = {str(path.relative_to(harness.TESTS)): path.read_bytes() for path in sorted(harness.TESTS.rglob("*.ir"))}
    names = [name for name in texts if re.search(options.only, name)]
    words = sorted({word for text in texts.values() for word in TOKENS.findall(text) if word.strip()})
    chance = random.Random(options.seed or 1)
    work = []
    for k in range(options.count if names else 0):
        name = chance.choice(names)
        work.append((f"{name}, change {k}", damaged(texts[name], words, chance)))

    def test(item: tuple[str, bytes]) -> tuple[str, str | None]:
        label, text = item
        with tempfile.TemporaryDirectory(prefix="tusk-broken-") as folder:
            (Path(folder) / "broken.ir").write_bytes(text)
            for flags in FLAGS:
                outcome = harness.run([*irc, "broken.ir", *flags], Path(folder), timeout)
                silent = outcome.code == 1 and not outcome.output.strip()
                if outcome.code not in (0, 1) or silent:
                    end = outcome.output[-200:].decode("latin1")
                    return label, f"    {shlex.join(flags)}: {outcome.describe()} {end}\n    {text!r}\n"
                if outcome.code == 1 and not flags:
                    break  # not even text: nothing to run
        return label, None

    for label, problem in harness.parallel(test, work, options.jobs):
        tally.add(label, problem)
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
