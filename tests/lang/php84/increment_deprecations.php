<?php // not for php8.2
foreach (['', 'a-b', null, true, false] as $v) {
    $u = $v;
    $u++;
    var_dump($u);
}
foreach (['', 'abc', null, true] as $v) {
    $u = $v;
    $u--;
    var_dump($u);
}
