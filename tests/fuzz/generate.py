"""Makes random PHP programs with hot loops: generate.py SEED prints one.

A program is a tree of statements, so that fuzz.py can take pieces out of a failing one. Whatever comes out must end soon,
print the same in php8.2 and 8.4, and never stop for an error: divisors are never 0, depths and counts are limited, growth is
cut. Types are free to change while loops run; that is the point.
"""

import dataclasses
import random
import sys
from collections.abc import Iterator


@dataclasses.dataclass
class Node:
    """A statement: text before its children, the children, text after. A node without `removable` stays."""

    head: str
    children: list["Node"] = dataclasses.field(default_factory=list)
    tail: str = ""
    removable: bool = True
    removed: bool = False

    def render(self, depth: int = 0) -> str:
        if self.removed:
            return ""
        pad = "    " * depth
        inside = "".join(child.render(depth + 1) for child in self.children)
        return f"{pad}{self.head}\n{inside}" + (f"{pad}{self.tail}\n" if self.tail else "")

    def walk(self) -> Iterator["Node"]:
        yield self
        for child in self.children:
            yield from child.walk()


class Scope:
    """Names that code may use: scalars of any type, arrays, and what is only to be read."""

    def __init__(self, scalars: list[str], arrays: list[str], objects: list[str]) -> None:
        self.scalars = scalars
        self.arrays = arrays
        self.objects = objects
        self.counters: list[str] = []

    def readable(self) -> list[str]:
        return self.scalars + self.counters


class Generator:
    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.functions: list[tuple[str, int, bool]] = []  # name, parameters, whether the first is by reference
        self.generators: list[tuple[str, int]] = []  # name, parameters
        self.names = 0
        self.loops = 0  # loops around the point where code is made

    # Small choices.

    def one(self, *choices: str) -> str:
        return self.random.choice(choices)

    def one_of(self, choices: list) -> tuple:
        return self.random.choice(choices)

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def fresh(self, prefix: str) -> str:
        self.names += 1
        return f"${prefix}{self.names}"

    # Expressions. Each says what it is most likely to be; nothing relies on it.

    def constant(self) -> str:
        return self.one(
            "0", "1", "2", "3", "-1", "7", "10", "100", "255", "65536", "1000003", "PHP_INT_MAX", "PHP_INT_MIN",
            "0.5", "1.5", "-2.25", "3.0", "1e10", "0.1",
            "''", "'a'", "'abc'", "'12'", "'1.5'", "'7 up'", "'0'",
            "true", "false", "null",
        )  # fmt: skip

    def small_int(self, scope: Scope, depth: int) -> str:
        if scope.counters and self.chance(0.6):
            counter = self.one(*scope.counters)
            return counter if counter.startswith("$i") else f"(small(num({counter})))"
        if self.chance(0.5):
            return str(self.random.randint(0, 9))
        return f"(small(num({self.expression(scope, depth + 2)})) & 15)"

    def index(self, scope: Scope, depth: int) -> str:
        kind = self.random.random()
        if kind < 0.5:
            return f"{self.small_int(scope, depth)} % {self.random.randint(2, 9)}"
        if kind < 0.8:
            return str(self.random.randint(0, 6))
        return self.one("'k'", "'x'", "'y'", "'5'", '"k" . ' + self.small_int(scope, depth) + " % 4")

    def number(self, scope: Scope, depth: int) -> str:
        """An operand for arithmetic: a string that is not numeric would throw, an array too."""
        inner = self.expression(scope, depth + 1)
        return self.one(f"num({inner})", f"num({inner})", self.small_int(scope, depth), str(self.random.randint(-9, 99)))

    def expression(self, scope: Scope, depth: int = 0) -> str:
        if depth > 3 or self.chance(0.25):
            return self.one(*scope.readable()) if scope.readable() and self.chance(0.75) else self.constant()
        make = self.random.choice(
            [self.arithmetic, self.arithmetic, self.arithmetic, self.bits, self.comparison, self.logic, self.string,
             self.element, self.element, self.call, self.cast, self.ternary, self.property]
        )  # fmt: skip
        return make(scope, depth)

    def arithmetic(self, scope: Scope, depth: int) -> str:
        a, b = self.number(scope, depth), self.number(scope, depth)
        kind = self.random.random()
        if kind < 0.7:
            return f"({a} {self.one('+', '-', '*', '+', '-')} {b})"
        if kind < 0.8:
            return f"({a} / ({b} ?: 3))"
        if kind < 0.9:
            return f"(small({a}) % (small({b}) ?: 7))"
        return f"(- {a})"

    def bits(self, scope: Scope, depth: int) -> str:
        a, b = self.number(scope, depth), self.number(scope, depth)
        if self.chance(0.4):
            return f"(small({a}) {self.one('<<', '>>')} {self.random.randint(0, 40)})"
        return f"(small({a}) {self.one('&', '|', '^')} small({b}))"

    def comparison(self, scope: Scope, depth: int) -> str:
        a, b = self.expression(scope, depth + 1), self.expression(scope, depth + 1)
        return f"({a} {self.one('<', '<=', '>', '>=', '==', '!=', '===', '!==', '<=>')} {b})"

    def logic(self, scope: Scope, depth: int) -> str:
        a, b = self.expression(scope, depth + 1), self.expression(scope, depth + 1)
        return self.one(f"({a} && {b})", f"({a} || {b})", f"(!{a})", f"({a} xor {b})", f"({a} ?? {b})", f"({a} ?: {b})")

    def string(self, scope: Scope, depth: int) -> str:
        a, b = self.expression(scope, depth + 1), self.expression(scope, depth + 1)
        kind = self.random.random()
        if kind < 0.4:
            return f"text({a} . {b})"
        if kind < 0.6:
            name = self.one(*scope.readable()) if scope.readable() else "x"
            return f'text("<{name}|{{{name}}}>")' if name.startswith("$") else "'x'"
        if kind < 0.8:
            return f"strlen((string) {a})"
        return self.one(
            f"substr((string) {a}, {self.random.randint(-3, 3)}, 3)",
            f"ord((string) {a} . 'z')",
            f"str_repeat('ab', {self.small_int(scope, depth)} % 4)",
            f"((string) {a} . 'pad')[{self.random.randint(0, 2)}]",
            f"strcmp((string) {a}, (string) {b})",
        )

    def element(self, scope: Scope, depth: int) -> str:
        if not scope.arrays:
            return self.constant()
        array, index = self.one(*scope.arrays), self.index(scope, depth)
        return self.one(
            f"({array}[{index}] ?? {self.constant()})",
            f"({array}[{index}] ?? {self.constant()})",
            f"isset({array}[{index}])",
            f"count({array})",
            f"scalar({array}[{index}] ?? null)",
        )

    def call(self, scope: Scope, depth: int) -> str:
        # Calls of made functions multiply: only outside of deep loops.
        if not self.functions or self.loops > 1 or depth > 2:
            a, b = self.number(scope, depth), self.number(scope, depth)
            return self.one(f"abs({a})", f"max({a}, {b})", f"min({a}, {b})", f"(int) ({a} / 2)", f"intdiv(small({a}), 3)")
        name, parameters, by_reference = self.random.choice(self.functions)
        arguments = [self.expression(scope, depth + 2) for _ in range(parameters)]
        if by_reference:
            if not scope.scalars:
                return self.constant()
            arguments[0] = self.one(*scope.scalars)
        return f"{name}({', '.join(arguments)})"

    def cast(self, scope: Scope, depth: int) -> str:
        a = self.expression(scope, depth + 1)
        return self.one(f"(int) num({a})", f"(float) num({a})", f"(string) {a}", f"(bool) {a}", f"gettype({a})", f"is_int({a})", f"is_string({a})")

    def ternary(self, scope: Scope, depth: int) -> str:
        c, a, b = (self.expression(scope, depth + 1) for _ in range(3))
        if self.chance(0.3):
            return f"match (true) {{ {c} == 1 => {a}, {c} > 5 => {b}, default => {self.constant()} }}"
        return f"({c} ? {a} : {b})"

    def property(self, scope: Scope, depth: int) -> str:
        if not scope.objects:
            return self.constant()
        target = self.one(*scope.objects)
        return self.one(f"{target}->a", f"{target}->b", f"{target}->get({self.expression(scope, depth + 1)})", f"Thing::$shared", f"Thing::K")

    # Statements.

    def assign(self, scope: Scope) -> Node:
        target = self.one(*scope.scalars)
        kind = self.random.random()
        if kind < 0.45:
            return Node(f"{target} = scalar({self.expression(scope)});")
        if kind < 0.7:
            return Node(f"{target} = num({target}) {self.one('+', '-', '*')} {self.number(scope, 1)};")
        if kind < 0.8:
            return Node(f"{target} = text({target} . {self.expression(scope, 1)});")
        if kind < 0.9:
            return Node(f"if (is_int({target}) || is_float({target})) {target}{self.one('++', '--')}; else {target} = {self.random.randint(0, 5)};")
        return Node(f"{target} = {self.constant()};")

    def assign_element(self, scope: Scope) -> Node:
        if not scope.arrays:
            return self.assign(scope)
        array = self.one(*scope.arrays)
        kind = self.random.random()
        if kind < 0.5:
            return Node(f"{array}[{self.index(scope, 0)}] = scalar({self.expression(scope)});")
        if kind < 0.7:
            return Node(f"if (count({array}) < 40) {array}[] = scalar({self.expression(scope)});")
        if kind < 0.8:
            index = self.index(scope, 0)
            return Node(f"{array}[{index}] = num({array}[{index}] ?? 0) + {self.number(scope, 1)};")
        if kind < 0.88:
            return Node(f"unset({array}[{self.index(scope, 0)}]);")
        if kind < 0.94:
            return Node(
                f"if (is_array({array}['n'] ?? null)) {array}['n'][{self.index(scope, 0)}] = scalar({self.expression(scope)});"
                if "rec" in array
                else f"{array} = [scalar({self.expression(scope)}), {self.constant()}];"
            )
        other = self.one(*scope.arrays)
        return Node(f"{array} = {other};")

    def assign_property(self, scope: Scope) -> Node:
        if not scope.objects:
            return self.assign(scope)
        target = self.one(*scope.objects)
        value = self.expression(scope)
        return Node(self.one(
            f"{target}->a = scalar({value});",
            f"{target}->b = num({target}->b) + {self.number(scope, 1)};",
            f"{target}->add({value});",
            f"Thing::$shared = small(num({value}));",
            f"{target}->list[{self.index(scope, 0)}] = scalar({value});",
            f"{target} = new Thing(scalar({value}));",
            f"{target} = clone {target};",
        ))  # fmt: skip

    def condition(self, scope: Scope, depth: int) -> Node:
        head = f"if ({self.expression(scope, 1)}) {{"
        if scope.counters and self.chance(0.5):
            head = f"if ({self.small_int(scope, 1)} {self.one('<', '>', '==', '%')} {self.random.randint(1, 60)}) {{"
        body = self.block(scope, depth + 1, self.random.randint(1, 3))
        if self.chance(0.5):
            otherwise = Node("} else {", self.block(scope, depth + 1, self.random.randint(1, 2)), "}", removable=False)
            return Node(head, body + [otherwise])
        return Node(head, body, "}")

    def loop(self, scope: Scope, depth: int) -> Node:
        self.loops += 1
        # Long outside, short inside.
        count = self.random.choice([3, 5, 8]) if self.loops > 1 else self.random.choice([20, 70, 150, 300])
        kind = self.random.random()
        array = self.one(*scope.arrays) if scope.arrays else ""
        by_key = 0.6 <= kind < 0.8 and array
        counter = self.fresh("k" if by_key else "i")
        scope.counters.append(counter)
        body = self.block(scope, depth + 1, self.random.randint(1, 5))
        if self.chance(0.3):
            where = self.random.randint(0, count)
            body.append(Node(f"if ({'num(' + counter + ')' if by_key else counter} {self.one('==', '>')} {where}) {self.one('break', 'continue')};"))
        scope.counters.pop()
        self.loops -= 1
        if kind < 0.6 or not array:
            return Node(f"for ({counter} = 0; {counter} < {count}; {counter}++) {{", body, "}")
        value = self.fresh("v")
        if kind < 0.8:
            return Node(f"foreach ({array} as {counter} => {value}) {{", [self.take(scope, value), *body], "}")
        if kind < 0.9:
            # Over an array that the body does not name: php8.2 loses its place in one that is copied and written.
            each = self.fresh("each")
            return Node(
                f"{each} = {array}; foreach ({each} as &{value}) {{",
                [Node(f"{value} = scalar({value} ?? 1);"), *body],
                f"}} unset({value}); {array} = {each};",
            )
        return Node(
            f"{counter} = {count}; while ({counter}-- > 0) {{",
            body,
            "}",
        )

    def generator(self) -> Node:
        """A generator function: yields in a loop with other statements, may delegate, return early or throw."""
        name = f"g{len(self.generators)}"
        parameters = self.random.randint(1, 2)
        scope = Scope([f"$p{i}" for i in range(parameters)] + ["$local"], ["$arr"], [])
        self.loops = 1
        count = self.random.choice([3, 40, 90, 200])
        scope.counters.append("$y")
        body = self.block(scope, 2, self.random.randint(0, 2))
        for _ in range(self.random.randint(1, 2)):
            value = self.expression(scope, 1)
            key = f"{self.index(scope, 2)} => " if self.chance(0.3) else ""
            kind = self.random.random()
            if kind < 0.5:
                body.append(Node(f"yield {key}{value};"))
            elif kind < 0.7:
                body.append(Node(f"$local = scalar(yield {key}{value});"))
            elif kind < 0.8:
                body.append(Node(f"if ({self.expression(scope, 2)}) {{ yield {key}[{value}, $y]; }}"))
            elif kind < 0.87 and self.generators:
                inner, takes = self.one_of(self.generators)
                arguments = ", ".join(self.expression(scope, 2) for _ in range(takes))
                often = self.one(2, 7, 30)
                body.append(Node(f"if ($y % {often} == 1) {{ $local = scalar(yield from {inner}({arguments})); }}"))
            elif kind < 0.94:
                other = self.expression(scope, 2)
                array = self.one(f"[{value}, {other}]", f"['k' => {value}, 3 => {other}, [1]]", "[]", "$arr", f"[$y => {value}]")
                body.append(Node(f"if ($y % {self.one(1, 2, 5)} == 0) {{ yield from {array}; }}"))
            else:
                body.append(Node(f"$obj = new Thing({value}); yield $obj;"))
            body += self.block(scope, 2, self.random.randint(0, 1))
        if self.chance(0.2):
            body.append(Node(f"if ($y == {self.random.randint(2, count)}) {{ {self.one('return 5;', 'break;', 'throw new Exception(chr(65 + $y % 20));')} }}"))
        scope.counters.pop()
        self.loops = 0
        loop = Node(f"for ($y = 0; $y < {count}; $y++) {{", body, "}")
        whole = [Node("$local = 1; $arr = [1, 2.5, 'x'];", removable=False), loop]
        if self.chance(0.3):
            whole = [Node("try {", whole, "} finally { Thing::$shared = num(Thing::$shared) + 1; }", removable=False)]
        self.generators.append((name, parameters))
        listed = ", ".join(f"$p{i}" for i in range(parameters))
        return Node(f"function {name}({listed}) {{", whole, "}")

    def consumer(self, scope: Scope, depth: int) -> Node:
        """A loop over a generator, by foreach or by its methods."""
        name, takes = self.one_of(self.generators)
        made = f"{name}({', '.join(self.expression(scope, 2) for _ in range(takes))})"
        if self.chance(0.25):
            made = f"through({made}, {self.random.randint(1, 5)})"
        value, each, limit = self.fresh("v"), self.fresh("gen"), self.fresh("n")
        self.loops += 1
        body = self.block(scope, depth + 1, self.random.randint(1, 3))
        stop = f"if (++{limit} > {self.random.choice([10, 100, 400])}) break;"
        self.loops -= 1
        take = Node(f"{self.one(*scope.scalars)} = scalar({value});")
        kind = self.random.random()
        if kind < 0.4:
            head = f"{limit} = 0; foreach ({made} as {value}) {{ {stop}"
        elif kind < 0.6:
            key = self.fresh("k")
            head = f"{limit} = 0; foreach ({made} as {key} => {value}) {{ {stop}"
            take = Node(f"{self.one(*scope.scalars)} = scalar({value}) . scalar({key});")
        elif kind < 0.8:
            head = f"{limit} = 0; {each} = {made}; while ({each}->valid()) {{ {stop} {value} = {each}->current();"
            body.append(Node(f"{each}->next();", removable=False))
        else:
            head = f"{limit} = 0; {each} = {made}; {value} = {each}->current(); while ({each}->valid()) {{ {stop}"
            body.append(Node(f"{value} = {each}->send({self.expression(scope, 2)});", removable=False))
        caught = "} } catch (Exception $e) { $caught = ($caught ?? 0) + 1; }"
        return Node(f"try {{ {head}", [take, *body], caught)

    def take(self, scope: Scope, value: str) -> Node:
        return Node(f"{self.one(*scope.scalars)} = scalar({value});")

    def guarded(self, scope: Scope, depth: int) -> Node:
        body = self.block(scope, depth + 1, self.random.randint(1, 3))
        body.append(Node(f"if ({self.expression(scope, 1)}) throw new {self.one('Exception', 'LogicException')}(text({self.expression(scope, 2)} . ''));"))
        if self.chance(0.5):
            failing = f"fails(scalar({self.expression(scope, 1)}), {self.random.randint(0, 3)})"
            body.append(Node(f"{self.one(*scope.scalars)} = {failing};"))
        body += self.block(scope, depth + 1, 1)
        handler = Node(
            f"}} catch ({self.one('Exception', 'LogicException | RuntimeException', 'Exception')} $e) {{",
            [Node(f"{self.one(*scope.scalars)} = $e->getMessage();")],
            removable=False,
        )
        closing = Node("} finally {", [Node(f"{self.one(*scope.scalars)} = {self.constant()};")], removable=False)
        last = Node("} catch (Exception $e) { $caught = ($caught ?? 0) + 1; }", removable=False)
        return Node("try { try {", body + [handler] + ([closing] if self.chance(0.5) else []) + [Node("}", removable=False), last])

    def alias(self, scope: Scope) -> Node:
        a, b = self.one(*scope.scalars), self.one(*scope.scalars)
        if a == b:
            return self.assign(scope)
        return Node(f"{a} = &{b};" if self.chance(0.6) else f"unset({a}); {a} = {self.constant()};")

    def choose(self, scope: Scope, depth: int) -> Node:
        cases = [
            Node(f"case {value}:", self.block(scope, depth + 1, 1) + ([Node("break;")] if self.chance(0.8) else []), removable=False)
            for value in self.random.sample(["0", "1", "2", "3", "'a'", "'12'", "true", "null", "1.5"], 3)
        ]
        return Node(f"switch ({self.expression(scope, 1)}) {{", cases, "}")

    def closure(self, scope: Scope) -> Node:
        captured = self.one(*scope.scalars)
        target = self.one(*scope.scalars)
        body = self.expression(Scope([captured, "$p"], [], []), 1)
        if self.chance(0.5):
            return Node(f"$fn = fn($p) => {body}; {target} = scalar($fn({self.expression(scope, 2)}));")
        by = self.one("", "&")
        return Node(
            f"$fn = function ($p) use ({by}{captured}) {{ {captured} = scalar({body}); return {captured}; }}; "
            f"{target} = $fn({self.expression(scope, 2)});"
        )

    def statement(self, scope: Scope, depth: int) -> Node:
        kind = self.random.random()
        if kind < 0.32:
            return self.assign(scope)
        if kind < 0.52:
            return self.assign_element(scope)
        if kind < 0.6:
            return self.assign_property(scope)
        if kind < 0.64 and depth < 3:
            return self.alias(scope)
        if kind < 0.68:
            return self.closure(scope)
        if depth > 3:
            return self.assign(scope)
        if kind < 0.8:
            return self.condition(scope, depth)
        if kind < 0.84:
            return self.choose(scope, depth)
        if kind < 0.88:
            return self.guarded(scope, depth)
        if self.loops < 2:
            return self.loop(scope, depth)
        return self.assign(scope)

    def block(self, scope: Scope, depth: int, count: int) -> list[Node]:
        return [self.statement(scope, depth) for _ in range(count)]

    def function(self) -> Node:
        name = f"f{len(self.functions)}"
        parameters = self.random.randint(1, 3)
        by_reference = self.chance(0.25)
        scope = Scope([f"$p{i}" for i in range(parameters)] + ["$local"], ["$arr"], [])
        self.loops = 1  # no long loops in functions: they are called from loops
        body = [Node("$local = 1; $arr = [1, 2.5, 'x'];", removable=False)]
        body += self.block(scope, 1, self.random.randint(1, 4))
        body.append(Node(f"return scalar({self.expression(scope)});", removable=False))
        self.loops = 0
        self.functions.append((name, parameters, by_reference))
        listed = ", ".join(("&" if by_reference and i == 0 else "") + f"$p{i}" for i in range(parameters))
        return Node(f"function {name}({listed}) {{", body, "}")

    def program(self) -> Node:
        functions = [self.function() for _ in range(self.random.randint(0, 3))]
        if self.chance(0.5):
            functions += [self.generator() for _ in range(self.random.randint(1, 3))]
        scope = Scope(["$a", "$b", "$c", "$d"], ["$list", "$map", "$rec"], ["$o", "$q"])
        start = Node(
            "$a = 1; $b = 2.5; $c = 'str'; $d = null; $list = [1, 2, 3, 4]; $map = ['k' => 1, 'x' => 'y']; "
            "$rec = ['n' => [1, 2]]; $o = new Thing(1); $q = new Thing('q');",
            removable=False,
        )
        body: list[Node] = []
        for _ in range(self.random.randint(2, 4)):
            consumes = self.generators and self.chance(0.6)
            body.append(self.consumer(scope, 0) if consumes else self.loop(scope, 0))
            body += self.block(scope, 0, self.random.randint(0, 2))
        end = Node("report($a, $b, $c, $d, $list, $map, $rec, $o, $q, Thing::$shared, $caught ?? 0);", removable=False)
        if self.chance(0.5):
            main = [Node("function main() {", [start, *body, end], "}", removable=False), Node("main();", removable=False)]
        else:
            main = [start, *body, end]
        return Node(PROLOGUE, functions + main, removable=False)


PROLOGUE = r"""<?php
error_reporting(E_ALL & ~E_DEPRECATED & ~E_WARNING & ~E_NOTICE);
// A number from anything.
function num($x) { return is_int($x) || is_float($x) ? $x : (is_numeric($x) ? $x + 0 : (is_string($x) ? strlen($x) : (is_array($x) ? count($x) : (is_object($x) ? 1 : (int) $x)))); }
// An int that shifts and masks cannot complain about.
function small($x) { return is_int($x) ? $x : (is_finite($x) && abs($x) < 1e15 ? (int) $x : 9); }
// No array and no object: nothing nests without end.
function scalar($x) { return is_array($x) ? count($x) : (is_object($x) ? 'object' : (is_string($x) && strlen($x) > 60 ? substr($x, 0, 20) : $x)); }
// Throws two times in three, from so many calls deep.
function fails($x, $depth) {
    if ($depth > 0) return fails($x, $depth - 1) . 'd';
    $kept = [$x];
    if (small($x) % 3 == 1) throw new LogicException(text("l$kept[0]"));
    if (small($x) % 3 == 2) throw new RuntimeException('r', small($x) & 15);
    return $kept[0];
}
function text($x) { return strlen($x) > 60 ? substr($x, -10) : $x; }
class Thing {
    const K = 5;
    public static $shared = 0;
    public $a;
    public $b = 1;
    public array $list = [];
    private $hits = 0;
    function __construct($a) { $this->a = $a; }
    function add($x) { $this->b = num($this->b) + num($x); $this->hits++; return $this; }
    function get($x) { return $this->hits > 50 ? num($x) : scalar($x ?? $this->a); }
}
function through($values, $step) { $n = 0; foreach ($values as $k => $v) { if (++$n % $step == 0) yield $k => $v; } return $n; }
function flat($x, $depth = 0) {
    if (is_object($x)) { $x = get_object_vars($x); }
    if (!is_array($x)) { return var_export($x, true); }
    if ($depth > 4) { return '...'; }
    $out = [];
    foreach ($x as $k => $v) { $out[] = "$k: " . flat($v, $depth + 1); }
    return '[' . implode(', ', $out) . ']';
}
function report(...$all) { foreach ($all as $i => $v) { echo $i, ' ', flat($v), "\n"; } }
"""


def make(seed: int) -> Node:
    return Generator(seed).program()


def text_of(program: Node) -> str:
    # The children of a program stand at its own depth.
    return program.head + "".join(child.render() for child in program.children)


if __name__ == "__main__":
    print(text_of(make(int(sys.argv[1]))), end="")
