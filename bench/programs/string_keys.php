<?php
// arrays: a table of users by name, n look-ups and updates
$n = (int) ($argv[1] ?? 8500000);

$names = [];
for ($i = 0; $i < 2000; $i++) {
    $names[] = 'user' . $i * 7919 % 10007;
}
$users = [];
foreach ($names as $i => $name) {
    $users[$name] = ['id' => $i, 'visits' => 0, 'score' => $i % 17];
}
$seed = 11;
$missing = 0;
for ($i = 0; $i < $n; $i++) {
    $seed = $seed * 16807 % 2147483647;
    $name = $i % 10 == 0 ? 'guest' . $seed % 5000 : $names[$seed % 2000];
    if (!isset($users[$name])) {
        $missing++;
        continue;
    }
    $users[$name]['visits']++;
    $users[$name]['score'] += $users[$name]['id'] % 5;
}
$sum = 0;
foreach ($users as $name => $user) {
    $sum = ($sum + strlen($name) * $user['visits'] + $user['score'] * $user['id']) % 1000003;
}
echo "string_keys $missing $sum\n";
