// C stacks for fibers.
//
// There are always two sides: whoever resumes and the fiber. Each keeps the other in one NativeContext, which
// changes hands with every switch, so that a switch costs a jump and two stores.
#include "interp/ext/fiber/native_stack.h"

#include <sys/mman.h>
#include <unistd.h>

#include <vector>

#include "interp/runtime/check.h"

#ifdef TUSK_SANITIZE
#include <sanitizer/asan_interface.h>
#endif

namespace tusk {

namespace {

constexpr size_t kKeptStacks = 64;

std::vector<NativeStack>& Kept() {
  static auto* kept = new std::vector<NativeStack>;
  return *kept;
}

struct Start {
  NativeContext* context;
  void (*entry)(void* argument);
  void* argument;
};

void Begin(transfer_t from) {
  Start start = *static_cast<Start*>(from.data);
  Arrived(start.context, from);
  start.entry(start.argument);
  UNREACHABLE();
}

}  // namespace

size_t NativePageBytes() {
  static const auto bytes = static_cast<size_t>(sysconf(_SC_PAGESIZE));
  return bytes;
}

bool NewNativeStack(NativeStack* stack, size_t bytes, size_t vm_bytes) {
  size_t page = NativePageBytes();
  auto round = [&](size_t n) { return (n + page - 1) / page * page; };
  size_t mapped = page + round(bytes) + round(vm_bytes);
  auto& kept = Kept();
  if (!kept.empty() && kept.back().mapped == mapped) {
    *stack = kept.back();
    kept.pop_back();
    return true;
  }
  void* low = mmap(nullptr, mapped, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
  if (low == MAP_FAILED) return false;
  // A huge page for each fiber would be most of its memory.
  madvise(low, mapped, MADV_NOHUGEPAGE);
  if (mprotect(low, page, PROT_NONE) != 0) {
    munmap(low, mapped);
    return false;
  }
  stack->low = static_cast<char*>(low);
  stack->mapped = mapped;
  stack->stack_low = stack->low + page;
  stack->stack_bytes = round(bytes);
  return true;
}

void FreeNativeStack(NativeStack* stack) {
  if (!stack->low) return;
#ifdef TUSK_SANITIZE
  // Its last functions never returned: their red zones are still marked.
  __asan_unpoison_memory_region(stack->stack_low, stack->stack_bytes);
#endif
  auto& kept = Kept();
  if (kept.size() < kKeptStacks && (kept.empty() || kept.back().mapped == stack->mapped)) {
    kept.push_back(*stack);
  } else {
    munmap(stack->low, stack->mapped);
  }
  *stack = {};
}

void MakeNativeContext(NativeContext* context, const NativeStack& stack, void (*entry)(void* argument),
                       void* argument) {
  char* top = stack.stack_low + stack.stack_bytes - sizeof(Start);
  auto* start = reinterpret_cast<Start*>(reinterpret_cast<uintptr_t>(top) & ~uintptr_t{15});
  *start = {context, entry, argument};
  context->resume_point =
      make_fcontext(start, static_cast<size_t>(reinterpret_cast<char*>(start) - stack.stack_low), Begin);
  context->stack_low = stack.stack_low;
  context->stack_bytes = stack.stack_bytes;
  // What Begin is handed with the first switch.
  static_assert(sizeof(Start) % 8 == 0);
  context->start = start;
}

void SwitchNativeForGood(NativeContext* other) {
#ifdef TUSK_SANITIZE
  __sanitizer_start_switch_fiber(nullptr, other->stack_low, other->stack_bytes);
#endif
  jump_fcontext(other->resume_point, nullptr);
  UNREACHABLE();
}

}  // namespace tusk
