// SPL's classes for files and directories, in PHP over the stream and file functions: compiled when first
// used.
#include "interp/ext/class_tables.h"

namespace tusk {
namespace {

constexpr char kFileInfo[] = R"php(
class SplFileInfo implements Stringable {
    protected $__path = null;
    private $__info = null;
    private $__file = null;
    public function __construct(string $filename) {
        if (str_contains($filename, "\0")) throw new ValueError('SplFileInfo::__construct(): Argument #1 ($filename) must not contain any null bytes');
        $this->__path = strlen($filename) > 1 ? rtrim($filename, '/') ?: '/' : $filename;
    }
    private static function __stat(string $function, string $path, string $what) {
        $value = @$function($path);
        if ($value === false) throw new RuntimeException("SplFileInfo::$what(): stat failed for $path");
        return $value;
    }
    public function getPath(): string { $at = strrpos($this->getPathname(), '/'); return $at === false ? '' : substr($this->getPathname(), 0, $at); }
    public function getFilename(): string {
        if ($this->__path === null) throw new Error('Object not initialized');
        if ($this->__path === '/') return '/';
        $at = str_starts_with($this->__path, 'php://') ? false : strrpos($this->__path, '/'); return $at === false ? $this->__path : substr($this->__path, $at + 1); }
    public function getExtension(): string { $name = $this->getFilename(); $at = strrpos($name, '.'); return $at === false ? '' : substr($name, $at + 1); }
    public function getBasename(string $suffix = ''): string { return basename($this->getFilename(), $suffix); }
    public function getPathname(): string { return (string) $this->__path; }
    public function getPerms(): int|false { return self::__stat('fileperms', $this->getPathname(), 'getPerms'); }
    public function getInode(): int|false { return self::__stat('fileinode', $this->getPathname(), 'getInode'); }
    public function getSize(): int|false { return self::__stat('filesize', $this->getPathname(), 'getSize'); }
    public function getOwner(): int|false { return self::__stat('fileowner', $this->getPathname(), 'getOwner'); }
    public function getGroup(): int|false { return self::__stat('filegroup', $this->getPathname(), 'getGroup'); }
    public function getATime(): int|false { return self::__stat('fileatime', $this->getPathname(), 'getATime'); }
    public function getMTime(): int|false { return self::__stat('filemtime', $this->getPathname(), 'getMTime'); }
    public function getCTime(): int|false { return self::__stat('filectime', $this->getPathname(), 'getCTime'); }
    public function getType(): string|false {
        $type = @filetype($this->getPathname());
        if ($type === false) throw new RuntimeException("SplFileInfo::getType(): Lstat failed for {$this->getPathname()}");
        return $type;
    }
    public function isWritable(): bool { return is_writable($this->getPathname()); }
    public function isReadable(): bool { return is_readable($this->getPathname()); }
    public function isExecutable(): bool { return is_executable($this->getPathname()); }
    public function isFile(): bool { return is_file($this->getPathname()); }
    public function isDir(): bool { return is_dir($this->getPathname()); }
    public function isLink(): bool { return is_link($this->getPathname()); }
    public function getLinkTarget(): string|false {
        if ($this->__path === null) throw new Error('Object not initialized');
        $target = @readlink($this->getPathname());
        if ($target === false) throw new RuntimeException("Unable to read link {$this->getPathname()}, error: Invalid argument");
        return $target;
    }
    public function getRealPath(): string|false { return realpath($this->getPathname()); }
    public function getFileInfo(?string $class = null): SplFileInfo { self::__derived('getFileInfo', $class); $class ??= $this->__info ?? SplFileInfo::class; return new $class($this->getPathname()); }
    public function getPathInfo(?string $class = null): ?SplFileInfo {
        self::__derived('getPathInfo', $class);
        $path = $this->getPath();
        if ($path === '') return null;
        $class ??= $this->__info ?? SplFileInfo::class;
        return new $class($path);
    }
    private static function __derived(string $function, ?string $class): void {
        if ($class === null || is_a($class, SplFileInfo::class, true)) return;
        throw new TypeError("SplFileInfo::$function(): Argument #1 (\$class) must be a class name derived from SplFileInfo or null, $class given");
    }
    public function openFile(string $mode = 'r', bool $useIncludePath = false, $context = null): SplFileObject {
        $class = $this->__file ?? SplFileObject::class;
        return new $class($this->getPathname(), $mode, $useIncludePath, $context);
    }
    public function setFileClass(string $class = SplFileObject::class): void {
        if (!is_a($class, SplFileObject::class, true)) throw new TypeError("SplFileInfo::setFileClass(): Argument #1 (\$class) must be a class name derived from SplFileObject, $class given");
        $this->__file = $class;
    }
    public function setInfoClass(string $class = SplFileInfo::class): void {
        if (!is_a($class, SplFileInfo::class, true)) throw new TypeError("SplFileInfo::setInfoClass(): Argument #1 (\$class) must be a class name derived from SplFileInfo, $class given");
        $this->__info = $class;
    }
    public function __toString(): string { return $this->getPathname(); }
    public function __debugInfo() {
        $out = [];
        foreach ((array) $this as $k => $v) if (!strpos($k, "\0__")) $out[$k] = $v;
        return $out + ["\0SplFileInfo\0pathName" => $this->getPathname(), "\0SplFileInfo\0fileName" => $this->getFilename()];
    }
}
)php";

constexpr char kDirectoryIterator[] = R"php(
class DirectoryIterator extends SplFileInfo implements SeekableIterator {
    protected $__dir = '';
    protected $__names = [];
    protected $__at = 0;
    protected $__dots = true;
    public function __construct(string $directory) { $this->__open($directory); }
    protected function __open(string $directory): void {
        if ($this->__dir !== '') throw new Error('Directory object is already initialized');
        if ($directory === '') throw new ValueError(static::class . '::__construct(): Argument #1 ($directory) must not be empty');
        if (str_contains($directory, "\0")) throw new ValueError((new ReflectionMethod($this, '__construct'))->class . '::__construct(): Argument #1 ($directory) must not contain any null bytes');
        $handle = @opendir($directory);
        if ($handle === false) {
            $why = file_exists($directory) ? (is_dir($directory) ? 'Permission denied' : 'Not a directory') : 'No such file or directory';
            throw new UnexpectedValueException(($this instanceof FilesystemIterator ? ($this instanceof RecursiveDirectoryIterator ? 'RecursiveDirectoryIterator' : 'FilesystemIterator') : 'DirectoryIterator') . "::__construct($directory): Failed to open directory: $why");
        }
        while (($name = readdir($handle)) !== false) {
            if ($this->__dots || ($name !== '.' && $name !== '..')) $this->__names[] = $name;
        }
        closedir($handle);
        $this->__dir = strlen($directory) > 1 ? rtrim($directory, '/') : $directory;
        $this->__settle();
    }
    protected function __settle(): void {
        $name = $this->__names[$this->__at] ?? '';
        $this->__path = $name === '' ? '' : ($this->__dir === '/' ? '' : $this->__dir) . '/' . $name;
    }
    public function getFilename(): string { return $this->__names[$this->__at] ?? ''; }
    public function getPath(): string { return $this->__dir; }
    public function isDot(): bool { $name = $this->__names[$this->__at] ?? ''; return $name === '.' || $name === '..'; }
    private function __ready(): void { if ($this->__dir === '') throw new Error('Object not initialized'); }
    public function rewind(): void { $this->__ready(); $this->__at = 0; $this->__settle(); }
    public function valid(): bool { return isset($this->__names[$this->__at]); }
    public function key(): mixed { $this->__ready(); return $this->__at; }
    public function current(): mixed { return $this; }
    public function next(): void { $this->__at++; $this->__settle(); }
    public function seek(int $offset): void {
        $this->__at = min(max($offset, 0), count($this->__names));
        $this->__settle();
        if ($offset > count($this->__names)) throw new OutOfBoundsException("Seek position $offset is out of range");
    }
    public function __toString(): string { return $this->getFilename(); }
}
)php";

constexpr char kFilesystemIterator[] = R"php(
class FilesystemIterator extends DirectoryIterator {
    const CURRENT_MODE_MASK = 240;
    const CURRENT_AS_PATHNAME = 32;
    const CURRENT_AS_FILEINFO = 0;
    const CURRENT_AS_SELF = 16;
    const KEY_MODE_MASK = 3840;
    const KEY_AS_PATHNAME = 0;
    const FOLLOW_SYMLINKS = 16384;
    const KEY_AS_FILENAME = 256;
    const NEW_CURRENT_AND_KEY = 256;
    const OTHER_MODE_MASK = 28672;
    const SKIP_DOTS = 4096;
    const UNIX_PATHS = 8192;
    protected $__flags = 0;
    public function __construct(string $directory, int $flags = FilesystemIterator::KEY_AS_PATHNAME | FilesystemIterator::CURRENT_AS_FILEINFO | FilesystemIterator::SKIP_DOTS) {
        $this->__flags = $flags;
        $this->__dots = !($flags & self::SKIP_DOTS);
        $this->__open($directory);
    }
    public function key(): string { return $this->__flags & self::KEY_AS_FILENAME ? $this->getFilename() : $this->getPathname(); }
    public function current(): string|SplFileInfo|FilesystemIterator {
        if ($this->__flags & self::CURRENT_AS_PATHNAME) return $this->getPathname();
        if ($this->__flags & self::CURRENT_AS_SELF) return $this;
        return $this->getFileInfo();
    }
    public function getFlags(): int { return $this->__flags & (self::KEY_MODE_MASK | self::CURRENT_MODE_MASK | self::OTHER_MODE_MASK); }
    public function setFlags(int $flags): void { $this->__flags = $flags; }
    public function __toString(): string { return $this->getPathname(); }
}
)php";

constexpr char kRecursiveDirectoryIterator[] = R"php(
class RecursiveDirectoryIterator extends FilesystemIterator implements RecursiveIterator {
    private $__sub = '';
    public function __construct(string $directory, int $flags = FilesystemIterator::KEY_AS_PATHNAME | FilesystemIterator::CURRENT_AS_FILEINFO) { parent::__construct($directory, $flags); }
    public function hasChildren(bool $allowLinks = false): bool {
        if ($this->isDot()) return false;
        $path = $this->getPathname();
        if (!$allowLinks && !($this->__flags & self::FOLLOW_SYMLINKS) && is_link($path)) return false;
        return is_dir($path);
    }
    public function getChildren(): RecursiveDirectoryIterator {
        $child = new static($this->getPathname(), $this->__flags);
        $child->__sub = $this->__sub === '' ? $this->getFilename() : $this->__sub . '/' . $this->getFilename();
        return $child;
    }
    public function getSubPath(): string { return $this->__sub; }
    public function getSubPathname(): string { return $this->__sub === '' ? $this->getFilename() : $this->__sub . '/' . $this->getFilename(); }
}
)php";

constexpr char kGlobIterator[] = R"php(
class GlobIterator extends FilesystemIterator implements Countable {
    public function __construct(string $pattern, int $flags = FilesystemIterator::KEY_AS_PATHNAME | FilesystemIterator::CURRENT_AS_FILEINFO) {
        $this->__flags = $flags;
        $this->__dir = dirname($pattern);
        foreach (glob($pattern) ?: [] as $path) $this->__names[] = basename($path);
        $this->__settle();
    }
    public function count(): int { return count($this->__names); }
}
)php";

constexpr char kFileObject[] = R"php(
class SplFileObject extends SplFileInfo implements RecursiveIterator, SeekableIterator {
    const DROP_NEW_LINE = 1;
    const READ_AHEAD = 2;
    const SKIP_EMPTY = 4;
    const READ_CSV = 8;
    private $__stream = null;
    private $__mode = 'r';
    private $__flags = 0;
    private $__max = 0;
    private $__line = null;  // or what current() gives
    private $__number = 0;
    private $__csv = [',', '"', '\\'];
    private $__now = [',', '"', '\\'];  // of the record that is read
    private $__told = false;  // setCsvControl() was called
    private $__own = false;  // a subclass has its own getCurrentLine()
    public function __construct(string $filename, string $mode = 'r', bool $useIncludePath = false, $context = null) {
        if ($this->__stream) throw new Error('Cannot call constructor twice');
        parent::__construct($filename);
        $this->__mode = $mode;
        $this->__own = static::class !== self::class && (new ReflectionMethod($this, 'getCurrentLine'))->class !== self::class;
        if (is_dir($filename)) throw new LogicException('Cannot use SplFileObject with directories');
        if ($useIncludePath && ($found = stream_resolve_include_path($filename)) !== false) $filename = $found;
        $this->__stream = @fopen($filename, $mode);
        if ($this->__stream === false) {
            $why = file_exists($filename) ? 'Permission denied' : 'No such file or directory';
            throw new RuntimeException("SplFileObject::__construct($filename): Failed to open stream: $why");
        }
    }
    private function __s() { return $this->__stream ?? throw new Error('Object not initialized'); }
    // Takes the next line. $add: what the line number grows by.
    private function __read(bool $silent, int $add, bool $csv = false): bool {
        $stream = $this->__s();
        $this->__line = null;
        if (feof($stream)) {
            if (!$silent) throw new RuntimeException("Cannot read from file {$this->getPathname()}");
            return false;
        }
        if ($csv) {
            $line = fgetcsv($stream, null, ...$this->__now);
            if ($line === false) $line = [null];
        } else {
            $line = $this->__max > 0 ? fgets($stream, $this->__max + 1) : fgets($stream);
            if ($line === false) $line = '';
            if ($this->__flags & self::DROP_NEW_LINE) $line = preg_replace('/\r?\n\z/', '', $line);
        }
        $this->__line = $line;
        $this->__number += $add;
        return true;
    }
    private function __record(?array $format = null, bool $silent = true): bool {
        $this->__now = $format ?? $this->__csv;
        do {
            if (!$this->__read($silent, $this->__line === null ? 0 : 1, true)) return false;
        } while ($this->__line === [null] && ($this->__flags & self::SKIP_EMPTY) && ($this->__flags & self::DROP_NEW_LINE));
        return true;
    }
    private function __next(): bool {
        if ($this->__flags & self::READ_CSV) return $this->__record();
        for (;;) {
            $add = $this->__line === null ? 0 : 1;
            if ($this->__own) {
                if (feof($this->__s())) { $this->__line = null; return false; }
                $line = $this->getCurrentLine();
                if (!is_string($line)) throw new TypeError(static::class . '::getCurrentLine(): Return value must be of type string, ' . get_debug_type($line) . ' returned');
                $this->__line = $line;
            } elseif (!$this->__read(true, $add)) {
                return false;
            }
            if ($this->__line !== '' || !($this->__flags & self::SKIP_EMPTY)) return true;
            $this->__line = null;  // an empty line has no number
        }
    }
    public function rewind(): void {
        if (rewind($this->__s()) === false) throw new RuntimeException("Cannot rewind file {$this->getPathname()}");
        $this->__line = null;
        $this->__number = 0;
        if ($this->__flags & self::READ_AHEAD) $this->__next();
    }
    public function eof(): bool { return feof($this->__s()); }
    public function valid(): bool { return $this->__flags & self::READ_AHEAD ? $this->__line !== null : !feof($this->__s()); }
    public function fgets(): string { $this->__read(false, 1); return $this->__line; }
    public function fread(int $length): string|false {
        if ($length <= 0) throw new ValueError('SplFileObject::fread(): Argument #1 ($length) must be greater than 0');
        return fread($this->__s(), $length);
    }
    private static function __format(string $function, int $first, string $separator, string $enclosure, string $escape): array {
        if (strlen($separator) !== 1) throw new ValueError("SplFileObject::$function(): Argument #$first (\$separator) must be a single character");
        if (strlen($enclosure) !== 1) throw new ValueError("SplFileObject::$function(): Argument #" . $first + 1 . ' ($enclosure) must be a single character');
        if (strlen($escape) > 1) throw new ValueError("SplFileObject::$function(): Argument #" . $first + 2 . ' ($escape) must be empty or a single character');
        return [$separator, $enclosure, $escape];
    }
    public function fgetcsv(string $separator = ',', string $enclosure = '"', string $escape = '\\'): array|false {
        $given = func_get_args() + $this->__csv;
        $given = self::__format('fgetcsv', 1, ...$given);
        if (func_num_args() < 3 && !$this->__told) {
            \tusk\warn('SplFileObject::fgetcsv(): the $escape parameter must be provided, as its default value will change, either explicitly or via SplFileObject::setCsvControl()', E_DEPRECATED);
        }
        return $this->__record($given) ? $this->__line : false;
    }
    public function fputcsv(array $fields, string $separator = ',', string $enclosure = '"', string $escape = '\\', string $eol = "\n"): int|false {
        $stream = $this->__s();
        $given = array_slice(func_get_args(), 1, 3) + $this->__csv;
        $given = self::__format('fputcsv', 2, ...$given);
        if (func_num_args() < 4 && !$this->__told) {
            \tusk\warn('SplFileObject::fputcsv(): the $escape parameter must be provided, as its default value will change, either explicitly or via SplFileObject::setCsvControl()', E_DEPRECATED);
        }
        $written = fputcsv($stream, $fields, ...[...$given, $eol]);
        return $written < 0 ? false : $written;
    }
    public function fscanf(string $format, mixed &...$vars): array|int|null {
        $this->__read(false, 1);
        return sscanf($this->__line, $format, ...$vars);
    }
    public function setCsvControl(string $separator = ',', string $enclosure = '"', string $escape = '\\'): void {
        $format = self::__format('setCsvControl', 1, $separator, $enclosure, $escape);
        if (func_num_args() < 3) \tusk\warn('SplFileObject::setCsvControl(): the $escape parameter must be provided as its default value will change', E_DEPRECATED);
        $this->__told = true;
        $this->__csv = $format;
    }
    public function getCsvControl(): array { return $this->__csv; }
    public function flock(int $operation, &$wouldBlock = null): bool { return flock($this->__s(), $operation, $wouldBlock); }
    public function fflush(): bool { return fflush($this->__s()); }
    public function ftell(): int|false { return ftell($this->__s()); }
    public function fseek(int $offset, int $whence = SEEK_SET): int { $this->__line = null; return fseek($this->__s(), $offset, $whence); }
    public function fgetc(): string|false {
        $this->__line = null;
        $c = fgetc($this->__s());
        if ($c === "\n") $this->__number++;
        return $c;
    }
    public function fpassthru(): int { return fpassthru($this->__s()); }
    public function fwrite(string $data, int $length = 0): int|false {
        if (func_num_args() > 1 && $length <= 0) return $length < 0 ? 0 : fwrite($this->__s(), $data);
        return $length > 0 ? fwrite($this->__s(), $data, $length) : fwrite($this->__s(), $data);
    }
    public function fstat(): array { return fstat($this->__s()); }
    public function ftruncate(int $size): bool {
        if ($size < 0) throw new ValueError('SplFileObject::ftruncate(): Argument #1 ($size) must be greater than or equal to 0');
        $stream = $this->__s();
        error_clear_last();
        if (@ftruncate($stream, $size)) return true;
        if (str_contains(error_get_last()['message'] ?? '', "Can't truncate")) throw new LogicException("Can't truncate file {$this->getFilename()}");
        return false;
    }
    public function current(): string|array|false {
        $this->__s();
        if ($this->__line === null) $this->__next();
        return $this->__line ?? false;
    }
    public function key(): int { return $this->__number; }
    public function next(): void {
        $this->__s();
        $this->__line = null;
        if ($this->__flags & self::READ_AHEAD) $this->__next();
        $this->__number++;
    }
    public function setFlags(int $flags): void { $this->__flags = $flags; }
    public function getFlags(): int { return $this->__flags; }
    public function setMaxLineLen(int $maxLength): void {
        if ($maxLength < 0) throw new ValueError('SplFileObject::setMaxLineLen(): Argument #1 ($maxLength) must be greater than or equal to 0');
        $this->__max = $maxLength;
    }
    public function getMaxLineLen(): int { return $this->__max; }
    public function hasChildren(): false { return false; }
    public function getChildren(): null { return null; }
    public function seek(int $line): void {
        if ($line < 0) throw new ValueError('SplFileObject::seek(): Argument #1 ($line) must be greater than or equal to 0');
        $this->__s();
        self::rewind();
        for ($i = 0; $i < $line; $i++) if (!$this->__next()) return;
        if ($line > 0 && !($this->__flags & self::READ_AHEAD)) {
            $this->__number++;
            $this->__line = null;
        }
    }
    public function getCurrentLine(): string { return $this->fgets(); }
    public function __toString(): string {
        if (!is_string($this->__line)) $this->__read(false, $this->__line === null ? 0 : 1);
        return $this->__line;
    }
    public function __debugInfo() {
        return parent::__debugInfo() + ["\0SplFileObject\0openMode" => $this->__mode, "\0SplFileObject\0delimiter" => $this->__csv[0], "\0SplFileObject\0enclosure" => $this->__csv[1]];
    }
}
)php";

constexpr char kTempFileObject[] = R"php(
class SplTempFileObject extends SplFileObject {
    public function __construct(int $maxMemory = 2 * 1024 * 1024) {
        parent::__construct($maxMemory < 0 ? 'php://memory' : ($maxMemory === 2 * 1024 * 1024 ? 'php://temp' : "php://temp/maxmemory:$maxMemory"), 'wb');
    }
}
)php";

constexpr ObjectHandlers kUncloneable = {.cloneable = false};

constexpr BuiltinClassRow kRows[] = {
    {.name = "DirectoryIterator", .extension = "SPL", .source = kDirectoryIterator},
    {.name = "FilesystemIterator", .extension = "SPL", .source = kFilesystemIterator},
    {.name = "GlobIterator", .extension = "SPL", .source = kGlobIterator},
    {.name = "RecursiveDirectoryIterator", .extension = "SPL", .source = kRecursiveDirectoryIterator},
    {.name = "SplFileInfo", .extension = "SPL", .source = kFileInfo},
    {.name = "SplFileObject", .handlers = &kUncloneable, .extension = "SPL", .source = kFileObject},
    {.name = "SplTempFileObject", .extension = "SPL", .source = kTempFileObject},
};

}  // namespace

constinit const std::span<const BuiltinClassRow> kSplFileClasses = kRows;

}  // namespace tusk
