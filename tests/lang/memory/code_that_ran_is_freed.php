<?php
// Included and eval'd code is freed when it ran; what it declared, threw, returned and left running is not.
function keep($f) { static $kept = []; if ($f) { $kept[] = $f; } return $kept; }
class Noise { function __construct(public $n) {} function __destruct() { global $d; $d += eval("return $this->n + 1;"); } }
$d = 0;
$sum = 0;
for ($i = 0; $i < 300; $i++) {
    $sum += eval("\$a = [$i, 'x$i']; return strlen(\$a[1]) + \$a[0];");
    $s = eval("return 'lit$i' . \$i;");
    if ($i % 50 == 0) keep(eval("return function() { return 'closure $i' . __LINE__; };"));
    if ($i % 60 == 0) eval("function named$i(\$x) { static \$n = 0; \$n += \$x; return \$n; }");
    if ($i % 70 == 0) eval("class C$i { const K = [$i]; public \$p = ['q' => $i]; function m() { return self::K[0] + \$this->p['q']; } }");
    try {
        eval("\n\$o = new Noise($i); if ($i % 7 == 3) { throw new Exception('e$i'); } \$o = null;");
    } catch (Exception $e) {
        if ($i % 35 == 3) echo $e->getMessage(), ' line ', $e->getLine(), "\n";
        $o = null;
    }
    $sum += eval("\$t = 0; for (\$k = 0; \$k < 100; \$k++) { \$t += \$k % 3 + eval('return \$k & 1;'); } return \$t;");
    try { eval("return 1 +;"); } catch (ParseError $e) { $sum++; }
}
echo $sum, ' ', $s, ' ', $d, "\n";
foreach (keep(null) as $f) echo $f(), "\n";
echo named60(2), named60(3), named240(1), "\n";
echo (new C70)->m(), ' ', (new C140)->m(), "\n";
function gen() { for ($i = 0; $i < 200; $i++) { $x = yield eval("return $i * 2;"); if ($x) eval("\$i += $x;"); } }
$t = 0;
foreach (gen() as $v) $t += $v;
echo $t, "\n";
$file = sys_get_temp_dir() . '/code.php';
for ($i = 0; $i < 150; $i++) {
    file_put_contents($file, "<?php\n\$v = $i;\nif (\$v % 2) return [\$v, 'odd'];\nfor (\$k = 0; \$k < 90; \$k++) \$v += \$k;\nreturn [\$v, 'even'];\n");
    [$n, $w] = include $file;
    if ($i % 40 < 2) echo $n, $w, "\n";
}
unlink($file);
// Classes that are nothing but constants are all that their code declares.
for ($i = 0; $i < 3; $i++) {
    eval("class Only$i { const A = 'a$i'; const B = self::A . 'b'; } interface I$i { const C = Only$i::B; }");
    eval("\$x = $i;");
}
echo Only0::A, Only1::B, I2::C, "\n";
