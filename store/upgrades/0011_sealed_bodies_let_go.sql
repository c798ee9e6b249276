-- Bytes of sealed envelopes that nobody waits for any more may go; number, digest and receipt stay for ever.

-- Delivered, not the last link of its chain, and nothing in it waits for the city's last word. How old such
-- an envelope must be is said by whoever lets it go.
CREATE VIEW spent_envelopes AS
SELECT id, chain, sequence, receipt FROM sealed_envelopes AS envelope
WHERE length(body) > 0 AND delivered_at_ms IS NOT NULL
  AND sequence < (SELECT sequence FROM chains WHERE name = envelope.chain)
  AND NOT EXISTS (
    SELECT 1 FROM outbox WHERE envelope_id = envelope.id AND state NOT IN ('applied', 'returned'))
  AND NOT EXISTS (
    SELECT 1 FROM attachment_pieces AS piece
    JOIN attachments ON attachments.submission_id = piece.submission_id AND attachments.name = piece.name
    WHERE piece.envelope_id = envelope.id AND coalesce(attachments.state, 'checked') = 'checked')
  AND NOT EXISTS (SELECT 1 FROM wants WHERE wants.sequence = envelope.sequence);

CREATE INDEX sealed_envelopes_with_bodies ON sealed_envelopes (chain, sequence) WHERE length(body) > 0;

DROP TRIGGER sealed_envelopes_are_sealed_once;

CREATE TRIGGER sealed_envelopes_are_sealed_once
BEFORE UPDATE OF id, chain, sequence, digest, sealed_at_ms ON sealed_envelopes
BEGIN
    SELECT RAISE(ABORT, 'an envelope is sealed once');
END;

CREATE TRIGGER sealed_bodies_change_by_being_let_go
BEFORE UPDATE OF body ON sealed_envelopes
WHEN length(new.body) > 0 OR NOT EXISTS (SELECT 1 FROM spent_envelopes WHERE id = old.id)
BEGIN
    SELECT RAISE(ABORT, 'an envelope is sealed once');
END;

-- What has no bytes cannot be sent, so it must not look as if it were still to be.
CREATE TRIGGER sealed_bodies_let_go_stay_delivered
BEFORE UPDATE OF delivered_at_ms ON sealed_envelopes
WHEN length(old.body) = 0 AND new.delivered_at_ms IS NULL
BEGIN
    SELECT RAISE(ABORT, 'an envelope let go is not sent again');
END;

-- Years of photos stay in the tables; whoever looks for those on their way reads this and no more.
CREATE INDEX attachments_on_their_way ON attachments (submission_id, name)
WHERE state IS NULL OR state = 'checked' OR state = 'returned';

CREATE INDEX attachment_contents_here ON attachment_contents (id) WHERE released_at_ms IS NULL;

DROP VIEW attachment_progress;
