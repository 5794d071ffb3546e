-- The `number` of the account that an event is about; null for events about sources, and for those stored before.
ALTER TABLE event ADD COLUMN account BIGINT;
-- Entries stand in the order of the sequence as it is: it is the row's id.
CREATE INDEX event_account ON event (account) WHERE account IS NOT NULL;
