// Numeric entities, names of encodings, conversion of variables; the functions of mbstring that are PHP: mail
// headers and the regular expressions, which PCRE runs.
#include <string>
#include <vector>

#include "interp/ext/class_tables.h"
#include "interp/ext/in_php.h"
#include "interp/ext/mbstring/settings.h"
#include "interp/ext/support.h"
#include "interp/ext/tables.h"

namespace tusk {
namespace {

// Four numbers a range: first and last code point, what is added, and a mask for the sum.
struct Range {
  uint32_t first, last, offset, mask;
};
bool ReadMap(Args args, std::vector<Range>* map) {
  Array* a = args.Arr(1);
  if (a->count % 4) {
    ArgumentValueError(2, "must have a multiple of 4 elements");
    return false;
  }
  uint32_t n[4];
  int k = 0;
  for (uint32_t p = First(a); p != kEnd; p = Next(a, p)) {
    Value v = Deref(ValueAt(a, p));
    int64_t i;
    double d;
    if (v.IsArray() || (v.IsString() && IsNumericString(v.str->view(), &i, &d) == Numeric::kNot)) {
      ArgumentValueError(2, "must only be composed of values of type int");
      return false;
    }
    n[k++] = static_cast<uint32_t>(ToInt(v));
    if (k == 4) {
      map->push_back({n[0], n[1], n[2], n[3]});
      k = 0;
    }
  }
  return true;
}

void Give(const Encoding& e, const Points& points, Value* result) {
  std::string out;
  Encode(e, points, &out);
  Return(result, std::string_view(out));
}

void MbEncodeNumericentity(Args args, Value* result) {
  std::vector<Range> map;
  const Encoding* e = EncodingArgument(args, 2);
  if (!e || !ReadMap(args, &map)) return;
  Points in, out;
  Decode(*e, args.View(0), &in);
  for (uint32_t c : in) {
    const Range* in_range = nullptr;
    for (const Range& r : map) {
      if (!in_range && c >= r.first && c <= r.last) in_range = &r;
    }
    if (!in_range) {
      out.push_back(c);
      continue;
    }
    uint32_t v = (c + in_range->offset) & in_range->mask;
    for (char digit : args.Bool(3) ? absl::StrFormat("&#x%X;", v) : absl::StrFormat("&#%d;", v))
      out.push_back(static_cast<uint32_t>(digit));
  }
  Give(*e, out, result);
}

// Reads digits from points[at]; false when there are none, or too many.
bool ReadNumber(const Points& points, size_t* at, bool hex, uint32_t* number) {
  uint64_t n = 0;
  size_t digits = 0;
  for (; *at < points.size(); ++*at, ++digits) {
    uint32_t c = points[*at];
    uint32_t lower = c | 32;
    uint32_t d = c >= '0' && c <= '9' ? c - '0' : hex && lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : 16;
    if (d == 16) break;
    if (digits < 20) n = n * (hex ? 16 : 10) + d;
  }
  *number = static_cast<uint32_t>(n);
  return digits > 0 && digits <= (hex ? 8 : 10) && n <= 0xffffffff;
}

void MbDecodeNumericentity(Args args, Value* result) {
  std::vector<Range> map;
  const Encoding* e = EncodingArgument(args, 2);
  if (!e || !ReadMap(args, &map)) return;
  Points in, out;
  Decode(*e, args.View(0), &in);
  for (size_t i = 0; i < in.size();) {
    size_t at = i + 2;
    if (in[i] != '&' || at >= in.size() || in[i + 1] != '#') {
      out.push_back(in[i++]);
      continue;
    }
    bool hex = in[at] == 'x' || in[at] == 'X';
    if (hex) ++at;
    uint32_t number;
    const Range* found = nullptr;
    if (ReadNumber(in, &at, hex, &number)) {
      for (const Range& r : map) {
        uint32_t point = number - r.offset;
        if (!found && point >= r.first && point <= r.last) found = &r;
      }
    }
    if (found) {
      out.push_back(number - found->offset);
      if (at < in.size() && in[at] == ';') ++at;
    } else {
      out.insert(out.end(), in.begin() + static_cast<ptrdiff_t>(i), in.begin() + static_cast<ptrdiff_t>(at));
    }
    i = at;
  }
  Give(*e, out, result);
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
        if ($from === [] || $from === '') throw new \ValueError('mb_convert_variables(): Argument #2 ($from_encoding) must specify at least one encoding');
        $source = count($list) === 1 ? $list[0] : mb_detect_encoding($text, $list, true);
        if ($source === false) {
            \tusk\warn('Unable to detect encoding');
            return false;
        }
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
    public static function mb_parse_str(string $string, &$result): bool {
        $e = mb_internal_encoding();
        parse_str(mb_check_encoding($string, $e) ? $string : implode('&', array_map(fn($part) => implode('=', array_map(fn($s) => mb_scrub($s, $e), explode('=', $part, 2))), explode('&', $string))), $result);
        return true;
    }
    public static function mb_output_handler(string $string, int $status): string {
        static $converts = false;
        $to = mb_http_output();
        if ($status & PHP_OUTPUT_HANDLER_START) {
            $type = ini_get('default_mimetype');
            foreach (headers_list() as $header) if (stripos($header, 'Content-Type:') === 0) $type = trim(substr($header, 13));
            $type = trim(explode(';', $type)[0]);
            $pattern = ini_get('mbstring.http_output_conv_mimetypes');
            $converts = $to !== 'pass' && ($pattern !== '' ? (bool) preg_match("\1$pattern\1i", $type) : false);
            if ($converts && !headers_sent()) header("Content-Type: $type; charset=" . mb_preferred_mime_name($to));
        }
        return $converts && $to !== 'pass' ? mb_convert_encoding($string, $to, mb_internal_encoding()) : $string;
    }
    public static function mb_send_mail(string $to, string $subject, string $message, array|string $additional_headers = [], ?string $additional_params = null): bool {
        foreach ([[$to, 1, 'to'], [$subject, 2, 'subject'], [$message, 3, 'message'], [$additional_headers, 4, 'additional_headers'], [$additional_params ?? '', 5, 'additional_params']] as [$text, $i, $name])
            if (is_string($text) && str_contains($text, "\0")) throw new \ValueError("mb_send_mail(): Argument #$i (\$$name) must not contain any null bytes");
        $charset = mb_get_info('mail_charset');
        $header_encoding = mb_get_info('mail_header_encoding') === 'BASE64' ? 'B' : 'Q';
        $body_encoding = mb_get_info('mail_body_encoding');
        $all = [];
        if (is_array($additional_headers)) {
            foreach ($additional_headers as $k => $v) foreach ((array) $v as $one) $all[] = [$k, $one];
        } else {
            foreach (preg_split('/\r?\n(?![ \t])/', trim($additional_headers)) as $line) if (str_contains($line, ':')) $all[] = array_map('trim', explode(':', $line, 2));
        }
        $lines = [];
        $has = [];
        foreach ($all as [$k, $v]) {
            $has[strtolower($k)] = true;
            if (strcasecmp($k, 'Content-Type') === 0 && preg_match('/charset\s*=\s*"?([^\s";]+)/i', $v, $m) && in_array(strtolower($m[1]), array_map('strtolower', mb_list_encodings()))) $charset = $m[1];
            if (strcasecmp($k, 'Content-Transfer-Encoding') === 0 && in_array(strtolower($v), ['base64', '7bit', '8bit'])) $body_encoding = $v;
            $lines[] = "$k: $v";
        }
        $name = mb_preferred_mime_name($charset);
        $subject = mb_encode_mimeheader($subject, $charset, $header_encoding, "\r\n", strlen('Subject: '));
        $message = mb_convert_encoding($message, $charset, mb_internal_encoding());
        if (strcasecmp($body_encoding, 'BASE64') === 0) $message = rtrim(chunk_split(base64_encode($message), 76, "\r\n"));
        if (!isset($has['mime-version'])) $lines[] = 'MIME-Version: 1.0';
        if (!isset($has['content-type'])) $lines[] = "Content-Type: text/plain; charset=$name";
        if (!isset($has['content-transfer-encoding'])) $lines[] = "Content-Transfer-Encoding: $body_encoding";
        return mail($to, $subject, $message, implode("\r\n", $lines), $additional_params ?? '');
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
    {"mb_list_encodings", "(): array", Effects::kPure, MbListEncodings},
    {"mb_output_handler", "(string $string, int $status): string", kRuns, kPhp},
    {"mb_parse_str", "(string $string, &$result): bool", kRunsArgs, kPhp},
    {"mb_preferred_mime_name", "(string $encoding): string|false", kText | Effects::kWarns,
     MbPreferredMimeName},
    {"mb_send_mail",
     "(string $to, string $subject, string $message, array|string $additional_headers = [], ?string "
     "$additional_params = null): bool",
     kRuns, kPhp},
};
static_assert(SortedByName(kRows));

const BuiltinClassRow kClassRows[] = {
    {.name = "tusk\\mbstring\\Functions", .extension = "mbstring", .source = kFunctions}};

}  // namespace

constinit const BuiltinTable kMbstringMoreFunctions(kRows);
const std::span<const BuiltinClassRow> kMbstringClasses = kClassRows;

}  // namespace tusk
