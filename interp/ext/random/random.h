// Random numbers: the seeded Mersenne Twister of mt_rand() and the system's generator.
#pragma once

#include <cstdint>
#include <string>

namespace tusk {

// The shared MT19937 state, seeded at random when first used.
uint32_t MtNext();
// Uniform in [min, max], min <= max, by rejection as PHP does.
int64_t MtRange(int64_t min, int64_t max);
// The same from the system's generator.
int64_t SystemRange(int64_t min, int64_t max);
void SystemBytes(void* to, size_t count);

}  // namespace tusk
