<?php
// Sessions in files and in a handler of the script's.
ob_start();
session_save_path(sys_get_temp_dir());
session_id('one-two-three');
var_dump(session_status(), session_start(), session_id(), session_name());
$_SESSION['count'] = ($_SESSION['count'] ?? 0) + 1;
$_SESSION['list'] = [1, 'two', null];
function touch_it() { $_SESSION['in_function'] = true; return session_encode(); }
echo touch_it(), "\n";
session_write_close();
var_dump(session_status(), file_get_contents(sys_get_temp_dir() . '/sess_one-two-three'));
session_start();
var_dump($_SESSION['count'], count($_SESSION));
$_SESSION['count'] = 99;
session_abort();
session_start();
var_dump($_SESSION['count']);
session_unset();
var_dump($_SESSION, session_decode('a|i:5;b|a:1:{i:0;s:1:"x";}'), $_SESSION);
var_dump(session_destroy(), is_file(sys_get_temp_dir() . '/sess_one-two-three'), session_id());
class Memory implements SessionHandlerInterface {
    public static array $held = [];
    public function open($path, $name): bool { echo "open $name\n"; return true; }
    public function close(): bool { echo "close\n"; return true; }
    public function read($id): string|false { echo "read $id\n"; return self::$held[$id] ?? ''; }
    public function write($id, $data): bool { echo "write $id $data\n"; self::$held[$id] = $data; return true; }
    public function destroy($id): bool { echo "destroy $id\n"; unset(self::$held[$id]); return true; }
    public function gc($lifetime): int|false { return 0; }
}
var_dump(session_set_save_handler(new Memory, false), session_module_name());
session_id('mine');
session_start(['gc_probability' => 0]);
$_SESSION['x'] = new ArrayObject([1]);
session_commit();
session_start();
var_dump($_SESSION['x'][0]);
session_destroy();
echo json_encode(session_get_cookie_params()), "\n";
echo serialize(unserialize(serialize([1]))), "\n";
session_set_save_handler(new SessionHandler, false);
session_id('shared');
session_start();
$_SESSION = ['a' => ['x'], 'c' => new stdClass];
$_SESSION['b'] = &$_SESSION['a'];
$_SESSION['d'] = $_SESSION['c'];
echo $text = session_encode(), "\n";
session_unset();
session_decode($text);
$_SESSION['b'][] = 'y';
var_dump($_SESSION['a'], $_SESSION['c'] === $_SESSION['d']);
session_destroy();
var_dump(@session_encode());
