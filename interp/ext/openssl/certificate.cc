// openssl_x509_parse(): what a certificate says.
#include <ctime>
#include <string>

#include "interp/ext/library_tables.h"
#include "interp/ext/openssl/lib.h"
#include "interp/ext/support.h"

namespace tusk {
namespace {

// Takes over what OpenSSL allocated.
Value TakeText(char* s) {
  if (!s) return Value::Null();
  Value v(NewString(s));
  Crypto().CRYPTO_free(s, "", 0);
  return v;
}
std::string_view Contents(const Asn1String* s) {
  return {reinterpret_cast<const char*>(Crypto().ASN1_STRING_get0_data(s)),
          static_cast<size_t>(Crypto().ASN1_STRING_length(s))};
}
std::string NameOfObject(const void* object, bool short_names) {
  int nid = Crypto().OBJ_obj2nid(object);
  const char* name = short_names ? Crypto().OBJ_nid2sn(nid) : Crypto().OBJ_nid2ln(nid);
  if (nid != 0 && name) return name;
  char text[256];
  Crypto().OBJ_obj2txt(text, sizeof text, object, 1);
  return text;
}
}  // namespace

Value NameParts(const X509Name* name, bool short_names) {
  Array* parts = NewArray();
  for (int i = 0; i < Crypto().X509_NAME_entry_count(name); ++i) {
    void* entry = Crypto().X509_NAME_get_entry(name, i);
    unsigned char* text = nullptr;
    int size = Crypto().ASN1_STRING_to_UTF8(&text, Crypto().X509_NAME_ENTRY_get_data(entry));
    if (size < 0) continue;
    Value value(NewString({reinterpret_cast<char*>(text), static_cast<size_t>(size)}));
    Crypto().CRYPTO_free(text, "", 0);
    std::string key = NameOfObject(Crypto().X509_NAME_ENTRY_get_object(entry), short_names);
    Value before = GetStr(parts, key);
    if (before.IsUndef()) {
      SetStr(parts, key, value);
    } else {
      Array* all = before.IsArray() ? CopyArray(before.arr) : NewArray();
      if (!before.IsArray()) Append(all, Copy(before));
      Append(all, value);
      SetStr(parts, key, Value(all));
    }
  }
  return Value(parts);
}

namespace {

int64_t Timestamp(const Asn1String* time) {
  struct tm t = {};
  return Crypto().ASN1_TIME_to_tm(time, &t) ? static_cast<int64_t>(timegm(&t)) : -1;
}
Value Purposes(X509* x, bool short_names) {
  Array* purposes = NewArray();
  for (int i = 0; i < Crypto().X509_PURPOSE_get_count(); ++i) {
    void* purpose = Crypto().X509_PURPOSE_get0(i);
    int id = Crypto().X509_PURPOSE_get_id(purpose);
    Array* row = NewArray();
    Append(row, Value(Crypto().X509_check_purpose(x, id, 0) != 0));
    Append(row, Value(Crypto().X509_check_purpose(x, id, 1) != 0));
    Append(row, Value(NewString(short_names ? Crypto().X509_PURPOSE_get0_sname(purpose)
                                            : Crypto().X509_PURPOSE_get0_name(purpose))));
    SetInt(purposes, id, Value(row));
  }
  return Value(purposes);
}
Value Extensions(X509* x) {
  Array* extensions = NewArray();
  for (int i = 0; i < Crypto().X509_get_ext_count(x); ++i) {
    void* extension = Crypto().X509_get_ext(x, i);
    MemoryBio out;
    if (!Crypto().X509V3_EXT_print(out, extension, 0, 0))
      Crypto().ASN1_STRING_print(out, Crypto().X509_EXTENSION_get_data(extension));
    std::string key = NameOfObject(Crypto().X509_EXTENSION_get_object(extension), true);
    SetStr(extensions, key, Value(NewString(out.bytes())));
  }
  return Value(extensions);
}

void X509Parse(Args args, Value* result) {
  X509* x = ReadCertificate(args[0]);
  if (!x) return HasException() ? void() : Return(result, false);
  const CryptoLibrary& lib = Crypto();
  bool short_names = args.Bool(1, true);
  Array* out = NewArray();
  const X509Name* subject = lib.X509_get_subject_name(x);
  SetStr(out, "name", TakeText(lib.X509_NAME_oneline(subject, nullptr, 0)));
  SetStr(out, "subject", NameParts(subject, short_names));
  int good = 0;
  SetStr(out, "hash",
         Value(NewString(absl::StrFormat("%08x", lib.X509_NAME_hash_ex(subject, nullptr, nullptr, &good)))));
  SetStr(out, "issuer", NameParts(lib.X509_get_issuer_name(x), short_names));
  SetStr(out, "version", Value(static_cast<int64_t>(lib.X509_get_version(x))));
  const Asn1String* serial = lib.X509_get_serialNumber(x);
  SetStr(out, "serialNumber", TakeText(lib.i2s_ASN1_INTEGER(nullptr, serial)));
  Bignum* number = lib.ASN1_INTEGER_to_BN(serial, nullptr);
  SetStr(out, "serialNumberHex", TakeText(lib.BN_bn2hex(number)));
  lib.BN_free(number);
  const Asn1String *from = lib.X509_get0_notBefore(x), *to = lib.X509_get0_notAfter(x);
  SetStr(out, "validFrom", Value(NewString(Contents(from))));
  SetStr(out, "validTo", Value(NewString(Contents(to))));
  SetStr(out, "validFrom_time_t", Value(Timestamp(from)));
  SetStr(out, "validTo_time_t", Value(Timestamp(to)));
  int size = 0;
  if (unsigned char* alias = lib.X509_alias_get0(x, &size))
    SetStr(out, "alias", Value(NewString({reinterpret_cast<char*>(alias), static_cast<size_t>(size)})));
  int signature = lib.X509_get_signature_nid(x);
  SetStr(out, "signatureTypeSN", Value(NewString(lib.OBJ_nid2sn(signature))));
  SetStr(out, "signatureTypeLN", Value(NewString(lib.OBJ_nid2ln(signature))));
  SetStr(out, "signatureTypeNID", Value(int64_t{signature}));
  SetStr(out, "purposes", Purposes(x, short_names));
  SetStr(out, "extensions", Extensions(x));
  lib.X509_free(x);
  KeepCryptoErrors();
  Return(result, out);
}

constexpr BuiltinRow kRows[] = {
    {"openssl_x509_parse", "(OpenSSLCertificate|string $certificate, bool $short_names = true): array|false",
     Effects::kReadsState | Effects::kWarns | Effects::kThrows, X509Parse},
};

}  // namespace

constinit const BuiltinTable kCertificateFunctions(kRows);

}  // namespace tusk
