// What bcmath's functions and BcMath\Number share.
#pragma once

#include "interp/ext/bcmath/decimal.h"
#include "interp/ext/support.h"

namespace tusk {

inline constexpr int64_t kMaxScale = INT32_MAX;

// The scale in argument `i`, or bcscale()'s for null. False: raised.
bool BcScale(Args args, uint32_t i, size_t* scale);
bool BcScaleFits(uint32_t argument, int64_t scale);
void ThrowDivisionByZero(const char* message);
// num ** exponent for an exponent without decimals. Argument numbers are those of messages; 0: an operator.
// *scale: the decimals wanted; when `expands`, what the number's own scale gives. False: raised.
bool BcPower(const Decimal& base, const Decimal& exponent, uint32_t argument, bool expands, size_t* scale,
             Decimal* out);
// Whether the arguments of a power modulo are possible; raises what PHP does.
bool BcPowerModuloFits(const Decimal& base, const Decimal& exponent, const Decimal& modulus,
                       uint32_t exponent_argument);

}  // namespace tusk
