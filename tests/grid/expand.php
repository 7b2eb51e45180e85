<?php
// Writes the program that tries one row of a grid table: expand.php TABLE.tsv ROW, run by the reference PHP.
// The program makes each call three times (a compiled one must not differ) and prints call and outcome.

[, $table, $wanted] = $argv;
const MOST_CALLS = 500;

$sets = require __DIR__ . '/sets.php';

/** The expressions of a cell: alternatives between ` | `, @name for a set of sets.php. */
function alternatives(string $cell, array $sets): array {
    $result = [];
    foreach (explode(' | ', $cell) as $part) {
        $part = trim($part);
        if ($part[0] === '@') {
            array_push($result, ...($sets[substr($part, 1)] ?? die("no set $part\n")));
        } else {
            $result[] = $part;
        }
    }
    return $result;
}

/** A fixed choice of at most MOST_CALLS combinations, spread over all of them. */
function combinations(array $columns): iterable {
    $count = 1;
    foreach ($columns as $column) {
        $count *= count($column);
    }
    $step = max(1, intdiv($count, MOST_CALLS));
    // An even stride would always meet the same value of a short column.
    while ($step > 1 && $count % $step === 0) {
        $step++;
    }
    for ($i = 0; $i < $count; $i += $step) {
        $rest = $i;
        $row = [];
        foreach ($columns as $column) {
            $row[] = $column[$rest % count($column)];
            $rest = intdiv($rest, count($column));
        }
        yield $row;
    }
}

$line = explode("\n", file_get_contents($table))[(int) $wanted];
$cells = explode("\t", $line);
$name = array_shift($cells);
$columns = [];
$by_reference = [];
$required = count($cells);
foreach ($cells as $i => $cell) {
    if ($cell[0] === '?') {
        $required = min($required, $i);
        $cell = substr($cell, 1);
    }
    if ($cell[0] === '&') {
        $by_reference[] = $i;
        $cell = substr($cell, 1);
    }
    $columns[] = alternatives($cell, $sets);
}

echo file_get_contents(__DIR__ . '/prologue.php');
for ($n = $required; $n <= count($columns); $n++) {
    foreach (combinations(array_slice($columns, 0, $n)) as $row) {
        $before = $after = '';
        foreach ($by_reference as $i) {
            if ($i < $n) {
                $before .= "\$v$i = $row[$i]; ";
                $after .= ", \$v$i";
                $row[$i] = "\$v$i";
            }
        }
        $call = "$name(" . implode(', ', $row) . ')';
        if ($before === '') {
            echo 'attempt(', var_export($call, true), ", static fn() => $call);\n";
        } else {
            echo 'attempt(', var_export($before . $call, true), ", static function () { {$before}return [$call$after]; });\n";
        }
    }
}
