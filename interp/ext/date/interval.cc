// DateInterval.
#include <string>

#include "interp/ext/class_tables.h"
#include "interp/ext/date/objects.h"

namespace tusk {
namespace {

using F = FunctionFlags;

void CloneData(Object* to, Object* from) {
  *to->native<DateIntervalData>() = *from->native<DateIntervalData>();
  if (to->native<DateIntervalData>()->text) Retain(to->native<DateIntervalData>()->text);
}
void DestroyData(Object* o) {
  if (String* text = o->native<DateIntervalData>()->text) Release(text);
}
int CompareIntervals(const Value&, const Value&) {
  Warning("Cannot compare DateInterval objects");
  return 1;  // uncomparable
}
bool IsPart(std::string_view name) {
  for (std::string_view part : {"y", "m", "d", "h", "i", "s", "f", "invert", "days", "from_string"}) {
    if (name == part) return true;
  }
  return false;
}
// One made from words is shown by its words.
Array* DumpInterval(Object* o) {
  Array* props = PropertiesToArray(o);
  const auto* data = o->native<DateIntervalData>();
  if (!data->text) return props;
  Array* out = NewHash(4);
  for (uint32_t p = First(props); p != kEnd; p = Next(props, p)) {
    ArrayKey key = KeyAt(props, p);
    if (key.IsInt() || !IsPart(key.name->view())) Set(out, key, CopyElement(ValueAt(props, p)));
  }
  SetStr(out, "from_string", Value(true));
  Retain(data->text);
  SetStr(out, "date_string", Value(data->text));
  Release(Value(props));
  return out;
}

constexpr ObjectHandlers kHandlers = {.destroy_native = DestroyData,
                                      .clone_native = CloneData,
                                      .compare = CompareIntervals,
                                      .properties_for_dump = DumpInterval,
                                      .dump_is_array = true};

// Two dates as in DatePeriod's ISO text.
bool DifferenceOfDates(std::string_view text, Interval* out, bool* one_date) {
  size_t end = text.find_first_of("/ ");
  Moment from, to;
  *one_date = ParseIsoMoment(text.substr(0, end), &from);
  if (!*one_date || end == text.npos) return false;
  if (!ParseIsoMoment(text.substr(end + 1), &to)) {
    *one_date = end + 1 == text.size();
    return false;
  }
  *out = Difference(from, to);
  return true;
}

void Construct(Args args, Value*) {
  Interval v;
  bool one_date = false;
  std::string_view text = args.View(0);
  if (!ParseIsoDuration(text, &v) && !DifferenceOfDates(text, &v, &one_date)) {
    return ThrowDate(DateError::kMalformedInterval,
                     one_date ? absl::StrFormat("Failed to parse interval (%s)", text)
                              : absl::StrFormat("Unknown or bad format (%s)", text));
  }
  SetInterval(args.frame->self.obj, v);
}

// False: *messages has errors.
bool FromWords(std::string_view text, Interval* out, ParseMessages* messages, bool* relative) {
  TimeParts parts = ParseTime(text, messages);
  *relative = !parts.has_date && parts.time_count == 0 && parts.zone_count == 0;
  if (!messages->errors.empty()) return false;
  const Relative& r = parts.relative;
  *out = {.y = r.y, .m = r.m, .d = r.d, .h = r.h, .i = r.i, .s = r.s, .us = r.us};
  out->on_clock = true;
  out->words = r;
  return true;
}

bool Restore(Object* o, Array* from) {
  Value text = Deref(GetStr(from, "date_string"));
  if (text.IsString()) {
    Interval v;
    ParseMessages messages;
    bool relative;
    if (!FromWords(text.str->view(), &v, &messages, &relative)) {
      ThrowError("Unknown or bad format %s",
                 absl::StrFormat("(%s) at position %d (%c) while unserializing: %s", text.str->view(),
                                 messages.errors[0].position,
                                 messages.errors[0].character ? messages.errors[0].character : ' ',
                                 messages.errors[0].text));
      return false;
    }
    SetInterval(o, v, text.str->view());
    return true;
  }
  Interval v;
  auto number = [from](const char* name) -> int64_t {
    Value p = Deref(GetStr(from, name));
    return p.IsUndef() || p.IsObject() || p.IsArray() ? 0 : ToInt(p);
  };
  v.y = number("y");
  v.m = number("m");
  v.d = number("d");
  v.h = number("h");
  v.i = number("i");
  v.s = number("s");
  Value f = Deref(GetStr(from, "f"));
  if (f.IsNumber() || f.IsString()) {
    double us = ToFloat(f) * 1000000;
    v.us = FloatToInt(us + (us < 0 ? -0.5 : 0.5));
  }
  v.invert = number("invert") != 0;
  Value days = Deref(GetStr(from, "days"));
  v.days = days.IsUndef() || days.IsFalse() || days.IsNull() ? -1 : ToInt(days);
  v.words.weekday = number("weekday");
  v.words.weekday_behavior = static_cast<int>(number("weekday_behavior"));
  v.words.edge = static_cast<Relative::Edge>(number("first_last_day_of") & 3);
  v.words.special = static_cast<Relative::Special>(number("special_type") & 3);
  v.words.special_count = number("special_amount");
  v.words.has_weekday = number("have_weekday_relative") != 0;
  v.words.has_special = number("have_special_relative") != 0;
  v.on_clock = true;
  SetInterval(o, v);
  return true;
}

constexpr std::string_view kOwnKeys =
    "y m d h i s f invert days from_string date_string weekday weekday_behavior first_last_day_of "
    "special_type "
    "special_amount have_weekday_relative have_special_relative";

void Serialize(Args args, Value* result) {
  Object* self = args.frame->self.obj;
  DateIntervalData* data = IntervalDataOf(self);
  if (!data) return;
  // Parts first, then what a class of the script added.
  Array* a = NewHash(12);
  if (data->text) {
    SetStr(a, "from_string", Value(true));
    Retain(data->text);
    SetStr(a, "date_string", Value(data->text));
  } else {
    for (uint32_t p = First(self->dynamic); p != kEnd; p = Next(self->dynamic, p)) {
      if (IsPart(KeyAt(self->dynamic, p).name->view()))
        Set(a, KeyAt(self->dynamic, p), CopyElement(ValueAt(self->dynamic, p)));
    }
  }
  Array* all = DumpInterval(self);
  for (uint32_t p = First(all); p != kEnd; p = Next(all, p)) {
    if (!Has(a, KeyAt(all, p))) Set(a, KeyAt(all, p), CopyElement(ValueAt(all, p)));
  }
  Release(Value(all));
  Return(result, a);
}

}  // namespace

void IntervalFormat(Object* self, Args args, Value* result) {
  if (IntervalDataOf(self)) Return(result, NewString(FormatInterval(args.View(0), IntervalOf(self))));
}

template <bool kThrows>
void IntervalFromWords(Args args, Value* result) {
  Interval v;
  ParseMessages messages;
  bool relative;
  if (!FromWords(args.View(0), &v, &messages, &relative)) {
    std::string message = "Unknown or bad format " + DescribeFirstError(args.View(0), messages);
    if (kThrows) return ThrowDate(DateError::kMalformedInterval, message);
    RaiseFunctionMessage(ErrorLevel::kWarning, message);
    return Return(result, false);
  }
  if (!relative) {
    std::string message = absl::StrFormat("String '%s' contains non-relative elements", args.View(0));
    if (kThrows) return ThrowDate(DateError::kMalformedInterval, message);
    RaiseFunctionMessage(ErrorLevel::kWarning, message);
    return Return(result, false);
  }
  Object* o = NewObject(DateClassOf(DateClass::kDateInterval));
  SetInterval(o, v, args.View(0));
  *result = Value(o);
}
template void IntervalFromWords<true>(Args, Value*);
template void IntervalFromWords<false>(Args, Value*);

namespace {

constexpr uint16_t kEffects = Effects::kThrows | Effects::kReadsState | Effects::kCallsBack;

constexpr BuiltinMethodRow kMethods[] = {
    {"__construct", "(string $duration)", kEffects, Construct},
    {"createFromDateString", "(string $datetime): DateInterval", kEffects, IntervalFromWords<true>,
     F::kPublic | F::kStatic},
    {"format", "(string $format): string", kEffects, DateMethod<IntervalFormat>},
    {"__serialize", "(): array", kEffects, Serialize},
    {"__unserialize", "(array $data): void", kEffects, UnserializeBy<Restore, kOwnKeys>},
    {"__wakeup", "(): void", kEffects, WakeupBy<Restore>},
    {"__set_state", "(array $array): DateInterval", kEffects, SetStateBy<Restore>, F::kPublic | F::kStatic},
};
const BuiltinClassRow kRows[] = {
    {.name = "DateInterval",
     .methods = kMethods,
     .handlers = &kHandlers,
     .native_size = sizeof(DateIntervalData),
     .extension = "date"},
};

}  // namespace

const std::span<const BuiltinClassRow> kDateIntervalClasses = kRows;

}  // namespace tusk
