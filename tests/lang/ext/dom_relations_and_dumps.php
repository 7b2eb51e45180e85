<?php
// Positions of nodes, equality, functions in XPath, namespace nodes and what var_dump() shows of a node.
$d = new DOMDocument;
$d->loadXML('<r xmlns:x="urn:x"><a k="1"><b/></a><a k="1"><b/></a></r>');
$d->documentURI = "urn:doc";
[$one, $two] = iterator_to_array($d->getElementsByTagName('a'));
var_dump($one->isEqualNode($two), $one->contains($one->firstChild), $two->contains($one->firstChild));
echo $one->compareDocumentPosition($two), ' ', $two->compareDocumentPosition($one), ' ',
    $d->documentElement->compareDocumentPosition($one), "\n";
var_dump($one->firstChild->getRootNode() === $d);
$one->insertAdjacentText('afterbegin', 'text');
$one->insertAdjacentElement('afterend', $d->createElement('c'));
echo $d->saveXML($d->documentElement), "\n";
$x = new DOMXPath($d);
$x->registerNamespace('php', 'http://php.net/xpath');
$x->registerPhpFunctions(['up' => strtoupper(...)]);
echo $x->evaluate('php:functionString("up", //a[1])'), "\n";
$x->registerNamespace('f', 'urn:f');
$x->registerPhpFunctionNS('urn:f', 'count', fn (array $nodes) => count($nodes));
var_dump($x->evaluate('f:count(//b)'));
try {
    $x->evaluate('php:function("strlen", "a")');
} catch (Error $e) {
    echo $e->getMessage(), "\n";
}
foreach ($x->query('/r/namespace::*') as $n) echo $n::class, ' ', $n->nodeName, ' ', $n->parentNode->nodeName, "\n";
echo $d->documentElement->C14N(false, false, ['query' => '//b']), "\n";
print_r($d->createTextNode('t'));
