<?php
// not for php8.2: it lets documents have two
$source = new DOMDocument();
$source->loadXML('<!DOCTYPE doc [<!ENTITY foo "bar">]><doc/>');
$target = new DOMDocument();
$type = $target->importNode($source->doctype);
$target->appendChild($type);
$target->appendChild($type);
foreach (['appendChild', 'insertBefore'] as $method) {
    try {
        $target->$method($target->implementation->createDocumentType('doc', '', ''));
    } catch (DOMException $e) {
        echo $method, ': ', $e->getMessage(), ' (', $e->getCode(), ")\n";
    }
}
$target->replaceChild($target->implementation->createDocumentType('third', '', ''), $type);
echo $target->saveXml();
$target->removeChild($target->doctype);
$target->appendChild($target->implementation->createDocumentType('other', '', ''));
echo $target->saveXml();
