// The table of encodings: names, MIME names and aliases as PHP has them.
#include "interp/ext/mbstring/encodings.h"

#include "interp/runtime/string.h"

namespace tusk {
namespace {

constexpr Encoding kRows[] = {
    {"BASE64", "BASE64", "", Family::kTransfer},
    {"UUENCODE", "x-uuencode", "", Family::kTransfer},
    {"HTML-ENTITIES", "HTML-ENTITIES", "HTML html", Family::kTransfer},
    {"Quoted-Printable", "Quoted-Printable", "qprint", Family::kTransfer},
    {"7bit", "7bit", "", Family::kAscii},
    {"8bit", "8bit", "binary", Family::kBytes},
    {"UCS-4", "UCS-4", "ISO-10646-UCS-4 UCS4", Family::kWide},
    {"UCS-4BE", "UCS-4BE", "byte4be", Family::kWide},
    {"UCS-4LE", "UCS-4LE", "byte4le", Family::kWide},
    {"UCS-2", "UCS-2", "ISO-10646-UCS-2 UCS2 UNICODE", Family::kWide},
    {"UCS-2BE", "UCS-2BE", "byte2be", Family::kWide},
    {"UCS-2LE", "UCS-2LE", "byte2le", Family::kWide},
    {"UTF-32", "UTF-32", "utf32", Family::kWide},
    {"UTF-32BE", "UTF-32BE", "", Family::kWide},
    {"UTF-32LE", "UTF-32LE", "", Family::kWide},
    {"UTF-16", "UTF-16", "utf16", Family::kWide},
    {"UTF-16BE", "UTF-16BE", "", Family::kWide},
    {"UTF-16LE", "UTF-16LE", "", Family::kWide},
    {"UTF-8", "UTF-8", "utf8", Family::kUtf8},
    {"UTF-7", "UTF-7", "utf7", Family::kStateful},
    {"UTF7-IMAP", "", "mUTF-7", Family::kStateful},
    {"ASCII", "US-ASCII",
     "ANSI_X3.4-1968 iso-ir-6 ANSI_X3.4-1986 ISO_646.irv:1991 US-ASCII ISO646-US us IBM367 IBM-367 cp367 "
     "csASCII",
     Family::kAscii},
    {"EUC-JP", "EUC-JP", "EUC EUC_JP eucJP x-euc-jp", Family::kCharset, "EUC-JP"},
    {"SJIS", "Shift_JIS", "x-sjis SHIFT-JIS", Family::kCharset, "SHIFT_JIS"},
    {"eucJP-win", "EUC-JP", "eucJP-open eucJP-ms", Family::kCharset, "EUC-JP-MS"},
    {"EUC-JP-2004", "EUC-JP", "EUC_JP-2004", Family::kCharset, "EUC-JISX0213"},
    {"SJIS-mac", "Shift_JIS", "MacJapanese x-Mac-Japanese", Family::kCharset, "SHIFT_JIS"},
    {"SJIS-2004", "Shift_JIS", "SJIS2004 Shift_JIS-2004", Family::kCharset, "SHIFT_JISX0213"},
    {"CP932", "Shift_JIS", "MS932 Windows-31J MS_Kanji", Family::kCharset, "CP932"},
    {"SJIS-win", "Shift_JIS", "SJIS-ms SJIS-open", Family::kCharset, "CP932"},
    {"CP51932", "CP51932", "cp51932", Family::kCharset, "EUC-JP-MS"},
    {"JIS", "ISO-2022-JP", "", Family::kStateful},
    {"ISO-2022-JP", "ISO-2022-JP", "", Family::kStateful},
    {"ISO-2022-JP-MS", "ISO-2022-JP", "ISO2022JPMS", Family::kStateful},
    {"GB18030", "GB18030", "gb-18030 gb-18030-2000", Family::kCharset, "GB18030"},
    {"Windows-1252", "Windows-1252", "cp1252", Family::kCharset, "CP1252"},
    {"Windows-1254", "Windows-1254", "CP1254 CP-1254 WINDOWS-1254", Family::kCharset, "CP1254"},
    {"ISO-8859-1", "ISO-8859-1", "ISO8859-1 latin1", Family::kCharset, "ISO-8859-1"},
    {"ISO-8859-2", "ISO-8859-2", "ISO8859-2 latin2", Family::kCharset, "ISO-8859-2"},
    {"ISO-8859-3", "ISO-8859-3", "ISO8859-3 latin3", Family::kCharset, "ISO-8859-3"},
    {"ISO-8859-4", "ISO-8859-4", "ISO8859-4 latin4", Family::kCharset, "ISO-8859-4"},
    {"ISO-8859-5", "ISO-8859-5", "ISO8859-5 cyrillic", Family::kCharset, "ISO-8859-5"},
    {"ISO-8859-6", "ISO-8859-6", "ISO8859-6 arabic", Family::kCharset, "ISO-8859-6"},
    {"ISO-8859-7", "ISO-8859-7", "ISO8859-7 greek", Family::kCharset, "ISO-8859-7"},
    {"ISO-8859-8", "ISO-8859-8", "ISO8859-8 hebrew", Family::kCharset, "ISO-8859-8"},
    {"ISO-8859-9", "ISO-8859-9", "ISO8859-9 latin5", Family::kCharset, "ISO-8859-9"},
    {"ISO-8859-10", "ISO-8859-10", "ISO8859-10 latin6", Family::kCharset, "ISO-8859-10"},
    {"ISO-8859-13", "ISO-8859-13", "ISO8859-13", Family::kCharset, "ISO-8859-13"},
    {"ISO-8859-14", "ISO-8859-14", "ISO8859-14 latin8", Family::kCharset, "ISO-8859-14"},
    {"ISO-8859-15", "ISO-8859-15", "ISO8859-15", Family::kCharset, "ISO-8859-15"},
    {"ISO-8859-16", "ISO-8859-16", "ISO8859-16", Family::kCharset, "ISO-8859-16"},
    {"EUC-CN", "CN-GB", "CN-GB EUC_CN eucCN x-euc-cn gb2312", Family::kCharset, "EUC-CN"},
    {"CP936", "CP936", "CP-936 GBK", Family::kCharset, "CP936"},
    {"HZ", "HZ-GB-2312", "", Family::kStateful},
    {"EUC-TW", "EUC-TW", "EUC_TW eucTW x-euc-tw", Family::kCharset, "EUC-TW"},
    {"BIG-5", "BIG5", "CN-BIG5 BIG-FIVE BIGFIVE", Family::kCharset, "BIG5"},
    {"CP950", "BIG5", "", Family::kCharset, "CP950"},
    {"EUC-KR", "EUC-KR", "EUC_KR eucKR x-euc-kr", Family::kCharset, "EUC-KR"},
    {"UHC", "UHC", "CP949", Family::kCharset, "UHC"},
    {"ISO-2022-KR", "ISO-2022-KR", "", Family::kStateful},
    {"Windows-1251", "Windows-1251", "CP1251 CP-1251 WINDOWS-1251", Family::kCharset, "CP1251"},
    {"CP866", "CP866", "CP-866 IBM866 IBM-866", Family::kCharset, "CP866"},
    {"KOI8-R", "KOI8-R", "KOI8R", Family::kCharset, "KOI8-R"},
    {"KOI8-U", "KOI8-U", "KOI8U", Family::kCharset, "KOI8-U"},
    {"ArmSCII-8", "ArmSCII-8", "ArmSCII8 ARMSCII-8 ARMSCII8", Family::kCharset, "ARMSCII-8"},
    {"CP850", "CP850", "CP-850 IBM850 IBM-850", Family::kCharset, "CP850"},
    {"ISO-2022-JP-2004", "ISO-2022-JP-2004", "", Family::kStateful},
    {"CP50220", "ISO-2022-JP", "cp50220raw cp50220-raw JIS-ms", Family::kStateful},
    {"CP50221", "ISO-2022-JP", "", Family::kStateful},
    {"CP50222", "ISO-2022-JP", "", Family::kStateful},
};

bool IsAlias(std::string_view aliases, std::string_view name) {
  while (!aliases.empty()) {
    size_t end = aliases.find(' ');
    if (EqualIgnoreCase(aliases.substr(0, end), name)) return true;
    if (end == aliases.npos) return false;
    aliases = aliases.substr(end + 1);
  }
  return false;
}

}  // namespace

const std::span<const Encoding> kEncodings = kRows;

const Encoding* FindEncoding(std::string_view name) {
  if (EqualIgnoreCase(name, "UTF-8")) {
    static const Encoding* utf8 = FindEncoding("utf8");
    return utf8;
  }
  for (const Encoding& e : kRows) {
    if (EqualIgnoreCase(e.name, name)) return &e;
  }
  for (const Encoding& e : kRows) {
    if (*e.mime && EqualIgnoreCase(e.mime, name)) return &e;
  }
  for (const Encoding& e : kRows) {
    if (IsAlias(e.aliases, name)) return &e;
  }
  return nullptr;
}

}  // namespace tusk
