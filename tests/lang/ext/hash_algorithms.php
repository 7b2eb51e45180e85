<?php
// Every algorithm on short, block-sized and long data; copies and HMAC.
foreach (hash_algos() as $name) {
    if (str_starts_with($name, 'snefru')) continue;  // only where its library is
    $digests = '';
    foreach ([0, 1, 55, 56, 63, 64, 65, 111, 112, 127, 128, 129, 1000] as $n) $digests .= hash($name, str_repeat('q', $n), true);
    $context = hash_init($name);
    for ($i = 0; $i < 50; $i++) hash_update($context, str_repeat(chr($i), $i));
    $copy = hash_copy($context);
    hash_update($copy, 'more');
    echo $name, ' ', md5($digests), ' ', hash_final($context), ' ', md5(hash_final($copy)), "\n";
}
foreach (hash_hmac_algos() as $name) {
    if (!str_starts_with($name, 'snefru')) echo $name, ' ', md5(hash_hmac($name, 'data', 'key', true) . hash_hmac($name, 'data', str_repeat('long key', 40), true)), "\n";
}
echo hash('murmur3f', 'seeded', options: ['seed' => 42]), ' ', hash('xxh3', 'seeded', options: ['seed' => 42]), "\n";
var_dump(hash_init('sha256'));
$saved = hash_init('sha3-256');
hash_update($saved, 'half ');
$saved = unserialize(serialize($saved));
hash_update($saved, 'done');
var_dump(hash_final($saved) === hash('sha3-256', 'half done'));
