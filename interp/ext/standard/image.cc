// Sizes and types of image files from their headers, and IPTC blocks: in PHP, compiled when first used.
#include "interp/ext/class_tables.h"
#include "interp/ext/in_php.h"
#include "interp/ext/support.h"
#include "interp/ext/tables.h"

namespace tusk {
namespace {

constexpr char kFunctions[] = R"php(
namespace tusk\image;
final class Functions {
    private const MIME = [1 => 'image/gif', 'image/jpeg', 'image/png', 'application/x-shockwave-flash', 'image/psd', 'image/bmp', 'image/tiff', 'image/tiff', 9 => 'application/octet-stream', 'image/jp2', 'application/octet-stream', 'application/octet-stream', 'application/x-shockwave-flash', 'image/iff', 'image/vnd.wap.wbmp', 'image/xbm', 'image/vnd.microsoft.icon', 'image/webp', 'image/avif'];
    private const EXTENSION = [1 => '.gif', '.jpeg', '.png', '.swf', '.psd', '.bmp', '.tiff', '.tiff', '.jpc', '.jp2', '.jpx', '.jb2', '.swf', '.iff', '.bmp', '.xbm', '.ico', '.webp', '.avif'];

    public static function image_type_to_mime_type(int $image_type): string { return self::MIME[$image_type] ?? 'application/octet-stream'; }
    public static function image_type_to_extension(int $image_type, bool $include_dot = true): string|false {
        $text = self::EXTENSION[$image_type] ?? false;
        return $text === false || $include_dot ? $text : substr($text, 1);
    }
    public static function getimagesize(string $filename, &$image_info = null): array|false {
        $image_info = [];
        if (!($file = @fopen($filename, 'rb'))) {
            $why = error_get_last()['message'] ?? 'No such file or directory';
            \tusk\warn("getimagesize($filename): Failed to open stream: " . substr(strrchr($why, ':') ?: $why, 2));
            return false;
        }
        $data = stream_get_contents($file);
        fclose($file);
        if (strlen($data) < 3) {
            \tusk\warn("getimagesize(): Error reading from $filename!", E_NOTICE);
            return false;
        }
        return self::size($data, $image_info);
    }
    public static function getimagesizefromstring(string $string, &$image_info = null): array|false {
        $image_info = [];
        if (strlen($string) < 3) {
            \tusk\warn('getimagesizefromstring(): Error reading from !', E_NOTICE);
            return false;
        }
        return self::size($string, $image_info);
    }
    public static function exif_imagetype(string $filename): int|false {
        $data = file_get_contents($filename, false, null, 0, 64);
        if ($data === false) return false;
        return self::type($data) ?: false;
    }

    private static function type(string $d): int {
        if (str_starts_with($d, 'GIF')) return 1;
        if (str_starts_with($d, "\xff\xd8\xff")) return 2;
        if (str_starts_with($d, "\x89PNG\r\n\x1a\n")) return 3;
        if (str_starts_with($d, 'FWS')) return 4;
        if (str_starts_with($d, 'CWS')) return 13;
        if (str_starts_with($d, '8BPS')) return 5;
        if (str_starts_with($d, 'BM')) return 6;
        if (str_starts_with($d, "\xff\x4f\xff")) return 9;
        if (str_starts_with($d, "II\x2a\0")) return 7;
        if (str_starts_with($d, "MM\0\x2a")) return 8;
        if (str_starts_with($d, 'FORM')) return 14;
        if (str_starts_with($d, "\0\0\1\0")) return 17;
        if (str_starts_with($d, 'RIFF') && substr($d, 8, 4) === 'WEBP') return 18;
        if (str_starts_with($d, "\0\0\0\x0cjP  \r\n\x87\n")) return 10;
        if (substr($d, 4, 4) === 'ftyp' && (in_array(substr($d, 8, 4), ['avif', 'avis'], true) || preg_match('/^(?:.{4})*?avi[fs]/s', substr($d, 16, max(0, unpack('N', $d)[1] - 16))))) return 19;
        if (preg_match('/^\0\0[\x01-\xff]/', $d) && self::wbmp($d)) return 15;
        if (preg_match('/^(?:\s|\/\*.*?\*\/)*#define\s+\w*width\s+\d+/s', $d)) return 16;
        return 0;
    }
    private static function wbmp(string $d): ?array {
        $at = 2;
        $read = function () use ($d, &$at) {
            $n = 0;
            do {
                if (!isset($d[$at])) return 0;
                $b = ord($d[$at++]);
                $n = $n << 7 | $b & 127;
                if ($n > 2048) return 0;
            } while ($b & 128);
            return $n;
        };
        $w = $read();
        $h = $read();
        return $w && $h && strlen($d) >= 12 ? [$w, $h] : null;
    }
    private static function size(string $d, &$info): array|false {
        $type = self::type($d);
        $bits = $channels = 0;
        $w = $h = 0;
        $ok = false;
        switch ($type) {
            case 1:
                if (strlen($d) < 11) return false;
                ['w' => $w, 'h' => $h, 'f' => $f] = unpack('vw/vh/Cf', $d, 6);
                $bits = ($f & 7) + 1;
                $channels = 3;
                $ok = true;
                break;
            case 2: $ok = self::jpeg($d, $w, $h, $bits, $channels, $info); break;
            case 3:
                if (strlen($d) < 25) return false;
                ['w' => $w, 'h' => $h, 'b' => $bits] = unpack('Nw/Nh/Cb', $d, 16);
                $ok = true;
                break;
            case 4: case 13:
                $body = $type === 13 ? @gzuncompress(substr($d, 8)) : substr($d, 8);
                if (!is_string($body) || strlen($body) < 20) return false;
                $at = 0;
                $read = function (int $n) use ($body, &$at) {
                    $v = 0;
                    while ($n-- > 0) { $v = $v << 1 | ord($body[$at >> 3]) >> 7 - ($at & 7) & 1; $at++; }
                    return $v;
                };
                $n = $read(5);
                $x0 = $read($n); $x1 = $read($n); $y0 = $read($n); $y1 = $read($n);
                $w = intdiv($x1 - $x0, 20);
                $h = intdiv($y1 - $y0, 20);
                $ok = true;
                break;
            case 5:
                if (strlen($d) < 26) return false;
                ['h' => $h, 'w' => $w] = unpack('Nh/Nw', $d, 14);
                $ok = true;
                break;
            case 6:
                if (strlen($d) < 30) return false;
                $size = unpack('V', $d, 14)[1];
                if ($size === 12) ['w' => $w, 'h' => $h, 'b' => $bits] = unpack('vw/vh/vp/vb', $d, 18);
                elseif ($size > 12 && ($size <= 64 || $size === 108 || $size === 124)) {
                    ['w' => $w, 'h' => $h, 'b' => $bits] = unpack('lw/lh/vp/vb', $d, 18);
                    $h = abs($h);
                } else return false;
                $ok = true;
                break;
            case 7: case 8: $ok = self::tiff($d, $type === 8, $w, $h); break;
            case 9: $ok = self::jpc($d, 0, $w, $h, $bits, $channels); break;
            case 10:
                $at = strpos($d, "jp2c");
                $ok = $at !== false && self::jpc($d, $at + 4, $w, $h, $bits, $channels);
                break;
            case 14:
                for ($at = 12; $at + 8 <= strlen($d);) {
                    $n = unpack('N', $d, $at + 4)[1];
                    if (substr($d, $at, 4) === 'BMHD' && $n >= 9 && $at + 17 <= strlen($d)) {
                        ['w' => $w, 'h' => $h, 'b' => $bits] = unpack('nw/nh/nx/ny/Cb', $d, $at + 8);
                        $ok = $w > 0 && $h > 0;
                        break;
                    }
                    $at += 8 + $n + ($n & 1);
                }
                break;
            case 15: [$w, $h] = self::wbmp($d); $ok = true; break;
            case 16:
                if (preg_match('/width\s+(\d+)/', $d, $a) && preg_match('/height\s+(\d+)/', $d, $b)) {
                    [$w, $h] = [(int) $a[1], (int) $b[1]];
                    $ok = true;
                }
                break;
            case 17:
                $count = unpack('v', $d, 4)[1];
                if ($count < 1 || $count > 255) return false;
                for ($i = 0; $i < $count && 22 + 16 * $i <= strlen($d); $i++) {
                    $e = unpack('Cw/Ch/Cc/Cr/vp/vb', $d, 6 + 16 * $i);
                    if ($e['b'] >= $bits) [$w, $h, $bits] = [$e['w'] ?: 256, $e['h'] ?: 256, $e['b']];
                }
                $ok = true;
                break;
            case 18:
                if (strlen($d) < 30) return false;
                $bits = 8;
                switch (substr($d, 12, 4)) {
                    case 'VP8 ': ['w' => $w, 'h' => $h] = unpack('vw/vh', $d, 26); $w &= 0x3fff; $h &= 0x3fff; break;
                    case 'VP8L':
                        $n = unpack('V', $d, 21)[1];
                        $w = ($n & 0x3fff) + 1;
                        $h = ($n >> 14 & 0x3fff) + 1;
                        break;
                    case 'VP8X':
                        $w = unpack('V', substr($d, 24, 3) . "\0")[1] + 1;
                        $h = unpack('V', substr($d, 27, 3) . "\0")[1] + 1;
                        break;
                    default: return false;
                }
                $ok = true;
                break;
            case 19:
                if (($at = strpos($d, 'ispe')) !== false && strlen($d) >= $at + 16) {
                    ['w' => $w, 'h' => $h] = unpack('Nw/Nh', $d, $at + 8);
                    if (($at = strpos($d, 'pixi')) !== false && strlen($d) >= $at + 10) [$channels, $bits] = [ord($d[$at + 8]), ord($d[$at + 9])];
                    $ok = true;
                }
                break;
        }
        if (!$ok) return false;
        $out = [$w, $h, $type, "width=\"$w\" height=\"$h\""];
        if ($bits) $out['bits'] = $bits;
        if ($channels) $out['channels'] = $channels;
        $out['mime'] = self::image_type_to_mime_type($type);
        return $out;
    }
    private static function jpeg(string $d, &$w, &$h, &$bits, &$channels, &$info): bool {
        $n = strlen($d);
        $found = false;
        for ($at = 2; $at + 4 <= $n;) {
            if ($d[$at] !== "\xff") { $at++; continue; }
            $marker = ord($d[$at + 1]);
            if ($marker === 0xff) { $at++; continue; }
            if ($marker === 0xd9 || $marker === 0xda) break;
            if ($marker === 1 || ($marker >= 0xd0 && $marker <= 0xd8)) { $at += 2; continue; }
            $length = unpack('n', $d, $at + 2)[1];
            if ($length < 2) return $found;
            if ($marker >= 0xc0 && $marker <= 0xcf && !in_array($marker, [0xc4, 0xc8, 0xcc], true)) {
                if (!$found) {
                    if ($at + 10 > $n) return false;
                    ['b' => $bits, 'h' => $h, 'w' => $w, 'c' => $channels] = unpack('Cb/nh/nw/Cc', $d, $at + 4);
                    $found = true;
                }
            } elseif ($marker >= 0xe0 && $marker <= 0xef) {
                $name = 'APP' . ($marker - 0xe0);
                if ($at + 2 + $length <= $n) $info[$name] ??= substr($d, $at + 4, $length - 2);
            }
            $at += 2 + $length;
        }
        return $found;
    }
    private static function tiff(string $d, bool $big, &$w, &$h): bool {
        [$short, $long] = $big ? ['n', 'N'] : ['v', 'V'];
        $at = unpack($long, $d, 4)[1];
        if ($at + 2 > strlen($d)) return false;
        $count = unpack($short, $d, $at)[1];
        for ($i = 0; $i < $count && $at + 14 + 12 * $i <= strlen($d); $i++) {
            $e = unpack("{$short}tag/{$short}type", $d, $at + 2 + 12 * $i);
            $code = match ($e['type']) { 1, 6 => 'C', 3, 8 => $short, 4, 9 => $long, default => null };
            if ($code === null) continue;
            $v = unpack($code, $d, $at + 10 + 12 * $i)[1];
            if ($e['tag'] === 0x100) $w = $v;
            if ($e['tag'] === 0x101) $h = $v;
        }
        return $w > 0 && $h > 0;
    }
    private static function jpc(string $d, int $at, &$w, &$h, &$bits, &$channels): bool {
        if (strlen($d) < $at + 42) return false;
        ['w' => $w, 'h' => $h] = unpack('Nw/Nh', $d, $at + 8);
        $channels = unpack('n', $d, $at + 40)[1];
        for ($i = 0; $i < $channels && isset($d[$at + 42 + 3 * $i]); $i++) $bits = max($bits, (ord($d[$at + 42 + 3 * $i]) & 127) + 1);
        return true;
    }
    public static function iptcparse(string $iptc_block): array|false {
        $at = 0;
        $n = strlen($iptc_block);
        while ($at < $n && !($iptc_block[$at] === "\x1c" && in_array(ord($iptc_block[$at + 1] ?? "\0"), [1, 2], true))) $at++;
        $out = [];
        while ($at + 5 < $n && $iptc_block[$at] === "\x1c") {
            $set = ord($iptc_block[$at + 1]);
            $record = ord($iptc_block[$at + 2]);
            $length = unpack('n', $iptc_block, $at + 3)[1];
            $at += 5;
            if ($length & 0x8000) {
                if ($at + 4 > $n) break;
                $length = unpack('N', $iptc_block, $at)[1];
                $at += 4;
            }
            if ($length > $n || $at + $length > $n) break;
            $out[sprintf('%d#%03d', $set, $record)][] = substr($iptc_block, $at, $length);
            $at += $length;
        }
        return $out ?: false;
    }
}
)php";

constexpr auto kPhp = InPhp<"tusk\\image\\functions">;
constexpr uint16_t kReads = Effects::kReadsState | Effects::kWarns | Effects::kThrows | Effects::kCallsBack;
constexpr BuiltinRow kRows[] = {
    {"exif_imagetype", "(string $filename): int|false", kReads, kPhp},
    {"getimagesize", "(string $filename, &$image_info = null): array|false", kReads | Effects::kWritesArgs,
     kPhp},
    {"getimagesizefromstring", "(string $string, &$image_info = null): array|false",
     kReads | Effects::kWritesArgs, kPhp},
    {"image_type_to_extension", "(int $image_type, bool $include_dot = true): string|false", kReads, kPhp},
    {"image_type_to_mime_type", "(int $image_type): string", kReads, kPhp},
    {"iptcparse", "(string $iptc_block): array|false", kReads, kPhp},
};
static_assert(SortedByName(kRows));

const BuiltinClassRow kClassRows[] = {
    {.name = "tusk\\image\\Functions", .extension = "standard", .source = kFunctions}};

}  // namespace

constinit const BuiltinTable kImageFunctions(kRows);
const std::span<const BuiltinClassRow> kImageClasses = kClassRows;

}  // namespace tusk
