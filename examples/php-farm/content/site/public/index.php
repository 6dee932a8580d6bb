<?php
require __DIR__ . '/../lib/page.php';

page('PHP farm', '<p>Answered by <code>' . htmlspecialchars(gethostname()) . '</code>, release <code>'
    . htmlspecialchars(basename(dirname(__DIR__))) . '</code>.</p>');
