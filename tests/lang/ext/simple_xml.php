<?php
// Reading and changing documents through SimpleXML.
$xml = <<<'X'
<?xml version="1.0" encoding="UTF-8"?>
<library xmlns:m="urn:meta" name="main">
  <book id="1" lang="en"><title>One &amp; only</title><author>A</author><author>B</author><m:note m:k="v">meta</m:note></book>
  <book id="2"><title>Two</title><empty/><price>12.50</price></book>
  <!-- comment -->
  <shelf>text<b>bold</b>tail</shelf>
</library>
X;
$x = simplexml_load_string($xml);
echo $x->getName(), ' ', $x['name'], ' ', count($x), ' ', count($x->book), ' ', $x->book[1]->title, "\n";
foreach ($x->book as $key => $book) echo "$key {$book['id']}: {$book->title} by ", implode(', ', array_map('strval', iterator_to_array($book->author, false))), "\n";
foreach ($x->children() as $name => $child) echo $name, ' ';
foreach ($x->book[0]->attributes() as $name => $value) echo "$name=$value ";
echo "\n";
var_dump(isset($x->book), isset($x->nope), isset($x->book[0]['id']), isset($x->book[0]['zz']), empty($x->book), (string) $x->nope, (float) $x->book[1]->price + 1, (int) $x->book[1]['id'], (bool) $x->nope, (bool) $x->book);
var_dump($x->book[0]->title == 'One & only', (string) $x->shelf, (string) $x->book[0]->children('urn:meta')->note, (string) $x->book[0]->children('m', true)->note->attributes('urn:meta')['k']);
print_r($x->book[1]);
print_r($x->book[0]->author);
print_r($x->book[1]->title);
echo json_encode($x), "\n";
print_r((array) $x->book[0]);
print_r(array_map('strval', $x->xpath('//book[@id="2"]/title | //author')));
$x->registerXPathNamespace('z', 'urn:meta');
echo count($x->xpath('//z:note')), "\n";
print_r($x->getNamespaces(true));
print_r($x->getDocNamespaces());
$x->book[1]->title = 'Changed <&>';
$x->book[1]['lang'] = 'fr';
$x->book[1]->year = 1999;
$x->book[] = 'third';
$new = $x->addChild('dvd', 'disc &amp; case');
$new->addAttribute('id', '9');
$new->addChild('m:x', 'y', 'urn:meta');
unset($x->book[0]->author, $x->book[0]['lang']);
unset($x->shelf);
echo $x->asXML();
echo $x->book[1]->asXML(), "\n";
libxml_use_internal_errors(true);
var_dump(simplexml_load_string('<a><b></a>'));
foreach (libxml_get_errors() as $e) echo $e->level, ' ', $e->code, ' ', $e->line, ' ', trim($e->message), "\n";
libxml_clear_errors();
try { new SimpleXMLElement('nonsense'); } catch (Exception $e) { echo $e->getMessage(), "\n"; }
$cd = simplexml_load_string('<a><![CDATA[x<y]]></a>', null, LIBXML_NOCDATA);
echo $cd, ' ', $cd->asXML(), "\n";
class MyElement extends SimpleXMLElement { function hello() { return 'hello ' . $this['n']; } }
echo simplexml_load_string('<r><k n="1"/></r>', 'MyElement')->k->hello(), "\n";
$dom = dom_import_simplexml($x->dvd);
echo get_class($dom), ' ', $dom->tagName, ' ', simplexml_import_dom($dom->ownerDocument)->getName(), "\n";
