// What makes the digests that have files of their own.
#pragma once

#include "interp/ext/hash/digest.h"

namespace tusk {

using MakeDigest = std::unique_ptr<Digest>();

MakeDigest MakeMd2, MakeMd4, MakeRipemd128, MakeRipemd160, MakeRipemd256, MakeRipemd320;  // md.cc
MakeDigest MakeSha3_224, MakeSha3_256, MakeSha3_384, MakeSha3_512, MakeWhirlpool;         // wide.cc
MakeDigest MakeTiger128_3, MakeTiger160_3, MakeTiger192_3;                                // tiger.cc
MakeDigest MakeTiger128_4, MakeTiger160_4, MakeTiger192_4;
MakeDigest MakeGost, MakeGostCryptoPro;               // gost.cc
MakeDigest MakeMurmur3a, MakeMurmur3c, MakeMurmur3f;  // murmur.cc
MakeDigest MakeSnefru;                                // snefru.cc
bool HasSnefru();
MakeDigest MakeXxh32, MakeXxh64, MakeXxh3, MakeXxh128;  // xxhash.cc
template <int kBits, int kPasses>
std::unique_ptr<Digest> MakeHaval();  // haval.cc

// In the order of hash_algos(). X(bits, passes)
#define TUSK_HAVAL_VARIANTS(X)                                                                        \
  X(128, 3)                                                                                           \
  X(160, 3)                                                                                           \
  X(192, 3)                                                                                           \
  X(224, 3)                                                                                           \
  X(256, 3) X(128, 4) X(160, 4) X(192, 4) X(224, 4) X(256, 4) X(128, 5) X(160, 5) X(192, 5) X(224, 5) \
      X(256, 5)

}  // namespace tusk
