<?php
// XMLReader over strings, files and streams.
chdir('/');  // messages about strings name the working directory
$path = sys_get_temp_dir() . '/read.xml';
file_put_contents($path, "<list xmlns:p='urn:p'>\n  <item id='1' p:n='x'>one <b>bold</b></item>\n  <!-- note -->\n  <item id='2'/>\n</list>\n");
$reader = new XMLReader;
var_dump($reader->open($path));
while ($reader->read()) {
    echo $reader->depth, ' ', $reader->nodeType, ' ', $reader->name, ' ', trim($reader->value), ' ', $reader->attributeCount, $reader->isEmptyElement ? ' empty' : '', "\n";
    if ($reader->name === 'item' && $reader->nodeType === XMLReader::ELEMENT) {
        var_dump($reader->getAttribute('id'), $reader->getAttribute('none'), $reader->readInnerXml(), $reader->readString());
        while ($reader->moveToNextAttribute()) echo "  {$reader->name} {$reader->localName} {$reader->prefix} {$reader->namespaceURI} {$reader->value}\n";
        var_dump($reader->moveToElement());
    }
}
var_dump($reader->close());
$reader = XMLReader::XML('<a><skip><deep/></skip><find>me</find><find>too</find></a>');
$reader->read();
$reader->read();
var_dump($reader->next('find'), $reader->readOuterXml());
$node = $reader->expand(new DOMDocument);
var_dump($node->nodeName, $node->textContent, simplexml_import_dom($node) . '');
var_dump($reader->next('find'), $reader->next('find'));
$reader->XML("<a>\n\t<b></c></a>");
while ($reader->read()) echo $reader->name, "\n";
libxml_use_internal_errors(true);
$reader->XML('<a>&nope;</a>');
while ($reader->read());
foreach (libxml_get_errors() as $error) echo trim($error->message), ' ', $error->line, "\n";
foreach (['read' => [], 'getParserProperty' => [2], 'expand' => []] as $method => $arguments) {
    try {
        (new XMLReader)->$method(...$arguments);
    } catch (Error $e) {
        echo $e->getMessage(), "\n";
    }
}
try {
    clone $reader;
} catch (Error $e) {
    echo $e->getMessage(), "\n";
}
var_dump(@$reader->open('/nowhere/at/all'));
unlink($path);
