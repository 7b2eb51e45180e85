// Builds with checks release at exit what the tables of the process hold, and look at what is left: an object
// that nothing can reach any more was lost. Other builds leave all of it to the system.
#pragma once

#include "interp/runtime/check.h"

namespace tusk {

#ifdef TUSK_CHECKS
// A step of the release: one static object per table, in the file that has the table.
class TeardownStep {
 public:
  explicit TeardownStep(void (*release)());

 private:
  friend void TearDown();
  void (*release_)();
  TeardownStep* next_;
};

// Ends the process with a report when an object is still alive. No user code runs.
void TearDown();
#endif

}  // namespace tusk
