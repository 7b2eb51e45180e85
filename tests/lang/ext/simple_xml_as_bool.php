<?php
$sources = ['<a/>', '<a b="c"/>', '<a>t</a>', '<a><b/></a>', '<a><b/><b/></a>', '<a><!-- c --></a>', '<a><?p x?></a>',
            '<a><![CDATA[x]]></a>', '<a> </a>', '<a><b x="1">t</b></a>', '<a x="1"> </a>'];
foreach ($sources as $x) {
    $y = simplexml_load_string($x);
    $parts = [$y, $y->b, $y['b'], $y->children(), $y->attributes(), $y->b[0], $y->b->c, $y->b['x'], $y->b->children()];
    echo $x, ': ';
    foreach ($parts as $z) echo (bool)$z ? 't' : 'f';
    echo "\n";
}
function ask($s) {
    echo $s ? 't' : 'f', !$s ? 't' : 'f', $s && 1 ? 't' : 'f', $s || 0 ? 't' : 'f', $s == false ? 't' : 'f';
    echo is_object($s ?: 5) ? 't' : 'f', ($s xor true) ? 't' : 'f', boolval($s) ? 't' : 'f', empty($s) ? 't' : 'f';
    if ($s) echo ' yes'; else echo ' no';
    while ($s) { echo ' loop'; break; }
    echo "\n";
}
$empty = simplexml_load_string('<a/>');
$full = simplexml_load_string('<a>1</a>');
for ($i = 0; $i < 8; $i++) ask($i == 5 ? $full : $empty);
