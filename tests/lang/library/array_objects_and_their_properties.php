<?php
// What array objects hold is no property of theirs; array objects that hold array objects share.
#[AllowDynamicProperties]
class Typed extends ArrayObject {
    public $own = 1;
    protected $prot = 2;
    private $priv = 3;
}
$p = new Typed(['a' => 1, 'b' => 2]);
$p->dyn = 5;
var_dump($p);
print_r($p);
var_export($p);
echo "\n", json_encode($p), ' ', json_encode(get_mangled_object_vars($p)), ' ', json_encode((array)$p), "\n";
echo json_encode(get_mangled_object_vars(new ArrayObject([1]))), json_encode(get_mangled_object_vars(new ArrayIterator([1]))), "\n";
$text = serialize($p);
echo str_replace("\0", '~', $text), "\n";
var_dump(unserialize($text) == $p);
$p->own = 'new';
print_r(unserialize(serialize($p)));
$p->setFlags(ArrayObject::STD_PROP_LIST);
echo json_encode((array)$p), json_encode(get_object_vars($p)), count($p), "\n";
foreach ($p as $k => $v) echo "$k=>$v ";
$p->setFlags(0);
echo "\n";

$w = new ArrayObject($p);
for ($i = 0; $i < 100; $i++) {
    $w["k$i"] = $i;
    if ($w["k$i"] !== $i || !isset($w["k$i"]) || isset($w['zz']) || count($w) !== 3 || count($p) !== 3) echo "wrong\n";
    unset($w["k$i"]);
}
$w[] = 9;
$w->append(8);
$w->ksort();
$sum = '';
foreach ($w as $k => $v) $sum .= "$k=>$v ";
echo $sum, json_encode($p->getArrayCopy()), json_encode((array)$w), json_encode($w->getArrayCopy()), "\n";
print_r($w);
$o = new stdClass;
$o->x = 1;
$z = new ArrayObject($o);
$z['q'] = 3;
echo count($z), json_encode((array)$z), json_encode($o), json_encode(get_mangled_object_vars($z)), "\n";
$it = new ArrayIterator(new ArrayObject([1, 2, 3]));
echo count($it), $it[1], json_encode(iterator_to_array($it)), "\n";
var_dump(new ArrayObject([1]) == new ArrayObject([1]), new ArrayObject([1]) == new ArrayObject([2]));
class Other extends ArrayIterator {}
$f = new ArrayObject([1], ArrayObject::ARRAY_AS_PROPS, Other::class);
$f->made = 2;
echo $f->made, $f['made'], get_class($f->getIterator()), (clone $f)->getFlags(), "\n";
$back = unserialize(serialize($f));
echo $back->getIteratorClass(), $back->getFlags(), $back->made, "\n";
try {
    $back->__unserialize([1, 2]);
} catch (UnexpectedValueException $e) {
    echo $e->getMessage(), "\n";
}
