// filter_var() and its relatives. The filters themselves are a class in PHP, compiled when first used: they
// are made of regular expressions and string functions, and none is hot.
#include "interp/ext/class_tables.h"
#include "interp/ext/support.h"
#include "interp/ext/tables.h"
#include "interp/ext/walk.h"
#include "interp/runtime/class_table.h"
#include "interp/vm/arguments.h"

namespace tusk {
namespace {

constexpr char kFilters[] = R"php(
namespace tusk\filter;
final class Filters {
    public static function apply(mixed $value, int $filter, array|int $options): mixed {
        $flags = is_array($options) ? $options['flags'] ?? 0 : $options;
        $given = is_array($options) ? $options['options'] ?? [] : [];
        if (is_array($value)) {
            if (!($flags & (FILTER_REQUIRE_ARRAY | FILTER_FORCE_ARRAY))) return self::fail($flags, $given);
            return \tusk\filter_each($value, $filter, $flags, $given);
        }
        if ($flags & FILTER_REQUIRE_ARRAY) return $flags & FILTER_NULL_ON_FAILURE ? null : false;
        $result = self::one($value, $filter, $flags, $given);
        return $flags & FILTER_FORCE_ARRAY ? [$result] : $result;
    }
    private static function fail(int $flags, mixed $given): mixed {
        if (is_array($given) && array_key_exists('default', $given)) return $given['default'];
        return $flags & FILTER_NULL_ON_FAILURE ? null : false;
    }
    public static function one(mixed $value, int $filter, int $flags, mixed $given): mixed {
        if ($filter === FILTER_CALLBACK) {
            if (!is_callable($given)) { trigger_error('filter_var(): First argument is expected to be a valid callback', E_USER_WARNING); return null; }
            return $given((string) $value);
        }
        if (is_object($value) && !method_exists($value, '__toString')) return self::fail($flags, $given);
        if (is_resource($value)) $value = (string) $value;
        $text = (string) $value;
        if ($filter < 512) {
            $trimmed = trim($text, " \t\n\r\v\0");
            if ($filter !== FILTER_VALIDATE_BOOL && $trimmed === '' && $filter !== FILTER_VALIDATE_REGEXP) return self::fail($flags, $given);
            $result = match ($filter) {
                FILTER_VALIDATE_INT => self::int($trimmed, $flags, $given),
                FILTER_VALIDATE_BOOL => self::bool($trimmed),
                FILTER_VALIDATE_FLOAT => self::float($trimmed, $flags, $given),
                FILTER_VALIDATE_REGEXP => preg_match($given['regexp'] ?? throw new \ValueError('filter_var(): "regexp" option is missing'), $text) > 0 ? $text : null,
                FILTER_VALIDATE_DOMAIN => self::domain($trimmed, (bool) ($flags & FILTER_FLAG_HOSTNAME)) ? $trimmed : null,
                FILTER_VALIDATE_URL => self::url($trimmed, $flags) ? $trimmed : null,
                FILTER_VALIDATE_EMAIL => self::email($trimmed, $flags) ? $trimmed : null,
                FILTER_VALIDATE_IP => self::ip($trimmed, $flags) ? $trimmed : null,
                FILTER_VALIDATE_MAC => self::mac($trimmed, $given) ? $trimmed : null,
                default => self::unknown($filter),
            };
            if ($filter === FILTER_VALIDATE_BOOL && $result === null && $flags & FILTER_NULL_ON_FAILURE && !(is_array($given) && array_key_exists('default', $given))) return null;
            return $result ?? self::fail($flags, $given);
        }
        return match ($filter) {
            FILTER_UNSAFE_RAW => self::strip($text, $flags),
            513 => strip_tags($flags & 128 ? self::strip($text, $flags) : str_replace(['"', "'"], ['&#34;', '&#39;'], self::strip($text, $flags))),
            FILTER_SANITIZE_ENCODED => str_replace('%7E', '~', preg_replace_callback('/[^A-Za-z0-9\-._]/', fn($m) => sprintf('%%%02X', ord($m[0])), self::strip($text, $flags))),
            FILTER_SANITIZE_SPECIAL_CHARS => preg_replace_callback('/[\x00-\x1f"\'<>&]/', fn($m) => '&#' . ord($m[0]) . ';', self::strip($text, $flags)),
            FILTER_SANITIZE_FULL_SPECIAL_CHARS => htmlspecialchars($text, $flags & 128 ? ENT_NOQUOTES | ENT_SUBSTITUTE : ENT_QUOTES | ENT_SUBSTITUTE),
            FILTER_SANITIZE_EMAIL => preg_replace('/[^A-Za-z0-9!#$%&\'*+\/=?^_`{|}~@.\[\]-]/', '', $text),
            FILTER_SANITIZE_URL => preg_replace('/[^A-Za-z0-9$\-_.+!*\'(),{}|\\\\^~\[\]`<>#%";\/?:@&=]/', '', $text),
            FILTER_SANITIZE_NUMBER_INT => preg_replace('/[^0-9+-]/', '', $text),
            FILTER_SANITIZE_NUMBER_FLOAT => preg_replace('/[^0-9+\-' . ($flags & 4096 ? '.' : '') . ($flags & 8192 ? ',' : '') . ($flags & 16384 ? 'eE' : '') . ']/', '', $text),
            FILTER_SANITIZE_ADD_SLASHES => addslashes($text),
            default => self::unknown($filter),
        };
    }
    private static function unknown(int $filter): bool { trigger_error("filter_var(): Unknown filter with ID $filter", E_USER_WARNING); return false; }
    private static function strip(string $text, int $flags): string {
        if ($flags & 4) $text = preg_replace('/[\x00-\x1f]/', '', $text);
        if ($flags & 8) $text = preg_replace('/[\x80-\xff]/', '', $text);
        if ($flags & 512) $text = str_replace('`', '', $text);
        if ($flags & 16) $text = preg_replace_callback('/[\x00-\x1f]/', fn($m) => '&#' . ord($m[0]) . ';', $text);
        if ($flags & 32) $text = preg_replace_callback('/[\x80-\xff]/', fn($m) => '&#' . ord($m[0]) . ';', $text);
        if ($flags & 64) $text = str_replace('&', '&#38;', $text);
        return $text;
    }
    private static function int(string $text, int $flags, mixed $given): ?int {
        if (preg_match('/^[+-]?(0|[1-9][0-9]*)$/D', $text)) {
            $n = $text + 0;
            if (!is_int($n)) return null;
        } elseif ($flags & FILTER_FLAG_ALLOW_HEX && preg_match('/^0[xX][0-9a-fA-F]+$/D', $text)) {
            $n = hexdec($text);
            if (!is_int($n)) return null;
        } elseif ($flags & FILTER_FLAG_ALLOW_OCTAL && preg_match('/^0[oO]?[0-7]+$/D', $text)) {
            $n = octdec($text);
            if (!is_int($n)) return null;
        } else {
            return null;
        }
        if (isset($given['min_range']) && $n < $given['min_range']) return null;
        if (isset($given['max_range']) && $n > $given['max_range']) return null;
        return $n;
    }
    private static function bool(string $text): ?bool {
        return match (strtolower($text)) { '1', 'true', 'on', 'yes' => true, '0', 'false', 'off', 'no', '' => false, default => null };
    }
    private static function float(string $text, int $flags, mixed $given): ?float {
        $point = $given['decimal'] ?? '.';
        if ($flags & FILTER_FLAG_ALLOW_THOUSAND) {
            $thousand = preg_quote($given['thousand'] ?? "',.", '/');
            if (preg_match('/^([+-]?[0-9]{1,3})((?:[' . $thousand . '][0-9]{3})+)(\D.*)?$/D', $text, $m)) $text = $m[1] . preg_replace('/[^0-9]/', '', $m[2]) . ($m[3] ?? '');
        }
        if ($point !== '.') $text = str_replace($point, '.', $text);
        if (!preg_match('/^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?$/D', $text)) return null;
        $n = (float) $text;
        if (is_infinite($n)) return null;
        if (isset($given['min_range']) && $n < $given['min_range']) return null;
        if (isset($given['max_range']) && $n > $given['max_range']) return null;
        return $n;
    }
    private static function domain(string $text, bool $hostname): bool {
        $text = str_ends_with($text, '.') ? substr($text, 0, -1) : $text;
        if ($text === '' || strlen($text) > 253) return false;
        foreach (explode('.', $text) as $label) {
            if ($label === '' || strlen($label) > 63) return false;
            if ($hostname && !preg_match('/^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$/D', $label)) return false;
        }
        return !$hostname || !preg_match('/^[0-9.]+$/', $text) || self::ip($text, FILTER_FLAG_IPV4);
    }
    private static function url(string $text, int $flags): bool {
        if (preg_match('/[^A-Za-z0-9$\-_.+!*\'(),{}|\\\\^~\[\]`<>#%";\/?:@&=]/', $text)) return false;
        $parts = parse_url($text);
        if ($parts === false || empty($parts['scheme'])) return false;
        if (in_array($parts['scheme'], ['http', 'https'], true)) {
            if (!isset($parts['host'])) return false;
            $host = $parts['host'];
            if (!(str_starts_with($host, '[') && self::ip(trim($host, '[]'), FILTER_FLAG_IPV6)) && !self::domain($host, true)) return false;
        }
        if (!isset($parts['host']) && !in_array($parts['scheme'], ['mailto', 'news', 'file'], true)) return false;
        foreach (['user', 'pass'] as $part) {
            if (isset($parts[$part]) && preg_match('/[^A-Za-z0-9\-._~!$&\'()*+,;=:%]|%(?![0-9A-Fa-f]{2})/', $parts[$part])) return false;
        }
        return !($flags & FILTER_FLAG_PATH_REQUIRED && !isset($parts['path'])) && !($flags & FILTER_FLAG_QUERY_REQUIRED && !isset($parts['query']));
    }
    private static function email(string $text, int $flags): bool {
        if (strlen($text) > 320 || ($at = strrpos($text, '@')) === false) return false;
        $local = substr($text, 0, $at);
        $domain = substr($text, $at + 1);
        if ($local === '' || strlen($local) > 64 || strlen($domain) > 255) return false;
        $high = $flags & FILTER_FLAG_EMAIL_UNICODE ? '\x80-\xff' : '';
        $atom = "[A-Za-z0-9!#$%&'*+\\/=?^_`{|}~$high-]+";
        $quoted = "\"(?:[\\x21\\x23-\\x5b\\x5d-\\x7e$high]|\\\\[\\x00-\\x7f])*\"";
        if (!preg_match("/^(?:$atom|$quoted)(?:\\.(?:$atom|$quoted))*$/D", $local)) return false;
        if (preg_match('/^\[(IPv6:)?(.*)\]$/Di', $domain, $m)) return self::ip($m[2], $m[1] === '' ? FILTER_FLAG_IPV4 : FILTER_FLAG_IPV6);
        $label = "[A-Za-z0-9$high](?:[A-Za-z0-9$high-]{0,62}(?<!-))?";
        return (bool) preg_match("/^(?:$label\\.)+$label$/D", $domain) && !preg_match('/\.[0-9]+$/D', $domain);
    }
    private static function ip(string $text, int $flags): bool {
        $want4 = (bool) ($flags & FILTER_FLAG_IPV4);
        $want6 = (bool) ($flags & FILTER_FLAG_IPV6);
        if (!$want4 && !$want6) $want4 = $want6 = true;
        $private = (bool) ($flags & (FILTER_FLAG_NO_PRIV_RANGE | FILTER_FLAG_GLOBAL_RANGE));
        $reserved = (bool) ($flags & (FILTER_FLAG_NO_RES_RANGE | FILTER_FLAG_GLOBAL_RANGE));
        if (preg_match('/^(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\.|$)){4}$/D', $text) && !str_ends_with($text, '.')) {
            if (!$want4) return false;
            [$a, $b, $c] = array_map('intval', explode('.', $text));
            if ($private && ($a === 10 || ($a === 172 && $b >= 16 && $b <= 31) || ($a === 192 && $b === 168))) return false;
            if ($reserved && ($a === 0 || $a >= 240 || $a === 127 || ($a === 169 && $b === 254))) return false;
            if ($flags & FILTER_FLAG_GLOBAL_RANGE && (($a === 100 && $b >= 64 && $b <= 127) || ($a === 192 && $b === 0 && $c === 2) || ($a === 198 && ($b === 18 || $b === 19 || ($b === 51 && $c === 100))) || ($a === 203 && $b === 0 && $c === 113))) return false;
            return true;
        }
        if (!$want6 || !str_contains($text, ':')) return false;
        $groups = self::expand6($text);
        if ($groups === null) return false;
        if ($private && ($groups[0] & 0xfe00) === 0xfc00) return false;
        if ($reserved) {
            $zeros = array_sum(array_slice($groups, 0, 7)) === 0;
            if (($zeros && $groups[7] <= 1) || ($groups[0] === 0x5f || ($groups[0] & 0xffc0) === 0xfe80) || ($groups[0] === 0x2001 && ($groups[1] === 0x0db8 || ($groups[1] >= 0x10 && $groups[1] <= 0x1f))) || ($groups[0] === 0x3ff3)) return false;
        }
        return true;
    }
    private static function expand6(string $text): ?array {
        if (preg_match('/^(.*:)([0-9.]+)$/D', $text, $m) && str_contains($m[2], '.')) {
            if (!self::ip($m[2], FILTER_FLAG_IPV4)) return null;
            $n = explode('.', $m[2]);
            $text = $m[1] . sprintf('%x:%x', $n[0] << 8 | $n[1], $n[2] << 8 | $n[3]);
        }
        if (substr_count($text, '::') > 1 || str_contains($text, ':::')) return null;
        $read = function (string $part): ?array {
            if ($part === '') return [];
            $out = [];
            foreach (explode(':', $part) as $group) {
                if (!preg_match('/^[0-9a-fA-F]{1,4}$/D', $group)) return null;
                $out[] = hexdec($group);
            }
            return $out;
        };
        if (!str_contains($text, '::')) {
            $groups = $read($text);
            return $groups !== null && count($groups) === 8 ? $groups : null;
        }
        [$left, $right] = explode('::', $text);
        $left = $read($left);
        $right = $read($right);
        if ($left === null || $right === null || count($left) + count($right) > 7) return null;
        return [...$left, ...array_fill(0, 8 - count($left) - count($right), 0), ...$right];
    }
    private static function mac(string $text, mixed $given): bool {
        $separator = $given['separator'] ?? null;
        foreach (['-' => '/^([0-9a-f]{2}-){5}[0-9a-f]{2}$/Di', ':' => '/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/Di', '.' => '/^([0-9a-f]{4}\.){2}[0-9a-f]{4}$/Di'] as $with => $pattern) {
            if (($separator === null || $separator === $with) && preg_match($pattern, $text)) return true;
        }
        return false;
    }
}
)php";

// Runs Filters::apply() with the arguments.
void Apply(const Value& value, int64_t filter, const Value& options, Value* result) {
  Class* c = FindClass(std::string_view("tusk\\filter\\filters"), false);
  Function* const* apply = c->methods.Find(std::string_view("apply"));
  Value argv[] = {value, Value(filter),
                  options.IsArray() ? options
                  : options.IsInt() ? options
                                    : Value(int64_t{0})};
  CallFunction(*apply, nullptr, c, 3, argv, result);
}

// Filters::one() for everything in an array; an array that it lies in stays as it is.
Array* FilterEach(Array* in, Function* one, Value* argv) {
  Array* out = NewArray(in->count);
  Walk walk(in);
  for (uint32_t p = First(in); p != kEnd && CheckNativeStack() && !HasException(); p = Next(in, p)) {
    Value v = Deref(ValueAt(in, p)), filtered;
    if (v.IsArray()) {
      bool inside = (v.rc->info & RefCounted::kProtected) != 0;
      filtered = inside ? Copy(v) : Value(FilterEach(v.arr, one, argv));
    } else {
      argv[0] = v;
      CallFunction(one, nullptr, one->scope, 4, argv, &filtered);
      if (HasException()) break;
    }
    Set(out, KeyAt(in, p), filtered);
  }
  return out;
}
void FilterEach(Args args, Value* result) {
  Class* c = FindClass(std::string_view("tusk\\filter\\filters"), false);
  Value argv[] = {Value(), args[1], args[2], args[3]};
  Return(result, FilterEach(args.Arr(0), *c->methods.Find(std::string_view("one")), argv));
}

constexpr int64_t kDefaultFilter = 516;

void FilterVar(Args args, Value* result) {
  Apply(args[0], args.Int(1, kDefaultFilter), args.Has(2) ? args[2] : Value(int64_t{0}), result);
}
void FilterVarArray(Args args, Value* result) {
  Array* in = args.Arr(0);
  Array* out = NewArray();
  if (args.Has(1) && args[1].IsArray()) {
    Array* wanted = args.Arr(1);
    for (uint32_t p = First(wanted); p != kEnd; p = Next(wanted, p)) {
      ArrayKey key = KeyAt(wanted, p);
      if (!key.name) continue;
      Value how = Deref(Get(wanted, key)), value = Deref(Get(in, key)), filtered;
      if (value.IsUndef()) {
        if (args.Bool(2, true)) SetStr(out, key.name, Value::Null());
        continue;
      }
      int64_t filter = how.IsInt() ? how.i : kDefaultFilter;
      if (how.IsArray()) {
        Value named = Deref(Get(how.arr, ArrayKey::Str(Intern("filter"))));
        if (named.IsInt()) filter = named.i;
      }
      Apply(value, filter, how.IsArray() ? how : Value(int64_t{0}), &filtered);
      if (HasException()) break;
      SetStr(out, key.name, filtered);
    }
    return Return(result, out);
  }
  int64_t filter = args.Has(1) && args[1].IsInt() ? args[1].i : kDefaultFilter;
  for (uint32_t p = First(in); p != kEnd; p = Next(in, p)) {
    ArrayKey key = KeyAt(in, p);
    Value filtered;
    Apply(Deref(Get(in, key)), filter, Value(int64_t{0}), &filtered);
    if (HasException()) break;
    if (key.name) {
      SetStr(out, key.name, filtered);
    } else {
      SetInt(out, key.num, filtered);
    }
  }
  Return(result, out);
}
struct FilterName {
  const char* name;
  int64_t id;
};
constexpr FilterName kNames[] = {
    {"int", 257},          {"boolean", 258},         {"bool", 258},
    {"float", 259},        {"validate_regexp", 272}, {"validate_domain", 277},
    {"validate_url", 273}, {"validate_email", 274},  {"validate_ip", 275},
    {"validate_mac", 276}, {"string", 513},          {"stripped", 513},
    {"encoded", 514},      {"special_chars", 515},   {"full_special_chars", 522},
    {"unsafe_raw", 516},   {"email", 517},           {"url", 518},
    {"number_int", 519},   {"number_float", 520},    {"add_slashes", 523},
    {"callback", 1024},
};
void FilterId(Args args, Value* result) {
  for (const FilterName& row : kNames) {
    if (args.View(0) == row.name) return Return(result, row.id);
  }
  Return(result, false);
}
void FilterList(Args, Value* result) {
  Array* out = NewArray();
  for (const FilterName& row : kNames) Append(out, Value(NewString(std::string_view(row.name))));
  Return(result, out);
}

constexpr uint16_t kCalls = Effects::kThrows | Effects::kWarns | Effects::kCallsBack;
constexpr BuiltinRow kRows[] = {
    {"filter_id", "(string $name): int|false", Effects::kPure, FilterId},
    {"filter_list", "(): array", Effects::kPure, FilterList},
    {"filter_var", "(mixed $value, int $filter = FILTER_DEFAULT, array|int $options = 0): mixed", kCalls,
     FilterVar},
    {"filter_var_array",
     "(array $array, array|int $options = FILTER_DEFAULT, bool $add_empty = true): array|false|null", kCalls,
     FilterVarArray},
    {"tusk\\filter_each", "(array $values, int $filter, int $flags, mixed $given): array", kCalls,
     FilterEach},
};
static_assert(SortedByName(kRows));

constexpr ConstantRow kConstants[] = {
    {"FILTER_CALLBACK", 1024},
    {"FILTER_DEFAULT", 516},
    {"FILTER_FLAG_ALLOW_FRACTION", 4096},
    {"FILTER_FLAG_ALLOW_HEX", 2},
    {"FILTER_FLAG_ALLOW_OCTAL", 1},
    {"FILTER_FLAG_ALLOW_SCIENTIFIC", 16384},
    {"FILTER_FLAG_ALLOW_THOUSAND", 8192},
    {"FILTER_FLAG_EMAIL_UNICODE", 1048576},
    {"FILTER_FLAG_EMPTY_STRING_NULL", 256},
    {"FILTER_FLAG_ENCODE_AMP", 64},
    {"FILTER_FLAG_ENCODE_HIGH", 32},
    {"FILTER_FLAG_ENCODE_LOW", 16},
    {"FILTER_FLAG_GLOBAL_RANGE", 268435456},
    {"FILTER_FLAG_HOSTNAME", 1048576},
    {"FILTER_FLAG_IPV4", 1048576},
    {"FILTER_FLAG_IPV6", 2097152},
    {"FILTER_FLAG_NONE", 0},
    {"FILTER_FLAG_NO_ENCODE_QUOTES", 128},
    {"FILTER_FLAG_NO_PRIV_RANGE", 8388608},
    {"FILTER_FLAG_NO_RES_RANGE", 4194304},
    {"FILTER_FLAG_PATH_REQUIRED", 262144},
    {"FILTER_FLAG_QUERY_REQUIRED", 524288},
    {"FILTER_FLAG_STRIP_BACKTICK", 512},
    {"FILTER_FLAG_STRIP_HIGH", 8},
    {"FILTER_FLAG_STRIP_LOW", 4},
    {"FILTER_FORCE_ARRAY", 67108864},
    {"FILTER_NULL_ON_FAILURE", 134217728},
    {"FILTER_REQUIRE_ARRAY", 16777216},
    {"FILTER_REQUIRE_SCALAR", 33554432},
    {"FILTER_SANITIZE_ADD_SLASHES", 523},
    {"FILTER_SANITIZE_EMAIL", 517},
    {"FILTER_SANITIZE_ENCODED", 514},
    {"FILTER_SANITIZE_FULL_SPECIAL_CHARS", 522},
    {"FILTER_SANITIZE_NUMBER_FLOAT", 520},
    {"FILTER_SANITIZE_NUMBER_INT", 519},
    {"FILTER_SANITIZE_SPECIAL_CHARS", 515},
    {"FILTER_SANITIZE_STRING", 513},
    {"FILTER_SANITIZE_STRIPPED", 513},
    {"FILTER_SANITIZE_URL", 518},
    {"FILTER_UNSAFE_RAW", 516},
    {"FILTER_VALIDATE_BOOL", 258},
    {"FILTER_VALIDATE_BOOLEAN", 258},
    {"FILTER_VALIDATE_DOMAIN", 277},
    {"FILTER_VALIDATE_EMAIL", 274},
    {"FILTER_VALIDATE_FLOAT", 259},
    {"FILTER_VALIDATE_INT", 257},
    {"FILTER_VALIDATE_IP", 275},
    {"FILTER_VALIDATE_MAC", 276},
    {"FILTER_VALIDATE_REGEXP", 272},
    {"FILTER_VALIDATE_URL", 273},
    {"INPUT_COOKIE", 2},
    {"INPUT_ENV", 4},
    {"INPUT_GET", 1},
    {"INPUT_POST", 0},
    {"INPUT_SERVER", 5},
};
static_assert(SortedByName(kConstants));
constexpr BuiltinClassRow kClasses[] = {
    {.name = "tusk\\filter\\Filters", .extension = "filter", .source = kFilters}};

}  // namespace

constinit const BuiltinTable kFilterFunctions(kRows);
const std::span<const ConstantRow> kFilterConstants = kConstants;
constinit const std::span<const BuiltinClassRow> kFilterClasses = kClasses;

}  // namespace tusk
