// Walks over arrays and objects that may lie within themselves.
#pragma once

#include "interp/runtime/value.h"

namespace tusk {

// Marks an array or object for the time of a walk over what is in it. Whoever nests walks asks
// CheckNativeStack() too: data without cycles may lie deeper than the stack.
class Walk {
 public:
  explicit Walk(RefCounted* counted)
      : counted_(counted), recursive_((counted->info & RefCounted::kProtected) != 0) {
    marks_ = !recursive_ && !counted->Immortal();  // what nobody can change holds no cycle, and is shared
    if (marks_) counted_->info |= RefCounted::kProtected;
  }
  ~Walk() {
    if (marks_) counted_->info &= ~RefCounted::kProtected;
  }
  Walk(const Walk&) = delete;
  Walk& operator=(const Walk&) = delete;

  // An outer walk is here already.
  bool recursive() const { return recursive_; }

 private:
  RefCounted* counted_;
  bool recursive_;
  bool marks_;
};

}  // namespace tusk
