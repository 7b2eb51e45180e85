// The texts of reflectors, in PHP: what `echo new ReflectionClass(...)` and its kin print.
#include "interp/ext/class_tables.h"

namespace tusk {
namespace {

constexpr char kText[] = R"php(
namespace tusk\reflection;
final class Text {
    private static function doc(string|false $doc, string $indent): string { return $doc === false ? '' : "$indent$doc\n"; }
    private static function origin(bool $internal, string|false $extension): string {
        return $internal ? '<internal' . ($extension === false ? '' : ":$extension") : '<user';
    }

    // A default as it is written in PHP.
    public static function value(mixed $v): string {
        if ($v === null) return 'NULL';
        if (is_string($v)) return "'$v'";
        if (is_array($v)) {
            $parts = [];
            foreach ($v as $key => $one) $parts[] = (array_is_list($v) ? '' : (is_int($key) ? $key : "'$key'") . ' => ') . self::value($one);
            return '[' . implode(', ', $parts) . ']';
        }
        if ($v instanceof \UnitEnum) return $v::class . '::' . $v->name;
        if (is_object($v)) return 'object(' . $v::class . ')';
        return is_bool($v) ? ($v ? 'true' : 'false') : (string) $v;
    }
    private static function constantValue(mixed $v): string {
        return is_array($v) ? 'Array' : (is_object($v) ? 'Object' : (string) $v);
    }
    private static function typeOf(mixed $v): string { return is_object($v) ? $v::class : get_debug_type($v); }

    public static function parameter(\ReflectionParameter $p, ?string $default): string {
        $text = 'Parameter #' . $p->getPosition() . ' [ <' . ($p->isOptional() ? 'optional' : 'required') . '> ';
        if ($p->hasType()) $text .= $p->getType() . ' ';
        if ($p->isPassedByReference()) $text .= '&';
        if ($p->isVariadic()) $text .= '...';
        $text .= '$' . $p->name;
        if ($default !== null) $text .= " = $default";
        return "$text ]";
    }
    public static function callable(\ReflectionFunctionAbstract $f, string $indent = '', ?string $class = null): string {
        $method = $f instanceof \ReflectionMethod;
        $text = self::doc($f->getDocComment(), $indent) . $indent . ($f->isClosure() ? 'Closure' : ($method ? 'Method' : 'Function')) . ' [ ';
        $text .= self::origin($f->isInternal(), $f->getExtensionName());
        if ($f->isDeprecated()) $text .= ', deprecated';
        if ($method) {
            if ($class !== null && strcasecmp($f->class, $class) !== 0) {
                $text .= ", inherits {$f->class}";
            } elseif (($parent = get_parent_class($f->class)) !== false && ($over = \tusk\reflection\function_info([$parent, $f->name])) !== null && !($over['flags'] & 4)) {
                $text .= ", overwrites {$over['class']}";
            }
            if ($f->hasPrototype()) $text .= ', prototype ' . $f->getPrototype()->class;
            if ($f->isConstructor()) $text .= ', ctor';
        }
        $text .= '> ';
        if ($method) {
            if ($f->isAbstract()) $text .= 'abstract ';
            if ($f->isFinal()) $text .= 'final ';
        }
        if ($f->isStatic()) $text .= 'static ';
        $text .= $method ? ($f->isPublic() ? 'public' : ($f->isPrivate() ? 'private' : 'protected')) . ' method ' : 'function ';
        $text .= ($f->returnsReference() ? '&' : '') . "{$f->name} ] {\n";
        if ($f->isUserDefined()) $text .= "$indent  @@ {$f->getFileName()} {$f->getStartLine()} - {$f->getEndLine()}\n";
        if ($f->isClosure() && ($bound = array_keys($f->getStaticVariables()))) {
            $text .= "\n$indent  - Bound Variables [" . count($bound) . "] {\n";
            foreach ($bound as $i => $name) $text .= "$indent      Variable #$i [ \$$name ]\n";
            $text .= "$indent  }\n";
        }
        $parameters = $f->getParameters();
        $type = $f->getReturnType() ?? $f->getTentativeReturnType();
        if ($parameters || $type !== null || $f->isInternal()) {
            $text .= "\n$indent  - Parameters [" . count($parameters) . "] {\n";
            foreach ($parameters as $p) $text .= "$indent    $p\n";
            $text .= "$indent  }\n";
        }
        if ($type !== null) $text .= "$indent  - " . ($f->hasTentativeReturnType() ? 'Tentative return' : 'Return') . " [ $type ]\n";
        return "$text$indent}\n";
    }
    public static function property(\ReflectionProperty $p, string $indent = ''): string {
        $text = self::doc($p->getDocComment(), $indent) . $indent . 'Property [ ';
        if ($p->isDynamic()) return "{$text}<dynamic> public \${$p->name} ]\n";
        if ($p->isAbstract()) $text .= 'abstract ';
        if ($p->isFinal()) $text .= 'final ';
        $text .= ($p->isPublic() ? 'public' : ($p->isPrivate() ? 'private' : 'protected')) . ' ';
        if ($p->isPrivateSet()) $text .= $p->isPrivate() ? '' : 'private(set) ';
        elseif ($p->isProtectedSet()) $text .= $p->isPublic() ? 'protected(set) ' : '';
        if ($p->isStatic()) $text .= 'static ';
        if ($p->isReadOnly()) $text .= 'readonly ';
        if ($p->hasType()) $text .= $p->getType() . ' ';
        $text .= '$' . $p->name;
        if ($p->hasDefaultValue()) $text .= ' = ' . self::value($p->getDefaultValue());
        return "$text ]\n";
    }
    public static function classConstant(\ReflectionClassConstant $c, string $indent = ''): string {
        $value = $c->getValue();
        return self::doc($c->getDocComment(), $indent) . $indent . 'Constant [ ' . implode(' ', \Reflection::getModifierNames($c->getModifiers())) . ' '
            . ($c->getType() ?? self::typeOf($value)) . " {$c->name} ] { " . self::constantValue($value) . " }\n";
    }
    public static function constant(string $name, mixed $value, string $mark = '', string $indent = ''): string {
        return "{$indent}Constant [ $mark" . self::typeOf($value) . " $name ] { " . self::constantValue($value) . " }\n";
    }
    private static function section(string $title, array $entries, string $indent, bool $apart = false): string {
        $text = "\n$indent  - $title [" . count($entries) . '] {';
        if ($apart && $entries) foreach ($entries as $entry) $text .= "\n$entry";
        else $text .= "\n" . implode('', $entries);
        return "$text$indent  }\n";
    }
    public static function ofClass(\ReflectionClass $c, ?object $object = null, string $indent = ''): string {
        $kind = $c->isInterface() ? 'Interface' : ($c->isTrait() ? 'Trait' : 'Class');
        $text = self::doc($c->getDocComment(), $indent) . $indent . ($object !== null ? 'Object of class' : $kind) . ' [ ';
        $text .= self::origin($c->isInternal(), $c->getExtensionName()) . '> ';
        if (is_a($c->name, 'Traversable', true) && !$c->isInterface()) $text .= '<iterateable> ';
        if ($kind !== 'Class') {
            $text .= lcfirst($kind) . ' ';
        } else {
            if ($c->isAbstract()) $text .= 'abstract ';
            if ($c->isFinal()) $text .= 'final ';
            if ($c->isReadOnly()) $text .= 'readonly ';
            $text .= 'class ';
        }
        $text .= $c->name;
        if ($parent = $c->getParentClass()) $text .= " extends {$parent->name}";
        if ($interfaces = $c->getInterfaceNames()) $text .= ($c->isInterface() ? ' extends ' : ' implements ') . implode(', ', $interfaces);
        $text .= " ] {\n";
        if ($c->isUserDefined()) $text .= "$indent  @@ {$c->getFileName()} {$c->getStartLine()}-{$c->getEndLine()}\n";
        $inner = "$indent    ";
        $text .= self::section('Constants', array_map(fn($one) => self::classConstant($one, $inner), $c->getReflectionConstants()), $indent);
        $static = $own = $dynamic = [];
        foreach ($c->getProperties() as $p) {
            if ($p->isDynamic()) continue;
            if ($p->isStatic()) $static[] = self::property($p, $inner);
            else $own[] = self::property($p, $inner);
        }
        if ($object !== null) {
            foreach (get_mangled_object_vars($object) as $name => $value) {
                if (($name = (string) $name) === '' || $name[0] === "\0" || \tusk\reflection\property_declared($c->name, $name)) continue;
                $dynamic[] = "{$inner}Property [ <dynamic> public \$$name ]\n";
            }
        }
        $functions = $methods = [];
        foreach ($c->getMethods() as $m) {
            if ($m->isPrivate() && strcasecmp($m->class, $c->name) !== 0) continue;
            if ($m->isStatic()) $functions[] = self::callable($m, $inner, $c->name);
            else $methods[] = self::callable($m, $inner, $c->name);
        }
        $text .= self::section('Static properties', $static, $indent) . self::section('Static methods', $functions, $indent, true);
        $text .= self::section('Properties', $own, $indent);
        if ($object !== null) $text .= self::section('Dynamic properties', $dynamic, $indent);
        return $text . self::section('Methods', $methods, $indent, true) . "$indent}\n";
    }
    public static function extension(\ReflectionExtension $e): string {
        static $order = null;
        $order ??= array_flip(get_loaded_extensions());
        $text = "Extension [ <persistent> extension #{$order[$e->name]} {$e->name} version " . ($e->getVersion() ?? '<no_version>') . " ] {\n";
        if ($settings = ini_get_all($e->name)) {
            $text .= "\n  - INI {\n";
            foreach ($settings as $name => $s) {
                $access = $s['access'] === 7 ? 'ALL' : ($s['access'] === 4 ? 'SYSTEM' : ($s['access'] & 2 ? 'PERDIR,SYSTEM' : 'USER'));
                $text .= "    Entry [ $name <$access> ]\n      Current = '{$s['local_value']}'\n";
                if ($s['local_value'] !== $s['global_value']) $text .= "      Default = '{$s['global_value']}'\n";
                $text .= "    }\n";
            }
            $text .= "  }\n";
        }
        if ($constants = $e->getConstants()) {
            $text .= "\n  - Constants [" . count($constants) . "] {\n";
            foreach ($constants as $name => $value) $text .= self::constant($name, $value, '', '    ');
            $text .= "  }\n";
        }
        if ($functions = $e->getFunctions()) {
            $text .= "\n  - Functions {\n";
            foreach ($functions as $f) $text .= self::callable($f, '    ');
            $text .= "  }\n";
        }
        if ($classes = $e->getClasses()) {
            $text .= "\n  - Classes [" . count($classes) . '] {';
            foreach ($classes as $c) $text .= "\n" . self::ofClass($c, null, '    ');
            $text .= "  }\n";
        }
        return "$text}\n";
    }
}
)php";

constexpr BuiltinClassRow kRows[] = {
    {.name = "tusk\\reflection\\Text", .extension = "Reflection", .source = kText},
};

}  // namespace

constinit const std::span<const BuiltinClassRow> kReflectionTextClasses = kRows;

}  // namespace tusk
