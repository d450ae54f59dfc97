"""Every SQL statement of the case store, so that one for PostgreSQL can stand beside it."""

#: Marks a file as docgen's ("DGEN"), and the layout of its tables.
APPLICATION = 0x4447454E
LAYOUT = 2

IDENTITY = ("PRAGMA application_id", "PRAGMA user_version")

#: Office folders lie on network shares, where a write-ahead log loses data.
SETTINGS = (
    "PRAGMA journal_mode = DELETE",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
)

#: The register, since layout 2: every version of every paper, and all that happened to it.
REGISTER = (
    """
CREATE TABLE papers (
  id INTEGER PRIMARY KEY,
  village TEXT NOT NULL,
  household TEXT NOT NULL,
  form TEXT NOT NULL,
  version INTEGER NOT NULL CHECK (version > 0),
  title TEXT NOT NULL,
  stage TEXT NOT NULL,
  hash TEXT NOT NULL,
  boxes TEXT NOT NULL,
  made TEXT NOT NULL,
  command TEXT NOT NULL,
  UNIQUE (village, household, form, version)
) STRICT
""",
    """
CREATE TABLE happenings (
  id INTEGER PRIMARY KEY,
  paper INTEGER NOT NULL REFERENCES papers (id),
  copy TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('made', 'printed', 'signed', 'returned', 'superseded')),
  at TEXT NOT NULL,
  command TEXT NOT NULL,
  note TEXT NOT NULL
) STRICT
""",
    "CREATE INDEX happenings_of_a_paper ON happenings (paper, id)",
    """
CREATE TRIGGER paper_is_not_changed BEFORE UPDATE ON papers BEGIN
  SELECT raise(ABORT, '登记不可修改');
END
""",
    """
CREATE TRIGGER paper_is_not_deleted BEFORE DELETE ON papers BEGIN
  SELECT raise(ABORT, '登记不可删除');
END
""",
    """
CREATE TRIGGER happening_is_not_changed BEFORE UPDATE ON happenings BEGIN
  SELECT raise(ABORT, '登记经过不可修改');
END
""",
    """
CREATE TRIGGER happening_is_not_deleted BEFORE DELETE ON happenings BEGIN
  SELECT raise(ABORT, '登记经过不可删除');
END
""",
)

MARK_LAYOUT = f"PRAGMA user_version = {LAYOUT}"

TABLES = (
    """
CREATE TABLE villages (
  code TEXT PRIMARY KEY,
  name TEXT NOT NULL
) STRICT
""",
    """
CREATE TABLE cases (
  number TEXT PRIMARY KEY,
  village TEXT NOT NULL REFERENCES villages (code),
  group_name TEXT NOT NULL,
  group_order TEXT NOT NULL,
  number_order TEXT NOT NULL,
  content TEXT NOT NULL,
  hash TEXT NOT NULL,
  version INTEGER NOT NULL,
  changed TEXT NOT NULL,
  command TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT
""",
    "CREATE UNIQUE INDEX cases_in_order ON cases (village, group_order, number_order, number)",
    """
CREATE TABLE aliases (
  alias TEXT NOT NULL,
  number TEXT NOT NULL REFERENCES cases (number),
  PRIMARY KEY (alias, number)
) STRICT
""",
    """
CREATE TABLE history (
  number TEXT NOT NULL REFERENCES cases (number),
  version INTEGER NOT NULL,
  content TEXT NOT NULL,
  hash TEXT NOT NULL,
  changed TEXT NOT NULL,
  command TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (number, version)
) STRICT
""",
    "CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT",
    "INSERT INTO counters (name, value) VALUES ('number', 1), ('revision', 0)",
    # a case cannot change without leaving its earlier version behind
    """
CREATE TRIGGER case_leaves_history BEFORE UPDATE ON cases BEGIN
  SELECT raise(ABORT, '版本号必须递增') WHERE new.number <> old.number OR new.version <> old.version + 1;
  INSERT INTO history (number, version, content, hash, changed, command, reason)
  VALUES (old.number, old.version, old.content, old.hash, old.changed, old.command, old.reason);
END
""",
    """
CREATE TRIGGER case_stays BEFORE DELETE ON cases BEGIN
  SELECT raise(ABORT, '档案不可删除');
END
""",
    """
CREATE TRIGGER history_is_not_changed BEFORE UPDATE ON history BEGIN
  SELECT raise(ABORT, '历史版本不可修改');
END
""",
    """
CREATE TRIGGER history_is_not_deleted BEFORE DELETE ON history BEGIN
  SELECT raise(ABORT, '历史版本不可删除');
END
""",
    *REGISTER,
    f"PRAGMA application_id = {APPLICATION}",
    MARK_LAYOUT,
)

_WHERE = """
WHERE (:villages IS NULL OR village IN (
    SELECT code FROM villages JOIN json_each(:villages) AS wanted
    WHERE villages.code = wanted.value OR villages.name = wanted.value))
  AND (:groups IS NULL OR group_name IN (SELECT value FROM json_each(:groups)))
  AND (:households IS NULL OR number IN (
    SELECT value FROM json_each(:households)
    UNION ALL
    SELECT aliases.number FROM aliases JOIN json_each(:households) AS wanted ON aliases.alias = wanted.value))
"""

#: The next cases after the place (village, group_order, number_order, number), in order.
CHUNK = f"""
SELECT village, group_order, number_order, number, CAST (content AS BLOB) FROM cases {_WHERE}
  AND (village, group_order, number_order, number) > (:village, :group_order, :number_order, :number)
ORDER BY village, group_order, number_order, number LIMIT :limit
"""  # noqa: S608 - put together from constants only

COUNT = f"SELECT count(*) FROM cases {_WHERE}"  # noqa: S608 - the same

VILLAGES = "SELECT code, name FROM villages ORDER BY code"

KNOWN_AS = """
SELECT number FROM cases WHERE number = :known
UNION SELECT number FROM aliases WHERE alias = :known
ORDER BY number
"""

CONTENT = "SELECT CAST (content AS BLOB) FROM cases WHERE number = ?"

STATE = "SELECT hash, CAST (content AS BLOB) FROM cases WHERE number = ?"

VERSIONS = """
SELECT version, CAST (content AS BLOB), changed, command, reason FROM history WHERE number = :number
UNION ALL
SELECT version, CAST (content AS BLOB), changed, command, reason FROM cases WHERE number = :number
ORDER BY version
"""

COUNTER = "SELECT value FROM counters WHERE name = ?"

SET_COUNTER = "UPDATE counters SET value = ? WHERE name = ?"

PUT_VILLAGE = """
INSERT INTO villages (code, name) VALUES (:village, :village_name)
ON CONFLICT (code) DO UPDATE SET name = excluded.name
"""

ADD_CASE = """
INSERT INTO cases
  (number, village, group_name, group_order, number_order, content, hash, version, changed, command, reason)
VALUES
  (:number, :village, :group_name, :group_order, :number_order, :content, :hash, 1, :changed, :command, :reason)
"""

CHANGE_CASE = """
UPDATE cases SET
  village = :village, group_name = :group_name, group_order = :group_order, number_order = :number_order,
  content = :content, hash = :hash, version = version + 1,
  changed = :changed, command = :command, reason = :reason
WHERE number = :number
"""

DROP_ALIASES = "DELETE FROM aliases WHERE number = ?"

ADD_ALIAS = "INSERT INTO aliases (alias, number) VALUES (?, ?)"

ADD_PAPER = """
INSERT INTO papers (village, household, form, version, title, stage, hash, boxes, made, command)
VALUES (:village, :household, :form, :version, :title, :stage, :hash, :boxes, :made, :command)
"""

#: The last version of a paper, whatever has become of it.
LAST_PAPER = """
SELECT id, version, hash FROM papers
WHERE village = :village AND household = :household AND form = :form ORDER BY version DESC LIMIT 1
"""

_PAPER = """
SELECT papers.id, village, household, form, version, title, stage, boxes, made,
  coalesce(latest.state, 'made'), coalesce(latest.at, made)
FROM papers LEFT JOIN happenings AS latest
  ON latest.id = (SELECT max(id) FROM happenings WHERE paper = papers.id)
"""

#: The next papers after an id, in the order in which they were numbered.
PAPERS = f"""{_PAPER}
WHERE papers.id > :after AND (:village = '' OR village = :village) AND (:household = '' OR household = :household)
  AND (:form = '' OR form = :form)
ORDER BY papers.id LIMIT :limit
"""

PAPER = f"{_PAPER} WHERE village = ? AND household = ? AND form = ? AND version = ?"

#: A household's or a village's last version of a form that was printed or more, before a version.
PRINTED_BEFORE = f"""{_PAPER}
WHERE village = :village AND household = :household AND form = :form AND version < :version
  AND EXISTS (SELECT 1 FROM happenings WHERE paper = papers.id AND state IN ('printed', 'signed', 'returned'))
ORDER BY version DESC LIMIT 1
"""  # noqa: S608 - the same

ADD_HAPPENING = """
INSERT INTO happenings (paper, copy, state, at, command, note) VALUES (:paper, :copy, :state, :at, :command, :note)
"""

HAPPENINGS = "SELECT state, at, copy, note FROM happenings WHERE paper = ? ORDER BY id"

#: What an output folder remembers while it is being written, in a private file of SQLite's own.
SHELF = (
    "CREATE TABLE owned (place INTEGER PRIMARY KEY, path TEXT, sha256 TEXT, line TEXT, UNIQUE (path, sha256))",
    "CREATE TABLE made (path TEXT PRIMARY KEY, folded TEXT UNIQUE, line TEXT) WITHOUT ROWID",
)

OWN = "INSERT OR REPLACE INTO owned (path, sha256, line) VALUES (?, ?, ?)"

OWNED = "SELECT sha256, line FROM owned WHERE path = ? ORDER BY place DESC"

#: The next paths that are owned and were not made this time.
STALE = """
SELECT DISTINCT path FROM owned WHERE path > ? AND path NOT IN (SELECT path FROM made) ORDER BY path LIMIT 500
"""

MAKE = "INSERT OR IGNORE INTO made (path, folded, line) VALUES (?, ?, ?)"

REMAKE = "UPDATE made SET line = ? WHERE path = ?"

UNMAKE = "DELETE FROM made WHERE path = ?"

MADE = "SELECT line FROM made ORDER BY path"

MADE_COUNT = "SELECT count(*) FROM made"
