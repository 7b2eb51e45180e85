// fork() and what it leaves to be done.
#include "interp/vm/fork.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <vector>

#include "interp/runtime/output.h"
#include "interp/vm/interrupt.h"

namespace tusk {

namespace {
std::vector<ForkHook>& Hooks() {
  static auto* all = new std::vector<ForkHook>;
  return *all;
}
}  // namespace

void AddForkHook(const ForkHook& hook) { Hooks().push_back(hook); }

pid_t ForkProcess(Vm*) {
  FlushOutput();
  std::fflush(nullptr);
  auto& hooks = Hooks();
  size_t prepared = 0;
  while (prepared < hooks.size() && (!hooks[prepared].before || hooks[prepared].before())) ++prepared;
  pid_t pid = prepared == hooks.size() ? fork() : -1;
  if (pid == 0) {
    ForgetTimer();
    for (const ForkHook& hook : hooks) {
      if (hook.in_child) hook.in_child();
    }
    return pid;
  }
  int error = errno;
  while (prepared-- > 0) {
    if (hooks[prepared].in_parent) hooks[prepared].in_parent();
  }
  errno = error;
  return pid;
}

}  // namespace tusk
