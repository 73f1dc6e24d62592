-- What the seats of one hotline share. Run it as a superuser in the database of the hub; run again, it changes nothing.
--
-- Seats call functions, and can do nothing else: no table is readable or writable for them. A function is never changed in
-- what it takes, gives or means: another version stands beside it under the next number, so that seats of two versions
-- can work at one hub.
--
-- SQLSTATE: HL001 not admitted; HL002 taken back (DETAIL: size of the log); HL003 other number (DETAIL: next number);
-- HL004 gap (DETAIL: size of the log); HL005 other content there; HL006 not fit to be stored.

-- Roles belong to all databases of the server, so another hub may have made them.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'hashline_owner') THEN
    CREATE ROLE hashline_owner NOLOGIN;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'hashline_station') THEN
    CREATE ROLE hashline_station LOGIN;
  END IF;
  -- The certificate of a session is shown only to roles that have the session's own; so hl.caller() can see it.
  IF NOT pg_has_role('hashline_owner', 'hashline_station', 'MEMBER') THEN
    GRANT hashline_station TO hashline_owner;
  END IF;
  IF (SELECT rolconfig FROM pg_roles WHERE rolname = 'hashline_station') IS DISTINCT FROM
    ARRAY['idle_in_transaction_session_timeout=10s', 'statement_timeout=60s', 'lock_timeout=20s'] THEN
    ALTER ROLE hashline_station RESET ALL;
    ALTER ROLE hashline_station SET idle_in_transaction_session_timeout = '10s';
    ALTER ROLE hashline_station SET statement_timeout = '60s';
    ALTER ROLE hashline_station SET lock_timeout = '20s';
  END IF;
  -- Nobody but a seat connects, and a seat makes no temporary tables.
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO hashline_station', current_database());
END $$;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
-- Large objects need no table to be written to.
REVOKE EXECUTE ON FUNCTION lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea) FROM PUBLIC;

CREATE SCHEMA IF NOT EXISTS hl AUTHORIZATION hashline_owner;
SET ROLE hashline_owner;

-- TABLES

-- One row: how many deeds there are. Whoever adds some locks it, so they commit in the order of their places.
CREATE TABLE IF NOT EXISTS hl.head (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  size bigint NOT NULL DEFAULT 0 CHECK (size >= 0),
  -- Another one in a hub that was begun anew.
  incarnation uuid NOT NULL DEFAULT gen_random_uuid()
);
INSERT INTO hl.head DEFAULT VALUES ON CONFLICT DO NOTHING;

-- The devices that may call, by the name in their certificates. One that was removed stays, so that it cannot come back.
CREATE TABLE IF NOT EXISTS hl.devices (
  device uuid PRIMARY KEY,
  -- Null for the first one, which whoever sets up the hub admits, and for one that was removed before it was admitted.
  admitted_by uuid,
  admitted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  removed_by uuid,
  removed_at timestamptz,
  heard_at timestamptz
);

CREATE TABLE IF NOT EXISTS hl.entries (
  position bigint PRIMARY KEY CHECK (position >= 0),
  device uuid NOT NULL,
  seq bigint NOT NULL CHECK (seq >= 0),
  epoch integer NOT NULL CHECK (epoch >= 0),
  sealed bytea NOT NULL,
  arrived_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  UNIQUE (device, seq)
);

CREATE TABLE IF NOT EXISTS hl.seals (
  size bigint PRIMARY KEY CHECK (size >= 0),
  note text NOT NULL,
  device uuid NOT NULL,
  arrived_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE IF NOT EXISTS hl.parcels (
  name bytea PRIMARY KEY CHECK (octet_length(name) = 32),
  -- Null once it was erased; the name stays, so that a late upload does not bring it back.
  sealed bytea,
  device uuid NOT NULL,
  arrived_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  erased_at timestamptz,
  CHECK ((sealed IS NULL) = (erased_at IS NOT NULL))
);

CREATE TABLE IF NOT EXISTS hl.leases (
  tag bytea PRIMARY KEY CHECK (octet_length(tag) = 32),
  device uuid NOT NULL,
  token bigint NOT NULL,
  until timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS leases_until ON hl.leases (until);

CREATE TABLE IF NOT EXISTS hl.registers (
  tag bytea NOT NULL CHECK (octet_length(tag) = 32),
  device uuid NOT NULL,
  sealed bytea NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (tag, device)
);

CREATE TABLE IF NOT EXISTS hl.letters (
  addressee text NOT NULL,
  name text NOT NULL,
  sender uuid NOT NULL,
  sealed bytea NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (addressee, name)
);

-- Ciphertext does not get smaller.
ALTER TABLE hl.entries ALTER COLUMN sealed SET STORAGE EXTERNAL;
ALTER TABLE hl.parcels ALTER COLUMN sealed SET STORAGE EXTERNAL;
ALTER TABLE hl.registers ALTER COLUMN sealed SET STORAGE EXTERNAL;
ALTER TABLE hl.letters ALTER COLUMN sealed SET STORAGE EXTERNAL;

-- WHAT MUST NOT CHANGE, EVEN FOR THE OWNER

CREATE OR REPLACE FUNCTION hl.refuse() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'hl.% is kept as it is: no % here', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;

CREATE OR REPLACE TRIGGER kept BEFORE UPDATE OR DELETE ON hl.entries FOR EACH ROW EXECUTE FUNCTION hl.refuse();
CREATE OR REPLACE TRIGGER kept_whole BEFORE TRUNCATE ON hl.entries EXECUTE FUNCTION hl.refuse();
CREATE OR REPLACE TRIGGER kept BEFORE UPDATE OR DELETE ON hl.seals FOR EACH ROW EXECUTE FUNCTION hl.refuse();
CREATE OR REPLACE TRIGGER kept_whole BEFORE TRUNCATE ON hl.seals EXECUTE FUNCTION hl.refuse();
CREATE OR REPLACE TRIGGER kept BEFORE DELETE ON hl.parcels FOR EACH ROW EXECUTE FUNCTION hl.refuse();
CREATE OR REPLACE TRIGGER only_erased BEFORE UPDATE ON hl.parcels FOR EACH ROW
  WHEN (NEW.sealed IS NOT NULL OR OLD.sealed IS NULL
    OR (NEW.name, NEW.device, NEW.arrived_at) IS DISTINCT FROM (OLD.name, OLD.device, OLD.arrived_at))
  EXECUTE FUNCTION hl.refuse();
CREATE OR REPLACE TRIGGER kept_whole BEFORE TRUNCATE ON hl.parcels EXECUTE FUNCTION hl.refuse();
CREATE OR REPLACE TRIGGER kept BEFORE DELETE ON hl.head FOR EACH ROW EXECUTE FUNCTION hl.refuse();
CREATE OR REPLACE TRIGGER only_growing BEFORE UPDATE ON hl.head FOR EACH ROW
  WHEN (NEW.size < OLD.size OR NEW.incarnation <> OLD.incarnation)
  EXECUTE FUNCTION hl.refuse();
CREATE OR REPLACE TRIGGER kept_whole BEFORE TRUNCATE ON hl.head EXECUTE FUNCTION hl.refuse();
CREATE OR REPLACE TRIGGER kept BEFORE DELETE ON hl.devices FOR EACH ROW EXECUTE FUNCTION hl.refuse();
CREATE OR REPLACE TRIGGER removed_for_good BEFORE UPDATE ON hl.devices FOR EACH ROW
  WHEN (NEW.device <> OLD.device OR (OLD.removed_at IS NOT NULL AND NEW.removed_at IS DISTINCT FROM OLD.removed_at))
  EXECUTE FUNCTION hl.refuse();
CREATE OR REPLACE TRIGGER kept_whole BEFORE TRUNCATE ON hl.devices EXECUTE FUNCTION hl.refuse();

-- Row security without a policy: a table that was granted to seats by mistake still shows them nothing. And triggers that
-- hold where a session says it replicates.
DO $$
DECLARE
  t text;
  g record;
BEGIN
  FOREACH t IN ARRAY ARRAY['head', 'devices', 'entries', 'seals', 'parcels', 'leases', 'registers', 'letters'] LOOP
    EXECUTE format('ALTER TABLE hl.%I ENABLE ROW LEVEL SECURITY', t);
  END LOOP;
  FOR g IN SELECT tgrelid::regclass AS place, tgname FROM pg_trigger
    WHERE tgrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'hl'::regnamespace) AND NOT tgisinternal LOOP
    EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I', g.place, g.tgname);
  END LOOP;
END $$;

-- WHO CALLS

-- The device whose certificate this session showed, if it is admitted; otherwise null. The whole name is compared: a
-- certificate that says more than a device's id is no device's.
CREATE OR REPLACE FUNCTION hl.caller() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT d.device FROM pg_stat_ssl s
  JOIN hl.devices d ON d.device = CASE
    WHEN s.client_dn ~ '^/CN=[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN substring(s.client_dn FROM 5)::uuid END
  WHERE s.pid = pg_backend_pid() AND s.ssl AND d.removed_at IS NULL
$$;

-- Begins every call: says whose it is, or refuses, and notes when it was heard of.
CREATE OR REPLACE FUNCTION hl.arrive() RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me uuid := hl.caller();
  moment timestamptz := clock_timestamp();
BEGIN
  IF me IS NULL THEN
    RAISE EXCEPTION 'this device is not admitted' USING ERRCODE = 'HL001';
  END IF;
  -- With an older snapshot it would not be seen that a device was removed, or where the log ends.
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'the hub is called with read committed isolation' USING ERRCODE = 'HL006';
  END IF;
  UPDATE hl.devices SET heard_at = moment
    WHERE device = me AND (heard_at IS NULL OR heard_at NOT BETWEEN moment - interval '30 seconds' AND moment);
  RETURN me;
END $$;

CREATE OR REPLACE FUNCTION hl.expect(fits boolean, what text) RETURNS void
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF fits IS NOT TRUE THEN
    RAISE EXCEPTION '%', what USING ERRCODE = 'HL006';
  END IF;
END $$;

CREATE OR REPLACE FUNCTION hl.next_seq(of_device uuid) RETURNS bigint
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce(max(e.seq) + 1, 0) FROM hl.entries e WHERE e.device = of_device
$$;

-- Deeds come as one value and the length of each: arrays of bytes would travel as text.
CREATE OR REPLACE FUNCTION hl.expect_deeds(epochs integer[], lengths integer[], bodies bytea) RETURNS void
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM hl.expect(cardinality(lengths) BETWEEN 1 AND 1000, '1 to 1000 deeds are allowed');
  PERFORM hl.expect(cardinality(epochs) = cardinality(lengths), 'as many epochs as deeds');
  PERFORM hl.expect(array_position(epochs, NULL) IS NULL AND 0 <= ALL (epochs), 'an epoch for each deed');
  PERFORM hl.expect(array_position(lengths, NULL) IS NULL AND 0 <= ALL (lengths) AND 1114112 >= ALL (lengths),
    'a deed of at most 1114112 bytes');
  PERFORM hl.expect(octet_length(bodies) <= 16777216, 'at most 16777216 bytes of deeds');
  PERFORM hl.expect(octet_length(bodies) = (SELECT sum(l) FROM unnest(lengths) l), 'as many bytes as the lengths say');
END $$;

CREATE OR REPLACE FUNCTION hl.pieces(epochs integer[], lengths integer[], bodies bytea)
RETURNS TABLE (i bigint, epoch integer, sealed bytea)
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT p.i - 1, p.epoch, substring(bodies FROM (p.ends - p.length)::integer + 1 FOR p.length)
  FROM (SELECT t.i, t.epoch, t.length, sum(t.length) OVER (ORDER BY t.i) AS ends
        FROM unnest(epochs, lengths) WITH ORDINALITY AS t (epoch, length, i)) p
$$;

-- WHAT SEATS CALL

CREATE OR REPLACE FUNCTION hl.about_1()
RETURNS TABLE (schema_version integer, server_version text, tls_version text, clock_ms bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM hl.arrive();
  RETURN QUERY SELECT 1, current_setting('server_version'), s.version,
    floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint
    FROM pg_stat_ssl s WHERE s.pid = pg_backend_pid();
END $$;

CREATE OR REPLACE FUNCTION hl.head_1() RETURNS TABLE (size bigint, incarnation uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM hl.arrive();
  RETURN QUERY SELECT h.size, h.incarnation FROM hl.head h;
END $$;

CREATE OR REPLACE FUNCTION hl.push_1(known bigint, first bigint, epochs integer[], lengths integer[], bodies bytea)
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  n integer := cardinality(lengths);
  log_size bigint;
  me uuid;
  next bigint;
  place bigint;
BEGIN
  SELECT h.size INTO log_size FROM hl.head h FOR UPDATE;
  -- After the lock: a device that is removed meanwhile adds nothing.
  me := hl.arrive();
  PERFORM hl.expect(known >= 0 AND first >= 0, 'counts begin at 0');
  PERFORM hl.expect_deeds(epochs, lengths, bodies);
  IF log_size < known THEN
    RAISE EXCEPTION 'the log has % deeds', log_size USING ERRCODE = 'HL002', DETAIL = log_size;
  END IF;
  next := hl.next_seq(me);
  IF next > first THEN
    -- Sent again after a lost answer: the same deeds in one piece.
    SELECT e.position INTO place FROM hl.entries e WHERE e.device = me AND e.seq = first;
    IF n <> (SELECT count(*) FROM hl.entries e WHERE e.device = me AND e.seq BETWEEN first AND first + n - 1
             AND e.position = place + e.seq - first) THEN
      RAISE EXCEPTION 'the next number is %', next USING ERRCODE = 'HL003', DETAIL = next;
    END IF;
    IF EXISTS (SELECT FROM hl.pieces(epochs, lengths, bodies) p JOIN hl.entries e ON e.position = place + p.i
               WHERE e.epoch <> p.epoch OR e.sealed <> p.sealed) THEN
      RAISE EXCEPTION 'there are other deeds of these numbers' USING ERRCODE = 'HL005';
    END IF;
    RETURN place;
  END IF;
  IF next < first THEN
    RAISE EXCEPTION 'the next number is %', next USING ERRCODE = 'HL003', DETAIL = next;
  END IF;
  INSERT INTO hl.entries (position, device, seq, epoch, sealed)
    SELECT log_size + p.i, me, first + p.i, p.epoch, p.sealed FROM hl.pieces(epochs, lengths, bodies) p;
  UPDATE hl.head SET size = log_size + n;
  NOTIFY hashline;
  RETURN log_size;
END $$;

-- In the language SQL, whose rows are copied once less. LIMIT makes the planner read them by the index, in their order.
CREATE OR REPLACE FUNCTION hl.pull_1(from_position bigint, at_most integer)
RETURNS TABLE ("position" bigint, device uuid, seq bigint, epoch integer, sealed bytea)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT hl.arrive();
  SELECT hl.expect(from_position >= 0 AND at_most >= 0, 'counts begin at 0');
  SELECT t.position, t.device, t.seq, t.epoch, t.sealed
    FROM (SELECT e.position, e.device, e.seq, e.epoch, e.sealed,
                 sum(octet_length(e.sealed)) OVER (ORDER BY e.position ROWS UNBOUNDED PRECEDING) AS bytes
          FROM hl.entries e WHERE e.position >= from_position ORDER BY e.position LIMIT least(at_most, 1000)) t
    WHERE t.position = from_position OR t.bytes <= 8388608
$$;

CREATE OR REPLACE FUNCTION hl.refill_1(
  first bigint, devices uuid[], seqs bigint[], epochs integer[], lengths integer[], bodies bytea)
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  n integer := cardinality(lengths);
  log_size bigint;
BEGIN
  SELECT h.size INTO log_size FROM hl.head h FOR UPDATE;
  PERFORM hl.arrive();
  PERFORM hl.expect(first >= 0, 'counts begin at 0');
  PERFORM hl.expect_deeds(epochs, lengths, bodies);
  PERFORM hl.expect(cardinality(devices) = n AND cardinality(seqs) = n, 'a device and a number for each deed');
  PERFORM hl.expect(array_position(devices, NULL) IS NULL AND array_position(seqs, NULL) IS NULL AND 0 <= ALL (seqs),
    'a device and a number for each deed');
  IF first > log_size THEN
    RAISE EXCEPTION 'the log has % deeds', log_size USING ERRCODE = 'HL004', DETAIL = log_size;
  END IF;
  IF EXISTS (SELECT FROM hl.pieces(epochs, lengths, bodies) p JOIN hl.entries e ON e.position = first + p.i
             WHERE (e.device, e.seq, e.epoch, e.sealed)
               IS DISTINCT FROM (devices[p.i + 1], seqs[p.i + 1], p.epoch, p.sealed)) THEN
    RAISE EXCEPTION 'there are other deeds at these places' USING ERRCODE = 'HL005';
  END IF;
  -- The deeds that are new have the next numbers of their devices, without gaps.
  IF EXISTS (
    SELECT FROM (SELECT t.device, t.seq, row_number() OVER (PARTITION BY t.device ORDER BY t.i) - 1 AS nth
                 FROM unnest(devices, seqs) WITH ORDINALITY AS t (device, seq, i)
                 WHERE first + t.i - 1 >= log_size) fresh
    JOIN (SELECT d.device, hl.next_seq(d.device) AS next FROM (SELECT DISTINCT unnest(devices) AS device) d) known
      ON known.device = fresh.device
    WHERE fresh.seq <> known.next + fresh.nth) THEN
    RAISE EXCEPTION 'these deeds do not follow those of their devices' USING ERRCODE = 'HL005';
  END IF;
  IF first + n > log_size THEN
    INSERT INTO hl.entries (position, device, seq, epoch, sealed)
      SELECT first + p.i, devices[p.i + 1], seqs[p.i + 1], p.epoch, p.sealed
      FROM hl.pieces(epochs, lengths, bodies) p WHERE first + p.i >= log_size;
    UPDATE hl.head SET size = first + n;
    NOTIFY hashline;
  END IF;
  RETURN greatest(log_size, first + n);
END $$;

CREATE OR REPLACE FUNCTION hl.lease_1(for_tag bytea, for_ms bigint)
RETURNS TABLE (device uuid, token bigint, left_ms bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me uuid := hl.arrive();
  moment timestamptz;
BEGIN
  PERFORM hl.expect(octet_length(for_tag) = 32, 'a name of 32 bytes');
  PERFORM hl.expect(for_ms BETWEEN 1 AND 86400000, 'a lease of at most a day');
  -- The row is there and locked before the clock is read.
  INSERT INTO hl.leases AS l VALUES (for_tag, me, 0, '-infinity') ON CONFLICT (tag) DO NOTHING;
  IF FOUND THEN
    -- Each new lease makes room for itself: tags of past days do not come back.
    DELETE FROM hl.leases l WHERE l.tag IN (
      SELECT o.tag FROM hl.leases o WHERE o.until > '-infinity' AND o.until < clock_timestamp() - interval '30 days'
      ORDER BY o.until LIMIT 2 FOR UPDATE SKIP LOCKED);
  END IF;
  PERFORM FROM hl.leases l WHERE l.tag = for_tag FOR UPDATE;
  moment := clock_timestamp();
  UPDATE hl.leases l SET device = me, until = moment + for_ms * interval '1 millisecond',
    -- By the clock where it changes hands, so that it rises although a hub was begun anew.
    token = CASE WHEN l.until > moment THEN l.token
      ELSE greatest(l.token + 1, floor(extract(epoch FROM moment) * 1000)::bigint) END
    WHERE l.tag = for_tag AND (l.device = me OR l.until <= moment);
  RETURN QUERY SELECT l.device, l.token, greatest(1, ceil(extract(epoch FROM l.until - moment) * 1000))::bigint
    FROM hl.leases l WHERE l.tag = for_tag;
END $$;

CREATE OR REPLACE FUNCTION hl.holder_1(of_tag bytea) RETURNS TABLE (device uuid, token bigint, left_ms bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  moment timestamptz := clock_timestamp();
BEGIN
  PERFORM hl.arrive();
  RETURN QUERY SELECT l.device, l.token, greatest(1, ceil(extract(epoch FROM l.until - moment) * 1000))::bigint
    FROM hl.leases l WHERE l.tag = of_tag AND l.until > moment;
END $$;

CREATE OR REPLACE FUNCTION hl.release_1(of_tag bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me uuid := hl.arrive();
BEGIN
  -- The row stays, so that its token goes on rising.
  UPDATE hl.leases l SET until = clock_timestamp()
    WHERE l.tag = of_tag AND l.device = me AND l.until > clock_timestamp();
END $$;

CREATE OR REPLACE FUNCTION hl.put_parcel_1(of_name bytea, content bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me uuid := hl.arrive();
BEGIN
  PERFORM hl.expect(octet_length(of_name) = 32, 'a name of 32 bytes');
  PERFORM hl.expect(octet_length(content) <= 1114112, 'a parcel of at most 1114112 bytes');
  INSERT INTO hl.parcels (name, sealed, device) VALUES (of_name, content, me) ON CONFLICT (name) DO NOTHING;
  IF NOT FOUND AND EXISTS (SELECT FROM hl.parcels p WHERE p.name = of_name AND p.sealed <> content) THEN
    RAISE EXCEPTION 'there is another parcel of this name' USING ERRCODE = 'HL005';
  END IF;
END $$;

CREATE OR REPLACE FUNCTION hl.parcel_1(of_name bytea) RETURNS bytea
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM hl.arrive();
  RETURN (SELECT p.sealed FROM hl.parcels p WHERE p.name = of_name);
END $$;

CREATE OR REPLACE FUNCTION hl.erase_parcel_1(of_name bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me uuid := hl.arrive();
BEGIN
  PERFORM hl.expect(octet_length(of_name) = 32, 'a name of 32 bytes');
  INSERT INTO hl.parcels AS p (name, sealed, device, erased_at) VALUES (of_name, NULL, me, clock_timestamp())
    ON CONFLICT (name) DO UPDATE SET sealed = NULL, erased_at = excluded.erased_at WHERE p.sealed IS NOT NULL;
END $$;

CREATE OR REPLACE FUNCTION hl.put_register_1(of_tag bytea, content bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me uuid := hl.arrive();
BEGIN
  PERFORM hl.expect(octet_length(of_tag) = 32, 'a name of 32 bytes');
  PERFORM hl.expect(octet_length(content) <= 65536, 'a register of at most 65536 bytes');
  INSERT INTO hl.registers VALUES (of_tag, me, content, clock_timestamp())
    ON CONFLICT (tag, device) DO UPDATE SET sealed = excluded.sealed, at = excluded.at;
END $$;

CREATE OR REPLACE FUNCTION hl.registers_1(of_tag bytea) RETURNS TABLE (device uuid, sealed bytea, at_ms bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM hl.arrive();
  RETURN QUERY SELECT r.device, r.sealed, floor(extract(epoch FROM r.at) * 1000)::bigint
    FROM hl.registers r WHERE r.tag = of_tag ORDER BY r.device;
END $$;

CREATE OR REPLACE FUNCTION hl.put_seal_1(of_size bigint, content text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me uuid := hl.arrive();
BEGIN
  PERFORM hl.expect(of_size >= 0, 'counts begin at 0');
  PERFORM hl.expect(octet_length(content) <= 65536, 'a note of at most 65536 bytes');
  INSERT INTO hl.seals (size, note, device) VALUES (of_size, content, me) ON CONFLICT (size) DO NOTHING;
END $$;

CREATE OR REPLACE FUNCTION hl.seals_1(after_size bigint, up_to bigint) RETURNS TABLE (size bigint, note text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM hl.arrive();
  RETURN QUERY SELECT s.size, s.note FROM hl.seals s WHERE s.size > after_size AND s.size <= up_to ORDER BY s.size;
END $$;

CREATE OR REPLACE FUNCTION hl.devices_1() RETURNS TABLE (device uuid, removed boolean, next bigint, heard_ms bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM hl.arrive();
  RETURN QUERY SELECT d.device, d.removed_at IS NOT NULL, hl.next_seq(d.device),
    floor(extract(epoch FROM d.heard_at) * 1000)::bigint
    FROM hl.devices d ORDER BY d.device;
END $$;

CREATE OR REPLACE FUNCTION hl.admit_1(new_device uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me uuid := hl.arrive();
BEGIN
  PERFORM hl.expect(new_device IS NOT NULL, 'a device');
  INSERT INTO hl.devices (device, admitted_by) VALUES (new_device, me) ON CONFLICT (device) DO NOTHING;
END $$;

CREATE OR REPLACE FUNCTION hl.remove_1(old_device uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me uuid;
BEGIN
  -- What the device is pushing comes before, or is refused.
  PERFORM FROM hl.head FOR UPDATE;
  me := hl.arrive();
  PERFORM hl.expect(old_device IS NOT NULL, 'a device');
  INSERT INTO hl.devices AS d (device, removed_by, removed_at) VALUES (old_device, me, clock_timestamp())
    ON CONFLICT (device) DO UPDATE SET removed_by = excluded.removed_by, removed_at = excluded.removed_at
    WHERE d.removed_at IS NULL;
END $$;

CREATE OR REPLACE FUNCTION hl.put_letter_1(to_addressee text, of_name text, content bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me uuid := hl.arrive();
BEGIN
  PERFORM hl.expect(length(to_addressee) BETWEEN 1 AND 100 AND length(of_name) BETWEEN 1 AND 100, 'names of letters');
  PERFORM hl.expect(octet_length(content) <= 65536, 'a letter of at most 65536 bytes');
  INSERT INTO hl.letters VALUES (to_addressee, of_name, me, content, clock_timestamp())
    ON CONFLICT (addressee, name) DO UPDATE SET sender = excluded.sender, sealed = excluded.sealed, at = excluded.at;
END $$;

CREATE OR REPLACE FUNCTION hl.letters_1(to_addressee text) RETURNS TABLE (sender uuid, name text, sealed bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM hl.arrive();
  RETURN QUERY SELECT l.sender, l.name, l.sealed FROM hl.letters l WHERE l.addressee = to_addressee
    ORDER BY l.name COLLATE "C";
END $$;

CREATE OR REPLACE FUNCTION hl.remove_letter_1(to_addressee text, of_name text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM hl.arrive();
  DELETE FROM hl.letters l WHERE l.addressee = to_addressee AND l.name = of_name;
END $$;

-- WHAT SEATS ARE GRANTED

REVOKE ALL ON ALL TABLES IN SCHEMA hl FROM PUBLIC, hashline_station;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA hl FROM PUBLIC, hashline_station;
REVOKE ALL ON SCHEMA hl FROM PUBLIC, hashline_station;
GRANT USAGE ON SCHEMA hl TO hashline_station;
GRANT EXECUTE ON FUNCTION
  hl.about_1, hl.head_1, hl.push_1, hl.pull_1, hl.refill_1, hl.lease_1, hl.holder_1, hl.release_1,
  hl.put_parcel_1, hl.parcel_1, hl.erase_parcel_1, hl.put_register_1, hl.registers_1, hl.put_seal_1, hl.seals_1,
  hl.devices_1, hl.admit_1, hl.remove_1, hl.put_letter_1, hl.letters_1, hl.remove_letter_1
  TO hashline_station;
RESET ROLE;
