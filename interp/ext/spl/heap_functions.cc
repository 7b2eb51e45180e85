// What the heaps' classes in PHP do at once where compare() is their own and compares plain values.
#include "interp/ext/support.h"
#include "interp/ext/tables.h"
#include "interp/runtime/class.h"
#include "interp/runtime/object.h"
#include "interp/runtime/operators.h"

namespace tusk {
namespace {

// The running heap: an SplMinHeap, SplMaxHeap or SplPriorityQueue that does not override compare().
class Heap {
 public:
  explicit Heap(Args args) : object_(args.frame->prev->this_object()) {
    static String* const kCompare = Intern("compare");
    static const String* const kMin = Intern("splminheap");
    static const String* const kMax = Intern("splmaxheap");
    static const String* const kQueue = Intern("splpriorityqueue");
    Function* const* compare = object_->cls->methods.Find(kCompare);
    const Class* c = compare ? (*compare)->scope : nullptr;
    if (!c || !c->Is(ClassFlags::kBuiltin)) return;
    order_ = c->lower_name == kMin ? -1 : c->lower_name == kMax || c->lower_name == kQueue ? 1 : 0;
    by_priority_ = c->lower_name == kQueue;
    if (order_) storage_ = Deref(&object_->props()[2]);  // flags, isCorrupted, heap
  }

  bool Insert(const Value& element) {
    if (!order_) return false;
    Value key = KeyOf(element);
    if (!IsPlain(key)) return false;
    const Array* a = storage_->arr;
    uint32_t path[kMaxDepth];
    uint32_t steps = 0;
    for (uint32_t i = a->count; i > 0; i = path[steps++]) {
      uint32_t parent = (i - 1) / 2;
      Value other = KeyOf(ValueAt(a, parent));
      if (!IsPlain(other)) return false;
      if (InOrder(other, key) >= 0) break;
      path[steps] = parent;
    }
    Array* heap = Separate(storage_);
    uint32_t i = heap->count;
    Append(heap, Copy(element));
    Move(heap, i, path, steps);
    return true;
  }

  // Drops the top.
  bool Sink() {
    if (!order_) return false;
    const Array* a = storage_->arr;
    uint32_t n = a->count - 1;
    Value key = KeyOf(ValueAt(a, n));
    if (!IsPlain(key)) return false;
    uint32_t path[kMaxDepth];
    uint32_t steps = 0;
    for (uint32_t i = 0, child; (child = 2 * i + 1) < n; i = path[steps++]) {
      Value first = KeyOf(ValueAt(a, child));
      if (!IsPlain(first)) return false;
      if (child + 1 < n) {
        Value second = KeyOf(ValueAt(a, child + 1));
        if (!IsPlain(second)) return false;
        if (InOrder(second, first) > 0) {
          ++child;
          first = second;
        }
      }
      if (InOrder(key, first) >= 0) break;
      path[steps] = child;
    }
    Array* heap = Separate(storage_);
    Value last = Pop(heap);
    if (n == 0) {
      Release(last);
      return true;
    }
    Value top = Copy(ValueAt(heap, 0));
    SetAt(heap, 0, last);
    Move(heap, 0, path, steps);
    Release(top);
    return true;
  }

 private:
  static constexpr uint32_t kMaxDepth = 33;

  Value KeyOf(const Value& element) const {
    static String* const kPriority = Intern("priority");
    if (!by_priority_) return Deref(element);
    return element.IsArray() ? Deref(GetStr(element.arr, kPriority)) : Value();
  }
  // Comparing it runs no code of the program and raises nothing.
  static bool IsPlain(const Value& v) {
    if (!v.IsArray()) return !v.IsUndef() && v.type <= Type::kString;
    for (uint32_t p = First(v.arr); p != kEnd; p = Next(v.arr, p)) {
      if (Deref(ValueAt(v.arr, p)).type > Type::kString) return false;
    }
    return true;
  }
  int InOrder(const Value& a, const Value& b) const { return order_ > 0 ? Compare(a, b) : Compare(b, a); }
  // The element at `from` goes to the end of the path, those on it one step towards `from`.
  static void Move(Array* heap, uint32_t from, const uint32_t* path, uint32_t steps) {
    if (steps == 0) return;
    Value moved = Copy(ValueAt(heap, from));
    for (uint32_t s = 0; s < steps; ++s) {
      SetAt(heap, from, Copy(ValueAt(heap, path[s])));
      from = path[s];
    }
    SetAt(heap, from, moved);
  }

  Object* object_;
  Value* storage_ = nullptr;
  int order_ = 0;
  bool by_priority_ = false;
};

void HeapInsert(Args args, Value* result) { Return(result, Heap(args).Insert(args[0])); }
void HeapSink(Args args, Value* result) { Return(result, Heap(args).Sink()); }

constexpr uint16_t kChanges =
    Effects::kReadsState | Effects::kWritesState | Effects::kCallsBack | Effects::kUsesFrame;
constexpr BuiltinRow kRows[] = {
    {"tusk\\heap_insert", "(mixed $element): bool", kChanges, HeapInsert},
    {"tusk\\heap_sink", "(): bool", kChanges, HeapSink},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const BuiltinTable kHeapFunctions(kRows);

}  // namespace tusk
