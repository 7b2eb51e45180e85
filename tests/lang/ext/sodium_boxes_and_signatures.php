<?php
$key = str_repeat("k", SODIUM_CRYPTO_SECRETBOX_KEYBYTES);
$nonce = str_repeat("n", SODIUM_CRYPTO_SECRETBOX_NONCEBYTES);
$box = sodium_crypto_secretbox('secret', $nonce, $key);
echo bin2hex($box), ' ', sodium_crypto_secretbox_open($box, $nonce, $key), ' ', var_export(sodium_crypto_secretbox_open(strrev($box), $nonce, $key), true), "\n";
$pair = sodium_crypto_sign_seed_keypair(str_repeat('s', SODIUM_CRYPTO_SIGN_SEEDBYTES));
$signature = sodium_crypto_sign_detached('message', sodium_crypto_sign_secretkey($pair));
var_dump(sodium_bin2hex($signature), sodium_crypto_sign_verify_detached($signature, 'message', sodium_crypto_sign_publickey($pair)));
echo bin2hex(sodium_crypto_generichash('data')), ' ', bin2hex(sodium_crypto_shorthash('data', str_repeat('h', 16))), "\n";
$state = sodium_crypto_generichash_init();
sodium_crypto_generichash_update($state, 'da');
sodium_crypto_generichash_update($state, 'ta');
echo bin2hex(sodium_crypto_generichash_final($state)), "\n";
$a = sodium_crypto_box_seed_keypair(str_repeat('a', 32));
$b = sodium_crypto_box_seed_keypair(str_repeat('b', 32));
$to_b = sodium_crypto_box_keypair_from_secretkey_and_publickey(sodium_crypto_box_secretkey($a), sodium_crypto_box_publickey($b));
$from_a = sodium_crypto_box_keypair_from_secretkey_and_publickey(sodium_crypto_box_secretkey($b), sodium_crypto_box_publickey($a));
echo sodium_crypto_box_open(sodium_crypto_box('hello', $nonce, $to_b), $nonce, $from_a), "\n";
echo sodium_crypto_box_seal_open(sodium_crypto_box_seal('sealed', sodium_crypto_box_publickey($b)), $b), "\n";
[$stream, $header] = sodium_crypto_secretstream_xchacha20poly1305_init_push($key);
$pieces = [sodium_crypto_secretstream_xchacha20poly1305_push($stream, 'one'), sodium_crypto_secretstream_xchacha20poly1305_push($stream, 'two', '', SODIUM_CRYPTO_SECRETSTREAM_XCHACHA20POLY1305_TAG_FINAL)];
$stream = sodium_crypto_secretstream_xchacha20poly1305_init_pull($header, $key);
foreach ($pieces as $piece) echo implode(' ', sodium_crypto_secretstream_xchacha20poly1305_pull($stream, $piece)), "\n";
$sealed = sodium_crypto_aead_xchacha20poly1305_ietf_encrypt('text', 'extra', $nonce, $key);
var_dump(sodium_crypto_aead_xchacha20poly1305_ietf_decrypt($sealed, 'extra', $nonce, $key), sodium_crypto_aead_xchacha20poly1305_ietf_decrypt($sealed, 'other', $nonce, $key));
$n = "\xff\xff\x01";
sodium_increment($n);
sodium_add($n, "\x02\x00\x00");
echo bin2hex($n), ' ', sodium_bin2base64("\xfb\xff", SODIUM_BASE64_VARIANT_URLSAFE_NO_PADDING), ' ', bin2hex(sodium_base642bin('-_8', SODIUM_BASE64_VARIANT_URLSAFE_NO_PADDING)), ' ', bin2hex(sodium_hex2bin('de:ad', ':')), "\n";
echo bin2hex(sodium_pad('xyz', 8)), ' ', sodium_unpad(sodium_pad('xyz', 8), 8), ' ', sodium_compare('ab', 'ba'), ' ', sodium_memcmp('ab', 'ab'), "\n";
foreach ([fn() => sodium_crypto_secretbox('m', 'short', $key), fn() => sodium_hex2bin('xx'), fn() => sodium_base642bin('?', 1), fn() => sodium_unpad('abcd', 4), fn() => sodium_crypto_generichash('', '', 5)] as $f) {
    try { $f(); } catch (SodiumException $e) { echo $e->getMessage(), "\n"; }
}
