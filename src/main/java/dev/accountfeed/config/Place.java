package dev.accountfeed.config;

/** Where something stands in a file: line and column, both from 1. */
record Place(int line, int column) {}
