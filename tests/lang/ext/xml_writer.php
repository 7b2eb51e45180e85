<?php
// What XMLWriter writes, with and without indentation.
function document(XMLWriter $w): void {
    $w->startDocument('1.0', 'UTF-8', 'yes');
    $w->writeDtd('root', '-//X//EN', 'x.dtd');
    $w->startElement('root');
    $w->writeAttribute('a', "1 < \"2\"\n\t&");
    $w->startElementNs('p', 'child', 'urn:p');
    $w->writeAttributeNs('q', 'b', 'urn:q', 'v');
    $w->text('text <&>" é');
    $w->endElement();
    $w->writeElement('empty');
    $w->writeElement('full', 'content');
    $w->writeElement('none', '');
    $w->startElement('mixed');
    $w->text('before ');
    $w->writeElement('b', 'bold');
    $w->text(' after');
    $w->endElement();
    $w->writeComment(' note ');
    $w->writePi('target', 'data');
    $w->startElement('deep');
    $w->startElement('deeper');
    $w->startAttribute('x');
    $w->text('y');
    $w->endAttribute();
    $w->writeCdata('<raw>');
    $w->fullEndElement();
    $w->startElement('closed');
    $w->fullEndElement();
    $w->writeRaw('<r/>');
    $w->endDocument();
}
foreach ([[false, ''], [true, '  '], [true, "\t"]] as [$indent, $with]) {
    $w = new XMLWriter;
    $w->openMemory();
    $w->setIndent($indent);
    if ($indent) $w->setIndentString($with);
    document($w);
    echo $w->outputMemory(), "--\n";
}
$w = xmlwriter_open_memory();
xmlwriter_start_element($w, 'f');
xmlwriter_write_attribute($w, 'k', 'v');
xmlwriter_write_element_ns($w, 's', 'n', 'urn:s', 'z');
xmlwriter_end_element($w);
var_dump(xmlwriter_output_memory($w), xmlwriter_flush($w));
try { (new XMLWriter)->startElement('x'); } catch (Error $e) { echo $e->getMessage(), "\n"; }
$file = sys_get_temp_dir() . '/written.xml';
$w = new XMLWriter;
var_dump($w->openUri($file), $w->startElement('file'), $w->endElement(), $w->endElement(), $w->flush());
echo file_get_contents($file), "\n";
unlink($file);
