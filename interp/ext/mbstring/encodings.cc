// The table of encodings: names, MIME names and aliases as PHP has them.
#include "interp/ext/mbstring/encodings.h"

#include "interp/runtime/string.h"

namespace tusk {
namespace {

constexpr Encoding kRows[] = {
    {"BASE64", "BASE64", "", ""},
    {"UUENCODE", "x-uuencode", "", ""},
    {"HTML-ENTITIES", "HTML-ENTITIES", "HTML html", ""},
    {"Quoted-Printable", "Quoted-Printable", "qprint", ""},
    {"7bit", "7bit", "", ""},
    {"8bit", "8bit", "binary", ""},
    {"UCS-4", "UCS-4", "ISO-10646-UCS-4 UCS4", ""},
    {"UCS-4BE", "UCS-4BE", "byte4be", ""},
    {"UCS-4LE", "UCS-4LE", "byte4le", ""},
    {"UCS-2", "UCS-2", "ISO-10646-UCS-2 UCS2 UNICODE", ""},
    {"UCS-2BE", "UCS-2BE", "byte2be", ""},
    {"UCS-2LE", "UCS-2LE", "byte2le", ""},
    {"UTF-32", "UTF-32", "utf32", ""},
    {"UTF-32BE", "UTF-32BE", "", ""},
    {"UTF-32LE", "UTF-32LE", "", ""},
    {"UTF-16", "UTF-16", "utf16", ""},
    {"UTF-16BE", "UTF-16BE", "", ""},
    {"UTF-16LE", "UTF-16LE", "", ""},
    {"UTF-8", "UTF-8", "utf8", ""},
    {"UTF-7", "UTF-7", "utf7", "UTF-7"},
    {"UTF7-IMAP", "", "mUTF-7", ""},
    {"ASCII", "US-ASCII",
     "ANSI_X3.4-1968 iso-ir-6 ANSI_X3.4-1986 ISO_646.irv:1991 US-ASCII ISO646-US us IBM367 IBM-367 cp367 "
     "csASCII",
     ""},
    {"EUC-JP", "EUC-JP", "EUC EUC_JP eucJP x-euc-jp", "EUC-JP"},
    {"SJIS", "Shift_JIS", "x-sjis SHIFT-JIS", "SHIFT_JIS"},
    {"eucJP-win", "EUC-JP", "eucJP-open eucJP-ms", "EUC-JP-MS"},
    {"EUC-JP-2004", "EUC-JP", "EUC_JP-2004", "EUC-JISX0213"},
    {"SJIS-mac", "Shift_JIS", "MacJapanese x-Mac-Japanese", "SHIFT_JIS"},
    {"SJIS-2004", "Shift_JIS", "SJIS2004 Shift_JIS-2004", "SHIFT_JISX0213"},
    {"CP932", "Shift_JIS", "MS932 Windows-31J MS_Kanji", "CP932"},
    {"SJIS-win", "Shift_JIS", "SJIS-ms SJIS-open", "CP932"},
    {"CP51932", "CP51932", "cp51932", "EUC-JP-MS"},
    {"JIS", "ISO-2022-JP", "", "ISO-2022-JP"},
    {"ISO-2022-JP", "ISO-2022-JP", "", "ISO-2022-JP"},
    {"ISO-2022-JP-MS", "ISO-2022-JP", "ISO2022JPMS", "ISO-2022-JP"},
    {"GB18030", "GB18030", "gb-18030 gb-18030-2000", "GB18030"},
    {"Windows-1252", "Windows-1252", "cp1252", ""},
    {"Windows-1254", "Windows-1254", "CP1254 CP-1254 WINDOWS-1254", "CP1254"},
    {"ISO-8859-1", "ISO-8859-1", "ISO8859-1 latin1", ""},
    {"ISO-8859-2", "ISO-8859-2", "ISO8859-2 latin2", "ISO-8859-2"},
    {"ISO-8859-3", "ISO-8859-3", "ISO8859-3 latin3", "ISO-8859-3"},
    {"ISO-8859-4", "ISO-8859-4", "ISO8859-4 latin4", "ISO-8859-4"},
    {"ISO-8859-5", "ISO-8859-5", "ISO8859-5 cyrillic", "ISO-8859-5"},
    {"ISO-8859-6", "ISO-8859-6", "ISO8859-6 arabic", "ISO-8859-6"},
    {"ISO-8859-7", "ISO-8859-7", "ISO8859-7 greek", "ISO-8859-7"},
    {"ISO-8859-8", "ISO-8859-8", "ISO8859-8 hebrew", "ISO-8859-8"},
    {"ISO-8859-9", "ISO-8859-9", "ISO8859-9 latin5", "ISO-8859-9"},
    {"ISO-8859-10", "ISO-8859-10", "ISO8859-10 latin6", "ISO-8859-10"},
    {"ISO-8859-13", "ISO-8859-13", "ISO8859-13", "ISO-8859-13"},
    {"ISO-8859-14", "ISO-8859-14", "ISO8859-14 latin8", "ISO-8859-14"},
    {"ISO-8859-15", "ISO-8859-15", "ISO8859-15", ""},
    {"ISO-8859-16", "ISO-8859-16", "ISO8859-16", "ISO-8859-16"},
    {"EUC-CN", "CN-GB", "CN-GB EUC_CN eucCN x-euc-cn gb2312", "EUC-CN"},
    {"CP936", "CP936", "CP-936 GBK", "CP936"},
    {"EUC-TW", "EUC-TW", "EUC_TW eucTW x-euc-tw", "EUC-TW"},
    {"BIG-5", "BIG5", "CN-BIG5 BIG-FIVE BIGFIVE", "BIG5"},
    {"CP950", "BIG5", "", "CP950"},
    {"EUC-KR", "EUC-KR", "EUC_KR eucKR x-euc-kr", "EUC-KR"},
    {"UHC", "UHC", "CP949", "UHC"},
    {"ISO-2022-KR", "ISO-2022-KR", "", "ISO-2022-KR"},
    {"Windows-1251", "Windows-1251", "CP1251 CP-1251 WINDOWS-1251", "CP1251"},
    {"CP866", "CP866", "CP-866 IBM866 IBM-866", "CP866"},
    {"KOI8-R", "KOI8-R", "KOI8R", "KOI8-R"},
    {"KOI8-U", "KOI8-U", "KOI8U", "KOI8-U"},
    {"ArmSCII-8", "ArmSCII-8", "ArmSCII8 ARMSCII-8 ARMSCII8", "ARMSCII-8"},
    {"CP850", "CP850", "CP-850 IBM850 IBM-850", "CP850"},
    {"ISO-2022-JP-2004", "ISO-2022-JP-2004", "", "ISO-2022-JP-3"},
    {"CP50220", "ISO-2022-JP", "cp50220raw cp50220-raw JIS-ms", "ISO-2022-JP"},
    {"CP50221", "ISO-2022-JP", "", "ISO-2022-JP"},
    {"CP50222", "ISO-2022-JP", "", "ISO-2022-JP"},
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
