// Handlers of sessions, in PHP: their interfaces, SessionHandler, and sessions in files.
#include "interp/ext/session/session.h"

namespace tusk::session {

const char kSaveHandlerInterface[] = R"php(
interface SessionHandlerInterface {
    public function open(string $path, string $name);
    public function close();
    public function read(string $id);
    public function write(string $id, string $data);
    public function destroy(string $id);
    public function gc(int $max_lifetime);
}
)php";
const char kSessionIdInterface[] = "interface SessionIdInterface { public function create_sid(); }";
const char kTimestampInterface[] = R"php(
interface SessionUpdateTimestampHandlerInterface {
    public function validateId(string $id);
    public function updateTimestamp(string $id, string $data);
}
)php";
const char kHandlerClass[] = R"php(
class SessionHandler implements SessionHandlerInterface, SessionIdInterface {
    private static function __files(): string {
        if (\tusk\session\State::$status !== 2 && !\tusk\session\State::$starting) throw new Error('Session is not active');
        if (!\tusk\session\State::$has_default) throw new Error('Cannot call default session handler');
        return \tusk\session\Files::class;
    }
    private static function __is_open(string $method): bool {
        if (\tusk\session\State::$parent_open) return true;
        \tusk\warn("SessionHandler::$method(): Parent session handler is not open");
        return false;
    }
    public function open(string $path, string $name) {
        $files = self::__files();
        \tusk\session\State::$parent_open = true;
        return $files::open($path, $name);
    }
    public function close() {
        $files = self::__files();
        if (!self::__is_open('close')) return false;
        \tusk\session\State::$parent_open = false;
        return $files::close();
    }
    public function read(string $id) {
        $files = self::__files();
        return self::__is_open('read') ? $files::read($id) : false;
    }
    public function write(string $id, string $data) {
        $files = self::__files();
        return self::__is_open('write') ? $files::write($id, $data) : false;
    }
    public function destroy(string $id) {
        $files = self::__files();
        return self::__is_open('destroy') ? $files::destroy($id) : false;
    }
    public function gc(int $max_lifetime) {
        $files = self::__files();
        return self::__is_open('gc') ? $files::gc($max_lifetime) : false;
    }
    public function create_sid() { return self::__files()::create_sid(); }
}
)php";

// Sessions in files, locked while they are open.
const char kFilesClass[] = R"php(
namespace tusk\session;
final class Files {
    private static string $folder = '';
    private static int $depth = 0;
    private static int $mode = 0600;
    private static $stream = null;
    private static string $held = '';
    public static function is_id(string $id): bool { return $id !== '' && strlen($id) <= 256 && strspn($id, 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789,-') === strlen($id); }
    public static function open(string $path, string $name): bool {
        $parts = explode(';', $path, 3);
        $folder = array_pop($parts);
        self::$depth = (int) ($parts[0] ?? 0);
        if (isset($parts[1])) self::$mode = octdec($parts[1]);
        self::$folder = $folder === '' ? sys_get_temp_dir() : $folder;
        return \tusk\session_may_open(self::$folder);
    }
    private static function path(string $id): string {
        $path = self::$folder;
        for ($i = 0; $i < self::$depth; $i++) $path .= '/' . $id[$i];
        return "$path/sess_$id";
    }
    private static function load(string $id): bool {
        if (self::$stream && self::$held === $id) return true;
        self::close();
        if (!Files::is_id($id)) {
            \tusk\warn(State::caller() . ': Session ID is too long or contains illegal characters. Only the A-Z, a-z, 0-9, "-", and "," characters are allowed');
            return false;
        }
        if (strlen($id) <= self::$depth) {
            \tusk\warn(State::caller() . ': Failed to create session data file path. Too short session ID, invalid save_path or path length exceeds 4096 characters');
            return false;
        }
        $path = self::path($id);
        $stream = @fopen($path, 'c+');
        if (!$stream) {
            \tusk\warn(State::caller() . ": open($path, O_RDWR) failed: No such file or directory (2)");
            return false;
        }
        @chmod($path, self::$mode);
        flock($stream, LOCK_EX);
        self::$stream = $stream;
        self::$held = $id;
        return true;
    }
    public static function close(): bool {
        if (self::$stream) {
            flock(self::$stream, LOCK_UN);
            fclose(self::$stream);
        }
        self::$stream = null;
        return true;
    }
    public static function read(string $id): string|false {
        if (!self::load($id)) return false;
        rewind(self::$stream);
        return stream_get_contents(self::$stream);
    }
    public static function write(string $id, string $data): bool {
        if (!self::load($id)) return false;
        ftruncate(self::$stream, 0);
        rewind(self::$stream);
        return fwrite(self::$stream, $data) === strlen($data);
    }
    public static function destroy(string $id): bool {
        if (!Files::is_id($id) || strlen($id) <= self::$depth) return false;
        self::close();
        $path = self::path($id);
        return !file_exists($path) || @unlink($path);
    }
    public static function gc(int $max_lifetime): int|false {
        if (self::$depth > 0) return 0;
        $count = 0;
        foreach (@scandir(self::$folder) ?: [] as $name) {
            if (!str_starts_with($name, 'sess_')) continue;
            $time = @filemtime(self::$folder . "/$name");
            if ($time !== false && time() - $time > $max_lifetime && @unlink(self::$folder . "/$name")) $count++;
        }
        return $count;
    }
    public static function create_sid(): string {
        $alphabet = substr('0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-,', 0, 1 << max(4, min(6, (int) ini_get('session.sid_bits_per_character'))));
        $id = '';
        for ($i = max(22, (int) ini_get('session.sid_length')); $i > 0; $i--) $id .= $alphabet[random_int(0, strlen($alphabet) - 1)];
        return $id;
    }
    public static function validateId(string $id): bool { return Files::is_id($id) && strlen($id) > self::$depth && is_file(self::path($id)); }
    public static function updateTimestamp(string $id, string $data): bool { return self::load($id) && @touch(self::path($id)); }
}
)php";

}  // namespace tusk::session
