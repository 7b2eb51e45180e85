// The three formats of a session's data, in PHP, and how values in a row are told apart.
#include <string>
#include <string_view>
#include <vector>

#include "interp/ext/session/session.h"

namespace tusk::session {

// The three formats: by name and value, the same in binary, and one array.
const char kFormatsClass[] = R"php(
namespace tusk\session;
final class Formats {
    public static function encode(string $format, array &$from): string|false {
        $data = $from;
        $out = '';
        if ($format === 'php_serialize') return serialize($data);
        foreach (array_keys($data) as $key) {
            if (is_int($key)) {
                \tusk\warn(State::caller() . ": Skipping numeric key $key", E_WARNING);
                unset($data[$key]);
            } elseif ($format === 'php_binary' && strlen($key) > 127) {
                unset($data[$key]);
            } elseif ($format === 'php' && strpbrk($key, '|!') !== false) {
                return '';
            }
        }

        // All at once, because values may refer to each other.
        $whole = serialize($data);
        $at = strpos($whole, '{') + 1;
        foreach (array_keys($data) as $key) {
            $at += \tusk\serialized_size($whole, $at);
            $size = \tusk\serialized_size($whole, $at);
            $out .= ($format === 'php_binary' ? chr(strlen($key)) . $key : "$key|") . \tusk\serialized_renumbered(substr($whole, $at, $size), -1);
            $at += $size;
        }
        return $out;
    }
    /** False: the text is none; what came before is in $data. */
    public static function decode(string $format, string $text, array &$data): bool {
        $data = [];
        if ($format === 'php_serialize') {
            $value = $text === '' ? [] : @unserialize($text);
            $data = is_array($value) ? $value : [];
            return is_array($value) || $text === '';
        }
        $whole = '';
        $count = 0;
        $good = true;
        for ($at = 0; $at < strlen($text);) {
            if ($format === 'php_binary') {
                $length = ord($text[$at]) & 127;
                if ($at + $length >= strlen($text)) {
                    $good = false;
                    break;
                }
                $key = substr($text, $at + 1, $length);
                $at += $length + 1;
            } else {
                $bar = strpos($text, '|', $at);
                if ($bar === false) break;
                $key = substr($text, $at, $bar - $at);
                $at = $bar + 1;
            }
            $size = \tusk\serialized_size($text, $at);
            if ($size === 0) {
                $good = false;
                break;
            }
            $whole .= 's:' . strlen($key) . ":\"$key\";" . \tusk\serialized_renumbered(substr($text, $at, $size), 1);
            $count++;
            $at += $size;
        }
        $read = @unserialize("a:$count:{" . $whole . '}');
        if (!is_array($read)) return false;
        $data = $read;
        return $good;
    }
}
)php";

namespace {

// How long the serialized value at an offset is; 0: there is none. Its text goes to *copy, if given, with
// `by` added to the numbers of the values that it refers to.
size_t SerializedSize(std::string_view text, size_t at, std::string* copy = nullptr, int64_t by = 0) {
  size_t copied = at;
  const size_t start = at;
  std::vector<size_t> missing;  // values that the brackets around still lack, and 1
  auto take_until = [&](char end) {
    size_t found = text.find(end, at);
    if (found == std::string_view::npos) return false;
    at = found + 1;
    return true;
  };
  auto number = [&](size_t* n) {
    size_t digits = 0;
    for (*n = 0; at < text.size() && text[at] >= '0' && text[at] <= '9' && digits < 18; ++at, ++digits)
      *n = *n * 10 + static_cast<size_t>(text[at] - '0');
    return digits > 0;
  };
  auto expect = [&](std::string_view s) {
    if (text.substr(at, s.size()) != s) return false;
    at += s.size();
    return true;
  };
  auto quoted = [&] {  // :n:"..."
    size_t n;
    if (!expect(":") || !number(&n) || !expect(":\"") || n > text.size() - at) return false;
    at += n;
    return expect("\"");
  };
  do {
    if (at >= text.size()) return 0;
    size_t n;
    switch (text[at++]) {
      case 'N':
        if (!expect(";")) return 0;
        break;
      case 'r':
      case 'R':
        if (!expect(":")) return 0;
        if (copy) copy->append(text.substr(copied, at - copied));
        if (!number(&n) || !expect(";")) return 0;
        if (copy) *copy += std::to_string(static_cast<int64_t>(n) + by) + ";";
        copied = at;
        break;
      case 'b':
      case 'i':
      case 'd':
        if (!expect(":") || !take_until(';')) return 0;
        break;
      case 's':
      case 'E':
        if (!quoted() || !expect(";")) return 0;
        break;
      case 'C':
        if (!quoted() || !expect(":") || !number(&n) || !expect(":{") || n > text.size() - at) return 0;
        at += n;
        if (!expect("}")) return 0;
        break;
      case 'O':
        if (!quoted()) return 0;
        [[fallthrough]];
      case 'a':
        if (!expect(":") || !number(&n) || !expect(":{")) return 0;
        missing.push_back(2 * n + 1);
        break;
      default: return 0;
    }
    while (!missing.empty() && --missing.back() == 0) {
      if (!expect("}")) return 0;
      missing.pop_back();
    }
  } while (!missing.empty());
  if (copy) copy->append(text.substr(copied, at - copied));
  return at - start;
}

}  // namespace

// Values in a row that refer to each other, as parts of one array and back: their numbers are one higher
// there.
void Renumbered(Args args, Value* result) {
  std::string copy;
  if (SerializedSize(args.View(0), 0, &copy, args.Int(1)) == 0) copy.clear();
  Return(result, std::string_view(copy));
}
void SerializedSizeFunction(Args args, Value* result) {
  Return(result, static_cast<int64_t>(SerializedSize(args.View(0), static_cast<size_t>(args.Int(1)))));
}

}  // namespace tusk::session
