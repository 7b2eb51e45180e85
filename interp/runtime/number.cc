// Integers and floats as text, laid out as PHP prints them.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>

#include "interp/runtime/string.h"

namespace tusk {

int g_precision = 14;
int g_serialize_precision = -1;

namespace {

constexpr char kDigitPairs[] =
    "00010203040506070809101112131415161718192021222324"
    "25262728293031323334353637383940414243444546474849"
    "50515253545556575859606162636465666768697071727374"
    "75767778798081828384858687888990919293949596979899";

// Writes the digits of v so that they end at `end`; returns their start.
char* WriteDigits(uint64_t v, char* end) {
  while (v >= 100) {
    end -= 2;
    std::memcpy(end, kDigitPairs + 2 * (v % 100), 2);
    v /= 100;
  }
  if (v >= 10) {
    end -= 2;
    std::memcpy(end, kDigitPairs + 2 * v, 2);
  } else {
    *--end = static_cast<char>('0' + v);
  }
  return end;
}

// More digits than that are not written, whatever the ini settings ask for: buffers are made for them.
constexpr int kMaxPrecision = 400;

// Significant decimal digits of a finite positive float without trailing zeros, and the place of the decimal
// point relative to their start: 0.d1d2d3... * 10^point.
struct Decimal {
  char digits[kMaxPrecision + 4];
  int count;
  int point;
};

void ToDecimal(double v, int precision, Decimal* out) {
  char text[kMaxPrecision + 24];
  std::to_chars_result r =
      precision < 0
          ? std::to_chars(text, text + sizeof(text), v, std::chars_format::scientific)
          : std::to_chars(text, text + sizeof(text), v, std::chars_format::scientific, precision - 1);
  const char* p = text;
  int count = 0;
  for (; p < r.ptr && *p != 'e'; ++p) {
    if (*p != '.') out->digits[count++] = *p;
  }
  while (count > 1 && out->digits[count - 1] == '0') --count;
  out->count = count;
  bool negative = p[1] == '-';
  int exponent = 0;
  for (p += 2; p < r.ptr; ++p) exponent = exponent * 10 + (*p - '0');
  out->point = (negative ? -exponent : exponent) + 1;
}

}  // namespace

size_t FormatInt(int64_t v, char* buffer) {
  if (static_cast<uint64_t>(v) < 10) {
    *buffer = static_cast<char>('0' + v);
    return 1;
  }
  char text[24];
  char* end = text + sizeof(text);
  uint64_t magnitude = v < 0 ? 0 - static_cast<uint64_t>(v) : static_cast<uint64_t>(v);
  char* start = WriteDigits(magnitude, end);
  if (v < 0) *--start = '-';
  auto length = static_cast<size_t>(end - start);
  std::memcpy(buffer, start, length);
  return length;
}

String* IntToString(int64_t v) {
  if (static_cast<uint64_t>(v) < kSmallIntStrings) {
    String* s = v < 10 ? &g_char_strings.at['0' + v] : &g_int_strings.at[v];
    s->refcount = RefCounted::kImmortal;
    return s;
  }
  char text[24];
  char* end = text + sizeof(text);
  uint64_t magnitude = v < 0 ? 0 - static_cast<uint64_t>(v) : static_cast<uint64_t>(v);
  char* start = WriteDigits(magnitude, end);
  if (v < 0) *--start = '-';
  return NewString(std::string_view(start, static_cast<size_t>(end - start)));
}

namespace {
// A buffer always has room for 17 digits, with sign, point, leading zeros and exponent.
int DigitsThatFit(size_t bytes) {
  constexpr size_t kAroundDigits = 24;
  if (bytes < 17 + kAroundDigits) return 17;
  return static_cast<int>(std::min(bytes - kAroundDigits, size_t{kMaxPrecision}));
}
}  // namespace

size_t FormatFloat(double v, int precision, char* buffer, size_t size, bool zero_frac) {
  char* out = buffer;
  if (std::isnan(v)) {
    std::memcpy(buffer, "NAN", 3);
    return 3;
  }
  if (std::signbit(v)) {
    *out++ = '-';
    v = -v;
  }
  if (std::isinf(v)) {
    std::memcpy(out, "INF", 3);
    return static_cast<size_t>(out + 3 - buffer);
  }
  // Integral values that print without an exponent in any precision from 15 up, and most in less.
  int digits_max = precision < 0 ? 17 : precision == 0 ? 1 : std::clamp(precision, 1, DigitsThatFit(size));
  if (v < 1e15 && v == static_cast<double>(static_cast<int64_t>(v))) {
    auto i = static_cast<uint64_t>(v);
    char text[24];
    char* start = WriteDigits(i, text + sizeof(text));
    auto length = static_cast<int>(text + sizeof(text) - start);
    if (length <= digits_max) {
      std::memcpy(out, start, static_cast<size_t>(length));
      out += length;
      if (zero_frac) {
        *out++ = '.';
        *out++ = '0';
      }
      return static_cast<size_t>(out - buffer);
    }
  }
  Decimal d;
  ToDecimal(v, precision < 0 ? -1 : digits_max, &d);
  bool plain = false;  // neither point nor exponent was written
  if (d.point < 0 ? d.point < -3 : d.point > digits_max) {
    *out++ = d.digits[0];
    *out++ = '.';
    if (d.count == 1) *out++ = '0';
    std::memcpy(out, d.digits + 1, static_cast<size_t>(d.count - 1));
    out += d.count - 1;
    *out++ = 'E';
    int exponent = d.point - 1;
    *out++ = exponent < 0 ? '-' : '+';
    out += FormatInt(exponent < 0 ? -exponent : exponent, out);
  } else if (d.point <= 0) {
    *out++ = '0';
    *out++ = '.';
    for (int i = d.point; i < 0; ++i) *out++ = '0';
    std::memcpy(out, d.digits, static_cast<size_t>(d.count));
    out += d.count;
  } else {
    for (int i = 0; i < d.point; ++i) *out++ = i < d.count ? d.digits[i] : '0';
    if (d.count > d.point) {
      *out++ = '.';
      std::memcpy(out, d.digits + d.point, static_cast<size_t>(d.count - d.point));
      out += d.count - d.point;
    } else {
      plain = true;
    }
  }
  if (zero_frac && plain) {
    *out++ = '.';
    *out++ = '0';
  }
  return static_cast<size_t>(out - buffer);
}

String* FloatToString(double v) {
  char text[512];
  int precision = g_precision > 400 ? 400 : g_precision;
  return NewString(std::string_view(text, FormatFloat(v, precision, text, sizeof(text))));
}

}  // namespace tusk
