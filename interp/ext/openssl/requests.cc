// Certificate signing requests and SPKAC of the openssl extension.
#include <cstring>
#include <string>

#include "interp/ext/library_tables.h"
#include "interp/ext/openssl/lib.h"
#include "interp/ext/support.h"
#include "interp/runtime/class_table.h"
#include "interp/runtime/object.h"

namespace tusk {
namespace {

constexpr int kUtf8 = 0x1000;    // MBSTRING_UTF8
constexpr int kTestContext = 1;  // CTX_TEST
constexpr char kUsualConfig[] = "/usr/lib/ssl/openssl.cnf";
constexpr int64_t kSecondsOfDay = 86400;

struct Request {
  void* csr;
};
void Destroy(Object* o) {
  if (o->native<Request>()->csr) Crypto().X509_REQ_free(o->native<Request>()->csr);
}
constexpr ObjectHandlers kHandlers = {.destroy_native = Destroy};

// The request that an argument means; owned, null after the warning.
void* ReadRequest(const Value& v) {
  if (v.IsObject()) return Crypto().X509_REQ_dup(v.obj->native<Request>()->csr);
  void* csr = Crypto().PEM_read_bio_X509_REQ(MemoryBio(PemText(v.str->view())), nullptr, nullptr, nullptr);
  KeepCryptoErrors();
  if (!csr) FunctionWarning("X.509 Certificate Signing Request cannot be retrieved");
  return csr;
}

// openssl.cnf and the options of a call.
class Config {
 public:
  explicit Config(const Array* options) : options_(options) {}
  ~Config() {
    if (conf_) Crypto().NCONF_free(conf_);
  }
  Config(const Config&) = delete;
  Config& operator=(const Config&) = delete;
  // False: said why.
  bool Load() {
    const CryptoLibrary& lib = Crypto();
    std::string file = Text("config", nullptr);
    if (file.empty()) {
      const char* named = std::getenv("OPENSSL_CONF");
      file = named ? named : kUsualConfig;
    }
    section_ = Text("config_section_name", nullptr);
    if (section_.empty()) section_ = "req";
    conf_ = lib.NCONF_new(nullptr);
    long line = 0;
    bool good = lib.NCONF_load(conf_, file.c_str(), &line) > 0;
    KeepCryptoErrors();
    if (!good) return false;
    extensions = Text("x509_extensions", "x509_extensions");
    request_extensions = Text("req_extensions", "req_extensions");
    std::string name = Text("digest_alg", "default_md");
    digest = name.empty() ? nullptr : lib.EVP_get_digestbyname(name.c_str());
    if (!digest) digest = lib.EVP_get_digestbyname("sha256");
    for (const std::string* section : {&extensions, &request_extensions}) {
      if (section->empty()) continue;
      char context[kContextBytes] = {};
      lib.X509V3_set_ctx(context, nullptr, nullptr, nullptr, nullptr, kTestContext);
      lib.X509V3_set_nconf(context, conf_);
      if (lib.X509V3_EXT_add_nconf(conf_, context, section->c_str(), nullptr)) continue;
      KeepCryptoErrors();
      FunctionWarning("Error loading %s section %s of %s",
                      section == &extensions ? "extensions_section" : "request_extensions_section", *section,
                      file);
      return false;
    }
    std::string mask = FromFile("string_mask");
    if (!mask.empty() && !lib.ASN1_STRING_set_default_mask_asc(mask.c_str())) {
      FunctionWarning("Invalid global string mask setting %s", mask);
      return false;
    }
    KeepCryptoErrors();
    return true;
  }
  std::string FromFile(const char* name) const {
    char* s = Crypto().NCONF_get_string(conf_, section_.c_str(), name);
    return s ? s : "";
  }
  void* conf() const { return conf_; }
  std::string extensions, request_extensions;
  const Md* digest = nullptr;
  static constexpr size_t kContextBytes = 256;  // X509V3_CTX has 64

 private:
  std::string Text(const char* option, const char* setting) const {
    Value v = options_ ? Deref(GetStr(options_, std::string_view(option))) : Value();
    if (v.IsString()) return std::string(v.str->view());
    return setting ? FromFile(setting) : "";
  }
  const Array* options_;
  std::string section_;
  void* conf_ = nullptr;
};

struct ConfValue {
  char *section, *name, *value;
};

bool AddName(X509Name* name, int nid, std::string_view text) {
  if (Crypto().X509_NAME_add_entry_by_NID(name, nid, kUtf8, Bytes(text.data()), static_cast<int>(text.size()),
                                          -1, 0))
    return true;
  KeepCryptoErrors();
  FunctionWarning(
      "dn: add_entry_by_NID %d -> %s (failed; check error queue and value of string_mask OpenSSL option if "
      "illegal characters are reported)",
      nid, text);
  return false;
}
// The names of an array, then the defaults of the file for what is missing. False: said why.
bool FillSubject(X509Name* name, const Array* names, const Config& config) {
  const CryptoLibrary& lib = Crypto();
  std::string section = config.FromFile("distinguished_name");
  void* defaults = section.empty() ? nullptr : lib.NCONF_get_section(config.conf(), section.c_str());
  if (!defaults) {
    KeepCryptoErrors();
    return false;
  }
  for (uint32_t p = First(names); p != kEnd; p = Next(names, p)) {
    ArrayKey key = KeyAt(names, p);
    if (key.IsInt()) continue;
    int nid = lib.OBJ_txt2nid(key.name->data);
    if (nid == 0) {
      FunctionWarning("dn: %s is not a recognized name", key.name->view());
      if (HasException()) return false;
      continue;
    }
    auto add = [&](const Value& v) {
      String* s = ToString(Deref(v));
      if (!s) return false;
      bool good = AddName(name, nid, s->view());
      Release(s);
      return good && !HasException();
    };
    Value v = Deref(ValueAt(names, p));
    if (!v.IsArray()) {
      if (!add(v)) return false;
      continue;
    }
    for (uint32_t q = First(v.arr); q != kEnd; q = Next(v.arr, q)) {
      if (!add(ValueAt(v.arr, q))) return false;
    }
  }
  constexpr std::string_view kSuffix = "_default";
  for (int i = 0; i < lib.OPENSSL_sk_num(defaults); ++i) {
    auto* row = static_cast<ConfValue*>(lib.OPENSSL_sk_value(defaults, i));
    std::string_view full = row->name;
    if (full.size() <= kSuffix.size() || !full.ends_with(kSuffix)) continue;
    std::string type(full.substr(0, full.size() - kSuffix.size()));
    // "0.organizationName" tells several of a kind apart.
    size_t dot = type.find_first_of(":,.");
    if (dot != type.npos && dot + 1 < type.size()) type = type.substr(dot + 1);
    if (type.starts_with("+")) type = type.substr(1);
    int nid = lib.OBJ_txt2nid(type.c_str());
    if (nid == 0 || lib.X509_NAME_get_index_by_NID(name, nid, -1) >= 0) continue;
    if (!AddName(name, nid, row->value)) return false;
  }
  KeepCryptoErrors();
  return true;
}

void CsrNew(Args args, Value* result) {
  const CryptoLibrary& lib = Crypto();
  const Array* options = args.IsNull(2) ? nullptr : args.Arr(2);
  Config config(options);
  if (!config.Load()) return HasException() ? void() : Return(result, false);
  const Value& given = args[1].ref->value;
  Pkey* key = given.IsNull() ? nullptr : ReadKey(given, 1, true);
  if (HasException()) return;
  bool made = !key;
  if (made) key = GenerateKey(options);
  if (!key) return HasException() ? void() : Return(result, false);
  KeyHolder holder(key);
  Held<void> csr(lib.X509_REQ_new(), lib.X509_REQ_free);
  lib.X509_REQ_set_version(csr, 0);
  bool good = FillSubject(lib.X509_REQ_get_subject_name(csr), args.Arr(0), config) &&
              lib.X509_REQ_set_pubkey(csr, key);
  if (good && !args.IsNull(3)) {
    const Array* attributes = args.Arr(3);
    for (uint32_t p = First(attributes); p != kEnd && good; p = Next(attributes, p)) {
      ArrayKey name = KeyAt(attributes, p);
      if (name.IsInt()) continue;
      String* s = ToString(Deref(ValueAt(attributes, p)));
      if (!s) return;
      int nid = lib.OBJ_txt2nid(name.name->data);
      if (nid == 0) {
        FunctionWarning("attributes: %s is not a recognized attribute name", name.name->view());
      } else if (!lib.X509_REQ_add1_attr_by_NID(csr, nid, kUtf8, Bytes(s->data),
                                                static_cast<int>(s->length))) {
        FunctionWarning("attributes: add_attr_by_NID %s -> %s (failed)", name.name->view(), s->view());
        good = false;
      }
      Release(s);
      if (HasException()) return;
    }
  }
  if (good && !config.request_extensions.empty()) {
    char context[Config::kContextBytes] = {};
    lib.X509V3_set_ctx(context, nullptr, nullptr, csr, nullptr, 0);
    lib.X509V3_set_nconf(context, config.conf());
    good = lib.X509V3_EXT_REQ_add_nconf(config.conf(), context, config.request_extensions.c_str(), csr);
    if (!good) FunctionWarning("Error loading extension section %s", config.request_extensions);
  }
  if (good && !lib.X509_REQ_sign(csr, key, config.digest)) {
    FunctionWarning("Error signing request");
    good = false;
  }
  KeepCryptoErrors();
  if (HasException()) return;
  if (!good) return Return(result, false);
  if (made) AssignArgument(args, 1, NewKey(holder.Take(), true));
  Object* o = NewObject(FindClass("OpenSSLCertificateSigningRequest", false));
  o->native<Request>()->csr = lib.X509_REQ_dup(csr);
  *result = Value(o);
}

void CsrSign(Args args, Value* result) {
  const CryptoLibrary& lib = Crypto();
  auto failed = [&](const char* why) {
    KeepCryptoErrors();
    if (why && !HasException()) FunctionWarning("%s", why);
    return HasException() ? void() : Return(result, false);
  };
  Held<void> csr(ReadRequest(args[0]), lib.X509_REQ_free);
  if (!csr) return failed(nullptr);
  Held<X509> ca(args.IsNull(1) ? nullptr : ReadCertificateOrWarn(args[1]), lib.X509_free);
  if (!args.IsNull(1) && !ca) return failed(nullptr);
  KeyHolder key(ReadKey(args[2], 2, true));
  if (!key) return failed("Cannot get private key from parameter 3");
  if (ca && !lib.X509_check_private_key(ca, key))
    return failed("Private key does not correspond to signing cert");
  Config config(args.IsNull(4) ? nullptr : args.Arr(4));
  if (!config.Load()) return failed(nullptr);
  KeyHolder own(lib.X509_REQ_get_pubkey(csr));
  if (!own) return failed("Error unpacking public key");
  int verified = lib.X509_REQ_verify(csr, own);
  if (verified < 0) return failed("Signature verification problems");
  if (verified == 0) return failed("Signature did not match the certificate request");
  X509* made = lib.X509_new();
  Held<X509> holder(made, lib.X509_free);
  lib.X509_set_version(made, 2);
  if (!args.IsNull(6)) {
    std::string hex(args.View(6));
    constexpr size_t kMostBytes = 20;
    if (hex.size() > 2 * kMostBytes) return failed("Error parsing serial number because it is too long");
    Bignum* n = nullptr;
    bool digits = !hex.empty() && hex.find_first_not_of("0123456789abcdefABCDEF") == hex.npos;
    if (!digits || !lib.BN_hex2bn(&n, hex.c_str()) ||
        !lib.BN_to_ASN1_INTEGER(n, lib.X509_get_serialNumber(made))) {
      if (n) lib.BN_free(n);
      return failed("Error parsing serial number");
    }
    lib.BN_free(n);
  } else {
    lib.ASN1_INTEGER_set_int64(lib.X509_get_serialNumber(made), args.Int(5, 0));
  }
  lib.X509_set_subject_name(made, lib.X509_REQ_get_subject_name(csr));
  const X509Name* issuer = ca ? lib.X509_get_subject_name(ca) : lib.X509_REQ_get_subject_name(csr);
  lib.X509_set_issuer_name(made, issuer);
  int64_t days = args[3].i;
  if (days < 0 || days > LONG_MAX / kSecondsOfDay) {
    FunctionWarning("Days must be between 0 and %d", LONG_MAX / kSecondsOfDay);
    return failed(nullptr);
  }
  lib.X509_gmtime_adj(lib.X509_getm_notBefore(made), 0);
  lib.X509_time_adj_ex(lib.X509_getm_notAfter(made), static_cast<int>(days), 0, nullptr);
  if (!lib.X509_set_pubkey(made, own)) return failed(nullptr);
  if (!config.extensions.empty()) {
    char context[Config::kContextBytes] = {};
    lib.X509V3_set_ctx(context, ca ? static_cast<X509*>(ca) : made, made, csr, nullptr, 0);
    lib.X509V3_set_nconf(context, config.conf());
    if (!lib.X509V3_EXT_add_nconf(config.conf(), context, config.extensions.c_str(), made))
      return failed(nullptr);
  }
  if (!lib.X509_sign(made, key, config.digest)) return failed("Failed to sign it");
  KeepCryptoErrors();
  lib.X509_up_ref(made);
  *result = NewCertificate(made);
}

// PEM, with the readable form in front of it unless `no_text`. "" : said why.
std::string RequestText(Args args) {
  const CryptoLibrary& lib = Crypto();
  Held<void> csr(ReadRequest(args[0]), lib.X509_REQ_free);
  if (!csr) return "";
  MemoryBio out;
  if (args.Has(2) && !args.Bool(2)) lib.X509_REQ_print(out, csr);
  lib.PEM_write_bio_X509_REQ(out, csr);
  KeepCryptoErrors();
  return std::string(out.bytes());
}
void CsrExport(Args args, Value* result) {
  std::string text = RequestText(args);
  if (HasException()) return;
  if (!text.empty()) AssignArgument(args, 1, Value(NewString(text)));
  Return(result, !text.empty());
}
void CsrExportToFile(Args args, Value* result) {
  std::string text = RequestText(args);
  if (!HasException()) Return(result, !text.empty() && WriteTextFile(args.Str(1)->data, text));
}
void CsrGetSubject(Args args, Value* result) {
  Held<void> csr(ReadRequest(args[0]), Crypto().X509_REQ_free);
  if (!csr) return HasException() ? void() : Return(result, false);
  *result = NameParts(Crypto().X509_REQ_get_subject_name(csr), args.Bool(1, true));
}
void CsrGetPublicKey(Args args, Value* result) {
  Held<void> csr(ReadRequest(args[0]), Crypto().X509_REQ_free);
  Pkey* key = csr ? Crypto().X509_REQ_get_pubkey(csr) : nullptr;
  KeepCryptoErrors();
  if (!key) return HasException() ? void() : Return(result, false);
  *result = NewKey(key, false);
}

// --- SPKAC: a public key and a challenge, signed

struct Spkac {
  void* key;
  Asn1String* challenge;
};
constexpr std::string_view kPrefix = "SPKAC=";

void SpkiNew(Args args, Value* result) {
  const CryptoLibrary& lib = Crypto();
  KeyHolder key(ReadKey(args[0], 0, true));
  auto failed = [&](const char* why) {
    KeepCryptoErrors();
    if (!HasException()) FunctionWarning("%s", why);
    return HasException() ? void() : Return(result, false);
  };
  if (!key) return failed("Unable to use supplied private key");
  Value algorithm = args.Has(2) ? args[2] : Value(int64_t{2});
  const Md* md = DigestOf(algorithm);
  if (!md) return HasException() ? void() : Return(result, false);
  Held<void> spki(lib.NETSCAPE_SPKI_new(), lib.NETSCAPE_SPKI_free);
  Spkac* spkac = *reinterpret_cast<Spkac**>(static_cast<void*>(spki));
  if (!lib.ASN1_STRING_set(spkac->challenge, args.View(1).data(), static_cast<int>(args.View(1).size())))
    return failed("Unable to set challenge data");
  if (!lib.NETSCAPE_SPKI_set_pubkey(spki, key)) return failed("Unable to embed public key");
  if (!lib.NETSCAPE_SPKI_sign(spki, key, md)) return failed("Unable to sign with specified digest algorithm");
  char* text = lib.NETSCAPE_SPKI_b64_encode(spki);
  if (!text) return failed("Unable to encode SPKAC");
  std::string out = std::string(kPrefix) + text;
  lib.CRYPTO_free(text, "", 0);
  KeepCryptoErrors();
  Return(result, std::string_view(out));
}
// Null: said so.
void* ReadSpki(std::string_view s, const char* message = "Unable to decode supplied SPKAC") {
  std::string text;
  for (char c : s) {
    if (c != '\n' && c != '\r') text += c;
  }
  void* spki = Crypto().NETSCAPE_SPKI_b64_decode(text.c_str(), static_cast<int>(text.size()));
  KeepCryptoErrors();
  if (!spki) FunctionWarning("%s", message);
  return spki;
}
void SpkiVerify(Args args, Value* result) {
  const CryptoLibrary& lib = Crypto();
  Held<void> spki(ReadSpki(args.View(0)), lib.NETSCAPE_SPKI_free);
  if (!spki) return HasException() ? void() : Return(result, false);
  KeyHolder key(lib.NETSCAPE_SPKI_get_pubkey(spki));
  if (!key) FunctionWarning("Unable to acquire signed public key");
  bool good = key && lib.NETSCAPE_SPKI_verify(spki, key) > 0;
  KeepCryptoErrors();
  if (!HasException()) Return(result, good);
}
void SpkiExport(Args args, Value* result) {
  const CryptoLibrary& lib = Crypto();
  Held<void> spki(ReadSpki(args.View(0)), lib.NETSCAPE_SPKI_free);
  if (!spki) return HasException() ? void() : Return(result, false);
  KeyHolder key(lib.NETSCAPE_SPKI_get_pubkey(spki));
  MemoryBio out;
  bool good = key && lib.PEM_write_bio_PUBKEY(out, key);
  KeepCryptoErrors();
  if (!good) return Return(result, false);
  Return(result, out.bytes());
}
void SpkiChallenge(Args args, Value* result) {
  Held<void> spki(ReadSpki(args.View(0), "Unable to decode SPKAC"), Crypto().NETSCAPE_SPKI_free);
  if (!spki) return HasException() ? void() : Return(result, false);
  const Asn1String* s = (*reinterpret_cast<Spkac**>(static_cast<void*>(spki)))->challenge;
  Return(result, std::string_view(reinterpret_cast<const char*>(Crypto().ASN1_STRING_get0_data(s)),
                                  static_cast<size_t>(Crypto().ASN1_STRING_length(s))));
}

constexpr uint16_t kIo =
    Effects::kReadsState | Effects::kWritesState | Effects::kWarns | Effects::kThrows | Effects::kCallsBack;
constexpr uint16_t kWrites = kIo | Effects::kWritesArgs;
constexpr BuiltinRow kRows[] = {
    {"openssl_csr_export",
     "(OpenSSLCertificateSigningRequest|string $csr, &$output, bool $no_text = true): bool", kWrites,
     CsrExport},
    {"openssl_csr_export_to_file",
     "(OpenSSLCertificateSigningRequest|string $csr, string $output_filename, bool $no_text = true): bool",
     kIo, CsrExportToFile},
    {"openssl_csr_get_public_key",
     "(OpenSSLCertificateSigningRequest|string $csr, bool $short_names = true): OpenSSLAsymmetricKey|false",
     kIo, CsrGetPublicKey},
    {"openssl_csr_get_subject",
     "(OpenSSLCertificateSigningRequest|string $csr, bool $short_names = true): array|false", kIo,
     CsrGetSubject},
    {"openssl_csr_new",
     "(array $distinguished_names, &$private_key, ?array $options = null, ?array $extra_attributes = null): "
     "OpenSSLCertificateSigningRequest|bool",
     kWrites, CsrNew},
    {"openssl_csr_sign",
     "(OpenSSLCertificateSigningRequest|string $csr, OpenSSLCertificate|string|null $ca_certificate, "
     "$private_key, int $days, ?array $options = null, int $serial = 0, ?string $serial_hex = null): "
     "OpenSSLCertificate|false",
     kIo, CsrSign},
    {"openssl_spki_export", "(string $spki): string|false", kIo, SpkiExport},
    {"openssl_spki_export_challenge", "(string $spki): string|false", kIo, SpkiChallenge},
    {"openssl_spki_new",
     "(OpenSSLAsymmetricKey $private_key, string $challenge, int $digest_algo = OPENSSL_ALGO_MD5): "
     "string|false",
     kIo, SpkiNew},
    {"openssl_spki_verify", "(string $spki): bool", kIo, SpkiVerify},
};
static_assert(SortedByName(kRows));

constexpr BuiltinRow kNewRequest = {"", "()", kIo,
                                    [](Args args, Value*) { RefuseConstruction(args, "openssl_csr_new"); }};
const BuiltinClassRow kClassRows[] = {
    {.name = "OpenSSLCertificateSigningRequest",
     .flags = static_cast<uint32_t>(ClassFlags::kFinal) | ClassFlags::kNotSerializable |
              ClassFlags::kNoDynamicProperties,
     .handlers = &kHandlers,
     .native_size = sizeof(Request),
     .extension = "openssl",
     .constructor = &kNewRequest},
};

}  // namespace

constinit const BuiltinTable kRequestFunctions(kRows);
const std::span<const BuiltinClassRow> kRequestClasses = kClassRows;

}  // namespace tusk
