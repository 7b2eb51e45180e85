<?php
date_default_timezone_set('UTC');
foreach ([1, 347998, 2299161, 2375840, 2380952, 2440588, 2451545, 2453926] as $jd) {
    echo $jd, ': ', jdtogregorian($jd), ' ', jdtojulian($jd), ' ', jdtojewish($jd), ' ', jdtofrench($jd), ' ', jddayofweek($jd, CAL_DOW_LONG), ' ', jdmonthname($jd, CAL_MONTH_JEWISH), "\n";
}
for ($jd = 2451000, $sum = ''; $jd < 2452000; $jd++) $sum .= jdtojewish($jd) . jdtogregorian($jd) . jdtojulian($jd);
echo md5($sum), "\n";
echo gregoriantojd(2, 29, 2000), ' ', juliantojd(10, 4, 1582), ' ', jewishtojd(6, 1, 5760), ' ', frenchtojd(13, 5, 3), ' ', cal_days_in_month(CAL_JEWISH, 2, 5765), "\n";
echo easter_days(2024), ' ', date('Y-m-d', easter_date(2025)), ' ', unixtojd(86400 * 365), ' ', jdtounix(2440588), "\n";
echo bin2hex(jdtojewish(2453926, true, CAL_JEWISH_ADD_GERESHAYIM | CAL_JEWISH_ADD_ALAFIM_GERESH)), "\n";
print_r(cal_from_jd(2451545, CAL_FRENCH));
echo md5(serialize(cal_info())), "\n";
try { cal_to_jd(7, 1, 1, 2000); } catch (ValueError $e) { echo $e->getMessage(), "\n"; }
