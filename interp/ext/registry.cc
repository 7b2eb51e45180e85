// The list of all builtin functions and constants: a table is known to scripts when it stands here.
#include "interp/ext/library_tables.h"
#include "interp/ext/mbstring/settings.h"

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
    {"standard", &kHeaderFunctions},
    {"standard", &kHttpFunctions},
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
    {"mbstring", &kMbstringKanaFunctions},
    {"mbstring", &kMbstringRegexFunctions},
    {"mbstring", &kMbstringSettingFunctions, ReportMbstringSettings},
    {"standard", &kImageFunctions},
    {"intl", &kIntlCalendarFunctions},
    {"intl", &kIntlDateFunctions},
    {"intl", &kIntlBundleFunctions},
    {"intl", &kIntlMessageFunctions},
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
    {"openssl", &kMessageFunctions},
    {"openssl", &kRequestFunctions},
    {"calendar", &kCalendarFunctions},
    {"fileinfo", &kFileinfoFunctions},
    {"gmp", &kGmpFunctions},
    {"session", &kSessionFunctions, ReportOldSessionSettings},
    {"PDO", &kPdoFunctions},
    {"standard", &kPasswordFunctions},
    {"hash", &kHashMoreFunctions},
    {"bz2", &kBz2Functions},
    {"gettext", &kGettextFunctions},
    {"shmop", &kShmopFunctions},
    {"sysvmsg", &kSysvQueueFunctions},
    {"sysvsem", &kSysvSemaphoreFunctions},
    {"sysvshm", &kSysvMemoryFunctions},
    {"sodium", &kSodiumUtilFunctions},
    {"bcmath", &kBcMathFunctions},
    {"sodium", &kSodiumSecretKeyFunctions},
    {"sodium", &kSodiumPublicKeyFunctions},
};

}  // namespace

const std::span<const ExtensionTable> kExtensionTables = kFunctionTables;

namespace {
// Extension and table.
#define TUSK_CONSTANT_TABLES(X)       \
  X("Core", kCoreConstants)           \
  X("date", kDateConstants)           \
  X("hash", kHashConstants)           \
  X("json", kJsonConstants)           \
  X("mbstring", kMbstringConstants)   \
  X("pcre", kPcreConstants)           \
  X("random", kRandomConstants)       \
  X("standard", kStandardConstants)   \
  X("tokenizer", kTokenizerConstants) \
  X("filter", kFilterConstants)       \
  X("zlib", kZlibConstants)           \
  X("xml", kXmlParserConstants)       \
  X("dom", kDomConstants)             \
  X("libxml", kLibxmlConstants)       \
  X("intl", kIntlConstants)           \
  X("posix", kPosixConstants)         \
  X("pcntl", kPcntlConstants)         \
  X("openssl", kOpensslConstants)     \
  X("sodium", kSodiumConstants)       \
  X("calendar", kCalendarConstants)   \
  X("iconv", kIconvConstants)         \
  X("session", kSessionConstants)     \
  X("fileinfo", kFileinfoConstants)   \
  X("gmp", kGmpConstants)             \
  X("xsl", kXslConstants)             \
  X("sysvmsg", kSysvConstants)        \
  X("sqlite3", kSqliteConstants)
#define TUSK_CONSTANT_TABLE(extension, table) table,
#define TUSK_CONSTANT_EXTENSION(extension, table) extension,
const std::span<const ConstantRow> kAllConstants[] = {TUSK_CONSTANT_TABLES(TUSK_CONSTANT_TABLE)};
constexpr const char* kAllExtensions[] = {TUSK_CONSTANT_TABLES(TUSK_CONSTANT_EXTENSION)};
}  // namespace

const std::span<const std::span<const ConstantRow>> kConstantTables = kAllConstants;
const std::span<const char* const> kConstantExtensions = kAllExtensions;

}  // namespace tusk
