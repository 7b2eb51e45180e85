// DatePeriod, and the iterator that foreach gets from it.
#include <string>

#include "interp/ext/class_tables.h"
#include "interp/ext/date/objects.h"

namespace tusk {
namespace {

using F = FunctionFlags;

// Slots of the properties, which show what the native part holds.
enum Slot : uint32_t { kStart, kCurrent, kEnd_, kInterval, kRecurrences, kIncludeStart, kIncludeEnd };

void ClonePeriod(Object* to, Object* from) {
  *to->native<DatePeriodData>() = *from->native<DatePeriodData>();
}

constexpr ObjectHandlers kHandlers = {.clone_native = ClonePeriod};

void Show(Object* o, uint32_t slot, Value v) {
  Value* place = &o->props()[slot];
  Value old = *place;
  *place = v;
  place->extra = 0;
  Release(old);
}
Value DateOrNull(const DatePeriodData* data, bool is_set, const Moment& m) {
  return is_set ? Value(NewDate(data->date_class, m)) : Value::Null();
}
void ShowAll(Object* o) {
  auto* data = o->native<DatePeriodData>();
  Show(o, kStart, DateOrNull(data, data->ready, data->start));
  Show(o, kCurrent, DateOrNull(data, data->started, data->current));
  Show(o, kEnd_, DateOrNull(data, data->has_end, data->end));
  Show(o, kInterval, Value(NewInterval(data->interval)));
  Show(o, kRecurrences, Value(data->recurrences));
  Show(o, kIncludeStart, Value(data->include_start));
  Show(o, kIncludeEnd, Value(data->include_end));
}

void Fill(Object* o, DatePeriodData data, int64_t recurrences, int64_t options) {
  data.ready = true;
  data.include_start = !(options & 1);
  data.include_end = (options & 2) != 0;
  data.recurrences = recurrences + data.include_start + data.include_end;
  *o->native<DatePeriodData>() = data;
  ShowAll(o);
}

// "R5/2008-03-01T13:00:00Z/P1Y2M10DT2H30M[/END]". False: an exception is pending.
bool ReadIso(std::string_view text, DatePeriodData* data, int64_t* recurrences) {
  auto fail = [text] {
    ThrowDate(DateError::kMalformedPeriod, absl::StrFormat("Unknown or bad format (%s)", text));
    return false;
  };
  bool has_start = false;
  bool has_interval = false;
  *recurrences = 0;
  for (std::string_view rest = text; !rest.empty();) {
    size_t slash = rest.find('/');
    std::string_view part = rest.substr(0, slash);
    rest = slash == rest.npos ? std::string_view() : rest.substr(slash + 1);
    if (part.empty()) return fail();
    if (part[0] == 'R') {
      if (part.size() < 2) return fail();
      for (char c : part.substr(1)) {
        if (c < '0' || c > '9' || *recurrences > INT32_MAX) return fail();
        *recurrences = *recurrences * 10 + (c - '0');
      }
    } else if (part[0] == 'P') {
      if (!ParseIsoDuration(part, &data->interval)) return fail();
      has_interval = true;
    } else {
      Moment m;
      if (!ParseIsoMoment(part, &m)) return fail();
      if (!has_start) {
        data->start = m;
      } else {
        data->end = m;
        data->has_end = true;
      }
      has_start = true;
    }
  }
  const char* missing = nullptr;
  if (!has_start) missing = "a start date";
  if (has_start && !has_interval) missing = "an interval";
  if (!missing && !data->has_end && *recurrences == 0) missing = "an end date or a recurrence count";
  if (text.empty()) return fail();
  if (missing) {
    ThrowDateInFunction(DateError::kMalformedPeriod,
                        absl::StrFormat("ISO interval must contain %s, \"%s\" given", missing, text));
    return false;
  }
  return true;
}

// The largest number of recurrences, which leaves room for the options.
constexpr int64_t kMostRecurrences = INT32_MAX - 8;

bool CheckRecurrences(int64_t recurrences, bool has_end, int64_t options) {
  if (has_end) return true;
  if (recurrences < 1 || recurrences > kMostRecurrences) {
    ThrowDateInFunction(DateError::kMalformedPeriod,
                        absl::StrFormat("Recurrence count must be greater or equal to 1 and lower than %d",
                                        kMostRecurrences + 1));
    return false;
  }
  if (recurrences + !(options & 1) + ((options & 2) != 0) <= kMostRecurrences) return true;
  ThrowDateInFunction(DateError::kMalformedString,
                      absl::StrFormat("Recurrence count must be greater or equal to 1 and lower than %d "
                                      "(including options)",
                                      kMostRecurrences + 1));
  return false;
}

void FillFromIso(Object* o, std::string_view text, int64_t options, DateClass which) {
  DatePeriodData data = {};
  int64_t recurrences;
  if (!ReadIso(text, &data, &recurrences)) return;
  if (!CheckRecurrences(recurrences, data.has_end, options)) return;
  data.date_class = DateClassOf(which);
  Fill(o, data, recurrences, options);
}

Moment* DateArgument(Object* o) {
  auto* m = o->native<Moment>();
  if (m->zone.kind != ZoneKind::kNone) return m;
  ThrowDate(
      DateError::kDateObjectError,
      "Object of type DateTimeInterface has not been correctly initialized by calling parent::__construct() "
      "in its constructor");
  return nullptr;
}

// (start, interval, end or recurrences, options) or (ISO text, options).
void Construct(Args args, Value*) {
  Object* self = args.frame->self.obj;
  auto is = [&](uint32_t i, DateClass c) {
    return args.Has(i) && args[i].IsObject() && InstanceOf(args[i].obj->cls, DateClassOf(c));
  };
  auto is_number = [&](uint32_t i) { return args.Has(i) && args[i].IsInt(); };
  bool has_options = args.IsNull(3) || is_number(3);
  if (is(0, DateClass::kDateTimeInterface) && is(1, DateClass::kDateInterval) && has_options &&
      (is(2, DateClass::kDateTimeInterface) || is_number(2))) {
    DatePeriodData data = {};
    Moment* start = DateArgument(args[0].obj);
    if (!start || !IntervalDataOf(args[1].obj)) return;
    data.start = *start;
    data.date_class = args[0].obj->cls;
    data.interval = IntervalOf(args[1].obj);
    int64_t recurrences = 0;
    if (is_number(2)) {
      recurrences = args[2].i;
    } else {
      Moment* end = DateArgument(args[2].obj);
      if (!end) return;
      data.end = *end;
      data.has_end = true;
    }
    int64_t options = args.IsNull(3) ? 0 : args[3].i;
    if (!CheckRecurrences(recurrences, data.has_end, options)) return;
    return Fill(self, data, recurrences, options);
  }
  if (args.Has(0) && (args[0].IsString() || args[0].IsNull()) && (args.IsNull(1) || is_number(1)) &&
      args.count <= 2) {
    if (args[0].IsNull()) {
      Deprecated(
          "DatePeriod::__construct(): Passing null to parameter #1 ($start) of type string is deprecated");
      if (HasException()) return;
    }
    Deprecated(
        "Calling DatePeriod::__construct(string $isostr, int $options = 0) is deprecated, use "
        "DatePeriod::createFromISO8601String() instead");
    if (HasException()) return;
    return FillFromIso(self, args[0].IsNull() ? std::string_view() : args.View(0),
                       args.IsNull(1) ? 0 : args[1].i, DateClass::kDateTime);
  }
  ThrowTypeError(
      "DatePeriod::__construct() accepts (DateTimeInterface, DateInterval, int [, int]), or "
      "(DateTimeInterface, "
      "DateInterval, DateTime [, int]), or (string [, int]) as arguments");
}

void CreateFromIso(Args args, Value* result) {
  Object* o = NewObject(args.frame->called_class());
  if (!o) return;
  FillFromIso(o, args.View(0), args.Int(1, 0), DateClass::kDateTimeImmutable);
  if (HasException()) return Release(Value(o));
  *result = Value(o);
}

void GetStartDate(Args args, Value* result) {
  if (DatePeriodData* p = PeriodOf(args.frame->self.obj)) *result = DateOrNull(p, true, p->start);
}
void GetEndDate(Args args, Value* result) {
  auto* p = args.frame->self.obj->native<DatePeriodData>();
  *result = DateOrNull(p, p->has_end, p->end);
}
void GetDateInterval(Args args, Value* result) {
  if (DatePeriodData* p = PeriodOf(args.frame->self.obj)) *result = Value(NewInterval(p->interval));
}
void GetRecurrences(Args args, Value* result) {
  auto* p = args.frame->self.obj->native<DatePeriodData>();
  int64_t n = p->recurrences - p->include_start - p->include_end;
  if (n != 0) Return(result, n);
}

void Serialize(Args args, Value* result) {
  Object* self = args.frame->self.obj;
  if (PeriodOf(self)) Return(result, PropertiesToArray(self));
}

bool Restore(Object* o, const Array* from) {
  DatePeriodData data = {};
  auto date = [&](const char* name, Moment* to, bool* is_set) {
    Value v = Deref(GetStr(from, name));
    *is_set = false;
    if (v.IsNull()) return true;
    if (!v.IsObject() || !IsDate(v.obj) || v.obj->native<Moment>()->zone.kind == ZoneKind::kNone)
      return false;
    *to = *v.obj->native<Moment>();
    data.date_class = v.obj->cls;
    *is_set = true;
    return true;
  };
  bool has_start;
  Value interval = Deref(GetStr(from, "interval"));
  Value recurrences = Deref(GetStr(from, "recurrences"));
  Value include_start = Deref(GetStr(from, "include_start_date"));
  Value include_end = Deref(GetStr(from, "include_end_date"));
  bool ok = date("end", &data.end, &data.has_end) && date("current", &data.current, &data.started) &&
            date("start", &data.start, &has_start) && (has_start || !(data.has_end || data.started)) &&
            interval.IsObject() && interval.obj->cls->native_size == sizeof(DateIntervalData) &&
            InstanceOf(interval.obj->cls, DateClassOf(DateClass::kDateInterval)) &&
            interval.obj->native<DateIntervalData>()->ready && recurrences.IsInt() && recurrences.i >= 0 &&
            recurrences.i <= INT32_MAX && include_start.IsBool() && include_end.IsBool();
  if (!ok) {
    ThrowError("Invalid serialization data for DatePeriod object");
    return false;
  }
  data.interval = IntervalOf(interval.obj);
  data.recurrences = recurrences.i;
  data.include_start = include_start.IsTrue();
  data.include_end = include_end.IsTrue();
  data.ready = has_start;
  *o->native<DatePeriodData>() = data;
  ShowAll(o);
  return true;
}
constexpr std::string_view kOwnKeys =
    "start current end interval recurrences include_start_date include_end_date";

// --- the iterator

struct Walk {
  Object* period;  // owned
  int64_t index;
  bool started;
};
void DestroyWalk(Object* o) {
  if (Object* period = o->native<Walk>()->period) Release(Value(period));
}
void TraceWalk(Object* o, void (*visit)(Value*, void*), void* context) {
  if (!o->native<Walk>()->period) return;
  Value v(o->native<Walk>()->period);
  visit(&v, context);
}
constexpr ObjectHandlers kWalkHandlers = {
    .destroy_native = DestroyWalk, .trace_native = TraceWalk, .cloneable = false};

void GetIterator(Args args, Value* result) {
  Object* self = args.frame->self.obj;
  if (!self->native<DatePeriodData>()->ready) {
    return ThrowDate(
        DateError::kDateObjectError,
        "Object of type DatePeriod has not been correctly initialized by calling parent::__construct() "
        "in its constructor");
  }
  Object* o = NewObjectUnchecked(DateClassOf(DateClass::kInternalIterator));
  Retain(self);
  o->native<Walk>()->period = self;
  *result = Value(o);
}

DatePeriodData* DataOf(Walk* walk) { return walk->period->native<DatePeriodData>(); }

void Advance(Walk* walk) {
  DatePeriodData* data = DataOf(walk);
  TimeParts p = PartsOf(data->current);
  const Interval& v = data->interval;
  if (v.on_clock) p.relative = v.words;
  p.has_relative = true;
  p.relative.y = v.y;
  p.relative.m = v.m;
  p.relative.d = v.d;
  p.relative.h = v.h;
  p.relative.i = v.i;
  p.relative.s = v.s;
  p.relative.us = v.us;
  ToMoment(p, &data->current);
  Show(walk->period, kCurrent, DateOrNull(data, true, data->current));
}
void Rewind(Walk* walk) {
  walk->started = true;
  DatePeriodData* data = DataOf(walk);
  walk->index = 0;
  data->current = data->start;
  data->started = true;
  if (data->include_start) return Show(walk->period, kCurrent, DateOrNull(data, true, data->current));
  Advance(walk);
}
// The iterator of a call; one that was not used yet begins.
Walk* WalkOf(Args args) {
  auto* walk = args.frame->self.obj->native<Walk>();
  if (!walk->started) Rewind(walk);
  return walk;
}
void WalkRewind(Args args, Value*) { Rewind(args.frame->self.obj->native<Walk>()); }
void WalkValid(Args args, Value* result) {
  Walk* walk = WalkOf(args);
  const DatePeriodData* data = DataOf(walk);
  if (!data->has_end) return Return(result, walk->index < data->recurrences);
  int order = CompareMoments(data->current, data->end);
  Return(result, order < 0 || (order == 0 && data->include_end));
}
void WalkCurrent(Args args, Value* result) {
  DatePeriodData* data = DataOf(WalkOf(args));
  *result = DateOrNull(data, true, data->current);
}
void WalkKey(Args args, Value* result) { Return(result, WalkOf(args)->index); }
void WalkNext(Args args, Value*) {
  Walk* walk = WalkOf(args);
  ++walk->index;
  Advance(walk);
}
void WalkConstruct(Args, Value*) {}

constexpr uint16_t kEffects =
    Effects::kThrows | Effects::kReadsState | Effects::kWritesState | Effects::kCallsBack;

constexpr BuiltinMethodRow kMethods[] = {
    {"createFromISO8601String", "(string $specification, int $options = 0): static", kEffects, CreateFromIso,
     F::kPublic | F::kStatic},
    {"__construct", "($start = UNKNOWN, $interval = UNKNOWN, $end = UNKNOWN, $options = UNKNOWN)", kEffects,
     Construct},
    {"getStartDate", "(): DateTimeInterface", kEffects, GetStartDate},
    {"getEndDate", "(): ?DateTimeInterface", kEffects, GetEndDate},
    {"getDateInterval", "(): DateInterval", kEffects, GetDateInterval},
    {"getRecurrences", "(): ?int", kEffects, GetRecurrences},
    {"__wakeup", "(): void", kEffects, WakeupBy<Restore>},
    {"__set_state", "(array $array): DatePeriod", kEffects, SetStateBy<Restore>, F::kPublic | F::kStatic},
    {"__serialize", "(): array", kEffects, Serialize},
    {"__unserialize", "(array $data): void", kEffects, UnserializeBy<Restore, kOwnKeys>},
    {"getIterator", "(): Iterator", kEffects, GetIterator},
};
constexpr uint32_t kReadonly = uint32_t{F::kPublic} | uint32_t{PropertyFlags::kReadonly};
constexpr BuiltinPropertyRow kProperties[] = {
    {"start", "?DateTimeInterface", Type::kNull, kReadonly},
    {"current", "?DateTimeInterface", Type::kNull, kReadonly},
    {"end", "?DateTimeInterface", Type::kNull, kReadonly},
    {"interval", "?DateInterval", Type::kNull, kReadonly},
    {"recurrences", "int", 0, kReadonly},
    {"include_start_date", "bool", Type::kFalse, kReadonly},
    {"include_end_date", "bool", Type::kFalse, kReadonly},
};
constexpr BuiltinClassConstantRow kConstants[] = {{"EXCLUDE_START_DATE", 1}, {"INCLUDE_END_DATE", 2}};

constexpr BuiltinMethodRow kWalkMethods[] = {
    {"__construct", "()", kEffects, WalkConstruct, F::kPrivate},
    {"current", "(): mixed", kEffects, WalkCurrent},
    {"key", "(): mixed", kEffects, WalkKey},
    {"next", "(): void", kEffects, WalkNext},
    {"valid", "(): bool", kEffects, WalkValid},
    {"rewind", "(): void", kEffects, WalkRewind},
};

const BuiltinClassRow kRows[] = {
    {.name = "DatePeriod",
     .interfaces = "IteratorAggregate",
     .methods = kMethods,
     .constants = kConstants,
     .properties = kProperties,
     .handlers = &kHandlers,
     .native_size = sizeof(DatePeriodData),
     .extension = "date"},
    {.name = "InternalIterator",
     .interfaces = "Iterator",
     .flags = ClassFlags::kFinal | ClassFlags::kNotSerializable,
     .methods = kWalkMethods,
     .handlers = &kWalkHandlers,
     .native_size = sizeof(Walk)},
};

}  // namespace

const std::span<const BuiltinClassRow> kDatePeriodClasses = kRows;

}  // namespace tusk
