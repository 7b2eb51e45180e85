// Tables of extensions that stand on libraries or are in PHP; apart from tables.h so that adding one rebuilds
// little.
#pragma once

#include <span>

#include "interp/ext/class_tables.h"
#include "interp/ext/tables.h"

namespace tusk {

extern const BuiltinTable kCertificateFunctions;
extern const BuiltinTable kMessageFunctions;
extern const BuiltinTable kRequestFunctions;
extern const BuiltinTable kMbstringKanaFunctions;
extern const BuiltinTable kMbstringRegexFunctions;
extern const BuiltinTable kMbstringSettingFunctions;
extern const BuiltinTable kSessionFunctions;
extern const BuiltinTable kPdoFunctions;
extern const BuiltinTable kFileinfoFunctions;
extern const BuiltinTable kGmpFunctions;
extern const BuiltinTable kBz2Functions;
extern const BuiltinTable kGettextFunctions;
extern const BuiltinTable kShmopFunctions;
extern const BuiltinTable kSysvMemoryFunctions;
extern const BuiltinTable kSysvQueueFunctions;
extern const BuiltinTable kSysvSemaphoreFunctions;
extern const BuiltinTable kCalendarFunctions;

extern const std::span<const ConstantRow> kSessionConstants;
extern const std::span<const ConstantRow> kFileinfoConstants;
extern const std::span<const ConstantRow> kGmpConstants;
extern const std::span<const ConstantRow> kSysvConstants;
extern const std::span<const ConstantRow> kCalendarConstants;
extern const std::span<const ConstantRow> kIconvConstants;
extern const std::span<const ConstantRow> kXslConstants;

extern const std::span<const BuiltinClassRow> kSessionClasses;
extern const std::span<const BuiltinClassRow> kPdoClasses;
extern const std::span<const BuiltinClassRow> kFileinfoClasses;
extern const std::span<const BuiltinClassRow> kGmpClasses;
extern const std::span<const BuiltinClassRow> kRequestClasses;
extern const std::span<const BuiltinClassRow> kSysvMemoryClasses;
extern const std::span<const BuiltinClassRow> kSysvQueueClasses;
extern const std::span<const BuiltinClassRow> kCalendarClasses;
extern const std::span<const BuiltinClassRow> kIconvClasses;
extern const std::span<const BuiltinClassRow> kXslClasses;

// At start: settings of sessions that are deprecated.
void ReportOldSessionSettings();

}  // namespace tusk
