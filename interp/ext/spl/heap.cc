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

// Of heaps, `key` is the element itself and `data` undefined.
struct Element {
  Value key;
  Value data;
};

// Who decides the order. kAsk: a compare() of the program.
enum class Order : uint8_t { kAsk, kMin, kMax };

struct Heap {
  enum Extract : uint32_t { kData = 1, kPriority = 2, kBoth = 3 };
  Element* elements;
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

Value CopyElement(const Element& e) { return Copy(e.key); }
void ReleaseElement(const Element& e) {
  Release(e.data);
  Release(e.key);
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

void GrowHeap(Heap* h) {
  uint32_t capacity = h->capacity ? h->capacity * 2 : 8;
  auto* grown = static_cast<Element*>(Allocate(capacity * sizeof(Element)));
  if (h->elements) {
    std::copy(h->elements, h->elements + h->owned, grown);
    Free(h->elements, h->capacity * sizeof(Element));
  }
  h->elements = grown;
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
  uint32_t i = h->owned;
  new (&h->elements[h->owned++]) Element(e);
  while (i > 0 && Ask(o, h->elements[(i - 1) / 2].key, e.key) < 0) {
    std::swap(h->elements[i], h->elements[(i - 1) / 2]);
    i = (i - 1) / 2;
  }
  h->count = h->owned;
}
void Insert(Object* o, Element e) {
  Heap* h = HeapOf(o);
  if (h->owned == h->capacity) GrowHeap(h);
  bool plain = h->order != Order::kAsk && IsPlain(e.key);
  uint32_t i = h->count;
  Element* elements = h->elements;
  // Where it belongs is found first: then nothing has moved if an element is met that is not plain.
  for (; plain && i > 0; i = (i - 1) / 2) {
    const Value& parent = elements[(i - 1) / 2].key;
    plain = IsPlain(parent);
    if (!plain || CompareKeys(h->order, parent, e.key) >= 0) break;
  }
  if (!plain) return InsertByAsking(o, e);
  uint32_t hole = h->owned++;
  h->count = h->owned;
  for (; hole != i; hole = (hole - 1) / 2) new (&elements[hole]) Element(elements[(hole - 1) / 2]);
  new (&elements[i]) Element(e);
}

// Closes the hole that the top has left, by the element at the end.
void SinkByAsking(Object* o) {
  Heap* h = HeapOf(o);
  Changing changing(o);
  uint32_t last = h->owned - 1, limit = last / 2, i = 0;
  for (uint32_t j; i < limit; i = j) {
    j = 2 * i + 1;
    if (Ask(o, h->elements[j + 1].key, h->elements[j].key) > 0) ++j;
    if (Ask(o, h->elements[last].key, h->elements[j].key) >= 0) break;
    std::swap(h->elements[i], h->elements[j]);
  }
  std::swap(h->elements[i], h->elements[last]);
  h->owned = last;
}
void Sink(Object* o) {
  Heap* h = HeapOf(o);
  Element* elements = h->elements;
  uint32_t last = h->owned - 1, limit = last / 2;
  uint32_t path[32], steps = 0;
  bool plain = h->order != Order::kAsk && IsPlain(elements[last].key);
  const Value& moved = elements[last].key;
  for (uint32_t i = 0, j; plain && i < limit; i = j) {
    j = 2 * i + 1;
    plain = IsPlain(elements[j].key) && IsPlain(elements[j + 1].key);
    if (!plain) break;
    if (CompareKeys(h->order, elements[j + 1].key, elements[j].key) > 0) ++j;
    if (CompareKeys(h->order, moved, elements[j].key) >= 0) break;
    path[steps++] = j;
  }
  if (!plain) return SinkByAsking(o);
  uint32_t i = 0;
  for (uint32_t s = 0; s < steps; i = path[s++]) elements[i] = elements[path[s]];
  if (i != last) elements[i] = elements[last];
  h->owned = last;
}

// Takes the top off into *top, owned. There is one.
void RemoveTop(Object* o, Element* top) {
  Heap* h = HeapOf(o);
  *top = std::exchange(h->elements[0], Element{});
  --h->count;
  Sink(o);
}

// ---- methods of both

// What top() and extract() give of an element, owned; takes over the element or, `copy`, leaves it.
Value Shown(const Heap* h, const Element& e, bool copy) {
  if (!h->is_queue) return copy ? CopyElement(e) : e.key;
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
  *result = Shown(h, h->elements[0], true);
}
int64_t Size(Object* o) { return HeapOf(o)->count; }
void Count(Args args, Value* result) { Return(result, Size(Self(args))); }
void IsEmpty(Args args, Value* result) { Return(result, Size(Self(args)) == 0); }
void Valid(Args args, Value* result) { Return(result, Size(Self(args)) != 0); }
void Key(Args args, Value* result) { Return(result, Size(Self(args)) - 1); }
void Rewind(Args, Value*) {}
void Current(Args args, Value* result) {
  Heap* h = HeapOf(Self(args));
  if (h->count) *result = Shown(h, h->elements[0], true);
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
  *value = Shown(h, h->elements[0], true);
  return true;
}
constexpr NativeIteration kIteration = {BeginLoop, Fetch};

// ---- dumps and life

Array* Dump(Object* o) {
  const Heap* h = HeapOf(o);
  Array* elements = NewArray(h->count);
  Heap whole = *h;
  whole.extract = Heap::kBoth;
  for (uint32_t i = 0; i < h->count; ++i) Append(elements, Shown(&whole, h->elements[i], true));
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
  for (uint32_t i = 0; i < h.owned; ++i) ReleaseElement(h.elements[i]);
  if (h.elements) Free(h.elements, h.capacity * sizeof(Element));
}
void Clone(Object* to, Object* from) {
  Heap* h = HeapOf(to);
  const Heap* f = HeapOf(from);
  *h = *f;
  h->elements = nullptr;
  h->changing = false;
  h->owned = h->capacity = 0;
  if (!f->elements) return;
  h->elements = static_cast<Element*>(Allocate(f->capacity * sizeof(Element)));
  h->capacity = f->capacity;
  for (h->owned = 0; h->owned < f->count; ++h->owned) {
    const Element& e = f->elements[h->owned];
    new (&h->elements[h->owned]) Element{Copy(e.key), Copy(e.data)};
  }
}
void Trace(Object* o, void (*visit)(Value*, void*), void* context) {
  const Heap* h = HeapOf(o);
  for (uint32_t i = 0; i < h->owned; ++i) {
    visit(&h->elements[i].key, context);
    visit(&h->elements[i].data, context);
  }
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
