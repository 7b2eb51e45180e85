before <?php echo "in" ?> after
<?= 1 ?>

last