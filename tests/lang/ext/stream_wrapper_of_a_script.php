<?php
// A class of a script answers for all paths of its scheme: streams, files, directories, include.
class VariableStream {
    private int $position; private string $varname; public $context;
    function stream_open($path, $mode, $options, &$opened_path) { $url = parse_url($path); $this->varname = $url["host"]; $this->position = 0; if ($this->varname=='fail') return false; if(!isset($GLOBALS[$this->varname])) $GLOBALS[$this->varname]=''; echo "open $path $mode\n"; return true; }
    function stream_read($count) { $ret = substr($GLOBALS[$this->varname], $this->position, $count); $this->position += strlen($ret); return $ret; }
    function stream_write($data) { $g=&$GLOBALS[$this->varname]; $g = substr($g,0,$this->position).$data.substr($g,$this->position+strlen($data)); $this->position += strlen($data); return strlen($data); }
    function stream_tell() { return $this->position; }
    function stream_eof() { return $this->position >= strlen($GLOBALS[$this->varname]); }
    function stream_seek($offset, $whence) { echo "seek $offset $whence\n"; if ($whence==SEEK_SET){ $this->position=$offset; return true;} if($whence==SEEK_END){$this->position=strlen($GLOBALS[$this->varname])+$offset; return true;} return false; }
    function stream_stat() { return ['size'=>strlen($GLOBALS[$this->varname]), 'mode'=>0100644]; }
    function url_stat($p,$f) { $h=parse_url($p)['host']; return isset($GLOBALS[$h]) ? ['size'=>strlen($GLOBALS[$h]),'mode'=>0100644]:false; }
    function stream_close() { echo "close\n"; }
    function stream_flush() { echo "flush\n"; return true; }
    function unlink($p) { unset($GLOBALS[parse_url($p)['host']]); return true; }
    function rename($a,$b) { $GLOBALS[parse_url($b)['host']]=$GLOBALS[parse_url($a)['host']]; return true; }
    function mkdir($p,$m,$o) { var_dump($p,$m,$o); return true; }
    function rmdir($p,$o) { var_dump($p,$o); return true; }
    private $l;
    function dir_opendir($p,$o) { var_dump($p,$o); $this->l=['b','a']; return true; }
    function dir_readdir() { return array_shift($this->l) ?? false; }
    function dir_rewinddir() { $this->l=['b','a']; }
    function dir_closedir() { echo "closedir\n"; }
    function stream_metadata($p,$o,$v) { var_dump($o,$v); return true; }
    function stream_lock($op) { var_dump($op); return true; }
    function stream_truncate(int $n): bool { $GLOBALS[$this->varname]=substr($GLOBALS[$this->varname],0,$n); return true; }
    function stream_set_option($o,$a,$b) { return false; }
}
var_dump(stream_wrapper_register("var", "VariableStream"));
var_dump(@stream_wrapper_register("var", "VariableStream"));
$myvar = "";
$fp = fopen("var://myvar", "r+");
fwrite($fp, "line1\nline2\n"); rewind($fp);
while (!feof($fp)) echo fgets($fp);
var_dump(ftell($fp), fstat($fp)['size']);
fseek($fp, 2); echo fread($fp, 3), "\n"; fseek($fp,1,SEEK_CUR); echo fgets($fp);
var_dump(ftruncate($fp, 4), flock($fp, LOCK_EX), stream_set_blocking($fp,true), stream_get_meta_data($fp)['wrapper_type'], stream_get_meta_data($fp)['stream_type']);
fclose($fp);
var_dump($myvar, file_get_contents("var://myvar"), file_put_contents("var://zz", "abc"), $zz);
var_dump(file_exists("var://zz"), is_file("var://nope"));
var_dump(fopen("var://fail","r"));
var_dump(unlink("var://zz"), rename("var://myvar","var://other"), $other, mkdir("var://d",0755,true), rmdir("var://d"));
var_dump(scandir("var://d")); $d=opendir("var://d"); var_dump(readdir($d)); closedir($d);
touch("var://x"); touch("var://x", 5, 6); chmod("var://x", 0600);
$code = '<?php return __FILE__ . 42;';
var_dump(include "var://code");
var_dump(@include "var://fail");
var_dump(in_array('var', stream_get_wrappers()));
var_dump(copy("var://other","var://third"), $third);
$h=fopen("var://third","a"); fwrite($h,"++"); var_dump(ftell($h)); fclose($h); var_dump($third);
var_dump(file("var://third"));
stream_wrapper_unregister("var");
var_dump(@file_get_contents("var://third"));
