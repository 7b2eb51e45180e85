// Operators on scalars: results that need no script around them.
#include "interp/runtime/operators.h"

#include <gtest/gtest.h>

#include <cmath>

#include "interp/runtime/array.h"

namespace tusk {
namespace {

Value Str(std::string_view s) { return Value(CopyString(s)); }
Value Int(int64_t i) { return Value(i); }

struct Scoped {
  Value v;
  ~Scoped() { Release(v); }
};

Value Do(bool (*op)(const Value&, const Value&, Value*), Value a, Value b) {
  Value r;
  EXPECT_TRUE(op(a, b, &r));
  Release(a);
  Release(b);
  return r;
}
#define EXPECT_INT(expression, expected) \
  do {                                   \
    Value value = (expression);          \
    EXPECT_TRUE(value.IsInt());          \
    EXPECT_EQ(value.i, expected);        \
  } while (0)
#define EXPECT_FLOAT(expression, expected) \
  do {                                     \
    Value value = (expression);            \
    EXPECT_TRUE(value.IsFloat());          \
    EXPECT_EQ(value.d, expected);          \
  } while (0)

TEST(Operators, ArithmeticLeavesTheIntegers) {
  EXPECT_INT(Do(Add, Int(2), Int(3)), 5);
  EXPECT_FLOAT(Do(Add, Int(INT64_MAX), Int(1)), 9223372036854775808.0);
  EXPECT_FLOAT(Do(Sub, Int(INT64_MIN), Int(1)), -9223372036854775808.0);
  EXPECT_FLOAT(Do(Mul, Int(INT64_MAX), Int(2)), 18446744073709551616.0);
  EXPECT_INT(Do(Div, Int(6), Int(3)), 2);
  EXPECT_FLOAT(Do(Div, Int(7), Int(2)), 3.5);
  EXPECT_FLOAT(Do(Div, Int(INT64_MIN), Int(-1)), 9223372036854775808.0);
  EXPECT_INT(Do(Mod, Int(INT64_MIN), Int(-1)), 0);
  EXPECT_INT(Do(Mod, Int(-7), Int(3)), -1);
  EXPECT_INT(Do(Pow, Int(2), Int(62)), int64_t{1} << 62);
  EXPECT_FLOAT(Do(Pow, Int(2), Int(63)), 9223372036854775808.0);
  EXPECT_FLOAT(Do(Pow, Int(2), Int(-1)), 0.5);
  EXPECT_INT(Do(Pow, Int(-2), Int(3)), -8);
}

TEST(Operators, NumericStrings) {
  EXPECT_INT(Do(Add, Str("5"), Str(" 7 ")), 12);
  EXPECT_FLOAT(Do(Mul, Str("1.5"), Int(2)), 3.0);
  EXPECT_INT(Do(ShiftLeft, Int(1), Int(64)), 0);
  EXPECT_INT(Do(ShiftRight, Int(-8), Int(100)), -1);
  EXPECT_INT(Do(BitOr, Str("12"), Int(3)), 15);
  Scoped x{Do(BitXor, Str("abc"), Str("   "))};
  EXPECT_EQ(x.v.str->view(), "ABC");
  Scoped o{Do(BitOr, Str("a"), Str("  c"))};
  EXPECT_EQ(o.v.str->view(), "a c");
}

TEST(Operators, IncrementsStrings) {
  auto inc = [](std::string_view s) {
    Scoped v{Str(s)};
    EXPECT_TRUE(Increment(&v.v));
    return v.v.IsString() ? std::string(v.v.str->view()) : "#" + std::to_string(v.v.i);
  };
  EXPECT_EQ(inc("a"), "b");
  EXPECT_EQ(inc("Az"), "Ba");
  EXPECT_EQ(inc("zZ9"), "aaA0");
  EXPECT_EQ(inc("Zz"), "AAa");
  EXPECT_EQ(inc("a9"), "b0");
  EXPECT_EQ(inc("41"), "#42");
}

TEST(Operators, ComparesAsPhpDoes) {
  auto cmp = [](Value a, Value b) {
    int order = Compare(a, b);
    Release(a);
    Release(b);
    return order;
  };
  EXPECT_EQ(cmp(Str("abc"), Int(0)), 1);
  EXPECT_EQ(cmp(Int(0), Str("abc")), -1);
  EXPECT_EQ(cmp(Str("1"), Str("01")), 0);
  EXPECT_EQ(cmp(Str("10"), Str("1e1")), 0);
  EXPECT_EQ(cmp(Str("abc"), Str("abd")), -1);
  EXPECT_EQ(cmp(Value::Null(), Value(false)), 0);
  EXPECT_EQ(cmp(Value::Null(), Str("a")), -1);
  EXPECT_EQ(cmp(Value(true), Str("0")), 1);
  EXPECT_EQ(cmp(Value(NAN), Value(1.0)), 1);
  EXPECT_EQ(cmp(Int(1), Value(NewArray())), -1);
  EXPECT_EQ(cmp(Str("9223372036854775807"), Str("9223372036854775808")), -1);
  EXPECT_EQ(cmp(Str("9223372036854775808"), Str("9223372036854775809")), -1);
}

TEST(Operators, IdentityOfArrays) {
  Array* a = NewArray();
  Array* b = NewArray();
  Append(a, Int(1));
  Append(b, Value(1.0));
  EXPECT_FALSE(Identical(Value(a), Value(b)));
  EXPECT_TRUE(LooseEqual(Value(a), Value(b)));
  SetInt(b, 0, Int(1));
  EXPECT_TRUE(Identical(Value(a), Value(b)));
  EXPECT_FALSE(Identical(Value(NAN), Value(NAN)));
  EXPECT_TRUE(Identical(Value(0.0), Value(-0.0)));
  Release(Value(a));
  Release(Value(b));
}

TEST(Operators, ConcatAssignGrowsInPlace) {
  Value s = Str("x");
  std::string expected = "x";
  for (int i = 0; i < 2000; ++i) {
    EXPECT_TRUE(ConcatAssign(&s, Int(i)));
    expected += std::to_string(i);
  }
  EXPECT_EQ(s.str->view(), expected);
  EXPECT_TRUE(ConcatAssign(&s, s));
  EXPECT_EQ(s.str->view(), expected + expected);
  Release(s);
}

}  // namespace
}  // namespace tusk
