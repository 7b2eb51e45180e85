// Every table of builtin functions and constants, one per file; registry.cc lists them.
#pragma once

#include <span>

#include "interp/vm/builtin.h"
#include "interp/vm/constants.h"

namespace tusk {

extern const BuiltinTable kAssertFunctions;
extern const BuiltinTable kClassFunctions;
extern const BuiltinTable kErrorFunctions;
extern const BuiltinTable kExitFunctions;
extern const BuiltinTable kFunctionFunctions;
extern const BuiltinTable kVariableFunctions;
extern const BuiltinTable kCtypeFunctions;
extern const BuiltinTable kDateFunctions;
extern const BuiltinTable kStrftimeFunctions;
extern const BuiltinTable kSunFunctions;
extern const BuiltinTable kHashFunctions;
extern const BuiltinTable kJsonFunctions;
extern const BuiltinTable kMbstringFunctions;
extern const BuiltinTable kPcntlProcessFunctions;
extern const BuiltinTable kPcntlSignalFunctions;
extern const BuiltinTable kPcreFunctions;
extern const BuiltinTable kRandomFunctions;
extern const BuiltinTable kReflectionFunctions;
extern const BuiltinTable kIteratorFunctions;
extern const BuiltinTable kArrayFunctions;
extern const BuiltinTable kArrayCallbackFunctions;
extern const BuiltinTable kRangeFunctions;
extern const BuiltinTable kArraySetFunctions;
extern const BuiltinTable kArraySortFunctions;
extern const BuiltinTable kDumpFunctions;
extern const BuiltinTable kEncodeFunctions;
extern const BuiltinTable kFileFunctions;
extern const BuiltinTable kFormatFunctions;
extern const BuiltinTable kHeaderFunctions;
extern const BuiltinTable kHtmlFunctions;
extern const BuiltinTable kHttpFunctions;
extern const BuiltinTable kInfoFunctions;
extern const BuiltinTable kIniFunctions;
extern const BuiltinTable kIniTextFunctions;
extern const BuiltinTable kMathFunctions;
extern const BuiltinTable kMetaphoneFunctions;
extern const BuiltinTable kOutputFunctions;
extern const BuiltinTable kPackFunctions;
extern const BuiltinTable kProcessFunctions;
extern const BuiltinTable kScanFunctions;
extern const BuiltinTable kSerializeFunctions;
extern const BuiltinTable kStreamFunctions;
extern const BuiltinTable kStringFunctions;
extern const BuiltinTable kStringSearchFunctions;
extern const BuiltinTable kTickFunctions;
extern const BuiltinTable kTimeFunctions;
extern const BuiltinTable kTypeFunctions;
extern const BuiltinTable kTokenizerFunctions;
extern const BuiltinTable kFilterFunctions;
extern const BuiltinTable kInPhpFunctions;
extern const BuiltinTable kMbstringMoreFunctions;
extern const BuiltinTable kImageFunctions;
extern const BuiltinTable kIntlCalendarFunctions;
extern const BuiltinTable kIntlDateFunctions;
extern const BuiltinTable kIntlBundleFunctions;
extern const BuiltinTable kIntlMessageFunctions;
extern const BuiltinTable kIntlGregorianFunctions;
extern const BuiltinTable kIntlZoneFunctions;
extern const BuiltinTable kIntlTextFunctions;
extern const BuiltinTable kIntlFormatterFunctions;
extern const BuiltinTable kLocaleFunctions;
extern const BuiltinTable kXmlWriterFunctions;
extern const BuiltinTable kLibxmlFunctions;
extern const BuiltinTable kDomFunctions;
extern const BuiltinTable kSimpleXmlFunctions;
extern const BuiltinTable kPipeFunctions;
extern const BuiltinTable kXmlParserFunctions;
extern const BuiltinTable kSystemFunctions;
extern const BuiltinTable kIconvFunctions;
extern const BuiltinTable kIconvKernel;
extern const BuiltinTable kPosixFunctions;
extern const BuiltinTable kZlibFunctions;
extern const BuiltinTable kWrapperFunctions;
extern const BuiltinTable kFilterStreamFunctions;
extern const BuiltinTable kSocketStreamFunctions;
extern const BuiltinTable kCipherFunctions;
extern const BuiltinTable kKeyFunctions;
extern const BuiltinTable kZlibStreamFunctions;
extern const BuiltinTable kGzipFunctions;
extern const BuiltinTable kMoreFunctions;
extern const BuiltinTable kWeakFunctions;
extern const BuiltinTable kPasswordFunctions;
extern const BuiltinTable kHashMoreFunctions;
extern const BuiltinTable kSodiumUtilFunctions;
extern const BuiltinTable kBcMathFunctions;
extern const BuiltinTable kSodiumSecretKeyFunctions;
extern const BuiltinTable kSodiumPublicKeyFunctions;

extern const std::span<const ConstantRow> kCoreConstants;
extern const std::span<const ConstantRow> kDateConstants;
extern const std::span<const ConstantRow> kHashConstants;
extern const std::span<const ConstantRow> kJsonConstants;
extern const std::span<const ConstantRow> kMbstringConstants;
extern const std::span<const ConstantRow> kPcntlConstants;
extern const std::span<const ConstantRow> kPcreConstants;
extern const std::span<const ConstantRow> kRandomConstants;
extern const std::span<const ConstantRow> kStandardConstants;
extern const std::span<const ConstantRow> kTokenizerConstants;
extern const std::span<const ConstantRow> kFilterConstants;
extern const std::span<const ConstantRow> kZlibConstants;
extern const std::span<const ConstantRow> kXmlParserConstants;
extern const std::span<const ConstantRow> kDomConstants;
extern const std::span<const ConstantRow> kLibxmlConstants;
extern const std::span<const ConstantRow> kIntlConstants;
extern const std::span<const ConstantRow> kOpensslConstants;
extern const std::span<const ConstantRow> kPosixConstants;
extern const std::span<const ConstantRow> kSodiumConstants;
extern const std::span<const ConstantRow> kSqliteConstants;

}  // namespace tusk
