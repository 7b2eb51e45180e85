<?php
// Not given, permissions are 0777, an octal number.
$dir = sys_get_temp_dir() . '/permissions';
umask(022);
mkdir($dir);
mkdir("$dir/deep/er", recursive: true);
mkdir("$dir/own", 0700);
foreach ([$dir, "$dir/deep", "$dir/deep/er", "$dir/own"] as $path) printf("%o\n", fileperms($path));
echo (new ReflectionFunction('mkdir'))->getParameters()[1]->getDefaultValue(), "\n";
array_map(rmdir(...), ["$dir/own", "$dir/deep/er", "$dir/deep", $dir]);
