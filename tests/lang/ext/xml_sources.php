<?php
// Where XML comes from: the context for streams, the loader of external entities.
class Held {
    public $context;
    private int $at = 0;
    private function all(): string { return stream_context_get_options($this->context)['held']['xml']; }
    function stream_open($path, $mode, $options, &$opened) { return true; }
    function stream_read($n) { $part = substr($this->all(), $this->at, $n); $this->at += strlen($part); return $part; }
    function stream_eof() { return $this->at >= strlen($this->all()); }
    function stream_stat() { return []; }
    function url_stat() { return []; }
}
stream_wrapper_register('held', 'Held');
libxml_set_streams_context(stream_context_create(['held' => ['xml' => '<a>held</a>']]));
$reader = new XMLReader;
var_dump($reader->open('held://x'), $reader->read(), $reader->readString());
$doc = new DOMDocument;
var_dump($doc->load('held://x'), $doc->documentElement->textContent);

$calls = 0;
libxml_set_external_entity_loader(function ($public, $system, $context) use (&$calls) {
    $calls++;
    echo "$public, $system, {$context['intSubName']}\n";
    if ($public === '-//NONE') return null;
    $f = fopen('php://memory', 'w+');
    fwrite($f, '<!ELEMENT foo (#PCDATA)><!ENTITY word "known">');
    rewind($f);
    return $f;
});
$doc->substituteEntities = true;
$doc->resolveExternals = true;
var_dump($doc->loadXML('<!DOCTYPE foo PUBLIC "-//FOO/BAR" "http://example.com/foobar"><foo>is &word;</foo>'));
var_dump($doc->documentElement->textContent, $doc->validate(), $calls);
libxml_set_external_entity_loader(fn() => throw new Exception('from the loader'));
try {
    $doc->loadXML('<!DOCTYPE foo PUBLIC "-//FOO/BAR" "http://example.com/foobar"><foo>is</foo>');
} catch (Exception $e) {
    echo $e->getMessage(), "\n";
}
libxml_set_external_entity_loader(null);
var_dump(libxml_get_external_entity_loader());
