// Errors, locales, iterators and handles that the classes of intl share.
#include "interp/ext/intl/object.h"

#include "interp/runtime/ini.h"

namespace tusk {
namespace {

bool g_throws = false;

}  // namespace

IntlErrorsThrow::IntlErrorsThrow() : before_(g_throws) { g_throws = true; }
IntlErrorsThrow::~IntlErrorsThrow() { g_throws = before_; }
void IntlErrorsThrow::Finish() {
  if (!HasException()) ThrowIntlException(IntlErrorText(LastIntlError()), LastIntlError().code);
}

void ThrowIntlException(std::string_view message, int code) {
  Object* e = NewObject(FindClass("IntlException", false));
  e->props()[ThrowableSlots::kMessage] = Value(NewString(message));
  e->props()[ThrowableSlots::kCode] = Value(int64_t{code});
  ThrowObject(e);
}

void ResetIntlError(Object* o) {
  LastIntlError() = {};
  if (!o) return;
  if (IntlError* error = HandleOf(o)->error) *error = {};
}
void SetIntlError(Object* o, int code, std::string message) {
  LastIntlError() = {code, message};
  if (o) {
    IntlError*& error = HandleOf(o)->error;
    if (!error) error = new IntlError;
    *error = {code, message};
  }
  if (code <= 0 || message.empty() || HasException()) return;
  if (int level = static_cast<int>(IniQuantity(IniGet("intl.error_level").text))) {
    if (!g_throws) return RaiseFunctionMessage(level, message);
    String* name = FunctionDisplayName(g_state->running_callable());
    ThrowIntlException(absl::StrFormat("%s(): %s", name->view(), message), code);
    Release(name);
  } else if (IniBool(IniGet("intl.use_exceptions").text)) {
    ThrowIntlException(message, code);
  }
}
std::string IntlErrorText(const IntlError& e) {
  const char* name = TUSK_ICU(u_errorName)(static_cast<UErrorCode>(e.code));
  return e.message.empty() ? std::string(name) : e.message + ": " + name;
}

namespace {
void Code(const Object* o, Value* result) {
  const IntlError* e = HandleOf(o)->error;
  Return(result, e ? e->code : 0);
}
void Message(const Object* o, Value* result) {
  const IntlError* e = HandleOf(o)->error;
  Return(result, std::string_view(IntlErrorText(e ? *e : IntlError{})));
}
}  // namespace
void IntlErrorCodeMethod(Args args, Value* result) { Code(args.frame->self.obj, result); }
void IntlErrorCodeFunction(Args args, Value* result) { Code(args[0].obj, result); }
void IntlErrorMessageMethod(Args args, Value* result) { Message(args.frame->self.obj, result); }
void IntlErrorMessageFunction(Args args, Value* result) { Message(args[0].obj, result); }

std::string IntlDefaultLocale() {
  std::string_view setting = IniGet("intl.default_locale").text;
  return setting.empty() ? std::string(TUSK_ICU(uloc_getDefault)()) : std::string(setting);
}
std::string IntlLocale(Args args, uint32_t i) {
  if (args.IsNull(i) || args.View(i).empty()) return IntlDefaultLocale();
  return std::string(args.View(i));
}

Value NewIntlObject(std::string_view lower_class, void* icu) {
  Object* o = NewObjectUnchecked(FindClass(lower_class, false));
  *HandleOf(o) = {icu, nullptr};
  return Value(o);
}
Value NewIntlIterator(std::vector<Value> values) {
  Array* a = NewArray(static_cast<uint32_t>(values.size()));
  for (const Value& v : values) Append(a, v);
  Object* o = NewObjectUnchecked(FindClass(std::string_view("intliterator"), false));
  o->props()[0] = Value(a);
  return Value(o);
}
std::vector<Value> TakeEnumeration(UEnumeration* names) {
  std::vector<Value> out;
  UErrorCode status = U_ZERO_ERROR;
  int32_t n = 0;
  while (const char* name = TUSK_ICU(uenum_next)(names, &n, &status))
    out.push_back(Value(NewString(std::string_view(name, static_cast<size_t>(n)))));
  TUSK_ICU(uenum_close)(names);
  return out;
}

}  // namespace tusk
