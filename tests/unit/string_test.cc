// Strings: sharing, appending, interning, integer keys.
#include "interp/runtime/string.h"

#include <gtest/gtest.h>

#include <string>

namespace tusk {
namespace {

TEST(String, InternedPointersAreUnique) {
  EXPECT_EQ(Intern("hello"), Intern(std::string("hel") + "lo"));
  EXPECT_NE(Intern("hello"), Intern("hellp"));
  EXPECT_EQ(Intern(""), EmptyString());
  EXPECT_EQ(Intern("x"), CharString('x'));
  EXPECT_EQ(Intern("123"), IntToString(123));
  EXPECT_EQ(InternLower("HeLLo"), Intern("hello"));
  for (int i = 0; i < 20000; ++i) Intern("name" + std::to_string(i));
  for (int i = 0; i < 20000; ++i) {
    std::string name = "name" + std::to_string(i);
    ASSERT_EQ(FindInterned(name)->view(), name);
  }
  EXPECT_EQ(FindInterned("nobody interned this"), nullptr);
}

TEST(String, PreallocatedHashesAreRight) {
  for (int c = 0; c < 256; ++c) {
    char byte = static_cast<char>(c);
    EXPECT_EQ(CharString(static_cast<unsigned char>(c))->hash, String::ComputeHash(&byte, 1));
  }
  for (int64_t i = 0; i < kSmallIntStrings; ++i) {
    std::string text = std::to_string(i);
    ASSERT_EQ(IntToString(i)->view(), text);
    ASSERT_EQ(IntToString(i)->Hash(), String::ComputeHash(text.data(), text.size()));
  }
}

TEST(String, AppendsGrowInPlaceAndCopyWhenShared) {
  String* s = CopyString("ab");
  std::string expected = "ab";
  for (int i = 0; i < 5000; ++i) {
    std::string piece(static_cast<size_t>(i % 7), static_cast<char>('a' + i % 26));
    s = AppendInPlace(s, piece);
    expected += piece;
  }
  EXPECT_EQ(s->view(), expected);
  Retain(s);
  String* longer = AppendInPlace(s, "!");
  EXPECT_NE(longer, s);
  EXPECT_EQ(s->view(), expected);
  EXPECT_EQ(longer->view(), expected + "!");
  longer = AppendInPlace(longer, longer->view());
  EXPECT_EQ(longer->view(), expected + "!" + expected + "!");
  Release(s);
  Release(longer);
  String* t = AppendInPlace(CharString('a'), "b");
  EXPECT_EQ(t->view(), "ab");
  EXPECT_EQ(CharString('a')->view(), "a");
  Release(t);
}

TEST(String, ResizeKeepsContents) {
  String* s = CopyString("hello");
  s = Resize(s, 3);
  EXPECT_EQ(s->view(), "hel");
  s = Resize(s, 3000);
  EXPECT_EQ(s->view().substr(0, 3), "hel");
  s = Resize(s, 2);
  EXPECT_EQ(s->view(), "he");
  Release(s);
}

TEST(String, IntegerKeys) {
  int64_t n;
  for (const char* yes : {"0", "7", "-5", "123456", "9223372036854775807", "-9223372036854775808"}) {
    ASSERT_TRUE(IsIntKey(yes, &n)) << yes;
    EXPECT_EQ(std::to_string(n), yes);
  }
  for (const char* no : {"", "-", "-0", "05", "5 ", " 5", "1.0", "1e3", "+5", "9223372036854775808", "0x1",
                         "-9223372036854775809", "99999999999999999999"}) {
    EXPECT_FALSE(IsIntKey(no, &n)) << no;
  }
}

}  // namespace
}  // namespace tusk
