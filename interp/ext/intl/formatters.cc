// Transliterator, Collator and NumberFormatter over ICU.
#include <unicode/unum.h>

#include <algorithm>
#include <list>
#include <string>

#include "interp/ext/class_tables.h"
#include "interp/ext/intl/object.h"
#include "interp/ext/support.h"
#include "interp/ext/tables.h"
#include "interp/runtime/class_table.h"
#include "interp/runtime/object.h"

namespace tusk {
namespace {

using F = FunctionFlags;

using Handle = IntlHandle;
template <typename T>
T* Of(const Object* o) {
  return IcuOf<T>(o);
}
Object* Self(Args args) { return args.frame->this_object() ? args.frame->self.obj : args[0].obj; }
// Methods have their first argument at 0, functions at 1, behind the object.
uint32_t Base(Args args) { return args.frame->this_object() ? 0 : 1; }

void SetError(Object* o, int code, std::string message) { SetIntlError(o, code, std::move(message)); }
void Fail(Object* o, int code, const char* message, Value* result) { IntlFail(o, code, message, result); }
bool Text(Object* o, std::string_view utf8, std::u16string* out, const char* message, Value* result) {
  if (ToUtf16(utf8, out)) return true;
  Fail(o, U_INVALID_CHAR_FOUND, message, result);
  return false;
}
int32_t Size(const std::u16string& s) { return static_cast<int32_t>(s.size()); }

template <typename Fill>
bool Collect(std::u16string* out, UErrorCode* status, Fill fill) {
  return CollectUtf16(out, status, fill);
}
std::string LocaleArgument(Args args, uint32_t i) { return IntlLocale(args, i); }

void ErrorCode(Args args, Value* result) {
  (Base(args) ? IntlErrorCodeFunction : IntlErrorCodeMethod)(args, result);
}
void ErrorMessage(Args args, Value* result) {
  (Base(args) ? IntlErrorMessageFunction : IntlErrorMessageMethod)(args, result);
}

// --- Transliterator

Value Wrap(const char* class_name, void* icu) {
  Object* o = NewObject(FindClass(class_name, false));
  *o->native<Handle>() = {icu, nullptr};
  return Value(o);
}
void SetId(Object* o) {
  int32_t n = 0;
  const UChar* id = TUSK_ICU(utrans_getUnicodeID)(Of<UTransliterator>(o), &n);
  o->props()[0] =
      Value(NewString(FromUtf16({reinterpret_cast<const char16_t*>(id), static_cast<size_t>(n)})));
}
void Open(Args args, bool rules, Value* result) {
  LastIntlError() = {};
  int64_t direction = args.Int(1, 0);
  if (direction != 0 && direction != 1)
    return ArgumentValueError(2, "must be either Transliterator::FORWARD or Transliterator::REVERSE");
  std::u16string text, id = u"RulesTransPHP";
  *result = Value::Null();
  if (!ToUtf16(args.View(0), &text)) {
    SetIntlError(nullptr, U_INVALID_CHAR_FOUND, "String conversion of id to UTF-16 failed");
    return;
  }
  UErrorCode status = U_ZERO_ERROR;
  UParseError where{};
  const std::u16string& name = rules ? id : text;
  UTransliterator* t = TUSK_ICU(utrans_openU)(
      name.data(), Size(name), static_cast<UTransDirection>(direction), rules ? text.data() : nullptr,
      rules ? Size(text) : 0, rules ? &where : nullptr, &status);
  if (U_FAILURE(status)) {
    std::string why =
        rules ? "transliterator_create_from_rules: unable to create ICU transliterator from rules"
              : absl::StrFormat("transliterator_create: unable to open ICU transliterator with id \"%s\"",
                                args.View(0));
    SetIntlError(nullptr, status, why);
    return;
  }
  *result = Wrap("Transliterator", t);
  SetId(result->obj);
}
void TransliteratorCreate(Args args, Value* result) { Open(args, false, result); }
void TransliteratorFromRules(Args args, Value* result) { Open(args, true, result); }
void CreateInverse(Args args, Value* result) {
  if (!Of<UTransliterator>(Self(args))) return ThrowError("Found unconstructed transliterator");
  UErrorCode status = U_ZERO_ERROR;
  UTransliterator* t = TUSK_ICU(utrans_openInverse)(Of<UTransliterator>(Self(args)), &status);
  *result = Value::Null();
  if (U_FAILURE(status)) {
    SetError(Self(args), status,
             "transliterator_create_inverse: could not create inverse ICU transliterator");
    return;
  }
  *result = Wrap("Transliterator", t);
  SetId(result->obj);
}
void ListIds(Args, Value* result) {
  UErrorCode status = U_ZERO_ERROR;
  UEnumeration* ids = TUSK_ICU(utrans_openIDs)(&status);
  Array* a = NewArray();
  int32_t n;
  while (const UChar* id = TUSK_ICU(uenum_unext)(ids, &n, &status)) {
    Append(a, Value(NewString(FromUtf16({reinterpret_cast<const char16_t*>(id), static_cast<size_t>(n)}))));
  }
  TUSK_ICU(uenum_close)(ids);
  Return(result, a);
}
// Method: (string, start, end). Function: (transliterator or id, string, start, end).
void Transliterate(Args args, Value* result) {
  LastIntlError() = {};
  uint32_t at = Base(args);
  Value made;
  Object* o = at == 0 ? args.frame->self.obj : nullptr;
  if (at == 1) {
    if (args[0].IsObject()) {
      o = args[0].obj;
    } else {
      Args create = args;
      create.count = 1;
      TransliteratorCreate(create, &made);
      if (!made.IsObject()) {
        if (HasException()) return;
        FunctionWarning("Could not create transliterator with ID \"%s\" (%s)", args.View(0),
                        LastIntlError().message + ": " +
                            TUSK_ICU(u_errorName)(static_cast<UErrorCode>(LastIntlError().code)));
        return Return(result, false);
      }
      o = made.obj;
    }
  }
  if (!Of<UTransliterator>(o)) return ThrowError("Found unconstructed Transliterator");
  ResetIntlError(o);
  int64_t start = args.Int(at + 1, 0), end = args.Int(at + 2, -1);
  std::u16string text;
  if (end < -1) {
    ArgumentValueError(at + 3, "must be greater than or equal to -1");
  } else if (start < 0) {
    ArgumentValueError(at + 2, "must be greater than or equal to 0");
  } else if (end != -1 && start > end) {
    ArgumentValueError(at + 2, absl::StrFormat("must be less than or equal to argument #%d ($end)", at + 3));
  } else if (Text(o, args.View(at), &text, "String conversion of string to UTF-16 failed", result)) {
    int32_t length = Size(text), limit = end == -1 ? length : static_cast<int32_t>(end);
    if (start > length || limit > length) {
      IntlFail(
          o, U_ILLEGAL_ARGUMENT_ERROR,
          absl::StrFormat("transliterator_transliterate: Neither \"start\" nor the \"end\" arguments can "
                          "exceed the number of UTF-16 code units (in this case, %d)",
                          length),
          result);
    } else {
      std::u16string buffer;
      UErrorCode status = U_ZERO_ERROR;
      for (size_t room = text.size() * 2 + 64;; room *= 2) {
        buffer = text;
        buffer.resize(room);
        int32_t size = length, stop = limit;
        status = U_ZERO_ERROR;
        TUSK_ICU(utrans_transUChars)
        (Of<UTransliterator>(o), buffer.data(), &size, static_cast<int32_t>(room),
         static_cast<int32_t>(start), &stop, &status);
        if (status == U_BUFFER_OVERFLOW_ERROR) continue;
        buffer.resize(U_SUCCESS(status) ? static_cast<size_t>(size) : 0);
        break;
      }
      if (U_FAILURE(status)) {
        Fail(o, status, "transliterator_transliterate: transliteration failed", result);
      } else {
        Return(result, std::string_view(FromUtf16(buffer)));
      }
    }
  }
  Release(made);
}
void DestroyTransliterator(Object* o) {
  auto* h = o->native<Handle>();
  if (h->icu) TUSK_ICU(utrans_close)(static_cast<UTransliterator*>(h->icu));
  delete h->error;
}
template <auto kMember>
void CloneIcu(Object* to, Object* from) {
  *to->native<Handle>() = {};
  const Class* c = from->cls;
  while (!c->Is(ClassFlags::kBuiltin)) c = c->parent;
  void* icu = from->native<Handle>()->icu;
  if (!icu) return ThrowError("Cannot clone uninitialized %s", c->name->view());
  UErrorCode status = U_ZERO_ERROR;
  to->native<Handle>()->icu = kMember(icu, &status);
}
void* CloneTransliterator(void* icu, UErrorCode* status) {
  return TUSK_ICU(utrans_clone)(static_cast<UTransliterator*>(icu), status);
}
void* CloneCollator(void* icu, UErrorCode* status) {
  return TUSK_ICU(ucol_clone)(static_cast<UCollator*>(icu), status);
}
void* CloneNumber(void* icu, UErrorCode* status) {
  return TUSK_ICU(unum_clone)(static_cast<UNumberFormat*>(icu), status);
}
constexpr ObjectHandlers kTransliteratorHandlers = {.destroy_native = DestroyTransliterator,
                                                    .clone_native = CloneIcu<CloneTransliterator>};

// --- Collator

UCollator* OpenCollator(Args args) {
  LastIntlError() = {};
  UErrorCode status = U_ZERO_ERROR;
  UCollator* c = TUSK_ICU(ucol_open)(LocaleArgument(args, 0).c_str(), &status);
  if (U_SUCCESS(status)) return c;
  SetIntlError(nullptr, status, "collator_create: unable to open ICU collator");
  return nullptr;
}
void CollatorConstruct(Args args, Value*) {
  auto* h = Self(args)->native<Handle>();
  if (h->icu) return ThrowError("Collator object is already constructed");
  h->icu = OpenCollator(args);
}
void CollatorCreate(Args args, Value* result) {
  UCollator* c = OpenCollator(args);
  *result = c ? Wrap("Collator", c) : Value::Null();
}
int Compare(const UCollator* c, const std::u16string& a, const std::u16string& b) {
  return TUSK_ICU(ucol_strcoll)(c, a.data(), Size(a), b.data(), Size(b));
}
void CollatorCompare(Args args, Value* result) {
  Object* o = Self(args);
  uint32_t at = Base(args);
  std::u16string a, b;
  SetError(o, 0, "");
  if (!Text(o, args.View(at), &a, "Error converting first argument to UTF-16", result) ||
      !Text(o, args.View(at + 1), &b, "Error converting second argument to UTF-16", result))
    return;
  Return(result, Compare(Of<UCollator>(o), a, b));
}
bool LooksNumeric(std::string_view s) {
  int64_t i;
  double d;
  return IsNumericString(s, &i, &d) == Numeric::kInt || IsNumericString(s, &i, &d) == Numeric::kFloat;
}
template <bool kKeepKeys>
void CollatorSort(Args args, Value* result) {
  Object* o = Self(args);
  uint32_t at = Base(args);
  int64_t flags = args.Int(at + 1, 0);  // 0: numbers by value, 1: strings, 2: numbers
  struct Entry {
    std::u16string text;
    double number = 0;
    bool numeric = false;
    Value key, value;
  };
  SetError(o, 0, "");
  Array* in = args[at].ref->value.arr;
  std::list<Entry> entries;  // whose sort is stable and bears orders that are none
  for (uint32_t p = First(in); p != kEnd; p = Next(in, p)) {
    Entry e;
    Value v = Deref(ValueAt(in, p));
    String* s = ToString(v);
    if (!s) return;
    ToUtf16(s->view(), &e.text);
    if (flags == 2 || (flags == 0 && (v.IsNumber() || LooksNumeric(s->view())))) {
      e.numeric = true;
      e.number = ToFloat(v);
    }
    Release(s);
    e.key = KeyValueAt(in, p);
    e.value = Copy(ValueAt(in, p));
    entries.push_back(std::move(e));
  }
  auto* c = Of<UCollator>(o);
  entries.sort([&](const Entry& a, const Entry& b) {
    if (a.numeric && b.numeric) return a.number < b.number;
    return Compare(c, a.text, b.text) < 0;
  });
  Array* out = NewArray(static_cast<uint32_t>(entries.size()));
  for (const Entry& e : entries) {
    if (kKeepKeys) {
      Set(out, e.key.IsInt() ? ArrayKey::Int(e.key.i) : ArrayKey::Str(e.key.str), e.value);
    } else {
      Append(out, e.value);
    }
    Release(e.key);
  }
  AssignArgument(args, at, Value(out));
  Return(result, true);
}
void CollatorSortKey(Args args, Value* result) {
  Object* o = Self(args);
  std::u16string s;
  if (!Text(o, args.View(Base(args)), &s, "Error converting first argument to UTF-16", result)) return;
  auto* c = Of<UCollator>(o);
  std::string key(static_cast<size_t>(TUSK_ICU(ucol_getSortKey)(c, s.data(), Size(s), nullptr, 0)), '\0');
  TUSK_ICU(ucol_getSortKey)
  (c, s.data(), Size(s), reinterpret_cast<uint8_t*>(key.data()), static_cast<int32_t>(key.size()));
  if (!key.empty()) key.pop_back();  // the zero byte at its end
  Return(result, std::string_view(key));
}
void CollatorGetAttribute(Args args, Value* result) {
  UErrorCode status = U_ZERO_ERROR;
  Object* o = Self(args);
  int v =
      TUSK_ICU(ucol_getAttribute)(Of<UCollator>(o), static_cast<UColAttribute>(args[Base(args)].i), &status);
  if (U_FAILURE(status)) return Fail(o, status, "Error getting attribute value", result);
  Return(result, v);
}
void CollatorSetAttribute(Args args, Value* result) {
  UErrorCode status = U_ZERO_ERROR;
  Object* o = Self(args);
  uint32_t at = Base(args);
  TUSK_ICU(ucol_setAttribute)
  (Of<UCollator>(o), static_cast<UColAttribute>(args[at].i), static_cast<UColAttributeValue>(args[at + 1].i),
   &status);
  if (U_FAILURE(status)) return Fail(o, status, "Error setting attribute value", result);
  Return(result, true);
}
void CollatorGetStrength(Args args, Value* result) {
  Return(result, static_cast<int>(TUSK_ICU(ucol_getStrength)(Of<UCollator>(Self(args)))));
}
void CollatorSetStrength(Args args, Value* result) {
  TUSK_ICU(ucol_setStrength)(Of<UCollator>(Self(args)), static_cast<UCollationStrength>(args[Base(args)].i));
  Return(result, true);
}
void CollatorGetLocale(Args args, Value* result) {
  UErrorCode status = U_ZERO_ERROR;
  Object* o = Self(args);
  const char* name = TUSK_ICU(ucol_getLocaleByType)(
      Of<UCollator>(o), static_cast<ULocDataLocaleType>(args[Base(args)].i), &status);
  if (U_FAILURE(status) || !name) return Fail(o, status, "Error getting locale by type", result);
  Return(result, name);
}
void DestroyCollator(Object* o) {
  auto* h = o->native<Handle>();
  if (h->icu) TUSK_ICU(ucol_close)(static_cast<UCollator*>(h->icu));
  delete h->error;
}
constexpr ObjectHandlers kCollatorHandlers = {.destroy_native = DestroyCollator,
                                              .clone_native = CloneIcu<CloneCollator>};

// --- NumberFormatter

UNumberFormat* OpenNumberFormat(Args args) {
  LastIntlError() = {};
  std::u16string pattern;
  if (!args.IsNull(2) && !ToUtf16(args.View(2), &pattern)) {
    SetIntlError(nullptr, U_INVALID_CHAR_FOUND, "numfmt_create: error converting pattern to UTF-16");
    return nullptr;
  }
  UErrorCode status = U_ZERO_ERROR;
  UParseError where{};
  UNumberFormat* f = TUSK_ICU(unum_open)(static_cast<UNumberFormatStyle>(args[1].i), pattern.data(),
                                         Size(pattern), LocaleArgument(args, 0).c_str(), &where, &status);
  if (U_SUCCESS(status)) return f;
  SetIntlError(nullptr, status, "numfmt_create: number formatter creation failed");
  return nullptr;
}
void NumberConstruct(Args args, Value*) {
  auto* h = Self(args)->native<Handle>();
  if (h->icu) return ThrowError("NumberFormatter object is already constructed");
  h->icu = OpenNumberFormat(args);
  if (h->icu) return;
  Object* e = NewObject(FindClass("IntlException", false));
  e->props()[ThrowableSlots::kMessage] = Value(NewString("Constructor failed"));
  ThrowObject(e);
}
void NumberCreate(Args args, Value* result) {
  UNumberFormat* f = OpenNumberFormat(args);
  *result = f ? Wrap("NumberFormatter", f) : Value::Null();
}
void NumberFormat(Args args, Value* result) {
  Object* o = Self(args);
  uint32_t at = Base(args);
  auto* f = Of<UNumberFormat>(o);
  int64_t type = args.Int(at + 1, 0);
  SetError(o, 0, "");
  if (type < 0 || type > 3) {
    if (type == 4) {
      return ArgumentValueError(at + 2,
                                "cannot be NumberFormatter::TYPE_CURRENCY constant, use "
                                "NumberFormatter::formatCurrency() method instead");
    }
    return ArgumentValueError(at + 2, "must be a NumberFormatter::TYPE_* constant");
  }
  bool integer = type == 0 ? args[at].IsInt() : type != 3;
  int64_t whole = integer ? ToInt(args[at]) : 0;
  if (type == 1) whole = static_cast<int32_t>(whole);
  double real = integer ? 0 : ToFloat(args[at]);
  std::u16string out;
  UErrorCode status;
  bool good = Collect(&out, &status, [&](char16_t* to, int32_t size, UErrorCode* s) {
    return integer ? TUSK_ICU(unum_formatInt64)(f, whole, to, size, nullptr, s)
                   : TUSK_ICU(unum_formatDouble)(f, real, to, size, nullptr, s);
  });
  if (!good) return Fail(o, status, "Number formatting failed", result);
  Return(result, std::string_view(FromUtf16(out)));
}
void NumberFormatCurrency(Args args, Value* result) {
  Object* o = Self(args);
  uint32_t at = Base(args);
  std::u16string currency, out;
  if (!Text(o, args.View(at + 1), &currency, "Currency conversion to UTF-16 failed", result)) return;
  UErrorCode status;
  bool good = Collect(&out, &status, [&](char16_t* to, int32_t size, UErrorCode* s) {
    return TUSK_ICU(unum_formatDoubleCurrency)(Of<UNumberFormat>(o), args[at].d, currency.data(), to, size,
                                               nullptr, s);
  });
  if (!good) return Fail(o, status, "Number formatting failed", result);
  Return(result, std::string_view(FromUtf16(out)));
}
void NumberParse(Args args, Value* result) {
  Object* o = Self(args);
  uint32_t at = Base(args);
  std::u16string text;
  if (!Text(o, args.View(at), &text, "String conversion to UTF-16 failed", result)) return;
  int64_t type = args.Int(at + 1, 3);
  if (type < 1 || type > 3) return ArgumentValueError(at + 2, "must be a NumberFormatter::TYPE_* constant");
  int32_t position = 0;
  bool tells = args.Has(at + 2) && args[at + 2].IsReference();
  if (tells) position = static_cast<int32_t>(ToInt(args[at + 2].ref->value));
  UErrorCode status = U_ZERO_ERROR;
  auto* f = Of<UNumberFormat>(o);
  int32_t* place = tells ? &position : nullptr;
  Value v;
  switch (type) {
    case 1:
      v = Value(static_cast<int64_t>(TUSK_ICU(unum_parse)(f, text.data(), Size(text), place, &status)));
      break;
    case 2: v = Value(TUSK_ICU(unum_parseInt64)(f, text.data(), Size(text), place, &status)); break;
    default: v = Value(TUSK_ICU(unum_parseDouble)(f, text.data(), Size(text), place, &status)); break;
  }
  if (tells) AssignArgument(args, at + 2, Value(int64_t{position}));
  if (U_FAILURE(status)) return Fail(o, status, "Number parsing failed", result);
  SetError(o, 0, "");
  *result = v;
}
void NumberParseCurrency(Args args, Value* result) {
  Object* o = Self(args);
  uint32_t at = Base(args);
  std::u16string text;
  if (!Text(o, args.View(at), &text, "String conversion to UTF-16 failed", result)) return;
  int32_t position = 0;
  bool tells = args.Has(at + 2) && args[at + 2].IsReference();
  if (tells) position = static_cast<int32_t>(ToInt(args[at + 2].ref->value));
  UErrorCode status = U_ZERO_ERROR;
  char16_t currency[5] = {};
  double v = TUSK_ICU(unum_parseDoubleCurrency)(Of<UNumberFormat>(o), text.data(), Size(text),
                                                tells ? &position : nullptr, currency, &status);
  if (tells) AssignArgument(args, at + 2, Value(int64_t{position}));
  if (HasException()) return;
  if (U_FAILURE(status)) return Fail(o, status, "Number parsing failed", result);
  SetError(o, 0, "");
  AssignArgument(args, at + 1, Value(NewString(FromUtf16(currency))));
  if (!HasException()) Return(result, v);
}
void NumberSetAttribute(Args args, Value* result) {
  uint32_t at = Base(args);
  auto* f = Of<UNumberFormat>(Self(args));
  auto attribute = static_cast<UNumberFormatAttribute>(args[at].i);
  if (attribute == UNUM_ROUNDING_INCREMENT) {
    TUSK_ICU(unum_setDoubleAttribute)(f, attribute, ToFloat(args[at + 1]));
  } else {
    TUSK_ICU(unum_setAttribute)(f, attribute, static_cast<int32_t>(ToInt(args[at + 1])));
  }
  Return(result, true);
}
void NumberGetAttribute(Args args, Value* result) {
  Object* o = Self(args);
  auto* f = Of<UNumberFormat>(o);
  auto attribute = static_cast<UNumberFormatAttribute>(args[Base(args)].i);
  if (attribute == UNUM_ROUNDING_INCREMENT)
    return Return(result, TUSK_ICU(unum_getDoubleAttribute)(f, attribute));
  int32_t v = TUSK_ICU(unum_getAttribute)(f, attribute);
  if (v == -1) return Fail(o, U_UNSUPPORTED_ERROR, "Error getting attribute value", result);
  Return(result, int64_t{v});
}
void NumberSetTextAttribute(Args args, Value* result) {
  Object* o = Self(args);
  uint32_t at = Base(args);
  std::u16string text;
  UErrorCode status = U_ZERO_ERROR;
  if (!Text(o, args.View(at + 1), &text, "Error converting attribute value to UTF-16", result)) return;
  TUSK_ICU(unum_setTextAttribute)
  (Of<UNumberFormat>(o), static_cast<UNumberFormatTextAttribute>(args[at].i), text.data(), Size(text),
   &status);
  if (U_FAILURE(status)) return Fail(o, status, "Error setting text attribute", result);
  Return(result, true);
}
void NumberGetTextAttribute(Args args, Value* result) {
  Object* o = Self(args);
  std::u16string out;
  UErrorCode status;
  auto attribute = static_cast<UNumberFormatTextAttribute>(args[Base(args)].i);
  bool good = Collect(&out, &status, [&](char16_t* to, int32_t size, UErrorCode* s) {
    return TUSK_ICU(unum_getTextAttribute)(Of<UNumberFormat>(o), attribute, to, size, s);
  });
  if (!good) return Fail(o, status, "Error getting attribute value", result);
  Return(result, std::string_view(FromUtf16(out)));
}
void NumberSetSymbol(Args args, Value* result) {
  Object* o = Self(args);
  uint32_t at = Base(args);
  std::u16string text;
  UErrorCode status = U_ZERO_ERROR;
  if (args[at].i < 0 || args[at].i >= UNUM_FORMAT_SYMBOL_COUNT)
    return Fail(o, U_ILLEGAL_ARGUMENT_ERROR, "invalid symbol value", result);
  if (!Text(o, args.View(at + 1), &text, "Error converting symbol value to UTF-16", result)) return;
  TUSK_ICU(unum_setSymbol)
  (Of<UNumberFormat>(o), static_cast<UNumberFormatSymbol>(args[at].i), text.data(), Size(text), &status);
  if (U_FAILURE(status)) return Fail(o, status, "Error setting symbol value", result);
  Return(result, true);
}
void NumberGetSymbol(Args args, Value* result) {
  Object* o = Self(args);
  int64_t symbol = args[Base(args)].i;
  if (symbol < 0 || symbol >= UNUM_FORMAT_SYMBOL_COUNT)
    return Fail(o, U_ILLEGAL_ARGUMENT_ERROR, "invalid symbol value", result);
  std::u16string out;
  UErrorCode status;
  Collect(&out, &status, [&](char16_t* to, int32_t size, UErrorCode* s) {
    return TUSK_ICU(unum_getSymbol)(Of<UNumberFormat>(o), static_cast<UNumberFormatSymbol>(symbol), to, size,
                                    s);
  });
  Return(result, std::string_view(FromUtf16(out)));
}
void NumberSetPattern(Args args, Value* result) {
  Object* o = Self(args);
  std::u16string text;
  UErrorCode status = U_ZERO_ERROR;
  UParseError where{};
  if (!Text(o, args.View(Base(args)), &text, "Error converting pattern to UTF-16", result)) return;
  TUSK_ICU(unum_applyPattern)(Of<UNumberFormat>(o), false, text.data(), Size(text), &where, &status);
  if (U_FAILURE(status)) return Fail(o, status, "Error setting pattern value", result);
  Return(result, true);
}
void NumberGetPattern(Args args, Value* result) {
  Object* o = Self(args);
  std::u16string out;
  UErrorCode status;
  bool good = Collect(&out, &status, [&](char16_t* to, int32_t size, UErrorCode* s) {
    return TUSK_ICU(unum_toPattern)(Of<UNumberFormat>(o), false, to, size, s);
  });
  if (!good) return Fail(o, status, "Error getting formatter pattern", result);
  Return(result, std::string_view(FromUtf16(out)));
}
void NumberGetLocale(Args args, Value* result) {
  UErrorCode status = U_ZERO_ERROR;
  Object* o = Self(args);
  const char* name = TUSK_ICU(unum_getLocaleByType)(
      Of<UNumberFormat>(o), static_cast<ULocDataLocaleType>(args.Int(Base(args), 0)), &status);
  if (U_FAILURE(status) || !name) return Fail(o, status, "Error getting locale", result);
  Return(result, name);
}
void DestroyNumber(Object* o) {
  auto* h = o->native<Handle>();
  if (h->icu) TUSK_ICU(unum_close)(static_cast<UNumberFormat*>(h->icu));
  delete h->error;
}
constexpr ObjectHandlers kNumberHandlers = {.destroy_native = DestroyNumber,
                                            .clone_native = CloneIcu<CloneNumber>};

// For objects that a constructor made.
template <void (*kBody)(Args, Value*)>
void On(Args args, Value* result) {
  Object* o = Self(args);
  if (o->native<Handle>()->icu) return kBody(args, result);
  const Class* c = o->cls;
  while (!c->Is(ClassFlags::kBuiltin)) c = c->parent;
  if (c->name->view() == "Collator") return ThrowError("Object not initialized");
  ThrowError("Found unconstructed %s", c->name->view());
}

constexpr uint16_t kIo = Effects::kReadsState | Effects::kWritesState | Effects::kThrows | Effects::kWarns;
constexpr uint32_t kStatic = static_cast<uint32_t>(F::kPublic) | F::kStatic;
constexpr BuiltinMethodRow kTransliteratorMethods[] = {
    {"__construct", "()", kIo, [](Args, Value*) {}, static_cast<uint32_t>(F::kPrivate) | F::kFinal},
    {"create", "(string $id, int $direction = Transliterator::FORWARD): ?Transliterator", kIo,
     TransliteratorCreate, kStatic},
    {"createFromRules", "(string $rules, int $direction = Transliterator::FORWARD): ?Transliterator", kIo,
     TransliteratorFromRules, kStatic},
    {"createInverse", "(): ?Transliterator", kIo, On<CreateInverse>},
    {"listIDs", "(): array|false", kIo, ListIds, kStatic},
    {"transliterate", "(string $string, int $start = 0, int $end = -1): string|false", kIo, Transliterate},
    {"getErrorCode", "(): int|false", kIo, ErrorCode},
    {"getErrorMessage", "(): string|false", kIo, ErrorMessage},
};
constexpr BuiltinClassConstantRow kTransliteratorConstants[] = {{"FORWARD", 0}, {"REVERSE", 1}};
constexpr BuiltinPropertyRow kTransliteratorProperties[] = {
    {"id", "string", Type::kUndef,
     static_cast<uint32_t>(F::kPublic) | static_cast<uint32_t>(PropertyFlags::kReadonly)}};
constexpr BuiltinMethodRow kCollatorMethods[] = {
    {"__construct", "(string $locale)", kIo, CollatorConstruct},
    {"create", "(string $locale): ?Collator", kIo, CollatorCreate, kStatic},
    {"compare", "(string $string1, string $string2): int|false", kIo, On<CollatorCompare>},
    {"sort", "(array &$array, int $flags = Collator::SORT_REGULAR): bool", kIo | Effects::kWritesArgs,
     On<CollatorSort<false>>},
    {"sortWithSortKeys", "(array &$array): bool", kIo | Effects::kWritesArgs, On<CollatorSort<false>>},
    {"asort", "(array &$array, int $flags = Collator::SORT_REGULAR): bool", kIo | Effects::kWritesArgs,
     On<CollatorSort<true>>},
    {"getAttribute", "(int $attribute): int|false", kIo, On<CollatorGetAttribute>},
    {"setAttribute", "(int $attribute, int $value): bool", kIo, On<CollatorSetAttribute>},
    {"getStrength", "(): int", kIo, On<CollatorGetStrength>},
    {"setStrength", "(int $strength): true", kIo, On<CollatorSetStrength>},
    {"getLocale", "(int $type): string|false", kIo, On<CollatorGetLocale>},
    {"getErrorCode", "(): int|false", kIo, ErrorCode},
    {"getErrorMessage", "(): string|false", kIo, ErrorMessage},
    {"getSortKey", "(string $string): string|false", kIo, On<CollatorSortKey>},
};
constexpr BuiltinClassConstantRow kCollatorConstants[] = {
    {"DEFAULT_VALUE", -1},
    {"PRIMARY", 0},
    {"SECONDARY", 1},
    {"TERTIARY", 2},
    {"DEFAULT_STRENGTH", 2},
    {"QUATERNARY", 3},
    {"IDENTICAL", 15},
    {"OFF", 16},
    {"ON", 17},
    {"SHIFTED", 20},
    {"NON_IGNORABLE", 21},
    {"LOWER_FIRST", 24},
    {"UPPER_FIRST", 25},
    {"FRENCH_COLLATION", 0},
    {"ALTERNATE_HANDLING", 1},
    {"CASE_FIRST", 2},
    {"CASE_LEVEL", 3},
    {"NORMALIZATION_MODE", 4},
    {"STRENGTH", 5},
    {"HIRAGANA_QUATERNARY_MODE", 6},
    {"NUMERIC_COLLATION", 7},
    {"SORT_REGULAR", 0},
    {"SORT_STRING", 1},
    {"SORT_NUMERIC", 2},
};
constexpr char kNewNumber[] = "(string $locale, int $style, ?string $pattern = null)";
constexpr BuiltinMethodRow kNumberMethods[] = {
    {"__construct", kNewNumber, kIo, NumberConstruct},
    {"create", "(string $locale, int $style, ?string $pattern = null): ?NumberFormatter", kIo, NumberCreate,
     kStatic},
    {"format", "(int|float $num, int $type = NumberFormatter::TYPE_DEFAULT): string|false", kIo,
     On<NumberFormat>},
    {"parse", "(string $string, int $type = NumberFormatter::TYPE_DOUBLE, &$offset = null): int|float|false",
     kIo | Effects::kWritesArgs, On<NumberParse>},
    {"parseCurrency", "(string $string, &$currency, &$offset = null): float|false",
     kIo | Effects::kWritesArgs, On<NumberParseCurrency>},
    {"formatCurrency", "(float $amount, string $currency): string|false", kIo, On<NumberFormatCurrency>},
    {"setAttribute", "(int $attribute, int|float $value): bool", kIo, On<NumberSetAttribute>},
    {"getAttribute", "(int $attribute): int|float|false", kIo, On<NumberGetAttribute>},
    {"setTextAttribute", "(int $attribute, string $value): bool", kIo, On<NumberSetTextAttribute>},
    {"getTextAttribute", "(int $attribute): string|false", kIo, On<NumberGetTextAttribute>},
    {"setSymbol", "(int $symbol, string $value): bool", kIo, On<NumberSetSymbol>},
    {"getSymbol", "(int $symbol): string|false", kIo, On<NumberGetSymbol>},
    {"setPattern", "(string $pattern): bool", kIo, On<NumberSetPattern>},
    {"getPattern", "(): string|false", kIo, On<NumberGetPattern>},
    {"getLocale", "(int $type = ULOC_ACTUAL_LOCALE): string|false", kIo, On<NumberGetLocale>},
    {"getErrorCode", "(): int", kIo, ErrorCode},
    {"getErrorMessage", "(): string", kIo, ErrorMessage},
};
constexpr BuiltinClassConstantRow kNumberConstants[] = {
    {"PATTERN_DECIMAL", 0},
    {"DECIMAL", 1},
    {"CURRENCY", 2},
    {"PERCENT", 3},
    {"SCIENTIFIC", 4},
    {"SPELLOUT", 5},
    {"ORDINAL", 6},
    {"DURATION", 7},
    {"PATTERN_RULEBASED", 9},
    {"IGNORE", 0},
    {"CURRENCY_ACCOUNTING", 12},
    {"DEFAULT_STYLE", 1},
    {"ROUND_CEILING", 0},
    {"ROUND_FLOOR", 1},
    {"ROUND_DOWN", 2},
    {"ROUND_UP", 3},
    {"ROUND_HALFEVEN", 4},
    {"ROUND_HALFDOWN", 5},
    {"ROUND_HALFUP", 6},
    {"ROUND_TOWARD_ZERO", 2},
    {"ROUND_AWAY_FROM_ZERO", 3},
    {"ROUND_HALFODD", 8},
    {"PAD_BEFORE_PREFIX", 0},
    {"PAD_AFTER_PREFIX", 1},
    {"PAD_BEFORE_SUFFIX", 2},
    {"PAD_AFTER_SUFFIX", 3},
    {"PARSE_INT_ONLY", 0},
    {"GROUPING_USED", 1},
    {"DECIMAL_ALWAYS_SHOWN", 2},
    {"MAX_INTEGER_DIGITS", 3},
    {"MIN_INTEGER_DIGITS", 4},
    {"INTEGER_DIGITS", 5},
    {"MAX_FRACTION_DIGITS", 6},
    {"MIN_FRACTION_DIGITS", 7},
    {"FRACTION_DIGITS", 8},
    {"MULTIPLIER", 9},
    {"GROUPING_SIZE", 10},
    {"ROUNDING_MODE", 11},
    {"ROUNDING_INCREMENT", 12},
    {"FORMAT_WIDTH", 13},
    {"PADDING_POSITION", 14},
    {"SECONDARY_GROUPING_SIZE", 15},
    {"SIGNIFICANT_DIGITS_USED", 16},
    {"MIN_SIGNIFICANT_DIGITS", 17},
    {"MAX_SIGNIFICANT_DIGITS", 18},
    {"LENIENT_PARSE", 19},
    {"POSITIVE_PREFIX", 0},
    {"POSITIVE_SUFFIX", 1},
    {"NEGATIVE_PREFIX", 2},
    {"NEGATIVE_SUFFIX", 3},
    {"PADDING_CHARACTER", 4},
    {"CURRENCY_CODE", 5},
    {"DEFAULT_RULESET", 6},
    {"PUBLIC_RULESETS", 7},
    {"DECIMAL_SEPARATOR_SYMBOL", 0},
    {"GROUPING_SEPARATOR_SYMBOL", 1},
    {"PATTERN_SEPARATOR_SYMBOL", 2},
    {"PERCENT_SYMBOL", 3},
    {"ZERO_DIGIT_SYMBOL", 4},
    {"DIGIT_SYMBOL", 5},
    {"MINUS_SIGN_SYMBOL", 6},
    {"PLUS_SIGN_SYMBOL", 7},
    {"CURRENCY_SYMBOL", 8},
    {"INTL_CURRENCY_SYMBOL", 9},
    {"MONETARY_SEPARATOR_SYMBOL", 10},
    {"EXPONENTIAL_SYMBOL", 11},
    {"PERMILL_SYMBOL", 12},
    {"PAD_ESCAPE_SYMBOL", 13},
    {"INFINITY_SYMBOL", 14},
    {"NAN_SYMBOL", 15},
    {"SIGNIFICANT_DIGIT_SYMBOL", 16},
    {"MONETARY_GROUPING_SEPARATOR_SYMBOL", 17},
    {"TYPE_DEFAULT", 0},
    {"TYPE_INT32", 1},
    {"TYPE_INT64", 2},
    {"TYPE_DOUBLE", 3},
    {"TYPE_CURRENCY", 4},
};

constexpr BuiltinRow kRows[] = {
    {"collator_asort", "(Collator $object, array &$array, int $flags = Collator::SORT_REGULAR): bool",
     kIo | Effects::kWritesArgs, On<CollatorSort<true>>},
    {"collator_compare", "(Collator $object, string $string1, string $string2): int|false", kIo,
     On<CollatorCompare>},
    {"collator_create", "(string $locale): ?Collator", kIo, CollatorCreate},
    {"collator_get_attribute", "(Collator $object, int $attribute): int|false", kIo,
     On<CollatorGetAttribute>},
    {"collator_get_error_code", "(Collator $object): int|false", kIo, ErrorCode},
    {"collator_get_error_message", "(Collator $object): string|false", kIo, ErrorMessage},
    {"collator_get_locale", "(Collator $object, int $type): string|false", kIo, On<CollatorGetLocale>},
    {"collator_get_sort_key", "(Collator $object, string $string): string|false", kIo, On<CollatorSortKey>},
    {"collator_get_strength", "(Collator $object): int", kIo, On<CollatorGetStrength>},
    {"collator_set_attribute", "(Collator $object, int $attribute, int $value): bool", kIo,
     On<CollatorSetAttribute>},
    {"collator_set_strength", "(Collator $object, int $strength): true", kIo, On<CollatorSetStrength>},
    {"collator_sort", "(Collator $object, array &$array, int $flags = Collator::SORT_REGULAR): bool",
     kIo | Effects::kWritesArgs, On<CollatorSort<false>>},
    {"collator_sort_with_sort_keys", "(Collator $object, array &$array): bool", kIo | Effects::kWritesArgs,
     On<CollatorSort<false>>},
    {"numfmt_create", "(string $locale, int $style, ?string $pattern = null): ?NumberFormatter", kIo,
     NumberCreate},
    {"numfmt_format",
     "(NumberFormatter $formatter, int|float $num, int $type = NumberFormatter::TYPE_DEFAULT): string|false",
     kIo, On<NumberFormat>},
    {"numfmt_format_currency", "(NumberFormatter $formatter, float $amount, string $currency): string|false",
     kIo, On<NumberFormatCurrency>},
    {"numfmt_get_attribute", "(NumberFormatter $formatter, int $attribute): int|float|false", kIo,
     On<NumberGetAttribute>},
    {"numfmt_get_error_code", "(NumberFormatter $formatter): int", kIo, ErrorCode},
    {"numfmt_get_error_message", "(NumberFormatter $formatter): string", kIo, ErrorMessage},
    {"numfmt_get_locale", "(NumberFormatter $formatter, int $type = ULOC_ACTUAL_LOCALE): string|false", kIo,
     On<NumberGetLocale>},
    {"numfmt_get_pattern", "(NumberFormatter $formatter): string|false", kIo, On<NumberGetPattern>},
    {"numfmt_get_symbol", "(NumberFormatter $formatter, int $symbol): string|false", kIo,
     On<NumberGetSymbol>},
    {"numfmt_get_text_attribute", "(NumberFormatter $formatter, int $attribute): string|false", kIo,
     On<NumberGetTextAttribute>},
    {"numfmt_parse",
     "(NumberFormatter $formatter, string $string, int $type = NumberFormatter::TYPE_DOUBLE, &$offset = "
     "null): int|float|false",
     kIo | Effects::kWritesArgs, On<NumberParse>},
    {"numfmt_parse_currency",
     "(NumberFormatter $formatter, string $string, &$currency, &$offset = null): float|false",
     kIo | Effects::kWritesArgs, On<NumberParseCurrency>},
    {"numfmt_set_attribute", "(NumberFormatter $formatter, int $attribute, int|float $value): bool", kIo,
     On<NumberSetAttribute>},
    {"numfmt_set_pattern", "(NumberFormatter $formatter, string $pattern): bool", kIo, On<NumberSetPattern>},
    {"numfmt_set_symbol", "(NumberFormatter $formatter, int $symbol, string $value): bool", kIo,
     On<NumberSetSymbol>},
    {"numfmt_set_text_attribute", "(NumberFormatter $formatter, int $attribute, string $value): bool", kIo,
     On<NumberSetTextAttribute>},
    {"transliterator_create", "(string $id, int $direction = Transliterator::FORWARD): ?Transliterator", kIo,
     TransliteratorCreate},
    {"transliterator_create_from_rules",
     "(string $rules, int $direction = Transliterator::FORWARD): ?Transliterator", kIo,
     TransliteratorFromRules},
    {"transliterator_create_inverse", "(Transliterator $transliterator): ?Transliterator", kIo,
     On<CreateInverse>},
    {"transliterator_get_error_code", "(Transliterator $transliterator): int|false", kIo, ErrorCode},
    {"transliterator_get_error_message", "(Transliterator $transliterator): string|false", kIo, ErrorMessage},
    {"transliterator_list_ids", "(): array|false", kIo, ListIds},
    {"transliterator_transliterate",
     "(Transliterator|string $transliterator, string $string, int $start = 0, int $end = -1): string|false",
     kIo, Transliterate},
};
static_assert(SortedByName(kRows));

const BuiltinClassRow kClassRows[] = {
    {.name = "IntlException", .parent = "Exception", .extension = "intl"},
    {.name = "Transliterator",
     .flags = ClassFlags::kNotSerializable,
     .methods = kTransliteratorMethods,
     .constants = kTransliteratorConstants,
     .properties = kTransliteratorProperties,
     .handlers = &kTransliteratorHandlers,
     .native_size = sizeof(Handle),
     .extension = "intl"},
    {.name = "Collator",
     .flags = ClassFlags::kNotSerializable,
     .methods = kCollatorMethods,
     .constants = kCollatorConstants,
     .handlers = &kCollatorHandlers,
     .native_size = sizeof(Handle),
     .extension = "intl"},
    {.name = "NumberFormatter",
     .flags = ClassFlags::kNotSerializable,
     .methods = kNumberMethods,
     .constants = kNumberConstants,
     .handlers = &kNumberHandlers,
     .native_size = sizeof(Handle),
     .extension = "intl"},
};

}  // namespace

constinit const BuiltinTable kIntlFormatterFunctions(kRows);
const std::span<const BuiltinClassRow> kIntlFormatterClasses = kClassRows;

}  // namespace tusk
