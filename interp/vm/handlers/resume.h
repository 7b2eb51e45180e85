// The second half of a fetch that entered a generator's frame: what it does when that has yielded or ended.
#pragma once

#include "interp/runtime/object.h"
#include "interp/vm/dispatch.h"

namespace tusk::handlers {

// `caller` goes on behind the opline that it saved, which asked `generator`.
Transfer AfterFetch(Frame* caller, Object* generator, Vm* vm);

}  // namespace tusk::handlers
