// Numbers as text and text as numbers.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

#include "interp/runtime/convert.h"
#include "interp/runtime/string.h"

namespace tusk {
namespace {

std::string Format(double v, int precision, bool zero_frac = false) {
  char text[128];
  return {text, FormatFloat(v, precision, text, sizeof(text), zero_frac)};
}

TEST(Number, FloatsAsEchoPrintsThem) {
  EXPECT_EQ(Format(0.1 + 0.2, 14), "0.3");
  EXPECT_EQ(Format(1e25, 14), "1.0E+25");
  EXPECT_EQ(Format(1.5e-7, 14), "1.5E-7");
  EXPECT_EQ(Format(0.0001, 14), "0.0001");
  EXPECT_EQ(Format(0.00001, 14), "1.0E-5");
  EXPECT_EQ(Format(1e14, 14), "1.0E+14");
  EXPECT_EQ(Format(123456789012345678.0, 14), "1.2345678901235E+17");
  EXPECT_EQ(Format(99999999999999.0, 14), "99999999999999");
  EXPECT_EQ(Format(-0.0, 14), "-0");
  EXPECT_EQ(Format(0.5, 14), "0.5");
  EXPECT_EQ(Format(-1.25, 14), "-1.25");
  EXPECT_EQ(Format(INFINITY, 14), "INF");
  EXPECT_EQ(Format(-INFINITY, 14), "-INF");
  EXPECT_EQ(Format(NAN, 14), "NAN");
  EXPECT_EQ(Format(1234.5, 3), "1.23E+3");
  EXPECT_EQ(Format(5.0, 0), "5");
}

TEST(Number, FloatsAsVarExportPrintsThem) {
  EXPECT_EQ(Format(0.1 + 0.2, -1), "0.30000000000000004");
  EXPECT_EQ(Format(1.0, -1, true), "1.0");
  EXPECT_EQ(Format(1e15, -1, true), "1000000000000000.0");
  EXPECT_EQ(Format(1e17, -1), "1.0E+17");
  EXPECT_EQ(Format(123456789012345680.0, -1), "1.2345678901234568E+17");
  EXPECT_EQ(Format(0.1, 17), "0.10000000000000001");
  EXPECT_EQ(Format(-0.0, -1, true), "-0.0");
  EXPECT_EQ(Format(1e300, -1, true), "1.0E+300");
  EXPECT_EQ(Format(5e-324, -1), "5.0E-324");
}

TEST(Number, Integers) {
  for (int64_t v :
       {int64_t{0}, int64_t{-1}, int64_t{42}, int64_t{999}, int64_t{1000}, INT64_MAX, INT64_MIN}) {
    String* s = IntToString(v);
    EXPECT_EQ(s->view(), std::to_string(v));
    Release(s);
  }
}

struct Parsed {
  Numeric kind;
  int64_t i = 0;
  double d = 0;
  bool trailing = false;
};
Parsed Parse(std::string_view s) {
  Parsed p;
  p.kind = ParseNumber(s, &p.i, &p.d, &p.trailing);
  return p;
}

TEST(Number, NumericStrings) {
  EXPECT_EQ(Parse("12").i, 12);
  EXPECT_EQ(Parse(" \t\n\r\v\f-12").i, -12);
  EXPECT_EQ(Parse("+7").i, 7);
  EXPECT_EQ(Parse("007").i, 7);
  EXPECT_EQ(Parse("-9223372036854775808").i, INT64_MIN);
  EXPECT_EQ(Parse("9223372036854775808").kind, Numeric::kFloat);
  EXPECT_EQ(Parse("00000000000000000000000000000000005").i, 5);
  EXPECT_EQ(Parse("1e3").d, 1000);
  EXPECT_EQ(Parse(".5").d, 0.5);
  EXPECT_EQ(Parse("5.").d, 5);
  EXPECT_EQ(Parse("1e1000").d, std::numeric_limits<double>::infinity());
  EXPECT_EQ(Parse("1e-1000").d, 0);
  EXPECT_FALSE(Parse("12 \n").trailing);
  EXPECT_TRUE(Parse("12abc").trailing);
  EXPECT_TRUE(Parse("1e").trailing);
  EXPECT_EQ(Parse("1e").i, 1);
  EXPECT_TRUE(Parse("1.5e+").trailing);
  for (const char* none : {"", " ", "abc", ".", "-", "+", "-.", "e5", " .e5"}) {
    EXPECT_EQ(Parse(none).kind, Numeric::kNot) << none;
  }
}

TEST(Number, FloatsToIntegers) {
  EXPECT_EQ(FloatToInt(1.9), 1);
  EXPECT_EQ(FloatToInt(-1.9), -1);
  EXPECT_EQ(FloatToInt(1e30), 5076964154930102272);
  EXPECT_EQ(FloatToInt(NAN), 0);
  EXPECT_EQ(FloatToInt(INFINITY), 0);
  EXPECT_EQ(FloatToIntSaturating(1e30), INT64_MAX);
  EXPECT_EQ(FloatToIntSaturating(-1e30), INT64_MIN);
}

}  // namespace
}  // namespace tusk
