// The second half of a fetch that entered a generator's frame: what it does when that has yielded or ended.
#pragma once

#include "interp/runtime/object.h"
#include "interp/vm/dispatch.h"

namespace tusk::handlers {

// `caller` goes on behind the opline that it saved, which resumed `generator`; takes over a reference to
// that.
Transfer AfterFetch(Frame* caller, Object* generator, Vm* vm);

}  // namespace tusk::handlers
