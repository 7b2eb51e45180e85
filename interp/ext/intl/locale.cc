// The Locale class and locale_*() functions, in PHP over the names that ICU gives.
#include "interp/ext/class_tables.h"
#include "interp/ext/in_php.h"
#include "interp/ext/intl/object.h"
#include "interp/ext/support.h"
#include "interp/ext/tables.h"
#include "interp/runtime/ini.h"

namespace tusk {
namespace {

// What ICU tells of a locale: `what` is one of the names below.
void Part(Args args, Value* result) {
  std::string_view what = args.View(0);
  const char* locale = args.Str(1)->data;
  char out[256] = "";
  UErrorCode status = U_ZERO_ERROR;
  if (what == "language") {
    TUSK_ICU(uloc_getLanguage)(locale, out, sizeof out, &status);
  } else if (what == "script") {
    TUSK_ICU(uloc_getScript)(locale, out, sizeof out, &status);
  } else if (what == "region") {
    TUSK_ICU(uloc_getCountry)(locale, out, sizeof out, &status);
  } else if (what == "variant") {
    TUSK_ICU(uloc_getVariant)(locale, out, sizeof out, &status);
  } else if (what == "canonical") {
    TUSK_ICU(uloc_canonicalize)(locale, out, sizeof out, &status);
  } else if (what == "default") {
    return Return(result, std::string_view(IntlDefaultLocale()));
  } else {
    TUSK_ICU(uloc_canonicalize)(locale, out, sizeof out, &status);
    if (status == U_ZERO_ERROR) IniSet("intl.default_locale", out);
  }
  // A name as long as the buffer is no failure, but it has no end.
  if (U_FAILURE(status) || status == U_STRING_NOT_TERMINATED_WARNING) return Return(result, false);
  Return(result, static_cast<const char*>(out));
}
void Display(Args args, Value* result) {
  std::string_view what = args.View(0);
  const char* locale = args.Str(1)->data;
  const char* in = args.Str(2)->data;
  ResetIntlError();
  if (args.View(1).size() > ULOC_FULLNAME_CAPACITY - 1) {
    return IntlFail(nullptr, U_ILLEGAL_ARGUMENT_ERROR,
                    absl::StrFormat("locale_get_display_%s : name too long", what), result);
  }
  char16_t out[512];
  UErrorCode status = U_ZERO_ERROR;
  auto get = what == "language" ? TUSK_ICU(uloc_getDisplayLanguage)
             : what == "script" ? TUSK_ICU(uloc_getDisplayScript)
             : what == "region" ? TUSK_ICU(uloc_getDisplayCountry)
             : what == "name"   ? TUSK_ICU(uloc_getDisplayName)
                                : TUSK_ICU(uloc_getDisplayVariant);
  int32_t n = get(locale, in, out, 512, &status);
  if (U_FAILURE(status)) return Return(result, false);
  Return(result, std::string_view(FromUtf16({out, static_cast<size_t>(n)})));
}

constexpr char kLocale[] = R"php(
class Locale {
    public const ACTUAL_LOCALE = 0;
    public const VALID_LOCALE = 1;
    public const DEFAULT_LOCALE = null;
    public const LANG_TAG = 'language';
    public const EXTLANG_TAG = 'extlang';
    public const SCRIPT_TAG = 'script';
    public const REGION_TAG = 'region';
    public const VARIANT_TAG = 'variant';
    public const GRANDFATHERED_LANG_TAG = 'grandfathered';
    public const PRIVATE_TAG = 'private';
    private static function named(string $locale): string { return $locale === '' ? self::getDefault() : $locale; }
    /** The name without keywords, with "_" between its parts. */
    private static function plain(string $locale): string { return strtr(explode('.', explode('@', $locale)[0])[0], '-', '_'); }
    /** The part from "x" on belongs to private use. */
    private static function split(string $locale): array {
        $parts = explode('_', self::plain($locale));
        foreach ($parts as $i => $part) if (strlen($part) === 1 && $i > 0) return [array_slice($parts, 0, $i), strtolower($part) === 'x' ? array_slice($parts, $i + 1) : []];
        return [$parts, []];
    }
    public static function getDefault(): string { return \tusk\locale_part('default', ''); }
    public static function setDefault(string $locale) { return \tusk\locale_part('set', self::named($locale)) !== false; }
    public static function getPrimaryLanguage(string $locale): ?string { $v = \tusk\locale_part('language', self::named($locale)); return $v === false || $v === '' ? ($v === '' ? '' : null) : $v; }
    public static function getScript(string $locale): ?string { return \tusk\locale_part('script', self::named($locale)) ?: ''; }
    public static function getRegion(string $locale): ?string { return \tusk\locale_part('region', self::named($locale)) ?: ''; }
    public static function getKeywords(string $locale): array|false|null {
        $at = strpos($locale, '@');
        if ($at === false) return null;
        $out = [];
        foreach (explode(';', substr($locale, $at + 1)) as $pair) {
            [$key, $value] = explode('=', $pair, 2) + [1 => ''];
            if ($key !== '') $out[strtolower(trim($key))] = trim($value);
        }
        ksort($out);
        return $out;
    }
    private static function display(string $what, string $locale, ?string $in): string|false { return \tusk\locale_display($what, self::named($locale), $in ?? self::getDefault()); }
    public static function getDisplayScript(string $locale, ?string $displayLocale = null): string|false { return self::display('script', $locale, $displayLocale); }
    public static function getDisplayRegion(string $locale, ?string $displayLocale = null): string|false { return self::display('region', $locale, $displayLocale); }
    public static function getDisplayName(string $locale, ?string $displayLocale = null): string|false { return self::display('name', $locale, $displayLocale); }
    public static function getDisplayLanguage(string $locale, ?string $displayLocale = null): string|false { return self::display('language', $locale, $displayLocale); }
    public static function getDisplayVariant(string $locale, ?string $displayLocale = null): string|false { return self::display('variant', $locale, $displayLocale); }
    public static function composeLocale(array $subtags): string|false {
        if (isset($subtags['grandfathered'])) return $subtags['grandfathered'];
        if (!isset($subtags['language'])) throw new ValueError('Locale::composeLocale(): Argument #1 ($subtags) must contain a "language" key');
        $out = $subtags['language'];
        $list = function (string $name, int $most) use ($subtags): array {
            if (isset($subtags[$name])) return (array) $subtags[$name];
            $found = [];
            for ($i = 0; $i <= $most; $i++) if (isset($subtags[$name . $i])) $found[] = $subtags[$name . $i];
            return $found;
        };
        foreach ($list('extlang', 2) as $v) $out .= "_$v";
        foreach (['script', 'region'] as $name) if (isset($subtags[$name])) $out .= '_' . $subtags[$name];
        foreach ($list('variant', 14) as $v) $out .= "_$v";
        $private = $list('private', 14);
        if ($private) $out .= '_x_' . implode('_', $private);
        return $out;
    }
    public static function parseLocale(string $locale): ?array {
        $locale = self::named($locale);
        [, $private] = self::split($locale);
        $out = [];
        foreach (['language', 'script', 'region'] as $part) {
            $v = \tusk\locale_part($part, $locale);
            if ($v !== false && $v !== '') $out[$part] = $v;
        }
        foreach (self::getAllVariants($locale) ?? [] as $i => $v) $out["variant$i"] = $v;
        foreach ($private as $i => $v) $out["private$i"] = $v;
        return $out;
    }
    public static function getAllVariants(string $locale): ?array {
        $v = \tusk\locale_part('variant', implode('_', self::split(self::named($locale))[0]));
        return $v === false || $v === '' ? null : explode('_', $v);
    }
    public static function filterMatches(string $languageTag, string $locale, bool $canonicalize = false): ?bool {
        $locale = self::named($locale);
        if ($locale === '*') return true;
        $clean = fn(string $s) => strtolower(strtr($canonicalize ? (string) \tusk\locale_part('canonical', $s) : $s, '-', '_'));
        [$tag, $range] = [$clean($languageTag), $clean($locale)];
        return $tag === $range || str_starts_with($tag, "{$range}_");
    }
    public static function lookup(array $languageTag, string $locale, bool $canonicalize = false, ?string $defaultLocale = null): ?string {
        $locale = self::named($locale);
        $clean = fn(string $s) => strtolower(strtr($canonicalize ? (string) \tusk\locale_part('canonical', $s) : $s, '-', '_'));
        for ($range = $clean($locale); $range !== ''; $range = $at === false ? '' : substr($range, 0, $at)) {
            foreach ($languageTag as $tag) if ($clean($tag) === $range) return $canonicalize ? strtr((string) \tusk\locale_part('canonical', $tag), '-', '_') : $tag;
            $at = strrpos($range, '_');
            if ($at !== false && $at >= 2 && $range[$at - 2] === '_') $at -= 2;
        }
        return $defaultLocale ?? self::getDefault();
    }
    public static function canonicalize(string $locale): ?string { $v = \tusk\locale_part('canonical', self::named($locale)); return $v === false ? null : $v; }
    public static function acceptFromHttp(string $header): string|false {
        $best = false;
        $most = 0.0;
        foreach (explode(',', $header) as $one) {
            [$name, $q] = explode(';', $one, 2) + [1 => ''];
            $name = trim($name);
            $weight = preg_match('/q\s*=\s*([\d.]+)/', $q, $m) ? (float) $m[1] : 1.0;
            if ($name !== '' && $name !== '*' && $weight > $most && \tusk\locale_part('language', $name)) {
                $most = $weight;
                $best = strtr(\tusk\locale_part('canonical', $name), '-', '_');
            }
        }
        return $best;
    }
}
)php";

constexpr char kFunctions[] = R"php(
namespace tusk\locale;
final class Functions {
    public static function locale_accept_from_http(string $header): string|false { return \Locale::acceptFromHttp($header); }
    public static function locale_canonicalize(string $locale): ?string { return \Locale::canonicalize($locale); }
    public static function locale_compose(array $subtags): string|false { return \Locale::composeLocale($subtags); }
    public static function locale_filter_matches(string $languageTag, string $locale, bool $canonicalize = false): ?bool { return \Locale::filterMatches($languageTag, $locale, $canonicalize); }
    public static function locale_get_all_variants(string $locale): ?array { return \Locale::getAllVariants($locale); }
    public static function locale_get_default(): string { return \Locale::getDefault(); }
    public static function locale_get_display_language(string $locale, ?string $displayLocale = null): string|false { return \Locale::getDisplayLanguage($locale, $displayLocale); }
    public static function locale_get_display_name(string $locale, ?string $displayLocale = null): string|false { return \Locale::getDisplayName($locale, $displayLocale); }
    public static function locale_get_display_region(string $locale, ?string $displayLocale = null): string|false { return \Locale::getDisplayRegion($locale, $displayLocale); }
    public static function locale_get_display_script(string $locale, ?string $displayLocale = null): string|false { return \Locale::getDisplayScript($locale, $displayLocale); }
    public static function locale_get_display_variant(string $locale, ?string $displayLocale = null): string|false { return \Locale::getDisplayVariant($locale, $displayLocale); }
    public static function locale_get_keywords(string $locale): array|false|null { return \Locale::getKeywords($locale); }
    public static function locale_get_primary_language(string $locale): ?string { return \Locale::getPrimaryLanguage($locale); }
    public static function locale_get_region(string $locale): ?string { return \Locale::getRegion($locale); }
    public static function locale_get_script(string $locale): ?string { return \Locale::getScript($locale); }
    public static function locale_lookup(array $languageTag, string $locale, bool $canonicalize = false, ?string $defaultLocale = null): ?string { return \Locale::lookup($languageTag, $locale, $canonicalize, $defaultLocale); }
    public static function locale_parse(string $locale): ?array { return \Locale::parseLocale($locale); }
    public static function locale_set_default(string $locale): bool { return \Locale::setDefault($locale); }
}
)php";

constexpr auto kPhp = InPhp<"tusk\\locale\\functions">;
constexpr uint16_t kRuns =
    Effects::kReadsState | Effects::kWritesState | Effects::kThrows | Effects::kWarns | Effects::kCallsBack;
constexpr char kDisplayed[] = "(string $locale, ?string $displayLocale = null): string|false";
constexpr char kOne[] = "(string $locale): ?string";
constexpr BuiltinRow kRows[] = {
    {"locale_accept_from_http", "(string $header): string|false", kRuns, kPhp},
    {"locale_canonicalize", kOne, kRuns, kPhp},
    {"locale_compose", "(array $subtags): string|false", kRuns, kPhp},
    {"locale_filter_matches", "(string $languageTag, string $locale, bool $canonicalize = false): ?bool",
     kRuns, kPhp},
    {"locale_get_all_variants", "(string $locale): ?array", kRuns, kPhp},
    {"locale_get_default", "(): string", kRuns, kPhp},
    {"locale_get_display_language", kDisplayed, kRuns, kPhp},
    {"locale_get_display_name", kDisplayed, kRuns, kPhp},
    {"locale_get_display_region", kDisplayed, kRuns, kPhp},
    {"locale_get_display_script", kDisplayed, kRuns, kPhp},
    {"locale_get_display_variant", kDisplayed, kRuns, kPhp},
    {"locale_get_keywords", "(string $locale): array|false|null", kRuns, kPhp},
    {"locale_get_primary_language", kOne, kRuns, kPhp},
    {"locale_get_region", kOne, kRuns, kPhp},
    {"locale_get_script", kOne, kRuns, kPhp},
    {"locale_lookup",
     "(array $languageTag, string $locale, bool $canonicalize = false, ?string $defaultLocale = null): "
     "?string",
     kRuns, kPhp},
    {"locale_parse", "(string $locale): ?array", kRuns, kPhp},
    {"locale_set_default", "(string $locale): bool", kRuns, kPhp},
    {"tusk\\locale_display", "(string $what, string $locale, string $in): string|false", kRuns, Display},
    {"tusk\\locale_part", "(string $what, string $locale): string|false", kRuns, Part},
};
static_assert(SortedByName(kRows));
const BuiltinClassRow kClassRows[] = {
    {.name = "Locale", .extension = "intl", .source = kLocale},
    {.name = "tusk\\locale\\Functions", .extension = "intl", .source = kFunctions}};

}  // namespace

constinit const BuiltinTable kLocaleFunctions(kRows);
const std::span<const BuiltinClassRow> kLocaleClasses = kClassRows;

}  // namespace tusk
