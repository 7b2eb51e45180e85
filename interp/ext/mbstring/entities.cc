// Numeric entities, names of encodings, conversion of variables; the functions of mbstring that are PHP: mail
// headers and the regular expressions, which PCRE runs.
#include <string>
#include <vector>

#include "interp/ext/class_tables.h"
#include "interp/ext/in_php.h"
#include "interp/ext/mbstring/encodings.h"
#include "interp/ext/mbstring/utf8.h"
#include "interp/ext/support.h"
#include "interp/ext/tables.h"

namespace tusk {
namespace {

// Four numbers a range: first and last code point, what is added, and a mask for the sum.
struct Range {
  int64_t first, last, offset, mask;
};
bool ReadMap(Args args, std::vector<Range>* map) {
  Array* a = args.Arr(1);
  if (a->count % 4) {
    ArgumentValueError(2, "must have a multiple of 4 elements");
    return false;
  }
  int64_t n[4];
  int k = 0;
  for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) {
    n[k++] = ToInt(Deref(ValueAt(a, p)));
    if (k == 4) {
      map->push_back({n[0], n[1], n[2], n[3]});
      k = 0;
    }
  }
  return true;
}

// The string as UTF-8 and back again in its encoding.
bool Convert(Args args, uint32_t encoding, std::string* utf8, std::string_view* name) {
  *name = args.IsNull(encoding) ? std::string_view("UTF-8") : CanonicalEncoding(args.View(encoding));
  if (name->empty()) {
    ArgumentValueError(encoding + 1,
                       absl::StrFormat("must be a valid encoding, \"%s\" given", args.View(encoding)));
    return false;
  }
  DecodeTo8(args.View(0), *name, utf8);
  return true;
}
void Give(const std::string& utf8, std::string_view encoding, Value* result) {
  if (encoding == "UTF-8") return Return(result, std::string_view(utf8));
  std::string out;
  EncodeFrom8(utf8, encoding, &out);
  Return(result, std::string_view(out));
}

void MbEncodeNumericentity(Args args, Value* result) {
  std::vector<Range> map;
  std::string s, out;
  std::string_view encoding;
  if (!Convert(args, 2, &s, &encoding) || !ReadMap(args, &map)) return;
  bool hex = args.Bool(3);
  uint32_t c;
  for (size_t i = 0; i < s.size();) {
    size_t n = ReadUtf8(s, i, &c);
    const Range* in = nullptr;
    for (const Range& r : map) {
      if (!in && c >= r.first && c <= r.last) in = &r;
    }
    if (in) {
      auto v = static_cast<uint32_t>((c + in->offset) & in->mask);
      out += hex ? absl::StrFormat("&#x%X;", v) : absl::StrFormat("&#%d;", v);
    } else {
      out.append(s, i, n);
    }
    i += n;
  }
  Give(out, encoding, result);
}

void MbDecodeNumericentity(Args args, Value* result) {
  std::vector<Range> map;
  std::string s, out;
  std::string_view encoding;
  if (!Convert(args, 2, &s, &encoding) || !ReadMap(args, &map)) return;
  for (size_t i = 0; i < s.size();) {
    if (s[i] != '&' || i + 2 >= s.size() || s[i + 1] != '#') {
      out += s[i++];
      continue;
    }
    size_t at = i + 2;
    bool hex = s[at] == 'x' || s[at] == 'X';
    if (hex) ++at;
    size_t digits = at;
    uint64_t n = 0;
    while (at < s.size() && at - digits < 10 &&
           (hex ? isxdigit(static_cast<unsigned char>(s[at])) : isdigit(static_cast<unsigned char>(s[at])))) {
      int d = s[at] <= '9' ? s[at] - '0' : (s[at] | 32) - 'a' + 10;
      n = n * (hex ? 16 : 10) + static_cast<uint64_t>(d);
      ++at;
    }
    bool decoded = false;
    for (const Range& r : map) {
      if (at == digits || decoded) break;
      int64_t point = static_cast<int64_t>(n) - r.offset;
      if (n <= 0xffffffff && point >= r.first && point <= r.last && point <= 0x10ffff && point >= 0) {
        WriteUtf8(&out, static_cast<uint32_t>(point));
        decoded = true;
      }
    }
    if (!decoded) {
      out.append(s, i, at - i);
    } else if (at < s.size() && s[at] == ';') {
      ++at;
    }
    i = at;
  }
  Give(out, encoding, result);
}

void MbEncodingAliases(Args args, Value* result) {
  const Encoding* e = FindEncoding(args.View(0));
  if (!e)
    return ArgumentValueError(1, absl::StrFormat("must be a valid encoding, \"%s\" given", args.View(0)));
  Array* a = NewArray();
  std::string_view names = e->aliases;
  while (!names.empty()) {
    size_t end = names.find(' ');
    Append(a, Value(NewString(names.substr(0, end))));
    names = end == names.npos ? std::string_view() : names.substr(end + 1);
  }
  Return(result, a);
}
void MbListEncodings(Args, Value* result) {
  Array* a = NewArray();
  for (const Encoding& e : kEncodings) Append(a, Value(Intern(e.name)));
  Return(result, a);
}
void MbPreferredMimeName(Args args, Value* result) {
  const Encoding* e = FindEncoding(args.View(0));
  if (!e)
    return ArgumentValueError(1, absl::StrFormat("must be a valid encoding, \"%s\" given", args.View(0)));
  if (!*e->mime) {
    FunctionWarning("No MIME preferred name corresponding to \"%s\"", args.View(0));
    return Return(result, false);
  }
  Return(result, e->mime);
}
void MbHttpInput(Args, Value* result) { Return(result, false); }
void MbHttpOutput(Args args, Value* result) {
  if (args.IsNull(0)) return Return(result, "UTF-8");
  Return(result, CanonicalEncoding(args.View(0)) == "UTF-8");
}

constexpr char kFunctions[] = R"php(
namespace tusk\mbstring;
final class Functions {
    private static string $regexEncoding = 'UTF-8';
    public static function mb_convert_variables(string $to, array|string $from, mixed &$var, mixed &...$vars): string|false {
        $all = [&$var];
        foreach ($vars as &$v) $all[] = &$v;
        unset($v);
        $text = '';
        array_walk_recursive($all, function ($v) use (&$text) { if (is_string($v)) $text .= $v; });
        $list = is_array($from) ? $from : array_map('trim', explode(',', $from));
        $source = count($list) === 1 ? $list[0] : mb_detect_encoding($text, $list, true);
        if ($source === false) return false;
        $convert = function (&$v) use ($to, $source) { if (is_string($v)) $v = mb_convert_encoding($v, $to, $source); };
        array_walk_recursive($all, $convert);
        foreach (mb_list_encodings() as $name) if (strcasecmp($name, $source) === 0) return $name;
        return $source;
    }
    public static function mb_encode_mimeheader(string $string, ?string $charset = null, ?string $transfer_encoding = null, string $newline = "\r\n", int $indent = 0): string {
        $charset ??= 'UTF-8';
        if (!preg_match('/[^\x20-\x7e\t]|=\?/', $string)) return $string;
        $name = mb_preferred_mime_name($charset);
        $q = strtoupper($transfer_encoding ?? 'B') === 'Q';
        $start = "=?$name?" . ($q ? 'Q' : 'B') . '?';
        $out = '';
        $room = 75 - $indent;
        // Leading words that are plain stay as they are.
        if (preg_match('/^(?:[\x21-\x3c\x3e\x40-\x7e]+ )+/', $string, $m) && strlen($m[0]) < $room) {
            $out = $m[0];
            $string = substr($string, strlen($m[0]));
            $room -= strlen($m[0]);
        }
        $line = '';
        $lines = [];
        foreach (mb_str_split($string) as $char) {
            $bytes = $charset === 'UTF-8' ? $char : mb_convert_encoding($char, $charset, 'UTF-8');
            if ($q) $bytes = preg_replace_callback('/[^A-Za-z0-9!*+\/-]/', fn($m) => sprintf('=%02X', ord($m[0])), $bytes);
            $length = $q ? strlen($line . $bytes) : intdiv(strlen($line . $bytes) + 2, 3) * 4;
            if ($line !== '' && strlen($start) + $length + 2 > $room) {
                $lines[] = $start . ($q ? $line : base64_encode($line)) . '?=';
                $line = '';
                $room = 74;
            }
            $line .= $bytes;
        }
        $lines[] = $start . ($q ? $line : base64_encode($line)) . '?=';
        return $out . implode("$newline ", $lines);
    }
    public static function mb_decode_mimeheader(string $string): string {
        $string = preg_replace('/(\?=)\s+(=\?)/', '$1$2', $string);
        $string = preg_replace('/\r?\n[ \t]+/', ' ', $string);
        return preg_replace_callback('/=\?([^?]+)\?([BbQq])\?([^?]*)\?=/', function ($m) {
            $bytes = strtoupper($m[2]) === 'B' ? base64_decode($m[3]) : quoted_printable_decode(strtr($m[3], '_', ' '));
            return mb_convert_encoding($bytes, 'UTF-8', explode('*', $m[1])[0]);
        }, $string);
    }
    public static function mb_parse_str(string $string, &$result): bool { parse_str($string, $result); return true; }
    public static function mb_get_info(string $type = 'all'): array|string|int|false|null {
        $all = ['internal_encoding' => mb_internal_encoding(), 'http_output' => 'UTF-8', 'http_output_conv_mimetypes' => '^(text/|application/xhtml\+xml)', 'mail_charset' => 'UTF-8', 'mail_header_encoding' => 'BASE64', 'mail_body_encoding' => 'BASE64', 'illegal_chars' => 0, 'encoding_translation' => 'Off', 'language' => mb_language(), 'detect_order' => mb_detect_order(), 'substitute_character' => mb_substitute_character(), 'strict_detection' => 'Off'];
        if (strtolower($type) === 'all') return $all;
        return $all[strtolower($type)] ?? throw new \ValueError('mb_get_info(): Argument #1 ($type) must be a valid type');
    }
    private static function pattern(string $pattern, ?string $options): string {
        $flags = 'u';
        foreach (str_split($options ?? '') as $o) $flags .= ['i' => 'i', 'x' => 'x', 'm' => 's', 's' => 's'][$o] ?? '';
        return "\1$pattern\1$flags";
    }
    public static function mb_regex_encoding(?string $encoding = null): string|bool {
        if ($encoding === null) return self::$regexEncoding;
        mb_preferred_mime_name($encoding);
        self::$regexEncoding = strtoupper($encoding);
        return true;
    }
    public static function mb_regex_set_options(?string $options = null): string { return 'pr'; }
    public static function mb_ereg(string $pattern, string $string, &$matches = null): bool { return self::ereg($pattern, $string, $matches, ''); }
    public static function mb_eregi(string $pattern, string $string, &$matches = null): bool { return self::ereg($pattern, $string, $matches, 'i'); }
    private static function ereg(string $pattern, string $string, &$matches, string $options): bool {
        $found = preg_match(self::pattern($pattern, $options), $string, $m, PREG_UNMATCHED_AS_NULL);
        $matches = array_map(fn($v) => $v ?? false, $m);
        return (bool) $found;
    }
    public static function mb_ereg_replace(string $pattern, string $replacement, string $string, ?string $options = null): string|false|null {
        return preg_replace(self::pattern($pattern, $options), str_replace('$', '\\$', $replacement), $string) ?? false;
    }
    public static function mb_eregi_replace(string $pattern, string $replacement, string $string, ?string $options = null): string|false|null {
        return self::mb_ereg_replace($pattern, $replacement, $string, $options . 'i');
    }
    public static function mb_ereg_replace_callback(string $pattern, callable $callback, string $string, ?string $options = null): string|false|null {
        return preg_replace_callback(self::pattern($pattern, $options), $callback, $string) ?? false;
    }
    public static function mb_split(string $pattern, string $string, int $limit = -1): array|false { return preg_split(self::pattern($pattern, ''), $string, $limit); }
    public static function mb_ereg_match(string $pattern, string $string, ?string $options = null): bool {
        return (bool) preg_match(self::pattern("\\G(?:$pattern)", $options), $string);
    }
}
)php";

constexpr auto kPhp = InPhp<"tusk\\mbstring\\functions">;
constexpr uint16_t kText = Effects::kThrows | Effects::kReadsState;
constexpr uint16_t kRuns = kText | Effects::kWarns | Effects::kCallsBack | Effects::kWritesState;
constexpr uint16_t kRunsArgs = kRuns | Effects::kWritesArgs;
constexpr BuiltinRow kRows[] = {
    {"mb_convert_variables",
     "(string $to_encoding, array|string $from_encoding, mixed &$var, mixed &...$vars): string|false",
     kRunsArgs, kPhp},
    {"mb_decode_mimeheader", "(string $string): string", kRuns, kPhp},
    {"mb_decode_numericentity", "(string $string, array $map, ?string $encoding = null): string", kText,
     MbDecodeNumericentity},
    {"mb_encode_mimeheader",
     "(string $string, ?string $charset = null, ?string $transfer_encoding = null, string $newline = "
     "\"\\r\\n\", int $indent = 0): string",
     kRuns, kPhp},
    {"mb_encode_numericentity",
     "(string $string, array $map, ?string $encoding = null, bool $hex = false): string", kText,
     MbEncodeNumericentity},
    {"mb_encoding_aliases", "(string $encoding): array", kText, MbEncodingAliases},
    {"mb_ereg", "(string $pattern, string $string, &$matches = null): bool", kRunsArgs, kPhp},
    {"mb_ereg_match", "(string $pattern, string $string, ?string $options = null): bool", kRuns, kPhp},
    {"mb_ereg_replace",
     "(string $pattern, string $replacement, string $string, ?string $options = null): string|false|null",
     kRuns, kPhp},
    {"mb_ereg_replace_callback",
     "(string $pattern, callable $callback, string $string, ?string $options = null): string|false|null",
     kRuns, kPhp},
    {"mb_eregi", "(string $pattern, string $string, &$matches = null): bool", kRunsArgs, kPhp},
    {"mb_eregi_replace",
     "(string $pattern, string $replacement, string $string, ?string $options = null): string|false|null",
     kRuns, kPhp},
    {"mb_get_info", "(string $type = 'all'): array|string|int|false|null", kRuns, kPhp},
    {"mb_http_input", "(?string $type = null): array|string|false", kText, MbHttpInput},
    {"mb_http_output", "(?string $encoding = null): string|bool", kText, MbHttpOutput},
    {"mb_list_encodings", "(): array", Effects::kPure, MbListEncodings},
    {"mb_parse_str", "(string $string, &$result): bool", kRunsArgs, kPhp},
    {"mb_preferred_mime_name", "(string $encoding): string|false", kText | Effects::kWarns,
     MbPreferredMimeName},
    {"mb_regex_encoding", "(?string $encoding = null): string|bool", kRuns, kPhp},
    {"mb_regex_set_options", "(?string $options = null): string", kRuns, kPhp},
    {"mb_split", "(string $pattern, string $string, int $limit = -1): array|false", kRuns, kPhp},
};
static_assert(SortedByName(kRows));

const BuiltinClassRow kClassRows[] = {
    {.name = "tusk\\mbstring\\Functions", .extension = "mbstring", .source = kFunctions}};

}  // namespace

constinit const BuiltinTable kMbstringMoreFunctions(kRows);
const std::span<const BuiltinClassRow> kMbstringClasses = kClassRows;

}  // namespace tusk
