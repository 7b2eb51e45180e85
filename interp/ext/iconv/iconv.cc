// The iconv extension, in PHP on tusk\iconv(), which is iconv(3).
#include <gnu/libc-version.h>

#include "interp/ext/in_php.h"
#include "interp/ext/library_tables.h"
#include "interp/ext/support.h"

namespace tusk {
namespace {

constexpr char kFunctions[] = R"php(
namespace tusk\iconv;
final class Functions {
    private const WIDE = 'UCS-4LE';
    private static function internal(): string {
        foreach (['iconv.internal_encoding', 'internal_encoding', 'default_charset'] as $name) if ((string) ini_get($name) !== '') return ini_get($name);
        return 'UTF-8';
    }
    private static function fits(string $function, string $encoding): bool {
        if (strlen($encoding) < 64) return true;
        \tusk\warn("$function(): Encoding parameter exceeds the maximum allowed length of 64 characters");
        return false;
    }
    private static function convert(string $function, string $from, string $to, string $string): string|false {
        $flags = explode('//', strtoupper($to));
        $name = fn(string $s) => ($n = strstr($s . '//', '//', true)) === '' ? 'UTF-8' : strtoupper($n);
        $good = false;
        $out = \tusk\iconv($name($from), $name($to), in_array('TRANSLIT', $flags, true), in_array('IGNORE', $flags, true), $string, $good);
        if ($out === null) {
            \tusk\warn("$function(): Wrong encoding, conversion from \"$from\" to \"$to\" is not allowed");
            return false;
        }
        if ($good) return $out;
        \tusk\warn("$function(): Detected an illegal character in input string", E_NOTICE);
        return false;
    }
    /** Four bytes a character. */
    private static function wide(string $function, string $string, ?string $encoding): string|false {
        $encoding ??= self::internal();
        return self::fits($function, $encoding) ? self::convert($function, $encoding, self::WIDE, $string) : false;
    }
    public static function iconv(string $from_encoding, string $to_encoding, string $string): string|false {
        if (!self::fits('iconv', $from_encoding) || !self::fits('iconv', $to_encoding)) return false;
        return self::convert('iconv', $from_encoding, $to_encoding, $string);
    }
    public static function iconv_strlen(string $string, ?string $encoding = null): int|false {
        $wide = self::wide('iconv_strlen', $string, $encoding);
        return $wide === false ? false : intdiv(strlen($wide), 4);
    }
    public static function iconv_substr(string $string, int $offset, ?int $length = null, ?string $encoding = null): string|false {
        $encoding ??= self::internal();
        $wide = self::wide('iconv_substr', $string, $encoding);
        if ($wide === false) return false;
        $total = intdiv(strlen($wide), 4);
        if ($offset < 0) $offset = max(0, $total + $offset);
        $length ??= $total;
        if ($length < 0) $length = max(0, $total - $offset + $length);
        if ($offset >= $total || $length === 0) return '';
        return self::convert('iconv_substr', self::WIDE, $encoding, substr($wide, $offset * 4, min($length, $total) * 4));
    }
    private static function places(string $function, string $haystack, string $needle, ?string $encoding): array|false {
        $wide = self::wide($function, $haystack, $encoding);
        if ($wide === false) return false;
        $wanted = self::wide($function, $needle, $encoding);
        return $wanted === false ? false : [$wide, $wanted];
    }
    public static function iconv_strpos(string $haystack, string $needle, int $offset = 0, ?string $encoding = null): int|false {
        if ($offset < 0) {
            $length = self::iconv_strlen($haystack, $encoding);
            if ($length === false) return false;
            $offset += $length;
            if ($offset < 0) throw new \ValueError('iconv_strpos(): Argument #3 ($offset) must be contained in argument #1 ($haystack)');
        }
        $encoding ??= self::internal();
        if (!self::fits('iconv_strpos', $encoding)) return false;
        if ($needle === '') return false;
        $places = self::places('iconv_strpos', $haystack, $needle, $encoding);
        if (!$places) return false;
        if ($offset * 4 > strlen($places[0])) throw new \ValueError('iconv_strpos(): Argument #3 ($offset) must be contained in argument #1 ($haystack)');
        for ($at = $offset * 4; ($at = strpos($places[0], $places[1], $at)) !== false; $at++) if ($at % 4 === 0) return intdiv($at, 4);
        return false;
    }
    public static function iconv_strrpos(string $haystack, string $needle, ?string $encoding = null): int|false {
        $encoding ??= self::internal();
        if (!self::fits('iconv_strrpos', $encoding)) return false;
        if ($needle === '') return false;
        $places = self::places('iconv_strrpos', $haystack, $needle, $encoding);
        if (!$places) return false;
        for ($at = strlen($places[0]) - strlen($places[1]); $at >= 0; $at -= 4) if (substr_compare($places[0], $places[1], $at, strlen($places[1])) === 0) return intdiv($at, 4);
        return false;
    }
    public static function iconv_get_encoding(string $type = 'all'): array|string|false {
        $all = [];
        foreach (['input_encoding', 'output_encoding', 'internal_encoding'] as $name) $all[$name] = ini_get("iconv.$name") ?: (ini_get($name) ?: (ini_get('default_charset') ?: 'UTF-8'));
        return strtolower($type) === 'all' ? $all : $all[strtolower($type)] ?? false;
    }
    public static function iconv_set_encoding(string $type, string $encoding): bool {
        if (!in_array(strtolower($type), ['input_encoding', 'output_encoding', 'internal_encoding'], true)) return false;
        if (!self::fits('iconv_set_encoding', $encoding)) return false;
        \tusk\warn("iconv_set_encoding(): Use of iconv.$type is deprecated", E_DEPRECATED);
        return ini_set('iconv.' . strtolower($type), $encoding) !== false;
    }

    // --- headers of mails
    public static function iconv_mime_encode(string $field_name, string $field_value, array $options = []): string|false {
        $scheme = 'B';
        if (is_string($options['scheme'] ?? null)) $scheme = strtoupper($options['scheme'])[0] ?? '' ?: 'B';
        if ($scheme !== 'B' && $scheme !== 'Q') $scheme = 'B';
        $from = is_string($options['input-charset'] ?? null) ? $options['input-charset'] : self::internal();
        $to = is_string($options['output-charset'] ?? null) ? $options['output-charset'] : self::internal();
        if (!self::fits('iconv_mime_encode', $from) || !self::fits('iconv_mime_encode', $to)) return false;
        $width = isset($options['line-length']) ? (int) $options['line-length'] : 76;
        $break = is_string($options['line-break-chars'] ?? null) ? $options['line-break-chars'] : "\r\n";
        if (strlen($field_name) + 2 >= $width || strlen($to) + 12 >= $width) {
            \tusk\warn('iconv_mime_encode(): An unknown error occurred');
            return false;
        }
        $wide = self::convert('iconv_mime_encode', $from, self::WIDE, $field_value);
        if ($wide === false) return false;
        $characters = [];
        foreach ($wide === '' ? [] : str_split($wide, 4) as $character) {
            $bytes = self::convert('iconv_mime_encode', self::WIDE, $to, $character);
            if ($bytes === false) return false;
            $characters[] = $bytes;
        }
        $out = "$field_name: ";
        $room = $width - strlen($out);
        $i = 0;
        do {
            if ($room < strlen($to) + 12) {
                $out .= "$break ";
                $room = $width - 1;
            }
            $out .= "=?$to?$scheme?";
            $room -= 5 + strlen($to) + 2;
            $piece = '';
            if ($scheme === 'B') {
                $most = intdiv($room - 2, 4) * 3 - 4;
                while ($i < count($characters) && ($piece === '' || strlen($piece) + strlen($characters[$i]) <= $most)) $piece .= $characters[$i++];
                $piece = base64_encode($piece);
            } else {
                while ($i < count($characters)) {
                    $next = '';
                    foreach (str_split($characters[$i]) as $c) $next .= ctype_alnum($c) || strpos('!*+-/', $c) !== false ? $c : sprintf('=%02X', ord($c));
                    if ($piece !== '' && strlen($piece) + strlen($next) > $room) break;
                    $piece .= $next;
                    $i++;
                }
            }
            $out .= "$piece?=";
            $room -= strlen($piece);
        } while ($i < count($characters));
        return $out;
    }
    private static function decode(string $function, string $string, int $mode, string $encoding): string|false {
        $out = '';
        $gap = null;  // white space after an encoded word, which only counts before something else
        $continue = ($mode & 2) !== 0;
        $text = preg_replace('/\r?\n[ \t]+/', ' ', $string);
        for ($at = 0; $at < strlen($text);) {
            if (preg_match('/=\?([^?*\s]+)(?:\*[^?\s]*)?\?([BbQq])\?([^?]*)\?=/A', $text, $m, 0, $at)) {
                $bytes = strtoupper($m[2]) === 'B' ? base64_decode($m[3]) : quoted_printable_decode(strtr($m[3], '_', ' '));
                $good = false;
                $converted = strlen($m[1]) < 64 ? \tusk\iconv(strtoupper($m[1]), strtoupper(strstr("$encoding//", '//', true)), str_contains(strtoupper($encoding), '//TRANSLIT'), str_contains(strtoupper($encoding), '//IGNORE'), $bytes, $good) : null;
                if ($converted === null || !$good) {
                    if (!$continue) {
                        if ($converted === null) \tusk\warn("$function(): Wrong encoding, conversion from \"$m[1]\" to \"$encoding\" is not allowed");
                        else \tusk\warn("$function(): Detected an illegal character in input string", E_NOTICE);
                        return false;
                    }
                    $converted = $m[0];
                    $out .= $gap ?? '';
                }
                $out .= $converted;
                $gap = '';
                $at += strlen($m[0]);
                continue;
            }
            if ($gap !== null && ctype_space($text[$at])) {
                $gap .= $text[$at++];
                continue;
            }
            if (!$continue && substr_compare($text, '=?', $at, 2) === 0 && preg_match('/=\?[^?\s]*\?(?![BbQq]\?)./A', $text, $m, 0, $at)) {
                \tusk\warn("$function(): Malformed string", E_WARNING);
                return false;
            }
            $n = max(1, strcspn($text, "= \t\r\n", $at));
            $piece = substr($text, $at, $n);
            $good = false;
            $converted = \tusk\iconv('ASCII', strtoupper(strstr("$encoding//", '//', true)), false, false, $piece, $good);
            if ($converted === null) {
                \tusk\warn("$function(): Wrong encoding, conversion from \"ASCII\" to \"$encoding\" is not allowed");
                return false;
            }
            $out .= $gap . ($good ? $converted : $piece);
            $gap = null;
            $at += $n;
        }
        return $out;
    }
    public static function iconv_mime_decode(string $string, int $mode = 0, ?string $encoding = null): string|false {
        $encoding ??= self::internal();
        return self::fits('iconv_mime_decode', $encoding) ? self::decode('iconv_mime_decode', $string, $mode, $encoding) : false;
    }
    public static function iconv_mime_decode_headers(string $headers, int $mode = 0, ?string $encoding = null): array|false {
        $encoding ??= self::internal();
        if (!self::fits('iconv_mime_decode_headers', $encoding)) return false;
        $out = [];
        foreach (preg_split('/\r?\n(?![ \t])/', $headers) as $line) {
            if ($line === '') break;
            $decoded = self::decode('iconv_mime_decode_headers', $line, $mode, $encoding);
            if ($decoded === false) return false;
            $colon = strpos($decoded, ':');
            if ($colon === false) continue;
            $name = substr($decoded, 0, $colon);
            $value = ltrim(substr($decoded, $colon + 1), ' ');
            if (!isset($out[$name])) $out[$name] = $value;
            elseif (is_array($out[$name])) $out[$name][] = $value;
            else $out[$name] = [$out[$name], $value];
        }
        return $out;
    }
}
)php";

constexpr auto kPhp = InPhp<"tusk\\iconv\\functions">;
constexpr uint16_t kRuns =
    Effects::kReadsState | Effects::kWritesState | Effects::kThrows | Effects::kWarns | Effects::kCallsBack;
constexpr BuiltinRow kRows[] = {
    {"iconv", "(string $from_encoding, string $to_encoding, string $string): string|false", kRuns, kPhp},
    {"iconv_get_encoding", "(string $type = \"all\"): array|string|false", kRuns, kPhp},
    {"iconv_mime_decode", "(string $string, int $mode = 0, ?string $encoding = null): string|false", kRuns,
     kPhp},
    {"iconv_mime_decode_headers", "(string $headers, int $mode = 0, ?string $encoding = null): array|false",
     kRuns, kPhp},
    {"iconv_mime_encode", "(string $field_name, string $field_value, array $options = []): string|false",
     kRuns, kPhp},
    {"iconv_set_encoding", "(string $type, string $encoding): bool", kRuns, kPhp},
    {"iconv_strlen", "(string $string, ?string $encoding = null): int|false", kRuns, kPhp},
    {"iconv_strpos",
     "(string $haystack, string $needle, int $offset = 0, ?string $encoding = null): int|false", kRuns, kPhp},
    {"iconv_strrpos", "(string $haystack, string $needle, ?string $encoding = null): int|false", kRuns, kPhp},
    {"iconv_substr",
     "(string $string, int $offset, ?int $length = null, ?string $encoding = null): string|false", kRuns,
     kPhp},
};
static_assert(SortedByName(kRows));

constexpr BuiltinClassRow kClasses[] = {
    {.name = "tusk\\iconv\\Functions", .extension = "iconv", .source = kFunctions}};

Value Version() { return Value(Intern(gnu_get_libc_version())); }
constexpr ConstantRow kConstants[] = {
    {"ICONV_IMPL", "glibc"},
    {"ICONV_MIME_DECODE_CONTINUE_ON_ERROR", 2},
    {"ICONV_MIME_DECODE_STRICT", 1},
    {"ICONV_VERSION", Version},
};
static_assert(SortedByName(kConstants));

}  // namespace

constinit const BuiltinTable kIconvFunctions(kRows);
constinit const std::span<const ConstantRow> kIconvConstants = kConstants;
constinit const std::span<const BuiltinClassRow> kIconvClasses = kClasses;

}  // namespace tusk
