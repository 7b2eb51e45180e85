// The gettext extension: messages in the language of the locale, by the C library's catalogues.
#include <libintl.h>
#include <locale.h>
#include <stdlib.h>

#include "interp/ext/library_tables.h"
#include "interp/ext/support.h"
#include "interp/runtime/base_dir.h"

namespace tusk {
namespace {

constexpr size_t kLongestDomain = 1024, kLongestMessage = 4096;

bool Fits(Args args, uint32_t i, size_t most) {
  if (args.View(i).size() <= most) return true;
  ArgumentValueError(i + 1, "is too long");
  return false;
}
bool IsDomain(Args args, uint32_t i) {
  if (!Fits(args, i, kLongestDomain)) return false;
  if (RefusesNul(args, i)) return false;
  if (!args.View(i).empty()) return true;
  ArgumentValueError(i + 1, "must not be empty");
  return false;
}
bool IsCategory(Args args, uint32_t i) {
  if (args[i].i != LC_ALL) return true;
  ArgumentValueError(i + 1, "cannot be LC_ALL");
  return false;
}
const char* Text(Args args, uint32_t i) { return args.Str(i)->data; }
auto Count(Args args, uint32_t i) { return static_cast<unsigned long>(args[i].i); }
auto Category(Args args, uint32_t i) { return static_cast<int>(args[i].i); }

void TextDomain(Args args, Value* result) {
  if (args.IsNull(0)) return Return(result, textdomain(nullptr));
  if (!Fits(args, 0, kLongestDomain)) return;
  if (args.View(0).empty()) return ArgumentValueError(1, "cannot be empty");
  if (args.View(0) == "0") return Return(result, textdomain(nullptr));
  Return(result, textdomain(Text(args, 0)));
}
void Gettext(Args args, Value* result) {
  if (Fits(args, 0, kLongestMessage)) Return(result, static_cast<const char*>(gettext(Text(args, 0))));
}
void Dgettext(Args args, Value* result) {
  if (IsDomain(args, 0) && Fits(args, 1, kLongestMessage))
    Return(result, static_cast<const char*>(dgettext(Text(args, 0), Text(args, 1))));
}
void Dcgettext(Args args, Value* result) {
  if (IsDomain(args, 0) && Fits(args, 1, kLongestMessage) && IsCategory(args, 2))
    Return(result, static_cast<const char*>(dcgettext(Text(args, 0), Text(args, 1), Category(args, 2))));
}
void Ngettext(Args args, Value* result) {
  if (Fits(args, 0, kLongestMessage) && Fits(args, 1, kLongestMessage))
    Return(result, static_cast<const char*>(ngettext(Text(args, 0), Text(args, 1), Count(args, 2))));
}
void Dngettext(Args args, Value* result) {
  if (IsDomain(args, 0) && Fits(args, 1, kLongestMessage) && Fits(args, 2, kLongestMessage)) {
    Return(result,
           static_cast<const char*>(dngettext(Text(args, 0), Text(args, 1), Text(args, 2), Count(args, 3))));
  }
}
void Dcngettext(Args args, Value* result) {
  if (IsDomain(args, 0) && Fits(args, 1, kLongestMessage) && Fits(args, 2, kLongestMessage) &&
      IsCategory(args, 4)) {
    Return(result, static_cast<const char*>(dcngettext(Text(args, 0), Text(args, 1), Text(args, 2),
                                                       Count(args, 3), Category(args, 4))));
  }
}
void BindTextDomain(Args args, Value* result) {
  if (!IsDomain(args, 0)) return;
  const char* bound = nullptr;
  if (args.IsNull(1)) {
    bound = bindtextdomain(Text(args, 0), nullptr);
  } else if (char* path =
                 realpath(args.View(1).empty() || args.View(1) == "0" ? "." : Text(args, 1), nullptr)) {
    bound = bindtextdomain(Text(args, 0), path);
    free(path);
  }
  if (!bound) return Return(result, false);
  Return(result, bound);
}
void BindCodeset(Args args, Value* result) {
  if (!IsDomain(args, 0)) return;
  const char* codeset = bind_textdomain_codeset(Text(args, 0), args.IsNull(1) ? nullptr : Text(args, 1));
  if (!codeset) return Return(result, false);
  Return(result, codeset);
}

constexpr uint16_t kReads = Effects::kReadsState | Effects::kThrows;
constexpr uint16_t kSets = kReads | Effects::kWritesState;
constexpr BuiltinRow kRows[] = {
    {"bind_textdomain_codeset", "(string $domain, ?string $codeset = null): string|false", kSets,
     BindCodeset},
    {"bindtextdomain", "(string $domain, ?string $directory = null): string|false", kSets, BindTextDomain},
    {"dcgettext", "(string $domain, string $message, int $category): string", kReads, Dcgettext},
    {"dcngettext", "(string $domain, string $singular, string $plural, int $count, int $category): string",
     kReads, Dcngettext},
    {"dgettext", "(string $domain, string $message): string", kReads, Dgettext},
    {"dngettext", "(string $domain, string $singular, string $plural, int $count): string", kReads,
     Dngettext},
    {"gettext", "(string $message): string", kReads, Gettext},
    {"ngettext", "(string $singular, string $plural, int $count): string", kReads, Ngettext},
    {"textdomain", "(?string $domain = null): string", kSets, TextDomain},
};
static_assert(SortedByName(kRows));

}  // namespace

constinit const BuiltinTable kGettextFunctions(kRows);

}  // namespace tusk
