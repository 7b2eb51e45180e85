// A small world for evaluating traces from text: slots, strings, arrays, objects and references declared by
// `host` lines, reference counts, and the run-time functions that need nothing else.
//
//   host slot 5 = 12                         any constant
//   host slot 6 = @arr:a
//   host @arr:a ints 1 2 3                   packed ints;  floats: packed floats;  values: any constants
//   host @obj:o class=@class:C 1 null "x"    declared properties
//   host @ref:r = 5                          a PHP reference; as a value: @ref:r
//   host slot 8 = new "abc"                  a counted string of its own (@str: constants are immortal)
//   host attention 3                         the VM wants attention at the third safepoint
//   host step 3                              the third STEP returns something else
//
// Things start with one reference per place they are declared in (slot, element, property). ARRAY.kind is 1
// for ints, 2 for floats, 3 for values. Objects of object_new have 8 undef properties.
#pragma once

#include <expected>
#include <memory>
#include <string>

#include "ir/eval.h"
#include "ir/parse.h"

namespace tusk::ir {

inline constexpr int kTextFrameSlots = 256;

class TextHost : public EvalHost {
 public:
  // Error: "LINE: what was expected".
  static std::expected<std::unique_ptr<TextHost>, std::string> Make(const std::vector<HostLine>& lines);
  // Slots, objects (contents, reference counts) and frames, as text; the same for equal worlds.
  virtual std::string Dump() const = 0;
};

}  // namespace tusk::ir
