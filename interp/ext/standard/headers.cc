// header() and its kin: the header lines of a web server's answer. A command keeps none of them.
#include <cstdlib>
#include <string>

#include "interp/ext/class_tables.h"
#include "interp/ext/in_php.h"
#include "interp/ext/support.h"
#include "interp/ext/tables.h"
#include "interp/runtime/output.h"
#include "interp/runtime/response.h"

namespace tusk {
namespace {

std::string_view Name(std::string_view line) { return line.substr(0, line.find(':')); }

void RemoveLines(std::string_view name) {
  std::erase_if(g_response.lines, [&](const std::string& l) { return EqualIgnoreCase(Name(l), name); });
  if (EqualIgnoreCase(name, "Content-type")) g_response.default_type = true;
}

// True, with a warning, when it is too late.
bool TooLate(const char* what) {
  if (!g_response.begun) return false;
  std::string where;
  if (g_response.file && g_response.line)
    where = absl::StrFormat("output started at %s:%d", g_response.file->view(), g_response.line);
  if (std::string_view(what) == "header information") {
    Warning("Cannot modify header information - headers already sent%s",
            where.empty() ? "" : " by (" + where + ")");
  } else {
    FunctionWarning("Cannot set response code - headers already sent%s",
                    where.empty() ? "" : " (" + where + ")");
  }
  return true;
}

// False: it was refused with a warning.
bool AddLine(std::string_view line, bool replace, int64_t code) {
  if (TooLate("header information")) return false;
  while (!line.empty() && static_cast<unsigned char>(line.back()) <= ' ') line.remove_suffix(1);
  if (line.empty()) return true;
  if (line.find_first_of("\r\n") != line.npos) {
    Warning("Header may not contain more than a single header, new line detected");
    return false;
  }
  if (line.find('\0') != line.npos) {
    Warning("Header may not contain NUL bytes");
    return false;
  }
  if (line.size() >= 7 && EqualIgnoreCase(line.substr(0, 5), "HTTP/")) {
    size_t space = line.find(' ');
    g_response.code = space == line.npos ? 200 : std::atoi(std::string(line.substr(space + 1)).c_str());
    g_response.status_line = line;
    return true;
  }
  std::string text(line);
  std::string_view name = Name(line);
  if (EqualIgnoreCase(name, "Content-type")) {
    std::string_view type = line.substr(std::min(line.size(), name.size() + 1));
    while (!type.empty() && type[0] == ' ') type.remove_prefix(1);
    if (EqualIgnoreCase(type.substr(0, 5), "text/") && type.find("charset=") == type.npos)
      text = "Content-type: " + std::string(type) + ";charset=UTF-8";
    replace = true;
  } else if (EqualIgnoreCase(name, "Location")) {
    int now = g_response.code ? g_response.code : 200;
    if ((now < 300 || now > 399) && now != 201 && code == 0) g_response.code = 302;
  } else if (EqualIgnoreCase(name, "WWW-Authenticate")) {
    g_response.code = 401;
  }
  if (code) {
    g_response.code = static_cast<int>(code);
    g_response.status_line.clear();
  }
  if (!g_response.keeps) return true;
  if (replace) RemoveLines(name);
  if (EqualIgnoreCase(name, "Content-type")) g_response.default_type = false;
  g_response.lines.push_back(text);
  return true;
}

void Header(Args args, Value*) { AddLine(args.View(0), args.Bool(1, true), args.Int(2, 0)); }
void AddHeader(Args args, Value* result) { Return(result, AddLine(args.View(0), false, 0)); }
void HeaderRemove(Args args, Value*) {
  if (TooLate("header information")) return;
  if (args.IsNull(0)) {
    g_response.lines.clear();
    g_response.default_type = true;
  } else {
    RemoveLines(args.View(0));
  }
}
void HeadersList(Args, Value* result) {
  Array* a = NewArray();
  for (const std::string& line : g_response.lines) Append(a, Value(NewString(line)));
  Return(result, a);
}
void HeadersSent(Args args, Value* result) {
  bool known = g_response.begun && g_response.file;
  if (args.Has(0)) AssignArgument(args, 0, Value(NewString(known ? g_response.file->view() : "")));
  if (args.Has(1)) AssignArgument(args, 1, Value(static_cast<int64_t>(known ? g_response.line : 0)));
  Return(result, g_response.begun);
}
void HttpResponseCode(Args args, Value* result) {
  int old = g_response.code;
  if (args.Int(0, 0) == 0) {
    if (old == 0 && g_response.keeps) old = 200;
    return old ? Return(result, int64_t{old}) : Return(result, false);
  }
  if (TooLate("response code")) return Return(result, false);
  g_response.code = static_cast<int>(args[0].i);
  g_response.status_line.clear();
  if (old == 0 && !g_response.keeps) return Return(result, true);
  Return(result, int64_t{old ? old : 200});
}
void HeaderRegisterCallback(Args args, Value* result) {
  Release(g_response.callback);
  g_response.callback = CopyDeref(args[0]);
  Return(result, true);
}
void RequestBody(Args, Value* result) { Return(result, std::string_view(g_response.body)); }
void RequestType(Args, Value* result) { Return(result, std::string_view(g_response.content_type)); }

// What a request brings, taken apart; $_SERVER and the like are made by begin().
constexpr char kRequest[] = R"php(
namespace tusk\request;
final class Functions {
    private static array $uploaded = [];
    private const OPTIONS = ['post_max_size', 'max_input_vars', 'max_multipart_body_parts', 'max_file_uploads', 'upload_max_filesize'];
    public static function request_parse_body(?array $options = null): array {
        foreach ($options ?? [] as $name => $value) {
            if (is_int($name)) throw new \ValueError('Invalid integer key in $options argument');
            if (!in_array($name, self::OPTIONS, true)) throw new \ValueError("Invalid key \"$name\" in \$options argument");
            if (!is_int($value) && !is_string($value)) throw new \ValueError('Invalid ' . get_debug_type($value) . ' value in $options argument');
            if (is_string($value)) ini_parse_quantity($value);
        }
        $type = \tusk\request_type();
        if ($type === '') throw new \RequestParseBodyException('Request does not provide a content type');
        $body = self::parse($type, \tusk\request_body());
        if ($body === null) {
            $kind = trim(explode(';', $type)[0]);
            throw new \InvalidArgumentException("Content-Type \"$kind\" is not supported");
        }
        return $body;
    }
    // [$_POST, $_FILES]; null for a type that is neither of the two.
    private static function parse(string $type, string $body): ?array {
        $kind = strtolower(trim(explode(';', $type)[0]));
        if ($kind === 'application/x-www-form-urlencoded') {
            parse_str($body, $post);
            return [$post, []];
        }
        if ($kind !== 'multipart/form-data') return null;
        if (!preg_match('/boundary=(?:"([^"]*)"|([^;,\s]*))/i', $type, $m)) return [[], []];
        $boundary = $m[2] ?? $m[1];
        $fields = $files = [];
        foreach (array_slice(preg_split('/^--' . preg_quote($boundary, '/') . '(?:--)?[ \t]*\r?$\n?/m', $body), 1) as $part) {
            $pieces = preg_split('/\r?\n\r?\n/', $part, 2);
            if (!isset($pieces[1])) continue;
            [$head, $data] = $pieces;
            $data = preg_replace('/\r?\n\z/', '', $data);
            if (!preg_match('/^content-disposition:[^\n]*?[;\s]name=(?:"((?:[^"\\\\]|\\\\.)*)"|([^;\s]*))/mi', $head, $m)) continue;
            $name = stripslashes($m[2] ?? $m[1]);
            if (!preg_match('/^content-disposition:[^\n]*?[;\s]filename=(?:"((?:[^"\\\\]|\\\\.)*)"|([^;\s]*))/mi', $head, $m)) {
                $fields[] = urlencode($name) . '=' . urlencode($data);
                continue;
            }
            $path = stripslashes($m[2] ?? $m[1]);
            $file = ['name' => basename(str_replace('\\', '/', $path)), 'full_path' => $path,
                     'type' => preg_match('/^content-type:\s*(\S[^;\r\n]*)/mi', $head, $m) ? $m[1] : '',
                     'tmp_name' => '', 'error' => UPLOAD_ERR_OK, 'size' => 0];
            if ($path === '') {
                $file['error'] = UPLOAD_ERR_NO_FILE;
            } elseif (strlen($data) > ini_parse_quantity(ini_get('upload_max_filesize'))) {
                $file['error'] = UPLOAD_ERR_INI_SIZE;
                $file['type'] = '';
            } else {
                $file['tmp_name'] = tempnam(ini_get('upload_tmp_dir') ?: sys_get_temp_dir(), 'php');
                $file['size'] = file_put_contents($file['tmp_name'], $data);
                self::$uploaded[$file['tmp_name']] = true;
            }
            self::addFile($files, $name, $file);
        }
        parse_str(implode('&', $fields), $post);
        return [$post, $files];
    }
    // a[x] becomes $files[a][name][x], $files[a][type][x] ...
    private static function addFile(array &$files, string $name, array $file): void {
        $open = strpos($name, '[');
        $base = $open ? substr($name, 0, $open) : $name;
        preg_match_all('/\[([^\]]*)\]/', $open ? substr($name, $open) : '', $keys);
        foreach ($file as $what => $value) {
            $place = &$files[$base][$what];
            foreach ($keys[1] as $key) {
                if ($key === '') $place = &$place[];
                else $place = &$place[$key];
            }
            $place = $value;
            unset($place);
        }
    }
    public static function is_uploaded_file(string $filename): bool { return isset(self::$uploaded[$filename]); }
    public static function move_uploaded_file(string $from, string $to): bool {
        if (!isset(self::$uploaded[$from]) || !rename($from, $to)) return false;
        unset(self::$uploaded[$from]);
        return true;
    }
    // $request: method, target, protocol, headers (a list of names and values), what the server found.
    public static function begin(array $request): void {
        $server = $request['server'];
        $query = $server['QUERY_STRING'] ?? '';
        $headers = [];
        foreach ($request['headers'] as [$name, $value]) {
            $key = strtoupper(str_replace('-', '_', $name));
            $headers[$key] = isset($headers[$key]) ? $headers[$key] . ', ' . $value : $value;
        }
        foreach ($headers as $key => $value) {
            if ($key === 'CONTENT_TYPE' || $key === 'CONTENT_LENGTH') $server[$key] = $value;
            $server["HTTP_$key"] = $value;
        }
        $login = $headers['AUTHORIZATION'] ?? '';
        if (strncasecmp($login, 'Basic ', 6) === 0) {
            $pair = explode(':', (string) base64_decode(substr($login, 6)), 2);
            if (isset($pair[1])) [$server['PHP_AUTH_USER'], $server['PHP_AUTH_PW']] = $pair;
        } elseif (strncasecmp($login, 'Digest ', 7) === 0) {
            $server['PHP_AUTH_DIGEST'] = substr($login, 7);
        }
        $server['REQUEST_TIME_FLOAT'] = microtime(true);
        $server['REQUEST_TIME'] = (int) $server['REQUEST_TIME_FLOAT'];
        parse_str($query, $get);
        $cookies = [];
        if (isset($headers['COOKIE'])) {
            foreach (array_reverse(explode(';', $headers['COOKIE'])) as $cookie) {
                $cookie = explode('=', ltrim($cookie), 2);
                if ($cookie[0] === '') continue;
                parse_str(urlencode(urldecode($cookie[0])) . '=' . ($cookie[1] ?? ''), $one);
                $cookies = array_replace_recursive($cookies, $one);
            }
        }
        $body = $request['method'] === 'POST' ? self::parse(\tusk\request_type(), \tusk\request_body()) : null;
        [$post, $files] = $body ?? [[], []];
        foreach (['_GET' => $get, '_POST' => $post, '_COOKIE' => $cookies, '_FILES' => $files, '_SERVER' => $server,
                  '_REQUEST' => array_merge($get, $post)] as $name => $value) $GLOBALS[$name] = $value;
    }
    public static function end(): void { foreach (self::$uploaded as $file => $_) @unlink($file); }
}
)php";

constexpr uint16_t kIo =
    Effects::kReadsState | Effects::kWritesState | Effects::kWarns | Effects::kThrows | Effects::kCallsBack;
constexpr auto kPhp = InPhp<"tusk\\request\\functions">;
constexpr BuiltinRow kRows[] = {
    {"header", "(string $header, bool $replace = true, int $response_code = 0): void", kIo, Header},
    {"header_register_callback", "(callable $callback): bool", kIo, HeaderRegisterCallback},
    {"header_remove", "(?string $name = null): void", kIo, HeaderRemove},
    {"headers_list", "(): array", kIo, HeadersList},
    {"headers_sent", "(&$filename = null, &$line = null): bool", kIo | Effects::kWritesArgs, HeadersSent},
    {"http_response_code", "(int $response_code = 0): int|bool", kIo, HttpResponseCode},
    {"is_uploaded_file", "(string $filename): bool", kIo, kPhp},
    {"move_uploaded_file", "(string $from, string $to): bool", kIo, kPhp},
    {"request_parse_body", "(?array $options = null): array", kIo, kPhp},
    {"tusk\\add_header", "(string $line): bool", kIo, AddHeader},
    {"tusk\\request_body", "(): string", kIo, RequestBody},
    {"tusk\\request_type", "(): string", kIo, RequestType},
};
static_assert(SortedByName(kRows));
constexpr char kException[] = "class RequestParseBodyException extends Exception {}";
const BuiltinClassRow kClassRows[] = {
    {.name = "RequestParseBodyException", .extension = "standard", .source = kException},
    {.name = "tusk\\request\\Functions", .extension = "standard", .source = kRequest},
};

}  // namespace

constinit const BuiltinTable kHeaderFunctions(kRows);
const std::span<const BuiltinClassRow> kHeaderClasses = kClassRows;

}  // namespace tusk
