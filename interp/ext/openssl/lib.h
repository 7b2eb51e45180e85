// OpenSSL's libcrypto, opened when a script first needs it. Its types are opaque here; the declarations are
// those of OpenSSL 3.0.
#pragma once

#include <cstddef>
#include <cstdint>
#include <ctime>
#include <string>
#include <string_view>
#include <utility>

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

// Certificate requests, SPKAC, containers and messages: all objects are opaque pointers.
#define TUSK_CRYPTO_REQUESTS(X)                                                                  \
  X(void*, X509_REQ_new, ())                                                                     \
  X(void, X509_REQ_free, (void*))                                                                \
  X(void*, X509_REQ_dup, (const void*))                                                          \
  X(int, X509_REQ_set_version, (void*, long))                                                    \
  X(X509Name*, X509_REQ_get_subject_name, (const void*))                                         \
  X(int, X509_REQ_set_pubkey, (void*, Pkey*))                                                    \
  X(Pkey*, X509_REQ_get_pubkey, (void*))                                                         \
  X(int, X509_REQ_sign, (void*, Pkey*, const Md*))                                               \
  X(int, X509_REQ_verify, (void*, Pkey*))                                                        \
  X(int, X509_REQ_print, (Bio*, void*))                                                          \
  X(int, X509_REQ_add1_attr_by_NID, (void*, int, int, const unsigned char*, int))                \
  X(int, PEM_write_bio_X509_REQ, (Bio*, const void*))                                            \
  X(void*, PEM_read_bio_X509_REQ, (Bio*, void*, PasswordCallback, void*))                        \
  X(int, X509_NAME_add_entry_by_NID, (X509Name*, int, int, const unsigned char*, int, int, int)) \
  X(int, X509_NAME_get_index_by_NID, (const X509Name*, int, int))                                \
  X(int, OBJ_txt2nid, (const char*))                                                             \
  X(X509*, X509_new, ())                                                                         \
  X(int, X509_set_version, (X509*, long))                                                        \
  X(int, ASN1_INTEGER_set_int64, (Asn1String*, int64_t))                                         \
  X(int, X509_set_subject_name, (X509*, const X509Name*))                                        \
  X(int, X509_set_issuer_name, (X509*, const X509Name*))                                         \
  X(void*, X509_gmtime_adj, (void*, long))                                                       \
  X(void*, X509_time_adj_ex, (void*, int, long, void*))                                          \
  X(void*, X509_getm_notBefore, (const X509*))                                                   \
  X(void*, X509_getm_notAfter, (const X509*))                                                    \
  X(int, X509_set_pubkey, (X509*, Pkey*))                                                        \
  X(int, X509_sign, (X509*, Pkey*, const Md*))                                                   \
  X(void*, NCONF_new, (void*))                                                                   \
  X(void, NCONF_free, (void*))                                                                   \
  X(int, NCONF_load, (void*, const char*, long*))                                                \
  X(char*, NCONF_get_string, (const void*, const char*, const char*))                            \
  X(void*, NCONF_get_section, (const void*, const char*))                                        \
  X(void, X509V3_set_ctx, (void*, X509*, X509*, void*, void*, int))                              \
  X(void, X509V3_set_nconf, (void*, void*))                                                      \
  X(int, X509V3_EXT_add_nconf, (void*, void*, const char*, X509*))                               \
  X(int, X509V3_EXT_REQ_add_nconf, (void*, void*, const char*, void*))                           \
  X(int, ASN1_STRING_set_default_mask_asc, (const char*))                                        \
  X(void*, NETSCAPE_SPKI_new, ())                                                                \
  X(void, NETSCAPE_SPKI_free, (void*))                                                           \
  X(int, NETSCAPE_SPKI_set_pubkey, (void*, Pkey*))                                               \
  X(Pkey*, NETSCAPE_SPKI_get_pubkey, (void*))                                                    \
  X(int, NETSCAPE_SPKI_sign, (void*, Pkey*, const Md*))                                          \
  X(int, NETSCAPE_SPKI_verify, (void*, Pkey*))                                                   \
  X(char*, NETSCAPE_SPKI_b64_encode, (void*))                                                    \
  X(void*, NETSCAPE_SPKI_b64_decode, (const char*, int))                                         \
  X(int, BN_hex2bn, (Bignum**, const char*))                                                     \
  X(void*, BN_to_ASN1_INTEGER, (const Bignum*, Asn1String*))                                     \
  X(int, ASN1_STRING_set, (void*, const void*, int))

#define TUSK_CRYPTO_MESSAGES(X)                                                                             \
  X(void*, OPENSSL_sk_new_null, ())                                                                         \
  X(int, OPENSSL_sk_push, (void*, const void*))                                                             \
  X(int, OPENSSL_sk_num, (const void*))                                                                     \
  X(void*, OPENSSL_sk_value, (const void*, int))                                                            \
  X(void, OPENSSL_sk_pop_free, (void*, void (*)(void*)))                                                    \
  X(void, OPENSSL_sk_free, (void*))                                                                         \
  X(Bio*, BIO_new_file, (const char*, const char*))                                                         \
  X(int, BIO_write, (Bio*, const void*, int))                                                               \
  X(int, BIO_read, (Bio*, void*, int))                                                                      \
  X(void*, PKCS12_create, (const char*, const char*, Pkey*, X509*, void*, int, int, int, int, int))         \
  X(void, PKCS12_free, (void*))                                                                             \
  X(int, PKCS12_parse, (void*, const char*, Pkey**, X509**, void**))                                        \
  X(int, i2d_PKCS12_bio, (Bio*, const void*))                                                               \
  X(void*, d2i_PKCS12_bio, (Bio*, void*))                                                                   \
  X(void*, PKCS7_sign, (X509*, Pkey*, void*, Bio*, int))                                                    \
  X(int, PKCS7_verify, (void*, void*, void*, Bio*, Bio*, int))                                              \
  X(void*, PKCS7_get0_signers, (void*, void*, int))                                                         \
  X(void*, PKCS7_encrypt, (void*, Bio*, const Cipher*, int))                                                \
  X(int, PKCS7_decrypt, (void*, Pkey*, X509*, Bio*, int))                                                   \
  X(void, PKCS7_free, (void*))                                                                              \
  X(void*, SMIME_read_PKCS7, (Bio*, Bio**))                                                                 \
  X(int, SMIME_write_PKCS7, (Bio*, void*, Bio*, int))                                                       \
  X(void*, PEM_read_bio_PKCS7, (Bio*, void*, PasswordCallback, void*))                                      \
  X(int, PEM_write_bio_PKCS7, (Bio*, const void*))                                                          \
  X(void*, CMS_sign, (X509*, Pkey*, void*, Bio*, unsigned))                                                 \
  X(int, CMS_verify, (void*, void*, void*, Bio*, Bio*, unsigned))                                           \
  X(void*, CMS_encrypt, (void*, Bio*, const Cipher*, unsigned))                                             \
  X(int, CMS_decrypt, (void*, Pkey*, X509*, Bio*, Bio*, unsigned))                                          \
  X(void*, CMS_get0_signers, (void*))                                                                       \
  X(void*, CMS_get1_certs, (void*))                                                                         \
  X(void, CMS_ContentInfo_free, (void*))                                                                    \
  X(void*, SMIME_read_CMS, (Bio*, Bio**))                                                                   \
  X(int, SMIME_write_CMS, (Bio*, void*, Bio*, int))                                                         \
  X(void*, PEM_read_bio_CMS, (Bio*, void*, PasswordCallback, void*))                                        \
  X(int, PEM_write_bio_CMS_stream, (Bio*, void*, Bio*, int))                                                \
  X(void*, d2i_CMS_bio, (Bio*, void*))                                                                      \
  X(int, i2d_CMS_bio_stream, (Bio*, void*, Bio*, int))                                                      \
  X(void*, X509_STORE_new, ())                                                                              \
  X(void, X509_STORE_free, (void*))                                                                         \
  X(int, X509_STORE_load_file, (void*, const char*))                                                        \
  X(int, X509_STORE_load_path, (void*, const char*))                                                        \
  X(int, X509_STORE_set_default_paths, (void*))                                                             \
  X(void*, X509_STORE_CTX_new, ())                                                                          \
  X(void, X509_STORE_CTX_free, (void*))                                                                     \
  X(int, X509_STORE_CTX_init, (void*, void*, X509*, void*))                                                 \
  X(int, X509_STORE_CTX_set_purpose, (void*, int))                                                          \
  X(int, X509_verify_cert, (void*))                                                                         \
  X(int, EVP_SealInit, (CipherCtx*, const Cipher*, unsigned char**, int*, unsigned char*, Pkey**, int))     \
  X(int, EVP_EncryptUpdate, (CipherCtx*, unsigned char*, int*, const unsigned char*, int))                  \
  X(int, EVP_SealFinal, (CipherCtx*, unsigned char*, int*))                                                 \
  X(int, EVP_OpenInit, (CipherCtx*, const Cipher*, const unsigned char*, int, const unsigned char*, Pkey*)) \
  X(int, EVP_DecryptUpdate, (CipherCtx*, unsigned char*, int*, const unsigned char*, int))                  \
  X(int, EVP_OpenFinal, (CipherCtx*, unsigned char*, int*))                                                 \
  X(Pkey*, EVP_PKEY_new, ())                                                                                \
  X(int, EVP_PKEY_copy_parameters, (Pkey*, const Pkey*))                                                    \
  X(int, EVP_PKEY_set1_encoded_public_key, (Pkey*, const unsigned char*, size_t))

struct CryptoLibrary {
  TUSK_CRYPTO_CIPHERS(TUSK_LIBRARY_MEMBER)
  TUSK_CRYPTO_KEYS(TUSK_LIBRARY_MEMBER)
  TUSK_CRYPTO_CERTIFICATES(TUSK_LIBRARY_MEMBER)
  TUSK_CRYPTO_REQUESTS(TUSK_LIBRARY_MEMBER)
  TUSK_CRYPTO_MESSAGES(TUSK_LIBRARY_MEMBER)
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

// The certificate of an argument, or null after "X.509 Certificate cannot be retrieved".
X509* ReadCertificateOrWarn(const Value& v);
Value NewCertificate(X509* x);   // takes over
Value CertificateText(X509* x);  // PEM
// The parts of a name by their short or long names; what comes more than once is an array.
Value NameParts(const X509Name* name, bool short_names);

// The key that an argument (or an element of one) means; owned, null when it means none (an exception may be
// pending). `i`: which argument an error is about.
Pkey* ReadKey(const Value& v, uint32_t i, bool is_private, std::string_view phrase = {});
Value NewKey(Pkey* pkey, bool is_private);  // takes over
std::string PemText(std::string_view s);    // the text itself, or of the file that "file://..." names
bool WriteTextFile(const char* name, std::string_view bytes);
inline void FreeBio(Bio* bio) { Crypto().BIO_free(bio); }
// A new key as `options` say (null for the defaults); null: said why.
Pkey* GenerateKey(const Array* options);
// OPENSSL_ALGO_*, or a name; null: unknown, and said so.
const Md* DigestOf(const Value& v);
class KeyHolder {
 public:
  explicit KeyHolder(Pkey* key) : key_(key) {}
  ~KeyHolder() {
    if (key_) Crypto().EVP_PKEY_free(key_);
  }
  KeyHolder(const KeyHolder&) = delete;
  KeyHolder& operator=(const KeyHolder&) = delete;
  operator Pkey*() const { return key_; }
  Pkey* Take() { return std::exchange(key_, nullptr); }

 private:
  Pkey* key_;
};
// Anything with a function that frees it.
template <typename T>
class Held {
 public:
  Held(T* p, void (*free)(T*)) : p_(p), free_(free) {}
  ~Held() {
    if (p_) free_(p_);
  }
  Held(const Held&) = delete;
  Held& operator=(const Held&) = delete;
  operator T*() const { return p_; }

 private:
  T* p_;
  void (*free_)(T*);
};

inline const unsigned char* Bytes(const char* s) { return reinterpret_cast<const unsigned char*>(s); }
inline unsigned char* Bytes(char* s) { return reinterpret_cast<unsigned char*>(s); }

}  // namespace tusk
