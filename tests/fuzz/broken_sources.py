#!/usr/bin/env python3
"""Feeds damaged copies of a PHP file to tusk, checked only (-l) and run: cut off at each byte, with bytes changed, and with
tokens dropped, doubled, swapped and replaced, which still parses often enough to run. `nested` are pieces of syntax without
end, `endless` programs that recurse or allocate without end.

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
# Damaged programs start no others, and do not give themselves more time.
NOT = "exec,ini_alter,ini_restore,ini_set,passthru,pcntl_exec,popen,posix_kill,proc_open,set_time_limit,shell_exec,system"
# Checked only, interpreted, and with every loop and function traced.
LIMIT = ["-d", "max_execution_time=5", "-d", f"disable_functions={NOT}"]
FLAGS = (["-l"], [*LIMIT, "--jit=off"], [*LIMIT, "--jit-hot-loop=1", "--jit-hot-func=1", "--jit-hot-exit=1"])
JUNK = [b"\0", b"\xff", b"'", b'"', b"`", b"{", b"}", b"(", b")", b"[", b"]", b"$", b"<<<", b"?>", b"<?php", b"/*", b"#", b"\\"]
TOKENS = re.compile(rb"\s+|\$?[A-Za-z_]\w*|\d+(?:\.\d+)?|\"[^\"\n]*\"|'[^'\n]*'|[-=>]>|::|[<>=!]=+|&&|\|\||\?\??|[^\s\w]")
VALUES = b"PHP_INT_MAX PHP_INT_MIN 0 -1 1.5 NAN INF null true [] '' 'abc' '1e5' clone($x) fn($x)=>$x $this $GLOBALS &$x".split()
NESTED = """[ ( { ! - ~ @ & $ new\\x20 clone\\x20 (int) fn()=> function(){ if(1){ if(1){}else while(1) class\\x20A{ "{$a[
match(1){1=> switch(1){case\\x201: try{ static\\x20 print\\x20 1?1:( $a?? list( $a?-> isset( f( $a[ ${ $a->{ 2** $a. 1+ $a&& A::
\\\\a -> , ; a: ?><?php\\x20 #[ /* <<<A\\n yield\\x20 throw\\x20 include\\x20""".split()
ENDLESS = {
    "function": "function f() { f(); } f();",
    "string conversion": "class A { function __toString() { return 'x' . $this; } } echo new A;",
    "__get": "class A { function __get($n) { return (new A)->x; } } (new A)->x;",
    "__isset": "class A { function __isset($n) { return isset((new A)->x); } } isset((new A)->x);",
    "__call": "class A { function __call($n, $a) { return $this->$n(); } } (new A)->x();",
    "constructor": "class A { function __construct() { new A; } } new A;",
    "destructor": "class A { function __destruct() { new A; } } new A;",
    "clone": "class A { function __clone() { clone $this; } } clone new A;",
    "usort": "function f() { $a = [3, 2, 1]; usort($a, 'f'); return 0; } f();",
    "array_map": "function f() { return array_map('f', [1]); } f();",
    "preg_replace_callback": "function f() { return preg_replace_callback('/a/', 'f', 'a'); } f();",
    "generator": "function f() { foreach (f() as $x) yield $x; } foreach (f() as $x);",
    "yield from": "function f() { yield from f(); } foreach (f() as $x);",
    "getIterator": "class A implements IteratorAggregate { function getIterator(): Traversable { return new A; } } "
    "foreach (new A as $x);",
    "autoloader": "spl_autoload_register(function ($c) { $d = $c . 'x'; new $d; }); new A;",
    "error handler": "function f() { set_error_handler('f'); echo $u; } f();",
    "include": "include __FILE__;",
    "eval": "$c = 'eval($c);'; eval($c);",
    "defined functions": "for ($i = 0;; $i++) eval('function f' . $i . '() {}');",
    "json": "class A implements JsonSerializable { function jsonSerialize(): mixed { return [new A]; } } "
    "json_encode(new A, 0, 1 << 30);",
    "serialize": "class A { function __serialize(): array { return [new A]; } } serialize(new A);",
    "offsetGet": "class A implements ArrayAccess { function offsetGet($o): mixed { return (new A)[0]; } "
    "function offsetSet($o, $v): void {} "
    "function offsetExists($o): bool { return true; } function offsetUnset($o): void {} } (new A)[0];",
    "output buffers": "while (true) ob_start();",
    "shutdown functions": "function f() { register_shutdown_function('f'); } f();",
    "unpacked generator": "max(...(function () { while (true) yield 1; })());",
    "string": "$s = 'a'; while (true) $s .= $s;",
    "array": "while (true) $a[] = [];",
    "file": "file_get_contents('/dev/zero');",
    "stream in memory": "$f = fopen('php://memory', 'w+'); while (true) fwrite($f, str_repeat('x', 100000));",
    "deep json": "ini_set('memory_limit', -1); json_decode(str_repeat('[', 1000000), true, 1 << 30);",
    "deep unserialize": "unserialize(str_repeat('a:1:{i:0;', 1000000), ['max_depth' => 0]);",
    "string offset": "$s = 'a'; $s[PHP_INT_MAX] = 'b';",
}


FILE = re.compile(rb"^--FILE--\n(.*?)^--[A-Z]+--$", re.M | re.S)


def changed_tokens(source: bytes, chance: random.Random) -> bytes:
    tokens = TOKENS.findall(source) or [b" "]
    variables = [token for token in tokens if token.startswith(b"$")] or [b"$x"]
    for _ in range(chance.randint(1, 5)):
        i, j = chance.randrange(len(tokens)), chance.randrange(len(tokens))
        change = chance.randrange(6)
        if change == 0:
            tokens[i] = b""
        elif change == 1:
            tokens.insert(i, tokens[j])
        elif change == 2:
            tokens[i], tokens[j] = tokens[j], tokens[i]
        elif change == 3:
            named = [n for n, token in enumerate(tokens) if token.startswith(b"$")]
            if named:
                tokens[chance.choice(named)] = chance.choice(variables)
        elif change == 4:
            literal = [n for n, token in enumerate(tokens) if token[:1].isdigit() or token[:1] in (b'"', b"'")]
            if literal:
                tokens[chance.choice(literal)] = chance.choice(VALUES)
        else:
            lines = b"".join(tokens).split(b"\n")
            lines.insert(chance.randrange(len(lines)), chance.choice(lines))
            tokens = TOKENS.findall(b"\n".join(lines)) or [b" "]
    return b"".join(tokens)


def hopeless(length: int) -> list[tuple[str, str, bytes]]:
    work = [("endless", name, f"<?php {code}".encode()) for name, code in ENDLESS.items()]
    for piece in NESTED:
        text = piece.encode().decode("unicode_escape").encode()
        work.append(("nested", piece, b"<?php " + text * (length // len(text))))
    return work


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
        copies.append((f"tokens {k}", changed_tokens(source, chance)))
    return copies


def main() -> int:
    parser = harness.parser(__doc__)
    parser.add_argument("--count", type=int, default=10, help="beginnings and changed copies per file (10)")
    parser.add_argument("--length", type=int, default=100000, help="bytes of nested syntax (100000)")
    parser.add_argument("--files", type=int, default=0, help="take that many files, by the seed (all)")
    parser.add_argument("folders", nargs="*", type=Path, default=[harness.TESTS / "lang"], help="of .php and .phpt files")
    options = parser.parse_args()
    harness.limit_memory(options)
    timeout = harness.timeout_of(options, SECONDS)
    tusk = harness.program(options.tusk)
    tally = harness.Tally()
    chance = random.Random(options.seed or 1)
    files = [path for folder in options.folders for path in sorted(folder.rglob("*.php*")) if re.search(options.only, str(path))]
    if options.files:
        files = chance.sample(files, min(options.files, len(files)))
    work = []
    for path in files:
        text = path.read_bytes()
        if path.suffix == ".phpt":
            section = FILE.search(text)
            text = section[1] if section else b""
        if text:
            work += [(path.name, what, copy) for what, copy in damaged(text, options.count, chance)]
    if options.preset in ("release", "checked"):  # sanitizers count no memory, and recurse less deeply
        work += [item for item in hopeless(options.length) if re.search(options.only, item[0])]

    def test(item: tuple[str, str, bytes]) -> tuple[str, str | None]:
        name, what, text = item
        with tempfile.TemporaryDirectory(prefix="tusk-broken-") as folder:
            (Path(folder) / "broken.php").write_bytes(text)
            for flags in FLAGS:
                # Some of them print without end.
                line = f"{shlex.join([*tusk, *flags])} broken.php 2>&1 | head -c 1000000; exit ${{PIPESTATUS[0]}}"
                outcome = harness.run(["bash", "-c", line], Path(folder), timeout)
                if outcome.code is None or 128 <= outcome.code < 255 or outcome.code < 0:
                    return f"{name}, {what}", f"    {shlex.join(flags)}: {outcome.describe()}\n    {text[-200:]!r}\n"
        return f"{name}, {what}", None

    for label, problem in harness.parallel(test, work, options.jobs):
        tally.add(label, problem)
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
