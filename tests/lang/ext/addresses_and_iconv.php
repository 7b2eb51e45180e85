<?php
// Internet addresses, iconv, sources without comments.
foreach (['1.2.3.4', '255.255.255.255', '1.2.3', '256.1.1.1', '0.0.0.0'] as $ip) echo json_encode([$n = ip2long($ip), $n === false ? null : long2ip($n)]), "\n";
foreach (['1.2.3.4', '::1', '::', '2001:db8::ff00:42:8329', 'fe80::1:0:0:1', '::ffff:1.2.3.4', '1:2:3:4:5:6:7:8'] as $ip) echo bin2hex(inet_pton($ip)), ' ', inet_ntop(inet_pton($ip)), "\n";
echo bin2hex(iconv('UTF-8', 'ISO-8859-1', 'héllo')), ' ', iconv('ISO-8859-1', 'UTF-8', "\xe9"), ' ', iconv('UTF-8', 'ASCII//IGNORE', 'aéb'), ' ', iconv_strlen('héé'), ' ', iconv_substr('héé', 1, 1), ' ', iconv_strpos('héé', 'é', 2), "\n";
var_dump(@iconv('UTF-8', 'ISO-8859-1', "\xff"));
$file = sys_get_temp_dir() . '/source.php';
file_put_contents($file, "<?php\n/* c */ \$a  =  1; // x\n  echo \$a;\n");
echo php_strip_whitespace($file), "\n";
unlink($file);
