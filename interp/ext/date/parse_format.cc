// Dates in a known format: DateTime::createFromFormat().
#include <cstring>
#include <string>

#include "interp/ext/date/calendar.h"
#include "interp/ext/date/parse.h"

namespace tusk {
namespace {

class FormatReader {
 public:
  FormatReader(std::string_view format, std::string_view text, ParseMessages* messages)
      : format_(format), text_(text), messages_(messages), in_{text_.c_str()} {}

  TimeParts Run() {
    size_t f = 0;
    for (; f < format_.size() && *in_.p; ++f) {
      start_ = in_.p;
      if (format_[f] == '\\') {
        if (++f == format_.size()) {
          Error("Escaped character expected");
          break;
        }
        Literal(format_[f], "The escaped character could not be found");
      } else {
        Letter(format_[f]);
      }
    }
    start_ = in_.p;
    if (*in_.p && extra_allowed_) Warn("Trailing data");
    if (*in_.p && !extra_allowed_) Error("Trailing data");
    for (; f < format_.size(); ++f) {
      char c = format_[f];
      if (c == '!' || c == '|') {
        Letter(c);
      } else if (c != '+') {
        Error("Not enough data available to satisfy format");
        break;
      }
    }
    Finish();
    return t_;
  }

 private:
  void Error(const char* text) {
    messages_->errors.push_back({static_cast<size_t>(start_ - text_.c_str()), *start_, text});
  }
  void Warn(const char* text) {
    messages_->warnings.push_back({static_cast<size_t>(start_ - text_.c_str()), *start_, text});
  }
  // A number that should begin right here.
  bool Number(int width, int64_t* to, const char* missing, int exact = 0) {
    if (*in_.p < '0' || *in_.p > '9') Error("Unexpected data found.");
    int length = 0;
    int64_t n = in_.Number(width, &length);
    bool ok = n != kUnset && (!exact || length == exact);
    if (!ok) Error(missing);
    if (ok || !exact) *to = n;
    return ok;
  }
  void Literal(char c, const char* missing) {
    if (*in_.p == c) {
      ++in_.p;
    } else {
      Error(missing);
    }
  }
  int64_t SignedNumber() {
    if (!std::strchr("+-0123456789", *in_.p)) Error("Unexpected data found.");
    bool negative = false;
    for (; *in_.p && (*in_.p < '0' || *in_.p > '9'); ++in_.p) {
      if (*in_.p == '-') negative = !negative;
    }
    int64_t n = in_.Number(20);
    if (n == kUnset) {
      messages_->errors.push_back({0, text_[0], "Found unexpected data"});
      return 0;
    }
    return negative ? -n : n;
  }

  void Letter(char c) {
    switch (c) {
      case 'D':
      case 'l': {
        const RelativeUnit* unit = ReadUnit(&in_.p);
        if (!unit) return Error("A textual day could not be found");
        t_.has_relative = true;
        t_.relative.has_weekday = true;
        t_.relative.weekday = unit->factor;
        t_.relative.weekday_behavior = 1;
        return;
      }
      case 'd':
      case 'j':
        if (Number(2, &t_.d, "A two digit day could not be found")) t_.has_date = true;
        return;
      case 'S': return in_.SkipDaySuffix();
      case 'z': return DayOfYear();
      case 'm':
      case 'n':
        if (Number(2, &t_.m, "A two digit month could not be found")) t_.has_date = true;
        return;
      case 'M':
      case 'F': {
        int64_t m = std::strchr(" \t-./", *in_.p) ? 0 : in_.Month();
        if (!m) return Error("A textual month could not be found");
        t_.has_date = true;
        t_.m = m;
        return;
      }
      case 'y': {
        int64_t& y = t_.y;
        if (!Number(2, &y, "A two digit year could not be found")) return;
        t_.has_date = true;
        t_.y = FullYear(y, 2);
        return;
      }
      case 'Y':
        if (Number(4, &t_.y, "A four digit year could not be found")) t_.has_date = true;
        return;
      case 'x':
      case 'X': {
        t_.y = SignedNumber();
        t_.has_date = true;
        return;
      }
      case 'g':
      case 'h':
        if (!Number(2, &t_.h, "A two digit hour could not be found")) return;
        if (t_.h > 12) Error("Hour cannot be higher than 12");
        t_.time_count = 1;
        return;
      case 'G':
      case 'H':
        if (Number(2, &t_.h, "A two digit hour could not be found")) t_.time_count = 1;
        return;
      case 'a':
      case 'A': {
        if (t_.h == kUnset) Error("Meridian can only come after an hour has been found");
        while (*in_.p && !std::strchr("AaPp", *in_.p)) ++in_.p;
        if (!*in_.p) return Error("A meridian could not be found");
        const char* letter = in_.p + (in_.p[1] == '.' ? 2 : 1);
        if (*letter != 'M' && *letter != 'm') {
          in_.p = letter;
          return Error("A meridian could not be found");
        }
        int64_t add = in_.Meridian(t_.h);
        if (t_.h == kUnset) return;
        t_.time_count = 1;
        t_.h += add;
        return;
      }
      case 'i':
        if (Number(2, &t_.i, "A two digit minute could not be found", 2)) t_.time_count = 1;
        return;
      case 's':
        if (Number(2, &t_.s, "A two digit second could not be found", 2)) t_.time_count = 1;
        return;
      case 'u': return Fraction(6, "A six digit microsecond could not be found");
      case 'v': return Fraction(3, "A three digit millisecond could not be found");
      case ' ': return in_.SkipSpaces();
      case 'U': return Timestamp();
      case 'e':
      case 'p':
      case 'P':
      case 'T':
      case 'O':
        ++t_.zone_count;
        if (!in_.ZoneName(&t_)) Error("The timezone could not be found in the database");
        return;
      case '#':
        if (!std::strchr(";:/.,-()", *in_.p))
          return Error("The separation symbol ([;:/.,-]) could not be found");
        ++in_.p;
        return;
      case ';':
      case ':':
      case '/':
      case '.':
      case ',':
      case '-':
      case '(':
      case ')': return Literal(c, "The separation symbol could not be found");
      case '!': t_ = {}; [[fallthrough]];
      case '|': {
        auto reset = [](int64_t* part, int64_t v) {
          if (*part == kUnset) *part = v;
        };
        reset(&t_.y, 1970);
        reset(&t_.m, 1);
        reset(&t_.d, 1);
        for (int64_t* part : {&t_.h, &t_.i, &t_.s, &t_.us}) reset(part, 0);
        return;
      }
      case '?': ++in_.p; return;
      case '*':
        ++in_.p;
        while (*in_.p && !std::strchr(" \t.,:;/-0123456789", *in_.p)) ++in_.p;
        return;
      case '+': extra_allowed_ = true; return;
      default:
        if (*in_.p != c) Error("The format separator does not match");
        ++in_.p;
    }
  }

  void DayOfYear() {
    int64_t n;
    if (!Number(3, &n, "A three digit day-of-year could not be found")) return;
    if (t_.y == kUnset) return Error("A 'day of year' can only come after a year has been found");
    t_.has_date = true;
    CivilDate date = CivilFromDays(DaysFromCivil(t_.y, 1, 1) + n);
    t_.y = date.y;
    t_.m = date.m;
    t_.d = date.d;
  }

  void Fraction(int width, const char* missing) {
    if (*in_.p < '0' || *in_.p > '9') Error("Unexpected data found.");
    int64_t n = in_.Number(width);
    if (n == kUnset) return Error(missing);
    int64_t length = in_.p - start_;
    for (; length < 6; ++length) n *= 10;
    for (; length > 6 && width == 6; --length) n /= 10;
    t_.us = n;
  }

  void Timestamp() {
    int64_t n = SignedNumber();
    Clock c = ClockOf({n, 0, Zone::Offset(0)});
    t_.y = c.y;
    t_.m = c.m;
    t_.d = c.d;
    t_.h = c.h;
    t_.i = c.i;
    t_.s = c.s;
    t_.has_date = true;
    t_.time_count = 1;
    t_.is_local = true;
    ++t_.zone_count;
    t_.zone = Zone::Offset(0);
    t_.dst = false;
  }

  void Finish() {
    if (t_.h != kUnset || t_.i != kUnset || t_.s != kUnset || t_.us != kUnset) {
      for (int64_t* part : {&t_.h, &t_.i, &t_.s, &t_.us}) {
        if (*part == kUnset) *part = 0;
      }
      if (!IsValidTime(t_.h, t_.i, t_.s)) Warn("The parsed time was invalid");
    }
    if (t_.y != kUnset && t_.m != kUnset && t_.d != kUnset && !IsValidDate(t_.y, t_.m, t_.d))
      Warn("The parsed date was invalid");
  }

  std::string format_;
  std::string text_;
  ParseMessages* messages_;
  TextReader in_;
  const char* start_ = nullptr;  // of what is being read
  TimeParts t_;
  bool extra_allowed_ = false;
};

}  // namespace

TimeParts ParseTimeByFormat(std::string_view format, std::string_view text, ParseMessages* messages) {
  return FormatReader(format, text, messages).Run();
}

}  // namespace tusk
