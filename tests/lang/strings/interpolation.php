<?php
$name = 'World';
$a = ['k' => 'value', 3 => 'three', 'n' => ['x' => 'nested']];
$o = new stdClass;
$o->p = 'prop';
$o->q = new stdClass;
$o->q->r = 'deep';
$i = 3;
$var = 'name';
$fn = fn($x) => $x * 2;
echo "Hello $name! {$name}s ${name} \$name {$a['k']} $a[k] $a[3] $a[$i] {$a['n']['x']} $o->p {$o->q->r} $o->p->x\n";
echo "{$fn(4)} ${$var} {$o->p[0]} $name[0] $name[-1] \x41\u{e9}\101 { $name } {$a['n']['x'][1]} $ name $1 {\$name}\n";
echo "a" . 1 . 2.5 . true . null . false . "b\n";
echo <<<EOT
  Heredoc $name and {$a['k']}
    indented "quotes" \t tab
  EOT . "|\n";
echo <<<'EOT'
Nowdoc $name \t {$a}
EOT;
echo "\n", <<<X
    a
      b
     $name
    X, "\n";
echo "$a[k]$a[3]", '$a', "\\", "
";
