// What connects the extensions to the runtime before a script runs.
#pragma once

namespace tusk {

// Sets hooks only: no class, function or constant is made here. Call after InitVm().
void InstallExtensions();

}  // namespace tusk
