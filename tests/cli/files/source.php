#!/usr/bin/php
<html> & "x"
<?php
/** doc */
namespace A\B;   // comment
use Foo\Bar as Baz; # hash
class X { const A = 1.5; public int $x = 0x1f; function foo(): ?string { return "a $this->x {$y['k']} ${z} b" . __LINE__ . __CLASS__; } }
$x = <<<EOT
  heredoc $x <b>
  EOT;
echo 'single', `ls`, $$x, (int)$a, null, true, \Foo\bar(), namespace\x;   
?>
tail <?= $x ?>
<?php echo 1
