<?php
// Style sheets with parameters, keys, functions, security and errors; not for php8.2, which allows fewer quotes in parameters.
$xml = new DOMDocument;
$xml->loadXML('<shop><item id="a" price="3">Tea</item><item id="b" price="12">Pot &amp; lid</item><ref to="b"/></shop>');

function sheet(string $body, string $output = 'method="xml" omit-xml-declaration="yes"'): DOMDocument
{
    $doc = new DOMDocument;
    $doc->loadXML('<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"'
        . ' xmlns:php="http://php.net/xsl" exclude-result-prefixes="php">'
        . "<xsl:output $output/>$body</xsl:stylesheet>");
    return $doc;
}
function transform(DOMDocument $sheet, ?callable $prepare = null): mixed
{
    global $xml;
    $p = new XSLTProcessor;
    if ($prepare) $prepare($p);
    var_dump($p->importStylesheet($sheet));
    return $p->transformToXml($xml);
}

echo transform(sheet('<xsl:template match="/shop"><list><xsl:for-each select="item"><xsl:sort select="@price" data-type="number" order="descending"/>'
    . '<i n="{@id}"><xsl:value-of select="."/></i></xsl:for-each></list></xsl:template>'));
echo transform(sheet('<xsl:param name="who"/><xsl:template match="/"><xsl:value-of select="$who"/>!</xsl:template>', 'method="text"'),
    function ($p) {
        var_dump($p->setParameter('', 'who', 'it\'s "me"'), $p->getParameter('', 'who'), $p->getParameter('', 'none'));
        var_dump($p->removeParameter('', 'none'));
    }), "\n";
echo transform(sheet('<xsl:key name="by" match="item" use="@id"/><xsl:template match="/">'
    . '<xsl:value-of select="key(\'by\', //ref/@to)"/></xsl:template>', 'method="text"')), "\n";

function describe(array $nodes, $n): string
{
    return get_class($nodes[0]) . ':' . $nodes[0]->getAttribute('id') . ':' . gettype($n);
}
$called = sheet('<xsl:template match="/"><xsl:for-each select="//item">'
    . '<xsl:value-of select="php:function(\'describe\', ., 2)"/>,'
    . '<xsl:value-of select="php:functionString(\'strtoupper\', .)"/>;</xsl:for-each></xsl:template>', 'method="text"');
echo transform($called, fn($p) => $p->registerPHPFunctions()), "\n";
echo transform($called, fn($p) => $p->registerPHPFunctions(['describe', 'strtoupper'])), "\n";
foreach (['strtoupper', []] as $only) {
    try {
        transform($called, fn($p) => $p->registerPHPFunctions($only));
    } catch (Error $e) {
        echo get_class($e), ': ', preg_replace('/^Unable.*|^Not allowed.*|^No callback.*/', 'not allowed', $e->getMessage()), "\n";
    }
}
function fails(): string
{
    throw new DomainException('from inside');
}
try {
    transform(sheet('<xsl:template match="/"><xsl:value-of select="php:function(\'fails\')"/></xsl:template>'),
        fn($p) => $p->registerPHPFunctions());
} catch (DomainException $e) {
    echo $e->getMessage(), "\n";
}

$p = new XSLTProcessor;
$p->importStylesheet(sheet('<xsl:template match="/"><a><b>1</b></a></xsl:template>'));
$doc = $p->transformToDoc($xml);
var_dump(get_class($doc), $doc->saveXML($doc->documentElement));
$doc->documentElement->appendChild($doc->importNode($xml->documentElement->firstChild, true));
echo $doc->saveXML($doc->documentElement), "\n";
$sx = $p->transformToDoc(simplexml_import_dom($xml), 'SimpleXMLElement');
var_dump(get_class($sx));
$file = sys_get_temp_dir() . '/xsl_out.xml';
var_dump($p->transformToUri($xml, $file), file_get_contents($file));
unlink($file);
var_dump($p->hasExsltSupport(), $p->getSecurityPrefs() === XSL_SECPREF_DEFAULT, $p->setSecurityPrefs(XSL_SECPREF_NONE));
$wrong = new DOMDocument;
$wrong->loadXML('<nothing/>');
var_dump(@$p->importStylesheet($wrong));
