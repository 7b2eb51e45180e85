<?php
// (*MARK) in patterns, include_path at run time, operators of version_compare().
preg_match('~^(?|a(\d)(*MARK:first)|b(\w)(*:second))$~', 'b7', $m);
print_r($m);
preg_match_all('~a(*MARK:A)|b(*MARK:B)|c~', 'cab', $m, PREG_SET_ORDER);
echo json_encode($m), "\n";
preg_match_all('~a(*MARK:A)|b(*MARK:B)|c~', 'cab', $m);
echo json_encode($m), "\n";
echo preg_replace_callback('~a(*MARK:A)|b(*MARK:B)~', fn($m) => "[{$m['MARK']}]", 'xaby'), "\n";
$dir = sys_get_temp_dir() . '/included';
mkdir($dir);
file_put_contents("$dir/found_by_path.php", '<?php return "found";');
$old = set_include_path($dir . PATH_SEPARATOR . get_include_path());
echo require 'found_by_path.php', "\n";
echo basename(stream_resolve_include_path('found_by_path.php')), "\n";
set_include_path($old);
var_dump(@include 'found_by_path.php');
unlink("$dir/found_by_path.php");
rmdir($dir);
foreach (['<', 'le', '>', 'ge', '=', '==', '!=', '<>', 'ne'] as $op) echo var_export(version_compare('1.2', '1.10', $op), true), ' ';
