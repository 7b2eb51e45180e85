<?php
// Passwords, derived keys and what the system says of services and files.
foreach (['$2y$10$abcdefghijklmnopqrstuu', '$1$abc$', '$5$rounds=1000$salt', '$6$salt', 'ab', '_J9..rasm', '*0', 'x', '$2y$40$abcdefghijklmnopqrstuu'] as $s) var_dump(crypt('secret', $s));
$h = password_hash('x', PASSWORD_DEFAULT, ['cost'=>4]); var_dump(strlen($h), password_verify('x',$h), password_verify('y',$h), password_get_info($h), password_needs_rehash($h, PASSWORD_BCRYPT, ['cost'=>5]), password_needs_rehash($h, '2y', ['cost'=>4]));
$h = password_hash('x', PASSWORD_ARGON2ID, ['memory_cost'=>1024,'time_cost'=>2,'threads'=>1]); var_dump(strlen($h), password_verify('x',$h), password_verify('y',$h), password_get_info($h));
var_dump(password_verify('rasmuslerdorf', '$2y$07$BCryptRequires22Chrcte/VlQH0piJtjXl.0t1XkA8pw9dMXTTOq'));
try { password_hash('a', 'zz'); } catch (ValueError $e) { echo $e->getMessage(), "\n"; }
var_dump(bin2hex(hash_hkdf('sha256', 'key', 42, 'info', 'salt')), hash_hmac_file('md5', __FILE__, 'k') === hash_hmac('md5', file_get_contents(__FILE__), 'k'));
$c = hash_init('crc32b'); $f = fopen('data:,hello world', 'r'); var_dump(hash_update_stream($c, $f), hash_final($c));
var_dump(getservbyname('http','tcp'), getprotobyname('tcp'), getprotobynumber(17), gethostbyname('127.0.0.1'));
$d = dir('/tmp'); var_dump($d->path, is_resource($d->handle), is_string($d->read())); $d->close();
$f = fopen('data:,a 12 b', 'r'); var_dump(fscanf($f, '%s %d %s'), fscanf($f,'%s'));
$f = fopen('data:,a 12 b', 'r'); var_dump(fscanf($f, '%s %d', $a, $b), $a, $b);
try { setcookie('a=b'); } catch (ValueError $e) { echo $e->getMessage(), "\n"; }
ob_start(); var_dump(count(get_extension_funcs("ctype")), net_get_interfaces()['lo']['up']);
file_put_contents(sys_get_temp_dir() . '/meta_tags.html', '<html><head><meta name="author" content="nm"><meta name="geo.position" content="1;2"></head>'); var_dump(get_meta_tags(sys_get_temp_dir() . '/meta_tags.html'));
