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
constexpr char kFunctions[] = R"php(
namespace tusk\mbstring;
final class Functions {
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
    {"mb_list_encodings", "(): array", Effects::kPure, MbListEncodings},
    {"mb_parse_str", "(string $string, &$result): bool", kRunsArgs, kPhp},
    {"mb_preferred_mime_name", "(string $encoding): string|false", kText | Effects::kWarns,
     MbPreferredMimeName},
};
static_assert(SortedByName(kRows));

const BuiltinClassRow kClassRows[] = {
    {.name = "tusk\\mbstring\\Functions", .extension = "mbstring", .source = kFunctions}};

}  // namespace

constinit const BuiltinTable kMbstringMoreFunctions(kRows);
const std::span<const BuiltinClassRow> kMbstringClasses = kClassRows;

}  // namespace tusk
