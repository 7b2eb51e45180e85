// OpenSSL's libcrypto, opened when a script first needs it. Its types are opaque here; the declarations are
// those of OpenSSL 3.0.
#pragma once

#include <cstddef>
#include <cstdint>
#include <ctime>
#include <string>
#include <string_view>

#include "interp/ext/library.h"
#include "interp/runtime/value.h"

namespace tusk {

struct evp_cipher_st;
struct evp_cipher_ctx_st;
struct evp_md_st;
struct evp_md_ctx_st;
struct evp_pkey_st;
struct evp_pkey_ctx_st;
struct bio_st;
struct x509_st;
struct bignum_st;
struct x509_name_st;
struct asn1_string_st;
using Cipher = evp_cipher_st;
using CipherCtx = evp_cipher_ctx_st;
using Md = evp_md_st;
using MdCtx = evp_md_ctx_st;
using Pkey = evp_pkey_st;
using PkeyCtx = evp_pkey_ctx_st;
using Bio = bio_st;
using X509 = x509_st;
using Bignum = bignum_st;
using X509Name = x509_name_st;
using Asn1String = asn1_string_st;
using NameCallback = void (*)(const void* object, const char* from, const char* to, void* context);
using PasswordCallback = int (*)(char* buffer, int size, int writing, void* data);

// X(result, name, (parameters))
#define TUSK_CRYPTO_CIPHERS(X)                                                               \
  X(const Cipher*, EVP_get_cipherbyname, (const char*))                                      \
  X(const Md*, EVP_get_digestbyname, (const char*))                                          \
  X(int, EVP_CIPHER_get_iv_length, (const Cipher*))                                          \
  X(int, EVP_CIPHER_get_key_length, (const Cipher*))                                         \
  X(int, EVP_CIPHER_get_block_size, (const Cipher*))                                         \
  X(int, EVP_CIPHER_get_mode, (const Cipher*))                                               \
  X(unsigned long, EVP_CIPHER_get_flags, (const Cipher*))                                    \
  X(CipherCtx*, EVP_CIPHER_CTX_new, ())                                                      \
  X(void, EVP_CIPHER_CTX_free, (CipherCtx*))                                                 \
  X(int, EVP_CIPHER_CTX_ctrl, (CipherCtx*, int, int, void*))                                 \
  X(int, EVP_CIPHER_CTX_set_padding, (CipherCtx*, int))                                      \
  X(int, EVP_CIPHER_CTX_set_key_length, (CipherCtx*, int))                                   \
  X(int, EVP_CipherInit_ex,                                                                  \
    (CipherCtx*, const Cipher*, void*, const unsigned char*, const unsigned char*, int))     \
  X(int, EVP_CipherUpdate, (CipherCtx*, unsigned char*, int*, const unsigned char*, int))    \
  X(int, EVP_CipherFinal_ex, (CipherCtx*, unsigned char*, int*))                             \
  X(void, EVP_CIPHER_do_all_sorted, (NameCallback, void*))                                   \
  X(void, EVP_MD_do_all_sorted, (NameCallback, void*))                                       \
  X(int, EVP_MD_get_size, (const Md*))                                                       \
  X(MdCtx*, EVP_MD_CTX_new, ())                                                              \
  X(void, EVP_MD_CTX_free, (MdCtx*))                                                         \
  X(int, EVP_Digest, (const void*, size_t, unsigned char*, unsigned int*, const Md*, void*)) \
  X(int, PKCS5_PBKDF2_HMAC,                                                                  \
    (const char*, int, const unsigned char*, int, int, const Md*, int, unsigned char*))      \
  X(unsigned long, ERR_get_error, ())                                                        \
  X(void, ERR_error_string_n, (unsigned long, char*, size_t))                                \
  X(void*, EVP_CIPHER_fetch, (void*, const char*, const char*))                              \
  X(void, EVP_CIPHER_free, (void*))                                                          \
  X(int, OBJ_sn2nid, (const char*))                                                          \
  X(const char*, OBJ_nid2sn, (int))                                                          \
  X(const char*, OpenSSL_version, (int))

#define TUSK_CRYPTO_KEYS(X)                                                                          \
  X(Bio*, BIO_new_mem_buf, (const void*, int))                                                       \
  X(Bio*, BIO_new, (const void*))                                                                    \
  X(const void*, BIO_s_mem, ())                                                                      \
  X(long, BIO_ctrl, (Bio*, int, long, void*))                                                        \
  X(int, BIO_free, (Bio*))                                                                           \
  X(Pkey*, PEM_read_bio_PrivateKey, (Bio*, Pkey**, PasswordCallback, void*))                         \
  X(Pkey*, PEM_read_bio_PUBKEY, (Bio*, Pkey**, PasswordCallback, void*))                             \
  X(X509*, PEM_read_bio_X509, (Bio*, X509**, PasswordCallback, void*))                               \
  X(int, PEM_write_bio_X509, (Bio*, X509*))                                                          \
  X(int, X509_print, (Bio*, X509*))                                                                  \
  X(int, PEM_write_bio_PrivateKey,                                                                   \
    (Bio*, const Pkey*, const Cipher*, const unsigned char*, int, PasswordCallback, void*))          \
  X(int, PEM_write_bio_PUBKEY, (Bio*, const Pkey*))                                                  \
  X(Pkey*, X509_get_pubkey, (X509*))                                                                 \
  X(void, X509_free, (X509*))                                                                        \
  X(int, X509_up_ref, (X509*))                                                                       \
  X(int, X509_digest, (const X509*, const Md*, unsigned char*, unsigned int*))                       \
  X(int, X509_check_private_key, (const X509*, const Pkey*))                                         \
  X(int, X509_verify, (X509*, Pkey*))                                                                \
  X(void, EVP_PKEY_free, (Pkey*))                                                                    \
  X(int, EVP_PKEY_up_ref, (Pkey*))                                                                   \
  X(int, EVP_PKEY_get_base_id, (const Pkey*))                                                        \
  X(int, EVP_PKEY_get_bits, (const Pkey*))                                                           \
  X(int, EVP_PKEY_get_size, (const Pkey*))                                                           \
  X(int, EVP_PKEY_get_bn_param, (const Pkey*, const char*, Bignum**))                                \
  X(int, EVP_PKEY_get_utf8_string_param, (const Pkey*, const char*, char*, size_t, size_t*))         \
  X(int, BN_num_bits, (const Bignum*))                                                               \
  X(int, BN_bn2bin, (const Bignum*, unsigned char*))                                                 \
  X(void, BN_free, (Bignum*))                                                                        \
  X(PkeyCtx*, EVP_PKEY_CTX_new, (Pkey*, void*))                                                      \
  X(PkeyCtx*, EVP_PKEY_CTX_new_id, (int, void*))                                                     \
  X(void, EVP_PKEY_CTX_free, (PkeyCtx*))                                                             \
  X(int, EVP_PKEY_keygen_init, (PkeyCtx*))                                                           \
  X(int, EVP_PKEY_keygen, (PkeyCtx*, Pkey**))                                                        \
  X(int, EVP_PKEY_CTX_set_rsa_keygen_bits, (PkeyCtx*, int))                                          \
  X(int, EVP_PKEY_CTX_set_ec_paramgen_curve_nid, (PkeyCtx*, int))                                    \
  X(int, EVP_PKEY_CTX_set_rsa_padding, (PkeyCtx*, int))                                              \
  X(int, EVP_PKEY_encrypt_init, (PkeyCtx*))                                                          \
  X(int, EVP_PKEY_encrypt, (PkeyCtx*, unsigned char*, size_t*, const unsigned char*, size_t))        \
  X(int, EVP_PKEY_decrypt_init, (PkeyCtx*))                                                          \
  X(int, EVP_PKEY_decrypt, (PkeyCtx*, unsigned char*, size_t*, const unsigned char*, size_t))        \
  X(int, EVP_PKEY_sign_init, (PkeyCtx*))                                                             \
  X(int, EVP_PKEY_sign, (PkeyCtx*, unsigned char*, size_t*, const unsigned char*, size_t))           \
  X(int, EVP_PKEY_verify_recover_init, (PkeyCtx*))                                                   \
  X(int, EVP_PKEY_verify_recover, (PkeyCtx*, unsigned char*, size_t*, const unsigned char*, size_t)) \
  X(int, EVP_PKEY_derive_init, (PkeyCtx*))                                                           \
  X(int, EVP_PKEY_derive_set_peer, (PkeyCtx*, Pkey*))                                                \
  X(int, EVP_PKEY_derive, (PkeyCtx*, unsigned char*, size_t*))                                       \
  X(int, EVP_DigestSignInit, (MdCtx*, PkeyCtx**, const Md*, void*, Pkey*))                           \
  X(int, EVP_DigestSign, (MdCtx*, unsigned char*, size_t*, const unsigned char*, size_t))            \
  X(int, EVP_DigestVerifyInit, (MdCtx*, PkeyCtx**, const Md*, void*, Pkey*))                         \
  X(int, EVP_DigestVerify, (MdCtx*, const unsigned char*, size_t, const unsigned char*, size_t))     \
  X(size_t, EC_get_builtin_curves, (void*, size_t))                                                  \
  X(void*, OBJ_nid2obj, (int))                                                                       \
  X(int, OBJ_obj2txt, (char*, int, const void*, int))

#define TUSK_CRYPTO_CERTIFICATES(X)                                                \
  X(X509Name*, X509_get_subject_name, (const X509*))                               \
  X(X509Name*, X509_get_issuer_name, (const X509*))                                \
  X(char*, X509_NAME_oneline, (const X509Name*, char*, int))                       \
  X(unsigned long, X509_NAME_hash_ex, (const X509Name*, void*, const char*, int*)) \
  X(int, X509_NAME_entry_count, (const X509Name*))                                 \
  X(void*, X509_NAME_get_entry, (const X509Name*, int))                            \
  X(void*, X509_NAME_ENTRY_get_object, (const void*))                              \
  X(Asn1String*, X509_NAME_ENTRY_get_data, (const void*))                          \
  X(int, OBJ_obj2nid, (const void*))                                               \
  X(const char*, OBJ_nid2ln, (int))                                                \
  X(int, ASN1_STRING_to_UTF8, (unsigned char**, const Asn1String*))                \
  X(const unsigned char*, ASN1_STRING_get0_data, (const Asn1String*))              \
  X(int, ASN1_STRING_length, (const Asn1String*))                                  \
  X(int, ASN1_TIME_to_tm, (const Asn1String*, struct tm*))                         \
  X(int, ASN1_STRING_print, (Bio*, const Asn1String*))                             \
  X(void, CRYPTO_free, (void*, const char*, int))                                  \
  X(long, X509_get_version, (const X509*))                                         \
  X(Asn1String*, X509_get_serialNumber, (X509*))                                   \
  X(char*, i2s_ASN1_INTEGER, (void*, const Asn1String*))                           \
  X(Bignum*, ASN1_INTEGER_to_BN, (const Asn1String*, Bignum*))                     \
  X(char*, BN_bn2hex, (const Bignum*))                                             \
  X(const Asn1String*, X509_get0_notBefore, (const X509*))                         \
  X(const Asn1String*, X509_get0_notAfter, (const X509*))                          \
  X(unsigned char*, X509_alias_get0, (X509*, int*))                                \
  X(int, X509_get_signature_nid, (const X509*))                                    \
  X(int, X509_PURPOSE_get_count, ())                                               \
  X(void*, X509_PURPOSE_get0, (int))                                               \
  X(int, X509_PURPOSE_get_id, (const void*))                                       \
  X(char*, X509_PURPOSE_get0_name, (const void*))                                  \
  X(char*, X509_PURPOSE_get0_sname, (const void*))                                 \
  X(int, X509_check_purpose, (X509*, int, int))                                    \
  X(int, X509_get_ext_count, (const X509*))                                        \
  X(void*, X509_get_ext, (const X509*, int))                                       \
  X(void*, X509_EXTENSION_get_object, (void*))                                     \
  X(Asn1String*, X509_EXTENSION_get_data, (void*))                                 \
  X(int, X509V3_EXT_print, (Bio*, void*, unsigned long, int))

struct CryptoLibrary {
  TUSK_CRYPTO_CIPHERS(TUSK_LIBRARY_MEMBER)
  TUSK_CRYPTO_KEYS(TUSK_LIBRARY_MEMBER)
  TUSK_CRYPTO_CERTIFICATES(TUSK_LIBRARY_MEMBER)
};
// Ends the script with an error when the library is not installed.
const CryptoLibrary& Crypto();
// Moves OpenSSL's errors to where openssl_error_string() finds them.
void KeepCryptoErrors();

// A memory BIO that goes with its scope.
class MemoryBio {
 public:
  MemoryBio() : bio_(Crypto().BIO_new(Crypto().BIO_s_mem())) {}
  explicit MemoryBio(std::string_view bytes)
      : bio_(Crypto().BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size()))) {}
  ~MemoryBio() { Crypto().BIO_free(bio_); }
  MemoryBio(const MemoryBio&) = delete;
  MemoryBio& operator=(const MemoryBio&) = delete;
  operator Bio*() const { return bio_; }
  std::string_view bytes() const {
    constexpr int kInfo = 3;
    char* data = nullptr;
    long n = Crypto().BIO_ctrl(bio_, kInfo, 0, &data);
    return {data, static_cast<size_t>(n > 0 ? n : 0)};
  }

 private:
  Bio* bio_;
};

// The certificate that an object or PEM text (or a file of it, "file://...") means; owned, null for none.
X509* ReadCertificate(const Value& v);

inline const unsigned char* Bytes(const char* s) { return reinterpret_cast<const unsigned char*>(s); }
inline unsigned char* Bytes(char* s) { return reinterpret_cast<unsigned char*>(s); }

}  // namespace tusk
