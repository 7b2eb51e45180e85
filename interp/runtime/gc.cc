// The cycle collector: trial deletion over buffered possible roots (Bacon and Rajan, "Concurrent Cycle
// Collection in Reference Counted Systems", 2001, the synchronous algorithm).
//
// A container whose count drops to above zero is buffered (purple). A collection subtracts, from everything
// reachable from the roots, the counts that come from inside (grey); what still has a count is alive, and so
// is what it reaches (black again, counts restored); the rest is garbage (white). Garbage objects get their
// destructors called first; as these may do anything, the collection then starts again and frees only what
// is garbage with no destructor left to call.
#include "interp/runtime/gc.h"

#include <memory>
#include <vector>

#include "interp/runtime/array_internal.h"
#include "interp/runtime/class.h"
#include "interp/runtime/lazy.h"
#include "interp/runtime/object.h"
#include "interp/runtime/state.h"

namespace tusk {

namespace {

constexpr uint32_t kGrey = RefCounted::kGcMark;
constexpr uint32_t kWhite = RefCounted::kGcWhite;
constexpr uint32_t kSkip = RefCounted::kNotCollectable | RefCounted::kImmutable;
// A collection that frees less than this was not worth it: the next one waits longer.
constexpr int64_t kWorthwhile = 100;
constexpr uint32_t kThresholdStep = 10000;
constexpr uint32_t kThresholdMax = 1'000'000'000;
constexpr int kDestructorRounds = 2;

struct Collector {
  std::vector<RefCounted*> roots;  // null: forgotten
  std::vector<uint32_t> unused;    // places of forgotten roots
  std::vector<RefCounted*> stack;
  std::vector<RefCounted*> alive;  // ScanBlack's stack
  std::vector<RefCounted*> garbage;
  GcStatus status{.threshold = kGcDefaultThreshold, .enabled = true};
};

[[clang::no_destroy]] constinit Collector g_gc;
TUSK_INLINE Collector& Gc() { return g_gc; }

TUSK_INLINE bool IsContainer(const Value& v) {
  return v.type == Type::kArray || v.type == Type::kObject || v.type == Type::kReference;
}
// Of a container. Those that hold nothing that could close a cycle are left alone.
TUSK_INLINE bool MayHoldCycle(const RefCounted* counted) { return !(counted->info & kSkip); }

// Calls visit(child) for each reference that `container` owns to a container, which is not looked at.
template <typename F>
TUSK_INLINE void ForEachChild(RefCounted* container, F visit) {
  auto value = [&](const Value& v) {
    if (IsContainer(v)) visit(v.rc);
  };
  switch (container->kind()) {
    case Type::kArray: {
      const auto* a = static_cast<Array*>(container);
      if (a->kind == ArrayKind::kHash) {
        for (const Bucket *b = a->buckets, *end = b + a->used; b != end; ++b) value(b->value);
      } else if (a->kind > ArrayKind::kFloats) {
        for (const Value *v = a->values, *end = v + a->used; v != end; ++v) value(*v);
      }
      return;
    }
    case Type::kReference: value(static_cast<Reference*>(container)->value); return;
    case Type::kObject: {
      auto* o = static_cast<Object*>(container);
      if (o->info & RefCounted::kFreed) return;
      for (uint32_t i = 0; i < o->cls->slot_count; ++i) value(o->props()[i]);
      if (o->dynamic) visit(o->dynamic);
      auto visit_value = [](Value* v, void* context) {
        if (IsContainer(*v)) (*static_cast<F*>(context))(v->rc);
      };
      if (o->cls->handlers && o->cls->handlers->trace_native) {
        o->cls->handlers->trace_native(o, visit_value, &visit);
      }
      if (TUSK_UNLIKELY(IsLazy(o))) TraceLazy(o, visit_value, &visit);
      return;
    }
    default: return;
  }
}

// Containers are spread over the memory: each is asked for when it is met and looked at some others later.
class Ahead {
 public:
  template <typename F>
  TUSK_INLINE void Meet(RefCounted* met, F look) {
    __builtin_prefetch(met, 1);
    RefCounted* due = ring_[next_];
    ring_[next_] = met;
    next_ = (next_ + 1) % kAhead;
    if (due) look(due);
  }
  // Looks at the rest. May meet more.
  template <typename F>
  void Finish(F look) {
    for (RefCounted*& met : ring_) {
      RefCounted* due = met;
      met = nullptr;
      if (due) look(due);
    }
  }

 private:
  static constexpr uint32_t kAhead = 16;
  RefCounted* ring_[kAhead] = {};
  uint32_t next_ = 0;
};
TUSK_INLINE void AskForContents(const RefCounted* node) {
  if (node->kind() == Type::kArray) __builtin_prefetch(static_cast<const Array*>(node)->storage);
}

// Visits what is reachable from what `stack` holds. look(child) says whether a child is to be gone through,
// too.
template <typename F>
TUSK_INLINE void GoThrough(std::vector<RefCounted*>& stack, F look) {
  Ahead ahead;
  auto look_at = [&](RefCounted* child) {
    if (!MayHoldCycle(child) || !look(child)) return;
    AskForContents(child);
    stack.push_back(child);
  };
  do {
    while (!stack.empty()) {
      RefCounted* node = stack.back();
      stack.pop_back();
      ForEachChild(node, [&](RefCounted* child) { ahead.Meet(child, look_at); });
    }
    ahead.Finish(look_at);
  } while (!stack.empty());
}

void MarkGrey(RefCounted* root) {
  auto& stack = Gc().stack;
  if (root->info & kGrey) return;
  root->info |= kGrey;
  stack.push_back(root);
  GoThrough(stack, [](RefCounted* child) {
    DCHECK(child->refcount > 0);
    --child->refcount;
    if (child->info & kGrey) return false;
    child->info = (child->info & ~kWhite) | kGrey;
    return true;
  });
}

// Everything reachable from `root`, which is alive, gets its counts back and is black.
void ScanBlack(RefCounted* root) {
  auto& stack = Gc().alive;
  root->info &= ~(kGrey | kWhite);
  stack.push_back(root);
  GoThrough(stack, [](RefCounted* child) {
    ++child->refcount;
    if (!(child->info & (kGrey | kWhite))) return false;
    child->info &= ~(kGrey | kWhite);
    return true;
  });
}

void Scan(RefCounted* root) {
  auto& stack = Gc().stack;
  stack.push_back(root);
  while (!stack.empty()) {
    RefCounted* node = stack.back();
    stack.pop_back();
    if (!(node->info & kGrey)) continue;
    if (node->refcount > 0) {
      ScanBlack(node);
      continue;
    }
    node->info = (node->info & ~kGrey) | kWhite;
    ForEachChild(node, [&](RefCounted* child) {
      if (MayHoldCycle(child) && (child->info & kGrey)) stack.push_back(child);
    });
  }
}

// Makes the white nodes reachable from `root` black, with their real counts again, and collects them into
// `garbage`, where the roots are already.
void CollectWhite(RefCounted* root) {
  auto& gc = Gc();
  if (!(root->info & kWhite)) return;
  root->info &= ~kWhite;
  gc.stack.push_back(root);
  while (!gc.stack.empty()) {
    RefCounted* node = gc.stack.back();
    gc.stack.pop_back();
    if (!(node->info & RefCounted::kGcPurple)) gc.garbage.push_back(node);
    ForEachChild(node, [&](RefCounted* child) {
      if (!MayHoldCycle(child)) return;
      ++child->refcount;
      if (child->info & kWhite) {
        child->info &= ~kWhite;
        gc.stack.push_back(child);
      }
    });
  }
}

void FindGarbage() {
  auto& gc = Gc();
  // Indexes, not iterators: tracing runs no user code, but natives may release something that is buffered.
  constexpr size_t kAhead = 8;
  auto for_each_root = [&](auto visit) {
    for (size_t i = 0; i < gc.roots.size(); ++i) {
      if (i + kAhead < gc.roots.size()) __builtin_prefetch(gc.roots[i + kAhead], 1);
      if (gc.roots[i]) visit(gc.roots[i]);
    }
  };
  for_each_root(MarkGrey);
  for_each_root(Scan);
  // Roots come first: destructors are called in this order.
  for (RefCounted* root : gc.roots) {
    if (root && (root->info & kWhite)) gc.garbage.push_back(root);
  }
  for (size_t i = 0; i < gc.roots.size(); ++i) {
    if (gc.roots[i]) CollectWhite(gc.roots[i]);
  }
  for (RefCounted* root : gc.roots) {
    if (root) root->info &= ~RefCounted::kGcPurple;
  }
  gc.roots.clear();
  gc.unused.clear();
}

bool WantsDestructor(RefCounted* node) {
  if (node->kind() != Type::kObject) return false;
  auto* o = static_cast<Object*>(node);
  return o->cls->destructor && !(o->info & (RefCounted::kDestructed | RefCounted::kFreed));
}

// The destructors of one round. One that suspends the fiber it runs in leaves the rest to another fiber.
struct DestructorRun {
  std::vector<RefCounted*> nodes;
  size_t next = 0;

  static bool Step(void* argument) {
    std::shared_ptr<DestructorRun> run = *static_cast<std::shared_ptr<DestructorRun>*>(argument);
    RefCounted* node = run->nodes[run->next++];
    if (WantsDestructor(node)) DestructObject(static_cast<Object*>(node));
    return run->next < run->nodes.size();
  }
};

// Calls the destructors of garbage objects; true if there were any.
bool CallDestructors(std::vector<RefCounted*>& garbage) {
  bool any = false;
  for (RefCounted* node : garbage) {
    if (WantsDestructor(node)) {
      any = true;
      break;
    }
  }
  if (!any) return false;
  for (RefCounted* node : garbage) Retain(node);
  auto run = std::make_shared<DestructorRun>();
  run->nodes = garbage;
  while (run->next < run->nodes.size()) {
    if (g_state->run_apart) {
      g_state->run_apart(DestructorRun::Step, &run);
    } else {
      DestructorRun::Step(&run);
    }
  }
  // All of it may still be garbage: candidates of the next round.
  for (RefCounted* node : garbage) {
    Value v(Type::kArray, 0);
    v.type = node->kind();
    v.rc = node;
    Release(v);
  }
  return true;
}

// Takes out of `garbage` the objects whose destructors still have to be called and all that they reach; they
// are possible roots of the next collection.
void KeepUndestructed(std::vector<RefCounted*>& garbage) {
  std::vector<RefCounted*> stack;
  for (RefCounted* node : garbage) node->info |= kWhite;
  auto keep = [&](RefCounted* node) {
    if (!(node->info & kWhite)) return;
    node->info &= ~kWhite;
    stack.push_back(node);
  };
  for (RefCounted* node : garbage) {
    if (!WantsDestructor(node)) continue;
    keep(node);
    if (!(node->info & RefCounted::kGcPurple)) BufferPossibleRoot(node);
  }
  while (!stack.empty()) {
    RefCounted* node = stack.back();
    stack.pop_back();
    ForEachChild(node, keep);
  }
  std::erase_if(garbage, [](RefCounted* node) { return !(node->info & kWhite); });
  for (RefCounted* node : garbage) node->info &= ~kWhite;
}

const Class* g_first_class = nullptr;
void (*g_finish)(Object*) = nullptr;

int64_t FreeGarbage(std::vector<RefCounted*>& garbage) {
  int64_t freed = 0;
  std::vector<Object*> closures;  // their functions go last: frames of generators run them
  for (RefCounted* node : garbage) Retain(node);
  for (RefCounted* node : garbage) {
    if (node->kind() != Type::kObject) continue;
    auto* o = static_cast<Object*>(node);
    if (o->cls == g_first_class) TearDownObject(o);
  }
  for (RefCounted* node : garbage) {
    switch (node->kind()) {
      case Type::kArray:
        ++freed;
        Clear(static_cast<Array*>(node));
        break;
      case Type::kObject: {
        ++freed;
        auto* o = static_cast<Object*>(node);
        if (o->dynamic && o->dynamic->refcount == 2) --freed;  // counted as a part of its object
        if (o->cls->name->view() == "Closure") {
          closures.push_back(o);
        } else {
          TearDownObject(o);
        }
        break;
      }
      default: {
        auto* ref = static_cast<Reference*>(node);
        Value inner = ref->value;
        ref->value = Value::Null();
        Release(inner);
      }
    }
  }
  for (Object* closure : closures) TearDownObject(closure);
  for (RefCounted* node : garbage) Release(node);
  return freed;
}

}  // namespace

void BufferPossibleRoot(RefCounted* counted) {
  if (counted->kind() == Type::kReference) {
    // A reference alone closes no cycle; what it holds may.
    const Value& inner = static_cast<Reference*>(counted)->value;
    if (inner.type != Type::kArray && inner.type != Type::kObject) return;
    counted = inner.rc;
    if (counted->info & (kSkip | RefCounted::kGcPurple)) return;
  }
  auto& gc = Gc();
  if (TUSK_UNLIKELY(gc.status.roots >= gc.status.threshold && gc.status.enabled && !gc.status.running)) {
    Retain(counted);
    int64_t freed = CollectCycles();
    if (freed < kWorthwhile) {
      if (gc.status.threshold < kThresholdMax) gc.status.threshold += kThresholdStep;
    } else if (gc.status.threshold > kGcDefaultThreshold) {
      gc.status.threshold -= kThresholdStep;
    }
    if (--counted->refcount == 0) {
      DestroyCounted(counted);
      return;
    }
    if (counted->info & RefCounted::kGcPurple) return;
  }
  uint32_t index;
  if (!gc.unused.empty()) {
    index = gc.unused.back();
    gc.unused.pop_back();
    gc.roots[index] = counted;
  } else {
    index = static_cast<uint32_t>(gc.roots.size());
    gc.roots.push_back(counted);
  }
  ++gc.status.roots;
  counted->info = (counted->info & ((1u << RefCounted::kGcIndexShift) - 1)) | RefCounted::kGcPurple |
                  (index & 0xffff) << RefCounted::kGcIndexShift;
}

void ForgetPossibleRoot(RefCounted* counted) {
  auto& gc = Gc();
  counted->info &= ~RefCounted::kGcPurple;
  for (size_t i = counted->info >> RefCounted::kGcIndexShift; i < gc.roots.size(); i += 0x10000) {
    if (gc.roots[i] != counted) continue;
    gc.roots[i] = nullptr;
    gc.unused.push_back(static_cast<uint32_t>(i));
    --gc.status.roots;
    return;
  }
}

int64_t CollectCycles() {
  auto& gc = Gc();
  if (gc.status.running || gc.status.roots == 0) return 0;
  gc.status.running = true;
  int64_t freed = 0;
  // Destructors may leave new garbage with destructors: there is one more round of them, as in PHP.
  for (int round = 0; gc.status.roots > 0; ++round) {
    FindGarbage();
    gc.status.roots = 0;
    std::vector<RefCounted*> garbage;
    garbage.swap(gc.garbage);
    if (garbage.empty()) break;
    if (round < kDestructorRounds) {
      if (CallDestructors(garbage)) continue;
    } else {
      KeepUndestructed(garbage);
    }
    freed += FreeGarbage(garbage);
    break;
  }
  ++gc.status.runs;
  gc.status.collected += static_cast<uint64_t>(freed);
  gc.status.running = false;
  return freed;
}

void TearDownFirst(const Class* c, void (*finish)(Object*)) {
  g_first_class = c;
  g_finish = finish;
}

void FinishObject(Object* o) {
  if (o->cls == g_first_class) g_finish(o);
}

GcStatus GetGcStatus() { return Gc().status; }
void EnableGc(bool on) { Gc().status.enabled = on; }

}  // namespace tusk
