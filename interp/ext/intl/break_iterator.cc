// IntlBreakIterator and its kin: boundaries in UTF-8 text, as byte offsets.
#include <unicode/brkiter.h>
#include <unicode/rbbi.h>

#include "interp/ext/class_tables.h"
#include "interp/ext/intl/object.h"
#include "interp/ext/mbstring/utf8.h"

namespace tusk {
namespace {

struct Breaks {
  IntlHandle handle;  // a UBreakIterator; for code points, something that is not null
  String* text;       // owned; null before setText()
  UText* view;        // of the text
  String* rules;      // compiled rules, which the iterator reads; owned
  bool code_points;
  int32_t at, last;  // code points: the position and what was passed last, or -1
};
Breaks* Of(const Object* o) { return const_cast<Object*>(o)->native<Breaks>(); }
UBreakIterator* Icu(const IntlCall& call) { return IcuOf<UBreakIterator>(call.self); }
int g_code_points;  // its address is the handle of iterators over code points

Object* New(const char* lower_class, void* icu) {
  Value v = NewIntlObject(lower_class, icu);
  return v.obj;
}
template <UBreakIteratorType kType>
void Create(Args args, Value* result) {
  ResetIntlError();
  UErrorCode status = U_ZERO_ERROR;
  UBreakIterator* b = TUSK_ICU(ubrk_open)(kType, IntlLocale(args, 0).c_str(), nullptr, 0, &status);
  *result = Value::Null();
  if (U_FAILURE(status))
    return SetIntlError(nullptr, status, "breakiter_create_instance: error creating BreakIterator");
  *result = Value(New("intlrulebasedbreakiterator", b));
}
void CreateCodePointInstance(Args, Value* result) {
  ResetIntlError();
  Object* o = New("intlcodepointbreakiterator", &g_code_points);
  Of(o)->code_points = true;
  Of(o)->last = -1;
  *result = Value(o);
}

// --- moves over code points

std::string_view TextOf(const Breaks* b) { return b->text ? b->text->view() : std::string_view(); }
int32_t Forward(Breaks* b) {
  std::string_view s = TextOf(b);
  if (static_cast<size_t>(b->at) >= s.size()) {
    b->last = -1;
    return UBRK_DONE;
  }
  uint32_t c;
  b->at += static_cast<int32_t>(ReadUtf8(s, static_cast<size_t>(b->at), &c));
  b->last = static_cast<int32_t>(c);
  return b->at;
}
int32_t Backward(Breaks* b) {
  std::string_view s = TextOf(b);
  if (b->at <= 0) {
    b->last = -1;
    return UBRK_DONE;
  }
  do --b->at;
  while (b->at > 0 && (static_cast<unsigned char>(s[static_cast<size_t>(b->at)]) & 0xc0) == 0x80);
  uint32_t c;
  ReadUtf8(s, static_cast<size_t>(b->at), &c);
  b->last = static_cast<int32_t>(c);
  return b->at;
}
int32_t Jump(Breaks* b, size_t to) {
  b->at = static_cast<int32_t>(to);
  b->last = -1;
  return b->at;
}
int32_t Step(const IntlCall& call, bool forward) {
  Breaks* b = Of(call.self);
  if (b->code_points) return forward ? Forward(b) : Backward(b);
  return forward ? TUSK_ICU(ubrk_next)(Icu(call)) : TUSK_ICU(ubrk_previous)(Icu(call));
}

void SetText(IntlCall call, Value* result) {
  Breaks* b = Of(call.self);
  String* old = b->text;
  Retain(call.Str(0));
  b->text = call.Str(0);
  Jump(b, 0);
  if (!b->code_points) {
    UErrorCode status = U_ZERO_ERROR;
    b->view =
        TUSK_ICU(utext_openUTF8)(b->view, b->text->data, static_cast<int64_t>(b->text->length), &status);
    TUSK_ICU(ubrk_setUText)(Icu(call), b->view, &status);
  }
  if (old) Release(old);
  Return(result, true);
}
void GetText(IntlCall call, Value* result) {
  String* text = Of(call.self)->text;
  *result = text ? Copy(Value(text)) : Value::Null();
}
void Current(IntlCall call, Value* result) {
  Breaks* b = Of(call.self);
  Return(result, b->code_points ? b->at : TUSK_ICU(ubrk_current)(Icu(call)));
}
void First(IntlCall call, Value* result) {
  Breaks* b = Of(call.self);
  Return(result, b->code_points ? Jump(b, 0) : TUSK_ICU(ubrk_first)(Icu(call)));
}
void Last(IntlCall call, Value* result) {
  Breaks* b = Of(call.self);
  Return(result, b->code_points ? Jump(b, TextOf(b).size()) : TUSK_ICU(ubrk_last)(Icu(call)));
}
void Next(IntlCall call, Value* result) {
  if (call.IsNull(0)) return Return(result, Step(call, true));
  int64_t n = call[0].i;
  if (!FitsInt32(n)) return call.ValueError(0, "must be between -2147483648 and 2147483647");
  if (n == 0) return Current(call, result);
  int32_t at = 0;
  for (int64_t i = std::abs(n); i > 0 && at != UBRK_DONE; --i) at = Step(call, n > 0);
  Return(result, at);
}
void Previous(IntlCall call, Value* result) { Return(result, Step(call, false)); }
bool Offset(const IntlCall& call, int32_t* offset) {
  *offset = static_cast<int32_t>(call[0].i);
  if (FitsInt32(call[0].i)) return true;
  call.ValueError(0, "must be between -2147483648 and 2147483647");
  return false;
}
void Following(IntlCall call, Value* result) {
  Breaks* b = Of(call.self);
  int32_t offset;
  if (!Offset(call, &offset)) return;
  if (!b->code_points) return Return(result, TUSK_ICU(ubrk_following)(Icu(call), offset));
  if (offset < 0) return Return(result, Jump(b, 0));
  Jump(b, 0);
  int32_t at = 0;
  while (at != UBRK_DONE && at <= offset) at = Forward(b);
  Return(result, at);
}
void Preceding(IntlCall call, Value* result) {
  Breaks* b = Of(call.self);
  int32_t offset;
  if (!Offset(call, &offset)) return;
  if (!b->code_points) return Return(result, TUSK_ICU(ubrk_preceding)(Icu(call), offset));
  int32_t at = Jump(b, TextOf(b).size());
  while (at != UBRK_DONE && at >= offset) at = Backward(b);
  Return(result, at);
}
void IsBoundary(IntlCall call, Value* result) {
  Breaks* b = Of(call.self);
  int32_t offset;
  if (!Offset(call, &offset)) return;
  if (!b->code_points) return Return(result, TUSK_ICU(ubrk_isBoundary)(Icu(call), offset) != 0);
  std::string_view s = TextOf(b);
  auto at = static_cast<size_t>(offset);
  Return(result, offset >= 0 && at <= s.size() &&
                     (at == s.size() || (static_cast<unsigned char>(s[at]) & 0xc0) != 0x80));
}
void GetLocale(IntlCall call, Value* result) {
  if (Of(call.self)->code_points) return Return(result, "");
  UErrorCode status = U_ZERO_ERROR;
  const char* name =
      TUSK_ICU(ubrk_getLocaleByType)(Icu(call), static_cast<ULocDataLocaleType>(call[0].i), &status);
  if (U_FAILURE(status)) return IntlFail(call.self, status, "Call to ICU method has failed", result);
  Return(result, name);
}
void GetPartsIterator(IntlCall call, Value* result) {
  int64_t type = 0;
  if (call.Has(0)) {
    double d;
    if (IsNumericString(call.View(0), &type, &d) != Numeric::kInt) type = -1;
  }
  if (type < 0 || type > 2) {
    return call.ValueError(
        0,
        "must be one of IntlPartsIterator::KEY_SEQUENTIAL, IntlPartsIterator::KEY_LEFT, or "
        "IntlPartsIterator::KEY_RIGHT");
  }
  Object* o = NewObjectUnchecked(FindClass(std::string_view("intlpartsiterator"), false));
  WriteProperty(o, Intern("breaks"), Copy(Value(call.self)), o->cls, nullptr, false);
  WriteProperty(o, Intern("type"), Value(type), o->cls, nullptr, false);
  *result = Value(o);
}
void GetIterator(IntlCall call, Value* result) {
  std::vector<Value> all;
  Value at;
  for (First(call, &at); at.i != UBRK_DONE; at = Value(int64_t{Step(call, true)})) all.push_back(at);
  *result = NewIntlIterator(std::move(all));
}
void GetLastCodePoint(IntlCall call, Value* result) { Return(result, Of(call.self)->last); }

// --- rules

void Refuse(UErrorCode status, const std::string& why) {
  LastIntlError() = {status, why};
  ThrowIntlException("IntlRuleBasedBreakIterator::__construct(): " + why, status);
}
void RulesConstruct(Args args, Value*) {
  Object* o = args.frame->self.obj;
  if (HandleOf(o)->icu) return ThrowError("IntlRuleBasedBreakIterator object is already constructed");
  ResetIntlError();
  UErrorCode status = U_ZERO_ERROR;
  if (args.Bool(1)) {
    Retain(args.Str(0));
    Of(o)->rules = args.Str(0);
    UBreakIterator* b =
        TUSK_ICU(ubrk_openBinaryRules)(reinterpret_cast<const uint8_t*>(args.Str(0)->data),
                                       static_cast<int32_t>(args.View(0).size()), nullptr, 0, &status);
    if (U_SUCCESS(status)) {
      HandleOf(o)->icu = b;
      return;
    }
    return Refuse(status, "unable to create instance from compiled rules");
  }
  std::u16string rules;
  if (!ToUtf16(args.View(0), &rules)) {
    return Refuse(U_INVALID_CHAR_FOUND, "rules were not a valid UTF-8 string");
  }
  UParseError where{};
  UBreakIterator* b = TUSK_ICU(ubrk_openRules)(rules.data(), Size16(rules), nullptr, 0, &where, &status);
  if (U_SUCCESS(status)) {
    HandleOf(o)->icu = b;
    return;
  }
  Refuse(status,
         absl::StrFormat("unable to create RuleBasedBreakIterator from rules (parse error on line %d, "
                         "offset %d)",
                         where.line, where.offset));
}
void GetRules(IntlCall call, Value* result) {
  const icu::UnicodeString& rules = reinterpret_cast<icu::RuleBasedBreakIterator*>(Icu(call))->getRules();
  Return(result, std::string_view(FromUtf16({rules.getBuffer(), static_cast<size_t>(rules.length())})));
}
void GetBinaryRules(IntlCall call, Value* result) {
  UErrorCode status = U_ZERO_ERROR;
  int32_t size = TUSK_ICU(ubrk_getBinaryRules)(Icu(call), nullptr, 0, &status);
  String* out = NewStringWithCapacity(static_cast<size_t>(size), static_cast<size_t>(size));
  status = U_ZERO_ERROR;
  TUSK_ICU(ubrk_getBinaryRules)(Icu(call), reinterpret_cast<uint8_t*>(out->data), size, &status);
  Return(result, out);
}
void GetRuleStatus(IntlCall call, Value* result) { Return(result, TUSK_ICU(ubrk_getRuleStatus)(Icu(call))); }
void GetRuleStatusVec(IntlCall call, Value* result) {
  UErrorCode status = U_ZERO_ERROR;
  std::vector<int32_t> all(16);
  int32_t n = TUSK_ICU(ubrk_getRuleStatusVec)(Icu(call), all.data(), 16, &status);
  if (status == U_BUFFER_OVERFLOW_ERROR) {
    all.resize(static_cast<size_t>(n));
    status = U_ZERO_ERROR;
    n = TUSK_ICU(ubrk_getRuleStatusVec)(Icu(call), all.data(), n, &status);
  }
  if (U_FAILURE(status)) return IntlFail(call.self, status, "failed obtaining the status values", result);
  Array* a = NewArray();
  for (int32_t i = 0; i < n; ++i) Append(a, Value(int64_t{all[static_cast<size_t>(i)]}));
  Return(result, a);
}

void Destroy(Object* o) {
  Breaks* b = Of(o);
  if (b->handle.icu && !b->code_points) TUSK_ICU(ubrk_close)(IcuOf<UBreakIterator>(o));
  if (b->view) TUSK_ICU(utext_close)(b->view);
  if (b->text) Release(b->text);
  if (b->rules) Release(b->rules);
  delete b->handle.error;
  *b = {};
}
void Clone(Object* to, Object* from) {
  Breaks *b = Of(to), *f = Of(from);
  *b = *f;
  b->handle = {};
  b->view = nullptr;
  if (b->text) Retain(b->text);
  if (b->rules) Retain(b->rules);
  if (!f->handle.icu) return ThrowError("Cannot clone uninitialized IntlBreakIterator");
  if (b->code_points) {
    b->handle.icu = &g_code_points;
    return;
  }
  UErrorCode status = U_ZERO_ERROR;
  b->handle.icu = TUSK_ICU(ubrk_clone)(IcuOf<UBreakIterator>(from), &status);
}
int Compare(const Value& a, const Value& b) {
  if (!a.IsObject() || !b.IsObject()) return 1;
  const Breaks *x = Of(a.obj), *y = Of(b.obj);
  if (!x->handle.icu || !y->handle.icu) {
    Throw(Throwable::kException, "Comparison with at least one unconstructed BreakIterator operand");
    return 1;
  }
  if (x->code_points != y->code_points) return 1;
  if (TextOf(x) != TextOf(y)) return 1;
  if (x->code_points) return x->at == y->at ? 0 : 1;
  const auto& one = *static_cast<icu::BreakIterator*>(x->handle.icu);
  const auto& two = *static_cast<icu::BreakIterator*>(y->handle.icu);
  return one == two || (x->text && TextOf(x) == TextOf(y)) ? 0 : 1;
}
Array* Dump(Object* o) {
  Array* a = NewArray();
  Breaks* b = Of(o);
  Set(a, ArrayKey::Str(Intern("valid")), Value(b->handle.icu != nullptr));
  if (!b->handle.icu) return a;
  Set(a, ArrayKey::Str(Intern("text")), b->text ? Copy(Value(b->text)) : Value::Null());
  Set(a, ArrayKey::Str(Intern("type")),
      Value(
          NewString(std::string_view(b->code_points ? "CodePointBreakIterator" : "RuleBasedBreakIterator"))));
  return a;
}
constexpr ObjectHandlers kHandlers = {
    .destroy_native = Destroy, .clone_native = Clone, .compare = Compare, .properties_for_dump = Dump};

constexpr char kParts[] = R"php(
class IntlPartsIterator extends IntlIterator {
    public const KEY_SEQUENTIAL = 0;
    public const KEY_LEFT = 1;
    public const KEY_RIGHT = 2;
    private IntlBreakIterator $breaks;
    private int $type;
    private int $left = 0;
    private int $right = -1;
    private int $index = 0;
    public function getBreakIterator(): IntlBreakIterator { return $this->breaks; }
    public function getRuleStatus(): int { return $this->breaks instanceof IntlRuleBasedBreakIterator ? $this->breaks->getRuleStatus() : 0; }
    public function rewind(): void {
        $this->index = 0;
        $this->left = $this->breaks->first();
        $this->right = $this->breaks->next();
    }
    public function valid(): bool { return $this->right !== IntlBreakIterator::DONE; }
    public function current(): mixed { return $this->valid() ? substr($this->breaks->getText() ?? '', $this->left, $this->right - $this->left) : null; }
    public function key(): mixed { return match ($this->type) { self::KEY_LEFT => $this->left, self::KEY_RIGHT => $this->right, default => $this->index }; }
    public function next(): void {
        $this->left = $this->right;
        $this->right = $this->breaks->next();
        $this->index++;
    }
}
)php";

using F = FunctionFlags;
constexpr uint16_t kIo = Effects::kReadsState | Effects::kWritesState | Effects::kThrows | Effects::kWarns;
constexpr uint32_t kStatic = static_cast<uint32_t>(F::kPublic) | F::kStatic;
void Construct(Args, Value*) {}
constexpr auto CreateCharacterInstance = Create<UBRK_CHARACTER>;
constexpr auto CreateLineInstance = Create<UBRK_LINE>;
constexpr auto CreateSentenceInstance = Create<UBRK_SENTENCE>;
constexpr auto CreateTitleInstance =
    Create<static_cast<UBreakIteratorType>(4)>;  // by its number: ICU prefers words
constexpr auto CreateWordInstance = Create<UBRK_WORD>;
constexpr BuiltinMethodRow kMethods[] = {
    {"createCharacterInstance", "(?string $locale = null): ?IntlBreakIterator", kIo, CreateCharacterInstance,
     kStatic},
    {"createCodePointInstance", "(): IntlCodePointBreakIterator", kIo, CreateCodePointInstance, kStatic},
    {"createLineInstance", "(?string $locale = null): ?IntlBreakIterator", kIo, CreateLineInstance, kStatic},
    {"createSentenceInstance", "(?string $locale = null): ?IntlBreakIterator", kIo, CreateSentenceInstance,
     kStatic},
    {"createTitleInstance", "(?string $locale = null): ?IntlBreakIterator", kIo, CreateTitleInstance,
     kStatic},
    {"createWordInstance", "(?string $locale = null): ?IntlBreakIterator", kIo, CreateWordInstance, kStatic},
    {"__construct", "()", kIo, Construct, F::kPrivate},
    {"current", "(): int", kIo, IntlMethod<Current>},
    {"first", "(): int", kIo, IntlMethod<First>},
    {"following", "(int $offset): int", kIo, IntlMethod<Following>},
    {"getErrorCode", "(): int", kIo, IntlErrorCodeMethod},
    {"getErrorMessage", "(): string", kIo, IntlErrorMessageMethod},
    {"getLocale", "(int $type): string|false", kIo, IntlMethod<GetLocale>},
    {"getPartsIterator", "(string $type = IntlPartsIterator::KEY_SEQUENTIAL): IntlPartsIterator", kIo,
     IntlMethod<GetPartsIterator>},
    {"getText", "(): ?string", kIo, IntlMethod<GetText>},
    {"isBoundary", "(int $offset): bool", kIo, IntlMethod<IsBoundary>},
    {"last", "(): int", kIo, IntlMethod<Last>},
    {"next", "(?int $offset = null): int", kIo, IntlMethod<Next>},
    {"preceding", "(int $offset): int", kIo, IntlMethod<Preceding>},
    {"previous", "(): int", kIo, IntlMethod<Previous>},
    {"setText", "(string $text): ?bool", kIo, IntlMethod<SetText>},
    {"getIterator", "(): Iterator", kIo, IntlMethod<GetIterator>},
};
constexpr BuiltinClassConstantRow kConstants[] = {
    {"DONE", -1},
    {"WORD_NONE", 0},
    {"WORD_NONE_LIMIT", 100},
    {"WORD_NUMBER", 100},
    {"WORD_NUMBER_LIMIT", 200},
    {"WORD_LETTER", 200},
    {"WORD_LETTER_LIMIT", 300},
    {"WORD_KANA", 300},
    {"WORD_KANA_LIMIT", 400},
    {"WORD_IDEO", 400},
    {"WORD_IDEO_LIMIT", 500},
    {"LINE_SOFT", 0},
    {"LINE_SOFT_LIMIT", 100},
    {"LINE_HARD", 100},
    {"LINE_HARD_LIMIT", 200},
    {"SENTENCE_TERM", 0},
    {"SENTENCE_TERM_LIMIT", 100},
    {"SENTENCE_SEP", 100},
    {"SENTENCE_SEP_LIMIT", 200},
};
constexpr BuiltinMethodRow kRuleMethods[] = {
    {"__construct", "(string $rules, bool $compiled = false)", kIo, RulesConstruct},
    {"getBinaryRules", "(): string|false", kIo, IntlMethod<GetBinaryRules>},
    {"getRules", "(): string|false", kIo, IntlMethod<GetRules>},
    {"getRuleStatus", "(): int", kIo, IntlMethod<GetRuleStatus>},
    {"getRuleStatusVec", "(): array|false", kIo, IntlMethod<GetRuleStatusVec>},
};
constexpr BuiltinMethodRow kCodePointMethods[] = {
    {"getLastCodePoint", "(): int", kIo, IntlMethod<GetLastCodePoint>},
};
const BuiltinClassRow kClassRows[] = {
    {.name = "IntlBreakIterator",
     .interfaces = "IteratorAggregate",
     .flags = ClassFlags::kNotSerializable,
     .methods = kMethods,
     .constants = kConstants,
     .handlers = &kHandlers,
     .native_size = sizeof(Breaks),
     .extension = "intl"},
    {.name = "IntlRuleBasedBreakIterator",
     .parent = "IntlBreakIterator",
     .flags = ClassFlags::kNotSerializable,
     .methods = kRuleMethods,
     .extension = "intl"},
    {.name = "IntlCodePointBreakIterator",
     .parent = "IntlBreakIterator",
     .flags = ClassFlags::kNotSerializable,
     .methods = kCodePointMethods,
     .extension = "intl"},
    {.name = "IntlPartsIterator", .extension = "intl", .source = kParts},
};

}  // namespace

const std::span<const BuiltinClassRow> kIntlBreakClasses = kClassRows;

}  // namespace tusk
