<?php
// Handlers of parsers: which are taken, what the default one gets, tags in structures; not for php8.2, which
// takes any string.
$p = xml_parser_create();
xml_set_default_handler($p, function ($p, $text) { echo json_encode($text), "\n"; });
xml_parse($p, "<a x='1'  y=\"&amp;\"><!-- c --><b/>text</a>", true);
class Names
{
    public function open($p, $name, $attributes) { echo "+$name ", json_encode($attributes), "\n"; }
    public function close($p, $name) { echo "-$name\n"; }
}
$p = xml_parser_create();
foreach ([fn() => xml_set_element_handler($p, 'open', null), fn() => xml_set_object($p, new Names), fn() => xml_set_element_handler($p, 'open', 'close'),
    fn() => xml_set_character_data_handler($p, 'none'), fn() => xml_set_default_handler($p, 5), fn() => xml_parser_set_option($p, XML_OPTION_SKIP_TAGSTART, -1),
    fn() => xml_parser_set_option($p, XML_OPTION_PARSE_HUGE, true), fn() => xml_parser_get_option($p, XML_OPTION_PARSE_HUGE), fn() => clone $p, fn() => serialize($p)] as $do) {
    try {
        var_dump($do());
    } catch (Throwable $e) {
        echo get_class($e), ': ', $e->getMessage(), "\n";
    }
}
var_dump(xml_parse($p, '<r><s t="u">v</s></r>', true));
$p = xml_parser_create();
xml_set_element_handler($p, function ($p) { xml_parse($p, '<x/>'); }, null);
try {
    xml_parse($p, '<a/>');
} catch (Error $e) {
    echo $e->getMessage(), "\n";
}
$p = xml_parser_create();
xml_parser_set_option($p, XML_OPTION_SKIP_WHITE, 1);
xml_set_element_handler($p, function ($p, $name) { echo "also $name\n"; }, null);
xml_parse_into_struct($p, "<a><b>&lt;d&gt;\n &lt;e&gt;</b><![CDATA[  ]]><c>\n \t</c></a>", $values, $index);
echo json_encode($values), json_encode($index), "\n";
$p = xml_parser_create();
xml_set_notation_decl_handler($p, function ($p, ...$all) { echo json_encode($all), "\n"; });
xml_set_unparsed_entity_decl_handler($p, function ($p, ...$all) { echo json_encode($all), "\n"; });
xml_parse($p, '<!DOCTYPE d [<!NOTATION n SYSTEM "s"><!ENTITY e SYSTEM "f" NDATA n>]><d/>', true);
