// xml_parser_create() and its kin: libxml2's push parser gives events, PHP code calls the handlers.
#include <cstring>

#include "interp/ext/class_tables.h"
#include "interp/ext/in_php.h"
#include "interp/ext/tables.h"
#include "interp/ext/xml/lib.h"
#include "interp/runtime/resource.h"

namespace tusk {
namespace {

struct Push {
  xmlParserCtxt* context = nullptr;
  xmlSAXHandler sax;
  Array* events = nullptr;  // of the chunk under way
};

Push* Of(void* context) { return static_cast<Push*>(static_cast<xmlParserCtxt*>(context)->_private); }
void Emit(void* context, const char* kind, Value a, Value b = Value::Null(), Value c = Value::Null()) {
  Push* p = Of(context);
  Array* event = NewArray();
  Append(event, Value(Intern(kind)));
  Append(event, a);
  Append(event, b);
  xmlParserInput* in = p->context->input;
  Append(event, Value(int64_t{in ? in->line : 0}));
  Append(event, Value(int64_t{in ? in->col : 0}));
  Append(event, Value(static_cast<int64_t>(Xml().xmlByteConsumed(p->context))));
  Append(event, c);
  Append(p->events, Value(event));
}
Value Text(const xmlChar* s) { return Value(NewString(View(s))); }
Value Text(const xmlChar* s, int n) {
  return Value(NewString(std::string_view(reinterpret_cast<const char*>(s), static_cast<size_t>(n))));
}

void OnStart(void* c, const xmlChar* name, const xmlChar** attributes) {
  Array* a = NewHash(4);
  for (; attributes && attributes[0]; attributes += 2) {
    String* key = NewString(View(attributes[0]));
    Set(a, KeyFromString(key), Text(attributes[1]));
    Release(key);
  }
  // The tag as it is written; the parser stands before its end, and no "<" can be in it.
  Value tag = Value::Null();
  const xmlParserInput* in = Of(c)->context->input;
  for (const xmlChar* at = in ? in->cur : nullptr; at && at-- > in->base;) {
    if (*at != '<') continue;
    tag = Value(NewString(
        Joined(std::string_view(reinterpret_cast<const char*>(at), static_cast<size_t>(in->cur - at)), ">")));
    break;
  }
  Emit(c, "start", Text(name), Value(a), tag);
}
void OnEnd(void* c, const xmlChar* name) { Emit(c, "end", Text(name)); }
void OnText(void* c, const xmlChar* s, int n) { Emit(c, "text", Text(s, n)); }
void OnPi(void* c, const xmlChar* target, const xmlChar* data) { Emit(c, "pi", Text(target), Text(data)); }
void OnNotation(void* c, const xmlChar* name, const xmlChar* public_id, const xmlChar* system) {
  Emit(c, "notation", Text(name), Text(system), Text(public_id));
}
void OnUnparsed(void* c, const xmlChar* name, const xmlChar* public_id, const xmlChar* system,
                const xmlChar* notation) {
  Array* ids = NewArray();
  Append(ids, Text(public_id));
  Append(ids, Text(notation));
  Emit(c, "unparsed", Text(name), Text(system), Value(ids));
}
void OnComment(void* c, const xmlChar* s) {
  Emit(c, "default", Value(NewString(Joined("<!--", View(s), "-->"))));
}

void Close(Resource* r) {
  auto* p = static_cast<Push*>(r->data);
  if (p->context) {
    if (p->context->myDoc) Xml().xmlFreeDoc(p->context->myDoc);
    Xml().xmlFreeParserCtxt(p->context);
  }
  delete p;
  r->data = nullptr;
}
void PushOpen(Args, Value* result) {
  auto* p = new Push;
  std::memset(&p->sax, 0, sizeof p->sax);
  p->sax.startElement = OnStart;
  p->sax.endElement = OnEnd;
  p->sax.characters = OnText;
  p->sax.ignorableWhitespace = OnText;
  p->sax.cdataBlock = OnText;
  p->sax.processingInstruction = OnPi;
  p->sax.comment = OnComment;
  p->sax.notationDecl = OnNotation;
  p->sax.unparsedEntityDecl = OnUnparsed;
  p->sax.initialized = 1;
  *result = Value(NewResource("xml", p, Close));
}
// [events, error code, line, column, byte]
void PushFeed(Args args, Value* result) {
  if (!args[0].IsResource() || !args[0].res->type_name || std::string_view(args[0].res->type_name) != "xml") {
    return ArgumentTypeError(1, "must be an open parser");
  }
  auto* p = static_cast<Push*>(args[0].res->data);
  XmlErrors errors;
  Array* events = NewArray();
  p->events = events;
  std::string_view data = args.View(1);
  if (!p->context) {
    p->context = Xml().xmlCreatePushParserCtxt(&p->sax, nullptr, nullptr, 0, nullptr);
    p->context->_private = p;
    Xml().xmlCtxtUseOptions(p->context,
                            XML_PARSE_OLDSAX | XML_PARSE_NOENT | (args.Bool(3) ? XML_PARSE_HUGE : 0));
    p->context->_private = p;
  }
  Xml().xmlParseChunk(p->context, data.data(), static_cast<int>(data.size()), args.Bool(2));
  p->events = nullptr;
  errors.Report(true);
  xmlParserInput* in = p->context->input;
  bool bad = !p->context->wellFormed && p->context->errNo != 0;
  Array* out = NewArray();
  Append(out, Value(events));
  Append(out, Value(int64_t{bad ? p->context->errNo : 0}));
  Append(out, Value(int64_t{in ? in->line : 0}));
  Append(out, Value(int64_t{in ? in->col : 0}));
  Append(out, Value(static_cast<int64_t>(Xml().xmlByteConsumed(p->context))));
  Return(result, out);
}

constexpr char kParser[] = R"php(
final class XMLParser {
    public $__push, $__ns = null, $__fold = true, $__skip = 0, $__white = false, $__target = 'UTF-8', $__on = [], $__object = null, $__huge = false, $__busy = false;
    public $__error = 0, $__line = 1, $__column = 1, $__byte = 0, $__spaces = [[]];
    public function __debugInfo() { return []; }
}
)php";
constexpr char kFunctions[] = R"php(
namespace tusk\xml;
final class Functions {
    private const ERRORS = [0 => 'No error', 'No memory', 'Invalid document start', 'Empty document', 'Not well-formed (invalid token)', 'Invalid document end', 'Invalid hexadecimal character reference', 'Invalid decimal character reference', 'Invalid character reference', 'Invalid character', 'XML_ERR_CHARREF_AT_EOF', 26 => 'Undeclared entity error', 38 => 'Unescaped \'<\' not allowed in attributes values', 'AttValue: " or \' expected', 41 => 'Attribute redefined', 68 => 'XML_ERR_NAME_REQUIRED', 73 => '> required', 76 => 'Mismatched tag', 77 => 'Premature end of data', 5 => 'Invalid document end', 201 => 'Namespace prefix is not defined'];
    public static function xml_parser_create(?string $encoding = null): \XMLParser {
        if ($encoding !== null && $encoding !== '' && !in_array(strtoupper($encoding), ['UTF-8', 'ISO-8859-1', 'US-ASCII'], true)) throw new \ValueError('xml_parser_create(): Argument #1 ($encoding) is not a supported source encoding');
        $p = new \XMLParser;
        $p->__push = \tusk\xml\push_open();
        if ($encoding) $p->__target = strtoupper($encoding);
        return $p;
    }
    public static function xml_parser_create_ns(?string $encoding = null, string $separator = ':'): \XMLParser {
        $p = self::xml_parser_create($encoding);
        $p->__ns = $separator === '' ? '' : $separator[0];
        return $p;
    }
    public static function xml_parser_free(\XMLParser $parser): bool { return true; }
    // What sets each handler, and by which arguments.
    private const SETTERS = ['start' => 'xml_set_element_handler', 'end' => 'xml_set_element_handler', 'text' => 'xml_set_character_data_handler', 'pi' => 'xml_set_processing_instruction_handler', 'default' => 'xml_set_default_handler', 'unparsed' => 'xml_set_unparsed_entity_decl_handler', 'notation' => 'xml_set_notation_decl_handler', 'external' => 'xml_set_external_entity_ref_handler', 'startns' => 'xml_set_start_namespace_decl_handler', 'endns' => 'xml_set_end_namespace_decl_handler'];
    public static function xml_set_object(\XMLParser $parser, object $object): true {
        \tusk\warn('Function xml_set_object() is deprecated since 8.4, provide a proper method callable to xml_set_*_handler() functions', E_DEPRECATED);
        foreach ($parser->__on as $event => $handler) {
            if (is_string($handler) && !method_exists($object, $handler) && !is_callable([$object, $handler]))
                throw new \ValueError('xml_set_object(): Argument #2 ($object) cannot safely swap to object of class ' . $object::class . " as method \"$handler\" does not exist, which was set via " . self::SETTERS[$event] . '()');
        }
        $parser->__object = $object;
        return true;
    }
    // Names of methods stay strings, everything else becomes a closure.
    private static function check(\XMLParser $p, string $event, $handler, string $place): string|\Closure|null {
        $function = self::SETTERS[$event];
        if ($handler === null) return null;
        if (is_callable($handler)) return $handler(...);
        if (!is_string($handler)) throw new \TypeError("$function(): Argument $place must be of type callable|string|null");
        \tusk\warn("$function(): Passing non-callable strings is deprecated since 8.4", E_DEPRECATED);
        if ($handler === '') return null;
        if (!$p->__object) throw new \ValueError("$function(): Argument $place an object must be set via xml_set_object() to be able to lookup method");
        if (!is_callable([$p->__object, $handler])) throw new \ValueError("$function(): Argument $place method " . $p->__object::class . "::$handler() does not exist");
        return $handler;
    }
    private static function on(\XMLParser $p, string $event, $handler): true {
        $p->__on[$event] = self::check($p, $event, $handler, '#2 ($handler)');
        return true;
    }
    public static function xml_set_element_handler(\XMLParser $parser, $start_handler, $end_handler): true {
        $quiet = is_string($start_handler) && !is_callable($start_handler) && is_string($end_handler) && !is_callable($end_handler);
        $wrong = !is_string($end_handler) && $end_handler !== null && !is_callable($end_handler) && $start_handler !== null;
        $start = self::check($parser, 'start', $wrong ? [] : $start_handler, '#2 ($start_handler)');
        $end = $quiet && $parser->__object && is_callable([$parser->__object, $end_handler]) ? $end_handler : self::check($parser, 'end', $end_handler, '#3 ($end_handler)');
        $parser->__on = ['start' => $start, 'end' => $end] + $parser->__on;
        return true;
    }
    public static function xml_set_character_data_handler(\XMLParser $parser, $handler): true { return self::on($parser, 'text', $handler); }
    public static function xml_set_processing_instruction_handler(\XMLParser $parser, $handler): true { return self::on($parser, 'pi', $handler); }
    public static function xml_set_default_handler(\XMLParser $parser, $handler): true { return self::on($parser, 'default', $handler); }
    public static function xml_set_unparsed_entity_decl_handler(\XMLParser $parser, $handler): true { return self::on($parser, 'unparsed', $handler); }
    public static function xml_set_notation_decl_handler(\XMLParser $parser, $handler): true { return self::on($parser, 'notation', $handler); }
    public static function xml_set_external_entity_ref_handler(\XMLParser $parser, $handler): true { return self::on($parser, 'external', $handler); }
    public static function xml_set_start_namespace_decl_handler(\XMLParser $parser, $handler): true { return self::on($parser, 'startns', $handler); }
    public static function xml_set_end_namespace_decl_handler(\XMLParser $parser, $handler): true { return self::on($parser, 'endns', $handler); }
    private static function call(\XMLParser $p, string $event, ...$arguments): void {
        $handler = $p->__on[$event] ?? null;
        if ($handler === null) return;
        if (is_string($handler)) $p->__object->$handler($p, ...$arguments); else $handler($p, ...$arguments);
    }
    private static function out(\XMLParser $p, string $s): string { return $p->__target === 'UTF-8' ? $s : mb_convert_encoding($s, $p->__target === 'US-ASCII' ? 'ASCII' : $p->__target, 'UTF-8'); }
    private static function name(\XMLParser $p, string $name, bool $attribute = false): string {
        if ($p->__ns !== null) {
            [$prefix, $local] = str_contains($name, ':') ? explode(':', $name, 2) : ['', $name];
            $uri = $attribute && $prefix === '' ? '' : ($p->__spaces[count($p->__spaces) - 1][$prefix] ?? '');
            if ($prefix === 'xml') $uri = 'http://www.w3.org/XML/1998/namespace';
            $name = $uri !== '' ? $uri . $p->__ns . $local : $name;
        }
        $name = self::out($p, $name);
        return $p->__fold ? strtoupper($name) : $name;
    }
    public static function xml_parse(\XMLParser $parser, string $data, bool $is_final = false): int {
        if ($parser->__busy) throw new \Error('Parser must not be called recursively');
        $parser->__busy = true;
        try {
            return self::run($parser, $data, $is_final);
        } finally {
            $parser->__busy = false;
        }
    }
    private static function run(\XMLParser $p, string $data, bool $is_final): int {
        if ($p->__error) return 0;
        [$events, $error, $line, $column, $byte] = \tusk\xml\push_feed($p->__push, $data, $is_final, $p->__huge);
        $count = count($events);
        for ($i = 0; $i < $count; $i++) {
            [$kind, $a, $b, $p->__line, $p->__column, $p->__byte, $c] = $events[$i];
            switch ($kind) {
                case 'start':
                    $written = $b;
                    if ($p->__ns !== null) {
                        $scope = $p->__spaces[count($p->__spaces) - 1];
                        foreach ($b as $k => $v) {
                            if ($k !== 'xmlns' && !str_starts_with($k, 'xmlns:')) continue;
                            unset($b[$k]);
                            $scope[$prefix = $k === 'xmlns' ? '' : substr($k, 6)] = $v;
                            self::call($p, 'startns', $prefix === '' ? false : $prefix, $v);
                        }
                        $p->__spaces[] = $scope;
                    }
                    $attributes = [];
                    foreach ($b as $k => $v) $attributes[self::name($p, (string) $k, true)] = self::out($p, $v);
                    if (!isset($p->__on['start'])) {
                        if (!isset($p->__on['default'])) break;
                        if ($c === null) {
                            $c = "<$a";
                            foreach ($written as $k => $v) $c .= " $k=\"$v\"";
                            $c .= '>';
                        }
                        self::call($p, 'default', self::out($p, $c));
                        break;
                    }
                    self::call($p, 'start', substr(self::name($p, $a), $p->__skip), $attributes);
                    break;
                case 'end':
                    if (isset($p->__on['end'])) self::call($p, 'end', substr(self::name($p, $a), $p->__skip)); else self::call($p, 'default', self::out($p, "</$a>"));
                    if ($p->__ns !== null) array_pop($p->__spaces);
                    break;
                case 'text':
                    if (isset($p->__on['text'])) self::call($p, 'text', self::out($p, $a)); else self::call($p, 'default', self::out($p, $a));
                    break;
                case 'pi':
                    if (isset($p->__on['pi'])) self::call($p, 'pi', self::out($p, $a), self::out($p, $b)); else self::call($p, 'default', "<?$a $b?>");
                    break;
                case 'notation': self::call($p, 'notation', $a, false, $b === '' ? false : $b, $c === '' ? false : $c); break;
                case 'unparsed': self::call($p, 'unparsed', $a, false, $b === '' ? false : $b, $c[0] === '' ? false : $c[0], $c[1]); break;
                default: self::call($p, 'default', self::out($p, $a));
            }
        }
        [$p->__error, $p->__line, $p->__column, $p->__byte] = [$error, $line, $column, $byte];
        return $error ? 0 : 1;
    }
    private const MOST_LEVELS = 255;
    public static function xml_parse_into_struct(\XMLParser $parser, string $data, &$values, &$index = null): int|false {
        if ($parser->__busy) {
            \tusk\warn('xml_parse_into_struct(): Parser must not be called recursively');
            return false;
        }
        $values = $index = [];
        $level = 0;
        $open = false;
        $names = [];
        $saved = $parser->__on;
        $also = function (string $event, ...$arguments) use ($parser, $saved) {
            $handler = $saved[$event] ?? null;
            if (is_string($handler)) $parser->__object->$handler($parser, ...$arguments); elseif ($handler) $handler($parser, ...$arguments);
        };
        $white = $parser->__white;
        $parser->__on = [
            'start' => function ($p, $name, $attributes) use (&$values, &$index, &$level, &$open, &$names, $also) {
                $level++;
                $also('start', $name, $attributes);
                $names[] = $name;
                if ($level > self::MOST_LEVELS) {
                    if ($level === self::MOST_LEVELS + 1) \tusk\warn('xml_parse_into_struct(): Maximum depth exceeded - Results truncated');
                    return;
                }
                $entry = ['tag' => $name, 'type' => 'open', 'level' => $level];
                if ($attributes) $entry['attributes'] = $attributes;
                $index[$name][] = count($values);
                $values[] = $entry;
                $open = true;
            },
            'end' => function ($p, $name) use (&$values, &$index, &$level, &$open, &$names, $also) {
                $also('end', $name);
                if ($open) {
                    $values[count($values) - 1]['type'] = 'complete';
                } elseif ($level <= self::MOST_LEVELS) {
                    $index[$name][] = count($values);
                    $values[] = ['tag' => $name, 'type' => 'close', 'level' => $level];
                }
                array_pop($names);
                $open = false;
                $level--;
            },
            'text' => function ($p, $text) use (&$values, &$index, &$level, &$open, &$names, $white, $also) {
                $also('text', $text);
                $last = count($values) - 1;
                $skipped = $white && trim($text, " \t\n") === '';
                if ($open) {
                    if (isset($values[$last]['value'])) $values[$last]['value'] .= $text; elseif (!$skipped) $values[$last]['value'] = $text;
                } elseif ($last >= 0 && $values[$last]['type'] === 'cdata') {
                    $values[$last]['value'] .= $text;
                } elseif ($names && $level <= self::MOST_LEVELS && !$skipped) {
                    $name = $names[count($names) - 1];
                    $index[$name][] = count($values);
                    $values[] = ['tag' => $name, 'value' => $text, 'type' => 'cdata', 'level' => $level];
                }
            },
        ] + $saved;
        try {
            return self::xml_parse($parser, $data, true);
        } finally {
            $parser->__on = $saved;
        }
    }
    public static function xml_get_error_code(\XMLParser $parser): int { return $parser->__error; }
    public static function xml_error_string(int $error_code): ?string { return self::ERRORS[$error_code] ?? 'Unknown'; }
    public static function xml_get_current_line_number(\XMLParser $parser): int { return $parser->__line; }
    public static function xml_get_current_column_number(\XMLParser $parser): int { return $parser->__column; }
    public static function xml_get_current_byte_index(\XMLParser $parser): int { return $parser->__byte; }
    public static function xml_parser_set_option(\XMLParser $parser, int $option, $value): bool {
        if (!is_string($value) && !is_int($value) && !is_bool($value)) \tusk\warn('xml_parser_set_option(): Argument #3 ($value) must be of type string|int|bool, ' . get_debug_type($value) . ' given');
        switch ($option) {
            case XML_OPTION_CASE_FOLDING: $parser->__fold = (bool) $value; return true;
            case XML_OPTION_TARGET_ENCODING:
                $encoding = strtoupper(is_array($value) ? @(string) $value : (string) $value);
                if (is_array($value)) \tusk\warn('Array to string conversion');
                if (!in_array($encoding, ['UTF-8', 'ISO-8859-1', 'US-ASCII'], true)) throw new \ValueError('xml_parser_set_option(): Argument #3 ($value) is not a supported target encoding');
                $parser->__target = $encoding;
                return true;
            case XML_OPTION_SKIP_TAGSTART:
                if (is_object($value)) \tusk\warn('Object of class ' . $value::class . ' could not be converted to int');
                $skip = is_object($value) ? 1 : (int) $value;
                if ($skip < 0 || $skip > 2147483647) {
                    \tusk\warn('xml_parser_set_option(): Argument #3 ($value) must be between 0 and 2147483647 for option XML_OPTION_SKIP_TAGSTART');
                    return false;
                }
                $parser->__skip = $skip;
                return true;
            case XML_OPTION_SKIP_WHITE: $parser->__white = (bool) $value; return true;
            case XML_OPTION_PARSE_HUGE:
                if ($parser->__busy) throw new \Error('Cannot change option XML_OPTION_PARSE_HUGE while parsing');
                $parser->__huge = (bool) $value;
                return true;
        }
        throw new \ValueError('xml_parser_set_option(): Argument #2 ($option) must be a XML_OPTION_* constant');
    }
    public static function xml_parser_get_option(\XMLParser $parser, int $option): string|int|bool {
        return match ($option) {
            1 => $parser->__fold, 2 => $parser->__target, 3 => $parser->__skip, 4 => $parser->__white, 5 => $parser->__huge,
            default => throw new \ValueError('xml_parser_get_option(): Argument #2 ($option) must be a XML_OPTION_* constant'),
        };
    }
}
)php";

constexpr auto kPhp = InPhp<"tusk\\xml\\functions">;
constexpr uint16_t kRuns =
    Effects::kReadsState | Effects::kWritesState | Effects::kThrows | Effects::kWarns | Effects::kCallsBack;
constexpr char kHandler[] = "(XMLParser $parser, $handler): true";
constexpr char kAsk[] = "(XMLParser $parser): int";
constexpr BuiltinRow kRows[] = {
    {"tusk\\xml\\push_feed", "($push, string $data, bool $final, bool $huge): array", kRuns, PushFeed},
    {"tusk\\xml\\push_open", "()", kRuns, PushOpen},
    {"xml_error_string", "(int $error_code): ?string", kRuns, kPhp},
    {"xml_get_current_byte_index", kAsk, kRuns, kPhp},
    {"xml_get_current_column_number", kAsk, kRuns, kPhp},
    {"xml_get_current_line_number", kAsk, kRuns, kPhp},
    {"xml_get_error_code", kAsk, kRuns, kPhp},
    {"xml_parse", "(XMLParser $parser, string $data, bool $is_final = false): int", kRuns, kPhp},
    {"xml_parse_into_struct", "(XMLParser $parser, string $data, &$values, &$index = null): int|false",
     kRuns | Effects::kWritesArgs, kPhp},
    {"xml_parser_create", "(?string $encoding = null): XMLParser", kRuns, kPhp},
    {"xml_parser_create_ns", "(?string $encoding = null, string $separator = ':'): XMLParser", kRuns, kPhp},
    {"xml_parser_free", "(XMLParser $parser): bool", kRuns, kPhp},
    {"xml_parser_get_option", "(XMLParser $parser, int $option): string|int|bool", kRuns, kPhp},
    {"xml_parser_set_option", "(XMLParser $parser, int $option, $value): bool", kRuns, kPhp},
    {"xml_set_character_data_handler", kHandler, kRuns, kPhp},
    {"xml_set_default_handler", kHandler, kRuns, kPhp},
    {"xml_set_element_handler", "(XMLParser $parser, $start_handler, $end_handler): true", kRuns, kPhp},
    {"xml_set_end_namespace_decl_handler", kHandler, kRuns, kPhp},
    {"xml_set_external_entity_ref_handler", kHandler, kRuns, kPhp},
    {"xml_set_notation_decl_handler", kHandler, kRuns, kPhp},
    {"xml_set_object", "(XMLParser $parser, object $object): true", kRuns, kPhp},
    {"xml_set_processing_instruction_handler", kHandler, kRuns, kPhp},
    {"xml_set_start_namespace_decl_handler", kHandler, kRuns, kPhp},
    {"xml_set_unparsed_entity_decl_handler", kHandler, kRuns, kPhp},
};
static_assert(SortedByName(kRows));

constexpr ConstantRow kConstantRows[] = {
    {"XML_ERROR_ASYNC_ENTITY", int64_t{13}},
    {"XML_ERROR_ATTRIBUTE_EXTERNAL_ENTITY_REF", int64_t{16}},
    {"XML_ERROR_BAD_CHAR_REF", int64_t{14}},
    {"XML_ERROR_BINARY_ENTITY_REF", int64_t{15}},
    {"XML_ERROR_DUPLICATE_ATTRIBUTE", int64_t{8}},
    {"XML_ERROR_EXTERNAL_ENTITY_HANDLING", int64_t{21}},
    {"XML_ERROR_INCORRECT_ENCODING", int64_t{19}},
    {"XML_ERROR_INVALID_TOKEN", int64_t{4}},
    {"XML_ERROR_JUNK_AFTER_DOC_ELEMENT", int64_t{9}},
    {"XML_ERROR_MISPLACED_XML_PI", int64_t{17}},
    {"XML_ERROR_NONE", int64_t{0}},
    {"XML_ERROR_NO_ELEMENTS", int64_t{3}},
    {"XML_ERROR_NO_MEMORY", int64_t{1}},
    {"XML_ERROR_PARAM_ENTITY_REF", int64_t{10}},
    {"XML_ERROR_PARTIAL_CHAR", int64_t{6}},
    {"XML_ERROR_RECURSIVE_ENTITY_REF", int64_t{12}},
    {"XML_ERROR_SYNTAX", int64_t{2}},
    {"XML_ERROR_TAG_MISMATCH", int64_t{7}},
    {"XML_ERROR_UNCLOSED_CDATA_SECTION", int64_t{20}},
    {"XML_ERROR_UNCLOSED_TOKEN", int64_t{5}},
    {"XML_ERROR_UNDEFINED_ENTITY", int64_t{11}},
    {"XML_ERROR_UNKNOWN_ENCODING", int64_t{18}},
    {"XML_OPTION_CASE_FOLDING", int64_t{1}},
    {"XML_OPTION_PARSE_HUGE", int64_t{5}},
    {"XML_OPTION_SKIP_TAGSTART", int64_t{3}},
    {"XML_OPTION_SKIP_WHITE", int64_t{4}},
    {"XML_OPTION_TARGET_ENCODING", int64_t{2}},
    {"XML_SAX_IMPL", "libxml"},
};
static_assert(SortedByName(kConstantRows));

constexpr ObjectHandlers kParserHandlers = {.cloneable = false};
const BuiltinClassRow kClassRows[] = {
    {.name = "XMLParser",
     .flags = ClassFlags::kNotSerializable,
     .handlers = &kParserHandlers,
     .extension = "xml",
     .source = kParser},
    {.name = "tusk\\xml\\Functions", .extension = "xml", .source = kFunctions}};

}  // namespace

constinit const BuiltinTable kXmlParserFunctions(kRows);
const std::span<const BuiltinClassRow> kXmlParserClasses = kClassRows;
constinit const std::span<const ConstantRow> kXmlParserConstants = kConstantRows;

}  // namespace tusk
