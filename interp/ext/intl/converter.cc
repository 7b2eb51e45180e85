// UConverter: from one encoding to another through UTF-16, with a script's callbacks for what does not fit.
#include "interp/ext/class_tables.h"
#include "interp/ext/intl/object.h"
#include "interp/ext/mbstring/utf8.h"

namespace tusk {
namespace {

struct Converter {
  IntlHandle handle;  // the destination's UConverter
  UConverter* source;
};
Converter* Of(const Object* o) { return const_cast<Object*>(o)->native<Converter>(); }
void Failed(Object* o, const char* what, UErrorCode status, Value* result) {
  IntlFail(o, status,
           absl::StrFormat("%s returned error %d: %s", what, status, TUSK_ICU(u_errorName)(status)), result);
}

// --- callbacks

// What a callback returned, for `write`: text, a code point, or an array of both.
template <typename Write>
void Append(Object* o, const Value& v, UErrorCode* status, Write write) {
  switch (v.type) {
    case Type::kNull: return;
    case Type::kInt: {
      if (v.i < 0 || v.i > UCHAR_MAX_VALUE) {
        SetIntlError(o, U_ILLEGAL_ARGUMENT_ERROR, absl::StrFormat("append_*() Error: %d", v.i));
        *status = U_ILLEGAL_ARGUMENT_ERROR;
        return;
      }
      std::string text;
      WriteUtf8(&text, static_cast<uint32_t>(v.i));
      return write(text, true);
    }
    case Type::kString: return write(std::string(v.str->view()), false);
    case Type::kArray:
      for (uint32_t p = First(v.arr); p != kEnd; p = Next(v.arr, p))
        Append(o, Deref(ValueAt(v.arr, p)), status, write);
      return;
    default:
      *status = U_ILLEGAL_ARGUMENT_ERROR;
      SetIntlError(o, U_ILLEGAL_ARGUMENT_ERROR,
                   "toUCallback() specified illegal type for substitution character");
  }
}
// Runs $o->method(reason, source, units, &error); the answer is owned.
Value CallBack(Object* o, const char* method, int reason, Value source, Value units, UErrorCode* status) {
  Function* const* f = o->cls->methods.Find(std::string_view(method));
  Value argv[] = {Value(int64_t{reason}), source, units, Value(int64_t{*status})}, result;
  MakeReference(&argv[3]);
  CallFunction(*f, o, o->cls, 4, argv, &result);
  Value told = Deref(argv[3]);
  if (told.IsInt()) *status = static_cast<UErrorCode>(told.i);
  for (Value& v : argv) Release(v);
  if (HasException()) {
    Release(result);
    *status = U_INTERNAL_PROGRAM_ERROR;
    return Value::Null();
  }
  return result;
}
void ToUnicode(const void* context, UConverterToUnicodeArgs* args, const char* units, int32_t length,
               UConverterCallbackReason reason, UErrorCode* status) {
  auto* o = static_cast<Object*>(const_cast<void*>(context));
  if (HasException()) return;
  std::string_view rest =
      args->source && args->sourceLimit
          ? std::string_view(args->source, static_cast<size_t>(args->sourceLimit - args->source))
          : std::string_view();
  Value v =
      CallBack(o, "toucallback", reason, Value(NewString(rest)),
               Value(NewString(std::string_view(units, static_cast<size_t>(std::max(length, 0))))), status);
  if (reason <= UCNV_IRREGULAR) {
    Append(o, v, status, [&](const std::string& text, bool) {
      std::u16string wide = ToUtf16(text);
      TUSK_ICU(ucnv_cbToUWriteUChars)(args, wide.data(), Size16(wide), 0, status);
    });
  }
  Release(v);
}
void FromUnicode(const void* context, UConverterFromUnicodeArgs* args, const UChar* units, int32_t length,
                 UChar32 point, UConverterCallbackReason reason, UErrorCode* status) {
  auto* o = static_cast<Object*>(const_cast<void*>(context));
  if (HasException()) return;
  Array* source = NewArray();
  for (int32_t i = 0; i < length; ++i) tusk::Append(source, Value(int64_t{units[i]}));
  Value v = CallBack(o, "fromucallback", reason, Value(source), Value(int64_t{point}), status);
  if (reason <= UCNV_IRREGULAR) {
    Append(o, v, status, [&](const std::string& text, bool) {
      TUSK_ICU(ucnv_cbFromUWriteBytes)(args, text.data(), static_cast<int32_t>(text.size()), 0, status);
    });
  }
  Release(v);
}
void QuietTo(const void*, UConverterToUnicodeArgs*, const char*, int32_t, UConverterCallbackReason,
             UErrorCode*) {}
void QuietFrom(const void*, UConverterFromUnicodeArgs*, const UChar*, int32_t, UChar32,
               UConverterCallbackReason, UErrorCode*) {}
// Subclasses may have callbacks of their own.
void UseCallbacks(Object* o) {
  if (o->cls->Is(ClassFlags::kBuiltin)) return;
  Converter* c = Of(o);
  UErrorCode status = U_ZERO_ERROR;
  for (UConverter* u : {IcuOf<UConverter>(o), c->source}) {
    if (!u) continue;
    TUSK_ICU(ucnv_setToUCallBack)(u, ToUnicode, o, nullptr, nullptr, &status);
    TUSK_ICU(ucnv_setFromUCallBack)(u, FromUnicode, o, nullptr, nullptr, &status);
  }
}

// --- converters

// Replaces *slot. False: there is no such encoding.
bool SetEncoding(Object* o, UConverter** slot, std::string_view name) {
  UErrorCode status = U_ZERO_ERROR;
  UConverter* c = TUSK_ICU(ucnv_open)(std::string(name).c_str(), &status);
  if (status == U_AMBIGUOUS_ALIAS_WARNING) status = U_ZERO_ERROR;
  if (U_FAILURE(status)) {
    Value ignored;
    if (o) {
      Failed(o, "ucnv_open()", status, &ignored);
    } else {
      SetIntlError(nullptr, status,
                   absl::StrFormat("Error setting encoding: %d - %s", status, TUSK_ICU(u_errorName)(status)));
    }
    if (c) TUSK_ICU(ucnv_close)(c);
    return false;
  }
  if (*slot) TUSK_ICU(ucnv_close)(*slot);
  *slot = c;
  return true;
}
UConverter** Destination(Object* o) { return reinterpret_cast<UConverter**>(&HandleOf(o)->icu); }
void Construct(Args args, Value*) {
  Object* o = args.frame->self.obj;
  ResetIntlError(o);
  SetEncoding(o, &Of(o)->source, args.IsNull(1) ? "utf-8" : args.View(1));
  if (!HasException()) SetEncoding(o, Destination(o), args.IsNull(0) ? "utf-8" : args.View(0));
  UseCallbacks(o);
}
void SetSourceEncoding(IntlCall call, Value* result) {
  bool good = SetEncoding(call.self, &Of(call.self)->source, call.View(0));
  UseCallbacks(call.self);
  Return(result, good);
}
void SetDestinationEncoding(IntlCall call, Value* result) {
  bool good = SetEncoding(call.self, Destination(call.self), call.View(0));
  UseCallbacks(call.self);
  Return(result, good);
}
void Name(Object* o, UConverter* c, Value* result) {
  *result = Value::Null();
  if (!c) return;
  UErrorCode status = U_ZERO_ERROR;
  const char* name = TUSK_ICU(ucnv_getName)(c, &status);
  if (U_FAILURE(status)) return Failed(o, "ucnv_getName()", status, result);
  Return(result, name);
}
void GetSourceEncoding(IntlCall call, Value* result) { Name(call.self, Of(call.self)->source, result); }
void GetDestinationEncoding(IntlCall call, Value* result) {
  Name(call.self, *Destination(call.self), result);
}
void KindOf(UConverter* c, Value* result) {
  *result = Value::Null();
  if (c) Return(result, int64_t{TUSK_ICU(ucnv_getType)(c)});
}
void GetSourceType(IntlCall call, Value* result) { KindOf(Of(call.self)->source, result); }
void GetDestinationType(IntlCall call, Value* result) { KindOf(*Destination(call.self), result); }
void SetSubstChars(IntlCall call, Value* result) {
  Return(result, true);
  for (UConverter* c : {Of(call.self)->source, *Destination(call.self)}) {
    UErrorCode status = U_ZERO_ERROR;
    if (!c) continue;
    TUSK_ICU(ucnv_setSubstChars)(c, call.Str(0)->data, static_cast<int8_t>(call.View(0).size()), &status);
    if (U_FAILURE(status)) Failed(call.self, "ucnv_setSubstChars()", status, result);
  }
}
void GetSubstChars(IntlCall call, Value* result) {
  *result = Value::Null();
  char chars[127];
  int8_t n = sizeof chars;
  UErrorCode status = U_ZERO_ERROR;
  if (!Of(call.self)->source) return;
  TUSK_ICU(ucnv_getSubstChars)(Of(call.self)->source, chars, &n, &status);
  if (U_FAILURE(status)) return Failed(call.self, "ucnv_getSubstChars()", status, result);
  Return(result, std::string_view(chars, static_cast<size_t>(n)));
}

// False: an error; the error is set.
bool Run(Object* o, UConverter* to, UConverter* from, std::string_view in, const char* name, Value* result) {
  UErrorCode status = U_ZERO_ERROR;
  Return(result, false);
  if (!to || !from) {
    SetIntlError(o, U_INVALID_STATE_ERROR, "Internal converters not initialized");
    return false;
  }
  auto size = static_cast<int32_t>(in.size());
  int32_t n = TUSK_ICU(ucnv_toUChars)(from, nullptr, 0, in.data(), size, &status);
  if (status != U_BUFFER_OVERFLOW_ERROR && U_FAILURE(status)) {
    if (!HasException()) Failed(o, name, status, result);
    return false;
  }
  std::u16string wide(static_cast<size_t>(n) + 1, u'\0');
  status = U_ZERO_ERROR;
  n = TUSK_ICU(ucnv_toUChars)(from, wide.data(), Size16(wide), in.data(), size, &status);
  if (U_FAILURE(status) || HasException()) {
    if (!HasException()) Failed(o, name, status, result);
    return false;
  }
  wide.resize(static_cast<size_t>(n));
  n = TUSK_ICU(ucnv_fromUChars)(to, nullptr, 0, wide.data(), Size16(wide), &status);
  if (status != U_BUFFER_OVERFLOW_ERROR && U_FAILURE(status)) {
    if (!HasException()) Failed(o, name, status, result);
    return false;
  }
  std::string out(static_cast<size_t>(n) + 1, '\0');
  status = U_ZERO_ERROR;
  n = TUSK_ICU(ucnv_fromUChars)(to, out.data(), static_cast<int32_t>(out.size()), wide.data(), Size16(wide),
                                &status);
  if (U_FAILURE(status) || HasException()) {
    if (!HasException()) Failed(o, name, status, result);
    return false;
  }
  Return(result, std::string_view(out.data(), static_cast<size_t>(n)));
  return true;
}
void Convert(IntlCall call, Value* result) {
  UConverter *to = *Destination(call.self), *from = Of(call.self)->source;
  if (call.Bool(1)) std::swap(to, from);
  Run(call.self, to, from, call.View(0), "ucnv_convert()", result);
}
void Transcode(Args args, Value* result) {
  ResetIntlError();
  UConverter *to = nullptr, *from = nullptr;
  Return(result, false);
  bool good = SetEncoding(nullptr, &from, args.View(2)) && SetEncoding(nullptr, &to, args.View(1));
  UErrorCode status = U_ZERO_ERROR;
  if (good && !args.IsNull(3)) {
    auto substitute = [&](const char* key, UConverter* c) {
      const Value* v = Find(args.Arr(3), ArrayKey::Str(Intern(key)));
      if (!v || U_FAILURE(status)) return;
      Value text = Deref(*v);
      if (text.IsString())
        TUSK_ICU(ucnv_setSubstChars)(c, text.str->data, static_cast<int8_t>(text.str->length & 0x7f),
                                     &status);
    };
    substitute("from_subst", from);
    substitute("to_subst", to);
  }
  if (good && U_FAILURE(status)) {
    Failed(nullptr, "transcode()", status, result);
  } else if (good) {
    Run(nullptr, to, from, args.View(0), "transcode()", result);
  }
  if (to) TUSK_ICU(ucnv_close)(to);
  if (from) TUSK_ICU(ucnv_close)(from);
}

// The methods that subclasses override: a substitution for what is unassigned or wrong.
void Substitute(IntlCall call, Value* result) {
  *result = Value::Null();
  if (call[0].i < UCNV_UNASSIGNED || call[0].i > UCNV_IRREGULAR) return;
  UConverter* c = Of(call.self)->source;
  char chars[127];
  int8_t n = sizeof chars;
  UErrorCode status = U_ZERO_ERROR;
  if (c) TUSK_ICU(ucnv_getSubstChars)(c, chars, &n, &status);
  if (!c || U_FAILURE(status)) return;
  AssignArgument(call, 3, Value(int64_t{U_ZERO_ERROR}));
  Return(result, std::string_view(chars, static_cast<size_t>(n)));
}
constexpr auto ToUCallback = Substitute;
constexpr auto FromUCallback = Substitute;

void ReasonText(Args args, Value* result) {
  constexpr const char* kNames[] = {"REASON_UNASSIGNED", "REASON_ILLEGAL", "REASON_IRREGULAR",
                                    "REASON_RESET",      "REASON_CLOSE",   "REASON_CLONE"};
  if (args[0].i < 0 || args[0].i >= static_cast<int64_t>(std::size(kNames)))
    return ArgumentValueError(1, "must be a UConverter::REASON_* constant");
  Return(result, kNames[args[0].i]);
}
void GetAvailable(Args, Value* result) {
  ResetIntlError();
  Array* a = NewArray();
  for (int32_t i = 0, n = TUSK_ICU(ucnv_countAvailable)(); i < n; ++i)
    tusk::Append(a, Value(NewString(std::string_view(TUSK_ICU(ucnv_getAvailableName)(i)))));
  Return(result, a);
}
void GetAliases(Args args, Value* result) {
  ResetIntlError();
  UErrorCode status = U_ZERO_ERROR;
  uint16_t n = TUSK_ICU(ucnv_countAliases)(args.Str(0)->data, &status);
  if (U_FAILURE(status)) return Failed(nullptr, "ucnv_countAliases()", status, result);
  Array* a = NewArray();
  for (uint16_t i = 0; i < n; ++i) {
    const char* alias = TUSK_ICU(ucnv_getAlias)(args.Str(0)->data, i, &status);
    if (alias) tusk::Append(a, Value(NewString(std::string_view(alias))));
  }
  Return(result, a);
}
void GetStandards(Args, Value* result) {
  ResetIntlError();
  Array* a = NewArray();
  UErrorCode status = U_ZERO_ERROR;
  for (uint16_t i = 0, n = TUSK_ICU(ucnv_countStandards)(); i < n; ++i) {
    const char* name = TUSK_ICU(ucnv_getStandard)(i, &status);
    if (name) tusk::Append(a, Value(NewString(std::string_view(name))));
  }
  Return(result, a);
}

void Destroy(Object* o) {
  Converter* c = Of(o);
  // Callbacks of a dying object are not called.
  for (UConverter* u : {*Destination(o), c->source}) {
    UErrorCode status = U_ZERO_ERROR;
    if (!u) continue;
    if (!o->cls->Is(ClassFlags::kBuiltin)) {
      TUSK_ICU(ucnv_setToUCallBack)(u, QuietTo, nullptr, nullptr, nullptr, &status);
      TUSK_ICU(ucnv_setFromUCallBack)(u, QuietFrom, nullptr, nullptr, nullptr, &status);
    }
    TUSK_ICU(ucnv_close)(u);
  }
  delete c->handle.error;
  *c = {};
}
constexpr ObjectHandlers kHandlers = {.destroy_native = Destroy, .cloneable = false};

using F = FunctionFlags;
constexpr uint16_t kIo =
    Effects::kReadsState | Effects::kWritesState | Effects::kThrows | Effects::kWarns | Effects::kCallsBack;
constexpr uint16_t kIoArgs = kIo | Effects::kWritesArgs;
constexpr uint32_t kStatic = static_cast<uint32_t>(F::kPublic) | F::kStatic;
// Also for objects whose encodings are not known.
template <IntlBody Body>
void OnConverter(Args args, Value* result) {
  IntlCall call = MethodCall(args);
  ResetIntlError(call.self);
  Body(call, result);
}
constexpr BuiltinMethodRow kMethods[] = {
    {"__construct", "(?string $destination_encoding = null, ?string $source_encoding = null)", kIo,
     Construct},
    {"convert", "(string $str, bool $reverse = false): string|false", kIo, OnConverter<Convert>},
    {"fromUCallback", "(int $reason, array $source, int $codePoint, &$error): array|string|int|null", kIoArgs,
     OnConverter<FromUCallback>},
    {"getAliases", "(string $name): array|false|null", kIo, GetAliases, kStatic},
    {"getAvailable", "(): array", kIo, GetAvailable, kStatic},
    {"getDestinationEncoding", "(): string|false|null", kIo, OnConverter<GetDestinationEncoding>},
    {"getDestinationType", "(): int|false|null", kIo, OnConverter<GetDestinationType>},
    {"getErrorCode", "(): int", kIo, IntlErrorCodeMethod},
    {"getErrorMessage", "(): ?string", kIo, IntlErrorMessageMethod},
    {"getSourceEncoding", "(): string|false|null", kIo, OnConverter<GetSourceEncoding>},
    {"getSourceType", "(): int|false|null", kIo, OnConverter<GetSourceType>},
    {"getStandards", "(): ?array", kIo, GetStandards, kStatic},
    {"getSubstChars", "(): string|false|null", kIo, OnConverter<GetSubstChars>},
    {"reasonText", "(int $reason): string", kIo, ReasonText, kStatic},
    {"setDestinationEncoding", "(string $encoding): bool", kIo, OnConverter<SetDestinationEncoding>},
    {"setSourceEncoding", "(string $encoding): bool", kIo, OnConverter<SetSourceEncoding>},
    {"setSubstChars", "(string $chars): bool", kIo, OnConverter<SetSubstChars>},
    {"toUCallback", "(int $reason, string $source, string $codeUnits, &$error): array|string|int|null",
     kIoArgs, OnConverter<ToUCallback>},
    {"transcode",
     "(string $str, string $toEncoding, string $fromEncoding, ?array $options = null): string|false", kIo,
     Transcode, kStatic},
};
constexpr BuiltinClassConstantRow kConstants[] = {
    {"REASON_UNASSIGNED", 0},
    {"REASON_ILLEGAL", 1},
    {"REASON_IRREGULAR", 2},
    {"REASON_RESET", 3},
    {"REASON_CLOSE", 4},
    {"REASON_CLONE", 5},
    {"UNSUPPORTED_CONVERTER", -1},
    {"SBCS", 0},
    {"DBCS", 1},
    {"MBCS", 2},
    {"LATIN_1", 3},
    {"UTF8", 4},
    {"UTF16_BigEndian", 5},
    {"UTF16_LittleEndian", 6},
    {"UTF32_BigEndian", 7},
    {"UTF32_LittleEndian", 8},
    {"EBCDIC_STATEFUL", 9},
    {"ISO_2022", 10},
    {"LMBCS_1", 11},
    {"LMBCS_2", 12},
    {"LMBCS_3", 13},
    {"LMBCS_4", 14},
    {"LMBCS_5", 15},
    {"LMBCS_6", 16},
    {"LMBCS_8", 17},
    {"LMBCS_11", 18},
    {"LMBCS_16", 19},
    {"LMBCS_17", 20},
    {"LMBCS_18", 21},
    {"LMBCS_19", 22},
    {"LMBCS_LAST", 22},
    {"HZ", 23},
    {"SCSU", 24},
    {"ISCII", 25},
    {"US_ASCII", 26},
    {"UTF7", 27},
    {"BOCU1", 28},
    {"UTF16", 29},
    {"UTF32", 30},
    {"CESU8", 31},
    {"IMAP_MAILBOX", 32},
};
const BuiltinClassRow kClassRows[] = {
    {.name = "UConverter",
     .flags = ClassFlags::kNotSerializable,
     .methods = kMethods,
     .constants = kConstants,
     .handlers = &kHandlers,
     .native_size = sizeof(Converter),
     .extension = "intl"},
};

}  // namespace

const std::span<const BuiltinClassRow> kIntlConverterClasses = kClassRows;

}  // namespace tusk
