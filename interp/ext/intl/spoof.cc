// Spoofchecker.
#include "interp/ext/class_tables.h"
#include "interp/ext/intl/object.h"

namespace tusk {
namespace {

USpoofChecker* Of(const IntlCall& call) { return IcuOf<USpoofChecker>(call.self); }
void Construct(Args args, Value*) {
  auto* h = HandleOf(args.frame->self.obj);
  if (h->icu) return ThrowError("Spoofchecker object is already constructed");
  ResetIntlError();
  UErrorCode status = U_ZERO_ERROR;
  h->icu = TUSK_ICU(uspoof_open)(&status);
  if (U_FAILURE(status))
    return SetIntlError(args.frame->self.obj, status, "spoofchecker: unable to open ICU Spoof Checker");
  // As PHP does: scripts are judged by their restriction level, not one by one.
  TUSK_ICU(uspoof_setRestrictionLevel)(static_cast<USpoofChecker*>(h->icu), USPOOF_HIGHLY_RESTRICTIVE);
}
void Tell(const IntlCall& call, uint32_t i, int64_t v) {
  if (call.Has(i) && call[i].IsReference()) AssignArgument(call, i, Value(v));
}
void IsSuspicious(IntlCall call, Value* result) {
  UErrorCode status = U_ZERO_ERROR;
  std::u16string text = ToUtf16(call.View(0));
  USpoofCheckResult* found = TUSK_ICU(uspoof_openCheckResult)(&status);
  int32_t bits =
      TUSK_ICU(uspoof_check2)(Of(call), text.data() ? text.data() : u"", Size16(text), found, &status);
  if (found) TUSK_ICU(uspoof_closeCheckResult)(found);
  if (U_FAILURE(status)) {
    SetIntlError(call.self, status, absl::StrFormat("(%d) %s", status, TUSK_ICU(u_errorName)(status)));
    return Return(result, true);
  }
  Return(result, bits != 0);
  Tell(call, 1, bits);
}
void AreConfusable(IntlCall call, Value* result) {
  UErrorCode status = U_ZERO_ERROR;
  std::u16string a = ToUtf16(call.View(0)), b = ToUtf16(call.View(1));
  int32_t bits = TUSK_ICU(uspoof_areConfusable)(Of(call), a.data() ? a.data() : u"", Size16(a),
                                                b.data() ? b.data() : u"", Size16(b), &status);
  if (U_FAILURE(status)) {
    SetIntlError(call.self, status, absl::StrFormat("(%d) %s", status, TUSK_ICU(u_errorName)(status)));
    return Return(result, true);
  }
  Return(result, bits != 0);
  Tell(call, 2, bits);
}
void SetAllowedLocales(IntlCall call, Value*) {
  UErrorCode status = U_ZERO_ERROR;
  TUSK_ICU(uspoof_setAllowedLocales)(Of(call), call.Str(0)->data, &status);
  if (U_FAILURE(status))
    SetIntlError(call.self, status, absl::StrFormat("(%d) %s", status, TUSK_ICU(u_errorName)(status)));
}
void SetChecks(IntlCall call, Value*) {
  UErrorCode status = U_ZERO_ERROR;
  TUSK_ICU(uspoof_setChecks)(Of(call), static_cast<int32_t>(call[0].i), &status);
  if (U_FAILURE(status))
    SetIntlError(call.self, status, absl::StrFormat("(%d) %s", status, TUSK_ICU(u_errorName)(status)));
}
void SetRestrictionLevel(IntlCall call, Value*) {
  switch (call[0].i) {
    case USPOOF_ASCII:
    case USPOOF_SINGLE_SCRIPT_RESTRICTIVE:
    case USPOOF_HIGHLY_RESTRICTIVE:
    case USPOOF_MODERATELY_RESTRICTIVE:
    case USPOOF_MINIMALLY_RESTRICTIVE:
    case USPOOF_UNRESTRICTIVE:
      return TUSK_ICU(uspoof_setRestrictionLevel)(Of(call), static_cast<URestrictionLevel>(call[0].i));
    default:
      return call.ValueError(0,
                             "must be one of Spoofchecker::ASCII, Spoofchecker::SINGLE_SCRIPT_RESTRICTIVE, "
                             "Spoofchecker::HIGHLY_RESTRICTIVE, Spoofchecker::MODERATELY_RESTRICTIVE, "
                             "Spoofchecker::MINIMALLY_RESTRICTIVE, or Spoofchecker::UNRESTRICTIVE");
  }
}
void SetAllowedChars(IntlCall call, Value*) {
  int64_t options = call.Int(1, 0);
  constexpr int64_t kOthers = USET_CASE_INSENSITIVE | USET_ADD_CASE_MAPPINGS;
  if (options != 0 && (!(options & USET_IGNORE_SPACE) || (options & ~(USET_IGNORE_SPACE | kOthers)) != 0 ||
                       (options & kOthers) == kOthers)) {
    return call.ValueError(1,
                           "must be a valid pattern option, 0 or (SpoofChecker::IGNORE_SPACE|(<none> or "
                           "SpoofChecker::CASE_INSENSITIVE or SpoofChecker::ADD_CASE_MAPPINGS))");
  }
  std::u16string pattern = ToUtf16(call.View(0));
  UErrorCode status = U_ZERO_ERROR;
  USet* set = nullptr;
  if (pattern.starts_with(u'[') && pattern.ends_with(u']')) {
    set = TUSK_ICU(uset_openPatternOptions)(pattern.data(), Size16(pattern), static_cast<uint32_t>(options),
                                            &status);
  }
  if (!set || U_FAILURE(status))
    return call.ValueError(0, "must be a valid regular expression character set pattern");
  TUSK_ICU(uspoof_setAllowedChars)(Of(call), set, &status);
  TUSK_ICU(uset_close)(set);
  if (U_FAILURE(status))
    SetIntlError(call.self, status, absl::StrFormat("(%d) %s", status, TUSK_ICU(u_errorName)(status)));
}
void Destroy(Object* o) {
  auto* h = HandleOf(o);
  if (h->icu) TUSK_ICU(uspoof_close)(static_cast<USpoofChecker*>(h->icu));
  delete h->error;
  *h = {};
}
void Clone(Object* to, Object* from) {
  *HandleOf(to) = {};
  if (!HandleOf(from)->icu) return ThrowError("Cannot clone uninitialized Spoofchecker");
  UErrorCode status = U_ZERO_ERROR;
  HandleOf(to)->icu = TUSK_ICU(uspoof_clone)(IcuOf<USpoofChecker>(from), &status);
}
constexpr ObjectHandlers kHandlers = {.destroy_native = Destroy, .clone_native = Clone};

constexpr uint16_t kIo = Effects::kReadsState | Effects::kWritesState | Effects::kThrows | Effects::kWarns;
constexpr uint16_t kIoArgs = kIo | Effects::kWritesArgs;
constexpr BuiltinMethodRow kMethods[] = {
    {"__construct", "()", kIo, Construct},
    {"isSuspicious", "(string $string, &$errorCode = null): bool", kIoArgs, IntlMethod<IsSuspicious>},
    {"areConfusable", "(string $string1, string $string2, &$errorCode = null): bool", kIoArgs,
     IntlMethod<AreConfusable>},
    {"setAllowedLocales", "(string $locales): void", kIo, IntlMethod<SetAllowedLocales>},
    {"setAllowedChars", "(string $pattern, int $patternOptions = 0): void", kIo, IntlMethod<SetAllowedChars>},
    {"setChecks", "(int $checks): void", kIo, IntlMethod<SetChecks>},
    {"setRestrictionLevel", "(int $level): void", kIo, IntlMethod<SetRestrictionLevel>},
};
constexpr BuiltinClassConstantRow kConstants[] = {
    {"IGNORE_SPACE", 1},
    {"CASE_INSENSITIVE", 2},
    {"ADD_CASE_MAPPINGS", 4},
    {"SINGLE_SCRIPT_CONFUSABLE", 1},
    {"MIXED_SCRIPT_CONFUSABLE", 2},
    {"WHOLE_SCRIPT_CONFUSABLE", 4},
    {"ANY_CASE", 8},
    {"SINGLE_SCRIPT", 16},
    {"INVISIBLE", 32},
    {"CHAR_LIMIT", 64},
    {"ASCII", 268435456},
    {"HIGHLY_RESTRICTIVE", 805306368},
    {"MODERATELY_RESTRICTIVE", 1073741824},
    {"MINIMALLY_RESTRICTIVE", 1342177280},
    {"UNRESTRICTIVE", 1610612736},
    {"SINGLE_SCRIPT_RESTRICTIVE", 536870912},
};
const BuiltinClassRow kClassRows[] = {
    {.name = "Spoofchecker",
     .flags = ClassFlags::kNotSerializable,
     .methods = kMethods,
     .constants = kConstants,
     .handlers = &kHandlers,
     .native_size = sizeof(IntlHandle),
     .extension = "intl"},
};

}  // namespace

const std::span<const BuiltinClassRow> kIntlSpoofClasses = kClassRows;

}  // namespace tusk
