<?php
// Events of xml_parse(), chunk by chunk, and structures.
$p = xml_parser_create();
xml_parser_set_option($p, XML_OPTION_CASE_FOLDING, false);
xml_set_element_handler($p, function ($p, $name, $attributes) { echo "<$name ", json_encode($attributes), "\n"; }, function ($p, $name) { echo ">$name\n"; });
xml_set_character_data_handler($p, function ($p, $text) { echo '[', trim($text), "]\n"; });
xml_set_processing_instruction_handler($p, function ($p, $target, $data) { echo "?$target $data\n"; });
foreach (['<?xml version="1.0"?><root a="1" b="x &amp; y"><ch', 'ild>text</child><?pi data?><![CDATA[raw <]]>', '</root>'] as $i => $chunk) var_dump(xml_parse($p, $chunk, $i === 2));
$p = xml_parser_create('UTF-8');
var_dump(xml_parse_into_struct($p, '<a><b k="v">one</b><c/>tail</a>', $values, $index));
print_r($values);
print_r($index);
$p = xml_parser_create();
var_dump(xml_parse($p, '<a><b></a>', true), xml_get_error_code($p) !== 0, xml_error_string(76));
$p = xml_parser_create_ns();
xml_set_element_handler($p, function ($p, $name) { echo $name, "\n"; }, null);
xml_parse($p, '<x:a xmlns:x="urn:x" xmlns="urn:d"><b/></x:a>', true);
