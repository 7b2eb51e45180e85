// libsodium, opened when a script first needs it, and what the functions of the sodium extension share. The
// declarations are those of libsodium 1.0.18.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>

#include "interp/ext/library.h"
#include "interp/ext/support.h"

namespace tusk {

using SodiumOut = unsigned char*;
using SodiumIn = const unsigned char*;
using SodiumSize = unsigned long long;

// X(result, name, (parameters))
// clang-format off
#define TUSK_SODIUM_AEAD(X, name)                                                                             \
  X(int, crypto_aead_##name##_encrypt, (SodiumOut, SodiumSize*, SodiumIn, SodiumSize, SodiumIn, SodiumSize, SodiumIn, SodiumIn, SodiumIn)) \
  X(int, crypto_aead_##name##_decrypt, (SodiumOut, SodiumSize*, SodiumOut, SodiumIn, SodiumSize, SodiumIn, SodiumSize, SodiumIn, SodiumIn))
#define TUSK_SODIUM_FUNCTIONS(X)                                                                              \
  X(int, sodium_init, ())                                                                                     \
  X(const char*, sodium_version_string, ())                                                                   \
  X(int, sodium_library_version_major, ())                                                                    \
  X(int, sodium_library_version_minor, ())                                                                    \
  X(void, randombytes_buf, (void*, size_t))                                                                   \
  X(void, sodium_increment, (SodiumOut, size_t))                                                              \
  X(void, sodium_add, (SodiumOut, SodiumIn, size_t))                                                          \
  X(int, sodium_compare, (SodiumIn, SodiumIn, size_t))                                                        \
  X(int, sodium_memcmp, (const void*, const void*, size_t))                                                   \
  X(int, sodium_hex2bin, (SodiumOut, size_t, const char*, size_t, const char*, size_t*, const char**))        \
  X(char*, sodium_bin2hex, (char*, size_t, SodiumIn, size_t))                                                 \
  X(size_t, sodium_base64_encoded_len, (size_t, int))                                                         \
  X(char*, sodium_bin2base64, (char*, size_t, SodiumIn, size_t, int))                                         \
  X(int, sodium_base642bin, (SodiumOut, size_t, const char*, size_t, const char*, size_t*, const char**, int)) \
  X(int, crypto_aead_aes256gcm_is_available, ())                                                              \
  TUSK_SODIUM_AEAD(X, aes256gcm)                                                                              \
  TUSK_SODIUM_AEAD(X, chacha20poly1305)                                                                       \
  TUSK_SODIUM_AEAD(X, chacha20poly1305_ietf)                                                                  \
  TUSK_SODIUM_AEAD(X, xchacha20poly1305_ietf)                                                                 \
  X(int, crypto_auth, (SodiumOut, SodiumIn, SodiumSize, SodiumIn))                                            \
  X(int, crypto_auth_verify, (SodiumIn, SodiumIn, SodiumSize, SodiumIn))                                      \
  X(int, crypto_secretbox_easy, (SodiumOut, SodiumIn, SodiumSize, SodiumIn, SodiumIn))                        \
  X(int, crypto_secretbox_open_easy, (SodiumOut, SodiumIn, SodiumSize, SodiumIn, SodiumIn))                   \
  X(int, crypto_stream, (SodiumOut, SodiumSize, SodiumIn, SodiumIn))                                          \
  X(int, crypto_stream_xor, (SodiumOut, SodiumIn, SodiumSize, SodiumIn, SodiumIn))                            \
  X(int, crypto_stream_xchacha20, (SodiumOut, SodiumSize, SodiumIn, SodiumIn))                                \
  X(int, crypto_stream_xchacha20_xor, (SodiumOut, SodiumIn, SodiumSize, SodiumIn, SodiumIn))                  \
  X(int, crypto_stream_xchacha20_xor_ic, (SodiumOut, SodiumIn, SodiumSize, SodiumIn, uint64_t, SodiumIn))     \
  X(size_t, crypto_secretstream_xchacha20poly1305_statebytes, ())                                             \
  X(int, crypto_secretstream_xchacha20poly1305_init_push, (void*, SodiumOut, SodiumIn))                       \
  X(int, crypto_secretstream_xchacha20poly1305_push, (void*, SodiumOut, SodiumSize*, SodiumIn, SodiumSize, SodiumIn, SodiumSize, unsigned char)) \
  X(int, crypto_secretstream_xchacha20poly1305_init_pull, (void*, SodiumIn, SodiumIn))                        \
  X(int, crypto_secretstream_xchacha20poly1305_pull, (void*, SodiumOut, SodiumSize*, SodiumOut, SodiumIn, SodiumSize, SodiumIn, SodiumSize)) \
  X(void, crypto_secretstream_xchacha20poly1305_rekey, (void*))                                               \
  X(int, crypto_shorthash, (SodiumOut, SodiumIn, SodiumSize, SodiumIn))                                       \
  X(size_t, crypto_generichash_statebytes, ())                                                                \
  X(int, crypto_generichash, (SodiumOut, size_t, SodiumIn, SodiumSize, SodiumIn, size_t))                     \
  X(int, crypto_generichash_init, (void*, SodiumIn, size_t, size_t))                                          \
  X(int, crypto_generichash_update, (void*, SodiumIn, SodiumSize))                                            \
  X(int, crypto_generichash_final, (void*, SodiumOut, size_t))                                                \
  X(int, crypto_kdf_derive_from_key, (SodiumOut, size_t, uint64_t, const char*, SodiumIn))                    \
  X(int, crypto_pwhash, (SodiumOut, SodiumSize, const char*, SodiumSize, SodiumIn, SodiumSize, size_t, int))  \
  X(int, crypto_pwhash_str, (char*, const char*, SodiumSize, SodiumSize, size_t))                             \
  X(int, crypto_pwhash_str_verify, (const char*, const char*, SodiumSize))                                    \
  X(int, crypto_pwhash_str_needs_rehash, (const char*, SodiumSize, size_t))                                   \
  X(int, crypto_pwhash_scryptsalsa208sha256, (SodiumOut, SodiumSize, const char*, SodiumSize, SodiumIn, SodiumSize, size_t)) \
  X(int, crypto_pwhash_scryptsalsa208sha256_str, (char*, const char*, SodiumSize, SodiumSize, size_t))        \
  X(int, crypto_pwhash_scryptsalsa208sha256_str_verify, (const char*, const char*, SodiumSize))               \
  X(int, crypto_box_keypair, (SodiumOut, SodiumOut))                                                          \
  X(int, crypto_box_seed_keypair, (SodiumOut, SodiumOut, SodiumIn))                                           \
  X(int, crypto_box_easy, (SodiumOut, SodiumIn, SodiumSize, SodiumIn, SodiumIn, SodiumIn))                    \
  X(int, crypto_box_open_easy, (SodiumOut, SodiumIn, SodiumSize, SodiumIn, SodiumIn, SodiumIn))               \
  X(int, crypto_box_seal, (SodiumOut, SodiumIn, SodiumSize, SodiumIn))                                        \
  X(int, crypto_box_seal_open, (SodiumOut, SodiumIn, SodiumSize, SodiumIn, SodiumIn))                         \
  X(int, crypto_scalarmult, (SodiumOut, SodiumIn, SodiumIn))                                                  \
  X(int, crypto_scalarmult_base, (SodiumOut, SodiumIn))                                                       \
  X(int, crypto_scalarmult_ristretto255, (SodiumOut, SodiumIn, SodiumIn))                                     \
  X(int, crypto_scalarmult_ristretto255_base, (SodiumOut, SodiumIn))                                          \
  X(int, crypto_core_ristretto255_add, (SodiumOut, SodiumIn, SodiumIn))                                       \
  X(int, crypto_core_ristretto255_sub, (SodiumOut, SodiumIn, SodiumIn))                                       \
  X(int, crypto_core_ristretto255_from_hash, (SodiumOut, SodiumIn))                                           \
  X(int, crypto_core_ristretto255_is_valid_point, (SodiumIn))                                                 \
  X(void, crypto_core_ristretto255_random, (SodiumOut))                                                       \
  X(void, crypto_core_ristretto255_scalar_random, (SodiumOut))                                                \
  X(void, crypto_core_ristretto255_scalar_add, (SodiumOut, SodiumIn, SodiumIn))                               \
  X(void, crypto_core_ristretto255_scalar_sub, (SodiumOut, SodiumIn, SodiumIn))                               \
  X(void, crypto_core_ristretto255_scalar_mul, (SodiumOut, SodiumIn, SodiumIn))                               \
  X(void, crypto_core_ristretto255_scalar_complement, (SodiumOut, SodiumIn))                                  \
  X(void, crypto_core_ristretto255_scalar_negate, (SodiumOut, SodiumIn))                                      \
  X(void, crypto_core_ristretto255_scalar_reduce, (SodiumOut, SodiumIn))                                      \
  X(int, crypto_core_ristretto255_scalar_invert, (SodiumOut, SodiumIn))                                       \
  X(int, crypto_kx_keypair, (SodiumOut, SodiumOut))                                                           \
  X(int, crypto_kx_seed_keypair, (SodiumOut, SodiumOut, SodiumIn))                                            \
  X(int, crypto_kx_client_session_keys, (SodiumOut, SodiumOut, SodiumIn, SodiumIn, SodiumIn))                 \
  X(int, crypto_kx_server_session_keys, (SodiumOut, SodiumOut, SodiumIn, SodiumIn, SodiumIn))                 \
  X(int, crypto_sign_keypair, (SodiumOut, SodiumOut))                                                         \
  X(int, crypto_sign_seed_keypair, (SodiumOut, SodiumOut, SodiumIn))                                          \
  X(int, crypto_sign, (SodiumOut, SodiumSize*, SodiumIn, SodiumSize, SodiumIn))                               \
  X(int, crypto_sign_open, (SodiumOut, SodiumSize*, SodiumIn, SodiumSize, SodiumIn))                          \
  X(int, crypto_sign_detached, (SodiumOut, SodiumSize*, SodiumIn, SodiumSize, SodiumIn))                      \
  X(int, crypto_sign_verify_detached, (SodiumIn, SodiumIn, SodiumSize, SodiumIn))                             \
  X(int, crypto_sign_ed25519_sk_to_pk, (SodiumOut, SodiumIn))                                                 \
  X(int, crypto_sign_ed25519_pk_to_curve25519, (SodiumOut, SodiumIn))                                         \
  X(int, crypto_sign_ed25519_sk_to_curve25519, (SodiumOut, SodiumIn))
// clang-format on

struct SodiumLibrary {
  TUSK_SODIUM_FUNCTIONS(TUSK_LIBRARY_MEMBER)
};
// Ends the script with an error when the library is not installed.
const SodiumLibrary& Sodium();

inline SodiumOut SodiumBytes(String* s) { return reinterpret_cast<SodiumOut>(s->data); }
inline SodiumIn SodiumArg(Args args, uint32_t i) { return reinterpret_cast<SodiumIn>(args.Str(i)->data); }
inline size_t SodiumLength(Args args, uint32_t i) { return args.Str(i)->length; }

// A SodiumException; its backtrace shows no arguments, which are secrets.
void ThrowSodium(std::string_view message);
// "name(): Argument #i ($x) <message>"; i counts from 1.
void ThrowSodiumArgument(uint32_t i, std::string_view message);
// A made string that came out wrong.
void SodiumFailed(String* made, std::string_view message = "internal error");

// What the length of an argument (from 0) must be; the name of PHP's constant for it.
struct SodiumLengthRule {
  uint32_t argument;
  size_t bytes;
  const char* constant;  // between SODIUM_CRYPTO_ and BYTES
};
bool SodiumFits(Args args, std::initializer_list<SodiumLengthRule> rules);

// The body of a ..._keygen function.
template <size_t kBytes>
void SodiumKey(Args, Value* result) {
  String* key = NewString(kBytes);
  Sodium().randombytes_buf(key->data, kBytes);
  Return(result, key);
}
// The body that takes bytes out of its only argument, which must have kWhole of them.
template <size_t kWhole, size_t kFrom, size_t kBytes>
void SodiumSlice(Args args, Value* result, const char* constant) {
  if (!SodiumFits(args, {{0, kWhole, constant}})) return;
  Return(result, args.View(0).substr(kFrom, kBytes));
}

inline constexpr uint16_t kSodiumEffects = Effects::kReadsState | Effects::kWarns | Effects::kThrows;
inline constexpr uint16_t kSodiumWrites = kSodiumEffects | Effects::kWritesState | Effects::kWritesArgs;

}  // namespace tusk
