<?php
// Ciphers with their warnings, digests, keys, signatures and encryption, by libcrypto.
foreach (['aes-128-cbc', 'aes-256-ctr', 'AES-256-ECB', 'aes-128-gcm', 'chacha20-poly1305', 'aes-128-ccm'] as $cipher) {
    $tag = null;
    $key = str_repeat('k', openssl_cipher_key_length($cipher));
    $iv = str_repeat('i', openssl_cipher_iv_length($cipher));
    $aead = !preg_match('/cbc|ctr|ecb/i', $cipher);
    $out = $aead ? openssl_encrypt('some secret text', $cipher, $key, 0, $iv, $tag, 'aad') : openssl_encrypt('some secret text', $cipher, $key, 0, $iv);
    var_dump($cipher, $out, $tag === null ? null : bin2hex($tag));
    var_dump($aead ? openssl_decrypt($out, $cipher, $key, 0, $iv, $tag, 'aad') : openssl_decrypt($out, $cipher, $key, 0, $iv));
    if ($aead) var_dump(openssl_decrypt($out, $cipher, $key, 0, $iv, str_repeat('x', 16), 'aad'));
}
var_dump(openssl_encrypt('x', 'aes-128-cbc', 'short'));
var_dump(openssl_encrypt('x', 'aes-128-cbc', 'short', 0, 'iv'));
var_dump(bin2hex(openssl_encrypt('x', 'aes-128-cbc', str_repeat('long', 20), OPENSSL_RAW_DATA, str_repeat('i', 20))));
var_dump(openssl_encrypt('x', 'nope', 'k'), openssl_decrypt('!!', 'aes-128-cbc', 'k', 0, str_repeat('i', 16)));
var_dump(openssl_encrypt('16 bytes exactly', 'aes-128-cbc', 'k', OPENSSL_ZERO_PADDING, str_repeat('i', 16)));
var_dump(openssl_encrypt('not a block', 'aes-128-cbc', 'k', OPENSSL_ZERO_PADDING, str_repeat('i', 16)), openssl_error_string() !== false);
while (openssl_error_string());
var_dump(openssl_digest('abc', 'sha256'), openssl_digest('abc', 'nope'), bin2hex(openssl_pbkdf2('p', 's', 20, 1000, 'sha256')));
var_dump(strlen(openssl_random_pseudo_bytes(12, $strong)), $strong, in_array('aes-256-cbc', openssl_get_cipher_methods()), in_array('sha256', openssl_get_md_methods(true)));
$key = openssl_pkey_new(['private_key_bits' => 1024, 'private_key_type' => OPENSSL_KEYTYPE_RSA]);
var_dump($key::class, openssl_pkey_export($key, $pem), substr($pem, 0, 27));
$details = openssl_pkey_get_details($key);
var_dump($details['bits'], $details['type'], array_keys($details['rsa']), strlen($details['rsa']['n']));
$public = openssl_pkey_get_public($details['key']);
var_dump(array_keys(openssl_pkey_get_details($public)['rsa']));
var_dump(openssl_sign('data', $signature, $pem, OPENSSL_ALGO_SHA256), strlen($signature), openssl_verify('data', $signature, $public, 'sha256'), openssl_verify('other', $signature, $details['key'], 'sha256'));
var_dump(openssl_public_encrypt('secret', $sealed, $public), openssl_private_decrypt($sealed, $opened, $key), $opened);
var_dump(openssl_public_encrypt('secret', $sealed, $public, OPENSSL_PKCS1_OAEP_PADDING), openssl_private_decrypt($sealed, $opened, $pem, OPENSSL_PKCS1_OAEP_PADDING), $opened);
var_dump(openssl_private_encrypt('secret', $sealed, $key), openssl_public_decrypt($sealed, $opened, $public), $opened);
openssl_pkey_export($key, $locked, 'phrase');
var_dump(substr($locked, 0, 37), openssl_pkey_get_private($locked, 'phrase') instanceof OpenSSLAsymmetricKey, openssl_pkey_get_private([$locked, 'phrase']) instanceof OpenSSLAsymmetricKey);
var_dump(openssl_pkey_get_private('nonsense'), @openssl_sign('data', $s, 'nonsense'));
$ec = openssl_pkey_new(['private_key_type' => OPENSSL_KEYTYPE_EC, 'curve_name' => 'prime256v1']);
$d = openssl_pkey_get_details($ec);
var_dump($d['type'], $d['bits'], $d['ec']['curve_name'], $d['ec']['curve_oid'], strlen($d['ec']['x']) > 28);
$other = openssl_pkey_new(['private_key_type' => OPENSSL_KEYTYPE_EC, 'curve_name' => 'prime256v1']);
var_dump(openssl_pkey_derive($d['key'], $other) === openssl_pkey_derive(openssl_pkey_get_details($other)['key'], $ec));
try { new OpenSSLAsymmetricKey; } catch (Error $e) { echo $e->getMessage(), "\n"; }
