// The second half of a FE_RESET or FE_FETCH that entered a generator's frame: what it does when that has
// yielded or ended.
#pragma once

#include "interp/runtime/object.h"
#include "interp/vm/dispatch.h"

namespace tusk::handlers {

// `caller` goes on behind the opline that it saved, which asked `generator`.
Transfer AfterAsking(Frame* caller, Object* generator, Vm* vm);
// FE_RESET_R of a new generator, up to there.
Transfer BeginLoop(Frame* frame, const Op* op, Object* generator, Vm* vm);

}  // namespace tusk::handlers
