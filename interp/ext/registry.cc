// The list of all builtin functions and constants: a table is known to scripts when it stands here.
#include "interp/ext/library_tables.h"

namespace tusk {
namespace {

constexpr ExtensionTable kFunctionTables[] = {
    {"Core", &kAssertFunctions},
    {"Core", &kClassFunctions},
    {"Core", &kErrorFunctions},
    {"Core", &kExitFunctions},
    {"Core", &kFunctionFunctions},
    {"Core", &kVariableFunctions},
    {"Core", &kWeakFunctions},
    {"ctype", &kCtypeFunctions},
    {"date", &kDateFunctions},
    {"date", &kStrftimeFunctions},
    {"date", &kSunFunctions},
    {"filter", &kFilterFunctions},
    {"hash", &kHashFunctions},
    {"json", &kJsonFunctions},
    {"mbstring", &kMbstringFunctions},
    {"pcntl", &kPcntlProcessFunctions},
    {"pcntl", &kPcntlSignalFunctions},
    {"pcre", &kPcreFunctions},
    {"random", &kRandomFunctions},
    {"Reflection", &kReflectionFunctions},
    {"SPL", &kHeapFunctions},
    {"SPL", &kIteratorFunctions},
    {"standard", &kArrayFunctions},
    {"standard", &kArrayCallbackFunctions},
    {"standard", &kRangeFunctions},
    {"standard", &kArraySetFunctions},
    {"standard", &kArraySortFunctions},
    {"standard", &kDumpFunctions},
    {"standard", &kEncodeFunctions},
    {"standard", &kFileFunctions},
    {"standard", &kFormatFunctions},
    {"standard", &kScanFunctions},
    {"standard", &kHtmlFunctions},
    {"standard", &kInfoFunctions},
    {"standard", &kIniFunctions},
    {"standard", &kIniTextFunctions},
    {"standard", &kMathFunctions},
    {"standard", &kMetaphoneFunctions},
    {"standard", &kOutputFunctions},
    {"standard", &kPackFunctions},
    {"standard", &kProcessFunctions},
    {"standard", &kSerializeFunctions},
    {"standard", &kStreamFunctions},
    {"standard", &kStringFunctions},
    {"standard", &kStringSearchFunctions},
    {"standard", &kTickFunctions},
    {"standard", &kTimeFunctions},
    {"standard", &kTypeFunctions},
    {"tokenizer", &kTokenizerFunctions},
    {"Core", &kInPhpFunctions},
    {"mbstring", &kMbstringMoreFunctions},
    {"standard", &kImageFunctions},
    {"intl", &kIntlCalendarFunctions},
    {"intl", &kIntlDateFunctions},
    {"intl", &kIntlGregorianFunctions},
    {"intl", &kIntlZoneFunctions},
    {"intl", &kIntlTextFunctions},
    {"intl", &kIntlFormatterFunctions},
    {"intl", &kLocaleFunctions},
    {"xmlwriter", &kXmlWriterFunctions},
    {"libxml", &kLibxmlFunctions},
    {"dom", &kDomFunctions},
    {"SimpleXML", &kSimpleXmlFunctions},
    {"standard", &kPipeFunctions},
    {"xml", &kXmlParserFunctions},
    {"standard", &kSystemFunctions},
    {"iconv", &kIconvFunctions},
    {"Core", &kIconvKernel},
    {"posix", &kPosixFunctions},
    {"zlib", &kZlibFunctions},
    {"zlib", &kZlibStreamFunctions},
    {"zlib", &kGzipFunctions},
    {"standard", &kWrapperFunctions},
    {"standard", &kFilterStreamFunctions},
    {"standard", &kMoreFunctions},
    {"standard", &kSocketStreamFunctions},
    {"openssl", &kCipherFunctions},
    {"openssl", &kKeyFunctions},
    {"openssl", &kCertificateFunctions},
    {"standard", &kPasswordFunctions},
    {"hash", &kHashMoreFunctions},
    {"sodium", &kSodiumUtilFunctions},
    {"bcmath", &kBcMathFunctions},
    {"sodium", &kSodiumSecretKeyFunctions},
    {"sodium", &kSodiumPublicKeyFunctions},
};

}  // namespace

const std::span<const ExtensionTable> kExtensionTables = kFunctionTables;

namespace {
const std::span<const ConstantRow> kAllConstants[] = {
    kCoreConstants,  kDateConstants,      kHashConstants,     kJsonConstants,      kMbstringConstants,
    kPcreConstants,  kRandomConstants,    kStandardConstants, kTokenizerConstants, kFilterConstants,
    kZlibConstants,  kXmlParserConstants, kDomConstants,      kLibxmlConstants,    kIntlConstants,
    kPosixConstants, kPcntlConstants,     kOpensslConstants,  kSodiumConstants,    kSqliteConstants,
};
constexpr const char* kAllExtensions[] = {
    "Core", "date", "hash", "json",   "mbstring", "pcre",  "random", "standard", "tokenizer", "filter",
    "zlib", "xml",  "dom",  "libxml", "intl",     "posix", "pcntl",  "openssl",  "sodium",
};
static_assert(std::size(kAllExtensions) == std::size(kAllConstants));
}  // namespace

const std::span<const std::span<const ConstantRow>> kConstantTables = kAllConstants;
const std::span<const char* const> kConstantExtensions = kAllExtensions;

}  // namespace tusk
