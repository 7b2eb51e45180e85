<?php
// not for php8.2: it lacks the extension here
$db = new SQLite3(':memory:');
$db->enableExceptions(true);
$db->exec('CREATE TABLE fruit (id INTEGER PRIMARY KEY, name TEXT, price REAL, picture BLOB)');
$insert = $db->prepare('INSERT INTO fruit (name, price, picture) VALUES (:name, :price, ?3)');
foreach (['apple' => 1.5, 'pear' => 2, 'fig' => null] as $name => $price) {
    $insert->bindValue(':name', $name);
    $insert->bindValue('price', $price);
    $insert->bindValue(3, "\0$name", SQLITE3_BLOB);
    $insert->execute()->finalize();
}
echo $db->lastInsertRowID(), ' ', $db->changes(), "\n";
$result = $db->query('SELECT * FROM fruit ORDER BY name');
while ($row = $result->fetchArray(SQLITE3_ASSOC)) echo json_encode($row), "\n";
echo $result->numColumns(), ' ', $result->columnName(1), "\n";
var_dump($db->querySingle('SELECT price FROM fruit WHERE id = 2'), $db->querySingle('SELECT id, name FROM fruit WHERE id = 9', true));
$db->createFunction('shout', fn($s) => strtoupper($s) . '!', 1);
$db->createAggregate('longest', fn($held, $row, $s) => strlen($s) > strlen($held ?? '') ? $s : $held, fn($held, $rows) => "$held of $rows");
$db->createCollation('backwards', fn($a, $b) => strcmp(strrev($a), strrev($b)));
echo $db->querySingle("SELECT shout(name) FROM fruit WHERE id = 1"), ' ', $db->querySingle('SELECT longest(name) FROM fruit'), ' ', $db->querySingle('SELECT group_concat(name) FROM (SELECT name FROM fruit ORDER BY name COLLATE backwards)'), "\n";
try { $db->exec('INSERT INTO fruit (id) VALUES (1)'); } catch (SQLite3Exception $e) { echo $e->getCode(), ' ', $e->getMessage(), "\n"; }
try { $db->prepare('SELEC'); } catch (SQLite3Exception $e) { echo $e->getMessage(), "\n"; }
$copy = new SQLite3(':memory:');
$db->backup($copy);
echo $copy->querySingle('SELECT count(*) FROM fruit'), ' ', SQLite3::escapeString("it's"), "\n";
$blob = $db->openBlob('fruit', 'picture', 1, flags: SQLITE3_OPEN_READWRITE);
fwrite($blob, '*');
rewind($blob);
var_dump(stream_get_contents($blob));
var_dump($db);
$db->close();
try { $result->fetchArray(); } catch (Error $e) { echo $e->getMessage(), "\n"; }
