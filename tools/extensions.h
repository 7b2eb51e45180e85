// Extensions that are no part of interp/ext: a program of its own links them with the library tusk_program.
#pragma once

namespace tusk {

// Defined by the program: calls AddExtension (interp/vm/builtin.h) for each. Once, before the script.
void AddExtensions();

}  // namespace tusk
