// Reads the signatures of builtin rows: "(array &$array, int $flags = SORT_REGULAR, mixed ...$rest): bool".
// "&$x" is by reference, "&?$x" takes a reference where the caller can give one. A default that no constant
// expression gives is written UNKNOWN. The only attribute is #[\SensitiveParameter].
#pragma once

#include "interp/runtime/function.h"

namespace tusk {

// Fills parameters, defaults, types and flags of `f` from row->signature. CHECKs that the text is
// well-formed.
void ParseSignature(Builtin* f);

}  // namespace tusk
