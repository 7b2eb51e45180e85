<?php
// Head of every grid program: prints what a call returns, warns or throws.
$messages = [];
set_error_handler(function (int $level, string $message) {
    global $messages;
    $messages[] = $message;
    return true;
});

/** A value as text: type and content, floats with all their digits. */
function show(mixed $value, int $depth = 0): string {
    if (is_float($value)) {
        return 'float(' . json_encode(is_finite($value) ? $value : (string) $value) . ')';
    }
    if (is_array($value)) {
        if ($depth > 6) {
            return '[...]';
        }
        $items = [];
        foreach ($value as $key => $item) {
            $items[] = (is_int($key) ? $key : '"' . $key . '"') . ' => ' . show($item, $depth + 1);
        }
        return '[' . implode(', ', $items) . ']';
    }
    if (is_object($value)) {
        return $value instanceof Closure ? 'closure' : get_class($value) . show(get_object_vars($value), $depth + 1);
    }
    if (is_string($value)) {
        return '"' . $value . '"';
    }
    return is_null($value) ? 'null' : (is_bool($value) ? ($value ? 'true' : 'false') : (is_int($value) ? "$value" : gettype($value)));
}

function attempt(string $call, Closure $body): void {
    global $messages;
    $first = null;
    for ($i = 0; $i < 3; $i++) {
        $messages = [];
        ob_start();
        try {
            $text = show($body());
        } catch (Throwable $e) {
            $text = get_class($e) . ': ' . $e->getMessage();
        }
        $printed = ob_get_clean();
        if ($printed !== '') {
            $text .= "\n  prints " . $printed;
        }
        foreach ($messages as $message) {
            $text .= "\n  warns " . $message;
        }
        if ($i === 0) {
            $first = $text;
        } elseif ($text !== $first) {
            $first .= "\n  then " . $text;
        }
    }
    echo '#', $call, "\n", $first, "\n";
}
