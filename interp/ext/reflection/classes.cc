// The reflection classes, in PHP over the functions of describe.cc: compiled when first used.
#include "interp/ext/class_tables.h"

namespace tusk {
namespace {

constexpr char kReflector[] = R"php(
interface Reflector extends Stringable {}
)php";
constexpr char kException[] = R"php(
class ReflectionException extends Exception {}
)php";
constexpr char kReference[] = R"php(
final class ReflectionReference {
    private string $__id = '';
    private function __construct() {}
    private function __clone(): void {}
    public static function fromArrayElement(array $array, int|string $key): ?ReflectionReference {
        if (!array_key_exists($key, $array)) throw new ReflectionException('Array key not found');
        $id = \tusk\reflection\reference_id($array, $key);
        if ($id === 0) return null;
        $reference = new self;
        $reference->__id = sha1((string) $id, true);
        return $reference;
    }
    public function getId(): string { return $this->__id; }
    public function __debugInfo() { return []; }
}
)php";
constexpr char kReflection[] = R"php(
class Reflection {
    public static function getModifierNames(int $modifiers): array {
        $names = [];
        if ($modifiers & 64) $names[] = 'abstract';
        if ($modifiers & 32) $names[] = 'final';
        if ($modifiers & 1) $names[] = 'public';
        elseif ($modifiers & 4) $names[] = 'private';
        elseif ($modifiers & 2) $names[] = 'protected';
        if ($modifiers & 16) $names[] = 'static';
        if ($modifiers & (65536 | 128)) $names[] = 'readonly';
        return $names;
    }
}
)php";

// Types are made from their text.
constexpr char kType[] = R"php(
abstract class ReflectionType implements Stringable {
    protected string $__text = '';
    public static function __make(?string $text, ?string $self = null): ?ReflectionType {
        if ($text === null) return null;
        $plain = ltrim($text, '?');
        if (str_contains($plain, '|')) {
            $parts = explode('|', $plain);
            if (count($parts) === 2 && !str_contains($plain, '&') && in_array('null', $parts, true)) {
                $type = new ReflectionNamedType;
                $plain = $parts[0] === 'null' ? $parts[1] : $parts[0];
                $text = '?' . $plain;
            } else {
                $type = new ReflectionUnionType;
            }
        } else {
            $type = str_contains($plain, '&') ? new ReflectionIntersectionType : new ReflectionNamedType;
        }
        $type->__text = $text;
        return $type;
    }
    public function allowsNull(): bool {
        return $this->__text[0] === '?' || $this->__text === 'mixed' || $this->__text === 'null' || in_array('null', explode('|', $this->__text), true);
    }
    public function __toString(): string { return $this->__text; }
    public function __debugInfo() { return []; }
}
)php";
constexpr char kNamedType[] = R"php(
class ReflectionNamedType extends ReflectionType {
    public function getName(): string { return ltrim($this->__text, '?'); }
    public function isBuiltin(): bool {
        return in_array(strtolower($this->getName()), ['int', 'float', 'string', 'bool', 'array', 'mixed', 'void', 'null', 'never', 'callable', 'iterable', 'object', 'false', 'true', 'static'], true);
    }
}
)php";
constexpr char kUnionType[] = R"php(
class ReflectionUnionType extends ReflectionType {
    public function getTypes(): array { return array_map(fn($t) => ReflectionType::__make(trim($t, '()')), explode('|', $this->__text)); }
}
)php";
constexpr char kIntersectionType[] = R"php(
class ReflectionIntersectionType extends ReflectionType {
    public function getTypes(): array { return array_map(fn($t) => ReflectionType::__make($t), explode('&', $this->__text)); }
}
)php";

constexpr char kFunctionAbstract[] = R"php(
abstract class ReflectionFunctionAbstract implements Reflector {
    public string $name = '';
    protected $__target = null;
    protected $__info = null;
    protected $__parameters = null;
    private function __clone(): void {}
    public function __target() { return $this->__target; }
    public function getName(): string { return $this->name; }
    public function inNamespace(): bool { return str_contains($this->name, '\\'); }
    public function getNamespaceName(): string { $at = strrpos($this->name, '\\'); return $at === false ? '' : substr($this->name, 0, $at); }
    public function getShortName(): string { $at = strrpos($this->name, '\\'); return $at === false ? $this->name : substr($this->name, $at + 1); }
    public function isClosure(): bool { return (bool) ($this->__info['flags'] & 512); }
    public function isDeprecated(): bool { return (bool) ($this->__info['flags'] & 4096); }
    public function isInternal(): bool { return $this->__info['internal']; }
    public function isUserDefined(): bool { return !$this->__info['internal']; }
    public function isGenerator(): bool { return (bool) ($this->__info['flags'] & 256); }
    public function isVariadic(): bool { return (bool) ($this->__info['flags'] & 128); }
    public function isStatic(): bool { return (bool) ($this->__info['flags'] & 8); }
    public function returnsReference(): bool { return (bool) ($this->__info['flags'] & 64); }
    public function getDocComment(): string|false { return $this->__info['doc']; }
    public function getFileName(): string|false { return $this->__info['file'] ?? false; }
    public function getStartLine(): int|false { return $this->__info['start'] ?? false; }
    public function getEndLine(): int|false { return $this->__info['end'] ?? false; }
    public function getExtension(): ?ReflectionExtension { return ($name = $this->getExtensionName()) === false ? null : new ReflectionExtension($name); }
    public function getExtensionName(): string|false { return $this->isInternal() ? tusk\reflection\extension_of($this->__target) : false; }
    public function getParameters(): array {
        if ($this->__parameters === null) {
            $this->__parameters = [];
            foreach (tusk\reflection\parameters($this->__target) as $i => $info) $this->__parameters[] = ReflectionParameter::__make($this, $i, $info);
        }
        return $this->__parameters;
    }
    public function getNumberOfParameters(): int { return count(tusk\reflection\parameters($this->__target)); }
    public function getNumberOfRequiredParameters(): int { return $this->__info['required']; }
    public function hasReturnType(): bool { return $this->__info['type'] !== null && !$this->__info['tentative']; }
    public function getReturnType(): ?ReflectionType { return $this->hasReturnType() ? ReflectionType::__make($this->__info['type']) : null; }
    public function hasTentativeReturnType(): bool { return $this->__info['tentative'] && $this->__info['type'] !== null; }
    public function getTentativeReturnType(): ?ReflectionType { return $this->hasTentativeReturnType() ? ReflectionType::__make($this->__info['type']) : null; }
    public function getStaticVariables(): array { return tusk\reflection\static_variables($this->__target); }
    public function getClosureUsedVariables(): array { return $this->__target instanceof Closure ? tusk\reflection\static_variables($this->__target) : []; }
    public function getClosureThis(): ?object { return $this->__target instanceof Closure ? tusk\reflection\closure_info($this->__target)['this'] : null; }
    public function getClosureScopeClass(): ?ReflectionClass {
        $scope = $this->__target instanceof Closure ? tusk\reflection\closure_info($this->__target)['scope'] : null;
        return $scope === null ? null : new ReflectionClass($scope);
    }
    public function getClosureCalledClass(): ?ReflectionClass {
        $called = $this->__target instanceof Closure ? tusk\reflection\closure_info($this->__target)['called'] : null;
        return $called === null ? null : new ReflectionClass($called);
    }
    public function getAttributes(?string $name = null, int $flags = 0): array { return ReflectionAttribute::__of($this, $name, $flags); }
    public function __debugInfo() { return $this instanceof ReflectionMethod ? ['name' => $this->name, 'class' => $this->class] : ['name' => $this->name]; }
}
)php";
constexpr char kFunction[] = R"php(
class ReflectionFunction extends ReflectionFunctionAbstract {
    const IS_DEPRECATED = 2048;
    public function __construct(Closure|string $function) {
        $this->__target = $function;
        $this->__info = tusk\reflection\function_info($function);
        if ($this->__info === null) throw new ReflectionException('Function ' . ltrim($function, '\\') . '() does not exist');
        $this->name = $this->__info['name'];
    }
    public function isDisabled() { return false; }
    public function isAnonymous(): bool { return $this->isClosure() && str_starts_with($this->name, '{closure'); }
    public function invoke(mixed ...$args): mixed { return $this->__target instanceof Closure ? ($this->__target)(...$args) : tusk\reflection\invoke($this->__target, null, $args); }
    public function invokeArgs(array $args = []): mixed { return $this->invoke(...$args); }
    public function getClosure(): Closure { return $this->__target instanceof Closure ? $this->__target : Closure::fromCallable($this->__target); }
    public function __toString(): string { return tusk\reflection\Text::callable($this); }
}
)php";
constexpr char kMethod[] = R"php(
class ReflectionMethod extends ReflectionFunctionAbstract {
    const IS_STATIC = 16;
    const IS_PUBLIC = 1;
    const IS_PROTECTED = 2;
    const IS_PRIVATE = 4;
    const IS_ABSTRACT = 64;
    const IS_FINAL = 32;
    public string $class = '';
    public function __construct(object|string $objectOrMethod, ?string $method = null) {
        if ($method === null) {
            if (!is_string($objectOrMethod) || !str_contains($objectOrMethod, '::')) throw new ReflectionException('ReflectionMethod::__construct(): Argument #1 ($objectOrMethod) must be a valid method name');
            [$objectOrMethod, $method] = explode('::', $objectOrMethod, 2);
        }
        $class = tusk\reflection\class_info($objectOrMethod);
        if ($class === null) throw new ReflectionException("Class \"$objectOrMethod\" does not exist");
        $this->__target = [is_object($objectOrMethod) && $objectOrMethod instanceof Closure ? $objectOrMethod : $class['name'], $method];
        $this->__info = tusk\reflection\function_info($this->__target);
        if ($this->__info === null) throw new ReflectionException("Method {$class['name']}::$method() does not exist");
        $this->class = $this->__info['class'] ?? $class['name'];
        $this->name = $objectOrMethod instanceof Closure && strcasecmp($method, '__invoke') === 0 ? '__invoke' : $this->__info['name'];
    }
    public static function createFromMethodName(string $method): static { return new static($method); }
    public function isPublic(): bool { return (bool) ($this->__info['flags'] & 1); }
    public function isProtected(): bool { return (bool) ($this->__info['flags'] & 2); }
    public function isPrivate(): bool { return (bool) ($this->__info['flags'] & 4); }
    public function isAbstract(): bool { return (bool) ($this->__info['flags'] & 32); }
    public function isFinal(): bool { return (bool) ($this->__info['flags'] & 16); }
    public function isConstructor(): bool { return strcasecmp($this->name, '__construct') === 0; }
    public function isDestructor(): bool { return strcasecmp($this->name, '__destruct') === 0; }
    public function getModifiers(): int {
        $flags = $this->__info['flags'];
        return ($flags & 1 ? 1 : 0) | ($flags & 2 ? 2 : 0) | ($flags & 4 ? 4 : 0) | ($flags & 8 ? 16 : 0) | ($flags & 16 ? 32 : 0) | ($flags & 32 ? 64 : 0);
    }
    public function getDeclaringClass(): ReflectionClass { return new ReflectionClass($this->class); }
    public function hasPrototype(): bool { return $this->__info['prototype'] !== null; }
    public function getPrototype(): ReflectionMethod {
        if ($this->__info['prototype'] === null) throw new ReflectionException("Method {$this->class}::{$this->name} does not have a prototype");
        return new ReflectionMethod($this->__info['prototype'], $this->name);
    }
    public function setAccessible(bool $accessible) {}
    private function __check($object): void {
        if ($this->isAbstract()) throw new ReflectionException("Trying to invoke abstract method {$this->class}::{$this->name}()");
        if ($this->isStatic()) return;
        if ($object === null) throw new ReflectionException("Trying to invoke non static method {$this->class}::{$this->name}() without an object");
        if (!($object instanceof $this->class)) throw new ReflectionException('Given object is not an instance of the class this method was declared in');
    }
    public function invoke(?object $object = null, mixed ...$args): mixed {
        $this->__check($object);
        return tusk\reflection\invoke($this->__target, $object, $args);
    }
    public function invokeArgs(?object $object = null, array $args = []): mixed {
        $this->__check($object);
        return tusk\reflection\invoke($this->__target, $object, $args);
    }
    public function getClosure(?object $object = null): Closure {
        if (!$this->isStatic()) {
            if ($object === null) throw new ReflectionException("Trying to invoke non static method {$this->class}::{$this->name}() without an object");
            if (!($object instanceof $this->class)) throw new ReflectionException('Given object is not an instance of the class this method was declared in');
        }
        return tusk\reflection\closure_of($this->__target, $object);
    }
    public function __toString(): string { return tusk\reflection\Text::callable($this, '', $this->__target[0] instanceof Closure ? null : $this->__target[0]); }
}
)php";
constexpr char kParameter[] = R"php(
class ReflectionParameter implements Reflector {
    public string $name = '';
    private $__function = null;
    private int $__position = 0;
    private array $__info = [];
    public static function __make($function, int $position, array $info): ReflectionParameter {
        $p = tusk\reflection\instantiate(ReflectionParameter::class);
        $p->name = $info['name'];
        $p->__function = $function;
        $p->__position = $position;
        $p->__info = $info;
        return $p;
    }
    public function __construct($function, int|string $param) {
        $this->__function = is_array($function) ? new ReflectionMethod(...$function) : new ReflectionFunction($function);
        foreach (tusk\reflection\parameters($this->__function->__target()) as $i => $info) {
            if ($i === $param || $info['name'] === $param) {
                $this->name = $info['name'];
                $this->__position = $i;
                $this->__info = $info;
                return;
            }
        }
        throw new ReflectionException('The parameter specified by its ' . (is_int($param) ? 'offset' : 'name') . ' could not be found');
    }
    public function getName(): string { return $this->name; }
    public function getPosition(): int { return $this->__position; }
    public function isPassedByReference(): bool { return $this->__info['reference']; }
    public function canBePassedByValue(): bool { return !$this->__info['reference']; }
    public function getDeclaringFunction(): ReflectionFunctionAbstract { return $this->__function; }
    public function getDeclaringClass(): ?ReflectionClass { return $this->__function instanceof ReflectionMethod ? $this->__function->getDeclaringClass() : null; }
    public function getClass(): ?ReflectionClass {
        $type = $this->getType();
        return $type instanceof ReflectionNamedType && !$type->isBuiltin() ? new ReflectionClass(match (strtolower($type->getName())) {
            'self' => $this->getDeclaringClass()->name, 'parent' => get_parent_class($this->getDeclaringClass()->name), default => $type->getName() }) : null;
    }
    public function hasType(): bool { return $this->__info['type'] !== null; }
    public function getType(): ?ReflectionType { return ReflectionType::__make($this->__info['type']); }
    public function isArray(): bool { return ltrim((string) $this->__info['type'], '?') === 'array'; }
    public function isCallable(): bool { return ltrim((string) $this->__info['type'], '?') === 'callable'; }
    public function allowsNull(): bool { $type = $this->getType(); return $type === null || $type->allowsNull(); }
    public function isOptional(): bool { return $this->__info['optional']; }
    public function isVariadic(): bool { return $this->__info['variadic']; }
    public function isPromoted(): bool { return $this->__info['promoted']; }
    public function isDefaultValueAvailable(): bool { return $this->__info['default']; }
    public function getDefaultValue(): mixed {
        if (!$this->__info['default']) throw new ReflectionException('Internal error: Failed to retrieve the default value');
        return tusk\reflection\parameter_default($this->__function->__target(), $this->__position);
    }
    private function __constantName(): ?string {
        if (!$this->__info['default']) throw new ReflectionException('Internal error: Failed to retrieve the default value');
        $text = (string) tusk\reflection\parameter_default_text($this->__function->__target(), $this->__position);
        return preg_match('/^\\\\?[A-Za-z_\x80-\xff][\w\\\\\x80-\xff]*(::\w+)?$/', $text) && !in_array(strtolower($text), ['null', 'true', 'false'], true) ? ltrim($text, '\\') : null;
    }
    public function isDefaultValueConstant(): bool { return $this->__constantName() !== null; }
    public function getDefaultValueConstantName(): ?string { return $this->__constantName(); }
    public function getAttributes(?string $name = null, int $flags = 0): array { return ReflectionAttribute::__of($this, $name, $flags); }
    public function __debugInfo() { return ['name' => $this->name]; }
    public function __toString(): string {
        $default = $this->__info['default'] ? tusk\reflection\parameter_default_text($this->__function->__target(), $this->__position) : null;
        if ($default !== null && $this->__function->isUserDefined()) {
            // Constant expressions as they were written, values as they are.
            $default = tusk\reflection\parameter_default_source($this->__function->__target(), $this->__position) ?? tusk\reflection\Text::value($this->getDefaultValue());
        }
        return tusk\reflection\Text::parameter($this, $default);
    }
}
)php";

constexpr char kClass[] = R"php(
class ReflectionClass implements Reflector {
    const IS_IMPLICIT_ABSTRACT = 16;
    const IS_EXPLICIT_ABSTRACT = 64;
    const IS_FINAL = 32;
    const IS_READONLY = 65536;
    const SKIP_INITIALIZATION_ON_SERIALIZE = 8;
    const SKIP_DESTRUCTOR = 16;
    public string $name = '';
    private array $__class = [];
    private ?object $__instance = null;
    private function __clone(): void {}
    public function __construct(object|string $objectOrClass) {
        $info = tusk\reflection\class_info($objectOrClass);
        if ($info === null) throw new ReflectionException("Class \"$objectOrClass\" does not exist", -1);
        $this->__class = $info;
        $this->name = $info['name'];
        if (is_object($objectOrClass)) $this->__instance = $objectOrClass;
    }
    public function getName(): string { return $this->name; }
    public function isInternal(): bool { return $this->__class['internal']; }
    public function isUserDefined(): bool { return !$this->__class['internal']; }
    public function isAnonymous(): bool { return (bool) ($this->__class['flags'] & 64); }
    public function isInterface(): bool { return (bool) ($this->__class['flags'] & 4); }
    public function isTrait(): bool { return (bool) ($this->__class['flags'] & 8); }
    public function isEnum(): bool { return (bool) ($this->__class['flags'] & 16); }
    public function isFinal(): bool { return (bool) ($this->__class['flags'] & 2); }
    public function isReadOnly(): bool { return (bool) ($this->__class['flags'] & 32); }
    public function isAbstract(): bool {
        if ($this->__class['flags'] & (1 | 1024)) return true;
        if (!($this->__class['flags'] & (4 | 8))) return false;
        foreach (tusk\reflection\methods($this->name) as $m) if ($m['flags'] & 32) return true;
        return false;
    }
    public function isInstantiable(): bool {
        if ($this->__class['flags'] & (1 | 4 | 8 | 16 | 1024)) return false;
        $constructor = $this->getConstructor();
        return $constructor === null || $constructor->isPublic();
    }
    public function isCloneable(): bool {
        if ($this->__class['flags'] & (1 | 4 | 8 | 16 | 1024)) return false;
        if ($this->hasMethod('__clone')) return $this->getMethod('__clone')->isPublic();
        return !is_a($this->name, 'Generator', true);
    }
    public function isIterable(): bool { return $this->__class['iterable'] && !($this->__class['flags'] & (1 | 4 | 8 | 1024)); }
    public function isIterateable(): bool { return $this->isIterable(); }
    public function isInstance(object $object): bool { return $object instanceof $this->name; }
    public function isSubclassOf(ReflectionClass|string $class): bool {
        if ($class instanceof ReflectionClass) $class = $class->name;
        elseif (tusk\reflection\class_info($class) === null) throw new ReflectionException("Class \"$class\" does not exist", -1);
        return is_subclass_of($this->name, $class, true);
    }
    public function implementsInterface(ReflectionClass|string $interface): bool {
        if (is_string($interface)) {
            $info = tusk\reflection\class_info($interface);
            if ($info === null) throw new ReflectionException("Interface \"$interface\" does not exist", -1);
            $interface = new ReflectionClass($interface);
        }
        if (!$interface->isInterface()) throw new ReflectionException("{$interface->name} is not an interface");
        return is_a($this->name, $interface->name, true);
    }
    public function getFileName(): string|false { return $this->__class['file'] ?? false; }
    public function getStartLine(): int|false { return $this->__class['internal'] ? false : $this->__class['start']; }
    public function getEndLine(): int|false { return $this->__class['internal'] ? false : $this->__class['end']; }
    public function getDocComment(): string|false { return $this->__class['doc']; }
    public function getModifiers(): int {
        $flags = $this->__class['flags'];
        return ($flags & 1 ? 64 : 0) | ($flags & 2 ? 32 : 0) | ($flags & 32 ? 65536 : 0);
    }
    public function inNamespace(): bool { return str_contains($this->name, '\\'); }
    public function getNamespaceName(): string { $at = strrpos($this->name, '\\'); return $at === false ? '' : substr($this->name, 0, $at); }
    public function getShortName(): string { $at = strrpos($this->name, '\\'); return $at === false ? $this->name : substr($this->name, $at + 1); }
    public function getParentClass(): ReflectionClass|false { return $this->__class['parent'] === null ? false : new ReflectionClass($this->__class['parent']); }
    public function getInterfaceNames(): array { return $this->__class['interfaces']; }
    public function getInterfaces(): array { $out = []; foreach ($this->__class['interfaces'] as $name) $out[$name] = new ReflectionClass($name); return $out; }
    public function getTraitNames(): array { return $this->__class['traits']; }
    public function getTraits(): array { $out = []; foreach ($this->__class['traits'] as $name) $out[$name] = new ReflectionClass($name); return $out; }
    public function getTraitAliases(): array { throw new Error('not supported yet: ReflectionClass::getTraitAliases()'); }
    public function getExtension(): ?ReflectionExtension { return ($name = $this->getExtensionName()) === false ? null : new ReflectionExtension($name); }
    public function getExtensionName(): string|false { return $this->isInternal() ? tusk\reflection\extension_of($this->name) : false; }
    public function getConstructor(): ?ReflectionMethod { return $this->hasMethod('__construct') ? $this->getMethod('__construct') : null; }
    public function hasMethod(string $name): bool { return tusk\reflection\function_info([$this->__instance ?? $this->name, $name]) !== null; }
    public function getMethod(string $name): ReflectionMethod { return new ReflectionMethod($this->__instance ?? $this->name, $name); }
    public function getMethods(?int $filter = null): array {
        $out = [];
        foreach (tusk\reflection\methods($this->name) as $m) {
            $method = new ReflectionMethod($this->name, $m['name']);
            if ($filter === null || $method->getModifiers() & $filter) $out[] = $method;
        }
        return $out;
    }
    public function hasProperty(string $name): bool {
        foreach (tusk\reflection\properties($this->name) as $p) if ($p['name'] === $name) return true;
        return $this->__instance !== null && array_key_exists($name, get_mangled_object_vars($this->__instance));
    }
    public function getProperty(string $name): ReflectionProperty {
        if (str_contains($name, '::')) {
            [$class, $name] = explode('::', $name, 2);
            return new ReflectionProperty($class, $name);
        }
        return new ReflectionProperty($this->__instance ?? $this->name, $name);
    }
    public function getProperties(?int $filter = null): array {
        $out = [];
        foreach (tusk\reflection\properties($this->name) as $p) {
            $property = new ReflectionProperty($this->name, $p['name']);
            if ($filter === null || $property->getModifiers() & $filter) $out[] = $property;
        }
        if ($this->__instance !== null && ($filter === null || $filter & 1) && $this instanceof ReflectionObject) {
            foreach (get_mangled_object_vars($this->__instance) as $name => $value) {
                if ($name === '' || ((string) $name)[0] === "\0") continue;
                foreach ($out as $known) if ($known->name === (string) $name) continue 2;
                $out[] = new ReflectionProperty($this->__instance, (string) $name);
            }
        }
        return $out;
    }
    public function getDefaultProperties(): array {
        $out = [];
        foreach ([true, false] as $static) {
            foreach (tusk\reflection\properties($this->name) as $p) {
                if ((bool) ($p['flags'] & 8) === $static && $p['has_default']) $out[$p['name']] = $p['default'];
            }
        }
        return $out;
    }
    public function getStaticProperties(): ?array {
        $out = [];
        foreach (tusk\reflection\properties($this->name) as $p) if ($p['flags'] & 8 && tusk\reflection\property_initialized($p['class'], $p['name'], null)) $out[$p['name']] = tusk\reflection\property_get($p['class'], $p['name'], null);
        return $out;
    }
    public function getStaticPropertyValue(string $name, mixed $default = null): mixed {
        foreach (tusk\reflection\properties($this->name) as $p) if ($p['name'] === $name && $p['flags'] & 8) return tusk\reflection\property_get($this->name, $name, null);
        if (func_num_args() > 1) return $default;
        throw new ReflectionException("Property {$this->name}::\$$name does not exist");
    }
    public function setStaticPropertyValue(string $name, mixed $value): void {
        foreach (tusk\reflection\properties($this->name) as $p) {
            if ($p['name'] === $name && $p['flags'] & 8) { tusk\reflection\property_set($this->name, $name, null, $value); return; }
        }
        throw new ReflectionException("Class {$this->name} does not have a property named $name");
    }
    public function hasConstant(string $name): bool {
        foreach (tusk\reflection\constants($this->name) as $c) if ($c['name'] === $name) return true;
        return false;
    }
    public function getConstants(?int $filter = null): array {
        $out = [];
        foreach ($this->getReflectionConstants($filter) as $c) $out[$c->name] = $c->getValue();
        return $out;
    }
    public function getConstant(string $name): mixed {
        return $this->hasConstant($name) ? tusk\reflection\constant_value($this->name, $name) : false;
    }
    public function getReflectionConstants(?int $filter = null): array {
        $out = [];
        foreach (tusk\reflection\constants($this->name) as $c) {
            $constant = new ReflectionClassConstant($this->name, $c['name']);
            if ($filter === null || $constant->getModifiers() & $filter) $out[] = $constant;
        }
        return $out;
    }
    public function getReflectionConstant(string $name): ReflectionClassConstant|false { return $this->hasConstant($name) ? new ReflectionClassConstant($this->name, $name) : false; }
    public function newInstance(mixed ...$args): object { return $this->newInstanceArgs($args); }
    public function newInstanceArgs(array $args = []): ?object {
        $constructor = $this->isInterface() || $this->isTrait() ? null : $this->getConstructor();
        if ($constructor !== null && !$constructor->isPublic()) throw new ReflectionException("Access to non-public constructor of class {$this->name}");
        $object = tusk\reflection\instantiate($this->name);
        if ($constructor !== null) tusk\reflection\invoke([$this->name, '__construct'], $object, $args);
        elseif ($args) throw new ReflectionException("Class {$this->name} does not have a constructor, so you cannot pass any constructor arguments");
        return $object;
    }
    public function newInstanceWithoutConstructor(): object {
        if ($this->isInternal() && $this->isFinal()) throw new ReflectionException("Class {$this->name} is an internal class marked as final that cannot be instantiated without invoking its constructor");
        return tusk\reflection\instantiate($this->name);
    }
    private function __lazy(string $method, ?object $object, callable $initializer, bool $proxy, int $options): ?object {
        $position = $object === null ? 2 : 3;
        if ($options & ~24) throw new ReflectionException("ReflectionClass::$method(): Argument #$position (\$options) contains invalid flags");
        if ($object === null) {
            if ($options & 16) throw new ReflectionException("ReflectionClass::$method(): Argument #2 (\$options) does not accept ReflectionClass::SKIP_DESTRUCTOR");
        } else {
            if (!($object instanceof $this->name)) throw new TypeError("ReflectionClass::$method(): Argument #1 (\$object) must be of type {$this->name}, " . get_debug_type($object) . ' given');
            if (tusk\reflection\lazy_pending($object)) throw new ReflectionException('Object is already lazy');
        }
        return tusk\reflection\lazy_make($this->name, $object, $initializer, $proxy, $options);
    }
    public function newLazyGhost(callable $initializer, int $options = 0): object { return $this->__lazy('newLazyGhost', null, $initializer, false, $options); }
    public function newLazyProxy(callable $factory, int $options = 0): object { return $this->__lazy('newLazyProxy', null, $factory, true, $options); }
    public function resetAsLazyGhost(object $object, callable $initializer, int $options = 0): void { $this->__lazy('resetAsLazyGhost', $object, $initializer, false, $options); }
    public function resetAsLazyProxy(object $object, callable $factory, int $options = 0): void { $this->__lazy('resetAsLazyProxy', $object, $factory, true, $options); }
    public function initializeLazyObject(object $object): object { return tusk\reflection\lazy_initialize($object); }
    public function isUninitializedLazyObject(object $object): bool { return tusk\reflection\lazy_pending($object); }
    public function markLazyObjectAsInitialized(object $object): object { return tusk\reflection\lazy_mark($object); }
    public function getLazyInitializer(object $object): ?callable { return tusk\reflection\lazy_initializer($object); }
    public function getAttributes(?string $name = null, int $flags = 0): array { return ReflectionAttribute::__of($this, $name, $flags); }
    public function __debugInfo() { return ['name' => $this->name]; }
    public function __toString(): string { return tusk\reflection\Text::ofClass($this, $this instanceof ReflectionObject ? $this->__instance : null); }
}
)php";
constexpr char kObject[] = R"php(
class ReflectionObject extends ReflectionClass {
    public function __construct(object $object) { parent::__construct($object); }
}
)php";
constexpr char kEnum[] = R"php(
class ReflectionEnum extends ReflectionClass {
    public function __construct(object|string $objectOrClass) {
        parent::__construct($objectOrClass);
        if (!$this->isEnum()) throw new ReflectionException("Class \"{$this->name}\" is not an enum");
    }
    public function isBacked(): bool { return is_subclass_of($this->name, 'BackedEnum', true); }
    public function getBackingType(): ?ReflectionNamedType {
        if (!$this->isBacked()) return null;
        foreach ($this->name::cases() as $case) return ReflectionType::__make(is_int($case->value) ? 'int' : 'string');
        return ReflectionType::__make('string');
    }
    public function getCases(): array { return array_map(fn($case) => $this->getCase($case->name), $this->name::cases()); }
    public function hasCase(string $name): bool {
        foreach ($this->name::cases() as $case) if ($case->name === $name) return true;
        return false;
    }
    public function isCase(string $name): bool { return $this->hasCase($name); }
    public function getCase(string $name): ReflectionEnumUnitCase {
        if (!$this->hasConstant($name)) throw new ReflectionException("Case {$this->name}::$name does not exist");
        return $this->isBacked() ? new ReflectionEnumBackedCase($this->name, $name) : new ReflectionEnumUnitCase($this->name, $name);
    }
}
)php";
constexpr char kClassConstant[] = R"php(
class ReflectionClassConstant implements Reflector {
    const IS_PUBLIC = 1;
    const IS_PROTECTED = 2;
    const IS_PRIVATE = 4;
    const IS_FINAL = 32;
    public string $name = '';
    public string $class = '';
    protected array $__info = [];
    public function __construct(object|string $class, string $constant) {
        $found = tusk\reflection\class_info($class);
        if ($found === null) throw new ReflectionException("Class \"$class\" does not exist", -1);
        foreach (tusk\reflection\constants($class) as $info) {
            if ($info['name'] !== $constant) continue;
            $this->__info = $info;
            $this->name = $constant;
            $this->class = $info['class'];
            return;
        }
        throw new ReflectionException("Constant {$found['name']}::$constant does not exist");
    }
    public function getName(): string { return $this->name; }
    public function getValue(): mixed { return tusk\reflection\constant_value($this->class, $this->name); }
    public function isPublic(): bool { return !($this->__info['flags'] & 6); }
    public function isProtected(): bool { return (bool) ($this->__info['flags'] & 2); }
    public function isPrivate(): bool { return (bool) ($this->__info['flags'] & 4); }
    public function isFinal(): bool { return (bool) ($this->__info['flags'] & 16); }
    public function isEnumCase(): bool { return $this->__info['case']; }
    public function isDeprecated(): bool { return (bool) ($this->__info['flags'] & 4096); }
    public function getModifiers(): int { return ($this->isPublic() ? 1 : 0) | ($this->isProtected() ? 2 : 0) | ($this->isPrivate() ? 4 : 0) | ($this->isFinal() ? 32 : 0); }
    public function getDeclaringClass(): ReflectionClass { return new ReflectionClass($this->class); }
    public function getDocComment(): string|false { return $this->__info['doc']; }
    public function hasType(): bool { return $this->__info['type'] !== null; }
    public function getType(): ?ReflectionType { return ReflectionType::__make($this->__info['type']); }
    public function getAttributes(?string $name = null, int $flags = 0): array { return ReflectionAttribute::__of($this, $name, $flags); }
    public function __debugInfo() { return ['name' => $this->name, 'class' => $this->class]; }
    public function __toString(): string { return tusk\reflection\Text::classConstant($this); }
}
)php";
constexpr char kEnumUnitCase[] = R"php(
class ReflectionEnumUnitCase extends ReflectionClassConstant {
    public function __construct(object|string $class, string $constant) {
        parent::__construct($class, $constant);
        if (!$this->isEnumCase()) throw new ReflectionException("Constant {$this->class}::{$this->name} is not a case");
    }
    public function getEnum(): ReflectionEnum { return new ReflectionEnum($this->class); }
    public function getValue(): UnitEnum { return parent::getValue(); }
}
)php";
constexpr char kEnumBackedCase[] = R"php(
class ReflectionEnumBackedCase extends ReflectionEnumUnitCase {
    public function __construct(object|string $class, string $constant) {
        parent::__construct($class, $constant);
        if (!($this->getValue() instanceof BackedEnum)) throw new ReflectionException("Enum case {$this->class}::{$this->name} is not a backed case");
    }
    public function getBackingValue(): int|string { return $this->getValue()->value; }
}
)php";
constexpr char kProperty[] = R"php(
class ReflectionProperty implements Reflector {
    const IS_STATIC = 16;
    const IS_READONLY = 128;
    const IS_PUBLIC = 1;
    const IS_PROTECTED = 2;
    const IS_PRIVATE = 4;
    const IS_ABSTRACT = 64;
    const IS_PROTECTED_SET = 2048;
    const IS_PRIVATE_SET = 4096;
    const IS_VIRTUAL = 512;
    const IS_FINAL = 32;
    public string $name = '';
    public string $class = '';
    private ?array $__info = null;
    public function __construct(object|string $class, string $property) {
        $found = tusk\reflection\class_info($class);
        if ($found === null) throw new ReflectionException("Class \"$class\" does not exist", -1);
        $this->name = $property;
        foreach (tusk\reflection\properties($class) as $info) {
            if ($info['name'] !== $property) continue;
            $this->__info = $info;
            $this->class = $info['class'];
            return;
        }
        if (is_object($class) && array_key_exists($property, get_mangled_object_vars($class))) { $this->class = $found['name']; return; }
        throw new ReflectionException("Property {$found['name']}::\$$property does not exist");
    }
    private function __flag(int $bit): bool { return $this->__info !== null && (bool) ($this->__info['flags'] & $bit); }
    public function getName(): string { return $this->name; }
    public function isPublic(): bool { return $this->__info === null || $this->__flag(1); }
    public function isProtected(): bool { return $this->__flag(2); }
    public function isPrivate(): bool { return $this->__flag(4); }
    public function isStatic(): bool { return $this->__flag(8); }
    public function isFinal(): bool { return $this->__flag(16); }
    public function isReadOnly(): bool { return $this->__flag(1 << 24); }
    public function isPromoted(): bool { return $this->__flag(1 << 25); }
    public function isProtectedSet(): bool { return $this->__flag(1 << 26); }
    public function isPrivateSet(): bool { return $this->__flag(1 << 27); }
    public function isVirtual(): bool { return $this->__flag(1 << 28); }
    public function isAbstract(): bool { return $this->__flag(1 << 30); }
    public function isDefault(): bool { return $this->__info !== null; }
    public function isDynamic(): bool { return $this->__info === null; }
    public function getModifiers(): int {
        return ($this->isPublic() ? 1 : 0) | ($this->isProtected() ? 2 : 0) | ($this->isPrivate() ? 4 : 0) | ($this->isStatic() ? 16 : 0) | ($this->isFinal() ? 32 : 0)
            | ($this->isReadOnly() ? 128 : 0) | ($this->isAbstract() ? 64 : 0) | ($this->isVirtual() ? 512 : 0) | ($this->isProtectedSet() ? 2048 : 0) | ($this->isPrivateSet() ? 4096 : 0);
    }
    public function getDeclaringClass(): ReflectionClass { return new ReflectionClass($this->class); }
    public function getDocComment(): string|false { return $this->__info['doc'] ?? false; }
    public function setAccessible(bool $accessible) {}
    public function hasType(): bool { return isset($this->__info['type']); }
    public function getType(): ?ReflectionType { return ReflectionType::__make($this->__info['type'] ?? null); }
    public function getSettableType(): ?ReflectionType { return $this->getType(); }
    public function hasDefaultValue(): bool { return $this->__info !== null && $this->__info['has_default'] && !$this->isVirtual(); }
    public function getDefaultValue(): mixed { return $this->__info['default'] ?? null; }
    private function __unlazy(string $method, object $object): void {
        if (!($object instanceof $this->class)) throw new ReflectionException('Given object is not an instance of the class this property was declared in');
        $kind = $this->__info === null ? 'dynamic' : ($this->isStatic() ? 'static' : ($this->isVirtual() ? 'virtual' : null));
        if ($kind !== null) throw new ReflectionException("Can not use $method on $kind property {$this->class}::\${$this->name}");
    }
    public function skipLazyInitialization(object $object): void {
        $this->__unlazy('skipLazyInitialization', $object);
        tusk\reflection\property_skip_lazy($this->class, $this->name, $object);
    }
    public function setRawValueWithoutLazyInitialization(object $object, mixed $value): void {
        $this->__unlazy('setRawValueWithoutLazyInitialization', $object);
        tusk\reflection\property_set_raw($this->class, $this->name, $object, $value, true);
    }
    public function isLazy(object $object): bool {
        if (!($object instanceof $this->class)) throw new ReflectionException('Given object is not an instance of the class this property was declared in');
        return $this->__info !== null && tusk\reflection\property_is_lazy($this->class, $this->name, $object);
    }
    public function setRawValue(object $object, mixed $value): void {
        if ($this->isStatic()) throw new ReflectionException("May not use setRawValue on static properties");
        if ($this->isVirtual()) throw new Error("Must not write to virtual property {$this->class}::\${$this->name}");
        $this->__check($object);
        tusk\reflection\property_set_raw($this->class, $this->name, $object, $value, false);
    }
    public function getRawValue(object $object): mixed {
        if ($this->isStatic()) throw new ReflectionException("May not use getRawValue on static properties");
        if ($this->isVirtual()) throw new Error("Must not read from virtual property {$this->class}::\${$this->name}");
        $this->__check($object);
        return tusk\reflection\property_get_raw($this->class, $this->name, $object);
    }
    public function hasHooks(): bool { return $this->getHooks() !== []; }
    public function getHooks(): array {
        $hooks = [];
        foreach (['get', 'set'] as $kind) {
            $name = "\${$this->name}::$kind";
            if ($this->__info !== null && tusk\reflection\function_info([$this->class, $name]) !== null) $hooks[$kind] = new ReflectionMethod($this->class, $name);
        }
        return $hooks;
    }
    public function hasHook(PropertyHookType $type): bool { return isset($this->getHooks()[$type->value]); }
    public function getHook(PropertyHookType $type): ?ReflectionMethod { return $this->getHooks()[$type->value] ?? null; }
    private function __check($object): void {
        if ($object === null) throw new TypeError('ReflectionProperty::getValue(): Argument #1 ($object) must be provided for instance properties');
        if (!($object instanceof $this->class)) throw new ReflectionException('Given object is not an instance of the class this property was declared in');
    }
    public function getValue(?object $object = null): mixed {
        if ($this->isStatic()) return tusk\reflection\property_get($this->class, $this->name, null);
        $this->__check($object);
        return tusk\reflection\property_get($this->class, $this->name, $object);
    }
    public function setValue(mixed $objectOrValue = null, mixed $value = null): void {
        if ($this->isStatic()) { tusk\reflection\property_set($this->class, $this->name, null, func_num_args() > 1 ? $value : $objectOrValue); return; }
        if (!is_object($objectOrValue)) throw new TypeError('ReflectionProperty::setValue(): Argument #1 ($objectOrValue) must be of type object, ' . get_debug_type($objectOrValue) . ' given');
        tusk\reflection\property_set($this->class, $this->name, $objectOrValue, $value);
    }
    public function isInitialized(?object $object = null): bool {
        if ($this->isStatic()) return tusk\reflection\property_initialized($this->class, $this->name, null);
        $this->__check($object);
        return tusk\reflection\property_initialized($this->class, $this->name, $object);
    }
    public function getAttributes(?string $name = null, int $flags = 0): array { return ReflectionAttribute::__of($this, $name, $flags); }
    public function __debugInfo() { return ['name' => $this->name, 'class' => $this->class]; }
    public function __toString(): string { return tusk\reflection\Text::property($this); }
}
)php";
constexpr char kExtension[] = R"php(
class ReflectionExtension implements Reflector {
    public string $name = '';
    public function __construct(string $name) {
        foreach (get_loaded_extensions() as $known) if (strcasecmp($known, $name) === 0) $this->name = $known;
        if ($this->name === '') throw new ReflectionException("Extension \"$name\" does not exist");
    }
    private function __clone(): void {}
    public function getClassNames(): array { return tusk\reflection\extension_classes($this->name); }
    public function getClasses(): array { $out = []; foreach ($this->getClassNames() as $c) $out[$c] = new ReflectionClass($c); return $out; }
    public function getConstants(): array { return get_defined_constants(true)[$this->name] ?? []; }
    public function getINIEntries(): array { return ini_get_all($this->name, false) ?: []; }
    public function getDependencies(): array {
        return match ($this->name) { 'dom', 'SimpleXML', 'xmlwriter', 'xml', 'xmlreader' => ['libxml' => 'Required'], 'standard' => ['session' => 'Optional'], default => [] };
    }
    public function info(): void { echo "\n{$this->name}\n\n{$this->name} support => enabled\n\n"; }
    public function isPersistent(): bool { return true; }
    public function isTemporary(): bool { return false; }
    public function getName(): string { return $this->name; }
    public function getVersion(): ?string { return phpversion($this->name) ?: null; }
    public function getFunctions(): array { $out = []; foreach (get_extension_funcs($this->name) ?: [] as $f) $out[$f] = new ReflectionFunction($f); return $out; }
    public function __toString(): string { return tusk\reflection\Text::extension($this); }
}
)php";
constexpr char kConstant[] = R"php(
final class ReflectionConstant implements Reflector {
    public string $name = '';
    private mixed $__value = null;
    private bool $__builtin = true;
    public function __construct(string $name) {
        $name = ltrim($name, '\\');
        if (!defined($name) || str_contains($name, '::')) throw new ReflectionException("Constant \"$name\" does not exist");
        $this->name = $name;
        $this->__value = constant($name);
        $this->__builtin = !array_key_exists($name, get_defined_constants(true)['user'] ?? []);
    }
    private function __clone(): void {}
    public function getName(): string { return $this->name; }
    public function getNamespaceName(): string { $at = strrpos($this->name, '\\'); return $at === false ? '' : substr($this->name, 0, $at); }
    public function getShortName(): string { $at = strrpos($this->name, '\\'); return $at === false ? $this->name : substr($this->name, $at + 1); }
    public function getValue(): mixed { return $this->__value; }
    public function isDeprecated(): bool { return $this->name === 'E_STRICT'; }
    public function __debugInfo() { return ['name' => $this->name]; }
    public function __toString(): string {
        $mark = $this->__builtin ? ($this->isDeprecated() ? '<persistent, deprecated> ' : '<persistent> ') : '';
        return tusk\reflection\Text::constant($this->name, $this->__value, $mark);
    }
}
)php";
constexpr char kAttribute[] = R"php(
class ReflectionAttribute implements Reflector {
    const IS_INSTANCEOF = 2;
    private string $__name = '';
    private array $__of = [];
    private int $__index = 0;
    private int $__target = 0;
    private bool $__repeated = false;
    public static function __of($of, ?string $name, int $flags): array {
        if ($flags & ~2) throw new ValueError(get_class($of) . '::getAttributes(): Argument #2 ($flags) must be a valid attribute filter flag');
        if ($name !== null && $flags & 2 && !class_exists($name) && !interface_exists($name)) throw new Error("Class \"$name\" not found");
        [$where, $target] = match (true) {
            $of instanceof ReflectionClass => [['class', $of->name], 1],
            $of instanceof ReflectionMethod => [['function', $of->__target()], 4],
            $of instanceof ReflectionFunction => [['function', $of->__target()], 2],
            $of instanceof ReflectionProperty => [['property', $of->class, $of->name], 8],
            $of instanceof ReflectionClassConstant => [['constant', $of->class, $of->name], 16],
            default => [['parameter', $of->getDeclaringFunction()->__target(), $of->getPosition()], 32],
        };
        $out = [];
        $names = tusk\reflection\attributes($where);
        $counts = array_count_values(array_map('strtolower', $names));
        foreach ($names as $i => $found) {
            if ($name !== null && strcasecmp(ltrim($name, '\\'), $found) !== 0 && !($flags & 2 && is_a($found, $name, true))) continue;
            $attribute = tusk\reflection\instantiate(ReflectionAttribute::class);
            $attribute->__name = $found;
            $attribute->__of = $where;
            $attribute->__index = $i;
            $attribute->__target = $target;
            $attribute->__repeated = $counts[strtolower($found)] > 1;
            $out[] = $attribute;
        }
        return $out;
    }
    public function __debugInfo() { return []; }
    public function getName(): string { return $this->__name; }
    public function getArguments(): array { return tusk\reflection\attribute_arguments($this->__of, $this->__index); }
    public function getTarget(): int { return $this->__target; }
    public function isRepeated(): bool { return $this->__repeated; }
    public function newInstance(): object {
        if (!class_exists($this->__name)) throw new Error("Attribute class \"{$this->__name}\" not found");
        $flags = 0;
        foreach ((new ReflectionClass($this->__name))->getAttributes() as $a) if (strcasecmp($a->__name, 'Attribute') === 0) $flags = $a->getArguments()[0] ?? $a->getArguments()['flags'] ?? 63;
        if ($flags === 0 && !(new ReflectionClass($this->__name))->isInternal()) throw new Error("Attempting to use non-attribute class \"{$this->__name}\" as attribute");
        if ($flags !== 0 && !($flags & $this->__target)) {
            $kinds = [1 => 'class', 2 => 'function', 4 => 'method', 8 => 'property', 16 => 'class constant', 32 => 'parameter'];
            $allowed = implode(', ', array_filter($kinds, fn($bit) => $flags & $bit, ARRAY_FILTER_USE_KEY));
            throw new Error("Attribute \"{$this->__name}\" cannot target {$kinds[$this->__target]} (allowed targets: $allowed)");
        }
        if ($flags !== 0 && $this->__repeated && !($flags & 64)) throw new Error("Attribute \"{$this->__name}\" must not be repeated");
        return new ($this->__name)(...$this->getArguments());
    }
    public function __toString(): string { return "Attribute [ {$this->__name} ]\n"; }
}
)php";

constexpr char kPropertyHookType[] = R"php(
enum PropertyHookType: string {
    case Get = 'get';
    case Set = 'set';
}
)php";

constexpr BuiltinClassRow kRows[] = {
    {.name = "PropertyHookType", .extension = "Reflection", .source = kPropertyHookType},
    {.name = "Reflection", .extension = "Reflection", .source = kReflection},
    {.name = "ReflectionAttribute", .extension = "Reflection", .source = kAttribute},
    {.name = "ReflectionClass", .extension = "Reflection", .source = kClass},
    {.name = "ReflectionClassConstant", .extension = "Reflection", .source = kClassConstant},
    {.name = "ReflectionConstant", .extension = "Reflection", .source = kConstant},
    {.name = "ReflectionEnum", .extension = "Reflection", .source = kEnum},
    {.name = "ReflectionEnumBackedCase", .extension = "Reflection", .source = kEnumBackedCase},
    {.name = "ReflectionEnumUnitCase", .extension = "Reflection", .source = kEnumUnitCase},
    {.name = "ReflectionException", .extension = "Reflection", .source = kException},
    {.name = "ReflectionExtension", .extension = "Reflection", .source = kExtension},
    {.name = "ReflectionFunction", .extension = "Reflection", .source = kFunction},
    {.name = "ReflectionFunctionAbstract", .extension = "Reflection", .source = kFunctionAbstract},
    {.name = "ReflectionIntersectionType", .extension = "Reflection", .source = kIntersectionType},
    {.name = "ReflectionMethod", .extension = "Reflection", .source = kMethod},
    {.name = "ReflectionNamedType", .extension = "Reflection", .source = kNamedType},
    {.name = "ReflectionObject", .extension = "Reflection", .source = kObject},
    {.name = "ReflectionParameter", .extension = "Reflection", .source = kParameter},
    {.name = "ReflectionProperty", .extension = "Reflection", .source = kProperty},
    {.name = "ReflectionReference", .extension = "Reflection", .source = kReference},
    {.name = "ReflectionType", .extension = "Reflection", .source = kType},
    {.name = "ReflectionUnionType", .extension = "Reflection", .source = kUnionType},
    {.name = "Reflector", .extension = "Reflection", .source = kReflector},
};

}  // namespace

constinit const std::span<const BuiltinClassRow> kReflectionClasses = kRows;

}  // namespace tusk
