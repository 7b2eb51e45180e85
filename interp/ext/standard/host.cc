// What programs ask of the system now and then: owners, services, addresses, the syslog, ticks.
#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <ifaddrs.h>
#include <langinfo.h>
#include <net/if.h>
#include <netdb.h>
#include <pwd.h>
#include <resolv.h>
#include <sys/ipc.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <syslog.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

#include "interp/ext/class_tables.h"
#include "interp/ext/in_php.h"
#include "interp/ext/support.h"
#include "interp/ext/tables.h"
#include "interp/runtime/base_dir.h"
#include "interp/runtime/object.h"

namespace tusk {
namespace {

Value Text(std::string_view s) { return Value(NewString(s)); }

void GetCurrentUser(Args, Value* result) {
  passwd* p = getpwuid(getuid());
  Return(result, p ? std::string_view(p->pw_name) : std::string_view());
}
void Getmygid(Args, Value* result) { Return(result, static_cast<int64_t>(getgid())); }
void Getservbyname(Args args, Value* result) {
  servent* s = getservbyname(args.Str(0)->data, args.Str(1)->data);
  if (!s) return Return(result, false);
  Return(result, static_cast<int64_t>(ntohs(static_cast<uint16_t>(s->s_port))));
}
void Getservbyport(Args args, Value* result) {
  servent* s = getservbyport(htons(static_cast<uint16_t>(args[0].i)), args.Str(1)->data);
  if (!s) return Return(result, false);
  Return(result, std::string_view(s->s_name));
}
void Getprotobyname(Args args, Value* result) {
  protoent* p = getprotobyname(args.Str(0)->data);
  if (!p) return Return(result, false);
  Return(result, static_cast<int64_t>(p->p_proto));
}
void Getprotobynumber(Args args, Value* result) {
  protoent* p = getprotobynumber(static_cast<int>(args[0].i));
  if (!p) return Return(result, false);
  Return(result, std::string_view(p->p_name));
}

// The IPv4 addresses of a name.
Array* Addresses(const char* name) {
  addrinfo hints{}, *found = nullptr;
  hints.ai_family = AF_INET;
  hints.ai_socktype = SOCK_STREAM;
  if (getaddrinfo(name, nullptr, &hints, &found) != 0) return nullptr;
  Array* a = NewArray();
  for (addrinfo* i = found; i; i = i->ai_next) {
    char text[INET_ADDRSTRLEN];
    inet_ntop(AF_INET, &reinterpret_cast<sockaddr_in*>(i->ai_addr)->sin_addr, text, sizeof text);
    Append(a, Text(text));
  }
  freeaddrinfo(found);
  return a;
}
constexpr size_t kLongestHost = 255;
bool HostTooLong(Args args) {
  if (args.View(0).size() <= kLongestHost) return false;
  FunctionWarning("Host name cannot be longer than %d characters", kLongestHost);
  return true;
}
void Gethostbyname(Args args, Value* result) {
  Array* a = HostTooLong(args) ? nullptr : Addresses(args.Str(0)->data);
  if (!a) return ReturnCopy(result, args[0]);
  ReturnCopy(result, GetInt(a, 0));
  Release(Value(a));
}
void DnsCheckRecord(Args args, Value* result) {
  static constexpr std::pair<std::string_view, int> kTypes[] = {
      {"A", ns_t_a},         {"NS", ns_t_ns},   {"CNAME", ns_t_cname}, {"SOA", ns_t_soa}, {"PTR", ns_t_ptr},
      {"MX", ns_t_mx},       {"TXT", ns_t_txt}, {"AAAA", ns_t_aaaa},   {"SRV", ns_t_srv}, {"CAA", 257},
      {"NAPTR", ns_t_naptr}, {"A6", 38},        {"ANY", ns_t_any}};
  std::string_view wanted = args.count > 1 ? args.View(1) : "MX";
  if (args.View(0).empty()) {
    String* name = g_state->running_function();
    return ThrowValueError("%s(): Argument #1 ($hostname) must not be empty", name->view());
  }
  for (const auto& [name, type] : kTypes) {
    if (!EqualIgnoreCase(name, wanted)) continue;
    unsigned char answer[NS_MAXMSG];
    return Return(result, res_query(args.Str(0)->data, ns_c_in, type, answer, sizeof answer) >= 0);
  }
  String* name = g_state->running_function();
  ThrowValueError("%s(): Argument #2 ($type) must be a valid DNS record type", name->view());
}
void Gethostbynamel(Args args, Value* result) {
  Array* a = HostTooLong(args) ? nullptr : Addresses(args.Str(0)->data);
  if (!a) return Return(result, false);
  Return(result, a);
}
void Gethostbyaddr(Args args, Value* result) {
  sockaddr_storage address{};
  auto* v4 = reinterpret_cast<sockaddr_in*>(&address);
  auto* v6 = reinterpret_cast<sockaddr_in6*>(&address);
  socklen_t size;
  if (inet_pton(AF_INET, args.Str(0)->data, &v4->sin_addr) == 1) {
    address.ss_family = AF_INET;
    size = sizeof *v4;
  } else if (inet_pton(AF_INET6, args.Str(0)->data, &v6->sin6_addr) == 1) {
    address.ss_family = AF_INET6;
    size = sizeof *v6;
  } else {
    FunctionWarning("Address is not a valid IPv4 or IPv6 address");
    return Return(result, false);
  }
  char host[NI_MAXHOST];
  if (getnameinfo(reinterpret_cast<sockaddr*>(&address), size, host, sizeof host, nullptr, 0, NI_NAMEREQD))
    return ReturnCopy(result, args[0]);
  Return(result, static_cast<const char*>(host));
}

void Ftok(Args args, Value* result) {
  if (args.View(0).empty()) return ArgumentValueError(1, "must not be empty");
  if (args.View(1).size() != 1) {
    ArgumentValueError(2, "must be a single character");
    return;
  }
  if (!InBaseDir(args.View(0))) return Return(result, int64_t{-1});
  key_t key = ftok(args.Str(0)->data, args.View(1)[0]);
  if (key == -1) FunctionWarning("ftok() failed - %s", strerror(errno));
  Return(result, static_cast<int64_t>(key));
}

void Openlog(Args args, Value* result) {
  static std::string name;  // syslog() keeps the pointer
  name = args.View(0);
  openlog(name.c_str(), static_cast<int>(args[1].i), static_cast<int>(args[2].i));
  Return(result, true);
}
void Closelog(Args, Value* result) {
  closelog();
  Return(result, true);
}
void Syslog(Args args, Value* result) {
  syslog(static_cast<int>(args[0].i), "%s", args.Str(1)->data);
  Return(result, true);
}
void NlLanginfo(Args args, Value* result) {
  const char* text = nl_langinfo(static_cast<nl_item>(args[0].i));
  if (!text) return Return(result, false);
  Return(result, text);
}
void ProcNice(Args args, Value* result) {
  errno = 0;
  if (nice(static_cast<int>(args[0].i)) == -1 && errno) {
    FunctionWarning("Only a super user may attempt to increase the priority of a process");
    return Return(result, false);
  }
  Return(result, true);
}
void Linkinfo(Args args, Value* result) {
  struct stat s;
  std::string_view path = args.View(0);  // the folder counts, not what the link leads to
  size_t slash = path.rfind('/');
  if (!InBaseDir(slash == path.npos ? "." : slash == 0 ? "/" : path.substr(0, slash)))
    return Return(result, false);
  if (lstat(args.Str(0)->data, &s) != 0) {
    FunctionWarning("%s", std::strerror(errno));
    return Return(result, int64_t{-1});
  }
  Return(result, static_cast<int64_t>(s.st_dev));
}
void Chroot(Args args, Value* result) {
  bool ok = chroot(args.Str(0)->data) == 0 && chdir("/") == 0;
  if (!ok) FunctionWarning("%s (errno %d)", std::strerror(errno), errno);
  Return(result, ok);
}
void NetGetInterfaces(Args, Value* result) {
  ifaddrs* all;
  if (getifaddrs(&all) != 0) return Return(result, false);
  Array* out = NewArray();
  for (ifaddrs* i = all; i; i = i->ifa_next) {
    String* name = NewString(std::string_view(i->ifa_name));
    Value* entry = FindOrInsert(out, KeyFromString(name));
    Release(name);
    if (!entry->IsArray()) {
      *entry = Value(NewHash(2));
      SetStr(entry->arr, "unicast", Value(NewArray()));
      SetStr(entry->arr, "up", Value((i->ifa_flags & IFF_UP) != 0));
    }
    Array* one = NewHash(4);
    SetStr(one, "flags", Value(static_cast<int64_t>(i->ifa_flags)));
    if (i->ifa_addr) {
      int family = i->ifa_addr->sa_family;
      SetStr(one, "family", Value(int64_t{family}));
      char text[NI_MAXHOST];
      socklen_t size = family == AF_INET ? sizeof(sockaddr_in) : sizeof(sockaddr_in6);
      bool ip = family == AF_INET || family == AF_INET6;
      if (ip && getnameinfo(i->ifa_addr, size, text, sizeof text, nullptr, 0, NI_NUMERICHOST) == 0)
        SetStr(one, "address", Text(text));
      if (ip && i->ifa_netmask &&
          getnameinfo(i->ifa_netmask, size, text, sizeof text, nullptr, 0, NI_NUMERICHOST) == 0)
        SetStr(one, "netmask", Text(text));
    }
    Append(Find(entry->arr, ArrayKey::Str(Intern("unicast")))->arr, Value(one));
  }
  freeifaddrs(all);
  Return(result, out);
}
void RealpathCacheSize(Args, Value* result) { Return(result, int64_t{0}); }
void RealpathCacheGet(Args, Value* result) { Return(result, NewArray()); }
void ConnectionAborted(Args, Value* result) { Return(result, int64_t{0}); }
void NoFiles(Args, Value* result) { Return(result, false); }

constexpr char kFunctions[] = R"php(
namespace tusk\more;
final class Functions {
    private static string $autoload_extensions = '.inc,.php';
    public static function spl_autoload_extensions(?string $file_extensions = null) {
        return self::$autoload_extensions = $file_extensions ?? self::$autoload_extensions;
    }
    public static function spl_autoload(string $class, ?string $file_extensions = null): void {
        $class = ltrim($class, '\\');
        $path = str_replace('\\', '/', strtolower($class));
        foreach (explode(',', $file_extensions ?? self::$autoload_extensions) as $extension) {
            $file = stream_resolve_include_path($path . $extension);
            if ($file === false) continue;
            (static function () use ($file) { require_once $file; })();
            if (class_exists($class, false) || interface_exists($class, false) || trait_exists($class, false)) return;
        }
    }
    public static function getlastmod(): int|false { return filemtime($_SERVER['SCRIPT_FILENAME']); }
    public static function getmyinode(): int|false { return fileinode($_SERVER['SCRIPT_FILENAME']); }
    public static function set_file_buffer($stream, int $size): int { return stream_set_write_buffer($stream, $size); }
    public static function socket_set_blocking($stream, bool $enable): bool { return stream_set_blocking($stream, $enable); }
    public static function socket_set_timeout($stream, int $seconds, int $microseconds = 0): bool { return stream_set_timeout($stream, $seconds, $microseconds); }
    public static function socket_get_status($stream): array { return stream_get_meta_data($stream); }
    public static function spl_classes(): array {
        $names = (new \ReflectionExtension('SPL'))->getClassNames();
        sort($names);
        return array_combine($names, $names);
    }
    public static function time_sleep_until(float $timestamp): bool {
        $left = $timestamp - microtime(true);
        if ($left <= 0) { \tusk\warn('time_sleep_until(): Argument #1 ($timestamp) must be greater than or equal to the current time'); return false; }
        usleep((int) ($left * 1e6));
        return true;
    }
    public static function fscanf($stream, string $format, mixed &...$vars): array|int|false|null {
        $line = fgets($stream);
        if ($line === false) return false;
        return sscanf($line, $format, ...$vars);
    }
    public static function dir(string $directory, $context = null): \Directory|false {
        $handle = $context === null ? @opendir($directory) : @opendir($directory, $context);
        if ($handle === false) {
            $why = error_get_last()['message'];
            if (str_ends_with($why, 'Operation not permitted') && ini_get('open_basedir') !== '') {
                \tusk\warn("dir(): open_basedir restriction in effect. File($directory) is not within the allowed path(s): (" . ini_get('open_basedir') . ')');
            }
            \tusk\warn($why);
            return false;
        }
        return \tusk\make_directory($directory, $handle);
    }
    public static function get_meta_tags(string $filename, bool $use_include_path = false): array|false {
        $text = file_get_contents($filename, $use_include_path);
        if ($text === false) return false;
        $head = preg_split('~</head>~i', $text, 2)[0];
        $out = [];
        preg_match_all('~<meta\s([^>]*)>~i', $head, $tags);
        foreach ($tags[1] as $tag) {
            preg_match_all('~([a-z-]+)\s*=\s*("[^"]*"|\'[^\']*\'|[^\s"\'>]+)~i', $tag, $m, PREG_SET_ORDER);
            $found = [];
            foreach ($m as [, $name, $value]) $found[strtolower($name)] = trim($value, '"\'');
            if (isset($found['name'])) $out[strtolower(preg_replace('/[\\\\.+*?^$\[\](){} -]/', '_', $found['name']))] = $found['content'] ?? '';
        }
        return $out;
    }
    public static function assert_options(int $option, mixed $value = null): mixed {
        \tusk\warn('Function assert_options() is deprecated since 8.3', E_DEPRECATED);
        $name = match ($option) { ASSERT_ACTIVE => 'assert.active', ASSERT_CALLBACK => 'assert.callback', ASSERT_BAIL => 'assert.bail', ASSERT_WARNING => 'assert.warning', ASSERT_EXCEPTION => 'assert.exception', default => null };
        if ($name === null) throw new \ValueError('assert_options(): Argument #1 ($option) must be an ASSERT_* constant');
        if ($option === ASSERT_CALLBACK) return func_num_args() > 1 ? \tusk\assert_callback($value) : \tusk\assert_callback();
        $old = ini_get($name);
        if (func_num_args() > 1) ini_set($name, $value);
        return (int) $old;
    }
    public static function setcookie(string $name, $value = '', $expires_or_options = 0, $path = '', $domain = '', $secure = false, $httponly = false): bool { return self::cookie('setcookie', $name, $value, $expires_or_options, $path, $domain, $secure, $httponly); }
    public static function setrawcookie(string $name, $value = '', $expires_or_options = 0, $path = '', $domain = '', $secure = false, $httponly = false): bool { return self::cookie('setrawcookie', $name, $value, $expires_or_options, $path, $domain, $secure, $httponly); }
    private static function cookie(string $function, string $name, string $value, $expires, string $path, string $domain, bool $secure, bool $httponly): bool {
        $samesite = '';
        if (is_array($expires)) {
            $options = $expires;
            $expires = 0;
            foreach ($options as $key => $v) switch (strtolower((string) $key)) {
                case 'expires': $expires = (int) $v; break;
                case 'path': $path = (string) $v; break;
                case 'domain': $domain = (string) $v; break;
                case 'secure': $secure = (bool) $v; break;
                case 'httponly': $httponly = (bool) $v; break;
                case 'samesite': $samesite = (string) $v; break;
                default: \tusk\warn("$function(): Argument #3 (\$expires_or_options) contains an unrecognized key \"$key\"");
            }
        }
        $bad = '",", ";", " ", "\t", "\r", "\n", "\013", or "\014"';
        if ($name === '') throw new \ValueError("$function(): Argument #1 (\$name) must not be empty");
        if (strpbrk($name, "=,; \t\r\n\013\014") !== false) throw new \ValueError("$function(): Argument #1 (\$name) cannot contain \"=\", $bad");
        if ($function === 'setrawcookie' && strpbrk($value, ",; \t\r\n\013\014") !== false) throw new \ValueError("$function(): Argument #2 (\$value) cannot contain $bad");
        if (strpbrk($path, ",; \t\r\n\013\014") !== false) throw new \ValueError("$function(): Argument #4 (\$path) cannot contain $bad");
        if (strpbrk($domain, ",; \t\r\n\013\014") !== false) throw new \ValueError("$function(): Argument #5 (\$domain) cannot contain $bad");
        if ($expires >= 253402300800) throw new \ValueError("$function(): Argument #3 (\$expires_or_options) cannot have a year greater than 9999");
        if ($value === '') {
            $line = "$name=deleted; expires=Thu, 01 Jan 1970 00:00:01 GMT; Max-Age=0";
        } else {
            $line = $name . '=' . ($function === 'setcookie' ? rawurlencode($value) : $value);
            if ($expires > 0) $line .= '; expires=' . gmdate('D, d M Y H:i:s \G\M\T', $expires) . '; Max-Age=' . max(0, $expires - time());
        }
        if ($path !== '') $line .= "; path=$path";
        if ($domain !== '') $line .= "; domain=$domain";
        if ($secure) $line .= '; secure';
        if ($httponly) $line .= '; HttpOnly';
        if ($samesite !== '') $line .= "; SameSite=$samesite";
        return \tusk\add_header("Set-Cookie: $line");
    }
    public static function phpinfo(int $flags = INFO_ALL): bool {
        echo "phpinfo()\n";
        if ($flags & INFO_GENERAL) echo 'PHP Version => ', PHP_VERSION, "\n\nSystem => ", php_uname(), "\nServer API => Command Line Interface\nPHP API => 20240924\nZend Version => ", zend_version(), "\n\n";
        if ($flags & INFO_CONFIGURATION) {
            echo "\nConfiguration\n\nDirective => Local Value => Master Value\n";
            foreach (ini_get_all(null, true) as $name => $one) echo $name, ' => ', ($one['local_value'] ?? '') === '' ? 'no value' : $one['local_value'], ' => ', ($one['global_value'] ?? '') === '' ? 'no value' : $one['global_value'], "\n";
        }
        if ($flags & INFO_MODULES) foreach (get_loaded_extensions() as $name) echo "\n$name\n\n", strtolower($name), " support => enabled\n";
        if ($flags & INFO_ENVIRONMENT) {
            echo "\nEnvironment\n\nVariable => Value\n";
            foreach (getenv() as $name => $value) echo "$name => $value\n";
        }
        if ($flags & INFO_VARIABLES) {
            echo "\nPHP Variables\n\nVariable => Value\n";
            foreach (['_GET', '_POST', '_COOKIE', '_FILES', '_SERVER', '_ENV'] as $name) foreach ($GLOBALS[$name] ?? [] as $key => $value) echo "\${$name}['$key'] => ", is_array($value) ? print_r($value, true) : $value, "\n";
        }
        return true;
    }
    public static function mail(string $to, string $subject, string $message, array|string $additional_headers = [], string $additional_params = ''): bool {
        $command = trim((string) ini_get('sendmail_path')) ?: '/usr/sbin/sendmail -t -i';
        if (is_array($additional_headers)) {
            $lines = [];
            foreach ($additional_headers as $name => $value) {
                if (is_int($name)) throw new \TypeError("Header name cannot be numeric, $name given");
                $lower = strtolower($name);
                if ($lower === 'to' || $lower === 'subject') throw new \ValueError("The additional headers cannot contain the \"" . ucfirst($lower) . '" header');
                if (in_array($lower, ['orig-date', 'from', 'sender', 'reply-to', 'bcc', 'message-id', 'in-reply-to', 'references'], true) && !is_string($value))
                    throw new \TypeError("Header \"$lower\" must be of type string, " . get_debug_type($value) . ' given');
                if (!preg_match('/^[\x21-\x39\x3b-\x7e]+\z/', $name)) throw new \ValueError("Header name \"$name\" contains invalid characters");
                if (!is_string($value) && !is_array($value)) throw new \TypeError("Header \"$name\" must be of type array|string, " . get_debug_type($value) . ' given');
                foreach ((array) $value as $key => $one) {
                    if (!is_int($key)) throw new \TypeError("Header \"$name\" must only contain numeric keys, \"$key\" found");
                    if (!is_string($one)) throw new \TypeError("Header \"$name\" must only contain values of type string, " . (is_bool($one) ? var_export($one, true) : get_debug_type($one)) . ' found');
                    $plain = preg_replace('/\r\n[ \t]/', '', $one);
                    if (str_contains($plain, "\r\n")) throw new \ValueError("Header \"$name\" contains CRLF characters that are used as a line separator and are not allowed in the header");
                    foreach (["\n" => 'LF', "\r" => 'CR', "\0" => 'NULL'] as $byte => $what)
                        if (str_contains($plain, $byte)) throw new \ValueError("Header \"$name\" contains $what character that is not allowed in the header");
                    $lines[] = "$name: $one";
                }
            }
            $additional_headers = implode("\r\n", $lines);
        }
        foreach (['to', 'subject', 'message', 'additional_headers', 'additional_params'] as $i => $name)
            if (str_contains($$name, "\0")) throw new \ValueError('mail(): Argument #' . $i + 1 . " (\$$name) must not contain any null bytes");
        if ($additional_headers !== '') {
            $additional_headers = rtrim($additional_headers);
            // Each line has a name; only folded ones and plain line ends stand between them.
            if (preg_match('/^[\r\n]|^[^\x21-\x39\x3b-\x7e]|(?>\r\n|\r|\n)(?:[\r\n]|\z)/', $additional_headers)) {
                \tusk\warn('mail(): Multiple or malformed newlines found in additional_header');
                return false;
            }
        }
        if ($additional_params !== '') $command .= ' ' . escapeshellcmd($additional_params);
        $pipe = popen($command, 'w');
        if ($pipe === false) return false;
        set_error_handler(static fn() => true);  // a program that does not read is no error of its own
        fwrite($pipe, "To: $to\nSubject: $subject\n" . ($additional_headers === '' ? '' : rtrim($additional_headers) . "\n") . "\n$message\n");
        restore_error_handler();
        return in_array(pclose($pipe), [0, 75], true);
    }
}
)php";
constexpr char kDirectory[] = R"php(
class Directory {
    public readonly string $path;
    public readonly mixed $handle;
    private function handle() {
        if (!isset($this->handle)) throw new Error('Unable to find my handle property');
        return $this->handle;
    }
    /** @tentative-return-type */
    public function close(): void { closedir($this->handle()); }
    public function rewind(): void { rewinddir($this->handle()); }
    public function read(): string|false { return readdir($this->handle()); }
}
)php";

void ExtensionFunctions(Args args, Value* result) {
  Array* a = nullptr;
  for (const ExtensionTable& table : ExtensionTables()) {
    if (!EqualIgnoreCase(table.extension, args.View(0))) continue;
    if (!a) a = NewArray();
    for (uint32_t i = 0; i < table.functions->count; ++i) {
      std::string_view name = table.functions->rows[i].name;
      if (!name.starts_with("tusk\\")) Append(a, Value(Intern(name)));
    }
  }
  if (!a) return Return(result, false);
  Return(result, a);
}
// Whether the name has an address: what the C library can tell of it.

void MakeDirectory(Args args, Value* result) {
  Object* o = NewObject(g_state->find_class(Intern("Directory"), false));
  o->props()[0] = Copy(args[0]);
  o->props()[1] = Copy(args[1]);
  *result = Value(o);
}

constexpr auto kPhp = InPhp<"tusk\\more\\functions">;
constexpr uint16_t kRuns =
    Effects::kReadsState | Effects::kWritesState | Effects::kThrows | Effects::kWarns | Effects::kCallsBack;
constexpr char kCookie[] =
    "(string $name, $value = \"\", $expires_or_options = 0, $path = \"\", $domain = \"\", $secure = false, "
    "$httponly = false): bool";
constexpr char kDns[] = "(string $hostname, string $type = \"MX\"): bool";
constexpr BuiltinRow kRows[] = {
    {"assert_options", "(int $option, mixed $value = UNKNOWN): mixed", kRuns, kPhp},
    {"checkdnsrr", kDns, kRuns, WithoutNul<DnsCheckRecord, 0, 1>},
    {"chroot", "(string $directory): bool", kRuns, WithoutNul<Chroot, 0>},
    {"closelog", "(): true", kRuns, Closelog},
    {"connection_aborted", "(): int", kRuns, ConnectionAborted},
    {"dir", "(string $directory, $context = null): Directory|false", kRuns, kPhp},
    {"dns_check_record", kDns, kRuns, WithoutNul<DnsCheckRecord, 0, 1>},
    {"fscanf", "($stream, string $format, mixed &...$vars): array|int|false|null",
     kRuns | Effects::kWritesArgs, kPhp},
    {"ftok", "(string $filename, string $project_id): int", kRuns, WithoutNul<Ftok, 0>},
    {"get_current_user", "(): string", kRuns, GetCurrentUser},
    {"get_extension_funcs", "(string $extension): array|false", kRuns, ExtensionFunctions},
    {"get_meta_tags", "(string $filename, bool $use_include_path = false): array|false", kRuns, kPhp},
    {"gethostbyaddr", "(string $ip): string|false", kRuns, Gethostbyaddr},
    {"gethostbyname", "(string $hostname): string", kRuns, WithoutNul<Gethostbyname, 0>},
    {"gethostbynamel", "(string $hostname): array|false", kRuns, WithoutNul<Gethostbynamel, 0>},
    {"getlastmod", "(): int|false", kRuns, kPhp},
    {"getmygid", "(): int|false", kRuns, Getmygid},
    {"getmyinode", "(): int|false", kRuns, kPhp},
    {"getprotobyname", "(string $protocol): int|false", kRuns, WithoutNul<Getprotobyname, 0>},
    {"getprotobynumber", "(int $protocol): string|false", kRuns, Getprotobynumber},
    {"getservbyname", "(string $service, string $protocol): int|false", kRuns,
     WithoutNul<Getservbyname, 0, 1>},
    {"getservbyport", "(int $port, string $protocol): string|false", kRuns, WithoutNul<Getservbyport, 1>},
    {"linkinfo", "(string $path): int|false", kRuns, WithoutNul<Linkinfo, 0>},
    {"mail",
     "(string $to, string $subject, string $message, array|string $additional_headers = [], string "
     "$additional_params = \"\"): bool",
     kRuns, kPhp},
    {"net_get_interfaces", "(): array|false", kRuns, NetGetInterfaces},
    {"nl_langinfo", "(int $item): string|false", kRuns, NlLanginfo},
    {"openlog", "(string $prefix, int $flags, int $facility): true", kRuns, Openlog},
    {"php_ini_scanned_files", "(): string|false", kRuns, NoFiles},
    {"phpinfo", "(int $flags = INFO_ALL): true", kRuns, kPhp},
    {"proc_nice", "(int $priority): bool", kRuns, ProcNice},
    {"realpath_cache_get", "(): array", kRuns, RealpathCacheGet},
    {"realpath_cache_size", "(): int", kRuns, RealpathCacheSize},
    {"set_file_buffer", "($stream, int $size): int", kRuns, kPhp},
    {"setcookie", kCookie, kRuns, kPhp},
    {"setrawcookie", kCookie, kRuns, kPhp},
    {"socket_get_status", "($stream): array", kRuns, kPhp},
    {"socket_set_blocking", "($stream, bool $enable): bool", kRuns, kPhp},
    {"socket_set_timeout", "($stream, int $seconds, int $microseconds = 0): bool", kRuns, kPhp},
    {"spl_autoload", "(string $class, ?string $file_extensions = null): void", kRuns, kPhp},
    {"spl_autoload_extensions", "(?string $file_extensions = null)", kRuns, kPhp},
    {"spl_classes", "(): array", kRuns, kPhp},
    {"syslog", "(int $priority, string $message): true", kRuns, Syslog},
    {"time_sleep_until", "(float $timestamp): bool", kRuns, kPhp},
    {"tusk\\make_directory", "(string $path, $handle): object", kRuns, MakeDirectory},
};
static_assert(SortedByName(kRows));
const BuiltinClassRow kClassRows[] = {
    {.name = "tusk\\more\\Functions", .extension = "standard", .source = kFunctions},
    {.name = "Directory", .extension = "standard", .source = kDirectory}};

}  // namespace

constinit const BuiltinTable kMoreFunctions(kRows);
const std::span<const BuiltinClassRow> kMoreClasses = kClassRows;

}  // namespace tusk
