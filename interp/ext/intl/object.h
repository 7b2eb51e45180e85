// What the classes of intl share: objects over a handle of ICU's, errors, time zones and calendars as
// arguments.
#pragma once

#include <unicode/ucal.h>

#include <string>
#include <string_view>
#include <vector>

#include "interp/ext/intl/icu.h"
#include "interp/ext/support.h"
#include "interp/runtime/class_table.h"
#include "interp/runtime/object.h"

namespace tusk {

// The native part of an object begins with what it stands for and the outcome of its last call.
struct IntlHandle {
  void* icu;  // owned
  IntlError* error;
};
inline IntlHandle* HandleOf(const Object* o) { return const_cast<Object*>(o)->native<IntlHandle>(); }
template <typename T>
T* IcuOf(const Object* o) {
  return static_cast<T*>(HandleOf(o)->icu);
}

// A call of a method, or of the function that takes the object as its first argument: the arguments behind
// it.
struct IntlCall : Args {
  Object* self;
  uint32_t base;  // how many arguments are before these
  void ValueError(uint32_t i, std::string_view message) const { ArgumentValueError(i + 1 + base, message); }
};
using IntlBody = void (*)(IntlCall, Value*);
inline IntlCall MethodCall(Args args) { return {args, args.frame->self.obj, 0}; }
inline IntlCall FunctionCall(Args args) {
  Object* self = args[0].obj;
  ++args.values;
  --args.count;
  return {args, self, 1};
}
// Forgets the last error, of the object too.
void ResetIntlError(Object* o = nullptr);
// Keeps an error (of the object too, unless it is null) and says what intl.error_level and
// intl.use_exceptions ask for.
void SetIntlError(Object* o, int code, std::string message);
inline void IntlFail(Object* o, int code, std::string message, Value* result) {
  Return(result, false);
  SetIntlError(o, code, std::move(message));
}
// "message: U_NAME"
std::string IntlErrorText(const IntlError& e);
void ThrowIntlException(std::string_view message, int code = 0);

// While it lives, what intl.error_level would show is thrown: constructors.
class IntlErrorsThrow {
 public:
  IntlErrorsThrow();
  ~IntlErrorsThrow();
  // At the end of a constructor that failed: an exception, unless there is one.
  static void Finish();

 private:
  bool before_;
};

// For objects that a constructor made; the class's own name goes into the error.
template <IntlBody Body>
void OnIntlObject(const IntlCall& call, Value* result) {
  if (!HandleOf(call.self)->icu) {
    const Class* c = call.self->cls;
    while (!c->Is(ClassFlags::kBuiltin)) c = c->parent;
    return ThrowError("Found unconstructed %s", c->name->view());
  }
  ResetIntlError(call.self);
  Body(call, result);
}
template <IntlBody Body>
void IntlMethod(Args args, Value* result) {
  OnIntlObject<Body>(MethodCall(args), result);
}
template <IntlBody Body>
void IntlFunction(Args args, Value* result) {
  OnIntlObject<Body>(FunctionCall(args), result);
}
void IntlErrorCodeMethod(Args args, Value* result);
void IntlErrorCodeFunction(Args args, Value* result);
void IntlErrorMessageMethod(Args args, Value* result);
void IntlErrorMessageFunction(Args args, Value* result);

inline int32_t Size16(const std::u16string& s) { return static_cast<int32_t>(s.size()); }
inline std::u16string ToUtf16(std::string_view utf8) {
  std::u16string out;
  ToUtf16(utf8, &out);
  return out;
}
inline bool FitsInt32(int64_t v) { return v == static_cast<int32_t>(v); }
// Calls fill(buffer, capacity, status) until the buffer suffices. False: ICU reported an error.
template <typename Fill>
bool CollectUtf16(std::u16string* out, UErrorCode* status, Fill fill) {
  out->resize(128);
  for (;;) {
    *status = U_ZERO_ERROR;
    int32_t n = fill(out->data(), Size16(*out), status);
    if (*status != U_BUFFER_OVERFLOW_ERROR) {
      out->resize(U_SUCCESS(*status) && n > 0 ? static_cast<size_t>(n) : 0);
      return U_SUCCESS(*status);
    }
    out->resize(static_cast<size_t>(n) + 1);
  }
}
// intl.default_locale, or what ICU takes from the environment.
std::string IntlDefaultLocale();
// An optional name of a locale; the default one when it is empty.
std::string IntlLocale(Args args, uint32_t i);

// An object of the (lowercase) class over a handle that it takes over.
Value NewIntlObject(std::string_view lower_class, void* icu);
// Takes over the values; the object is an IntlIterator.
Value NewIntlIterator(std::vector<Value> values);
// All names of an enumeration, which is closed.
std::vector<Value> TakeEnumeration(UEnumeration* names);

// time_zone.cc: a zone as ICU's identifier, from null (the script's zone), an IntlTimeZone, a DateTimeZone or
// a name. False: the error is set, on `o` too.
bool IntlZoneArgument(const Value& v, Object* o, const char* function, std::u16string* id);
// An IntlTimeZone.
Value NewIntlZone(const std::u16string& id);
std::u16string ZoneIdOf(const UCalendar* calendar);
UCalendar* OpenZone(const std::u16string& id);
// The DateTimeZone that ICU's zone is in PHP; undefined with errors raised if there is none.
Value DateZoneOf(const std::u16string& id, Object* o, const char* function);

// calendar.cc: takes over a calendar of ICU's.
Value NewIntlCalendar(UCalendar* calendar);
bool IsIntlCalendar(const Value& v);
// A DateTimeInterface as milliseconds and zone. False: the error is set.
bool IntlDateArgument(Object* date, Object* o, const char* function, double* millis, std::u16string* zone);

// date_format.cc: a number, numeric string, DateTimeInterface or IntlCalendar as milliseconds. False: the
// error is set.
bool IntlMillisArgument(const Value& v, Object* o, const char* function, double* millis);

}  // namespace tusk
