// The hash functions that are made of others, in PHP.
#include "interp/ext/class_tables.h"
#include "interp/ext/in_php.h"
#include "interp/ext/support.h"
#include "interp/ext/tables.h"

namespace tusk {
namespace {

constexpr char kFunctions[] = R"php(
namespace tusk\hash;
final class Functions {
    private static function cryptographic(string $function, string $algo): string {
        if (!in_array(strtolower($algo), hash_hmac_algos(), true)) throw new \ValueError("$function(): Argument #1 (\$algo) must be a valid cryptographic hashing algorithm");
        return $algo;
    }
    public static function hash_hkdf(string $algo, string $key, int $length = 0, string $info = '', string $salt = ''): string {
        self::cryptographic('hash_hkdf', $algo);
        $size = strlen(hash($algo, '', true));
        if ($key === '') throw new \ValueError('hash_hkdf(): Argument #2 ($key) must not be empty');
        if ($length < 0) throw new \ValueError('hash_hkdf(): Argument #3 ($length) must be greater than or equal to 0');
        if ($length > 255 * $size) throw new \ValueError('hash_hkdf(): Argument #3 ($length) must be less than or equal to ' . 255 * $size);
        if ($length === 0) $length = $size;
        $prk = hash_hmac($algo, $key, $salt, true);
        $out = $block = '';
        for ($i = 1; strlen($out) < $length; $i++) $out .= $block = hash_hmac($algo, $block . $info . chr($i), $prk, true);
        return substr($out, 0, $length);
    }
    public static function hash_hmac_file(string $algo, string $filename, string $key, bool $binary = false): string|false {
        self::cryptographic('hash_hmac_file', $algo);
        $bytes = file_get_contents($filename);
        return $bytes === false ? false : hash_hmac($algo, $bytes, $key, $binary);
    }
    public static function hash_update_stream(\HashContext $context, $stream, int $length = -1): int {
        $done = 0;
        while ($length < 0 || $done < $length) {
            $piece = fread($stream, $length < 0 ? 8192 : min(8192, $length - $done));
            if ($piece === false || $piece === '') break;
            hash_update($context, $piece);
            $done += strlen($piece);
        }
        return $done;
    }
}
)php";

constexpr auto kPhp = InPhp<"tusk\\hash\\functions">;
constexpr uint16_t kRuns =
    Effects::kReadsState | Effects::kWritesState | Effects::kThrows | Effects::kWarns | Effects::kCallsBack;
constexpr BuiltinRow kRows[] = {
    {"hash_hkdf",
     "(string $algo, #[\\SensitiveParameter] string $key, int $length = 0, string $info = \"\", string $salt "
     "= \"\"): string",
     kRuns, kPhp},
    {"hash_hmac_file",
     "(string $algo, string $filename, #[\\SensitiveParameter] string $key, bool $binary = false): "
     "string|false",
     kRuns, kPhp},
    {"hash_update_stream", "(HashContext $context, $stream, int $length = -1): int", kRuns, kPhp},
};
static_assert(SortedByName(kRows));
const BuiltinClassRow kClassRows[] = {
    {.name = "tusk\\hash\\Functions", .extension = "hash", .source = kFunctions}};

}  // namespace

constinit const BuiltinTable kHashMoreFunctions(kRows);
const std::span<const BuiltinClassRow> kHashMoreClasses = kClassRows;

}  // namespace tusk
