<?php
namespace App\Models {
    use function strtoupper as up;
    use const PHP_INT_SIZE as SIZE;
    const LOCAL = 'local const';
    function helper() { return __FUNCTION__; }
    function strlen($x) { return 'shadowed ' . \strlen($x); }
    interface Model {}
    class User implements Model { function cls() { return [__CLASS__, self::class, static::class, __NAMESPACE__, namespace\helper(), strlen('abc'), up('x'), SIZE, LOCAL, namespace\LOCAL]; } }
    enum Kind { case A; }
}
namespace App {
    use App\Models\{User, Kind as K};
    use App\Models;
    use function App\Models\helper;
    use const App\Models\LOCAL;
    class Sub extends User {}
    echo json_encode((new User)->cls()), helper(), LOCAL, Models\helper(), K::A->name, "\n";
    echo User::class, ' ', Models\User::class, ' ', \App\Sub::class, ' ', namespace\Sub::class, ' ', Undefined::class, "\n";
    echo (new Sub) instanceof Models\Model ? 'model' : 'no', get_parent_class(new Sub), "\n";
    $n = '\App\Models\User';
    echo get_class(new $n), \strlen('abcd'), count([1]), json_encode(\array_map('App\Models\strlen', ['ab'])), "\n";
    foreach ([fn() => nope(), fn() => new Nope, fn() => NOPE, fn() => \nope2()] as $f) {
        try {
            $f();
        } catch (\Error $e) {
            echo $e->getMessage(), "\n";
        }
    }
    try {
        throw new \InvalidArgumentException('x');
    } catch (InvalidArgumentException $e) {
        echo 'not this';
    } catch (\Exception $e) {
        echo get_class($e), "\n";
    }
}
namespace {
    echo App\Models\helper(), \App\Models\LOCAL, __NAMESPACE__, "\n";
}
