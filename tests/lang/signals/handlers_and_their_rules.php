<?php
var_dump(pcntl_async_signals(), pcntl_async_signals(true), pcntl_async_signals(null), pcntl_async_signals(false));
$pid = getmypid();
function named($signal) { echo "named($signal)\n"; }
class Handler {
    static function stat($signal) { echo "stat($signal)\n"; }
    function method($signal) { echo "method($signal)\n"; }
    function __invoke($signal) { echo "invoke($signal)\n"; }
}
foreach (['named', 'Handler::stat', ['Handler', 'stat'], [new Handler, 'method'], new Handler, named(...)] as $h) {
    var_dump(pcntl_signal(SIGUSR1, $h));
    var_dump(pcntl_signal_get_handler(SIGUSR1) == $h);
    posix_kill($pid, SIGUSR1);
    echo "sent\n";
    var_dump(pcntl_signal_dispatch());
}
// In the order they came; one that comes while a handler runs waits for the next time.
pcntl_signal(SIGUSR2, function () use ($pid) {
    echo "second begins\n";
    posix_kill($pid, SIGUSR1);
    pcntl_signal_dispatch();
    echo "second ends\n";
});
posix_kill($pid, SIGUSR2);
pcntl_signal_dispatch();
echo "between\n";
pcntl_signal_dispatch();
pcntl_signal(SIGUSR1, SIG_IGN);
posix_kill($pid, SIGUSR1);
pcntl_signal_dispatch();
var_dump(pcntl_signal_get_handler(SIGUSR1));
// Blocked, they wait.
pcntl_signal(SIGTERM, fn() => print("term\n"));
pcntl_sigprocmask(SIG_BLOCK, [SIGTERM], $old);
posix_kill($pid, SIGTERM);
pcntl_signal_dispatch();
echo "blocked\n";
pcntl_sigprocmask(SIG_UNBLOCK, [SIGTERM]);
pcntl_signal_dispatch();
foreach ([fn() => pcntl_signal(0, SIG_DFL), fn() => pcntl_signal(SIGTERM, 7), fn() => pcntl_signal(65, 'named'), fn() => pcntl_signal(SIGTERM, 'nothing'), fn() => pcntl_alarm(1)] as $f) {
    try { var_dump($f()); } catch (Error $e) { echo get_class($e), ': ', $e->getMessage(), "\n"; }
}
// An alarm ends waiting.
pcntl_signal(SIGALRM, fn() => print("alarm\n"));
$left = sleep(30);
var_dump($left > 25);
pcntl_signal_dispatch();
pcntl_alarm(1);
$left = time_nanosleep(20, 0);
var_dump($left['seconds'] >= 18, pcntl_alarm(0));
pcntl_signal_dispatch();
