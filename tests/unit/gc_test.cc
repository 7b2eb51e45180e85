// The cycle collector on arrays and references; objects are tested by PHP programs.
#include "interp/runtime/gc.h"

#include <gtest/gtest.h>

#include "interp/runtime/array.h"
#include "interp/runtime/heap.h"

namespace tusk {
namespace {

// $a = [payload]; $a[1] = &$a: an array that holds a reference to itself.
Value SelfReferring(int64_t payload) {
  Value slot(NewArray());
  Append(slot.arr, Value(payload));
  Reference* ref = MakeReference(&slot);
  Retain(ref);
  Append(ref->value.arr, Value(ref));
  return slot;  // one of the two references to `ref`
}

TEST(Gc, FreesSelfReference) {
  size_t before = MemoryInUse();
  for (int i = 0; i < 10; ++i) Release(SelfReferring(i));
  EXPECT_EQ(GetGcStatus().roots, 10u);
  EXPECT_EQ(CollectCycles(), 10);
  EXPECT_EQ(GetGcStatus().roots, 0u);
  EXPECT_EQ(MemoryInUse(), before);
}

TEST(Gc, KeepsWhatIsAlive) {
  Value alive = SelfReferring(42);
  Value other = Copy(alive);
  Release(other);
  EXPECT_EQ(CollectCycles(), 0);
  EXPECT_EQ(GetInt(alive.ref->value.arr, 0).i, 42);
  EXPECT_EQ(alive.ref->refcount, 2u);
  Release(alive);
  EXPECT_EQ(CollectCycles(), 1);
}

TEST(Gc, FreesRingsOfArrays) {
  constexpr int kLength = 5000;
  Value first(NewArray());
  Reference* head = MakeReference(&first);
  Value previous = first;
  for (int i = 0; i < kLength; ++i) {
    Value next(NewArray());
    MakeReference(&next);
    Append(previous.ref->value.arr, next);  // the reference moves in
    previous = next;
  }
  Retain(head);
  Append(previous.ref->value.arr, Value(head));
  Release(first);
  EXPECT_EQ(CollectCycles(), kLength + 1);
}

TEST(Gc, RunsByItselfAtTheThreshold) {
  size_t before = MemoryInUse();
  uint32_t runs = GetGcStatus().runs;
  for (int i = 0; i < 50000; ++i) Release(SelfReferring(i));
  EXPECT_GE(GetGcStatus().runs, runs + 4);
  CollectCycles();
  EXPECT_LE(MemoryInUse(), before + (1 << 20));
}

TEST(Gc, ForgetsWhatDies) {
  Value a(NewArray());
  Append(a.arr, Value::Null());
  for (int i = 0; i < 3; ++i) {
    Value copy = Copy(a);
    Release(copy);
  }
  EXPECT_EQ(GetGcStatus().roots, 1u);
  Release(a);
  EXPECT_EQ(GetGcStatus().roots, 0u);
}

TEST(Gc, LongChainsDieWithoutDeepRecursion) {
  Value list = Value::Null();
  for (int i = 0; i < 1'000'000; ++i) {
    Array* node = NewArray();
    Append(node, list);
    list = Value(node);
  }
  Release(list);
}

}  // namespace
}  // namespace tusk
