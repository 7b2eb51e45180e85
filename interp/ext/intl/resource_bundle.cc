// ResourceBundle.
#include "interp/ext/class_tables.h"
#include "interp/ext/intl/object.h"
#include "interp/ext/tables.h"

namespace tusk {
namespace {

using Bundle = UResourceBundle;

// A resource as a value; the bundle is taken over.
Value Extract(Bundle* b) {
  UErrorCode status = U_ZERO_ERROR;
  Value v;
  int32_t n = 0;
  switch (TUSK_ICU(ures_getType)(b)) {
    case URES_STRING: {
      const UChar* s = TUSK_ICU(ures_getString)(b, &n, &status);
      v = Value(NewString(FromUtf16({reinterpret_cast<const char16_t*>(s), static_cast<size_t>(n)})));
      break;
    }
    case URES_BINARY: {
      const uint8_t* s = TUSK_ICU(ures_getBinary)(b, &n, &status);
      v = Value(NewString(std::string_view(reinterpret_cast<const char*>(s), static_cast<size_t>(n))));
      break;
    }
    case URES_INT: v = Value(int64_t{TUSK_ICU(ures_getInt)(b, &status)}); break;
    case URES_INT_VECTOR: {
      const int32_t* all = TUSK_ICU(ures_getIntVector)(b, &n, &status);
      Array* a = NewArray();
      for (int32_t i = 0; i < n; ++i) Append(a, Value(int64_t{all[i]}));
      v = Value(a);
      break;
    }
    case URES_TABLE:
    case URES_ARRAY: return NewIntlObject("resourcebundle", b);
    default: v = Value::Null(); break;
  }
  TUSK_ICU(ures_close)(b);
  return v;
}

Bundle* Open(Args args) {
  ResetIntlError();
  std::string locale = IntlLocale(args, 0);
  const char* name = args.IsNull(1) ? nullptr : args.Str(1)->data;
  UErrorCode status = U_ZERO_ERROR;
  bool fallback = args.Bool(2, true);
  Bundle* b = fallback ? TUSK_ICU(ures_open)(name, locale.c_str(), &status)
                       : TUSK_ICU(ures_openDirect)(name, locale.c_str(), &status);
  if (U_FAILURE(status)) {
    SetIntlError(nullptr, status, "resourcebundle_ctor: Cannot load libICU resource bundle");
    return nullptr;
  }
  if (!fallback && (status == U_USING_FALLBACK_WARNING || status == U_USING_DEFAULT_WARNING)) {
    SetIntlError(
        nullptr, status,
        absl::StrFormat("resourcebundle_ctor: Cannot load libICU resource '%s' without fallback from "
                        "%s to root",
                        name ? name : "(default data)", locale));
    TUSK_ICU(ures_close)(b);
    return nullptr;
  }
  LastIntlError() = {status, ""};
  return b;
}
void Construct(Args args, Value*) {
  auto* h = HandleOf(args.frame->self.obj);
  if (h->icu) return ThrowError("ResourceBundle object is already constructed");
  IntlErrorsThrow throws;
  h->icu = Open(args);
  if (!h->icu) return IntlErrorsThrow::Finish();
  h->error = new IntlError(LastIntlError());
}
void Create(Args args, Value* result) {
  Bundle* b = Open(args);
  *result = b ? NewIntlObject("resourcebundle", b) : Value::Null();
  if (b) HandleOf(result->obj)->error = new IntlError(LastIntlError());
}

// The element at an offset; null for none, with the error set.
Bundle* Fetch(Object* o, const Value& offset, uint32_t argument, bool fallback) {
  UErrorCode status = U_ZERO_ERROR;
  auto* parent = IcuOf<Bundle>(o);
  Bundle* b = nullptr;
  std::string name;
  if (offset.IsInt()) {
    if (!FitsInt32(offset.i)) {
      if (argument) {
        ArgumentValueError(argument, "must be between -2147483648 and 2147483647");
      } else {
        ThrowValueError("Index must be between -2147483648 and 2147483647");
      }
      return nullptr;
    }
    name = std::to_string(offset.i);
    b = TUSK_ICU(ures_getByIndex)(parent, static_cast<int32_t>(offset.i), nullptr, &status);
  } else if (offset.IsString()) {
    if (offset.str->length == 0) {
      if (argument) {
        ArgumentValueError(argument, "cannot be empty");
      } else {
        ThrowValueError("Offset must not be empty");
      }
      return nullptr;
    }
    name = offset.str->view();
    b = TUSK_ICU(ures_getByKey)(parent, name.c_str(), nullptr, &status);
  } else {
    if (argument) {
      ArgumentTypeError(argument,
                        absl::StrFormat("must be of type string|int, %s given", ValueNameForErrors(offset)));
    } else {
      ThrowTypeError("Cannot access offset of type %s on ResourceBundle", ValueNameForErrors(offset));
    }
    return nullptr;
  }
  if (U_FAILURE(status)) {
    SetIntlError(o, status,
                 offset.IsInt() ? absl::StrFormat("Cannot load resource element %s", name)
                                : absl::StrFormat("Cannot load resource element '%s'", name));
    return nullptr;
  }
  if (!fallback && (status == U_USING_FALLBACK_WARNING || status == U_USING_DEFAULT_WARNING)) {
    SetIntlError(o, status,
                 absl::StrFormat("Cannot load element '%s' without fallback from to %s", name, "root"));
    TUSK_ICU(ures_close)(b);
    return nullptr;
  }
  LastIntlError() = {status, ""};
  IntlError*& error = HandleOf(o)->error;
  if (!error) error = new IntlError;
  *error = LastIntlError();
  return b;
}
void Get(IntlCall call, Value* result) {
  *result = Value::Null();
  if (Bundle* b = Fetch(call.self, call[0], call.base + 1, call.Bool(1, true))) *result = Extract(b);
}
void Count(IntlCall call, Value* result) { Return(result, TUSK_ICU(ures_getSize)(IcuOf<Bundle>(call.self))); }
void GetLocales(Args args, Value* result) {
  ResetIntlError();
  UErrorCode status = U_ZERO_ERROR;
  UEnumeration* names =
      TUSK_ICU(ures_openAvailableLocales)(args.View(0).empty() ? nullptr : args.Str(0)->data, &status);
  if (U_FAILURE(status)) return IntlFail(nullptr, status, "Cannot fetch locales list", result);
  Array* a = NewArray();
  for (const Value& v : TakeEnumeration(names)) Append(a, v);
  Return(result, a);
}
void GetIterator(IntlCall call, Value* result) {
  auto* parent = IcuOf<Bundle>(call.self);
  Array* a = NewArray();
  int32_t n = TUSK_ICU(ures_getSize)(parent);
  bool table = TUSK_ICU(ures_getType)(parent) == URES_TABLE;
  for (int32_t i = 0; i < n; ++i) {
    UErrorCode status = U_ZERO_ERROR;
    Bundle* b = TUSK_ICU(ures_getByIndex)(parent, i, nullptr, &status);
    if (U_FAILURE(status)) continue;
    const char* key = table ? TUSK_ICU(ures_getKey)(b) : nullptr;
    std::string name = key ? key : "";
    Value v = Extract(b);
    if (key) {
      Set(a, ArrayKey::Str(Intern(name)), v);
    } else {
      Append(a, v);
    }
  }
  Object* o = NewObjectUnchecked(FindClass(std::string_view("intliterator"), false));
  o->props()[0] = Value(a);
  *result = Value(o);
}
bool ReadElement(Object* o, const Value* key, bool isset, Value* result) {
  if (!HandleOf(o)->icu) {
    ThrowError("Found unconstructed ResourceBundle");
    return false;
  }
  if (!key) {
    ThrowError("Cannot apply [] to ResourceBundle object");
    return false;
  }
  if (isset) {
    ThrowError("Cannot use object of type ResourceBundle as array");
    return false;
  }
  ResetIntlError(o);
  Bundle* b = Fetch(o, Deref(*key), 0, true);
  if (HasException()) return false;
  *result = b ? Extract(b) : Value::Null();
  return true;
}
bool WriteElement(Object*, const Value*, Value v) {
  Release(v);
  ThrowError("Cannot use object of type ResourceBundle as array");
  return false;
}
int64_t CountElements(Object* o) { return HandleOf(o)->icu ? TUSK_ICU(ures_getSize)(IcuOf<Bundle>(o)) : 0; }
void Destroy(Object* o) {
  auto* h = HandleOf(o);
  if (h->icu) TUSK_ICU(ures_close)(static_cast<Bundle*>(h->icu));
  delete h->error;
  *h = {};
}
constexpr ObjectHandlers kHandlers = {.destroy_native = Destroy,
                                      .read_dimension = ReadElement,
                                      .write_dimension = WriteElement,
                                      .cloneable = false,
                                      .count = CountElements};

using F = FunctionFlags;
constexpr uint16_t kIo = Effects::kReadsState | Effects::kWritesState | Effects::kThrows | Effects::kWarns;
constexpr uint32_t kStatic = static_cast<uint32_t>(F::kPublic) | F::kStatic;
constexpr BuiltinMethodRow kMethods[] = {
    {"__construct", "(?string $locale, ?string $bundle, bool $fallback = true)", kIo, Construct},
    {"create", "(?string $locale, ?string $bundle, bool $fallback = true): ?ResourceBundle", kIo, Create,
     kStatic},
    {"get", "($index, bool $fallback = true): mixed", kIo, IntlMethod<Get>},
    {"count", "(): int", kIo, IntlMethod<Count>},
    {"getLocales", "(string $bundle): array|false", kIo, GetLocales, kStatic},
    {"getErrorCode", "(): int", kIo, IntlErrorCodeMethod},
    {"getErrorMessage", "(): string", kIo, IntlErrorMessageMethod},
    {"getIterator", "(): Iterator", kIo, IntlMethod<GetIterator>},
};
constexpr BuiltinRow kRows[] = {
    {"resourcebundle_count", "(ResourceBundle $bundle): int", kIo, IntlFunction<Count>},
    {"resourcebundle_create", "(?string $locale, ?string $bundle, bool $fallback = true): ?ResourceBundle",
     kIo, Create},
    {"resourcebundle_get", "(ResourceBundle $bundle, $index, bool $fallback = true): mixed", kIo,
     IntlFunction<Get>},
    {"resourcebundle_get_error_code", "(ResourceBundle $bundle): int", kIo, IntlErrorCodeFunction},
    {"resourcebundle_get_error_message", "(ResourceBundle $bundle): string", kIo, IntlErrorMessageFunction},
    {"resourcebundle_locales", "(string $bundle): array|false", kIo, GetLocales},
};
static_assert(SortedByName(kRows));
const BuiltinClassRow kClassRows[] = {
    {.name = "ResourceBundle",
     .interfaces = "IteratorAggregate Countable",
     .flags = ClassFlags::kNotSerializable,
     .methods = kMethods,
     .handlers = &kHandlers,
     .native_size = sizeof(IntlHandle),
     .extension = "intl"},
};

}  // namespace

constinit const BuiltinTable kIntlBundleFunctions(kRows);
const std::span<const BuiltinClassRow> kIntlBundleClasses = kClassRows;

}  // namespace tusk
