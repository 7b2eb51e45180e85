<?php
// not for php8.2: other message. With loading disabled nothing is read from files; writing goes on.
$dir = sys_get_temp_dir() . '/loading';
@mkdir($dir);
file_put_contents("$dir/x.xml", '<a>1</a>');
file_put_contents("$dir/x.dtd", "<!ENTITY t 'text'>");
set_error_handler(function ($level, $text) use ($dir) { echo $level, ' ', str_replace($dir, 'DIR', trim($text)), "\n"; return true; });
function read_all($dir) {
    var_dump((string)simplexml_load_file("$dir/x.xml"));
    $d = new DOMDocument;
    var_dump($d->load("$dir/x.xml"));
    var_dump($d->loadXML("<!DOCTYPE r SYSTEM \"$dir/x.dtd\"><r>&t;</r>", LIBXML_DTDLOAD | LIBXML_NOENT));
    var_dump($d->documentElement->textContent);
    $reader = new XMLReader;
    var_dump($reader->open("$dir/x.xml"));
    var_dump($d->save("$dir/y.xml") > 0);
}
read_all($dir);
var_dump(libxml_disable_entity_loader(), libxml_disable_entity_loader(true));
read_all($dir);
var_dump(libxml_disable_entity_loader(false), libxml_disable_entity_loader(false));
read_all($dir);
array_map('unlink', glob("$dir/*"));
rmdir($dir);
