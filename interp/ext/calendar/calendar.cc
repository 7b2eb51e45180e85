// The calendar extension, in PHP: Gregorian, Julian, Jewish and French dates as numbers of days.
#include "interp/ext/in_php.h"
#include "interp/ext/library_tables.h"
#include "interp/ext/support.h"

namespace tusk {
namespace {

constexpr char kFunctions[] = R"php(
namespace tusk\calendar;
final class Functions {
    private const MONTHS = [1 => 'January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
    private const JEWISH = [1 => 'Tishri', 'Heshvan', 'Kislev', 'Tevet', 'Shevat', 'Adar', 'Adar', 'Nisan', 'Iyyar', 'Sivan', 'Tammuz', 'Av', 'Elul'];
    private const JEWISH_LEAP = [1 => 'Tishri', 'Heshvan', 'Kislev', 'Tevet', 'Shevat', 'Adar I', 'Adar II', 'Nisan', 'Iyyar', 'Sivan', 'Tammuz', 'Av', 'Elul'];
    private const HEBREW = [1 => "\xfa\xf9\xf8\xe9", "\xe7\xf9\xe5\xef", "\xeb\xf1\xec\xe5", "\xe8\xe1\xfa", "\xf9\xe1\xe8", "\xe0\xe3\xf8", "\xe0\xe3\xf8", "\xf0\xe9\xf1\xef", "\xe0\xe9\xe9\xf8", "\xf1\xe9\xe5\xef", "\xfa\xee\xe5\xe6", "\xe0\xe1", "\xe0\xec\xe5\xec"];
    private const HEBREW_LEAP = [6 => "\xe0\xe3\xf8 \xe0'", "\xe0\xe3\xf8 \xe1'"];
    private const FRENCH = [1 => 'Vendemiaire', 'Brumaire', 'Frimaire', 'Nivose', 'Pluviose', 'Ventose', 'Germinal', 'Floreal', 'Prairial', 'Messidor', 'Thermidor', 'Fructidor', 'Extra'];
    private const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
    private const LUNAR = 765433;  // parts of a lunar month; a day has 25920
    private const METONIC = 235 * self::LUNAR;
    private const MONTHS_OF_YEAR = [12, 12, 13, 12, 12, 13, 12, 13, 12, 12, 13, 12, 12, 13, 12, 12, 13, 12, 13];

    // --- day numbers, by the formulas of Scott E. Lee
    private static function fromGregorian(int $y, int $m, int $d): int {
        if ($y === 0 || $y < -4714 || $y > 2147483647 - 4800 || $m <= 0 || $m > 12 || $d <= 0 || $d > 31) return 0;
        if ($y === -4714 && ($m < 11 || ($m === 11 && $d < 25))) return 0;
        $year = $y < 0 ? $y + 4801 : $y + 4800;
        if ($m > 2) $month = $m - 3;
        else {
            $month = $m + 9;
            $year--;
        }
        return intdiv(intdiv($year, 100) * 146097, 4) + intdiv($year % 100 * 1461, 4) + intdiv($month * 153 + 2, 5) + $d - 32045;
    }
    private static function toGregorian(int $sdn): array {
        if ($sdn <= 0 || $sdn > intdiv(PHP_INT_MAX - 4 * 32045, 4)) return [0, 0, 0];
        $t = ($sdn + 32045) * 4 - 1;
        $century = intdiv($t, 146097);
        $t = intdiv($t % 146097, 4) * 4 + 3;
        return self::yearDay($century * 100 + intdiv($t, 1461), intdiv($t % 1461, 4) + 1);
    }
    private static function yearDay(int $year, int $dayOfYear): array {
        $t = $dayOfYear * 5 - 3;
        $month = intdiv($t, 153);
        $day = intdiv($t % 153, 5) + 1;
        if ($month < 10) $month += 3;
        else {
            $year++;
            $month -= 9;
        }
        $year -= 4800;
        if ($year > 2147483647) return [0, 0, 0];
        return [$year <= 0 ? $year - 1 : $year, $month, $day];
    }
    private static function fromJulian(int $y, int $m, int $d): int {
        $y = ($y + 2147483648 & 0xffffffff) - 2147483648;  // PHP's is narrow here
        if ($y === 0 || $y < -4713 || $y > 2147483647 - 4800 || $m <= 0 || $m > 12 || $d <= 0 || $d > 31) return 0;
        if ($y === -4713 && $m === 1 && $d === 1) return 0;
        $year = $y < 0 ? $y + 4801 : $y + 4800;
        if ($m > 2) $month = $m - 3;
        else {
            $month = $m + 9;
            $year--;
        }
        return intdiv($year * 1461, 4) + intdiv($month * 153 + 2, 5) + $d - 32083;
    }
    private static function toJulian(int $sdn): array {
        if ($sdn <= 0 || $sdn > intdiv(PHP_INT_MAX - (32083 * 4 - 1), 4)) return [0, 0, 0];
        $t = $sdn * 4 + (32083 * 4 - 1);
        return self::yearDay(intdiv($t, 1461), intdiv($t % 1461, 4) + 1);
    }
    private static function fromFrench(int $y, int $m, int $d): int {
        if ($y <= 0 || $y > 14 || $m <= 0 || $m > 13 || $d <= 0 || $d > 30) return 0;
        return intdiv($y * 1461, 4) + ($m - 1) * 30 + $d + 2375474;
    }
    private static function toFrench(int $sdn): array {
        if ($sdn < 2375840 || $sdn > 2380952) return [0, 0, 0];
        $t = ($sdn - 2375474) * 4 - 1;
        $day = intdiv($t % 1461, 4);
        return [intdiv($t, 1461), intdiv($day, 30) + 1, $day % 30 + 1];
    }
    private static function tishri1(int $year, int $day, int $parts): int {
        $dow = $day % 7;
        $leap = in_array($year, [2, 5, 7, 10, 13, 16, 18], true);
        $after_leap = in_array($year, [3, 6, 8, 11, 14, 17, 0], true);
        if ($parts >= 19440 || (!$leap && $dow === 2 && $parts >= 9924) || ($after_leap && $dow === 1 && $parts >= 16789)) {
            $day++;
            $dow = ($dow + 1) % 7;
        }
        return $dow === 3 || $dow === 5 || $dow === 0 ? $day + 1 : $day;
    }
    private static function molad(int $cycle): array {
        $total = 31524 + $cycle * self::METONIC;
        return [intdiv($total, 25920), $total % 25920];
    }
    private static function plus(array $molad, int $parts): array {
        $parts += $molad[1];
        return [$molad[0] + intdiv($parts, 25920), $parts % 25920];
    }
    private static function findMolad(int $input): array {
        $cycle = intdiv($input + 310, 6940);
        $molad = self::molad($cycle);
        while ($molad[0] < $input - 6940 + 310) {
            $cycle++;
            $molad = self::plus($molad, self::METONIC);
        }
        for ($year = 0; $year < 18 && $molad[0] <= $input - 74; $year++) $molad = self::plus($molad, self::LUNAR * self::MONTHS_OF_YEAR[$year]);
        return [$cycle, $year, $molad];
    }
    private static function startOfYear(int $year): array {
        $metonic = ($year - 1) % 19;
        $molad = self::plus(self::molad(intdiv($year - 1, 19)), self::LUNAR * array_sum(array_slice(self::MONTHS_OF_YEAR, 0, $metonic)));
        return [$metonic, $molad, self::tishri1($metonic, $molad[0], $molad[1])];
    }
    private static function toJewish(int $sdn): array {
        if ($sdn <= 347997 || $sdn > 324542846) return [0, 0, 0];
        $input = $sdn - 347997;
        [$cycle, $metonic, $molad] = self::findMolad($input);
        $tishri1 = self::tishri1($metonic, ...$molad);
        if ($input >= $tishri1) {
            $year = $cycle * 19 + $metonic + 1;
            if ($input < $tishri1 + 59) return $input < $tishri1 + 30 ? [$year, 1, $input - $tishri1 + 1] : [$year, 2, $input - $tishri1 - 29];
            $after = self::tishri1(($metonic + 1) % 19, ...self::plus($molad, self::LUNAR * self::MONTHS_OF_YEAR[$metonic]));
        } else {
            $year = $cycle * 19 + $metonic;
            if ($input >= $tishri1 - 177) {
                foreach ([[13, 30], [12, 60], [11, 89], [10, 119], [9, 148], [8, 178]] as [$month, $back]) {
                    if ($input > $tishri1 - $back || $month === 8) return [$year, $month, $input - $tishri1 + $back];
                }
            }
            $leap = self::MONTHS_OF_YEAR[($year - 1) % 19] === 13;
            $month = 7;
            $day = $input - $tishri1 + 207;
            if ($day > 0) return [$year, $month, $day];
            if ($leap) {
                $month--;
                $day += 30;
                if ($day > 0) return [$year, $month, $day];
                $month--;
            } else {
                $month -= 2;
            }
            $day += 30;
            if ($day > 0) return [$year, $month, $day];
            $month--;
            $day += 29;
            if ($day > 0) return [$year, $month, $day];
            $after = $tishri1;
            [, $metonic, $molad] = self::findMolad($molad[0] - 365);
            $tishri1 = self::tishri1($metonic, ...$molad);
        }
        $length = $after - $tishri1;
        $day = $input - $tishri1 - 29;
        $heshvan = $length === 355 || $length === 385 ? 30 : 29;
        return $day <= $heshvan ? [$year, 2, $day] : [$year, 3, $day - $heshvan];
    }
    private static function fromJewish(int $y, int $m, int $d): int {
        if ($y <= 0 || $d <= 0 || $d > 30 || $m < 1 || $m > 13) return 0;
        if ($m <= 3) {
            [$metonic, $molad, $tishri1] = self::startOfYear($y);
            if ($m === 1) return $tishri1 + $d - 1 + 347997;
            if ($m === 2) return $tishri1 + $d + 29 + 347997;
            $after = self::tishri1(($metonic + 1) % 19, ...self::plus($molad, self::LUNAR * self::MONTHS_OF_YEAR[$metonic]));
            $length = $after - $tishri1;
            return $tishri1 + $d + ($length === 355 || $length === 385 ? 59 : 58) + 347997;
        }
        [, , $after] = self::startOfYear($y + 1);
        $adar = self::MONTHS_OF_YEAR[($y - 1) % 19] === 12 ? 29 : 59;
        return $after + $d - [4 => $adar + 237, $adar + 208, $adar + 178, 207, 178, 148, 119, 89, 60, 30][$m] + 347997;
    }
    private static function from(int $calendar, int $y, int $m, int $d): int {
        return match ($calendar) { 0 => self::fromGregorian($y, $m, $d), 1 => self::fromJulian($y, $m, $d), 2 => self::fromJewish($y, $m, $d), 3 => self::fromFrench($y, $m, $d) };
    }
    private static function to(int $calendar, int $sdn): array {
        return match ($calendar) { 0 => self::toGregorian($sdn), 1 => self::toJulian($sdn), 2 => self::toJewish($sdn), 3 => self::toFrench($sdn) };
    }
    private static function check(string $function, int $number, int $calendar): void {
        if ($calendar < 0 || $calendar > 3) throw new \ValueError("$function(): Argument #$number (\$calendar) must be a valid calendar ID");
    }
    private static function isJewishLeap(int $year): bool { return $year > 0 && self::MONTHS_OF_YEAR[($year - 1) % 19] === 13; }

    // --- the functions
    public static function gregoriantojd(int $month, int $day, int $year): int { return self::fromGregorian($year, $month, $day); }
    public static function juliantojd(int $month, int $day, int $year): int { return self::fromJulian($year, $month, $day); }
    public static function jewishtojd(int $month, int $day, int $year): int {
        if ($year > 2147483646 || $year < -2147483648) throw new \ValueError('jewishtojd(): Argument #3 ($year) must be between -2147483648 and 2147483646');
        return self::fromJewish($year, $month, $day);
    }
    public static function frenchtojd(int $month, int $day, int $year): int { return self::fromFrench($year, $month, $day); }
    private static function text(array $ymd): string { return "$ymd[1]/$ymd[2]/$ymd[0]"; }
    public static function jdtogregorian(int $julian_day): string { return self::text(self::toGregorian($julian_day)); }
    public static function jdtojulian(int $julian_day): string { return self::text(self::toJulian($julian_day)); }
    public static function jdtofrench(int $julian_day): string { return self::text(self::toFrench($julian_day)); }
    private static function hebrewNumber(int $n, int $flags): string {
        if ($n > 9999 || $n < 1) return '';
        $letters = ['0', "\xe0", "\xe1", "\xe2", "\xe3", "\xe4", "\xe5", "\xe6", "\xe7", "\xe8", "\xe8", "\xe9", "\xeb", "\xec", "\xee", "\xf0", "\xf1", "\xf2", "\xf4", "\xf6", "\xf7", "\xf8", "\xf9", "\xfa"];
        $out = '';
        if ($n >= 1000) {
            $out .= $letters[intdiv($n, 1000)];
            if ($flags & 2) $out .= "'";
            if ($flags & 4) $out .= " \xe0\xec\xf4\xe9\xed ";
            $n %= 1000;
        }
        $end = strlen($out);
        while ($n >= 400) {
            $out .= "\xfa";
            $n -= 400;
        }
        if ($n >= 100) {
            $out .= ["\xf7", "\xf8", "\xf9"][intdiv($n, 100) - 1];
            $n %= 100;
        }
        if ($n === 15 || $n === 16) {
            $out .= "\xe8" . $letters[$n - 9];
        } else {
            if ($n >= 10) {
                $out .= [1 => "\xe9", "\xeb", "\xec", "\xee", "\xf0", "\xf1", "\xf2", "\xf4", "\xf6"][intdiv($n, 10)];
                $n %= 10;
            }
            if ($n > 0) $out .= $letters[$n];
        }
        if ($flags & 8) {
            $added = strlen($out) - $end;
            if ($added === 1) $out .= "'";
            elseif ($added > 1) $out = substr($out, 0, -1) . '"' . substr($out, -1);
        }
        return $out;
    }
    public static function jdtojewish(int $julian_day, bool $hebrew = false, int $flags = 0): string {
        $ymd = self::toJewish($julian_day);
        if (!$hebrew) return self::text($ymd);
        [$year, $month, $day] = $ymd;
        if ($year <= 0 || $year > 9999) throw new \ValueError('Year out of range (0-9999)');
        $name = self::isJewishLeap($year) ? self::HEBREW_LEAP[$month] ?? self::HEBREW[$month] : self::HEBREW[$month];
        return self::hebrewNumber($day, $flags) . " $name " . self::hebrewNumber($year, $flags);
    }
    public static function jddayofweek(int $julian_day, int $mode = CAL_DOW_DAYNO): string|int {
        $dow = (($julian_day % 7) + 8) % 7;
        return match ($mode) { 1 => self::DAYS[$dow], 2 => substr(self::DAYS[$dow], 0, 3), default => $dow };
    }
    public static function jdmonthname(int $julian_day, int $mode): string {
        if ($mode === 4) {
            [$year, $month] = self::toJewish($julian_day);
            return (self::isJewishLeap($year) ? self::JEWISH_LEAP : self::JEWISH)[$month] ?? '';
        }
        if ($mode === 5) return self::FRENCH[self::toFrench($julian_day)[1]] ?? '';
        $name = self::MONTHS[($mode === 2 || $mode === 3 ? self::toJulian($julian_day) : self::toGregorian($julian_day))[1]] ?? '';
        return $mode === 1 || $mode === 3 ? $name : substr($name, 0, 3);
    }
    public static function jdtounix(int $julian_day): int {
        if ($julian_day < 2440588 || $julian_day - 2440588 > intdiv(PHP_INT_MAX, 86400)) throw new \ValueError('jday must be between 2440588 and ' . 2440588 + intdiv(PHP_INT_MAX, 86400));
        return ($julian_day - 2440588) * 86400;
    }
    public static function unixtojd(?int $timestamp = null): int|false {
        if ($timestamp !== null && $timestamp < 0) throw new \ValueError('unixtojd(): Argument #1 ($timestamp) must be greater than or equal to 0');
        [$year, $month, $day] = explode('-', date('Y-n-j', $timestamp ?? time()));
        return self::fromGregorian((int) $year, (int) $month, (int) $day);
    }
    private static function easter(string $function, ?int $year, int $mode, bool $date): int {
        if ($year === null) $year = (int) date('Y');
        $most = intdiv(PHP_INT_MAX, 5) * 4;
        if ($date && ($year <= 0 || $year > $most)) throw new \ValueError("easter_date(): Argument #1 (\$year) must be between 1 and $most");
        if ($date && $year < 1970) throw new \ValueError('easter_date(): Argument #1 ($year) must be a year after 1970 (inclusive)');
        if ($date && $year > 2000000000) throw new \ValueError('easter_date(): Argument #1 ($year) must be a year before 2.000.000.000 (inclusive)');
        if (!$date && ($year <= 0 || $year > $most)) throw new \ValueError("easter_days(): Argument #1 (\$year) must be between 1 and $most");
        $golden = $year % 19 + 1;
        if (($year <= 1582 && $mode !== 2) || ($year <= 1752 && $mode !== 1 && $mode !== 2) || $mode === 3) {
            $dominical = ($year + intdiv($year, 4) + 5) % 7;
            if ($dominical < 0) $dominical += 7;
            $moon = (3 - 11 * $golden - 7) % 30;
        } else {
            $dominical = ($year + intdiv($year, 4) - intdiv($year, 100) + intdiv($year, 400)) % 7;
            if ($dominical < 0) $dominical += 7;
            $solar = intdiv($year - 1600, 100) - intdiv($year - 1600, 400);
            $lunar = intdiv(intdiv($year - 1400, 100) * 8, 25);
            $moon = (3 - 11 * $golden + $solar - $lunar) % 30;
        }
        if ($moon < 0) $moon += 30;
        if ($moon === 29 || ($moon === 28 && $golden > 11)) $moon--;
        $day = (4 - $moon - $dominical) % 7;
        if ($day < 0) $day += 7;
        $days = $moon + $day + 1;
        return $date ? mktime(0, 0, 0, 3, 21 + $days, $year) : $days;
    }
    public static function easter_days(?int $year = null, int $mode = CAL_EASTER_DEFAULT): int { return self::easter('easter_days', $year, $mode, false); }
    public static function easter_date(?int $year = null, int $mode = CAL_EASTER_DEFAULT): int { return self::easter('easter_date', $year, $mode, true); }
    private static function bounds(string $function, int $month, int $year, int $last): void {
        if ($month <= 0 || $month > 2147483646) throw new \ValueError("$function(): Argument #2 (\$month) must be between 1 and 2147483646");
        if ($year > 2147483646) throw new \ValueError("$function(): Argument #$last (\$year) must be less than 2147483646");
    }
    public static function cal_to_jd(int $calendar, int $month, int $day, int $year): int {
        self::check('cal_to_jd', 1, $calendar);
        if ($month <= 0 || $month > 2147483646) throw new \ValueError('cal_to_jd(): Argument #2 ($month) must be between 1 and 2147483646');
        if ($day < -2147483648 || $day > 2147483647) throw new \ValueError('cal_to_jd(): Argument #3 ($day) must be between -2147483648 and 2147483647');
        self::bounds('cal_to_jd', $month, $year, 4);
        return self::from($calendar, $year, $month, $day);
    }
    public static function cal_days_in_month(int $calendar, int $month, int $year): int {
        self::check('cal_days_in_month', 1, $calendar);
        self::bounds('cal_days_in_month', $month, $year, 3);
        $start = self::from($calendar, $year, $month, 1);
        if ($start === 0) throw new \ValueError('Invalid date');
        $next = self::from($calendar, $year, $month + 1, 1);
        if ($next === 0) {
            $next = self::from($calendar, $year === -1 ? 1 : $year + 1, 1, 1);
            if ($calendar === 3 && $next === 0) $next = 2380953;
        }
        return $next - $start;
    }
    public static function cal_from_jd(int $julian_day, int $calendar): array {
        self::check('cal_from_jd', 2, $calendar);
        [$year, $month, $day] = self::to($calendar, $julian_day);
        $out = ['date' => "$month/$day/$year", 'month' => $month, 'day' => $day, 'year' => $year];
        if ($calendar !== 2 || $year > 0) {
            $dow = self::jddayofweek($julian_day);
            $out += ['dow' => $dow, 'abbrevdayname' => substr(self::DAYS[$dow], 0, 3), 'dayname' => self::DAYS[$dow]];
        } else {
            $out += ['dow' => null, 'abbrevdayname' => '', 'dayname' => ''];
        }
        $names = match ($calendar) { 2 => self::isJewishLeap($year) ? self::JEWISH_LEAP : self::JEWISH, 3 => self::FRENCH, default => self::MONTHS };
        $name = $names[$month] ?? '';
        return $out + ['abbrevmonth' => $calendar < 2 ? substr($name, 0, 3) : $name, 'monthname' => $name];
    }
    public static function cal_info(int $calendar = -1): array {
        if ($calendar === -1) return array_map(self::cal_info(...), [0, 1, 2, 3]);
        self::check('cal_info', 1, $calendar);
        $months = match ($calendar) { 2 => self::JEWISH_LEAP, 3 => self::FRENCH, default => self::MONTHS };
        return ['months' => $months, 'abbrevmonths' => $calendar < 2 ? array_map(fn($m) => substr($m, 0, 3), $months) : $months, 'maxdaysinmonth' => $calendar < 2 ? 31 : 30,
            'calname' => ['Gregorian', 'Julian', 'Jewish', 'French'][$calendar], 'calsymbol' => ['CAL_GREGORIAN', 'CAL_JULIAN', 'CAL_JEWISH', 'CAL_FRENCH'][$calendar]];
    }
}
)php";

constexpr auto kPhp = InPhp<"tusk\\calendar\\functions">;
constexpr uint16_t kRuns = Effects::kReadsState | Effects::kThrows | Effects::kWarns | Effects::kCallsBack;
constexpr BuiltinRow kRows[] = {
    {"cal_days_in_month", "(int $calendar, int $month, int $year): int", kRuns, kPhp},
    {"cal_from_jd", "(int $julian_day, int $calendar): array", kRuns, kPhp},
    {"cal_info", "(int $calendar = -1): array", kRuns, kPhp},
    {"cal_to_jd", "(int $calendar, int $month, int $day, int $year): int", kRuns, kPhp},
    {"easter_date", "(?int $year = null, int $mode = CAL_EASTER_DEFAULT): int", kRuns, kPhp},
    {"easter_days", "(?int $year = null, int $mode = CAL_EASTER_DEFAULT): int", kRuns, kPhp},
    {"frenchtojd", "(int $month, int $day, int $year): int", kRuns, kPhp},
    {"gregoriantojd", "(int $month, int $day, int $year): int", kRuns, kPhp},
    {"jddayofweek", "(int $julian_day, int $mode = CAL_DOW_DAYNO): string|int", kRuns, kPhp},
    {"jdmonthname", "(int $julian_day, int $mode): string", kRuns, kPhp},
    {"jdtofrench", "(int $julian_day): string", kRuns, kPhp},
    {"jdtogregorian", "(int $julian_day): string", kRuns, kPhp},
    {"jdtojewish", "(int $julian_day, bool $hebrew = false, int $flags = 0): string", kRuns, kPhp},
    {"jdtojulian", "(int $julian_day): string", kRuns, kPhp},
    {"jdtounix", "(int $julian_day): int", kRuns, kPhp},
    {"jewishtojd", "(int $month, int $day, int $year): int", kRuns, kPhp},
    {"juliantojd", "(int $month, int $day, int $year): int", kRuns, kPhp},
    {"unixtojd", "(?int $timestamp = null): int|false", kRuns, kPhp},
};
static_assert(SortedByName(kRows));

constexpr ConstantRow kConstants[] = {
    {"CAL_DOW_DAYNO", 0},
    {"CAL_DOW_LONG", 1},
    {"CAL_DOW_SHORT", 2},
    {"CAL_EASTER_ALWAYS_GREGORIAN", 2},
    {"CAL_EASTER_ALWAYS_JULIAN", 3},
    {"CAL_EASTER_DEFAULT", 0},
    {"CAL_EASTER_ROMAN", 1},
    {"CAL_FRENCH", 3},
    {"CAL_GREGORIAN", 0},
    {"CAL_JEWISH", 2},
    {"CAL_JEWISH_ADD_ALAFIM", 4},
    {"CAL_JEWISH_ADD_ALAFIM_GERESH", 2},
    {"CAL_JEWISH_ADD_GERESHAYIM", 8},
    {"CAL_JULIAN", 1},
    {"CAL_MONTH_FRENCH", 5},
    {"CAL_MONTH_GREGORIAN_LONG", 1},
    {"CAL_MONTH_GREGORIAN_SHORT", 0},
    {"CAL_MONTH_JEWISH", 4},
    {"CAL_MONTH_JULIAN_LONG", 3},
    {"CAL_MONTH_JULIAN_SHORT", 2},
    {"CAL_NUM_CALS", 4},
};
static_assert(SortedByName(kConstants));

constexpr BuiltinClassRow kClasses[] = {
    {.name = "tusk\\calendar\\Functions", .extension = "calendar", .source = kFunctions}};

}  // namespace

constinit const BuiltinTable kCalendarFunctions(kRows);
constinit const std::span<const ConstantRow> kCalendarConstants = kConstants;
constinit const std::span<const BuiltinClassRow> kCalendarClasses = kClasses;

}  // namespace tusk
