// filter_var() and its relatives. The filters themselves are a class in PHP, compiled when first used: they
// are made of regular expressions and string functions, and none is hot.
#include "interp/ext/class_tables.h"
#include "interp/ext/in_php.h"
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
    // What the functions take for the value of `options`; null filter: what the options say.
    public static function apply(mixed $value, ?int $filter, array|int $options, string $function): mixed {
        $given = null;
        $flags = FILTER_REQUIRE_SCALAR;
        if (is_array($options)) {
            if (isset($options['filter'])) $filter = (int) $options['filter'];
            if (isset($options['options'])) {
                if ($filter === FILTER_CALLBACK) {
                    $given = $options['options'];
                    $flags = 0;
                } elseif (is_array($options['options'])) {
                    $given = $options['options'];
                }
            }
            if (isset($options['flags'])) $flags = self::withScalar((int) $options['flags']);
        } elseif ($filter === null) {
            $filter = $options;
        } else {
            $flags = self::withScalar($options);
        }
        $filter ??= FILTER_DEFAULT;
        if (is_array($value)) {
            if ($flags & FILTER_REQUIRE_SCALAR) return $flags & FILTER_NULL_ON_FAILURE ? null : false;
            return \tusk\filter_each($value, $filter, $flags, $given, $function);
        }
        if ($flags & FILTER_REQUIRE_ARRAY) return $flags & FILTER_NULL_ON_FAILURE ? null : false;
        $result = self::one($value, $filter, $flags, $given, $function);
        return $flags & FILTER_FORCE_ARRAY ? [$result] : $result;
    }
    private static function withScalar(int $flags): int {
        return $flags & (FILTER_REQUIRE_ARRAY | FILTER_FORCE_ARRAY) ? $flags : $flags | FILTER_REQUIRE_SCALAR;
    }
    public static function one(mixed $value, int $filter, int $flags, mixed $given, string $function): mixed {
        $failure = $flags & FILTER_NULL_ON_FAILURE ? null : false;
        if (is_object($value) && !method_exists($value, '__toString')) {
            $result = $failure;
        } elseif ($filter === FILTER_CALLBACK) {
            if (!is_callable($given)) throw new \TypeError("$function(): Option must be a valid callback");
            $result = call_user_func($given, (string) $value);
        } elseif ($filter < 512) {
            $result = self::validate((string) $value, $filter, $flags, is_array($given) ? $given : [], $function) ?? $failure;
        } else {
            $result = self::sanitize((string) $value, $filter, $flags);
        }
        return $result === $failure && is_array($given) && array_key_exists('default', $given) ? $given['default'] : $result;
    }
    private static function validate(string $text, int $filter, int $flags, array $given, string $function): mixed {
        if (in_array($filter, [FILTER_VALIDATE_INT, FILTER_VALIDATE_BOOL, FILTER_VALIDATE_FLOAT], true)) $text = trim($text, " \t\r\v\n");
        return match ($filter) {
            FILTER_VALIDATE_INT => self::int($text, $flags, $given),
            FILTER_VALIDATE_BOOL => self::bool($text),
            FILTER_VALIDATE_FLOAT => self::float($text, $flags, $given, $function),
            FILTER_VALIDATE_REGEXP => preg_match($given['regexp'] ?? throw new \ValueError("$function(): \"regexp\" option is missing"), $text) > 0 ? $text : null,
            FILTER_VALIDATE_DOMAIN => self::domain($text, (bool) ($flags & FILTER_FLAG_HOSTNAME)) ? $text : null,
            FILTER_VALIDATE_URL => self::url($text, $flags) ? $text : null,
            FILTER_VALIDATE_EMAIL => self::email($text, $flags) ? $text : null,
            FILTER_VALIDATE_IP => self::ip($text, $flags) ? $text : null,
            FILTER_VALIDATE_MAC => self::mac($text, $given, $function) ? $text : null,
            default => self::sanitize($text, FILTER_DEFAULT, $flags),
        };
    }
    private static function sanitize(string $text, int $filter, int $flags): ?string {
        switch ($filter) {
            case 513:
                $text = self::encode(self::strip($text, $flags), $flags, $flags & FILTER_FLAG_NO_ENCODE_QUOTES ? '' : '"\'');
                $text = strip_tags(preg_replace('/<\s+/', '<', $text));
                break;
            case FILTER_SANITIZE_ENCODED:
                return preg_replace_callback('/[^A-Za-z0-9\-._]/', fn($m) => sprintf('%%%02X', ord($m[0])), self::strip($text, $flags));
            case FILTER_SANITIZE_SPECIAL_CHARS: return self::encode(self::strip($text, $flags), $flags & FILTER_FLAG_ENCODE_HIGH | FILTER_FLAG_ENCODE_LOW, '"\'<>&');
            case FILTER_SANITIZE_FULL_SPECIAL_CHARS: return htmlentities($text, $flags & FILTER_FLAG_NO_ENCODE_QUOTES ? ENT_NOQUOTES : ENT_QUOTES, double_encode: false);
            case FILTER_SANITIZE_EMAIL: return preg_replace('/[^A-Za-z0-9!#$%&\'*+=?^_`{|}~@.\[\]-]/', '', $text);
            case FILTER_SANITIZE_URL: return preg_replace('/[^A-Za-z0-9$\-_.+!*\'(),{}|\\\\^~\[\]`<>#%";\/?:@&=]/', '', $text);
            case FILTER_SANITIZE_NUMBER_INT: return preg_replace('/[^0-9+-]/', '', $text);
            case FILTER_SANITIZE_NUMBER_FLOAT:
                $more = ($flags & FILTER_FLAG_ALLOW_FRACTION ? '.' : '') . ($flags & FILTER_FLAG_ALLOW_THOUSAND ? ',' : '') . ($flags & FILTER_FLAG_ALLOW_SCIENTIFIC ? 'eE' : '');
                return preg_replace("/[^0-9+\-$more]/", '', $text);
            case FILTER_SANITIZE_ADD_SLASHES: return addslashes($text);
            default: $text = self::encode(self::strip($text, $flags), $flags, '');
        }
        return $text === '' && $flags & FILTER_FLAG_EMPTY_STRING_NULL ? null : $text;
    }
    private static function strip(string $text, int $flags): string {
        if ($flags & FILTER_FLAG_STRIP_LOW) $text = preg_replace('/[\x00-\x1f]/', '', $text);
        if ($flags & FILTER_FLAG_STRIP_HIGH) $text = preg_replace('/[\x7f-\xff]/', '', $text);
        return $flags & FILTER_FLAG_STRIP_BACKTICK ? str_replace('`', '', $text) : $text;
    }
    private static function encode(string $text, int $flags, string $more): string {
        if ($flags & FILTER_FLAG_ENCODE_AMP) $more .= '&';
        if ($flags & FILTER_FLAG_ENCODE_LOW) $more .= '\x00-\x1f';
        if ($flags & FILTER_FLAG_ENCODE_HIGH) $more .= '\x7f-\xff';
        return $more === '' ? $text : preg_replace_callback("/[$more]/", fn($m) => '&#' . ord($m[0]) . ';', $text);
    }
    // Digits that fill an int without a sign come out as the int with the same bits.
    private static function bits(string $digits, int $bits): ?int {
        $n = 0;
        foreach (str_split(strtolower($digits)) as $c) {
            if ($n >> (64 - $bits) & (1 << $bits) - 1) return null;
            $n = $n << $bits | hexdec($c);
        }
        return $n;
    }
    private static function int(string $text, int $flags, array $given): ?int {
        if (preg_match('/^[+-]?(0|[1-9][0-9]*)$/D', $text)) {
            $n = $text + 0;
            if (!is_int($n)) return null;
        } elseif ($flags & FILTER_FLAG_ALLOW_HEX && preg_match('/^0[xX]([0-9a-fA-F]+)$/D', $text, $m)) {
            $n = self::bits($m[1], 4);
        } elseif ($flags & FILTER_FLAG_ALLOW_OCTAL && preg_match('/^0[oO]?([0-7]+)$/D', $text, $m)) {
            $n = self::bits($m[1], 3);
        } else {
            return null;
        }
        if (isset($given['min_range']) && $n < (int) $given['min_range']) return null;
        if (isset($given['max_range']) && $n > (int) $given['max_range']) return null;
        return $n;
    }
    private static function bool(string $text): ?bool {
        return match (strtolower($text)) { '1', 'true', 'on', 'yes' => true, '0', 'false', 'off', 'no', '' => false, default => null };
    }
    private static function float(string $text, int $flags, array $given, string $function): ?float {
        $point = (string) ($given['decimal'] ?? '.');
        if (strlen($point) !== 1) throw new \ValueError("$function(): \"decimal\" option must be one character long");
        $thousand = (string) ($given['thousand'] ?? "',.");
        if ($thousand === '') throw new \ValueError("$function(): \"thousand\" option must not be empty");
        $tail = '(?:' . preg_quote($point, '/') . '[0-9]*)?(?:[eE][+-]?[0-9]+)?';
        $separators = str_replace($point, '', substr($thousand, 0, 3));
        if ($flags & FILTER_FLAG_ALLOW_THOUSAND && $separators !== '' && preg_match('/^([+-]?[0-9]{1,3}(?:[' . preg_quote($separators, '/') . "][0-9]{3})+)($tail)$/D", $text, $m)) {
            $text = preg_replace('/[^0-9+-]/', '', $m[1]) . $m[2];
        }
        if (!preg_match("/^[+-]?(?=[0-9]|" . preg_quote($point, '/') . "[0-9])[0-9]*$tail$/D", $text)) return null;
        $n = (float) str_replace($point, '.', $text);
        if (is_infinite($n) || ($n == 0 && preg_match('/^[^eE]*[1-9]/', $text))) return null;
        if (isset($given['min_range']) && $n < (float) $given['min_range']) return null;
        if (isset($given['max_range']) && $n > (float) $given['max_range']) return null;
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
        if (preg_match('/^(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\.|$)){4}$/D', $text) && !str_ends_with($text, '.')) {
            if (!$want4) return false;
            $range = self::range4(...array_map('intval', explode('.', $text)));
        } else {
            if (!$want6 || !str_contains($text, ':')) return false;
            $groups = self::expand6($text);
            if ($groups === null) return false;
            $range = self::range6(...$groups);
        }
        return !($flags & FILTER_FLAG_GLOBAL_RANGE && $range !== 'global' || $flags & FILTER_FLAG_NO_PRIV_RANGE && $range === 'private'
            || $flags & FILTER_FLAG_NO_RES_RANGE && $range === 'reserved');
    }
    // What RFC 6890 says of an address.
    private static function range4(int $a, int $b, int $c, int $d): string {
        return match (true) {
            $a === 10, $a === 172 && $b >= 16 && $b <= 31, $a === 192 && $b === 168 => 'private',
            $a === 0, $a >= 240, $a === 127, $a === 169 && $b === 254 => 'reserved',
            $a === 100 && $b >= 64 && $b <= 127, $a === 192 && $b === 0 && ($c === 0 || $c === 2), $a === 198 && ($b === 18 || $b === 19),
            $a === 198 && $b === 51 && $c === 100, $a === 203 && $b === 0 && $c === 113 => 'special',
            default => 'global',
        };
    }
    private static function range6(int $a, int $b, int $c, int $d, int $e, int $f, int $g, int $h): string {
        $zeros = $a === 0 && $b === 0 && $c === 0 && $d === 0 && $e === 0;
        return match (true) {
            $zeros && $f === 0 && $g === 0 && $h <= 1, $zeros && $f === 0xffff, ($a & 0xffc0) === 0xfe80 => 'reserved',
            ($a & 0xfe00) === 0xfc00 => 'private',
            $a === 0x100 && $b === 0 && $c === 0 && $d === 0, $a === 0x2001 && ($b <= 0x1ff || $b === 0xdb8) => 'special',
            default => 'global',
        };
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
    private static function mac(string $text, array $given, string $function): bool {
        $separator = $given['separator'] ?? null;
        if ($separator !== null && strlen($separator) !== 1) throw new \ValueError("$function(): \"separator\" option must be one character long");
        foreach (['-' => '/^([0-9a-f]{2}-){5}[0-9a-f]{2}$/Di', ':' => '/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/Di', '.' => '/^([0-9a-f]{4}\.){2}[0-9a-f]{4}$/Di'] as $with => $pattern) {
            if (($separator === null || $separator === $with) && preg_match($pattern, $text)) return true;
        }
        return false;
    }
}
)php";

// Variables that came from outside.
constexpr char kInputs[] = R"php(
namespace tusk\filter;
final class Inputs {
    private static function all(int $type): ?array {
        $all = match ($type) {
            INPUT_GET => $_GET,
            INPUT_POST => $_POST,
            INPUT_COOKIE => $_COOKIE,
            INPUT_SERVER => $_SERVER,
            INPUT_ENV => $_ENV,
            default => throw new \ValueError(self::$function . '(): Argument #1 ($type) must be an INPUT_* constant'),
        };
        return $all ?: null;
    }
    private static string $function;
    public static function filter_has_var(int $input_type, string $var_name): bool {
        self::$function = 'filter_has_var';
        return array_key_exists($var_name, self::all($input_type) ?? []);
    }
    public static function filter_input(int $type, string $var_name, int $filter = FILTER_DEFAULT, array|int $options = 0): mixed {
        if (!\tusk\filter_exists($filter)) {
            \tusk\warn("filter_input(): Unknown filter with ID $filter");
            return false;
        }
        self::$function = 'filter_input';
        $all = self::all($type) ?? [];
        if (array_key_exists($var_name, $all)) return Filters::apply($all[$var_name], $filter, $options, 'filter_input');
        if (is_array($options) && is_array($options['options'] ?? null) && array_key_exists('default', $options['options'])) return $options['options']['default'];
        return (is_array($options) ? $options['flags'] ?? 0 : $options) & FILTER_NULL_ON_FAILURE ? false : null;
    }
    public static function filter_input_array(int $type, array|int $options = FILTER_DEFAULT, bool $add_empty = true): array|false|null {
        if (is_int($options) && !\tusk\filter_exists($options)) {
            \tusk\warn("filter_input_array(): Unknown filter with ID $options");
            return false;
        }
        self::$function = 'filter_input_array';
        $all = self::all($type);
        return $all === null ? null : filter_var_array($all, $options, $add_empty);
    }
}
)php";

struct FilterName {
  const char* name;
  int64_t id;
};
constexpr FilterName kNames[] = {
    {"int", 257},
    {"boolean", 258},
    {"float", 259},
    {"validate_regexp", 272},
    {"validate_domain", 277},
    {"validate_url", 273},
    {"validate_email", 274},
    {"validate_ip", 275},
    {"validate_mac", 276},
    {"string", 513},
    {"stripped", 513},
    {"encoded", 514},
    {"special_chars", 515},
    {"full_special_chars", 522},
    {"unsafe_raw", 516},
    {"email", 517},
    {"url", 518},
    {"number_int", 519},
    {"number_float", 520},
    {"add_slashes", 523},
    {"callback", 1024},
};
bool FilterExists(int64_t id) {
  for (const FilterName& row : kNames) {
    if (row.id == id) return true;
  }
  return false;
}
// Whether there is such a filter; else that was said, and the result is false.
bool KnowsFilter(int64_t id, Value* result) {
  if (FilterExists(id)) return true;
  FunctionWarning("Unknown filter with ID %d", id);
  if (!HasException()) Return(result, false);
  return false;
}
void FilterExistsFunction(Args args, Value* result) { Return(result, FilterExists(args[0].i)); }

// Runs Filters::apply() with the arguments; filter null: what the options name.
void Apply(const Value& value, Value filter, const Value& options, std::string_view function, Value* result) {
  Class* c = FindClass(std::string_view("tusk\\filter\\filters"), false);
  Function* const* apply = c->methods.Find(std::string_view("apply"));
  Value argv[] = {value, filter, options, Value(Intern(function))};
  CallFunction(*apply, nullptr, c, 4, argv, result);
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
      CallFunction(one, nullptr, one->scope, 5, argv, &filtered);
      if (HasException()) break;
    }
    Set(out, KeyAt(in, p), filtered);
  }
  return out;
}
void FilterEach(Args args, Value* result) {
  Class* c = FindClass(std::string_view("tusk\\filter\\filters"), false);
  Value argv[] = {Value(), args[1], args[2], args[3], args[4]};
  Return(result, FilterEach(args.Arr(0), *c->methods.Find(std::string_view("one")), argv));
}

constexpr int64_t kDefaultFilter = 516;

void FilterVar(Args args, Value* result) {
  int64_t filter = args.Int(1, kDefaultFilter);
  if (!KnowsFilter(filter, result)) return;
  Apply(args[0], Value(filter), args.Has(2) ? args[2] : Value(int64_t{0}), "filter_var", result);
}
void FilterVarArray(Args args, Value* result) {
  constexpr std::string_view kFunction = "filter_var_array";
  Array* in = args.Arr(0);
  if (!args.Has(1) || args[1].IsInt()) {
    int64_t filter = args.Int(1, kDefaultFilter);
    if (!KnowsFilter(filter, result)) return;
    Array* out = NewArray();
    for (uint32_t p = First(in); p != kEnd; p = Next(in, p)) {
      constexpr int64_t kForArrays = 16777216;
      Value v = Deref(ValueAt(in, p)), filtered;
      Apply(v, Value(filter), Value(v.IsArray() ? kForArrays : int64_t{0}), kFunction, &filtered);
      if (HasException()) break;
      Set(out, KeyAt(in, p), filtered);
    }
    return Return(result, out);
  }
  Array* out = NewArray();
  Array* wanted = args.Arr(1);
  for (uint32_t p = First(wanted); p != kEnd && !HasException(); p = Next(wanted, p)) {
    ArrayKey key = KeyAt(wanted, p);
    if (key.IsInt()) {
      ArgumentTypeError(2, "must contain only string keys");
    } else if (key.name->length == 0) {
      ArgumentValueError(2, "cannot contain empty keys");
    } else {
      const Value how = Deref(ValueAt(wanted, p)), value = Deref(Get(in, key));
      Value filtered = Value::Null();
      if (value.IsUndef()) {
        if (args.Bool(2, true)) SetStr(out, key.name, filtered);
        continue;
      }
      Apply(value, Value::Null(), how.IsArray() ? how : Value(ToInt(how)), kFunction, &filtered);
      if (!HasException()) SetStr(out, key.name, filtered);
    }
  }
  if (HasException()) return Release(Value(out));
  Return(result, out);
}
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
constexpr auto kInPhp = InPhp<"tusk\\filter\\inputs">;
constexpr BuiltinRow kRows[] = {
    {"filter_has_var", "(int $input_type, string $var_name): bool", kCalls, kInPhp},
    {"filter_id", "(string $name): int|false", Effects::kPure, FilterId},
    {"filter_input",
     "(int $type, string $var_name, int $filter = FILTER_DEFAULT, array|int $options = 0): mixed", kCalls,
     kInPhp},
    {"filter_input_array",
     "(int $type, array|int $options = FILTER_DEFAULT, bool $add_empty = true): array|false|null", kCalls,
     kInPhp},
    {"filter_list", "(): array", Effects::kPure, FilterList},
    {"filter_var", "(mixed $value, int $filter = FILTER_DEFAULT, array|int $options = 0): mixed", kCalls,
     FilterVar},
    {"filter_var_array",
     "(array $array, array|int $options = FILTER_DEFAULT, bool $add_empty = true): array|false|null", kCalls,
     FilterVarArray},
    {"tusk\\filter_each", "(array $values, int $filter, int $flags, mixed $given, string $function): array",
     kCalls, FilterEach},
    {"tusk\\filter_exists", "(int $filter): bool", Effects::kPure, FilterExistsFunction},
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
    {.name = "tusk\\filter\\Filters", .extension = "filter", .source = kFilters},
    {.name = "tusk\\filter\\Inputs", .extension = "filter", .source = kInputs}};

}  // namespace

constinit const BuiltinTable kFilterFunctions(kRows);
const std::span<const ConstantRow> kFilterConstants = kConstants;
constinit const std::span<const BuiltinClassRow> kFilterClasses = kClasses;

}  // namespace tusk
