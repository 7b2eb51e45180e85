// The sodium extension's functions with pairs of keys: boxes, signatures, key exchange, curve arithmetic.
// A pair is the secret key followed by the public one (box, kx) or by the public one again (sign).
#include <cstring>
#include <string>

#include "interp/ext/sodium/lib.h"
#include "interp/ext/tables.h"

namespace tusk {
namespace {

using Lib = SodiumLibrary;
constexpr size_t kKey = 32, kPair = 64, kSealBytes = 48, kMac = 16;
constexpr size_t kSignature = 64, kSignSecret = 64, kSignPair = 96;

SodiumIn Second(Args args, uint32_t i) { return SodiumArg(args, i) + kKey; }

// One string from one, or from two, of the function's arguments.
template <auto Lib::* kFunction, size_t kOut, size_t kIn>
void Unary(Args args, Value* result, const char* constant) {
  if (!SodiumFits(args, {{0, kIn, constant}})) return;
  String* out = NewString(kOut);
  (Sodium().*kFunction)(SodiumBytes(out), SodiumArg(args, 0));
  Return(result, out);
}
template <auto Lib::* kFunction>
void Scalars(Args args, Value* result) {
  constexpr char kScalar[] = "CORE_RISTRETTO255_SCALAR";
  if (!SodiumFits(args, {{0, kKey, kScalar}, {1, kKey, kScalar}})) return;
  String* out = NewString(kKey);
  (Sodium().*kFunction)(SodiumBytes(out), SodiumArg(args, 0), SodiumArg(args, 1));
  Return(result, out);
}
template <auto Lib::* kFunction>
void Points(Args args, Value* result) {
  constexpr char kPoint[] = "CORE_RISTRETTO255_";
  if (!SodiumFits(args, {{0, kKey, kPoint}, {1, kKey, kPoint}})) return;
  String* out = NewString(kKey);
  if ((Sodium().*kFunction)(SodiumBytes(out), SodiumArg(args, 0), SodiumArg(args, 1)) != 0)
    return SodiumFailed(out);
  Return(result, out);
}
template <auto Lib::* kFunction>
void OneScalar(Args args, Value* result) {
  Unary<kFunction, kKey, kKey>(args, result, "CORE_RISTRETTO255_SCALAR");
}
template <auto Lib::* kFunction>
void Random(Args, Value* result) {
  String* out = NewString(kKey);
  (Sodium().*kFunction)(SodiumBytes(out));
  Return(result, out);
}
void FromHash(Args args, Value* result) {
  Unary<&Lib::crypto_core_ristretto255_from_hash, kKey, 64>(args, result, "CORE_RISTRETTO255_HASH");
}
void Reduce(Args args, Value* result) {
  Unary<&Lib::crypto_core_ristretto255_scalar_reduce, kKey, 64>(args, result,
                                                                "CORE_RISTRETTO255_NONREDUCEDSCALAR");
}
void Invert(Args args, Value* result) {
  if (!SodiumFits(args, {{0, kKey, "CORE_RISTRETTO255_SCALAR"}})) return;
  String* out = NewString(kKey);
  if (Sodium().crypto_core_ristretto255_scalar_invert(SodiumBytes(out), SodiumArg(args, 0)) != 0)
    return SodiumFailed(out);
  Return(result, out);
}
void IsPoint(Args args, Value* result) {
  if (SodiumFits(args, {{0, kKey, "CORE_RISTRETTO255_"}}))
    Return(result, Sodium().crypto_core_ristretto255_is_valid_point(SodiumArg(args, 0)) != 0);
}

// --- scalar multiplication

void ScalarMult(Args args, Value* result) {
  if (!SodiumFits(args, {{0, kKey, "SCALARMULT_SCALAR"}, {1, kKey, "SCALARMULT_SCALAR"}})) return;
  String* out = NewString(kKey);
  if (Sodium().crypto_scalarmult(SodiumBytes(out), SodiumArg(args, 0), SodiumArg(args, 1)) != 0)
    return SodiumFailed(out);
  Return(result, out);
}
void PublicOfSecret(Args args, Value* result) {
  Unary<&Lib::crypto_scalarmult_base, kKey, kKey>(args, result, "BOX_SECRETKEY");
}
void ScalarMultRistretto(Args args, Value* result) {
  if (!SodiumFits(args,
                  {{0, kKey, "SCALARMULT_RISTRETTO255_SCALAR"}, {1, kKey, "SCALARMULT_RISTRETTO255_"}})) {
    return;
  }
  String* out = NewString(kKey);
  if (Sodium().crypto_scalarmult_ristretto255(SodiumBytes(out), SodiumArg(args, 0), SodiumArg(args, 1)) != 0)
    return SodiumFailed(out, "Result is identity element");
  Return(result, out);
}
void ScalarMultRistrettoBase(Args args, Value* result) {
  if (!SodiumFits(args, {{0, kKey, "SCALARMULT_RISTRETTO255_SCALAR"}})) return;
  String* out = NewString(kKey);
  if (Sodium().crypto_scalarmult_ristretto255_base(SodiumBytes(out), SodiumArg(args, 0)) != 0)
    return SodiumFailed(out,
                        "sodium_crypto_scalarmult_ristretto255_base(): Argument #1 ($n) must not be zero");
  Return(result, out);
}

// --- boxes

void BoxKeyPair(Args, Value* result) {
  String* pair = NewString(kPair);
  Sodium().crypto_box_keypair(SodiumBytes(pair) + kKey, SodiumBytes(pair));
  Return(result, pair);
}
void BoxSeedKeyPair(Args args, Value* result) {
  if (!SodiumFits(args, {{0, 32, "BOX_SEED"}})) return;
  String* pair = NewString(kPair);
  Sodium().crypto_box_seed_keypair(SodiumBytes(pair) + kKey, SodiumBytes(pair), SodiumArg(args, 0));
  Return(result, pair);
}
void BoxPairOf(Args args, Value* result) {
  if (!SodiumFits(args, {{0, kKey, "BOX_SECRETKEY"}, {1, kKey, "BOX_PUBLICKEY"}})) return;
  Return(result, std::string_view(std::string(args.View(0)) + std::string(args.View(1))));
}
template <size_t kFrom>
void BoxHalf(Args args, Value* result) {
  SodiumSlice<kPair, kFrom, kKey>(args, result, "BOX_KEYPAIR");
}
bool FitsBox(Args args) { return SodiumFits(args, {{1, 24, "BOX_NONCE"}, {2, kPair, "BOX_KEYPAIR"}}); }
void Box(Args args, Value* result) {
  if (!FitsBox(args)) return;
  String* out = NewString(SodiumLength(args, 0) + kMac);
  if (Sodium().crypto_box_easy(SodiumBytes(out), SodiumArg(args, 0), SodiumLength(args, 0),
                               SodiumArg(args, 1), Second(args, 2), SodiumArg(args, 2)) != 0) {
    return SodiumFailed(out);
  }
  Return(result, out);
}
void BoxOpen(Args args, Value* result) {
  if (!FitsBox(args)) return;
  if (SodiumLength(args, 0) < kMac) return Return(result, false);
  String* out = NewString(SodiumLength(args, 0) - kMac);
  if (Sodium().crypto_box_open_easy(SodiumBytes(out), SodiumArg(args, 0), SodiumLength(args, 0),
                                    SodiumArg(args, 1), Second(args, 2), SodiumArg(args, 2)) == 0) {
    return Return(result, out);
  }
  Release(out);
  Return(result, false);
}
void BoxSeal(Args args, Value* result) {
  if (!SodiumFits(args, {{1, kKey, "BOX_PUBLICKEY"}})) return;
  String* out = NewString(SodiumLength(args, 0) + kSealBytes);
  if (Sodium().crypto_box_seal(SodiumBytes(out), SodiumArg(args, 0), SodiumLength(args, 0),
                               SodiumArg(args, 1)) != 0) {
    return SodiumFailed(out);
  }
  Return(result, out);
}
void BoxSealOpen(Args args, Value* result) {
  if (!SodiumFits(args, {{1, kPair, "BOX_KEYPAIR"}})) return;
  if (SodiumLength(args, 0) < kSealBytes) return Return(result, false);
  String* out = NewString(SodiumLength(args, 0) - kSealBytes);
  if (Sodium().crypto_box_seal_open(SodiumBytes(out), SodiumArg(args, 0), SodiumLength(args, 0),
                                    Second(args, 1), SodiumArg(args, 1)) == 0) {
    return Return(result, out);
  }
  Release(out);
  Return(result, false);
}

// --- key exchange

void KxKeyPair(Args, Value* result) {
  String* pair = NewString(kPair);
  Sodium().crypto_kx_keypair(SodiumBytes(pair) + kKey, SodiumBytes(pair));
  Return(result, pair);
}
void KxSeedKeyPair(Args args, Value* result) {
  if (!SodiumFits(args, {{0, 32, "KX_SEED"}})) return;
  String* pair = NewString(kPair);
  Sodium().crypto_kx_seed_keypair(SodiumBytes(pair) + kKey, SodiumBytes(pair), SodiumArg(args, 0));
  Return(result, pair);
}
template <size_t kFrom>
void KxHalf(Args args, Value* result) {
  SodiumSlice<kPair, kFrom, kKey>(args, result, "KX_KEYPAIR");
}
template <auto Lib::* kFunction>
void SessionKeys(Args args, Value* result) {
  if (!SodiumFits(args, {{0, kPair, "KX_KEYPAIR"}, {1, kKey, "KX_PUBLICKEY"}})) return;
  String* receive = NewString(kKey);
  String* send = NewString(kKey);
  Array* keys = NewArray();
  Append(keys, Value(receive));
  Append(keys, Value(send));
  if ((Sodium().*kFunction)(SodiumBytes(receive), SodiumBytes(send), Second(args, 0), SodiumArg(args, 0),
                            SodiumArg(args, 1)) != 0) {
    Release(keys);
    return ThrowSodium("internal error");
  }
  Return(result, keys);
}

// --- signatures

void SignKeyPair(Args, Value* result) {
  String* pair = NewString(kSignPair);
  Sodium().crypto_sign_keypair(SodiumBytes(pair) + kSignSecret, SodiumBytes(pair));
  Return(result, pair);
}
void SignSeedKeyPair(Args args, Value* result) {
  if (!SodiumFits(args, {{0, 32, "SIGN_SEED"}})) return;
  String* pair = NewString(kSignPair);
  Sodium().crypto_sign_seed_keypair(SodiumBytes(pair) + kSignSecret, SodiumBytes(pair), SodiumArg(args, 0));
  Return(result, pair);
}
void SignPairOf(Args args, Value* result) {
  if (!SodiumFits(args, {{0, kSignSecret, "SIGN_SECRETKEY"}, {1, kKey, "SIGN_PUBLICKEY"}})) return;
  Return(result, std::string_view(std::string(args.View(0)) + std::string(args.View(1))));
}
void SignSecret(Args args, Value* result) {
  SodiumSlice<kSignPair, 0, kSignSecret>(args, result, "SIGN_KEYPAIR");
}
void SignPublic(Args args, Value* result) {
  SodiumSlice<kSignPair, kSignSecret, kKey>(args, result, "SIGN_KEYPAIR");
}
void SignPublicOfSecret(Args args, Value* result) {
  Unary<&Lib::crypto_sign_ed25519_sk_to_pk, kKey, kSignSecret>(args, result, "SIGN_SECRETKEY");
}
void Sign(Args args, Value* result) {
  if (!SodiumFits(args, {{1, kSignSecret, "SIGN_SECRETKEY"}})) return;
  String* out = NewString(SodiumLength(args, 0) + kSignature);
  SodiumSize made = 0;
  if (Sodium().crypto_sign(SodiumBytes(out), &made, SodiumArg(args, 0), SodiumLength(args, 0),
                           SodiumArg(args, 1)) != 0) {
    return SodiumFailed(out);
  }
  Return(result, out);
}
void SignOpen(Args args, Value* result) {
  if (!SodiumFits(args, {{1, kKey, "SIGN_PUBLICKEY"}})) return;
  if (SodiumLength(args, 0) < kSignature) return Return(result, false);
  std::string out(SodiumLength(args, 0), '\0');
  SodiumSize made = 0;
  if (Sodium().crypto_sign_open(reinterpret_cast<SodiumOut>(out.data()), &made, SodiumArg(args, 0),
                                SodiumLength(args, 0), SodiumArg(args, 1)) != 0) {
    return Return(result, false);
  }
  Return(result, std::string_view(out).substr(0, made));
}
void SignDetached(Args args, Value* result) {
  if (!SodiumFits(args, {{1, kSignSecret, "SIGN_SECRETKEY"}})) return;
  String* out = NewString(kSignature);
  SodiumSize made = 0;
  if (Sodium().crypto_sign_detached(SodiumBytes(out), &made, SodiumArg(args, 0), SodiumLength(args, 0),
                                    SodiumArg(args, 1)) != 0) {
    return SodiumFailed(out);
  }
  Return(result, out);
}
void SignVerifyDetached(Args args, Value* result) {
  if (!SodiumFits(args, {{0, kSignature, "SIGN_"}, {2, kKey, "SIGN_PUBLICKEY"}})) return;
  Return(result, Sodium().crypto_sign_verify_detached(SodiumArg(args, 0), SodiumArg(args, 1),
                                                      SodiumLength(args, 1), SodiumArg(args, 2)) == 0);
}
template <auto Lib::* kFunction, bool kSecret>
void ToCurve(Args args, Value* result) {
  if (!SodiumFits(args, {{0, kSecret ? kSignSecret : kKey, kSecret ? "SIGN_SECRETKEY" : "SIGN_PUBLICKEY"}}))
    return;
  String* out = NewString(kKey);
  if ((Sodium().*kFunction)(SodiumBytes(out), SodiumArg(args, 0)) != 0)
    return SodiumFailed(out, "conversion failed");
  Return(result, out);
}

constexpr char kOfPair[] = "(#[\\SensitiveParameter] string $key_pair): string";
constexpr char kOfSecret[] = "(#[\\SensitiveParameter] string $secret_key): string";
constexpr char kOfSeed[] = "(#[\\SensitiveParameter] string $seed): string";
constexpr char kOfKeys[] = "(#[\\SensitiveParameter] string $secret_key, string $public_key): string";
constexpr char kOfScalar[] = "(string $s): string";
constexpr char kOfScalars[] = "(string $x, string $y): string";
constexpr char kOfPoints[] = "(string $p, string $q): string";
constexpr BuiltinRow kRows[] = {
    {"sodium_crypto_box",
     "(#[\\SensitiveParameter] string $message, string $nonce, #[\\SensitiveParameter] string $key_pair): "
     "string",
     kSodiumEffects, Box},
    {"sodium_crypto_box_keypair", "(): string", kSodiumWrites, BoxKeyPair},
    {"sodium_crypto_box_keypair_from_secretkey_and_publickey", kOfKeys, kSodiumEffects, BoxPairOf},
    {"sodium_crypto_box_open",
     "(string $ciphertext, string $nonce, #[\\SensitiveParameter] string $key_pair): string|false",
     kSodiumEffects, BoxOpen},
    {"sodium_crypto_box_publickey", kOfPair, kSodiumEffects, BoxHalf<kKey>},
    {"sodium_crypto_box_publickey_from_secretkey", kOfSecret, kSodiumEffects, PublicOfSecret},
    {"sodium_crypto_box_seal", "(#[\\SensitiveParameter] string $message, string $public_key): string",
     kSodiumWrites, BoxSeal},
    {"sodium_crypto_box_seal_open",
     "(string $ciphertext, #[\\SensitiveParameter] string $key_pair): string|false", kSodiumEffects,
     BoxSealOpen},
    {"sodium_crypto_box_secretkey", kOfPair, kSodiumEffects, BoxHalf<0>},
    {"sodium_crypto_box_seed_keypair", kOfSeed, kSodiumEffects, BoxSeedKeyPair},
    {"sodium_crypto_core_ristretto255_add", kOfPoints, kSodiumEffects,
     Points<&Lib::crypto_core_ristretto255_add>},
    {"sodium_crypto_core_ristretto255_from_hash", kOfScalar, kSodiumEffects, FromHash},
    {"sodium_crypto_core_ristretto255_is_valid_point", "(string $s): bool", kSodiumEffects, IsPoint},
    {"sodium_crypto_core_ristretto255_random", "(): string", kSodiumWrites,
     Random<&Lib::crypto_core_ristretto255_random>},
    {"sodium_crypto_core_ristretto255_scalar_add", kOfScalars, kSodiumEffects,
     Scalars<&Lib::crypto_core_ristretto255_scalar_add>},
    {"sodium_crypto_core_ristretto255_scalar_complement", kOfScalar, kSodiumEffects,
     OneScalar<&Lib::crypto_core_ristretto255_scalar_complement>},
    {"sodium_crypto_core_ristretto255_scalar_invert", kOfScalar, kSodiumEffects, Invert},
    {"sodium_crypto_core_ristretto255_scalar_mul", kOfScalars, kSodiumEffects,
     Scalars<&Lib::crypto_core_ristretto255_scalar_mul>},
    {"sodium_crypto_core_ristretto255_scalar_negate", kOfScalar, kSodiumEffects,
     OneScalar<&Lib::crypto_core_ristretto255_scalar_negate>},
    {"sodium_crypto_core_ristretto255_scalar_random", "(): string", kSodiumWrites,
     Random<&Lib::crypto_core_ristretto255_scalar_random>},
    {"sodium_crypto_core_ristretto255_scalar_reduce", kOfScalar, kSodiumEffects, Reduce},
    {"sodium_crypto_core_ristretto255_scalar_sub", kOfScalars, kSodiumEffects,
     Scalars<&Lib::crypto_core_ristretto255_scalar_sub>},
    {"sodium_crypto_core_ristretto255_sub", kOfPoints, kSodiumEffects,
     Points<&Lib::crypto_core_ristretto255_sub>},
    {"sodium_crypto_kx_client_session_keys",
     "(#[\\SensitiveParameter] string $client_key_pair, string $server_key): array", kSodiumEffects,
     SessionKeys<&Lib::crypto_kx_client_session_keys>},
    {"sodium_crypto_kx_keypair", "(): string", kSodiumWrites, KxKeyPair},
    {"sodium_crypto_kx_publickey", kOfPair, kSodiumEffects, KxHalf<kKey>},
    {"sodium_crypto_kx_secretkey", kOfPair, kSodiumEffects, KxHalf<0>},
    {"sodium_crypto_kx_seed_keypair", kOfSeed, kSodiumEffects, KxSeedKeyPair},
    {"sodium_crypto_kx_server_session_keys",
     "(#[\\SensitiveParameter] string $server_key_pair, string $client_key): array", kSodiumEffects,
     SessionKeys<&Lib::crypto_kx_server_session_keys>},
    {"sodium_crypto_scalarmult", "(#[\\SensitiveParameter] string $n, string $p): string", kSodiumEffects,
     ScalarMult},
    {"sodium_crypto_scalarmult_base", kOfSecret, kSodiumEffects, PublicOfSecret},
    {"sodium_crypto_scalarmult_ristretto255", "(#[\\SensitiveParameter] string $n, string $p): string",
     kSodiumEffects, ScalarMultRistretto},
    {"sodium_crypto_scalarmult_ristretto255_base", "(#[\\SensitiveParameter] string $n): string",
     kSodiumEffects, ScalarMultRistrettoBase},
    {"sodium_crypto_sign", "(string $message, #[\\SensitiveParameter] string $secret_key): string",
     kSodiumEffects, Sign},
    {"sodium_crypto_sign_detached", "(string $message, #[\\SensitiveParameter] string $secret_key): string",
     kSodiumEffects, SignDetached},
    {"sodium_crypto_sign_ed25519_pk_to_curve25519", "(string $public_key): string", kSodiumEffects,
     ToCurve<&Lib::crypto_sign_ed25519_pk_to_curve25519, false>},
    {"sodium_crypto_sign_ed25519_sk_to_curve25519", kOfSecret, kSodiumEffects,
     ToCurve<&Lib::crypto_sign_ed25519_sk_to_curve25519, true>},
    {"sodium_crypto_sign_keypair", "(): string", kSodiumWrites, SignKeyPair},
    {"sodium_crypto_sign_keypair_from_secretkey_and_publickey", kOfKeys, kSodiumEffects, SignPairOf},
    {"sodium_crypto_sign_open", "(string $signed_message, string $public_key): string|false", kSodiumEffects,
     SignOpen},
    {"sodium_crypto_sign_publickey", kOfPair, kSodiumEffects, SignPublic},
    {"sodium_crypto_sign_publickey_from_secretkey", kOfSecret, kSodiumEffects, SignPublicOfSecret},
    {"sodium_crypto_sign_secretkey", kOfPair, kSodiumEffects, SignSecret},
    {"sodium_crypto_sign_seed_keypair", kOfSeed, kSodiumEffects, SignSeedKeyPair},
    {"sodium_crypto_sign_verify_detached", "(string $signature, string $message, string $public_key): bool",
     kSodiumEffects, SignVerifyDetached},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const BuiltinTable kSodiumPublicKeyFunctions(kRows);

}  // namespace tusk
