<?php
echo "Hello, ", "world", "\n";
print("print returns " . print("1\n") . "\n");
?>
Text outside of tags.
<?= 1 + 2 ?>

<?php if (true): ?>
shown
<?php else: ?>
hidden
<?php endif ?>
the newline after a closing tag is eaten: <?= "x" ?>
y
