<?php
// Entities by document type and charset, and what strip_tags() takes for markup.
$s = "<a href='x'>\"q\" & &amp; &foo; &eacute; &apos; &#39; &#x27; &#13; &hellip; &fjlig; &nGt; é € ф fj <⃒ \x01 \x7f";
foreach ([ENT_HTML401, ENT_XML1, ENT_XHTML, ENT_HTML5] as $type) {
    foreach (['UTF-8', 'ISO-8859-1', 'cp1252', 'iso-8859-15', 'cp1251', 'koi8-r', 'macroman'] as $charset) {
        $flags = $type | ENT_QUOTES | ENT_SUBSTITUTE;
        echo "$type $charset ", md5(htmlentities($s, $flags, $charset, false)), ' ', md5(html_entity_decode($s, $flags, $charset)), "\n";
    }
    echo count(get_html_translation_table(HTML_ENTITIES, $type | ENT_QUOTES)), ' ';
    echo htmlentities($s, $type | ENT_QUOTES | ENT_DISALLOWED, 'UTF-8', false), "\n";
    echo html_entity_decode($s, $type | ENT_NOQUOTES, 'UTF-8'), "\n";
}
var_dump(htmlspecialchars("\x82\xa0<\x80", ENT_SUBSTITUTE, 'SJIS'), htmlspecialchars("\xa4", 0, 'EUC-JP'));
$texts = ['<a/b>', 'a<b', 'a < b', '<b>x</b><i>y</i>', '<!-- <b> -->z', '<?php echo "?>"; ?>q', '<b title=">">t</b>', '<<b>>x',
    '<a href="x"', '1 <2> 3', 'a>b', "<br\n/>n", '<!DOCTYPE html><b>x</b>', '</b>q', "x<'y'>z", '<B>k</B>',
    '<?xml version="1.0"?><a>b</a>', '<!-- a > b -->c', "<p class='a'\"b'>text</p>", "a\0b<\0c>d", '<i<b>>x</i>', '<?= \'<?= 1 ?>\' ?>2'];
foreach ($texts as $text) {
    foreach (['', '<b>', ['b', 'i'], '<a><B>'] as $allowed) echo json_encode(strip_tags($text, $allowed)), ' ';
    echo "\n";
}
