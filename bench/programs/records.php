<?php
// arrays: n rounds over a list of records (arrays with the same string keys): totals, filters, joins
$n = (int) ($argv[1] ?? 3900);

$orders = [];
$seed = 3;
for ($i = 0; $i < 1500; $i++) {
    $seed = $seed * 16807 % 2147483647;
    $orders[] = ['id' => $i, 'customer' => $seed % 40, 'quantity' => $seed % 9 + 1, 'price' => ($seed % 10000) / 100, 'paid' => $seed % 3 != 0];
}

function with_totals(array $orders, float $tax): array {
    $out = [];
    foreach ($orders as $order) {
        $net = $order['quantity'] * $order['price'];
        $out[] = ['id' => $order['id'], 'customer' => $order['customer'], 'net' => $net, 'gross' => $net * (1 + $tax), 'paid' => $order['paid']];
    }
    return $out;
}

function by_customer(array $orders): array {
    $sums = [];
    foreach ($orders as $order) {
        $c = $order['customer'];
        if (!isset($sums[$c])) {
            $sums[$c] = ['count' => 0, 'open' => 0.0, 'gross' => 0.0];
        }
        $sums[$c]['count']++;
        $sums[$c]['gross'] += $order['gross'];
        if (!$order['paid']) {
            $sums[$c]['open'] += $order['gross'];
        }
    }
    return $sums;
}

$check = 0.0;
for ($round = 0; $round < $n; $round++) {
    foreach (by_customer(with_totals($orders, 0.05 + $round / 1000)) as $customer => $sum) {
        $check += $sum['open'] / $sum['count'] + $sum['gross'] * ($customer % 3);
    }
}
printf("records %.4f\n", $check);
