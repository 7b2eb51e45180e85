<?php
// not for php8.2: it has no adoptNode().
// A resource of another kind is refused, and nodes outlive the document that they came from.
try {
    proc_open('true', [0 => stream_context_create()], $pipes);
} catch (TypeError $e) {
    echo $e->getMessage(), "\n";
}
$one = new DOMDocument();
$one->loadXML('<p><b>hi<i attrib="1">x</i></b>world</p>');
$two = new DOMDocument();
$two->loadXML('<div/>');
$b = $one->firstChild->firstChild;
$two->firstChild->appendChild($two->importNode($b, true));
$two->firstChild->appendChild($two->adoptNode($b));
try {
    $one->adoptNode($one);
} catch (DOMException $e) {
    echo $e->getMessage(), "\n";
}
unset($one);
echo $two->saveXML($two->firstChild), "\n";
unset($two, $b);
echo "done\n";
