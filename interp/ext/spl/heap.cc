// SplHeap, SplMinHeap, SplMaxHeap and SplPriorityQueue: a binary heap in one block. Equal elements come out
// in the order that PHP's heap gives them, which follows from the steps of Insert() and RemoveTop().
#include <algorithm>
#include <utility>

#include "interp/ext/spl/native.h"
#include "interp/runtime/heap.h"
#include "interp/runtime/operators.h"

namespace tusk {
namespace {

using namespace spl;

// `key` is what is compared: of heaps the element itself, and `data` is undefined.
struct Element {
  Value key;
  Value data;
};

// Who decides the order. kAsk: a compare() of the program.
enum class Order : uint8_t { kAsk, kMin, kMax };

struct Heap {
  enum Extract : uint32_t { kData = 1, kPriority = 2, kBoth = 3 };
  Value* values;  // the keys; of priority queues key and data in turn
  uint32_t count;
  uint32_t owned;  // elements that hold something: one more than `count` while an element is on its way
  uint32_t capacity;
  uint32_t extract;  // priority queues: what extract() gives
  Order order;
  bool is_queue;
  bool corrupted;
  bool changing;
};
Heap* HeapOf(Object* o) { return o->native<Heap>(); }

void ReleaseElement(const Element& e) {
  Release(e.data);
  Release(e.key);
}
TUSK_INLINE Value& KeyAt(const Heap* h, uint32_t i) { return h->values[i << h->is_queue]; }
Element ElementAt(const Heap* h, uint32_t i) {
  return {KeyAt(h, i), h->is_queue ? h->values[2 * i + 1] : Value()};
}
TUSK_INLINE void PutAt(Heap* h, uint32_t i, const Element& e) {
  new (&KeyAt(h, i)) Value(e.key);
  if (h->is_queue) new (&h->values[2 * i + 1]) Value(e.data);
}
TUSK_INLINE void MoveTo(Heap* h, uint32_t to, uint32_t from) {
  new (&KeyAt(h, to)) Value(KeyAt(h, from));
  if (h->is_queue) new (&h->values[2 * to + 1]) Value(h->values[2 * from + 1]);
}
void Swap(Heap* h, uint32_t i, uint32_t j) {
  std::swap(KeyAt(h, i), KeyAt(h, j));
  if (h->is_queue) std::swap(h->values[2 * i + 1], h->values[2 * j + 1]);
}

// ---- order

// False: raised.
bool MayChange(const Heap* h) {
  if (!h->changing) return true;
  Throw(Throwable::kRuntimeException, "Heap cannot be changed when it is already being modified.");
  return false;
}
bool MayUse(const Heap* h) {
  if (!h->corrupted) return true;
  Throw(Throwable::kRuntimeException, "Heap is corrupted, heap properties are no longer ensured.");
  return false;
}

// Comparing it runs no code of the program and raises nothing.
TUSK_NOINLINE bool IsPlainArray(const Value& v) {
  for (uint32_t p = First(v.arr); p != kEnd; p = Next(v.arr, p)) {
    if (Deref(ValueAt(v.arr, p)).type > Type::kString) return false;
  }
  return true;
}
TUSK_INLINE bool IsPlain(const Value& v) {
  return v.type <= Type::kString || (v.IsArray() && IsPlainArray(v));
}
TUSK_INLINE int CompareKeys(Order order, const Value& a, const Value& b) {
  if (a.IsInt() && b.IsInt()) {
    int larger = (a.i > b.i) - (a.i < b.i);
    return order == Order::kMin ? -larger : larger;
  }
  return order == Order::kMin ? Compare(b, a) : Compare(a, b);
}
// By whatever decides. 0 once something was raised.
int Ask(Object* o, const Value& a, const Value& b) {
  static String* const kCompare = Intern("compare");
  if (HasException()) return 0;
  Order order = HeapOf(o)->order;
  Value argv[2] = {Copy(a), Copy(b)}, answer;
  int sign = 0;
  if (order == Order::kAsk) {
    CallFunction(*o->cls->methods.Find(kCompare), o, o->cls, 2, argv, &answer);
    if (!HasException()) {
      int64_t n = ToInt(answer);
      sign = (n > 0) - (n < 0);
    }
    Release(answer);
  } else {
    sign = CompareKeys(order, a, b);
  }
  Release(argv[0]);
  Release(argv[1]);
  return HasException() ? 0 : sign;
}

size_t BytesOf(const Heap* h, uint32_t elements) { return (size_t{elements} << h->is_queue) * sizeof(Value); }
void FreeValues(Heap* h) {
  if (h->values) Free(h->values, BytesOf(h, h->capacity));
}
void MakeRoom(Heap* h, uint32_t capacity) {
  auto* grown = static_cast<Value*>(Allocate(BytesOf(h, capacity)));
  if (h->values) std::copy(h->values, h->values + (h->owned << h->is_queue), grown);
  FreeValues(h);
  h->values = grown;
  h->capacity = capacity;
}

// While code of the program compares: it may look at the heap, and change nothing of it. The block holds each
// element exactly once at any time.
class Changing {
 public:
  explicit Changing(Object* o) : o_(o) {
    Retain(o);
    HeapOf(o)->changing = true;
  }
  ~Changing() {
    HeapOf(o_)->changing = false;
    if (HasException()) HeapOf(o_)->corrupted = true;
    Release(Value(o_));
  }
  Changing(const Changing&) = delete;
  Changing& operator=(const Changing&) = delete;

 private:
  Object* o_;
};

// Takes over what the element holds.
void InsertByAsking(Object* o, Element e) {
  Heap* h = HeapOf(o);
  Changing changing(o);
  uint32_t i = h->owned++;
  PutAt(h, i, e);
  for (; i > 0 && Ask(o, KeyAt(h, (i - 1) / 2), e.key) < 0; i = (i - 1) / 2) Swap(h, i, (i - 1) / 2);
  h->count = h->owned;
}
void Insert(Object* o, Element e) {
  Heap* h = HeapOf(o);
  if (h->owned == h->capacity) MakeRoom(h, h->capacity ? h->capacity * 2 : 8);
  bool plain = h->order != Order::kAsk && IsPlain(e.key);
  uint32_t i = h->count;
  // Where it belongs is found first: then nothing has moved if an element is met that is not plain.
  for (; plain && i > 0; i = (i - 1) / 2) {
    const Value& parent = KeyAt(h, (i - 1) / 2);
    plain = IsPlain(parent);
    if (!plain || CompareKeys(h->order, parent, e.key) >= 0) break;
  }
  if (!plain) return InsertByAsking(o, e);
  uint32_t hole = h->owned++;
  h->count = h->owned;
  for (; hole != i; hole = (hole - 1) / 2) MoveTo(h, hole, (hole - 1) / 2);
  PutAt(h, i, e);
}

// Closes the hole that the top has left, by the element at the end.
void SinkByAsking(Object* o) {
  Heap* h = HeapOf(o);
  Changing changing(o);
  uint32_t last = h->owned - 1, limit = last / 2, i = 0;
  for (uint32_t j; i < limit; i = j) {
    j = 2 * i + 1;
    if (Ask(o, KeyAt(h, j + 1), KeyAt(h, j)) > 0) ++j;
    if (Ask(o, KeyAt(h, last), KeyAt(h, j)) >= 0) break;
    Swap(h, i, j);
  }
  Swap(h, i, last);
  h->owned = last;
}
void Sink(Object* o) {
  Heap* h = HeapOf(o);
  uint32_t last = h->owned - 1, limit = last / 2;
  uint32_t path[32], steps = 0;
  const Value& moved = KeyAt(h, last);
  bool plain = h->order != Order::kAsk && IsPlain(moved);
  for (uint32_t i = 0, j; plain && i < limit; i = j) {
    j = 2 * i + 1;
    plain = IsPlain(KeyAt(h, j)) && IsPlain(KeyAt(h, j + 1));
    if (!plain) break;
    if (CompareKeys(h->order, KeyAt(h, j + 1), KeyAt(h, j)) > 0) ++j;
    if (CompareKeys(h->order, moved, KeyAt(h, j)) >= 0) break;
    path[steps++] = j;
  }
  if (!plain) return SinkByAsking(o);
  uint32_t i = 0;
  for (uint32_t s = 0; s < steps; i = path[s++]) MoveTo(h, i, path[s]);
  if (i != last) MoveTo(h, i, last);
  h->owned = last;
}

// Takes the top off into *top, owned. There is one.
void RemoveTop(Object* o, Element* top) {
  Heap* h = HeapOf(o);
  *top = ElementAt(h, 0);
  PutAt(h, 0, {});
  --h->count;
  Sink(o);
}

// ---- methods of both

// What top() and extract() give of an element, owned; takes over the element or, `copy`, leaves it.
Value Shown(const Heap* h, const Element& e, bool copy) {
  if (!h->is_queue) return copy ? Copy(e.key) : e.key;
  if (copy) {
    Retain(e.key);
    Retain(e.data);
  }
  if (h->extract == Heap::kBoth) {
    static String *const kDataName = Intern("data"), *const kPriorityName = Intern("priority");
    Array* both = NewHash(2);
    SetStr(both, kDataName, e.data);
    SetStr(both, kPriorityName, e.key);
    return Value(both);
  }
  bool data = h->extract == Heap::kData;
  Release(data ? e.key : e.data);
  return data ? e.data : e.key;
}

void InsertIntoHeap(Args args, Value* result) {
  Heap* h = HeapOf(Self(args));
  if (!MayChange(h) || !MayUse(h)) return;
  Insert(Self(args), {CopyDeref(args[0]), Value()});
  Return(result, true);
}
void InsertIntoQueue(Args args, Value* result) {
  Heap* h = HeapOf(Self(args));
  if (!MayChange(h) || !MayUse(h)) return;
  Insert(Self(args), {CopyDeref(args[1]), CopyDeref(args[0])});
  Return(result, true);
}
void Extract(Args args, Value* result) {
  Heap* h = HeapOf(Self(args));
  if (!MayChange(h) || !MayUse(h)) return;
  if (h->count == 0) return Throw(Throwable::kRuntimeException, "Can't extract from an empty heap");
  Element top;
  RemoveTop(Self(args), &top);
  *result = Shown(h, top, false);
}
void Top(Args args, Value* result) {
  Heap* h = HeapOf(Self(args));
  if (!MayUse(h)) return;
  if (h->count == 0) return Throw(Throwable::kRuntimeException, "Can't peek at an empty heap");
  *result = Shown(h, ElementAt(h, 0), true);
}
int64_t Size(Object* o) { return HeapOf(o)->count; }
void Count(Args args, Value* result) { Return(result, Size(Self(args))); }
void IsEmpty(Args args, Value* result) { Return(result, Size(Self(args)) == 0); }
void Valid(Args args, Value* result) { Return(result, Size(Self(args)) != 0); }
void Key(Args args, Value* result) { Return(result, Size(Self(args)) - 1); }
void Rewind(Args, Value*) {}
void Current(Args args, Value* result) {
  Heap* h = HeapOf(Self(args));
  if (h->count) *result = Shown(h, ElementAt(h, 0), true);
}
void Advance(Object* o) {
  Heap* h = HeapOf(o);
  if (!MayChange(h) || !MayUse(h) || h->count == 0) return;
  Element top;
  RemoveTop(o, &top);
  ReleaseElement(top);
}
void Next(Args args, Value*) { Advance(Self(args)); }
void Recover(Args args, Value* result) {
  HeapOf(Self(args))->corrupted = false;
  Return(result, true);
}
void IsCorrupted(Args args, Value* result) { Return(result, HeapOf(Self(args))->corrupted); }

void CompareMin(Args args, Value* result) { Return(result, Compare(args[1], args[0])); }
void CompareMax(Args args, Value* result) { Return(result, Compare(args[0], args[1])); }

void SetExtractFlags(Args args, Value* result) {
  auto flags = static_cast<uint32_t>(args.Int(0)) & Heap::kBoth;
  if (!flags) return Throw(Throwable::kRuntimeException, "Must specify at least one extract flag");
  HeapOf(Self(args))->extract = flags;
  Return(result, flags);
}
void GetExtractFlags(Args args, Value* result) { Return(result, HeapOf(Self(args))->extract); }

bool BeginLoop(Object* o, void**) { return HeapOf(o)->count != 0; }
bool Fetch(Object* o, void**, bool advance, Value* value, Value* key) {
  if (advance) Advance(o);
  Heap* h = HeapOf(o);
  if (HasException() || h->count == 0) return false;
  if (key) *key = Value(int64_t{h->count} - 1);
  *value = Shown(h, ElementAt(h, 0), true);
  return true;
}
constexpr NativeIteration kIteration = {BeginLoop, Fetch};

// ---- dumps and life

Array* Dump(Object* o) {
  const Heap* h = HeapOf(o);
  Array* elements = NewArray(h->count);
  Heap whole = *h;
  whole.extract = Heap::kBoth;
  for (uint32_t i = 0; i < h->count; ++i) Append(elements, Shown(&whole, ElementAt(h, i), true));
  std::string owner = h->is_queue ? std::string("\0SplPriorityQueue\0", 18) : std::string("\0SplHeap\0", 9);
  Value all(PropertiesToArray(o));
  AddHidden(&all, owner + "flags", Value(int64_t{h->extract}));
  AddHidden(&all, owner + "isCorrupted", Value(h->corrupted));
  AddHidden(&all, owner + "heap", Value(elements));
  return all.arr;
}
void DebugInfo(Args args, Value* result) { Return(result, Dump(Self(args))); }
Array* Members(Object* o) { return PropertiesToArray(o); }

// Who compares: the program where the body is not one of ours.
Order OrderOf(const Class* c) {
  static String* const kCompare = Intern("compare");
  const Function* f = *c->methods.Find(kCompare);
  if (f->kind != FunctionKind::kBuiltin) return Order::kAsk;
  BuiltinBody body = static_cast<const Builtin*>(f)->body;
  return body == CompareMin ? Order::kMin : body == CompareMax ? Order::kMax : Order::kAsk;
}
void BeginHeap(Object* o) {
  *HeapOf(o) = {};
  HeapOf(o)->order = OrderOf(o->cls);
}
void BeginQueue(Object* o) {
  BeginHeap(o);
  HeapOf(o)->is_queue = true;
  HeapOf(o)->extract = Heap::kData;
}
void End(Object* o) {
  Heap h = std::exchange(*HeapOf(o), Heap{});
  for (uint32_t i = 0; i < h.owned; ++i) ReleaseElement(ElementAt(&h, i));
  FreeValues(&h);
}
void Clone(Object* to, Object* from) {
  Heap* h = HeapOf(to);
  const Heap* f = HeapOf(from);
  *h = *f;
  h->values = nullptr;
  h->changing = false;
  h->owned = h->capacity = 0;
  if (f->capacity) MakeRoom(h, f->capacity);
  for (; h->owned < f->count; ++h->owned) {
    Element e = ElementAt(f, h->owned);
    PutAt(h, h->owned, {Copy(e.key), Copy(e.data)});
  }
}
void Trace(Object* o, void (*visit)(Value*, void*), void* context) {
  Heap* h = HeapOf(o);
  for (uint32_t i = 0; i < h->owned << h->is_queue; ++i) visit(&h->values[i], context);
}

constexpr ObjectHandlers HandlersOf(void (*begin)(Object*)) {
  return {.construct_native = begin,
          .destroy_native = End,
          .clone_native = Clone,
          .trace_native = Trace,
          .count = CountForCount<Size>,
          .properties_for_dump = Dump,
          .cast_to_array = Members,
          .iteration = &kIteration};
}
constexpr ObjectHandlers kHeapHandlers = HandlersOf(BeginHeap), kQueueHandlers = HandlersOf(BeginQueue);

constexpr BuiltinMethodRow kHeapMethods[] = {
    {"extract", "(): mixed", kWrites, Extract},
    {"insert", "(mixed $value): true", kWrites, InsertIntoHeap},
    {"top", "(): mixed", kReads, Top},
    {"count", "(): int", kReads, Count},
    {"isEmpty", "(): bool", kReads, IsEmpty},
    {"rewind", "(): void", kReads, Rewind},
    {"current", "(): mixed", kReads, Current},
    {"key", "(): int", kReads, Key},
    {"next", "(): void", kWrites, Next},
    {"valid", "(): bool", kReads, Valid},
    {"recoverFromCorruption", "(): true", kWrites, Recover},
    {"compare", "(mixed $value1, mixed $value2): int", FunctionFlags::kProtected},
    {"isCorrupted", "(): bool", kReads, IsCorrupted},
    {"__debugInfo", "(): array", kReads, DebugInfo},
};
constexpr BuiltinMethodRow kMinMethods[] = {{"compare", "(mixed $value1, mixed $value2): int",
                                             kReads | Effects::kCallsBack, CompareMin,
                                             FunctionFlags::kProtected}};
constexpr BuiltinMethodRow kMaxMethods[] = {{"compare", "(mixed $value1, mixed $value2): int",
                                             kReads | Effects::kCallsBack, CompareMax,
                                             FunctionFlags::kProtected}};
constexpr BuiltinMethodRow kQueueMethods[] = {
    {"compare", "(mixed $priority1, mixed $priority2): int", kReads | Effects::kCallsBack, CompareMax},
    {"insert", "(mixed $value, mixed $priority): true", kWrites, InsertIntoQueue},
    {"setExtractFlags", "(int $flags): int", kWrites, SetExtractFlags},
    {"top", "(): mixed", kReads, Top},
    {"extract", "(): mixed", kWrites, Extract},
    {"count", "(): int", kReads, Count},
    {"isEmpty", "(): bool", kReads, IsEmpty},
    {"rewind", "(): void", kReads, Rewind},
    {"current", "(): mixed", kReads, Current},
    {"key", "(): int", kReads, Key},
    {"next", "(): void", kWrites, Next},
    {"valid", "(): bool", kReads, Valid},
    {"recoverFromCorruption", "(): true", kWrites, Recover},
    {"isCorrupted", "(): bool", kReads, IsCorrupted},
    {"getExtractFlags", "(): int", kReads, GetExtractFlags},
    {"__debugInfo", "(): array", kReads, DebugInfo},
};
constexpr BuiltinClassConstantRow kQueueConstants[] = {{"EXTR_BOTH", int64_t{Heap::kBoth}},
                                                       {"EXTR_PRIORITY", int64_t{Heap::kPriority}},
                                                       {"EXTR_DATA", int64_t{Heap::kData}}};

const BuiltinClassRow kRows[] = {
    {.name = "SplHeap",
     .interfaces = "Iterator Countable",
     .flags = ClassFlags::kAbstract,
     .methods = kHeapMethods,
     .handlers = &kHeapHandlers,
     .native_size = sizeof(Heap),
     .extension = "SPL"},
    {.name = "SplMinHeap", .parent = "SplHeap", .methods = kMinMethods, .extension = "SPL"},
    {.name = "SplMaxHeap", .parent = "SplHeap", .methods = kMaxMethods, .extension = "SPL"},
    {.name = "SplPriorityQueue",
     .interfaces = "Iterator Countable",
     .methods = kQueueMethods,
     .constants = kQueueConstants,
     .handlers = &kQueueHandlers,
     .native_size = sizeof(Heap),
     .extension = "SPL"},
};

}  // namespace

const std::span<const BuiltinClassRow> kHeapClasses = kRows;

}  // namespace tusk
