<?php
// strings: builds n lines of CSV and HTML by appending and interpolating
$n = (int) ($argv[1] ?? 3600000);

$csv = '';
$html = "<table>\n";
$quotes = 0;
for ($i = 0; $i < $n; $i++) {
    $name = "item $i";
    $price = $i % 1000;
    if ($i % 7 == 0) {
        $name = '"' . $name . '"';
        $quotes++;
    }
    $csv .= $i . ',' . $name . ',' . $price . "\n";
    $html .= "  <tr class=\"row{$i}\"><td>$name</td><td>$price</td></tr>\n";
    if (strlen($csv) > 100000) {
        $csv = substr($csv, 50000);
    }
    if (strlen($html) > 200000) {
        $html = '';
    }
}
$html .= '</table>';
$sum = 0;
for ($i = 0; $i < strlen($csv); $i += 3) {
    $sum = ($sum * 31 + ord($csv[$i])) % 1000003;
}
echo 'string_build ', strlen($csv), ' ', strlen($html), ' ', $quotes, ' ', $sum, "\n";
