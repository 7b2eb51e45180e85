// Options of the command line, addresses, sources without comments, iconv(): in PHP, compiled when first
// used.
#include "interp/ext/class_tables.h"
#include "interp/ext/in_php.h"
#include "interp/ext/support.h"
#include "interp/ext/tables.h"

namespace tusk {
namespace {

constexpr char kFunctions[] = R"php(
namespace tusk\system;
final class Functions {
    public static function getopt(string $short_options, array $long_options = [], &$rest_index = null): array|false {
        $words = $_SERVER['argv'] ?? [];
        $out = [];
        $add = function (string $name, string|false $value) use (&$out) {
            if (!array_key_exists($name, $out)) $out[$name] = $value;
            else $out[$name] = [...(array) $out[$name], $value];
        };
        $kinds = [];
        preg_match_all('/([a-zA-Z0-9])(:{0,2})/', $short_options, $m, PREG_SET_ORDER);
        foreach ($m as [, $letter, $colons]) $kinds[$letter] = strlen($colons);
        $long = [];
        foreach ($long_options as $option) $long[rtrim($option, ':')] = strlen($option) - strlen(rtrim($option, ':'));
        $n = count($words);
        for ($i = 1; $i < $n; $i++) {
            $word = $words[$i];
            if ($word === '--') { $i++; break; }
            if ($word === '' || $word[0] !== '-' || $word === '-') break;
            if (str_starts_with($word, '--')) {
                [$name, $value] = explode('=', substr($word, 2), 2) + [1 => null];
                if (!isset($long[$name])) continue;
                if ($long[$name] === 0) $add($name, false);
                elseif ($value !== null) $add($name, $value);
                elseif ($long[$name] === 2) $add($name, false);
                elseif ($i + 1 < $n) $add($name, $words[++$i]);
                continue;
            }
            for ($k = 1; $k < strlen($word); $k++) {
                $letter = $word[$k];
                if (!isset($kinds[$letter])) continue;
                if ($kinds[$letter] === 0) { $add($letter, false); continue; }
                $value = ltrim(substr($word, $k + 1), '=');
                if ($value !== '') $add($letter, $value);
                elseif ($kinds[$letter] === 2) $add($letter, false);
                elseif ($i + 1 < $n) $add($letter, $words[++$i]);
                break;
            }
        }
        $rest_index = $i;
        return $out;
    }
    public static function ip2long(string $ip): int|false {
        if (!preg_match('/^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/D', $ip, $m)) return false;
        $n = 0;
        for ($i = 1; $i < 5; $i++) {
            if ($m[$i] > 255 || (strlen($m[$i]) > 1 && $m[$i][0] === '0')) return false;
            $n = $n << 8 | $m[$i];
        }
        return $n;
    }
    public static function long2ip(int $ip): string { return implode('.', [$ip >> 24 & 255, $ip >> 16 & 255, $ip >> 8 & 255, $ip & 255]); }
    public static function inet_pton(string $ip): string|false {
        $n = self::ip2long($ip);
        if ($n !== false) return pack('N', $n);
        if (!filter_var($ip, FILTER_VALIDATE_IP, FILTER_FLAG_IPV6)) {
            \tusk\warn('inet_pton(): Unrecognized address ' . $ip);
            return false;
        }
        if (preg_match('/^(.*:)(\d+\.\d+\.\d+\.\d+)$/', $ip, $m)) $ip = $m[1] . implode(':', array_map(fn($w) => dechex($w), unpack('n2', pack('N', self::ip2long($m[2])))));
        [$left, $right] = str_contains($ip, '::') ? explode('::', $ip) : [$ip, null];
        $words = fn(string $s) => $s === '' ? [] : array_map('hexdec', explode(':', $s));
        $a = $words($left);
        $b = $right === null ? [] : $words($right);
        return pack('n8', ...$a, ...array_fill(0, 8 - count($a) - count($b), 0), ...$b);
    }
    public static function inet_ntop(string $ip): string|false {
        if (strlen($ip) === 4) return implode('.', unpack('C4', $ip));
        if (strlen($ip) !== 16) return false;
        $words = array_values(unpack('n8', $ip));
        if (array_slice($words, 0, 5) === [0, 0, 0, 0, 0] && ($words[5] === 0xffff || ($words[5] === 0 && $words[6] !== 0))) {
            return ($words[5] ? '::ffff:' : '::') . implode('.', unpack('C4', substr($ip, 12)));
        }
        $text = implode(':', array_map('dechex', $words));
        $best = '';
        preg_match_all('/(?:^|(?<=:))0(?::0)+(?=:|$)/', $text, $m);
        foreach ($m[0] as $run) if (strlen($run) > strlen($best)) $best = $run;
        if ($best === '') return $text;
        $at = strpos(":$text:", ":$best:");
        return substr($text, 0, max(0, $at - 1)) . '::' . ltrim(substr($text, $at + strlen($best)), ':');
    }
    public static function strip(string $source): string {
        $out = '';
        $space = $end = false;
        foreach (token_get_all($source) as $token) {
            [$id, $text] = is_array($token) ? $token : [0, $token];
            if ($end) {  // the end of a heredoc keeps what follows it, and its line
                $out .= ($id === T_WHITESPACE ? '' : $text) . "\n";
                $end = false;
                $space = true;
                continue;
            }
            if ($id === T_COMMENT || $id === T_DOC_COMMENT) continue;
            if ($id === T_WHITESPACE) {
                if (!$space) $out .= ' ';
                $space = true;
                continue;
            }
            $space = false;
            $out .= $text;
            $end = $id === T_END_HEREDOC;
        }
        return $out;
    }
    public static function php_strip_whitespace(string $filename): string {
        $source = self::source($filename, 'php_strip_whitespace');
        return $source === false ? '' : self::strip($source);
    }
    private static function source(string $file, string $function): string|false {
        $source = @file_get_contents($file);
        if ($source === false) \tusk\warn(str_replace('file_get_contents', $function, error_get_last()['message']));
        return $source;
    }
    private static function color(int $id, string $text): string {
        return match ($id) {
            T_INLINE_HTML => 'html',
            T_COMMENT, T_DOC_COMMENT => 'comment',
            T_OPEN_TAG, T_OPEN_TAG_WITH_ECHO, T_CLOSE_TAG, T_LINE, T_FILE, T_DIR, T_TRAIT_C, T_METHOD_C, T_FUNC_C, T_NS_C,
            T_CLASS_C, T_PROPERTY_C, T_VARIABLE, T_STRING, T_NAME_QUALIFIED, T_NAME_FULLY_QUALIFIED, T_NAME_RELATIVE,
            T_LNUMBER, T_DNUMBER, T_STRING_VARNAME, T_NUM_STRING => 'default',
            T_ENCAPSED_AND_WHITESPACE, T_CONSTANT_ENCAPSED_STRING => 'string',
            default => $text === '"' ? 'string' : 'keyword',
        };
    }
    public static function highlight_string(string $string, bool $return = false): string|true {
        $html = ini_get('highlight.html');
        $last = $html;
        $out = '<pre><code style="color: ' . $html . '">';
        foreach (token_get_all($string) as $token) {
            [$id, $text] = is_array($token) ? $token : [0, $token];
            if ($id !== T_WHITESPACE) {
                $color = ini_get('highlight.' . self::color($id, $text));
                if ($color !== $last) {
                    if ($last !== $html) $out .= '</span>';
                    if ($color !== $html) $out .= '<span style="color: ' . $color . '">';
                    $last = $color;
                }
            }
            $out .= strtr($text, ['&' => '&amp;', '<' => '&lt;', '>' => '&gt;']);
        }
        if ($last !== $html) $out .= '</span>';
        $out .= '</code></pre>';
        if ($return) return $out;
        echo $out;
        return true;
    }
    public static function highlight_file(string $filename, bool $return = false): string|bool {
        $source = self::source($filename, 'highlight_file');
        if ($source !== false) return self::highlight_string($source, $return);
        \tusk\warn("highlight_file(): Failed opening '$filename' for highlighting");
        return false;
    }
    public static function show_source(string $filename, bool $return = false): string|bool {
        $source = self::source($filename, 'show_source');
        if ($source !== false) return self::highlight_string($source, $return);
        \tusk\warn("show_source(): Failed opening '$filename' for highlighting");
        return false;
    }
}
)php";

constexpr auto kPhp = InPhp<"tusk\\system\\functions">;
constexpr uint16_t kRuns =
    Effects::kReadsState | Effects::kWritesState | Effects::kThrows | Effects::kWarns | Effects::kCallsBack;
constexpr BuiltinRow kRows[] = {
    {"getopt", "(string $short_options, array $long_options = [], &$rest_index = null): array|false",
     kRuns | Effects::kWritesArgs, kPhp},
    {"highlight_file", "(string $filename, bool $return = false): string|bool", kRuns, kPhp},
    {"highlight_string", "(string $string, bool $return = false): string|true", kRuns, kPhp},
    {"inet_ntop", "(string $ip): string|false", kRuns, kPhp},
    {"inet_pton", "(string $ip): string|false", kRuns, kPhp},
    {"ip2long", "(string $ip): int|false", kRuns, kPhp},
    {"long2ip", "(int $ip): string", kRuns, kPhp},
    {"php_strip_whitespace", "(string $filename): string", kRuns, kPhp},
    {"show_source", "(string $filename, bool $return = false): string|bool", kRuns, kPhp},
};
static_assert(SortedByName(kRows));
const BuiltinClassRow kClassRows[] = {
    {.name = "tusk\\system\\Functions", .extension = "standard", .source = kFunctions}};

}  // namespace

constinit const BuiltinTable kSystemFunctions(kRows);
const std::span<const BuiltinClassRow> kSystemClasses = kClassRows;

}  // namespace tusk
