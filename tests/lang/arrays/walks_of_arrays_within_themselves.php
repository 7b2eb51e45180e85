<?php
function h($n, $f) { echo "== $n: "; try { $r = $f(); if (is_string($r) && strlen($r) > 200) $r = strlen($r) . md5($r); var_dump($r); } catch (Throwable $e) { echo get_class($e), ": ", $e->getMessage(), "\n"; } }
function cyc() { $a = [1, 'k' => 'v']; $a['self'] = &$a; return $a; }
function cyc2() { $a = [1, 'k' => 'v']; $p = &$a; $p['self'] = $a; return $a; }
$a = cyc();
h('http_build_query', fn() => http_build_query($a));
h('http_build_query of an object', fn() => http_build_query((object) $a));
h('str_replace', fn() => str_replace('v', 'w', $a)['self']);
h('count', fn() => count($a, 1));
h('merge', fn() => count(array_merge_recursive($a, $a)));
h('replace', fn() => count(array_replace_recursive($a, $a)));
h('json', fn() => json_encode($a, JSON_PARTIAL_OUTPUT_ON_ERROR) . json_last_error_msg());
h('export', fn() => var_export($a, true));
h('implode', fn() => implode(',', $a));
h('unique', fn() => count(array_unique($a)));
h('constant', fn() => define("RECURSIVE", $a));
h('constant of objects', fn() => define("RECURSIVE", [cyc2()]));
h('names', function () { $v = 1; $x = ['v']; $x[] = &$x; return compact($x); });
h('filter', fn() => is_array(filter_var($a, FILTER_DEFAULT, FILTER_REQUIRE_ARRAY)));
h('filter a copy', fn() => filter_var([1, ['a', ['x' => 2.5]]], FILTER_DEFAULT, FILTER_REQUIRE_ARRAY));
h('filter numbers', fn() => filter_var(['1', ['a', '2']], FILTER_VALIDATE_INT, ['flags' => FILTER_FORCE_ARRAY, 'options' => ['default' => 7]]));
$list = [1, [2]];
$r = &$list[1][0];
define('LIST_OF_VALUES', $list);
$r = 3;
echo json_encode(LIST_OF_VALUES), "\n";
