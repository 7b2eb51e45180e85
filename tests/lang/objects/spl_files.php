<?php
// SplFileInfo and its family, on files of the test's own.
$dir = sys_get_temp_dir() . '/spl_files';
mkdir("$dir/sub/deep", 0777, true);
file_put_contents("$dir/a.txt", "one\ntwo\n\nthree");
file_put_contents("$dir/sub/b.csv", "a,b\n\"c d\",e\n");
touch("$dir/sub/deep/c.x");
$show = fn($text) => str_replace($dir, 'DIR', (string) $text);
$names = [];
foreach (new RecursiveIteratorIterator(new RecursiveDirectoryIterator($dir, FilesystemIterator::SKIP_DOTS), RecursiveIteratorIterator::SELF_FIRST) as $k => $f) {
    $names[] = implode('|', [$show($k), get_class($f), $f->getFilename(), $f->getExtension(), (int) $f->isDir()]);
}
sort($names);
print_r($names);
$f = new SplFileInfo("$dir/a.txt");
var_dump($show($f->getPath()), $f->getBasename('.txt'), $f->getSize(), $show($f), $f->isFile(), $show($f->getRealPath()));
$o = new SplFileObject("$dir/a.txt");
foreach ($o as $i => $l) echo $i, ':', json_encode($l), ' ';
$o->setFlags(SplFileObject::DROP_NEW_LINE | SplFileObject::READ_AHEAD | SplFileObject::SKIP_EMPTY);
foreach ($o as $i => $l) echo $i, ':', json_encode($l), ' ';
$o->seek(1);
echo $o->current(), $o->key(), "\n";
$o = new SplFileObject("$dir/sub/b.csv");
$o->setFlags(SplFileObject::READ_CSV);
foreach ($o as $i => $l) echo $i, json_encode($l), ' ';
echo "\n";
foreach (['/nope' => SplFileObject::class, '/nope/dir' => DirectoryIterator::class] as $path => $class) {
    try { new $class($path); } catch (Exception $e) { echo get_class($e), ': ', $e->getMessage(), "\n"; }
}
$found = [];
$g = new GlobIterator("$dir/*.txt");
foreach ($g as $k => $v) $found[] = $show($k) . count($g);
foreach (new DirectoryIterator($dir) as $v) $found[] = (int) $v->isDot() . $v;
sort($found);
echo json_encode($found), "\n";
foreach (["$dir/sub/deep/c.x", "$dir/sub/b.csv", "$dir/a.txt"] as $path) unlink($path);
foreach (["$dir/sub/deep", "$dir/sub", $dir] as $path) rmdir($path);
