// XMLWriter, in PHP: compiled when first used. Indentation, escapes and states are those of libxml2's writer.
#include "interp/ext/class_tables.h"
#include "interp/ext/in_php.h"
#include "interp/ext/support.h"
#include "interp/ext/tables.h"
#include "interp/runtime/class_table.h"
#include "interp/runtime/object.h"

namespace tusk {
namespace {

constexpr char kWriter[] = R"php(
class XMLWriter {
    private $__out = null;
    private $__file = null;
    private $__open = [];
    private $__indent = false;
    private $__with = ' ';
    private $__fresh = true;
    private $__spaces = [];

    public function openUri(string $uri): bool {
        if ($uri === '') throw new ValueError('XMLWriter::openUri(): Argument #1 ($uri) must not be empty');
        $file = @fopen($uri, 'wb', false, \tusk\libxml\streams_context());
        if (!$file) {
            \tusk\warn('XMLWriter::openUri(): Unable to resolve file path');
            return false;
        }
        return $this->__begin($file);
    }
    public function openMemory(): bool { return $this->__begin(null); }
    public static function toMemory(): static { $w = new static; $w->__begin(null); return $w; }
    public static function toUri(string $uri): static { $w = new static; $w->openUri($uri); return $w; }
    public static function toStream($stream): static { $w = new static; $w->__begin($stream); return $w; }
    private function __begin($file): bool {
        $this->__out = '';
        $this->__file = $file;
        $this->__open = $this->__spaces = [];
        $this->__fresh = true;
        return true;
    }
    public function __destruct() { if ($this->__file && is_resource($this->__file) && $this->__out !== '') $this->flush(); }
    private function __ready(): void { if ($this->__out === null) throw new Error('Invalid or uninitialized XMLWriter object'); }
    private static function __name(string $name, string $method, string $what, int $argument = 1, string $variable = 'name'): void {
        if (!preg_match('/^[A-Za-z_:\x80-\xff][-A-Za-z0-9_:.\x80-\xff]*$/D', $name)) throw new ValueError("XMLWriter::$method(): Argument #$argument (\$$variable) must be a valid $what, \"$name\" given");
    }
    private static function __attributeText(string $s): string { return strtr($s, ['&' => '&amp;', '<' => '&lt;', '>' => '&gt;', '"' => '&quot;', "\n" => '&#10;', "\r" => '&#13;', "\t" => '&#9;']); }
    private static function __plainText(string $s): string { return strtr($s, ['&' => '&amp;', '<' => '&lt;', '>' => '&gt;', '"' => '&quot;', "\r" => '&#13;']); }

    public function setIndent(bool $enable): bool { $this->__ready(); $this->__indent = $enable; $this->__fresh = true; return true; }
    public function setIndentString(string $indentation): bool { $this->__ready(); $this->__with = $indentation; return true; }
    private function __pad(): void { if ($this->__open) $this->__out .= str_repeat($this->__with, count($this->__open) - 1); }
    private function __state(): string { return $this->__open ? $this->__open[count($this->__open) - 1][0] : ''; }
    private function __mark(string $state): void { $this->__open[count($this->__open) - 1][0] = $state; }
    // Closes an attribute and the start tag that may be under way.
    private function __closeTag(bool $newline): void {
        if ($this->__state() === 'attribute') $this->endAttribute();
        if ($this->__state() !== 'name') return;
        $this->__declare();
        $this->__out .= $newline && $this->__indent ? ">\n" : '>';
        $this->__mark('text');
    }
    private function __declare(): void {
        foreach (array_reverse($this->__spaces) as $name => $uri) $this->__out .= " $name=\"" . self::__attributeText($uri) . '"';
        $this->__spaces = [];
    }
    // What must come before content of any kind.
    private function __settle(): void {
        switch ($this->__state()) {
            case 'name': $this->__closeTag(false); break;
            case 'pi': $this->__out .= ' '; $this->__mark('pi text'); break;
            case 'dtd': $this->__out .= ' ['; $this->__mark('dtd text'); break;
            case 'dtd element': $this->__out .= ' '; $this->__mark('dtd element text'); break;
            case 'dtd entity': $this->__out .= ' "'; $this->__mark('dtd entity text'); break;
        }
    }
    public function writeRaw(string $content): bool {
        $this->__ready();
        $this->__settle();
        if ($this->__indent) $this->__fresh = false;
        $this->__out .= $content;
        return true;
    }
    public function text(string $content): bool {
        $this->__ready();
        switch ($this->__state()) {
            case 'name': case 'text': return $this->writeRaw(self::__plainText($content));
            case 'attribute': $this->__out .= self::__attributeText($content); return true;
        }
        return $this->writeRaw($content);
    }
    public function startElement(string $name): bool {
        $this->__ready();
        self::__name($name, 'startElement', 'element name');
        return $this->__start($name);
    }
    private function __start(string $name): bool {
        if (str_starts_with($this->__state(), 'pi')) return false;
        $this->__closeTag(true);
        $this->__open[] = ['name', $name];
        if ($this->__indent) $this->__pad();
        $this->__out .= "<$name";
        return true;
    }
    public function startElementNs(?string $prefix, string $name, ?string $namespace): bool {
        $this->__ready();
        self::__name($name, 'startElementNs', 'element name', 2);
        if (!$this->__start($prefix !== null && $prefix !== '' ? "$prefix:$name" : $name)) return false;
        if ($namespace !== null) $this->__spaces[$prefix !== null && $prefix !== '' ? "xmlns:$prefix" : 'xmlns'] = $namespace;
        return true;
    }
    public function endElement(): bool { return $this->__end(false); }
    public function fullEndElement(): bool { return $this->__end(true); }
    private function __end(bool $full): bool {
        $this->__ready();
        $state = $this->__state();
        if ($state === 'attribute') { $this->endAttribute(); $state = 'name'; }
        if ($state !== 'name' && $state !== 'text') return false;
        $name = $this->__open[count($this->__open) - 1][1];
        if ($state === 'name') {
            $this->__declare();
            if (!$full) {
                if ($this->__indent) $this->__fresh = true;
                $this->__out .= '/>';
            } else {
                $this->__out .= '>';
                if ($this->__indent) $this->__fresh = false;
            }
        }
        if ($full || $state === 'text') {
            if ($this->__indent && $this->__fresh) $this->__pad();
            $this->__fresh = true;
            $this->__out .= "</$name>";
        }
        if ($this->__indent) $this->__out .= "\n";
        array_pop($this->__open);
        return true;
    }
    public function writeElement(string $name, ?string $content = null): bool {
        $this->__ready();
        self::__name($name, 'writeElement', 'element name');
        if (!$this->__start($name)) return false;
        if ($content !== null) $this->text($content);
        return $this->endElement();
    }
    public function writeElementNs(?string $prefix, string $name, ?string $namespace, ?string $content = null): bool {
        if (!$this->startElementNs($prefix, $name, $namespace)) return false;
        if ($content !== null) $this->text($content);
        return $this->endElement();
    }
    public function startAttribute(string $name): bool {
        $this->__ready();
        self::__name($name, 'startAttribute', 'attribute name');
        if ($this->__state() === 'attribute') $this->endAttribute();
        if ($this->__state() !== 'name') return false;
        $this->__out .= " $name=\"";
        $this->__mark('attribute');
        return true;
    }
    public function endAttribute(): bool {
        $this->__ready();
        if ($this->__state() !== 'attribute') return false;
        $this->__out .= '"';
        $this->__mark('name');
        return true;
    }
    public function writeAttribute(string $name, string $value): bool {
        $this->__ready();
        self::__name($name, 'writeAttribute', 'attribute name');
        return $this->startAttribute($name) && $this->text($value) && $this->endAttribute();
    }
    public function startAttributeNs(?string $prefix, string $name, ?string $namespace): bool {
        $this->__ready();
        self::__name($name, 'startAttributeNs', 'attribute name', 2);
        if ($this->__state() === 'attribute') $this->endAttribute();
        if ($this->__state() !== 'name') return false;
        if ($namespace !== null) $this->__spaces[$prefix !== null && $prefix !== '' ? "xmlns:$prefix" : 'xmlns'] = $namespace;
        $this->__out .= ' ' . ($prefix !== null && $prefix !== '' ? "$prefix:$name" : $name) . '="';
        $this->__mark('attribute');
        return true;
    }
    public function writeAttributeNs(?string $prefix, string $name, ?string $namespace, string $value): bool {
        return $this->startAttributeNs($prefix, $name, $namespace) && $this->text($value) && $this->endAttribute();
    }
    private function __special(string $state, string $text): bool {
        if (in_array($this->__state(), ['comment', 'cdata', 'pi', 'pi text'], true)) return false;
        $this->__closeTag($state === 'comment');
        $this->__open[] = [$state, ''];
        if ($state === 'comment' && $this->__indent) $this->__pad();
        $this->__out .= $text;
        return true;
    }
    private function __finish(string $state, string $text, bool $newline): bool {
        $this->__ready();
        if ($this->__state() !== $state && $this->__state() !== "$state text") return false;
        $this->__out .= $newline && $this->__indent ? "$text\n" : $text;
        array_pop($this->__open);
        return true;
    }
    public function startComment(): bool { $this->__ready(); return $this->__special('comment', '<!--'); }
    public function endComment(): bool { return $this->__finish('comment', '-->', true); }
    public function writeComment(string $content): bool { return $this->startComment() && $this->text($content) && $this->endComment(); }
    public function startPi(string $target): bool {
        $this->__ready();
        self::__name($target, 'startPi', 'PI target', 1, 'target');
        return $this->__special('pi', "<?$target");
    }
    public function endPi(): bool { return $this->__finish('pi', '?>', true); }
    public function writePi(string $target, string $content): bool {
        $this->__ready();
        self::__name($target, 'writePi', 'PI target', 1, 'target');
        return $this->startPi($target) && $this->text($content) && $this->endPi();
    }
    public function startCdata(): bool { $this->__ready(); return $this->__special('cdata', '<![CDATA['); }
    public function endCdata(): bool { return $this->__finish('cdata', ']]>', false); }
    public function writeCdata(string $content): bool { return $this->startCdata() && ($content === '' || $this->text($content)) && $this->endCdata(); }
    public function startDocument(?string $version = '1.0', ?string $encoding = null, ?string $standalone = null): bool {
        $this->__ready();
        $version ??= '1.0';
        $this->__out .= "<?xml version=\"$version\"" . ($encoding !== null ? " encoding=\"$encoding\"" : '') . ($standalone !== null ? " standalone=\"$standalone\"" : '') . "?>\n";
        return true;
    }
    public function endDocument(): bool {
        $this->__ready();
        while ($this->__open) {
            switch ($this->__state()) {
                case 'attribute': case 'name': case 'text': $this->endElement(); break;
                case 'comment': $this->endComment(); break;
                case 'cdata': $this->endCdata(); break;
                case 'pi': case 'pi text': $this->endPi(); break;
                default: $this->endDtd(); break;
            }
        }
        if (!$this->__indent) $this->__out .= "\n";
        if ($this->__file) $this->flush();
        return true;
    }
    public function startDtd(string $qualifiedName, ?string $publicId = null, ?string $systemId = null): bool {
        $this->__ready();
        if ($this->__open) return false;
        $this->__open[] = ['dtd', $qualifiedName];
        $this->__out .= "<!DOCTYPE $qualifiedName";
        $space = $this->__indent ? "\n" : ' ';
        if ($publicId !== null) $this->__out .= "{$space}PUBLIC \"$publicId\"";
        if ($systemId !== null) $this->__out .= ($publicId === null ? "{$space}SYSTEM" : ($this->__indent ? "\n      " : '')) . " \"$systemId\"";
        return true;
    }
    public function endDtd(): bool {
        $this->__ready();
        while (str_starts_with($this->__state(), 'dtd e') || $this->__state() === 'dtd attlist') $this->__endDeclaration();
        $state = $this->__state();
        if ($state !== 'dtd' && $state !== 'dtd text') return false;
        $this->__out .= ($state === 'dtd' ? '>' : ']>') . ($this->__indent ? "\n" : '');
        array_pop($this->__open);
        return true;
    }
    public function writeDtd(string $name, ?string $publicId = null, ?string $systemId = null, ?string $content = null): bool {
        return $this->startDtd($name, $publicId, $systemId) && ($content === null || $this->text($content)) && $this->endDtd();
    }
    private function __declaration(string $state, string $text): bool {
        $this->__ready();
        if ($this->__state() === 'dtd') {
            $this->__out .= $this->__indent ? " [\n" : ' [';
            $this->__mark('dtd text');
        } elseif ($this->__state() !== 'dtd text' && $this->__open) return false;
        $this->__open[] = [$state, ''];
        if ($this->__indent) $this->__pad();
        $this->__out .= $text;
        return true;
    }
    private function __endDeclaration(): bool {
        $state = $this->__state();
        if ($state === 'dtd entity text') $this->__out .= '"';
        $this->__out .= $this->__indent ? ">\n" : '>';
        array_pop($this->__open);
        return true;
    }
    public function startDtdElement(string $qualifiedName): bool { return $this->__declaration('dtd element', "<!ELEMENT $qualifiedName"); }
    public function endDtdElement(): bool { return str_starts_with($this->__state(), 'dtd element') && $this->__endDeclaration(); }
    public function writeDtdElement(string $name, string $content): bool { return $this->startDtdElement($name) && $this->text($content) && $this->endDtdElement(); }
    public function startDtdAttlist(string $name): bool { return $this->__declaration('dtd element', "<!ATTLIST $name"); }
    public function endDtdAttlist(): bool { return $this->endDtdElement(); }
    public function writeDtdAttlist(string $name, string $content): bool { return $this->startDtdAttlist($name) && $this->text($content) && $this->endDtdAttlist(); }
    public function startDtdEntity(string $name, bool $isParam): bool { return $this->__declaration('dtd entity', '<!ENTITY ' . ($isParam ? '% ' : '') . $name); }
    public function endDtdEntity(): bool { return str_starts_with($this->__state(), 'dtd entity') && $this->__endDeclaration(); }
    public function writeDtdEntity(string $name, string $content, bool $isParam = false, ?string $publicId = null, ?string $systemId = null, ?string $notationData = null): bool {
        if ($publicId === null && $systemId === null) return $this->startDtdEntity($name, $isParam) && $this->text($content) && $this->endDtdEntity();
        $this->__declaration('dtd element', '<!ENTITY ' . ($isParam ? '% ' : '') . $name . ($publicId !== null ? " PUBLIC \"$publicId\"" : ' SYSTEM') . " \"$systemId\"" . ($notationData !== null ? " NDATA $notationData" : ''));
        return $this->__endDeclaration();
    }
    public function outputMemory(bool $flush = true): string {
        $this->__ready();
        $out = $this->__out;
        if ($flush) $this->__out = '';
        return $out;
    }
    public function flush(bool $empty = true): string|int {
        $this->__ready();
        $out = $this->__out;
        if ($this->__file) {
            $this->__out = '';
            return (int) fwrite($this->__file, $out);
        }
        if ($empty) $this->__out = '';
        return $out;
    }
    public function __debugInfo() { return []; }
}
)php";

// xmlwriter_start_element($writer, ...) is $writer->startElement(...).
void CallMethod(Args args, Value* result) {
  std::string_view name = args.frame->func->name->view();
  std::string method;
  for (char c : name.substr(name.find('_') + 1)) {
    if (c != '_') method += c;
  }
  Object* o = args[0].obj;
  Function* const* f = o->cls->methods.Find(std::string_view(method));
  CHECK(f != nullptr);
  uint32_t count = args.count;
  while (count > 1 && args.values[count - 1].IsUndef()) --count;
  CallFunction(*f, o, o->cls, count - 1, args.values + 1, result);
}
void OpenMemory(Args args, Value* result) {
  Class* c = FindClass(std::string_view("xmlwriter"), false);
  Function* const* f = c->methods.Find(std::string_view("tomemory"));
  CallFunction(*f, nullptr, c, 0, nullptr, result);
}
void OpenUri(Args args, Value* result) {
  Class* c = FindClass(std::string_view("xmlwriter"), false);
  Object* o = NewObject(c);
  Function* const* f = c->methods.Find(std::string_view("openuri"));
  Value opened;
  CallFunction(*f, o, c, 1, args.values, &opened);
  if (opened.IsTrue()) {
    *result = Value(o);
  } else {
    Release(Value(o));
    Return(result, false);
  }
}

constexpr uint16_t kWrites =
    Effects::kReadsState | Effects::kWritesState | Effects::kThrows | Effects::kWarns | Effects::kCallsBack;
constexpr char kOnly[] = "(XMLWriter $writer): bool";
constexpr char kNamed[] = "(XMLWriter $writer, string $name): bool";
constexpr char kContent[] = "(XMLWriter $writer, string $content): bool";
constexpr BuiltinRow kRows[] = {
    {"xmlwriter_end_attribute", kOnly, kWrites, CallMethod},
    {"xmlwriter_end_cdata", kOnly, kWrites, CallMethod},
    {"xmlwriter_end_comment", kOnly, kWrites, CallMethod},
    {"xmlwriter_end_document", kOnly, kWrites, CallMethod},
    {"xmlwriter_end_dtd", kOnly, kWrites, CallMethod},
    {"xmlwriter_end_dtd_attlist", kOnly, kWrites, CallMethod},
    {"xmlwriter_end_dtd_element", kOnly, kWrites, CallMethod},
    {"xmlwriter_end_dtd_entity", kOnly, kWrites, CallMethod},
    {"xmlwriter_end_element", kOnly, kWrites, CallMethod},
    {"xmlwriter_end_pi", kOnly, kWrites, CallMethod},
    {"xmlwriter_flush", "(XMLWriter $writer, bool $empty = true): string|int", kWrites, CallMethod},
    {"xmlwriter_full_end_element", kOnly, kWrites, CallMethod},
    {"xmlwriter_open_memory", "(): XMLWriter|false", kWrites, OpenMemory},
    {"xmlwriter_open_uri", "(string $uri): XMLWriter|false", kWrites, OpenUri},
    {"xmlwriter_output_memory", "(XMLWriter $writer, bool $flush = true): string", kWrites, CallMethod},
    {"xmlwriter_set_indent", "(XMLWriter $writer, bool $enable): bool", kWrites, CallMethod},
    {"xmlwriter_set_indent_string", "(XMLWriter $writer, string $indentation): bool", kWrites, CallMethod},
    {"xmlwriter_start_attribute", kNamed, kWrites, CallMethod},
    {"xmlwriter_start_attribute_ns",
     "(XMLWriter $writer, ?string $prefix, string $name, ?string $namespace): bool", kWrites, CallMethod},
    {"xmlwriter_start_cdata", kOnly, kWrites, CallMethod},
    {"xmlwriter_start_comment", kOnly, kWrites, CallMethod},
    {"xmlwriter_start_document",
     "(XMLWriter $writer, ?string $version = '1.0', ?string $encoding = null, ?string $standalone = null): "
     "bool",
     kWrites, CallMethod},
    {"xmlwriter_start_dtd",
     "(XMLWriter $writer, string $qualifiedName, ?string $publicId = null, ?string $systemId = null): bool",
     kWrites, CallMethod},
    {"xmlwriter_start_dtd_attlist", kNamed, kWrites, CallMethod},
    {"xmlwriter_start_dtd_element", "(XMLWriter $writer, string $qualifiedName): bool", kWrites, CallMethod},
    {"xmlwriter_start_dtd_entity", "(XMLWriter $writer, string $name, bool $isParam): bool", kWrites,
     CallMethod},
    {"xmlwriter_start_element", kNamed, kWrites, CallMethod},
    {"xmlwriter_start_element_ns",
     "(XMLWriter $writer, ?string $prefix, string $name, ?string $namespace): bool", kWrites, CallMethod},
    {"xmlwriter_start_pi", "(XMLWriter $writer, string $target): bool", kWrites, CallMethod},
    {"xmlwriter_text", kContent, kWrites, CallMethod},
    {"xmlwriter_write_attribute", "(XMLWriter $writer, string $name, string $value): bool", kWrites,
     CallMethod},
    {"xmlwriter_write_attribute_ns",
     "(XMLWriter $writer, ?string $prefix, string $name, ?string $namespace, string $value): bool", kWrites,
     CallMethod},
    {"xmlwriter_write_cdata", kContent, kWrites, CallMethod},
    {"xmlwriter_write_comment", kContent, kWrites, CallMethod},
    {"xmlwriter_write_dtd",
     "(XMLWriter $writer, string $name, ?string $publicId = null, ?string $systemId = null, ?string $content "
     "= null): bool",
     kWrites, CallMethod},
    {"xmlwriter_write_dtd_attlist", "(XMLWriter $writer, string $name, string $content): bool", kWrites,
     CallMethod},
    {"xmlwriter_write_dtd_element", "(XMLWriter $writer, string $name, string $content): bool", kWrites,
     CallMethod},
    {"xmlwriter_write_dtd_entity",
     "(XMLWriter $writer, string $name, string $content, bool $isParam = false, ?string $publicId = null, "
     "?string $systemId = null, ?string $notationData = null): bool",
     kWrites, CallMethod},
    {"xmlwriter_write_element", "(XMLWriter $writer, string $name, ?string $content = null): bool", kWrites,
     CallMethod},
    {"xmlwriter_write_element_ns",
     "(XMLWriter $writer, ?string $prefix, string $name, ?string $namespace, ?string $content = null): bool",
     kWrites, CallMethod},
    {"xmlwriter_write_pi", "(XMLWriter $writer, string $target, string $content): bool", kWrites, CallMethod},
    {"xmlwriter_write_raw", kContent, kWrites, CallMethod},
};
static_assert(SortedByName(kRows));

const BuiltinClassRow kClassRows[] = {{.name = "XMLWriter", .extension = "xmlwriter", .source = kWriter}};

}  // namespace

constinit const BuiltinTable kXmlWriterFunctions(kRows);
const std::span<const BuiltinClassRow> kXmlWriterClasses = kClassRows;

}  // namespace tusk
