// crypt() by libcrypt, and password_hash() and its kin in PHP over it; Argon2 by libargon2 where that is
// installed.
#include <cstring>
#include <memory>
#include <string>

#include "interp/ext/class_tables.h"
#include "interp/ext/in_php.h"
#include "interp/ext/library.h"
#include "interp/ext/support.h"
#include "interp/ext/tables.h"

namespace tusk {
namespace {

#define TUSK_CRYPT(X) X(char*, crypt_rn, (const char* phrase, const char* setting, void* data, int size))
struct CryptLibrary {
  TUSK_CRYPT(TUSK_LIBRARY_MEMBER)
};
const CryptLibrary& Crypt() {
  static const CryptLibrary loaded = [] {
    void* library = OpenLibrary("standard", {"libcrypt.so.1"});
    CryptLibrary functions;
    TUSK_CRYPT(TUSK_LIBRARY_LOAD)
    return functions;
  }();
  return loaded;
}

#define TUSK_ARGON2(X)                                                                                     \
  X(int, argon2_hash,                                                                                      \
    (uint32_t passes, uint32_t kibibytes, uint32_t lanes, const void* password, size_t password_size,      \
     const void* salt, size_t salt_size, void* hash, size_t hash_size, char* encoded, size_t encoded_size, \
     int type, uint32_t version))                                                                          \
  X(int, argon2_verify, (const char* encoded, const void* password, size_t password_size, int type))       \
  X(size_t, argon2_encodedlen,                                                                             \
    (uint32_t passes, uint32_t kibibytes, uint32_t lanes, uint32_t salt, uint32_t hash, int type))
struct Argon2Library {
  bool there = false;
  TUSK_ARGON2(TUSK_LIBRARY_MEMBER)
};
const Argon2Library& Argon2() {
  static const Argon2Library loaded = [] {
    Argon2Library functions{};
    void* library = OpenOptionalLibrary({"libargon2.so.1"});
    if (!library) return functions;
    functions.there = true;
    TUSK_ARGON2(TUSK_LIBRARY_LOAD)
    return functions;
  }();
  return loaded;
}

void CryptFunction(Args args, Value* result) {
  std::string_view salt = args.View(1);
  constexpr size_t kDataBytes = 32768;
  auto data = std::make_unique<char[]>(kDataBytes);
  const char* fail = salt.starts_with("*0") ? "*1" : "*0";
  char* hash = nullptr;
  if (!salt.starts_with("*0") && !salt.starts_with("*1")) {
    hash = Crypt().crypt_rn(args.Str(0)->data, args.Str(1)->data, data.get(), kDataBytes);
  }
  Return(result, std::string_view(hash && hash[0] != '*' ? hash : fail));
}

void HasArgon2(Args, Value* result) { Return(result, Argon2().there); }
void Argon2Hash(Args args, Value* result) {  // password, salt, type, passes, kibibytes, lanes
  constexpr uint32_t kHashBytes = 32, kVersion = 0x13;
  const Argon2Library& lib = Argon2();
  auto number = [&](uint32_t i) { return static_cast<uint32_t>(args[i].i); };
  auto type = static_cast<int>(args[2].i);
  auto salt_size = static_cast<uint32_t>(args.View(1).size());
  std::string out(lib.argon2_encodedlen(number(3), number(4), number(5), salt_size, kHashBytes, type), '\0');
  int rc = lib.argon2_hash(number(3), number(4), number(5), args.View(0).data(), args.View(0).size(),
                           args.View(1).data(), salt_size, nullptr, kHashBytes, out.data(), out.size(), type,
                           kVersion);
  if (rc != 0) return Return(result, false);
  Return(result, std::string_view(out.c_str()));
}
void Argon2Verify(Args args, Value* result) {
  int type = args.View(1).starts_with("$argon2id$") ? 2 : 1;
  Return(result, Argon2().there && Argon2().argon2_verify(args.Str(1)->data, args.View(0).data(),
                                                          args.View(0).size(), type) == 0);
}

constexpr char kFunctions[] = R"php(
namespace tusk\password;
final class Functions {
    private static function kind(string $hash): ?string {
        if (strlen($hash) === 60 && str_starts_with($hash, '$2y$')) return '2y';
        if (str_starts_with($hash, '$argon2id$') && \tusk\argon2_there()) return 'argon2id';
        if (str_starts_with($hash, '$argon2i$') && \tusk\argon2_there()) return 'argon2i';
        return null;
    }
    private static function options(string $kind, string $hash): array {
        if ($kind === '2y') return ['cost' => (int) substr($hash, 4, 2)];
        preg_match('/m=(\d+),t=(\d+),p=(\d+)/', $hash, $m);
        return ['memory_cost' => (int) $m[1], 'time_cost' => (int) $m[2], 'threads' => (int) $m[3]];
    }
    private static function algorithm(string $function, string|int|null $algo): string {
        $algo = match ($algo) { null, '2y', 1 => '2y', 2 => 'argon2i', 3 => 'argon2id', default => $algo };
        if (!in_array($algo, self::password_algos(), true)) throw new \ValueError("$function(): Argument #2 (\$algo) must be a valid password hashing algorithm");
        return $algo;
    }
    private static function costs(string $algo, array $options, bool $check): array {
        if ($algo === '2y') {
            $cost = (int) ($options['cost'] ?? 12);
            if ($check && ($cost < 4 || $cost > 31)) throw new \ValueError("Invalid bcrypt cost parameter specified: $cost");
            return ['cost' => $cost];
        }
        $out = ['memory_cost' => (int) ($options['memory_cost'] ?? 65536), 'time_cost' => (int) ($options['time_cost'] ?? 4), 'threads' => (int) ($options['threads'] ?? 1)];
        if ($check) {
            if ($out['memory_cost'] < 8 || $out['memory_cost'] > 4294967295) throw new \ValueError('Memory cost is outside of allowed memory range');
            if ($out['time_cost'] < 1 || $out['time_cost'] > 4294967295) throw new \ValueError('Time cost is outside of allowed time range');
            if ($out['threads'] < 1 || $out['threads'] > 16777215) throw new \ValueError('Invalid number of threads');
        }
        return $out;
    }
    public static function password_algos(): array { return \tusk\argon2_there() ? ['2y', 'argon2i', 'argon2id'] : ['2y']; }
    public static function password_get_info(string $hash): array {
        $kind = self::kind($hash);
        if ($kind === null) return ['algo' => null, 'algoName' => 'unknown', 'options' => []];
        return ['algo' => $kind, 'algoName' => $kind === '2y' ? 'bcrypt' : $kind, 'options' => self::options($kind, $hash)];
    }
    public static function password_needs_rehash(string $hash, string|int|null $algo, array $options = []): bool {
        $algo = self::algorithm('password_needs_rehash', $algo);
        return self::kind($hash) !== $algo || self::options($algo, $hash) != self::costs($algo, $options, false);
    }
    public static function password_verify(string $password, string $hash): bool {
        if (str_starts_with($hash, '$argon2')) return \tusk\argon2_verify($password, $hash);
        $made = crypt($password, $hash);
        return strlen($made) >= 13 && hash_equals($hash, $made);
    }
    public static function password_hash(string $password, string|int|null $algo, array $options = []): string {
        $algo = self::algorithm('password_hash', $algo);
        if (isset($options['salt'])) \tusk\warn('password_hash(): The "salt" option has been ignored, since providing a custom salt is no longer supported');
        $costs = self::costs($algo, $options, true);
        if ($algo !== '2y') {
            $hash = \tusk\argon2_hash($password, random_bytes(16), $algo === 'argon2id' ? 2 : 1, $costs['time_cost'], $costs['memory_cost'], $costs['threads']);
            if ($hash === false) throw new \Error('Password hashing failed');
            return $hash;
        }
        if (str_contains($password, "\0")) throw new \ValueError('Bcrypt password must not contain null character');
        $salt = substr(strtr(base64_encode(random_bytes(17)), '+', '.'), 0, 22);
        // Only the high bits of the last character count: it is one of these.
        $salt[21] = '.Oeu'[random_int(0, 3)];
        return crypt($password, sprintf('$2y$%02d$%s', $costs['cost'], $salt));
    }
}
)php";

constexpr auto kPhp = InPhp<"tusk\\password\\functions">;
constexpr uint16_t kRuns = Effects::kReadsState | Effects::kThrows | Effects::kWarns | Effects::kCallsBack;
constexpr BuiltinRow kRows[] = {
    {"crypt", "(string $string, string $salt): string", kRuns, CryptFunction},
    {"password_algos", "(): array", kRuns, kPhp},
    {"password_get_info", "(string $hash): array", kRuns, kPhp},
    {"password_hash", "(string $password, string|int|null $algo, array $options = []): string", kRuns, kPhp},
    {"password_needs_rehash", "(string $hash, string|int|null $algo, array $options = []): bool", kRuns,
     kPhp},
    {"password_verify", "(string $password, string $hash): bool", kRuns, kPhp},
    {"tusk\\argon2_hash",
     "(string $password, string $salt, int $type, int $passes, int $kibibytes, int $lanes): string|false",
     kRuns, Argon2Hash},
    {"tusk\\argon2_there", "(): bool", kRuns, HasArgon2},
    {"tusk\\argon2_verify", "(string $password, string $hash): bool", kRuns, Argon2Verify},
};
static_assert(SortedByName(kRows));
const BuiltinClassRow kClassRows[] = {
    {.name = "tusk\\password\\Functions", .extension = "standard", .source = kFunctions}};

}  // namespace

constinit const BuiltinTable kPasswordFunctions(kRows);
const std::span<const BuiltinClassRow> kPasswordClasses = kClassRows;

}  // namespace tusk
