<?php
// not for php8.2: it lacks the driver here
$db = new PDO('sqlite::memory:');
$db->exec('CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, price REAL, data BLOB)');
$insert = $db->prepare('INSERT INTO t (name, price, data) VALUES (:name, :price, :data)');
$db->beginTransaction();
foreach (['apple' => 1.5, 'pear' => 2.25, 'fig' => null] as $name => $price) {
    $insert->bindValue('name', $name);
    $insert->bindValue(':price', $price);
    $insert->bindParam('data', $bytes, PDO::PARAM_LOB);
    $bytes = "\0$name";
    $insert->execute();
}
var_dump($db->commit(), $db->inTransaction(), $db->lastInsertId(), $insert->rowCount());
foreach ([PDO::FETCH_ASSOC, PDO::FETCH_NUM, PDO::FETCH_BOTH, PDO::FETCH_OBJ] as $mode) echo json_encode($db->query('SELECT id, name FROM t WHERE id = 1')->fetch($mode)), "\n";
echo json_encode($db->query('SELECT name, price FROM t')->fetchAll(PDO::FETCH_KEY_PAIR)), ' ', json_encode($db->query('SELECT name FROM t')->fetchAll(PDO::FETCH_COLUMN)), "\n";
echo json_encode($db->query('SELECT id % 2, name FROM t')->fetchAll(PDO::FETCH_GROUP | PDO::FETCH_COLUMN)), ' ', json_encode($db->query('SELECT name, id FROM t')->fetchAll(PDO::FETCH_UNIQUE | PDO::FETCH_ASSOC)), "\n";
class Fruit {
    public $id;
    private ?string $name = null;
    public function __construct(public string $tag = '?') { $this->tag .= $this->name === null ? ' before' : " after $this->name"; }
    public function name() { return $this->name; }
}
foreach ($db->query('SELECT id, name FROM t', PDO::FETCH_CLASS, 'Fruit', ['x']) as $fruit) echo $fruit->id, ' ', $fruit->name(), ' ', $fruit->tag, "\n";
$statement = $db->prepare('SELECT * FROM t WHERE price > ? AND name <> ?');
$statement->execute([1, 'pear']);
$statement->bindColumn('name', $bound);
while ($statement->fetch(PDO::FETCH_BOUND)) echo $bound, "\n";
print_r($statement->getColumnMeta(0));
var_dump($statement, $db->quote("it's"), $db->query('SELECT count(*) FROM t')->fetchColumn());
try { $db->exec('INSERT INTO t (id) VALUES (1)'); } catch (PDOException $e) { var_dump($e->getMessage(), $e->getCode(), $e->errorInfo); }
try { $db->prepare('SELEC'); } catch (PDOException $e) { echo $e->getMessage(), "\n"; }
try { new PDO('nothing:'); } catch (PDOException $e) { echo $e->getMessage(), "\n"; }
$db->setAttribute(PDO::ATTR_ERRMODE, PDO::ERRMODE_SILENT);
var_dump($db->query('SELECT * FROM missing'), $db->errorInfo());
$db->sqliteCreateFunction('twice', fn($x) => $x * 2);
echo $db->query('SELECT twice(21)')->fetchColumn(), "\n";
$sqlite = PDO::connect('sqlite::memory:');
echo get_class($sqlite), ' ', $sqlite->getAttribute(PDO::ATTR_DRIVER_NAME), "\n";
