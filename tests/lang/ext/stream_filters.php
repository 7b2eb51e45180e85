<?php
// Filters by name and as classes, php://filter, data: and compress.zlib:.
$dir = sys_get_temp_dir() . '/filters';
mkdir($dir);
class strtoupper_filter extends php_user_filter {
  public function filter($in, $out, &$consumed, bool $closing): int {
    while ($bucket = stream_bucket_make_writeable($in)) { $bucket->data = strtoupper($bucket->data); $consumed += $bucket->datalen; stream_bucket_append($out, $bucket); }
    return PSFS_PASS_ON;
  }
  public function onCreate(): bool { echo "create {$this->filtername} "; var_dump($this->params); return true; }
  public function onClose(): void { echo "closed\n"; }
}
class tail_filter extends php_user_filter {
  private $buf='';
  public function filter($in, $out, &$consumed, bool $closing): int {
    while ($bucket = stream_bucket_make_writeable($in)) { $this->buf .= $bucket->data; $consumed += $bucket->datalen; }
    if ($closing) { $b = stream_bucket_new($this->stream, '['.$this->buf.']'); stream_bucket_append($out, $b); return PSFS_PASS_ON; }
    return PSFS_FEED_ME;
  }
}
var_dump(stream_filter_register("strtoupper", "strtoupper_filter"), stream_filter_register("tail.*", "tail_filter"));
$fp = fopen("$dir/foo-bar.txt", "w+");
$f = stream_filter_append($fp, "strtoupper", STREAM_FILTER_WRITE, ['x'=>1]);
fwrite($fp, "Line1\n"); fwrite($fp, "Word - 2\n");
var_dump($f, stream_filter_remove($f));
fwrite($fp, "plain\n");
stream_filter_append($fp, "tail.x", STREAM_FILTER_WRITE);
fwrite($fp, "aa"); fwrite($fp, "bb");
fclose($fp);
readfile("$dir/foo-bar.txt");
echo "\n", file_get_contents("php://filter/read=string.toupper|string.rot13/resource=$dir/foo-bar.txt"), "\n";
file_put_contents("php://filter/write=convert.base64-encode/resource=$dir/b64", "hello world!!");
echo file_get_contents("$dir/b64"), "\n";
echo file_get_contents("php://filter/convert.base64-decode/resource=$dir/b64"), "\n";
echo file_get_contents("data:text/plain;base64,SGVsbG8="), file_get_contents("data://text/plain,a%20b+c"), "\n";
$z = gzdeflate("the zlib text");
$fp = fopen("php://memory","w+"); fwrite($fp,$z); rewind($fp); stream_filter_append($fp,"zlib.inflate",STREAM_FILTER_READ); var_dump(stream_get_contents($fp));
$fp = fopen("$dir/zz","w"); stream_filter_append($fp,"zlib.deflate",STREAM_FILTER_WRITE, ['level'=>9]); fwrite($fp,"some text"); fclose($fp); var_dump(gzinflate(file_get_contents("$dir/zz")));
$fp=fopen("php://temp","w+"); stream_filter_append($fp,"convert.quoted-printable-encode", STREAM_FILTER_WRITE, ['line-length'=>20,'line-break-chars'=>"\n"]); fwrite($fp,"äöü some longer text = here\r\nnext"); rewind($fp); var_dump(stream_get_contents($fp));
$fp=fopen("php://temp","w+"); stream_filter_append($fp,"convert.base64-encode", STREAM_FILTER_WRITE, ['line-length'=>20,'line-break-chars'=>"\r\n"]); fwrite($fp,"some longer text = here and more of it"); fclose($fp);
$fp=fopen("php://temp","w+"); fwrite($fp,"some longer text = here and more of it"); rewind($fp); stream_filter_append($fp,"convert.base64-encode", STREAM_FILTER_READ, ['line-length'=>20,'line-break-chars'=>"\r\n"]);  var_dump(stream_get_contents($fp));
$fp=fopen("php://temp","w+"); fwrite($fp,"5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"); rewind($fp); stream_filter_append($fp,"dechunk", STREAM_FILTER_READ);  var_dump(stream_get_contents($fp));
$fp=fopen("php://temp","w+"); fwrite($fp,"\xe4\xf6"); rewind($fp); stream_filter_append($fp,"convert.iconv.ISO-8859-1/UTF-8", STREAM_FILTER_READ);  var_dump(stream_get_contents($fp));
var_dump(stream_filter_append($fp, "nope"));
var_dump(stream_get_filters());
file_put_contents("compress.zlib://$dir/x.gz","abc def"); var_dump(gzdecode(file_get_contents("$dir/x.gz")), file_get_contents("compress.zlib://$dir/x.gz"));
var_dump(@fopen("foo://bar","r"));
echo fopen("foo://bar","r");
$fp=fopen("php://stdin","r");stream_filter_append($fp,"strtoupper");

array_map("unlink", glob("$dir/*"));
rmdir($dir);

// not for php8.2: it may lack bzip2.*
