// What the date classes share: making objects, errors, restoring.
#include "interp/ext/date/objects.h"

#include <optional>

#include "interp/ext/standard/dump.h"
#include "interp/runtime/class_table.h"

namespace tusk {

Class* DateClassOf(DateClass which) {
  static constexpr const char* kNames[] = {"DateTime",        "DateTimeImmutable", "DateTimeInterface",
                                           "DateTimeZone",    "DateInterval",      "DatePeriod",
                                           "InternalIterator"};
  static Class* classes[std::size(kNames)];
  Class*& c = classes[static_cast<size_t>(which)];
  if (!c) c = FindClass(std::string_view(kNames[static_cast<size_t>(which)]), false);
  return c;
}

bool IsDate(const Object* o) { return o->cls->handlers == &kDateTimeHandlers; }

Moment* MomentOf(Object* o) {
  auto* m = o->native<Moment>();
  if (m->zone.kind != ZoneKind::kNone) return m;
  ThrowNotInitialized(o);
  return nullptr;
}
Zone* ZoneOf(Object* o) {
  auto* z = o->native<Zone>();
  if (z->kind != ZoneKind::kNone) return z;
  ThrowNotInitialized(o);
  return nullptr;
}
DateIntervalData* IntervalDataOf(Object* o) {
  auto* data = o->native<DateIntervalData>();
  if (data->ready) return data;
  ThrowNotInitialized(o);
  return nullptr;
}
DatePeriodData* PeriodOf(Object* o) {
  auto* data = o->native<DatePeriodData>();
  if (data->ready) return data;
  ThrowNotInitialized(o);
  return nullptr;
}

Object* NewDate(Class* c, const Moment& moment) {
  Object* o = NewObject(c);
  if (o) *o->native<Moment>() = moment;
  return o;
}
Object* NewZone(const Zone& zone) {
  Object* o = NewObject(DateClassOf(DateClass::kDateTimeZone));
  *o->native<Zone>() = zone;
  return o;
}
Object* NewInterval(const Interval& interval) {
  Object* o = NewObject(DateClassOf(DateClass::kDateInterval));
  SetInterval(o, interval);
  return o;
}

void AddProperties(Object* o, Array* to) {
  Array* own = PropertiesToArray(o);
  for (uint32_t p = First(own); p != kEnd; p = Next(own, p))
    Set(to, KeyAt(own, p), CopyElement(ValueAt(own, p)));
  Release(Value(own));
}

Interval IntervalOf(Object* o) {
  const auto* data = o->native<DateIntervalData>();
  Interval v;
  auto number = [o](const char* name) -> int64_t {
    Value p = o->dynamic ? Deref(GetStr(o->dynamic, name)) : Value();
    return p.IsUndef() || p.IsObject() ? 0 : ToInt(p);
  };
  v.y = number("y");
  v.m = number("m");
  v.d = number("d");
  v.h = number("h");
  v.i = number("i");
  v.s = number("s");
  Value f = o->dynamic ? Deref(GetStr(o->dynamic, "f")) : Value();
  if (!f.IsUndef() && !f.IsObject()) {
    double us = ToFloat(f) * 1000000;
    v.us = static_cast<int64_t>(us + (us < 0 ? -0.5 : 0.5));
  }
  v.invert = number("invert") != 0;
  Value days = o->dynamic ? Deref(GetStr(o->dynamic, "days")) : Value();
  v.days = days.IsInt() ? days.i : -1;
  v.on_clock = data->on_clock;
  v.words = data->words;
  return v;
}

void SetInterval(Object* o, const Interval& v, std::string_view text) {
  auto* data = o->native<DateIntervalData>();
  data->ready = true;
  data->on_clock = v.on_clock;
  data->words = v.words;
  if (data->text) Release(data->text);
  data->text = text.data() ? NewString(text) : nullptr;
  if (!o->dynamic) {
    o->dynamic = NewHash(16);
  } else {
    Value place(o->dynamic);
    o->dynamic = Separate(&place);
  }
  Array* a = o->dynamic;
  SetStr(a, "y", Value(v.y));
  SetStr(a, "m", Value(v.m));
  SetStr(a, "d", Value(v.d));
  SetStr(a, "h", Value(v.h));
  SetStr(a, "i", Value(v.i));
  SetStr(a, "s", Value(v.s));
  SetStr(a, "f", Value(static_cast<double>(v.us) / 1000000));
  SetStr(a, "invert", Value(int64_t{v.invert}));
  SetStr(a, "days", v.days >= 0 ? Value(v.days) : Value(false));
  SetStr(a, "from_string", Value(data->text != nullptr));
}

void ThrowDate(DateError kind, std::string_view message) {
  static constexpr const char* kNames[] = {
      "DateError",
      "DateObjectError",
      "DateRangeError",
      "DateException",
      "DateInvalidTimeZoneException",
      "DateInvalidOperationException",
      "DateMalformedStringException",
      "DateMalformedIntervalStringException",
      "DateMalformedPeriodStringException",
  };
  if (g_state->exiting) return;
  Object* o = NewObject(FindClass(std::string_view(kNames[static_cast<size_t>(kind)]), false));
  Value* place = &o->props()[ThrowableSlots::kMessage];
  Release(*place);
  *place = Value(NewString(message));
  ThrowObject(o);
}

void ThrowDateInFunction(DateError kind, std::string_view message) {
  String* name = FunctionDisplayName(g_state->running_callable());
  ThrowDate(kind, absl::StrFormat("%s(): %s", name->view(), message));
  Release(name);
}

void ThrowNotInitialized(const Object* o) {
  const Class* base = o->cls;
  while (!base->Is(ClassFlags::kBuiltin)) base = base->parent;
  std::string inherits;
  if (base != o->cls) inherits = absl::StrFormat(" (inheriting %s)", base->name->view());
  ThrowDate(DateError::kDateObjectError,
            absl::StrFormat("Object of type %s%s has not been correctly initialized by calling "
                            "parent::__construct() in its constructor",
                            o->cls->name->view(), inherits));
}

bool ZoneArgument(Args args, uint32_t i, Zone** zone) {
  *zone = args.IsNull(i) ? nullptr : args[i].obj->native<Zone>();
  if (!*zone || (*zone)->kind != ZoneKind::kNone) return true;
  ThrowError("The DateTimeZone object has not been correctly initialized by its constructor");
  return false;
}
bool CheckNoNul(Args args, uint32_t i) {
  if (args.View(i).find('\0') == std::string_view::npos) return true;
  ArgumentValueError(i + 1, "must not contain any null bytes");
  return false;
}

namespace {

std::optional<ParseMessages>& KeptMessages() {
  static auto* kept = new std::optional<ParseMessages>;
  return *kept;
}

}  // namespace

void KeepMessages(ParseMessages messages) {
  if (messages.warnings.empty() && messages.errors.empty()) {
    KeptMessages().reset();
  } else {
    KeptMessages() = std::move(messages);
  }
}

void PutMessages(Array* to, const ParseMessages& messages) {
  auto list = [](const std::vector<ParseMessage>& from) {
    Array* a = NewHash(4);
    for (const ParseMessage& m : from)
      SetInt(a, static_cast<int64_t>(m.position), Value(NewString(std::string_view(m.text))));
    return Value(a);
  };
  SetStr(to, "warning_count", Value(static_cast<int64_t>(messages.warnings.size())));
  SetStr(to, "warnings", list(messages.warnings));
  SetStr(to, "error_count", Value(static_cast<int64_t>(messages.errors.size())));
  SetStr(to, "errors", list(messages.errors));
}

Value LastMessages() {
  if (!KeptMessages()) return Value(false);
  Array* a = NewHash(4);
  PutMessages(a, *KeptMessages());
  return Value(a);
}

std::string DescribeFirstError(std::string_view text, const ParseMessages& messages) {
  const ParseMessage& m = messages.errors.front();
  std::string out = absl::StrFormat("(%s) at position %d (", text, m.position);
  out += m.character ? m.character : ' ';
  return out + "): " + m.text;
}

bool ReadMoment(std::string_view text, const std::string* format, const Zone* zone, Moment* out,
                ParseMessages* messages) {
  TimeParts parts = format ? ParseTimeByFormat(*format, text, messages)
                           : ParseTime(text.empty() ? std::string_view("now") : text, messages);
  KeepMessages(*messages);
  if (!messages->errors.empty()) return false;
  Moment now = CurrentMoment(zone                               ? *zone
                             : parts.zone.kind == ZoneKind::kId ? parts.zone
                                                                : Zone::Id(DefaultZone()));
  if (!format && text == "now") {
    *out = now;
    return true;
  }
  FillParts(&parts, now, format != nullptr);
  if (ToMoment(parts, out)) return true;
  messages->errors.push_back({0, text.empty() ? '\0' : text[0], "Epoch doesn't fit in a PHP integer"});
  return false;
}

bool ReadZone(std::string_view name, Zone* out, const char** problem) {
  *problem = "Unknown or bad timezone";
  std::string text(name);
  if (text.find('\0') != text.npos) {
    *problem = "Timezone must not contain null bytes";
    return false;
  }
  TextReader reader{text.c_str()};
  TimeParts parts;
  bool found = reader.ZoneName(&parts);
  if (found && parts.zone.kind == ZoneKind::kOffset && std::abs(parts.zone.offset) >= 100 * 3600) {
    *problem = "Timezone offset is out of range";
    return false;
  }
  if (!found || *reader.p) return false;
  *out = parts.zone;
  return true;
}

void DescribeMoment(const Moment& moment, Array* to) {
  SetStr(to, "date", Value(NewString(FormatMoment("x-m-d H:i:s.u", moment))));
  SetStr(to, "timezone_type", Value(static_cast<int64_t>(moment.zone.kind)));
  SetStr(to, "timezone", Value(NewString(moment.zone.Name())));
}

bool RestoreMoment(const Array* from, Moment* out) {
  Value date = Deref(GetStr(from, "date"));
  Value type = Deref(GetStr(from, "timezone_type"));
  Value name = Deref(GetStr(from, "timezone"));
  if (!date.IsString() || !type.IsInt() || !name.IsString()) return false;
  Zone zone;
  const char* problem;
  if (type.i < 1 || type.i > 3 || !ReadZone(name.str->view(), &zone, &problem)) return false;
  if (type.i == 3) {
    const ZoneInfo* info = FindZone(name.str->view());
    if (!info) return false;
    zone = Zone::Id(info);
  } else if (zone.kind == ZoneKind::kId) {
    return false;
  }
  ParseMessages messages;
  return ReadMoment(date.str->view(), nullptr, &zone, out, &messages);
}

void LastErrors(Args, Value* result) { *result = LastMessages(); }

}  // namespace tusk
