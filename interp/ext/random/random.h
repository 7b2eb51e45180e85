// Random numbers: the seeded Mersenne Twister of mt_rand() and the system's generator.
#pragma once

#include <cstdint>
#include <string>

namespace tusk {

void SystemBytes(void* to, size_t count);

// MT19937 with PHP's seeding (Matsumoto and Nishimura 1998).
struct MersenneTwister {
  static constexpr int kN = 624;
  static constexpr int kM = 397;
  uint32_t state[kN];
  int next = kN;
  bool seeded = false;
  bool legacy = false;  // MT_RAND_PHP: the twist of PHP before 7.1, and modulo scaling

  static uint32_t Mix(uint32_t u, uint32_t v) { return (u & 0x80000000u) | (v & 0x7fffffffu); }
  uint32_t Twist(uint32_t m, uint32_t u, uint32_t v) const {
    return m ^ (Mix(u, v) >> 1) ^ (0u - ((legacy ? u : v) & 1u) & 0x9908b0dfu);
  }
  void Reload() {
    for (int i = 0; i < kN - kM; ++i) state[i] = Twist(state[i + kM], state[i], state[i + 1]);
    for (int i = kN - kM; i < kN - 1; ++i) state[i] = Twist(state[i + kM - kN], state[i], state[i + 1]);
    state[kN - 1] = Twist(state[kM - 1], state[kN - 1], state[0]);
    next = 0;
  }
  void Seed(uint32_t seed) {
    state[0] = seed;
    for (uint32_t i = 1; i < kN; ++i) state[i] = 1812433253u * (state[i - 1] ^ (state[i - 1] >> 30)) + i;
    seeded = true;
    Reload();
  }
  uint32_t Next() {
    if (!seeded) {
      uint32_t seed;
      SystemBytes(&seed, sizeof seed);
      Seed(seed);
    }
    if (next == kN) Reload();
    uint32_t y = state[next++];
    y ^= y >> 11;
    y ^= (y << 7) & 0x9d2c5680u;
    y ^= (y << 15) & 0xefc60000u;
    return y ^ (y >> 18);
  }
};

// The shared MT19937 state, seeded at random when first used.
uint32_t MtNext();
// Uniform in [min, max], min <= max, by rejection as PHP does.
int64_t MtRange(int64_t min, int64_t max);
// The same from the system's generator.
int64_t SystemRange(int64_t min, int64_t max);
}  // namespace tusk
