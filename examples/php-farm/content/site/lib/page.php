<?php
function page(string $title, string $body): void
{
    header('Cache-Control: no-cache');
    echo '<!doctype html><html lang="en"><meta charset="utf-8"><title>', htmlspecialchars($title), '</title>';
    echo '<link rel="stylesheet" href="/style.css"><h1>', htmlspecialchars($title), '</h1>', $body, '</html>';
}
