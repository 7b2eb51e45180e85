// Constants of the engine.
#include <unistd.h>

#include "interp/ext/standard/stream.h"
#include "interp/ext/tables.h"

namespace tusk {
namespace {

Value MakeStdin() { return StandardStream(0); }
Value MakeStdout() { return StandardStream(1); }
Value MakeStderr() { return StandardStream(2); }
// The file that this program was started from.
Value MakeBinary() {
  char path[4096];
  ssize_t length = readlink("/proc/self/exe", path, sizeof path);
  return length > 0 ? Value(Intern(std::string_view(path, static_cast<size_t>(length))))
                    : Value(EmptyString());
}

constexpr ConstantRow kRows[] = {
    {"DEBUG_BACKTRACE_IGNORE_ARGS", int64_t{2}},
    {"DEBUG_BACKTRACE_PROVIDE_OBJECT", int64_t{1}},
    {"DEFAULT_INCLUDE_PATH", ".:/usr/share/php"},
    {"E_ALL", int64_t{30719}},
    {"E_COMPILE_ERROR", int64_t{64}},
    {"E_COMPILE_WARNING", int64_t{128}},
    {"E_CORE_ERROR", int64_t{16}},
    {"E_CORE_WARNING", int64_t{32}},
    {"E_DEPRECATED", int64_t{8192}},
    {"E_ERROR", int64_t{1}},
    {"E_NOTICE", int64_t{8}},
    {"E_PARSE", int64_t{4}},
    {"E_RECOVERABLE_ERROR", int64_t{4096}},
    {"E_STRICT", int64_t{2048}},
    {"E_USER_DEPRECATED", int64_t{16384}},
    {"E_USER_ERROR", int64_t{256}},
    {"E_USER_NOTICE", int64_t{1024}},
    {"E_USER_WARNING", int64_t{512}},
    {"E_WARNING", int64_t{2}},
    {"PEAR_EXTENSION_DIR", "/usr/lib/php"},
    {"PEAR_INSTALL_DIR", "/usr/share/php"},
    {"PHP_BINARY", MakeBinary},
    {"PHP_BINDIR", "/usr/bin"},
    {"PHP_CLI_PROCESS_TITLE", true},
    {"PHP_CONFIG_FILE_PATH", "/etc/php"},
    {"PHP_CONFIG_FILE_SCAN_DIR", ""},
    {"PHP_DATADIR", "/usr/share/php"},
    {"PHP_DEBUG", int64_t{0}},
    {"PHP_EOL", "\n"},
    {"PHP_EXTENSION_DIR", "/usr/lib/php"},
    {"PHP_EXTRA_VERSION", ""},
    {"PHP_FD_SETSIZE", int64_t{1024}},
    {"PHP_FLOAT_DIG", int64_t{15}},
    {"PHP_FLOAT_EPSILON", 2.220446049250313E-16},
    {"PHP_FLOAT_MAX", 1.7976931348623157E+308},
    {"PHP_FLOAT_MIN", 2.2250738585072014E-308},
    {"PHP_INT_MAX", int64_t{9223372036854775807}},
    {"PHP_INT_MIN", INT64_MIN},
    {"PHP_INT_SIZE", int64_t{8}},
    {"PHP_LIBDIR", "/usr/lib/php"},
    {"PHP_LOCALSTATEDIR", "/var"},
    {"PHP_MAJOR_VERSION", int64_t{8}},
    {"PHP_MANDIR", "/usr/share/man"},
    {"PHP_MAXPATHLEN", int64_t{4096}},
    {"PHP_MINOR_VERSION", int64_t{4}},
    {"PHP_OS", "Linux"},
    {"PHP_OS_FAMILY", "Linux"},
    {"PHP_OUTPUT_HANDLER_CLEAN", int64_t{2}},
    {"PHP_OUTPUT_HANDLER_CLEANABLE", int64_t{16}},
    {"PHP_OUTPUT_HANDLER_CONT", int64_t{0}},
    {"PHP_OUTPUT_HANDLER_DISABLED", int64_t{8192}},
    {"PHP_OUTPUT_HANDLER_END", int64_t{8}},
    {"PHP_OUTPUT_HANDLER_FINAL", int64_t{8}},
    {"PHP_OUTPUT_HANDLER_FLUSH", int64_t{4}},
    {"PHP_OUTPUT_HANDLER_FLUSHABLE", int64_t{32}},
    {"PHP_OUTPUT_HANDLER_PROCESSED", int64_t{16384}},
    {"PHP_OUTPUT_HANDLER_REMOVABLE", int64_t{64}},
    {"PHP_OUTPUT_HANDLER_START", int64_t{1}},
    {"PHP_OUTPUT_HANDLER_STARTED", int64_t{4096}},
    {"PHP_OUTPUT_HANDLER_STDFLAGS", int64_t{112}},
    {"PHP_OUTPUT_HANDLER_WRITE", int64_t{0}},
    {"PHP_PREFIX", "/usr"},
    {"PHP_RELEASE_VERSION", int64_t{15}},
    {"PHP_SAPI", "cli"},
    {"PHP_SBINDIR", "/usr/sbin"},
    {"PHP_SHLIB_SUFFIX", "so"},
    {"PHP_SYSCONFDIR", "/etc"},
    {"PHP_VERSION", "8.4.15"},
    {"PHP_VERSION_ID", int64_t{80415}},
    {"PHP_ZTS", int64_t{0}},
    {"STDERR", MakeStderr},
    {"STDIN", MakeStdin},
    {"STDOUT", MakeStdout},
    {"UPLOAD_ERR_CANT_WRITE", int64_t{7}},
    {"UPLOAD_ERR_EXTENSION", int64_t{8}},
    {"UPLOAD_ERR_FORM_SIZE", int64_t{2}},
    {"UPLOAD_ERR_INI_SIZE", int64_t{1}},
    {"UPLOAD_ERR_NO_FILE", int64_t{4}},
    {"UPLOAD_ERR_NO_TMP_DIR", int64_t{6}},
    {"UPLOAD_ERR_OK", int64_t{0}},
    {"UPLOAD_ERR_PARTIAL", int64_t{3}},
    {"ZEND_DEBUG_BUILD", false},
    {"ZEND_THREAD_SAFE", false},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const std::span<const ConstantRow> kCoreConstants = kRows;

}  // namespace tusk
