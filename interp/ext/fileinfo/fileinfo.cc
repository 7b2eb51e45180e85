// The fileinfo extension, in PHP on libmagic, which is opened when a script first needs it.
#include <string>

#include "interp/ext/in_php.h"
#include "interp/ext/library.h"
#include "interp/ext/library_tables.h"
#include "interp/ext/support.h"
#include "interp/runtime/class_table.h"
#include "interp/runtime/object.h"

namespace tusk {
namespace {

// X(result, name, (parameters))
#define TUSK_MAGIC_FUNCTIONS(X)                              \
  X(void*, magic_open, (int))                                \
  X(void, magic_close, (void*))                              \
  X(int, magic_load, (void*, const char*))                   \
  X(int, magic_setflags, (void*, int))                       \
  X(const char*, magic_buffer, (void*, const void*, size_t)) \
  X(const char*, magic_error, (void*))

struct MagicLibrary {
  TUSK_MAGIC_FUNCTIONS(TUSK_LIBRARY_MEMBER)
};
const MagicLibrary& Magic() {
  static const MagicLibrary loaded = [] {
    void* library = OpenLibrary("fileinfo", {"libmagic.so.1"});
    MagicLibrary functions;
    TUSK_MAGIC_FUNCTIONS(TUSK_LIBRARY_LOAD)
    return functions;
  }();
  return loaded;
}

struct Cookie {
  void* magic;
};
void DestroyCookie(Object* o) {
  if (o->native<Cookie>()->magic) Magic().magic_close(o->native<Cookie>()->magic);
}
constexpr ObjectHandlers kCookieHandlers = {.destroy_native = DestroyCookie, .cloneable = false};

// Null when the database cannot be read.
void Open(Args args, Value* result) {
  const MagicLibrary& lib = Magic();
  void* magic = lib.magic_open(static_cast<int>(args.Int(0)));
  if (!magic) return;
  if (lib.magic_load(magic, args.IsNull(1) ? nullptr : args.Str(1)->data) != 0) {
    lib.magic_close(magic);
    return;
  }
  Object* o = NewObjectUnchecked(FindClass("tusk\\magic", false));
  o->native<Cookie>()->magic = magic;
  *result = Value(o);
}
void Detect(Args args, Value* result) {
  void* magic = args.frame->self.obj->native<Cookie>()->magic;
  Magic().magic_setflags(magic, static_cast<int>(args.Int(1)));
  const char* text = Magic().magic_buffer(magic, args.View(0).data(), args.View(0).size());
  if (!text) return Return(result, false);
  Return(result, text);
}

constexpr char kFinfo[] = R"php(
class finfo {
    private $__magic = null;
    private $__flags = 0;
    public function __construct(int $flags = FILEINFO_NONE, ?string $magic_database = null) {
        if (($problem = $this->__open('finfo::__construct', $flags, $magic_database)) !== '') throw new Exception("finfo::__construct(): $problem");
    }
    public function __open(string $function, int $flags, ?string $database): string {
        if ($database !== null) {
            if (str_contains($database, "\0")) throw new ValueError("$function(): Argument #2 (\$magic_database) must not contain any null bytes");
            if ($database === '') $database = null;
            else {
                if ($database[0] !== '/') $database = getcwd() . "/$database";
                if (!file_exists($database)) {
                    $name = strstr($function, ':') ? 'finfo::__construct' : $function;
                    for ($i = 0; $i < 2; $i++) \tusk\warn("$name($database): Failed to open stream: No such file or directory");
                }
                if (!is_file($database)) return "Failed to load magic database at \"$database\"";
                $database = realpath($database);
            }
        }
        if ($flags < 0 || $flags > 0x1ffffff) return 'Invalid mode';
        $this->__magic = \tusk\Magic::open($flags, $database);
        $this->__flags = $flags;
        return $this->__magic ? '' : 'Failed to load magic database at "' . ($database ?? '') . '"';
    }
    public function __live(): object { return $this->__magic ?? throw new Error('Invalid finfo object'); }
    public function __detect(string $bytes, int $flags): string|false { return $this->__live()->detect($bytes, $flags ?: $this->__flags); }
    /** What a file is, by its first bytes. */
    public function __file(string $function, int $number, string $file, int $flags, $context): string|false {
        $this->__live();
        if ($file === '') throw new ValueError("$function(): Argument #$number (\$filename) must not be empty");
        if (str_contains($file, "\0")) throw new TypeError("$function(): Argument #$number (\$filename) must not contain any null bytes");
        if (@is_dir($file)) return 'directory';
        $stream = $context === null ? @fopen($file, 'rb') : @fopen($file, 'rb', false, $context);
        if (!$stream) {
            \tusk\warn(str_replace('fopen(', "$function(", error_get_last()['message'] ?? "$function($file): Failed to open stream: No such file or directory"));
            return false;
        }
        $bytes = stream_get_contents($stream, 7 << 20);
        fclose($stream);
        return $this->__detect((string) $bytes, $flags);
    }
    public function file(string $filename, int $flags = FILEINFO_NONE, $context = null) { return $this->__file('finfo::file', 1, $filename, $flags, $context); }
    public function buffer(string $string, int $flags = FILEINFO_NONE, $context = null) { return $this->__detect($string, $flags); }
    public function set_flags(int $flags) {
        $this->__live();
        $this->__flags = $flags;
        return true;
    }
    public function __serialize(): array { throw new Exception("Serialization of 'finfo' is not allowed"); }
}
)php";

constexpr char kFunctions[] = R"php(
namespace tusk\fileinfo;
final class Functions {
    public static function finfo_open(int $flags = FILEINFO_NONE, ?string $magic_database = null): \finfo|false {
        $info = (new \ReflectionClass('finfo'))->newInstanceWithoutConstructor();
        $problem = $info->__open('finfo_open', $flags, $magic_database);
        if ($problem === '') return $info;
        \tusk\warn("finfo_open(): $problem");
        return false;
    }
    public static function finfo_close(\finfo $finfo): bool { return true; }
    public static function finfo_set_flags(\finfo $finfo, int $flags): bool { return $finfo->set_flags($flags); }
    public static function finfo_file(\finfo $finfo, string $filename, int $flags = FILEINFO_NONE, $context = null): string|false { return $finfo->__file('finfo_file', 2, $filename, $flags, $context); }
    public static function finfo_buffer(\finfo $finfo, string $string, int $flags = FILEINFO_NONE, $context = null): string|false { return $finfo->__detect($string, $flags); }
    public static function mime_content_type($filename): string|false {
        static $info = null;
        $info ??= new \finfo(FILEINFO_MIME_TYPE);
        if (is_resource($filename)) {
            $at = ftell($filename);
            rewind($filename);
            $bytes = stream_get_contents($filename, 7 << 20);
            fseek($filename, $at);
            return $info->__detect((string) $bytes, 0);
        }
        if (!is_string($filename)) throw new \TypeError('mime_content_type(): Argument #1 ($filename) must be of type resource|string, ' . get_debug_type($filename) . ' given');
        return $info->__file('mime_content_type', 1, $filename, 0, null);
    }
}
)php";

constexpr auto kPhp = InPhp<"tusk\\fileinfo\\functions">;
constexpr uint16_t kRuns =
    Effects::kReadsState | Effects::kWritesState | Effects::kThrows | Effects::kWarns | Effects::kCallsBack;
constexpr BuiltinRow kRows[] = {
    {"finfo_buffer",
     "(finfo $finfo, string $string, int $flags = FILEINFO_NONE, $context = null): string|false", kRuns,
     kPhp},
    {"finfo_close", "(finfo $finfo): bool", kRuns, kPhp},
    {"finfo_file",
     "(finfo $finfo, string $filename, int $flags = FILEINFO_NONE, $context = null): string|false", kRuns,
     kPhp},
    {"finfo_open", "(int $flags = FILEINFO_NONE, ?string $magic_database = null): finfo|false", kRuns, kPhp},
    {"finfo_set_flags", "(finfo $finfo, int $flags): bool", kRuns, kPhp},
    {"mime_content_type", "($filename): string|false", kRuns, kPhp},
};
static_assert(SortedByName(kRows));

constexpr BuiltinMethodRow kMethods[] = {
    {"open", "(int $flags, ?string $database): ?object", kRuns, Open,
     uint32_t{FunctionFlags::kPublic} | uint32_t{FunctionFlags::kStatic}},
    {"detect", "(string $bytes, int $flags): string|false", kRuns, Detect},
};
constexpr BuiltinClassRow kClasses[] = {
    {.name = "tusk\\Magic",
     .flags = uint32_t{ClassFlags::kFinal} | uint32_t{ClassFlags::kNotSerializable},
     .methods = kMethods,
     .handlers = &kCookieHandlers,
     .native_size = sizeof(Cookie),
     .extension = "fileinfo"},
    {.name = "finfo", .handlers = &kOpaqueUncloneableHandlers, .extension = "fileinfo", .source = kFinfo},
    {.name = "tusk\\fileinfo\\Functions", .extension = "fileinfo", .source = kFunctions},
};
constexpr ConstantRow kConstants[] = {
    {"FILEINFO_APPLE", 2048},         {"FILEINFO_CONTINUE", 32},
    {"FILEINFO_DEVICES", 8},          {"FILEINFO_EXTENSION", 16777216},
    {"FILEINFO_MIME", 1040},          {"FILEINFO_MIME_ENCODING", 1024},
    {"FILEINFO_MIME_TYPE", 16},       {"FILEINFO_NONE", 0},
    {"FILEINFO_PRESERVE_ATIME", 128}, {"FILEINFO_RAW", 256},
    {"FILEINFO_SYMLINK", 2},
};
static_assert(SortedByName(kConstants));

}  // namespace

constinit const BuiltinTable kFileinfoFunctions(kRows);
constinit const std::span<const ConstantRow> kFileinfoConstants = kConstants;
constinit const std::span<const BuiltinClassRow> kFileinfoClasses = kClasses;

}  // namespace tusk
