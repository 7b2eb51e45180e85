<?php
// not for php8.2: there it is a fatal error. Arrays that hold themselves, compared where a compiled loop has
// compared others before.
$self = [1];
$self[] = &$self;
$other = [1];
$other[] = &$other;
foreach (['==', '===', '<=>', '<'] as $how) {
    for ($i = 0; $i < 100; $i++) {
        $p = $i < 90 ? [1, 2] : $self;
        $q = $i < 90 ? [1, 2] : $other;
        try {
            $result = match ($how) {
                '==' => $p == $q,
                '===' => $p === $q,
                '<=>' => $p <=> $q,
                '<' => $p < $q,
            };
        } catch (Error $e) {
            $result = $e->getMessage();
        }
    }
    var_dump($result);
}
