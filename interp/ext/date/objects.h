// The native sides of the date classes, and what their methods share.
#pragma once

#include <string_view>

#include "interp/ext/date/moment.h"
#include "interp/ext/date/parse.h"
#include "interp/ext/standard/arrays.h"
#include "interp/ext/standard/serialize.h"
#include "interp/ext/support.h"
#include "interp/runtime/object.h"
#include "interp/vm/frame.h"

namespace tusk {

// A method body that a procedural function shares: `self` is $this, or the function's first argument.
using DateBody = void (*)(Object* self, Args args, Value* result);
template <DateBody Body>
void DateMethod(Args args, Value* result) {
  Body(args.frame->self.obj, args, result);
}
template <DateBody Body>
void DateFunction(Args args, Value* result) {
  Object* self = args[0].obj;
  ++args.values;
  if (args.count) --args.count;
  Body(self, args, result);
}

// The native part of DateTime and DateTimeImmutable is a Moment, that of DateTimeZone a Zone; neither is set
// while the zone's kind is kNone.
struct DateIntervalData {
  bool ready;
  bool on_clock;
  Relative words;
  String* text;  // what it was made from by words; owned
};
struct DatePeriodData {
  bool ready;
  bool has_end, include_start, include_end;
  bool started;  // `current` holds something
  int64_t recurrences;
  Class* date_class;
  Moment start, current, end;
  Interval interval;
};

enum class DateClass {
  kDateTime,
  kDateTimeImmutable,
  kDateTimeInterface,
  kDateTimeZone,
  kDateInterval,
  kDatePeriod,
  kInternalIterator,
};
Class* DateClassOf(DateClass which);

bool IsDate(const Object* o);
// The parts of an object; null with a DateObjectError pending before its constructor ran.
Moment* MomentOf(Object* o);
Zone* ZoneOf(Object* o);
DateIntervalData* IntervalDataOf(Object* o);
DatePeriodData* PeriodOf(Object* o);

Object* NewDate(Class* c, const Moment& moment);
Object* NewZone(const Zone& zone);
Object* NewInterval(const Interval& interval);
// Adds the object's properties to an array.
void AddProperties(Object* o, Array* to);
// The properties of an interval, and back.
Interval IntervalOf(Object* o);
void SetInterval(Object* o, const Interval& interval, std::string_view text = {});

// An optional zone argument: null when omitted. False: an exception is pending.
bool ZoneArgument(Args args, uint32_t i, Zone** zone);
// False with a ValueError pending.
bool CheckNoNul(Args args, uint32_t i);

enum class DateError {
  kDateError,
  kDateObjectError,
  kDateRangeError,
  kDateException,
  kInvalidTimeZone,
  kInvalidOperation,
  kMalformedString,
  kMalformedInterval,
  kMalformedPeriod,
};
void ThrowDate(DateError kind, std::string_view message);
// With "Class::method(): " in front.
void ThrowDateInFunction(DateError kind, std::string_view message);
void ThrowNotInitialized(const Object* o);

// getLastErrors() tells about these.
void KeepMessages(ParseMessages messages);
void PutMessages(Array* to, const ParseMessages& messages);
Value LastMessages();  // an array, or false when there was nothing to tell
// "(TEXT) at position N (C): MESSAGE" of the first error.
std::string DescribeFirstError(std::string_view text, const ParseMessages& messages);

// What constructors do: text (free, or in `format` unless that is null) in a zone, the default one when null.
// False: errors, told in *messages.
bool ReadMoment(std::string_view text, const std::string* format, const Zone* zone, Moment* out,
                ParseMessages* messages);
// A zone by any of its names. False: *problem is "Unknown or bad timezone" or the like.
bool ReadZone(std::string_view name, Zone* out, const char** problem);
// Adds the arrays that (array), dumps and serialize() show.
void DescribeMoment(const Moment& moment, Array* to);
// From such an array. False: not one of these.
bool RestoreMoment(const Array* from, Moment* out);

extern const ObjectHandlers kDateTimeHandlers;

// "(TYPES $a, ...)" bodies that several classes and functions share.
void DateFormat(Object* self, Args args, Value* result);
void DateGetTimezone(Object* self, Args args, Value* result);
void DateGetOffset(Object* self, Args args, Value* result);
void DateGetTimestamp(Object* self, Args args, Value* result);
void DateDiff(Object* self, Args args, Value* result);
void DateModifyFunction(Object* self, Args args, Value* result);
void DateSubFunction(Object* self, Args args, Value* result);
void DateAdd(Object* self, Args args, Value* result);
void DateSetTime(Object* self, Args args, Value* result);
void DateSetDate(Object* self, Args args, Value* result);
void DateSetIsoDate(Object* self, Args args, Value* result);
void DateSetTimestamp(Object* self, Args args, Value* result);
void DateSetTimezone(Object* self, Args args, Value* result);
void ZoneName(Object* self, Args args, Value* result);
void ZoneOffsetAt(Object* self, Args args, Value* result);
void ZoneTransitions(Object* self, Args args, Value* result);
void ZoneLocation(Object* self, Args args, Value* result);
void ZoneIdentifiers(Args args, Value* result);
void ZoneAbbreviations(Args args, Value* result);
void IntervalFormat(Object* self, Args args, Value* result);
void LastErrors(Args args, Value* result);
// createFromDateString(); the function warns where the method throws.
template <bool kThrows>
void IntervalFromWords(Args args, Value* result);

// The methods that revive an object, for a class whose state `Restore` takes from an array (an exception and
// false when it is not all there). What is not among `OwnKeys` are properties of the script's.
template <auto Restore, const std::string_view& OwnKeys>
void UnserializeBy(Args args, Value*) {
  Object* self = args.frame->self.obj;
  if (Restore(self, args.Arr(0))) RestoreProperties(self, args.Arr(0), OwnKeys);
}
template <auto Restore>
void SetStateBy(Args args, Value* result) {
  Object* o = NewObject(args.frame->called_class());
  if (!o) return;
  if (!Restore(o, args.Arr(0))) return Release(Value(o));
  *result = Value(o);
}
template <auto Restore>
void WakeupBy(Args args, Value*) {
  Object* self = args.frame->self.obj;
  Array* props = PropertiesToArray(self);
  Restore(self, props);
  Release(Value(props));
}

}  // namespace tusk
