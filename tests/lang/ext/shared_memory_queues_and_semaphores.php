<?php
// not for php8.2 without its extensions: the output is of one that has them
// Private keys: nobody else is there, and nothing stays behind.
$queue = msg_get_queue(0, 0600);
msg_send($queue, 3, ['a' => 1, 'b' => [true, null]]);
msg_send($queue, 5, 'plain', false);
var_dump(msg_stat_queue($queue)['msg_qnum']);
var_dump(msg_receive($queue, 5, $type, 100, $message, false), $type, $message);
var_dump(msg_receive($queue, 0, $type, 100, $message), $type, $message);
var_dump(msg_receive($queue, 0, $type, 100, $message, true, MSG_IPC_NOWAIT, $error), $error === MSG_ENOMSG);
try {
    msg_send($queue, 1, [1], false);
} catch (TypeError $e) {
    echo $e->getMessage(), "\n";
}
var_dump(msg_remove_queue($queue));

$semaphore = sem_get(0, 1, 0600);
var_dump(sem_acquire($semaphore), sem_acquire($semaphore, true), sem_release($semaphore));
var_dump(@sem_release($semaphore), sem_remove($semaphore));

$memory = shm_attach(0, 1000);
foreach ([1 => 'one', 2 => [1, 2.5], 3 => new ArrayObject([7])] as $key => $value) shm_put_var($memory, $key, $value);
shm_put_var($memory, 1, str_repeat('longer ', 5));
var_dump(shm_get_var($memory, 1), shm_get_var($memory, 2), shm_get_var($memory, 3)[0], shm_has_var($memory, 4));
var_dump(shm_remove_var($memory, 2), shm_has_var($memory, 2), shm_get_var($memory, 3)[0]);
var_dump(@shm_put_var($memory, 9, str_repeat('x', 2000)), @shm_get_var($memory, 9));
var_dump(shm_remove($memory), shm_detach($memory));
try {
    shm_get_var($memory, 1);
} catch (Error $e) {
    echo $e->getMessage(), "\n";
}

$segment = shmop_open(0, 'c', 0600, 32);
var_dump(shmop_size($segment), shmop_write($segment, 'hello there', 3), shmop_read($segment, 3, 5));
try {
    shmop_read($segment, 30, 10);
} catch (ValueError $e) {
    echo $e->getMessage(), "\n";
}
var_dump(shmop_delete($segment));

// Without a catalogue messages are what they are.
var_dump(gettext('message'), _('message'), ngettext('%d file', '%d files', 2), dgettext('other', 'x'));
var_dump(setlocale(LC_ALL, 'xx_XX', 'C.UTF-8'), setlocale(LC_CTYPE, '0'), localeconv()['decimal_point']);
var_dump(setlocale(LC_ALL, ['nowhere', 'C']), setlocale(LC_TIME, 'nowhere'));
