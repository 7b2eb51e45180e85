// Arrays of every kind against a naive model: a list of pairs and PHP's rule for the next key.
#include "interp/runtime/array.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "interp/runtime/operators.h"

namespace tusk {
namespace {

struct ModelKey {
  bool is_int;
  int64_t num;
  std::string name;
  bool operator==(const ModelKey&) const = default;
};

// Scalars and strings as text, so that any mix compares.
std::string Show(Value v) {
  switch (v.type) {
    case Type::kInt: return std::to_string(v.i);
    case Type::kFloat: return std::to_string(v.d) + "f";
    case Type::kString: return "'" + std::string(v.str->view()) + "'";
    case Type::kNull: return "null";
    case Type::kTrue: return "true";
    case Type::kReference: return "&" + Show(v.ref->value);
    default: return "?";
  }
}

struct Model {
  std::vector<std::pair<ModelKey, std::string>> items;
  int64_t next_free = INT64_MIN;
  size_t pointer_index = 0;

  auto Find(const ModelKey& key) {
    return std::find_if(items.begin(), items.end(), [&](auto& item) { return item.first == key; });
  }
  void Note(const ModelKey& key) {
    if (key.is_int && key.num >= next_free) next_free = key.num == INT64_MAX ? INT64_MAX : key.num + 1;
  }
  void Set(const ModelKey& key, std::string v) {
    auto it = Find(key);
    if (it != items.end()) {
      it->second = std::move(v);
    } else {
      items.emplace_back(key, std::move(v));
      Note(key);
    }
  }
  // After a new element with an integer key went into `a`: a packed array appends where its storage ends.
  void SetIn(const Array* a, const ModelKey& key, std::string v) {
    bool fresh = Find(key) == items.end();
    Set(key, std::move(v));
    if (fresh && key.is_int && a->kind <= ArrayKind::kValues) next_free = key.num + 1;
  }
  bool Append(std::string v) {
    int64_t key = next_free == INT64_MIN ? 0 : next_free;
    if (key == INT64_MAX && Find({true, key, ""}) != items.end()) return false;
    Set({true, key, ""}, std::move(v));
    return true;
  }
};

void ExpectSame(const Array* a, const Model& model) {
  ASSERT_EQ(a->count, model.items.size());
  size_t i = 0;
  for (uint32_t p = First(a); p != kEnd; p = Next(a, p), ++i) {
    ASSERT_LT(i, model.items.size());
    ArrayKey key = KeyAt(a, p);
    const ModelKey& expected = model.items[i].first;
    ASSERT_EQ(key.IsInt(), expected.is_int);
    if (key.IsInt()) {
      ASSERT_EQ(key.num, expected.num);
    } else {
      ASSERT_EQ(key.name->view(), expected.name);
    }
    ASSERT_EQ(Show(ValueAt(a, p)), model.items[i].second);
    ASSERT_EQ(PositionOf(a, key), p);
  }
  ASSERT_EQ(i, model.items.size());
  for (uint32_t p = Last(a); p != kEnd; p = Prev(a, p)) --i;
  ASSERT_EQ(i, 0u);
  ASSERT_EQ(a->next_free, model.next_free);
}

class Driver {
 public:
  explicit Driver(uint32_t seed) : random_(seed) { array_ = Value(NewArray(Pick(4))); }
  ~Driver() { Release(array_); }

  uint32_t Pick(uint32_t n) { return static_cast<uint32_t>(random_() % n); }

  Value RandomValue() {
    switch (value_mode_) {
      case 0: return Value(static_cast<int64_t>(Pick(100)));
      case 1: return Value(Pick(100) / 2.0);
      default: break;
    }
    switch (Pick(5)) {
      case 0: return Value(static_cast<int64_t>(Pick(100)));
      case 1: return Value(Pick(100) / 2.0);
      case 2: return Value::Null();
      case 3: return Value(true);
      default: return Value(CopyString("text" + std::to_string(Pick(50))));
    }
  }
  // The key in both forms; `name` owns the string of string keys.
  std::pair<ArrayKey, ModelKey> RandomKey() {
    if (key_mode_ == 0 || (key_mode_ == 2 && Pick(2))) {
      int64_t num = Pick(3) ? static_cast<int64_t>(Pick(40)) : static_cast<int64_t>(Pick(1000)) - 300;
      if (!key_wild_ && num >= array_.arr->count && Pick(3)) num = array_.arr->count;
      if (key_wild_ && Pick(400) == 0) num = INT64_MAX - Pick(2);
      return {ArrayKey::Int(num), {true, num, ""}};
    }
    std::string name = "key" + std::to_string(Pick(key_wild_ ? 200 : 12));
    if (held_) Release(held_);
    held_ = Pick(4) == 0 ? CopyString(name) : Intern(name);
    return {ArrayKey::Str(held_), {false, 0, name}};
  }

  void Run(int steps) {
    value_mode_ = Pick(3);
    key_mode_ = Pick(3);
    key_wild_ = Pick(2);
    for (int i = 0; i < steps; ++i) {
      if (Pick(60) == 0) value_mode_ = Pick(3);
      if (Pick(200) == 0) key_mode_ = Pick(3);
      Step();
      if (::testing::Test::HasFatalFailure()) return;
    }
    Check();
    if (held_) Release(held_);
    held_ = nullptr;
  }

 private:
  void Check() { ExpectSame(array_.arr, model_); }

  void Step() {
    Array* a = Separate(&array_);
    switch (Pick(20)) {
      case 0:
      case 1:
      case 2:
      case 3:
      case 4: {
        Value v = RandomValue();
        std::string text = Show(v);
        bool did = Append(a, v);
        ASSERT_EQ(did, model_.Append(text));
        if (!did) Release(v);
        break;
      }
      case 5:
      case 6:
      case 7:
      case 8: {
        auto [key, model_key] = RandomKey();
        Value v = RandomValue();
        std::string text = Show(v);
        Set(a, key, v);
        model_.SetIn(a, model_key, text);
        break;
      }
      case 9:
      case 10: {
        auto [key, model_key] = RandomKey();
        auto it = model_.Find(model_key);
        ASSERT_EQ(Delete(a, key), it != model_.items.end());
        if (it != model_.items.end()) model_.items.erase(it);
        break;
      }
      case 11: {
        auto [key, model_key] = RandomKey();
        auto it = model_.Find(model_key);
        Value v = Get(a, key);
        if (it == model_.items.end()) {
          ASSERT_TRUE(v.IsUndef());
        } else {
          ASSERT_EQ(Show(v), it->second);
        }
        break;
      }
      case 12: {
        auto [key, model_key] = RandomKey();
        Value* place = FindOrInsert(a, key);
        auto it = model_.Find(model_key);
        if (it == model_.items.end()) {
          ASSERT_TRUE(place->IsNull());
          model_.SetIn(a, model_key, "null");
          it = model_.items.end() - 1;
        } else {
          ASSERT_EQ(Show(*place), it->second);
        }
        if (Pick(3) == 0) {
          Release(*place);
          *place = Value(int64_t{7});
          it->second = "7";
        }
        break;
      }
      case 13: {
        Value popped = Pop(a);
        ASSERT_EQ(popped.IsUndef(), model_.items.empty());
        if (!popped.IsUndef()) {
          auto last = model_.items.back();
          ASSERT_EQ(Show(popped), last.second);
          if (last.first.is_int && last.first.num != INT64_MAX && last.first.num == model_.next_free - 1) {
            --model_.next_free;
          }
          model_.items.pop_back();
        }
        Release(popped);
        break;
      }
      case 14: {
        if (Pick(4)) break;
        Value shifted = Shift(a);
        ASSERT_EQ(shifted.IsUndef(), model_.items.empty());
        if (!shifted.IsUndef()) {
          ASSERT_EQ(Show(shifted), model_.items.front().second);
          model_.items.erase(model_.items.begin());
          int64_t next = 0;
          for (auto& item : model_.items) {
            if (item.first.is_int) item.first.num = next++;
          }
          model_.next_free = next;
        }
        Release(shifted);
        break;
      }
      case 15: {
        // A copy, changed on one side only.
        Value copy = Copy(array_);
        Array* own = Separate(&copy);
        ASSERT_NE(own, array_.arr);
        Append(own, Value(int64_t{1}));
        Release(copy);
        Check();
        break;
      }
      case 16: {
        if (Pick(5)) break;
        Renumber(a);
        int64_t next = 0;
        for (auto& item : model_.items) item.first = {true, next++, ""};
        model_.next_free = next;
        break;
      }
      case 17: {
        if (Pick(10)) break;
        Clear(a);
        model_ = Model();
        break;
      }
      case 18: {
        Value* place = AppendPlace(a);
        ASSERT_EQ(place != nullptr, model_.Append("null"));
        if (place) {
          ASSERT_TRUE(place->IsNull());
        }
        break;
      }
      default: Check();
    }
  }

  std::mt19937 random_;
  Value array_;
  Model model_;
  String* held_ = nullptr;
  uint32_t value_mode_ = 0;
  uint32_t key_mode_ = 0;
  uint32_t key_wild_ = 0;
};

TEST(Array, RandomOperationsMatchTheModel) {
  for (uint32_t seed = 1; seed <= 600; ++seed) {
    SCOPED_TRACE(seed);
    Driver driver(seed);
    driver.Run(400);
    if (HasFatalFailure()) return;
  }
}

TEST(Array, KindsFollowContents) {
  Array* a = NewArray();
  Append(a, Value(int64_t{1}));
  Append(a, Value(int64_t{2}));
  EXPECT_EQ(a->kind, ArrayKind::kInts);
  Append(a, Value(2.5));
  EXPECT_EQ(a->kind, ArrayKind::kValues);
  SetStr(a, "x", Value(int64_t{3}));
  EXPECT_EQ(a->kind, ArrayKind::kHash);
  Release(Value(a));

  a = NewArray();
  Append(a, Value(1.5));
  EXPECT_EQ(a->kind, ArrayKind::kFloats);
  Release(Value(a));

  a = NewArray();
  SetStr(a, "x", Value(int64_t{1}));
  SetStr(a, "y", Value(int64_t{2}));
  EXPECT_EQ(a->kind, ArrayKind::kRecord);
  Array* b = NewArray();
  SetStr(b, "x", Value(1.0));
  SetStr(b, "y", Value(int64_t{2}));
  EXPECT_EQ(a->shape, b->shape);
  Release(Value(a));
  Release(Value(b));
}

TEST(Array, NegativeKeysCountOn) {
  Array* a = NewArray();
  SetInt(a, -5, Value(int64_t{1}));
  Append(a, Value(int64_t{2}));
  EXPECT_EQ(GetInt(a, -4).i, 2);
  Release(Value(a));
}

TEST(Array, IteratorsFollowCopies) {
  Value v(NewArray());
  for (int64_t i = 0; i < 4; ++i) Append(v.arr, Value(i));
  uint32_t it = NewIterator(v.arr, 2);
  Value other = Copy(v);
  Array* mine = Separate(&v);
  EXPECT_EQ(IteratorPosition(it, mine), 2u);
  DeleteInt(mine, 3);
  EXPECT_EQ(IteratorPosition(it, mine), 2u);
  FreeIterator(it);
  EXPECT_EQ(mine->iterators, 0);
  EXPECT_EQ(other.arr->iterators, 0);
  Release(v);
  Release(other);
}

int ByValue(const SortEntry& a, const SortEntry& b, void*) { return Compare(a.value, b.value); }
int ByTens(const SortEntry& a, const SortEntry& b, void*) {
  return static_cast<int>(a.value.i / 10 - b.value.i / 10);
}

TEST(Array, SortsStably) {
  std::mt19937 random(5);
  for (uint32_t n : {0u, 1u, 2u, 5u, 13u, 100u, 1000u}) {
    Array* a = NewArray();
    std::vector<int64_t> expected;
    for (uint32_t i = 0; i < n; ++i) {
      expected.push_back(static_cast<int64_t>(random() % 500));
      Append(a, Value(expected.back()));
    }
    std::vector<std::pair<int64_t, size_t>> order;
    for (size_t k = 0; k < expected.size(); ++k) order.emplace_back(expected[k] / 10, k);
    std::sort(order.begin(), order.end());
    std::vector<int64_t> unsorted = expected;
    for (size_t k = 0; k < order.size(); ++k) expected[k] = unsorted[order[k].second];
    Array* keyed = CopyArray(a);
    Sort(a, ByTens, nullptr, true);
    Sort(keyed, ByTens, nullptr, false);
    for (uint32_t i = 0; i < n; ++i) ASSERT_EQ(GetInt(a, i).i, expected[i]);
    uint32_t i = 0;
    for (uint32_t p = First(keyed); p != kEnd; p = Next(keyed, p))
      ASSERT_EQ(ValueAt(keyed, p).i, expected[i++]);
    Release(Value(a));
    Release(Value(keyed));
  }
}

TEST(Array, ScalarSortsAgreeWithTheGeneralOne) {
  std::mt19937_64 random(6);
  for (uint32_t n : {3u, 40u, 5000u}) {
    for (int mode = 0; mode < 3; ++mode) {
      Array* a = NewArray();
      for (uint32_t i = 0; i < n; ++i) {
        auto bits = static_cast<int64_t>(random() >> (random() % 60));
        if (random() & 1) bits = -bits;
        Append(a, mode == 0   ? Value(bits)
                  : mode == 1 ? Value(static_cast<double>(bits) / 3)
                              : Value(CopyString("s" + std::to_string(bits))));
      }
      Array* b = CopyArray(a);
      ASSERT_TRUE(SortScalars(a, n == 40, ScalarOrder::kRegular));
      Sort(b, ByValue, nullptr, true);
      for (uint32_t i = 0; i < n; ++i) {
        ASSERT_EQ(Show(GetInt(a, n == 40 ? n - 1 - i : i)), Show(GetInt(b, i)));
      }
      Release(Value(a));
      Release(Value(b));
    }
  }
}

}  // namespace
}  // namespace tusk
