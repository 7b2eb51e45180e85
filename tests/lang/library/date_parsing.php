<?php
// Every notation that dates are read in: fields, zones, relative parts, errors with their places.
$texts = ['now', 'today', 'noon tomorrow', 'yesterday 14:00', 'next week', 'monday', '+1 monday', 'first monday of january 2025',
    'last day of next month', 'next weekday', '-3 weekdays', '2nd january 2024', '1/2/2020', '5/17', '10:00 pm', '10.30pm', '4:08 am',
    'back of 7pm', 'front of 7', '2024 10:00', '10:00 GMT+5', '10:00 +05:30', '10:00 Europe/Paris', '10:00 (CEST)', '@1.5', '@-1',
    '2008W273', '2008-W28', '2024.123', 'III 2024', '20240101T101010', '20240101 1010', '2024-01-01T10:10:10.123456Z', 'foo bar',
    '2024-13-40', '11 Oct 08:00', 'Oct 11 08:00', '1 fortnight ago', '24:01', '2024-02-30', 'Mon, 15 Aug 2005 15:52:01 +0000',
    '10/Oct/2000:13:55:36 -0700', '2008:08:07 18:11:31', 'May-09-78', '78-Dec-22', '1814-MAY-17', '-0001-01-01', '+12345-01-01',
    '30.6.2008', '30.6.08', 't0222', 'eighth day', 'sunday this week', '+2 days -1 week 3 hours', '--1 day', '', ' ', '1e5',
    '2024-01-01 00:00:00 Europe/Amsterdam Europe/Paris', 'last wed of', 'Monday, July 1st 2008 10am'];
foreach ($texts as $text) echo json_encode($text), ' ', json_encode(date_parse($text)), "\n";

$formats = [['Y-m-d', '2024-13-01'], ['Y-m-d', '2024-1'], ['Y-m-d+', '2024-01-01 x'], ['d/m/y', '1/2/24'], ['D d M', 'Foo 1 Jan'],
    ['Y z', '2024 59'], ['z', '5'], ['A', 'AM'], ['g A', '12 PM'], ['g A', '13 XM'], ['H:i', '25:00'], ['s.u', '10.5'], ['s.v', '10.123'],
    ['U', '12345'], ['U.u', '12.5'], ['e', 'Foo/Bar'], ['T', 'CEST'], ['!d', '5'], ['|d', '5'], ['d|', '5'], ['Y', '-5'], ['X', '+12345'],
    ['?d', 'x5'], ['* d', 'abc 5'], ['\\Y', 'Y'], ['\\Y', 'Z'], ['i', '7'], ['jS', '1st'], ['l', 'monday'], ['P', '+02:00'], ['', 'x'],
    ['k', '1'], ['#', ';'], ['Y-m-d H:i:s', '2024-02-30 10:00:00']];
foreach ($formats as [$format, $text]) echo $format, ' ', $text, ' ', json_encode(date_parse_from_format($format, $text)), "\n";
