<?php
// The tree of a document: reading, changing, searching, writing.
$doc = new DOMDocument('1.0', 'UTF-8');
$doc->preserveWhiteSpace = false;
$doc->formatOutput = true;
var_dump($doc->loadXML("<root xmlns:p='urn:p'>\n <item id='a' p:k='v'>one</item>\n <item id='b'>two<!--c--><![CDATA[x<y]]></item>\n <p:other/>\n</root>"));
$root = $doc->documentElement;
echo $root->nodeName, ' ', $root->nodeType, ' ', $root->childNodes->length, ' ', $root->firstChild->textContent, "\n";
foreach ($doc->getElementsByTagName('item') as $i => $item) {
    echo $i, ' ', $item->getAttribute('id'), ' ', $item->nodeValue, ' ', $item->parentNode === $root ? 'same' : 'other', ' ', count($item->attributes), "\n";
    foreach ($item->attributes as $name => $attribute) echo "  $name = {$attribute->value} ({$attribute->namespaceURI})\n";
    foreach ($item->childNodes as $child) echo '  ', get_class($child), ' ', $child->nodeName, ' ', $child->nodeValue, "\n";
}
$new = $doc->createElement('new', 'text &amp; more');
$new->setAttribute('x', 'a"b<c');
$root->appendChild($new);
$root->insertBefore($doc->createComment(' first '), $root->firstChild);
$ns = $doc->createElementNS('urn:q', 'q:thing');
$ns->setAttributeNS('urn:p', 'p:attr', '1');
$ns->appendChild($doc->createTextNode('t & <u>'));
$ns->appendChild($doc->createTextNode(' more'));
$root->replaceChild($ns, $root->lastChild);
$removed = $root->removeChild($root->getElementsByTagName('item')->item(0));
echo $removed->textContent, ' ', var_export($removed->parentNode, true), "\n";
echo $doc->saveXML();
echo $doc->saveXML($ns), "\n", $ns->childNodes->length, ' ';
$ns->normalize();
echo $ns->childNodes->length, "\n";
$xpath = new DOMXPath($doc);
$xpath->registerNamespace('qq', 'urn:q');
echo $xpath->query('//qq:thing')->length, ' ', $xpath->evaluate('count(//*)'), ' ', $xpath->evaluate('string(//item/@id)'), ' ', var_export($xpath->evaluate('1 = 1'), true), ' ', $xpath->query('item', $root)->item(0)->getAttribute('id'), "\n";
$clone = $root->cloneNode(true);
echo $clone->childNodes->length, ' ', var_export($clone->isSameNode($root), true), ' ', $root->cloneNode()->childNodes->length, "\n";
$other = new DOMDocument;
$other->appendChild($other->importNode($ns, true));
echo $other->saveXML();
try { $other->documentElement->appendChild($root); } catch (DOMException $e) { echo get_class($e), ' ', $e->getCode(), ' ', $e->getMessage(), "\n"; }
try { $doc->createElement('1x'); } catch (DOMException $e) { echo $e->getMessage(), "\n"; }
try { $root->appendChild($doc); } catch (DOMException $e) { echo $e->getMessage(), "\n"; }
$f = $doc->createDocumentFragment();
$f->appendXML('<a/>text<b c="d"/>');
$root->appendChild($f);
echo $doc->saveXML($root->lastChild), ' ', $root->lastChild->previousSibling->nodeValue, "\n";
$root->lastChild->remove();
$root->append('string', $doc->createElement('appended'));
$root->firstElementChild->before('b4');
echo $root->childElementCount, ' ', $root->lastElementChild->tagName, ' ', $root->textContent, "\n";
$t = $doc->createTextNode('héllo wörld');
echo $t->length, ' ', $t->substringData(1, 4), ' ';
$root->appendChild($t);
$rest = $t->splitText(6);
echo $t->data, '|', $rest->data, '|', $t->wholeText, "\n";
$html = new DOMDocument;
$html->loadHTML('<!DOCTYPE html><html><body><p class="x">Hi <b>there</b><br>you</p><img src="a.png"></body></html>');
echo $html->saveHTML(), $html->saveHTML($html->getElementsByTagName('p')->item(0)), "\n";
$html->getElementsByTagName('p')->item(0)->setAttribute('id', 'para');
$fragment = new DOMDocument;
@$fragment->loadHTML('<div id="d"><span>é</span></div>', LIBXML_HTML_NOIMPLIED | LIBXML_HTML_NODEFDTD);
echo $fragment->saveHTML(), $fragment->getElementById('d')->tagName, "\n";
libxml_use_internal_errors(true);
var_dump($doc->loadXML('<a><b></a>'), count(libxml_get_errors()) > 0, libxml_get_last_error() instanceof LibXMLError);
libxml_clear_errors();
$bare = new DOMElement('bare', 'value');
echo $bare->nodeName, ' ', var_export($bare->ownerDocument, true), "\n";
$d2 = new DOMDocument;
$d2->appendChild($bare);
echo $d2->saveXML(), var_export($bare->ownerDocument === $d2, true), "\n";
$imp = new DOMImplementation;
$d3 = $imp->createDocument(null, 'html', $imp->createDocumentType('html'));
echo $d3->saveXML();
echo isset($d3->documentElement) ? 'set' : 'unset', ' ', isset($d3->nothing) ? 'set' : 'unset', ' ', $d3->documentElement->getNodePath(), "\n";
class MyNode extends DOMElement { function shout() { return strtoupper($this->tagName); } }
$d4 = new DOMDocument;
$d4->registerNodeClass('DOMElement', 'MyNode');
$d4->loadXML('<q/>');
echo $d4->documentElement->shout(), "\n";
echo $d4->C14N(), "\n";
$schema = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="q"/></xs:schema>';
var_dump($d4->schemaValidateSource($schema));
