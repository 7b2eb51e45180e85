// The session extension, in PHP: the state of the session and the functions.
#include <string_view>
#include <vector>

#include "interp/ext/in_php.h"
#include "interp/ext/library_tables.h"
#include "interp/ext/session/session.h"
#include "interp/runtime/base_dir.h"
#include "interp/runtime/ini.h"
#include "interp/runtime/output.h"
#include "interp/runtime/response.h"

namespace tusk {

using namespace session;

namespace {

constexpr char kState[] = R"php(
namespace tusk\session;
final class State {
    public static int $status = 1;
    public static bool $starting = false;
    public static string $id = '';
    public static object|string|null $handler = null;  // what is asked: Files, a script's object, or Callbacks
    public static bool $has_default = true;
    public static bool $parent_open = false;
    public static bool $is_user = false;
    public static object|string|null $user = null;         // what session_set_save_handler() was given
    public static string $user_names = '';
    public static string $read = '';            // the data as it was read, for lazy writing
    public static bool $in_handler = false;
    public static string $place = '';
    public static bool $flushes = false;
    public static bool $writes = false;
    public static bool $linked = false;         // $_SESSION is the session's
    public static string $called = 'session_start()';
    public static function caller(): string { return self::$called; }
    /** Before output. */
    public static function refuses(string $function, string $what, bool $headers = true): bool {
        if (self::$status === 2) {
            \tusk\warn("$function(): $what cannot be changed when a session is active");
            return true;
        }
        if ($headers && headers_sent()) {
            \tusk\warn("$function(): $what cannot be changed after headers have already been sent");
            return true;
        }
        return false;
    }
    public static function be(int $status): void {
        self::$status = $status;
        \tusk\session_active($status === 2);
    }
    /** Asks the handler; what is not a bool is not taken for one without a word. */
    public static function ask(string $method, mixed ...$arguments): mixed {
        if (self::$in_handler) {
            \tusk\warn(self::$called . ': Cannot call session save handler in a recursive manner');
            return false;
        }
        self::$in_handler = true;
        $handler = self::$handler;
        try { $answer = is_string($handler) ? $handler::$method(...$arguments) : $handler->$method(...$arguments); } finally { self::$in_handler = false; }
        if (!self::$is_user || in_array($method, ['read', 'create_sid', 'gc'], true) || is_bool($answer)) return $answer;
        if ($answer === 0 || $answer === -1) {
            \tusk\warn(self::$called . ': Session callback must have a return value of type bool, int returned', E_DEPRECATED);
            return $answer === 0;
        }
        throw new \TypeError('Session callback must have a return value of type bool, ' . get_debug_type($answer) . ' returned');
    }
    public static function pick(): bool {
        self::$is_user = self::$user !== null;
        $name = \tusk\session_setting('session.save_handler');
        if (!self::$is_user && $name !== 'files') {
            \tusk\warn(self::$called . ": Cannot find session save handler \"$name\" - session startup failed");
            return false;
        }
        self::$handler = self::$user ?? Files::class;
        return true;
    }
    public static function new_id(string $function): string {
        if (method_exists(self::$handler, 'create_sid')) {
            $id = self::ask('create_sid');
            if (!is_string($id)) throw new \Error('Session id must be a string');
            return $id;
        }
        return Files::create_sid();
    }
    public static function write(): void {
        self::$writes = true;
        $data = $GLOBALS['_SESSION'] ?? null;
        if (is_array($data)) {
            $text = Formats::encode((string) ini_get('session.serialize_handler'), $data);
            $method = ini_get('session.lazy_write') && self::$read === $text && method_exists(self::$handler, 'updateTimestamp') ? 'updateTimestamp' : 'write';
            $good = self::ask($method, self::$id, $text);
            if (!$good) {
                $path = ini_get('session.save_path');
                if (!self::$is_user) \tusk\warn(self::$called . ': Failed to write session data (files). Please verify that the current setting of session.save_path is correct (' . $path . ')');
                else \tusk\warn(self::$called . ": Failed to write session data using user defined save handler. (session.save_path: $path, handler: " . (self::$handler === Callbacks::class ? Callbacks::name($method) : self::$handler::class . "::$method") . ')');
            }
        }
        self::ask('close');
        self::$writes = false;
    }
    /** At the end of the script, after what it has registered itself. */
    public static function flush(bool $again = true): void {
        if ($again) {
            register_shutdown_function([self::class, 'flush'], false);
            return;
        }
        self::$flushes = false;
        if (self::$status !== 2 || self::$writes) return;
        self::$called = 'PHP Request Shutdown';
        try { self::write(); } finally { self::be(1); }
    }
}
final class Callbacks {
    public static array $callbacks = [];
    private static function call(int $i, mixed ...$arguments): mixed { return (self::$callbacks[$i])(...$arguments); }
    public static function open($path, $name) { return self::call(0, $path, $name); }
    public static function close() { return self::call(1); }
    public static function read($id) { return self::call(2, $id); }
    public static function write($id, $data) { return self::call(3, $id, $data); }
    public static function destroy($id) { return self::call(4, $id); }
    public static function gc($lifetime) { return self::call(5, $lifetime); }
    public static function create_sid() { return isset(self::$callbacks[6]) ? self::call(6) : Files::create_sid(); }
    public static function validateId($id) { return isset(self::$callbacks[7]) ? self::call(7, $id) : true; }
    public static function updateTimestamp($id, $data) { return isset(self::$callbacks[8]) ? self::call(8, $id, $data) : self::call(3, $id, $data); }
    public static function name(string $method): string {
        $updates = $method === 'updateTimestamp' && isset(self::$callbacks[8]);
        $callback = self::$callbacks[$updates ? 8 : 3];
        return is_string($callback) ? $callback : ($updates ? 'update_timestamp' : 'write');
    }
}
)php";

constexpr char kFunctions[] = R"php(
namespace tusk\session;
final class Functions {
    private static function set(string $name, mixed $value): void { \tusk\session_set($name, is_bool($value) ? (string) (int) $value : (string) $value); }
    public static function session_name(?string $name = null): string|false {
        if ($name !== null && State::refuses('session_name', 'Session name')) return false;
        $before = ini_get('session.name');
        if ($name !== null) {
            if (str_contains($name, "\0")) throw new \ValueError('session_name(): Argument #1 ($name) must not contain any null bytes');
            if ($name === '' || is_numeric($name) || strpbrk($name, "=,;.[ \t\r\n\013\014") !== false) \tusk\warn("session_name(): session.name \"$name\" must not be numeric, empty, contain null bytes or any of the following characters \"=,;.[ \\t\\r\\n\\013\\014\"");
            else self::set('session.name', $name);
        }
        return $before;
    }
    public static function session_module_name(?string $module = null): string|false {
        if ($module !== null && State::refuses('session_module_name', 'Session save handler module')) return false;
        $before = State::$user ? 'user' : \tusk\session_setting('session.save_handler');
        if ($module !== null) {
            if (strtolower($module) === 'user') throw new \ValueError('session_module_name(): Argument #1 ($module) cannot be "user"');
            if (strtolower($module) !== 'files') {
                \tusk\warn("session_module_name(): Session handler module \"$module\" cannot be found");
                return false;
            }
            self::set('session.save_handler', 'files');
            State::$user = null;
        }
        return $before;
    }
    public static function session_set_save_handler($open, $close = null, $read = null, $write = null, $destroy = null, $gc = null, $create_sid = null, $validate_sid = null, $update_timestamp = null): bool {
        if (State::$status === 2) {
            \tusk\warn('session_set_save_handler(): Session save handler cannot be changed when a session is active');
            return false;
        }
        if (headers_sent()) {
            \tusk\warn('session_set_save_handler(): Session save handler cannot be changed after headers have already been sent');
            return false;
        }
        if ($open instanceof \SessionHandlerInterface) {
            State::$user = $open;
            self::set('session.save_handler', 'user');
            if ($close === null || $close) session_register_shutdown();
            return true;
        }
        $given = func_num_args();
        if ($given <= 2) throw new \TypeError('session_set_save_handler(): Argument #1 ($open) must be of type SessionHandlerInterface, ' . get_debug_type($open) . ' given');
        if ($given < 6) throw new \ArgumentCountError("session_set_save_handler() expects at least 6 arguments, $given given");
        \tusk\warn('session_set_save_handler(): Providing individual callbacks instead of an object implementing SessionHandlerInterface is deprecated', E_DEPRECATED);
        $all = [$open, $close, $read, $write, $destroy, $gc, $create_sid, $validate_sid, $update_timestamp];
        $names = ['open', 'close', 'read', 'write', 'destroy', 'gc', 'create_sid', 'validate_sid', 'update_timestamp'];
        foreach ($all as $i => $callback) {
            if ($i >= $given || is_callable($callback) || ($callback === null && $i > 5)) continue;
            throw new \TypeError('session_set_save_handler(): Argument #' . ($i + 1) . " (\$$names[$i]) must be a valid callback, " . (is_string($callback) ? "function \"$callback\" not found or invalid function name" : (is_array($callback) && count($callback) !== 2 ? 'array callback must have exactly two members' : (is_array($callback) ? 'first array member is not a valid class name or object' : 'no array or string given'))));
        }
        Callbacks::$callbacks = array_filter($all, fn($c) => $c !== null);
        State::$user = Callbacks::class;
        self::set('session.save_handler', 'user');
        return true;
    }
    public static function session_save_path(?string $path = null): string|false {
        if ($path !== null && State::refuses('session_save_path', 'Session save path')) return false;
        $before = ini_get('session.save_path');
        if ($path !== null) {
            if (str_contains($path, "\0")) throw new \ValueError('session_save_path(): Argument #1 ($path) must not contain any null bytes');
            self::set('session.save_path', $path);
        }
        return $before;
    }
    public static function session_id(?string $id = null): string|false {
        if ($id !== null && State::$status === 2) {
            \tusk\warn('session_id(): Session ID cannot be changed when a session is active');
            return false;
        }
        if ($id !== null && headers_sent() && ini_get('session.use_cookies')) {
            \tusk\warn('session_id(): Session ID cannot be changed after headers have already been sent');
            return false;
        }
        $before = State::$id;
        if ($id !== null) State::$id = $id;
        return $before;
    }
    public static function session_create_id(string $prefix = ''): string|false {
        if ($prefix !== '') {
            if (strlen($prefix) > 256) throw new \ValueError('session_create_id(): Argument #1 ($prefix) cannot be longer than 256 characters');
            if (str_contains($prefix, "\0")) throw new \ValueError('session_create_id(): Argument #1 ($prefix) must not contain any null bytes');
            if (!Files::is_id($prefix)) {
                \tusk\warn('session_create_id(): Prefix cannot contain special characters. Only the A-Z, a-z, 0-9, "-", and "," characters are allowed');
                return false;
            }
        }
        if (State::$in_handler || State::$status !== 2) return $prefix . Files::create_sid();
        State::$called = 'session_create_id()';
        for ($i = 0; $i < 3; $i++) {
            $id = State::new_id('session_create_id');
            if (!method_exists(State::$handler, 'validateId') || State::$handler === Callbacks::class || !State::ask('validateId', $id)) return $prefix . $id;
        }
        \tusk\warn('session_create_id(): Failed to create new ID');
        return false;
    }
    private static function initialize(): bool {
        if (!State::pick()) return false;
        $format = (string) ini_get('session.serialize_handler');
        if (!in_array($format, ['php', 'php_binary', 'php_serialize'], true)) {
            \tusk\warn(State::$called . ": Cannot find session serialization handler \"$format\" - session startup failed");
            return false;
        }
        $path = ini_get('session.save_path');
        $kind = State::$is_user ? 'user' : 'files';
        State::$parent_open = !State::$is_user;
        State::$starting = true;
        try {
            $opened = State::ask('open', $path, ini_get('session.name'));
            if (!$opened) {
                \tusk\warn(State::$called . ": Failed to initialize storage module: $kind (path: $path)");
                return false;
            }
            if (State::$id === '') {
                State::$id = State::new_id('session_start');
            } elseif (ini_get('session.use_strict_mode') && method_exists(State::$handler, 'validateId') && !State::ask('validateId', State::$id)) {
                State::$id = State::new_id('session_start');
            }
            State::be(2);
            $text = State::ask('read', State::$id);
        } catch (\Throwable $e) {
            State::be(1);
            throw $e;
        } finally {
            State::$starting = false;
        }
        if (!is_string($text)) {
            \tusk\warn(State::$called . ": Failed to read session data: $kind (path: $path)");
            State::ask('close');
            State::be(1);
            return false;
        }
        State::$read = $text;
        if (State::$status === 2 && !self::load($text)) return true;
        $probability = (int) ini_get('session.gc_probability');
        if ($probability > 0 && random_int(1, max(1, (int) ini_get('session.gc_divisor'))) <= $probability) State::ask('gc', (int) ini_get('session.gc_maxlifetime'));
        return true;
    }
    private static function load(string $text): bool {
        $data = [];
        $good = Formats::decode((string) ini_get('session.serialize_handler'), $text, $data);
        if ($good) {
            unset($GLOBALS['_SESSION']);
            $GLOBALS['_SESSION'] = $data;
            State::$linked = true;
            return true;
        }
        self::end();
        $GLOBALS['_SESSION'] = $data;
        \tusk\warn(State::$called . ': Failed to decode session object. Session has been destroyed');
        return false;
    }
    private static function end(): bool {
        $destroyed = State::$id !== '' && State::ask('destroy', State::$id);
        $closed = State::ask('close');
        State::be(1);
        State::$id = '';
        State::$linked = false;
        return (bool) $destroyed;
    }
    private static function send_cookie(): void {
        $name = ini_get('session.name');
        $others = array_filter(headers_list(), fn($line) => stripos($line, 'Set-Cookie:') === 0 && stripos($line, "Set-Cookie: $name=") !== 0);
        header_remove('Set-Cookie');
        foreach ($others as $line) header($line, false);
        $line = "Set-Cookie: $name=" . urlencode(State::$id);
        $lifetime = (int) ini_get('session.cookie_lifetime');
        if ($lifetime > 0) $line .= '; expires=' . gmdate('D, d M Y H:i:s \G\M\T', time() + $lifetime) . "; Max-Age=$lifetime";
        foreach (['path' => 'path', 'domain' => 'domain'] as $setting => $attribute) if ((string) ini_get("session.cookie_$setting") !== '') $line .= "; $attribute=" . ini_get("session.cookie_$setting");
        if (ini_get('session.cookie_secure')) $line .= '; secure';
        if (ini_get('session.cookie_httponly')) $line .= '; HttpOnly';
        if ((string) ini_get('session.cookie_samesite') !== '') $line .= '; SameSite=' . ini_get('session.cookie_samesite');
        header($line, false);
    }
    private static function send_cache_limits(): void {
        if (headers_sent()) return;
        $seconds = (int) ini_get('session.cache_expire') * 60;
        $limiter = ini_get('session.cache_limiter');
        if ($limiter === 'nocache' || $limiter === 'private') header('Expires: Thu, 19 Nov 1981 08:52:00 GMT');
        if ($limiter === 'public') header('Expires: ' . gmdate('D, d M Y H:i:s \G\M\T', time() + $seconds));
        if ($limiter === 'nocache') {
            header('Cache-Control: no-store, no-cache, must-revalidate');
            header('Pragma: no-cache');
        }
        if (!in_array($limiter, ['public', 'private', 'private_no_expire'], true)) return;
        header('Cache-Control: ' . ($limiter === 'public' ? 'public' : 'private') . ", max-age=$seconds");
        $changed = @filemtime($_SERVER['SCRIPT_FILENAME'] ?? '');
        if ($changed !== false) header('Last-Modified: ' . gmdate('D, d M Y H:i:s \G\M\T', $changed));
    }
    public static function session_start(array $options = []): bool {
        State::$called = 'session_start()';
        if (State::$status === 2) {
            \tusk\warn('session_start(): Ignoring session_start() because a session is already active' . (State::$place === '' ? '' : ' (started from ' . State::$place . ')'), E_NOTICE);
            return true;
        }
        if (ini_get('session.use_cookies') && headers_sent()) {
            \tusk\warn('session_start(): Session cannot be started after headers have already been sent');
            return false;
        }
        $closes = false;
        foreach ($options as $name => $value) {
            if (!is_string($name)) continue;
            if (!is_scalar($value) || is_float($value)) throw new \TypeError("session_start(): Option \"$name\" must be of type string|int|bool, " . get_debug_type($value) . ' given');
            if ($name === 'read_and_close') {
                $closes = (int) $value > 0;
                continue;
            }
            if (ini_get("session.$name") === false || !\tusk\session_set("session.$name", is_bool($value) ? (string) (int) $value : (string) $value)) {
                \tusk\warn("session_start(): Setting option \"$name\" failed");
            }
        }
        if (!State::$user && \tusk\session_setting('session.save_handler') === 'user') {
            \tusk\warn('session_start(): Cannot find session save handler "" - session startup failed');
            return false;
        }
        $from = debug_backtrace(DEBUG_BACKTRACE_IGNORE_ARGS);
        $place = '';
        foreach ($from as $frame) if (isset($frame['file'], $frame['line']) && ($frame['function'] ?? '') === 'session_start') $place = "$frame[file] on line $frame[line]";
        if (State::$id === '' && isset($_COOKIE[ini_get('session.name')]) && ini_get('session.use_cookies') && is_string($_COOKIE[ini_get('session.name')])) State::$id = $_COOKIE[ini_get('session.name')];
        $received = $_COOKIE[ini_get('session.name')] ?? null;
        if (State::$id !== '' && strpbrk(State::$id, "\r\n\t <>'\"\\") !== false) State::$id = '';
        if (!self::initialize()) {
            State::be(1);
            unset($GLOBALS['_SESSION']);
            return false;
        }
        State::$place = $place;
        if (ini_get('session.use_cookies') && $received !== State::$id) self::send_cookie();
        self::send_cache_limits();
        if ($closes) {
            State::ask('close');
            State::be(1);
            return true;
        }
        if (!State::$flushes) {
            State::$flushes = true;
            register_shutdown_function([State::class, 'flush']);
        }
        return true;
    }
    public static function session_write_close(): bool {
        if (State::$status !== 2) return false;
        State::$called = 'session_write_close()';
        try { State::write(); } finally { State::be(1); }
        return true;
    }
    public static function session_commit(): bool { return self::session_write_close(); }
    public static function session_abort(): bool {
        if (State::$status !== 2) return false;
        State::$called = 'session_abort()';
        State::ask('close');
        State::be(1);
        return true;
    }
    public static function session_reset(): bool {
        if (State::$status !== 2) return false;
        State::$called = 'session_reset()';
        State::be(1);
        self::initialize();
        return true;
    }
    public static function session_status(): int { return State::$status; }
    public static function session_register_shutdown(): void { register_shutdown_function('session_write_close'); }
    public static function session_decode(string $data): bool {
        if (State::$status !== 2) {
            \tusk\warn('session_decode(): Session data cannot be decoded when there is no active session');
            return false;
        }
        State::$called = 'session_decode()';
        $held = $GLOBALS['_SESSION'] ?? [];
        $values = [];
        $good = Formats::decode((string) ini_get('session.serialize_handler'), $data, $values);
        if ($good) {
            $GLOBALS['_SESSION'] = ini_get('session.serialize_handler') === 'php_serialize' ? $values : array_replace(is_array($held) ? $held : [], $values);
            return true;
        }
        self::end();
        $GLOBALS['_SESSION'] = array_replace(is_array($held) ? $held : [], $values);
        \tusk\warn('session_decode(): Failed to decode session object. Session has been destroyed');
        return false;
    }
    public static function session_encode(): string|false {
        State::$called = 'session_encode()';
        $data = $GLOBALS['_SESSION'] ?? null;
        if (!State::$linked || !is_array($data)) {
            \tusk\warn('session_encode(): Cannot encode non-existent session');
            return false;
        }
        $text = Formats::encode((string) ini_get('session.serialize_handler'), $data);
        return $text === '' ? false : $text;
    }
    public static function session_destroy(): bool {
        if (State::$status !== 2) {
            \tusk\warn('session_destroy(): Trying to destroy uninitialized session');
            return false;
        }
        State::$called = 'session_destroy()';
        if (State::$in_handler) return (bool) State::ask('destroy', State::$id);
        $good = self::end();
        if (!$good) \tusk\warn('session_destroy(): Session object destruction failed');
        return $good;
    }
    public static function session_unset(): bool {
        if (State::$status !== 2) return false;
        $GLOBALS['_SESSION'] = [];
        return true;
    }
    public static function session_gc(): int|false {
        if (State::$status !== 2) {
            \tusk\warn('session_gc(): Session cannot be garbage collected when there is no active session');
            return false;
        }
        State::$called = 'session_gc()';
        $count = State::ask('gc', (int) ini_get('session.gc_maxlifetime'));
        return $count === true ? 1 : $count;
    }
    public static function session_regenerate_id(bool $delete_old_session = false): bool {
        if (State::$status !== 2) {
            \tusk\warn('session_regenerate_id(): Session ID cannot be regenerated when there is no active session');
            return false;
        }
        if (headers_sent()) {
            \tusk\warn('session_regenerate_id(): Session ID cannot be regenerated after headers have already been sent');
            return false;
        }
        State::$called = 'session_regenerate_id()';
        if ($delete_old_session) {
            if (!State::ask('destroy', State::$id)) {
                State::ask('close');
                State::be(1);
                \tusk\warn('session_regenerate_id(): Session object destruction failed. ID: ' . (State::$is_user ? 'user' : 'files') . ' (path: ' . ini_get('session.save_path') . ')');
                return false;
            }
            State::ask('close');
        } else {
            State::write();
        }
        if (!State::ask('open', ini_get('session.save_path'), ini_get('session.name'))) {
            State::be(1);
            throw new \Error('Failed to open session: ' . (State::$is_user ? 'user' : 'files') . ' (path: ' . ini_get('session.save_path') . ')');
        }
        State::$id = State::new_id('session_regenerate_id');
        if (method_exists(State::$handler, 'validateId') && ini_get('session.use_strict_mode') && State::ask('validateId', State::$id)) State::$id = State::new_id('session_regenerate_id');
        $text = State::ask('read', State::$id);
        State::$read = is_string($text) ? $text : '';
        if (ini_get('session.use_cookies')) self::send_cookie();
        return true;
    }
    public static function session_get_cookie_params(): array {
        return ['lifetime' => (int) ini_get('session.cookie_lifetime'), 'path' => ini_get('session.cookie_path'), 'domain' => ini_get('session.cookie_domain'), 'secure' => (bool) ini_get('session.cookie_secure'), 'httponly' => (bool) ini_get('session.cookie_httponly'), 'samesite' => ini_get('session.cookie_samesite')];
    }
    public static function session_set_cookie_params(array|int $lifetime_or_options, ?string $path = null, ?string $domain = null, ?bool $secure = null, ?bool $httponly = null): bool {
        if (!ini_get('session.use_cookies')) {
            \tusk\warn('session_set_cookie_params(): Session cookies cannot be used when session.use_cookies is disabled');
            return false;
        }
        if (State::$status === 2) {
            \tusk\warn('session_set_cookie_params(): Session cookie parameters cannot be changed when a session is active');
            return false;
        }
        if (headers_sent()) {
            \tusk\warn('session_set_cookie_params(): Session cookie parameters cannot be changed after headers have already been sent');
            return false;
        }
        if (is_array($lifetime_or_options)) {
            foreach (['path' => 2, 'domain' => 3, 'secure' => 4, 'httponly' => 5] as $name => $i) {
                if ($$name !== null) throw new \ValueError("session_set_cookie_params(): Argument #$i (\$$name) must be null when argument #1 (\$lifetime_or_options) is an array");
            }
            $found = 0;
            foreach ($lifetime_or_options as $key => $value) {
                $name = strtolower((string) $key);
                if (is_int($key)) \tusk\warn('session_set_cookie_params(): Argument #1 ($lifetime_or_options) cannot contain numeric keys');
                elseif (in_array($name, ['lifetime', 'path', 'domain', 'secure', 'httponly', 'samesite'], true)) {
                    $found++;
                    if ($name === 'lifetime' && (int) $value < 0) {
                        \tusk\warn('session_set_cookie_params(): CookieLifetime cannot be negative');
                        return false;
                    }
                    self::set("session.cookie_$name", in_array($name, ['secure', 'httponly'], true) ? (bool) $value : $value);
                }
                else \tusk\warn("session_set_cookie_params(): Argument #1 (\$lifetime_or_options) contains an unrecognized key \"$key\"");
            }
            if (!$found) throw new \ValueError('session_set_cookie_params(): Argument #1 ($lifetime_or_options) must contain at least 1 valid key');
            return true;
        }
        if ($lifetime_or_options < 0) {
            \tusk\warn('session_set_cookie_params(): CookieLifetime cannot be negative');
            return false;
        }
        self::set('session.cookie_lifetime', $lifetime_or_options);
        foreach (['path', 'domain', 'secure', 'httponly'] as $name) if ($$name !== null) self::set("session.cookie_$name", $$name);
        return true;
    }
    public static function session_cache_limiter(?string $value = null): string|false {
        if ($value !== null && State::refuses('session_cache_limiter', 'Session cache limiter')) return false;
        $before = ini_get('session.cache_limiter');
        if ($value !== null) self::set('session.cache_limiter', $value);
        return $before;
    }
    public static function session_cache_expire(?int $value = null): int|false {
        if ($value !== null && State::$status === 2) {
            \tusk\warn('session_cache_expire(): Session cache expiration cannot be changed when a session is active');
            return (int) ini_get('session.cache_expire');
        }
        if ($value !== null && headers_sent()) {
            \tusk\warn('session_cache_expire(): Session cache expiration cannot be changed after headers have already been sent');
            return false;
        }
        $before = (int) ini_get('session.cache_expire');
        if ($value !== null) self::set('session.cache_expire', $value);
        return $before;
    }
}
)php";

void Active(Args args, Value*) { g_session_active = args.Bool(0); }
// Changes a setting past what forbids ini_set() to.
void SetSetting(Args args, Value* result) {
  bool before = g_session_active;
  g_session_active = false;
  g_session_sets = true;
  Return(result, IniSet(args.View(0), args.View(1)) == IniResult::kOk);
  g_session_sets = false;
  g_session_active = before;
}
void Setting(Args args, Value* result) { Return(result, IniGet(args.View(0)).text); }
void MayOpen(Args args, Value* result) { Return(result, InBaseDir(args.View(0))); }

constexpr auto kPhp = InPhp<"tusk\\session\\functions">;
constexpr uint16_t kRuns =
    Effects::kReadsState | Effects::kWritesState | Effects::kThrows | Effects::kWarns | Effects::kCallsBack;
constexpr BuiltinRow kRows[] = {
    {"session_abort", "(): bool", kRuns, kPhp},
    {"session_cache_expire", "(?int $value = null): int|false", kRuns, kPhp},
    {"session_cache_limiter", "(?string $value = null): string|false", kRuns, kPhp},
    {"session_commit", "(): bool", kRuns, kPhp},
    {"session_create_id", "(string $prefix = \"\"): string|false", kRuns, kPhp},
    {"session_decode", "(string $data): bool", kRuns, kPhp},
    {"session_destroy", "(): bool", kRuns, kPhp},
    {"session_encode", "(): string|false", kRuns, kPhp},
    {"session_gc", "(): int|false", kRuns, kPhp},
    {"session_get_cookie_params", "(): array", kRuns, kPhp},
    {"session_id", "(?string $id = null): string|false", kRuns, kPhp},
    {"session_module_name", "(?string $module = null): string|false", kRuns, kPhp},
    {"session_name", "(?string $name = null): string|false", kRuns, kPhp},
    {"session_regenerate_id", "(bool $delete_old_session = false): bool", kRuns, kPhp},
    {"session_register_shutdown", "(): void", kRuns, kPhp},
    {"session_reset", "(): bool", kRuns, kPhp},
    {"session_save_path", "(?string $path = null): string|false", kRuns, kPhp},
    {"session_set_cookie_params",
     "(array|int $lifetime_or_options, ?string $path = null, ?string $domain = null, ?bool $secure = null, "
     "?bool $httponly = null): bool",
     kRuns, kPhp},
    {"session_set_save_handler",
     "($open, $close = UNKNOWN, $read = UNKNOWN, $write = UNKNOWN, $destroy = UNKNOWN, $gc = UNKNOWN, "
     "$create_sid = UNKNOWN, $validate_sid = UNKNOWN, $update_timestamp = UNKNOWN): bool",
     kRuns, kPhp},
    {"session_start", "(array $options = []): bool", kRuns, kPhp},
    {"session_status", "(): int", kRuns, kPhp},
    {"session_unset", "(): bool", kRuns, kPhp},
    {"session_write_close", "(): bool", kRuns, kPhp},
    {"tusk\\serialized_renumbered", "(string $text, int $by): string", kRuns, Renumbered},
    {"tusk\\serialized_size", "(string $text, int $offset): int", kRuns, SerializedSizeFunction},
    {"tusk\\session_active", "(bool $active): void", kRuns, Active},
    {"tusk\\session_may_open", "(string $folder): bool", kRuns, MayOpen},
    {"tusk\\session_set", "(string $name, string $value): bool", kRuns, SetSetting},
    {"tusk\\session_setting", "(string $name): string", kRuns, Setting},
};
static_assert(SortedByName(kRows));

constexpr BuiltinClassRow kClasses[] = {
    {.name = "SessionHandlerInterface", .extension = "session", .source = kSaveHandlerInterface},
    {.name = "SessionIdInterface", .extension = "session", .source = kSessionIdInterface},
    {.name = "SessionUpdateTimestampHandlerInterface", .extension = "session", .source = kTimestampInterface},
    {.name = "SessionHandler", .extension = "session", .source = kHandlerClass},
    {.name = "tusk\\session\\Files", .extension = "session", .source = kFilesClass},
    {.name = "tusk\\session\\Formats", .extension = "session", .source = kFormatsClass},
    {.name = "tusk\\session\\State", .extension = "session", .source = kState},
    {.name = "tusk\\session\\Functions", .extension = "session", .source = kFunctions},
};
constexpr ConstantRow kConstants[] = {
    {"PHP_SESSION_ACTIVE", 2}, {"PHP_SESSION_DISABLED", 0}, {"PHP_SESSION_NONE", 1}};
static_assert(SortedByName(kConstants));

}  // namespace

void ReportOldSessionSettings() {
  // What is said here sends no headers.
  const auto written = g_output.written;
  const bool buffered = g_output.buffered_by_script, begun = g_response.begun;
  g_response.begun = true;
  auto report = [](const char* name, std::string_view usual, const char* what) {
    const IniConfiguredValue* v = IniConfigured(name);
    if (!v || v->text == usual) return;
    bool is_switch = usual == "0" || usual == "1";
    if (is_switch && IniBool(v->text) == (usual == "1")) return;
    DisplayError(ErrorLevel::kDeprecated,
                 absl::StrFormat("PHP Startup: %s%s INI setting is deprecated", what, name), nullptr, 0);
  };
  report("session.sid_length", "32", "");
  report("session.sid_bits_per_character", "4", "");
  report("session.use_only_cookies", "1", "Disabling ");
  report("session.referer_check", "", "Usage of ");
  report("session.use_trans_sid", "0", "Enabling ");
  report("session.trans_sid_tags", "form=", "Usage of ");
  report("session.trans_sid_hosts", "", "Usage of ");
  g_response.begun = begun;
  g_output.buffered_by_script = buffered;
  g_output.written = written;
}

constinit const BuiltinTable kSessionFunctions(kRows);
constinit const std::span<const ConstantRow> kSessionConstants = kConstants;
constinit const std::span<const BuiltinClassRow> kSessionClasses = kClasses;

}  // namespace tusk
