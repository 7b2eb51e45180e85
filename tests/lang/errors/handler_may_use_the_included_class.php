<?php
// not for php8.2
// What compiling an included file warns of reaches the handler when its classes are there.
$file = sys_get_temp_dir() . '/included.php';
file_put_contents($file, '<?php class Included { static function f(int $a = null) { return "used"; } }');
set_error_handler(function (int $level, string $message) {
    echo $message, ': ', Included::f(), "\n";
    return true;
});
spl_autoload_register(function (string $class) use ($file) { require $file; });
echo Included::f(1), "\n";
unlink($file);
