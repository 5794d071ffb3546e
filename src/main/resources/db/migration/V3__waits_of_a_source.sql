-- Until when the provider asked to wait, as its last poll was told; null where it was told nothing.
ALTER TABLE source ADD COLUMN waits_until TEXT;
